"""A message with its attachments as bytes: the same message gives the same bytes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

KINDS = {
    "pdf": ("application", "pdf"),
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "xml": ("application", "xml"),
    "csv": ("text", "csv"),
}
UNKNOWN_KIND = ("application", "octet-stream")


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written to whom, when, and under which Message-ID, which stands in angle brackets."""

    sender: Address
    reply_to: Address | None
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    body: str
    attachments: Mapping[str, bytes]
    message_id: str
    at: datetime

    @property
    def recipients(self) -> tuple[str, ...]:
        """Every address that gets it, once."""
        return tuple(dict.fromkeys(one.addr_spec for one in (*self.to, *self.cc)))


def written(letter: Letter) -> bytes:
    """The bytes of the message, as RFC 5322 and MIME write it, its lines ended by CR LF, all of them ASCII.

    What parts the attachments is made from the Message-ID, where Python's library would draw it by chance.
    """
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = letter.message_id
    message["Date"] = format_datetime(letter.at.astimezone(UTC))
    message["From"] = letter.sender
    if letter.reply_to is not None:
        message["Reply-To"] = letter.reply_to
    message["To"] = letter.to
    if letter.cc:
        message["Cc"] = letter.cc
    message["Subject"] = " ".join(letter.subject.split())
    message.set_content(letter.body, cte="base64")
    for name, content in letter.attachments.items():
        main, sub = KINDS.get(name.rpartition(".")[2].lower(), UNKNOWN_KIND)
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    if message.is_multipart():
        message.set_boundary(f"=_{hashlib.sha256(letter.message_id.encode()).hexdigest()[:40]}")
    return message.as_bytes()
