"""A row of the journal as a value: who told which event of what, when and why; and the hash that chains it to the row before."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from bpo.core.codec import codec_of, why_not_read
from bpo.life.event import Event
from bpo.life.events import EVENT_OF

FIRST = "0" * 64
"""What stands as the hash before the first row."""


@dataclass(frozen=True, slots=True)
class Entry:
    """``number`` counts from 1 without a hole; ``event`` is the event as JSON; ``previous`` the hash of the row before."""

    number: int
    at: datetime
    who: str
    verb: str
    subject: str
    reason: str
    event: str
    previous: str
    hash: str

    @property
    def told(self) -> Event:
        """The event; raises ValueError if the JSON is not one."""
        return read_event(self.verb, self.event)

    @property
    def computed(self) -> str:
        """The hash that the row should have."""
        at = moment(self.at)
        return hash_of(self.number, at, self.who, self.verb, self.subject, self.reason, self.event, self.previous)


def hash_of(number: int, at: str, who: str, verb: str, subject: str, reason: str, event: str, previous: str) -> str:
    """SHA-256 over the UTF-8 bytes of a JSON array of all of it, without a space, letters unescaped: docs/life.md shows one.

    ``JSON.stringify`` and ``json.dumps(…, ensure_ascii=False, separators=(",", ":"))`` write the same.
    """
    row = [number, at, who, verb, subject, reason, event, previous]
    return hashlib.sha256(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def moment(at: datetime) -> str:
    """In UTC, to the microsecond, as the ledger's columns have it."""
    assert at.tzinfo is not None, f"a moment needs its time zone: {at!r}"
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def written_event(event: Event) -> str:
    """Its fields as JSON, exact numbers as text."""
    kind: Any = type(event)
    plain = codec_of(kind).dump_python(event, mode="json", warnings="error")
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def read_event(verb: str, text: str) -> Event:
    """What :func:`written_event` wrote.

    Raises:
        ValueError: if it is not understood.
    """
    if verb not in EVENT_OF:
        raise ValueError(f"'{verb}' is no event")
    kind: Any = EVENT_OF[verb]
    try:
        event: Event = codec_of(kind).validate_json(text)
        return event
    except ValidationError as error:
        raise ValueError(f"{verb}: {why_not_read(error)}") from error
