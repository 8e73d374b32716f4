"""Events become contacts: lines that one caller's visit to a queue left behind are folded into one row.

Which of them are rows of a file is a matter of ``contacts.py``; what a line means, of the reader of its dialect.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

MICROSECONDS = 1_000_000
SERVED = frozenset({"completed", "completed_by_agent", "completed_by_caller", "transferred"})
"""Endings of who was connected, also where no line that can be read says when."""
NO_END, NO_BEGINNING = "contact.no_end", "contact.no_beginning"


class Event(NamedTuple):
    """What a line says of a contact: ``at`` is in microseconds since 1970, ``told`` are columns that are known now."""

    line: int
    raw: str
    name: str
    step: Literal["enter", "ring", "connect", "end"]
    call: str
    queue: str
    at: int
    told: Mapping[str, Any]


class Fault(NamedTuple):
    """A line that is no event of its kind."""

    line: int
    rule: str
    given: str
    raw: str


@dataclass
class Contact:
    """A contact as far as its events told it. One that is ``elsewhere`` began in the file before, and is a row of that one."""

    line: int
    raws: list[str]
    names: list[str]
    row: dict[str, Any]
    began: bool
    elsewhere: bool = False

    def add(self, event: Event) -> None:
        self.raws.append(event.raw)
        self.names.append(f"{event.name} ({event.line})")
        self.row.update({name: value for name, value in event.told.items() if value is not None})

    def finish(self) -> None:
        """Durations that no event told are the time between its moments."""
        row = self.row
        entered, connected, ended = row["entered"], row.get("connected"), row.get("ended")
        served_unseen = connected is None and row.get("ending") in SERVED
        until = None if served_unseen else connected if connected is not None else ended
        if row.get("wait_seconds") is None and until is not None:
            row["wait_seconds"] = (until - entered) // MICROSECONDS
        if row.get("talk_seconds") is None and connected is not None and ended is not None:
            row["talk_seconds"] = (ended - connected) // MICROSECONDS

    def fault(self) -> Fault:
        rule, given = (NO_END, self.names[-1]) if self.began else (NO_BEGINNING, self.names[0])
        return Fault(self.line, rule, given, "\n".join(self.raws))


@dataclass
class Fold:
    """The contacts that are open, by their call and queue."""

    open: dict[tuple[str, str], Contact] = field(default_factory=dict)

    def feed(self, event: Event) -> Contact | None:
        """Take an event. Returns a contact that is done with: it ended, or its caller entered the same queue again."""
        key = (event.call, event.queue)
        if event.step == "enter":
            before = self.open.pop(key, None)
            self.open[key] = _contact(event, began=True)
            return before
        if event.step == "ring":
            if key in self.open:
                self.open[key].row["ring_no_answers"] += 1
            return None
        key = self._key_of(event)
        contact = self.open.get(key)
        if contact is None:
            contact = self.open[key] = _contact(event, began=False)
        else:
            contact.add(event)
        contact.row["connected" if event.step == "connect" else "ended"] = event.at
        return self.open.pop(key) if event.step == "end" else None

    def _key_of(self, event: Event) -> tuple[str, str]:
        """The contact of an event. An attended transfer is told under the agent's own call, of the queue and agent that passed the
        caller on; from then on the agent's call, waiting in another queue, is the caller's.
        """
        key = (event.call, event.queue)
        if key in self.open or event.told.get("ending") != "transferred":
            return key
        agent = event.told.get("agent")
        talking = [one for one, contact in self.open.items() if _talks(contact, event.queue, agent)]
        if len(talking) != 1:
            return key
        caller = self.open[talking[0]].row
        for other in [one for one in self.open if one[0] == event.call]:
            taken_over = self.open.pop(other)
            taken_over.row.update(call_id=caller["call_id"], caller=caller.get("caller"))
            self.open[talking[0][0], other[1]] = taken_over
        return talking[0]

    def unended(self) -> list[Contact]:
        return [contact for contact in self.open.values() if not contact.elsewhere]


def _talks(contact: Contact, queue: str, agent: str | None) -> bool:
    row = contact.row
    return (row["queue"], row.get("agent")) == (queue, agent) and row.get("connected") is not None


def _contact(event: Event, began: bool) -> Contact:
    row: dict[str, Any] = {"call_id": event.call, "queue": event.queue, "ring_no_answers": 0}
    row["visit"] = f"{event.call}/{event.at // MICROSECONDS}"
    if began:
        row["entered"] = event.at
    contact = Contact(event.line, [], [], row, began)
    contact.add(event)
    return contact
