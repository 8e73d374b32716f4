"""What bpo.yaml says of mail: from whom it comes, and the server that takes it."""

import re
from collections.abc import Iterable
from email.headerregistry import Address
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from bpo.core.fields import FileModel, Mistake, WholeNumber
from bpo.core.words import Words

PASSWORD = "BPO_MAIL_PASSWORD"
"""The variable of the environment that holds the password: it stands in no file."""
PORTS = {"starttls": 587, "tls": 465}

BAD_ADDRESS = Words(
    "mail-address",
    en="'{given}' is no mail address; write such as ap@client.example, or Acme <ap@client.example>",
    zh="'{given}' 不是邮箱地址；请写如 ap@client.example，或 甲公司 <ap@client.example>",
)
BAD_PORT = Words(
    "mail-port", en="{given} is no port; it lies between 1 and 65535", zh="{given} 不是端口号；须在 1 至 65535 之间"
)

_PLAIN = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_WITH_NAME = re.compile(rf"(?P<name>[^<>\r\n\"]*?)\s*<(?P<within>{_PLAIN})>|(?P<alone>{_PLAIN})")


def address_of(given: str) -> Address:
    """``ap@client.example``, or with a name before it: ``Acme <ap@client.example>``.

    Raises:
        Mistake: for anything else; letters outside ASCII may stand in the name alone.
    """
    match = _WITH_NAME.fullmatch(given.strip())
    if match is None:
        raise Mistake(BAD_ADDRESS, given=given)
    return Address((match["name"] or "").strip(), addr_spec=match["within"] or match["alone"])


def addresses_of(given: Iterable[str]) -> tuple[Address, ...]:
    """Of each text the addresses in it, which commas or semicolons part; none twice.

    Raises:
        Mistake: for what is no address.
    """
    parts = [part for text in given for part in re.split(r"[,;，；]", text) if part.strip()]
    return tuple({one.addr_spec: one for one in map(address_of, parts)}.values())


def _checked(given: Any) -> str:
    return str(address_of(str(given)) and given)


def _port(given: Any) -> Any:
    if str(given).isdecimal() and not 1 <= int(given) <= 65535:
        raise Mistake(BAD_PORT, given=given)
    return given


MailAddress = Annotated[str, BeforeValidator(_checked)]


class MailSettings(FileModel):
    """From whom, to whom answers go, and who of the house gets a copy of all.

    With ``host``, messages go there by SMTP, always with TLS; without, they are put into the outbox as files.

    ``ca`` is a file of certificates that are trusted besides those of the system, for a server with a certificate of the house.
    """

    sender: Annotated[MailAddress | None, Field(alias="from")] = None
    reply_to: MailAddress | None = None
    cc: list[MailAddress] = []
    host: str = ""
    port: Annotated[WholeNumber | None, BeforeValidator(_port)] = None
    security: Literal["starttls", "tls"] = "starttls"
    user: str = ""
    ca: str = ""

    @property
    def server(self) -> str:
        """The server with its port; empty where there is none."""
        return f"{self.host}:{self.port or PORTS[self.security]}" if self.host else ""
