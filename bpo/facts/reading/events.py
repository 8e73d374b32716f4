"""Events become contacts: lines that one caller's visit to a queue left behind are folded into one row.

A contact is a row when it is whole: it begins and ends in the file, or goes on in a neighbouring file of the same log. One
that does not begin, or does not end, is a fault at its first line. Only contacts that are still open are in memory.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Literal, NamedTuple

import polars as pl

from bpo.facts.reading.batch import FAULTS, LINE, RAW, Batch
from bpo.facts.sources.event_formats import CONTACT
from bpo.facts.types import DTYPES

CONTACTS_A_BATCH = 50_000
MICROSECONDS = 1_000_000
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


Reader = Callable[[Path], Iterator[Event | Fault]]


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
        until = connected if connected is not None else ended
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


class Neighbours(NamedTuple):
    """The files of the same log before and after one: contacts go on from one into the next."""

    before: Path | None = None
    after: Path | None = None


ALONE = Neighbours()


def contacts(path: Path, read: Reader, near: Neighbours, keep: bool) -> Iterator[Contact | Fault]:
    """The contacts that begin in a file, and what cannot be one.

    Args:
        path: The file.
        read: How its events are read.
        near: The files before and after, if they are given: events of contacts that began before are left to that file, and of
            contacts that are open at the end the rest is looked for in the next.
        keep: Whether a contact that does not end is one.
    """
    fold = Fold(_open_at_end(near.before, read) if near.before is not None else {})
    for event in read(path):
        done = event if isinstance(event, Fault) else fold.feed(event)
        if done is not None:
            yield from _told(done, keep)
    if near.after is not None and fold.unended():
        yield from _ended_after(fold, near.after, read, keep)
    for contact in fold.unended():
        yield from _told(contact, keep)


def _open_at_end(path: Path, read: Reader) -> dict[tuple[str, str], Contact]:
    fold = Fold()
    for event in read(path):
        if isinstance(event, Event):
            fold.feed(event)
    for contact in fold.open.values():
        contact.elsewhere = True
    return fold.open


def _ended_after(fold: Fold, path: Path, read: Reader, keep: bool) -> Iterator[Contact | Fault]:
    """The contacts that end in the next file; those that begin there are its own."""
    mine = {id(contact) for contact in fold.unended() if contact.began}
    for event in read(path):
        if not mine:
            return
        if isinstance(event, Event):
            done = fold.feed(event)
            if done is not None and id(done) in mine:
                mine.discard(id(done))
                yield from _told(done, keep)
    fold.open = {key: contact for key, contact in fold.open.items() if id(contact) in mine}


def _told(done: Contact | Fault, keep: bool) -> Iterator[Contact | Fault]:
    """A contact as a row or as a fault; one that is told elsewhere is neither."""
    if isinstance(done, Fault):
        yield done
    elif done.elsewhere:
        return
    elif not done.began or (done.row.get("ended") is None and not keep):
        yield done.fault()
    else:
        if done.row.get("ended") is None:
            done.row["ending"] = "talking" if done.row.get("connected") else "waiting"
        done.finish()
        yield done


def batches(found: Iterable[Contact | Fault], wanted: set[str]) -> Iterator[Batch]:
    """Contacts as rows, and faults, some ten thousand at a time."""
    left = iter(found)
    while chunk := list(islice(left, CONTACTS_A_BATCH)):
        rows = [one for one in chunk if isinstance(one, Contact)]
        faults = pl.DataFrame([one for one in chunk if isinstance(one, Fault)], schema=FAULTS, orient="row")
        columns = [_column(name, [one.row.get(name) for one in rows]) for name in sorted(wanted)]
        given = {LINE: [one.line for one in rows], RAW: ["\n".join(one.raws) for one in rows]}
        cut = pl.DataFrame(given, schema={LINE: pl.Int64, RAW: pl.String})
        yield Batch(cut.select(*columns, LINE, RAW), faults)


def _column(name: str, values: list[Any]) -> pl.Series:
    kind = CONTACT[name]
    dtype = pl.String() if kind == "text" else pl.Int64()
    return pl.Series(name, values, dtype=dtype).cast(DTYPES[kind])


def in_order(files: Iterable[Path], read: Reader) -> list[tuple[Path, Neighbours]]:
    """Files of one log by their first events, whatever the order in which they are named, each with those beside it."""
    ordered = sorted(files, key=lambda path: _first(path, read))
    beside = zip([None, *ordered[:-1]], [*ordered[1:], None], strict=True)
    return [(path, Neighbours(*two)) for path, two in zip(ordered, beside, strict=True)]


def _first(path: Path, read: Reader) -> int:
    return next((event.at for event in read(path) if isinstance(event, Event)), 0)
