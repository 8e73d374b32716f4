"""A message's way to a mail server: everything that can be refused is asked before anything is handed over."""

import smtplib
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from bpo.core.errors import fail
from bpo.core.words import Words
from bpo.mail.settings import PASSWORD, PORTS, MailSettings

PAGE = "docs/cli/send.md"
WAITS_SECONDS = 60

NO_CONNECTION = Words(
    "mail-no-connection",
    en="the mail server {server} does not answer as one ({reason}). Nothing was sent; check host, port and security under 'mail' in bpo.yaml",
    zh="无法与邮件服务器 {server} 建立连接（{reason}）。未发送任何内容；请检查 bpo.yaml 中 mail 的 host、port 与 security",
)
NO_TLS = Words(
    "mail-no-tls",
    en="the mail server {server} offers no TLS, and nothing is sent in the clear. Write 'security: tls' if it takes TLS from the start",
    zh="邮件服务器 {server} 不提供 TLS，不以明文发送。如服务器直接使用 TLS，请写 security: tls",
)
BAD_CERTIFICATE = Words(
    "mail-certificate",
    en="the certificate of the mail server {server} is not trusted ({reason}). Nothing was sent; name a file with the certificate of "
    "your house's authority as 'ca'",
    zh="邮件服务器 {server} 的证书不受信任（{reason}）。未发送任何内容；如为自建证书机构，请以 ca 指明其证书文件",
)
NO_PASSWORD = Words(
    "mail-no-password",
    en="'{user}' has no password: put it into the environment as {variable}",
    zh="用户 '{user}' 没有密码：请通过环境变量 {variable} 提供",
)
NOT_LET_IN = Words(
    "mail-login",
    en="the mail server {server} does not let '{user}' in ({answer}). Nothing was sent; check user and {variable}",
    zh="邮件服务器 {server} 拒绝用户 '{user}' 登录（{answer}）。未发送任何内容；请检查 user 与 {variable}",
)
NO_CA = Words(
    "mail-ca",
    en="the file of certificates '{given}' cannot be read ({reason})",
    zh="无法读取证书文件 '{given}'（{reason}）",
)
REFUSED = Words(
    "mail-refused",
    en="the mail server {server} does not take it for {address} ({answer}). Nothing was sent to anybody",
    zh="邮件服务器 {server} 拒绝 {address}（{answer}）。未向任何人发送",
)
LATER = Words(
    "mail-later",
    en="the mail server {server} does not take it for {address} now ({answer}). Nothing was sent to anybody; send it again later",
    zh="邮件服务器 {server} 暂不接收 {address}（{answer}）。未向任何人发送；请稍后重新发送",
)


class Unanswered(Exception):
    """The message was handed over, and no answer came: whether it was taken is not known."""


class Refused(Exception):
    """The server answered the message with a refusal, which is the text."""


@contextmanager
def connected(settings: MailSettings, folder: Path, environment: Mapping[str, str]) -> Iterator[smtplib.SMTP]:
    """A connection with TLS, the user logged in; it is closed at the end.

    Args:
        folder: what ``ca`` is relative to.
        environment: holds the password.

    Raises:
        BpoError: if there is no such server, it offers no TLS or none that is trusted, or does not let the user in.
    """
    password = environment.get(PASSWORD, "")
    if settings.user and not password:
        raise fail(NO_PASSWORD, user=settings.user, variable=PASSWORD)
    secured = _trusting(settings, folder)
    try:
        server = _opened(settings, secured)
    except ssl.SSLCertVerificationError as error:
        raise fail(BAD_CERTIFICATE, server=settings.server, reason=error.verify_message, page=PAGE) from None
    except (OSError, smtplib.SMTPException) as error:
        raise fail(NO_CONNECTION, server=settings.server, reason=_told(error), page=PAGE) from None
    try:
        if settings.user:
            _let_in(server, settings, password)
        yield server
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()


def _trusting(settings: MailSettings, folder: Path) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if settings.ca:
        try:
            context.load_verify_locations(folder / settings.ca)
        except OSError as error:  # ssl.SSLError, for what is no certificate, is one too
            raise fail(NO_CA, given=settings.ca, reason=error.strerror or str(error), page=PAGE) from None
    return context


def _opened(settings: MailSettings, secured: ssl.SSLContext) -> smtplib.SMTP:
    port = settings.port or PORTS[settings.security]
    if settings.security == "tls":
        return smtplib.SMTP_SSL(settings.host, port, timeout=WAITS_SECONDS, context=secured)
    server = smtplib.SMTP(settings.host, port, timeout=WAITS_SECONDS)
    try:
        server.starttls(context=secured)
    except smtplib.SMTPNotSupportedError:
        server.close()
        raise fail(NO_TLS, server=settings.server, page=PAGE) from None
    except BaseException:
        server.close()
        raise
    return server


def _let_in(server: smtplib.SMTP, settings: MailSettings, password: str) -> None:
    try:
        server.login(settings.user, password)
    except (OSError, UnicodeError, smtplib.SMTPException) as error:
        server_name, answer = settings.server, _told(error)
        raise fail(
            NOT_LET_IN, server=server_name, user=settings.user, answer=answer, variable=PASSWORD, page=PAGE
        ) from None


def offer(server: smtplib.SMTP, settings: MailSettings, sender: str, recipients: Sequence[str]) -> None:
    """Say from whom and to whom a message will be: it is for all of them or for none.

    Raises:
        BpoError: if the server refuses one of them, in its words.
    """
    try:
        server.ehlo_or_helo_if_needed()
        _accepted(server.mail(sender), settings, sender)
        for address in recipients:
            _accepted(server.rcpt(address), settings, address)
    except (OSError, smtplib.SMTPException) as error:
        raise fail(NO_CONNECTION, server=settings.server, reason=_told(error), page=PAGE) from None


def _accepted(answer: tuple[int, bytes], settings: MailSettings, address: str) -> None:
    code, text = answer
    if code >= 400:
        words = LATER if code < 500 else REFUSED
        raise fail(words, server=settings.server, address=address, answer=_answer(code, text), page=PAGE)


def hand_over(server: smtplib.SMTP, content: bytes) -> str:
    """Hand a message over after :func:`offer`.

    Returns:
        The server's answer.

    Raises:
        Refused: if the server does not take it.
        Unanswered: if the connection ends, or no answer comes in time, before the server has said whether it takes it.
    """
    try:
        code, text = server.data(content)
    except smtplib.SMTPDataError as error:  # before anything of it was handed over
        raise Refused(_answer(error.smtp_code, error.smtp_error)) from None
    except (OSError, smtplib.SMTPException) as error:
        raise Unanswered(_told(error)) from None
    if code >= 400:
        raise Refused(_answer(code, text))
    return _answer(code, text)


def _answer(code: int, text: bytes | str) -> str:
    """An answer of the server on one line: ``550 5.1.1 no such user``."""
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join(f"{code} {said}".split())


def _told(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
