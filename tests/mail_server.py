"""A mail server of our own on this machine's loopback, with a certificate that was made for it, which does as a test tells it."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

HOST = "127.0.0.1"
PASSWORD = "right"
LOST = "the connection ends"


@dataclass
class Post:
    """What the server took, and what it answers: to an address, and to a message; without an answer it takes both."""

    port: int = 0
    taken: list[bytes] = field(default_factory=list)
    to: list[tuple[str, ...]] = field(default_factory=list)
    address_answers: dict[str, str] = field(default_factory=dict)
    message_answers: list[str] = field(default_factory=list)
    """Of the next messages, one each; a message that is answered by LOST or 250 is taken."""

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(one, policy=default) for one in self.taken]

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        answer = self.address_answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        answer = self.message_answers.pop(0) if self.message_answers else "250 taken"
        if answer == LOST or answer.startswith("250"):
            self.taken.append(bytes(envelope.original_content))
            self.to.append(tuple(envelope.rcpt_tos))
        if answer == LOST:
            server.transport.abort()  # type: ignore[union-attr]  # while a command is carried out there is one
        return "250 taken" if answer == LOST else answer


def _let_in(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
    return AuthResult(success=given.password == PASSWORD.encode(), handled=False)


@contextmanager
def mail_server(folder: Path, security: str = "starttls") -> Iterator[Post]:
    """A server on a free port; ``folder/ca.pem`` is the authority that its certificate is by. ``security``: starttls, tls, none."""
    authority, post = trustme.CA(), Post()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    secured = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(secured)
    options: dict[str, Any] = {"authenticator": _let_in, "hostname": "localhost"}
    if security == "starttls":
        options |= {"tls_context": secured, "require_starttls": True}
    if security != "starttls":
        options["auth_require_tls"] = False

    class Ours(Controller):
        def factory(self) -> SMTP:
            return SMTP(self.handler, **options)

    with socket.socket() as free:  # the library connects to the port that it is given, so it cannot be told to find one
        free.bind((HOST, 0))
        post.port = free.getsockname()[1]
    controller = Ours(post, hostname=HOST, port=post.port, ssl_context=secured if security == "tls" else None)
    controller.start()
    try:
        yield post
    finally:
        controller.stop()
