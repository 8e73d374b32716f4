"""The contacts of a file of a log: those that are whole, in batches of rows, and what cannot be one.

A contact is a row when it is whole: it begins and ends in the file, or goes on in a neighbouring file of the same log. One
that does not begin, or does not end, is a fault at its first line. Only contacts that are still open are in memory.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from bpo.facts.reading.batch import FAULTS, LINE, RAW, Batch
from bpo.facts.reading.events import Contact, Event, Fault, Fold
from bpo.facts.reading.whole_contacts import Part
from bpo.facts.sources.event_formats import CONTACT
from bpo.facts.types import DTYPES

CONTACTS_A_BATCH = 50_000
Reader = Callable[[Path, Fold], Iterator[Part]]
"""Reads a file in parts, beside a fold that has what is open before each."""


class Neighbours(NamedTuple):
    """The files of the same log before and after one: contacts go on from one into the next."""

    before: Path | None = None
    after: Path | None = None


ALONE = Neighbours()


def contact_rows(path: Path, read: Reader, near: Neighbours, keep: bool, wanted: set[str]) -> Iterator[Batch]:
    """The contacts that begin in a file, and what cannot be one.

    Args:
        path: The file.
        read: How its events are read.
        near: The files before and after, if they are given: events of contacts that began before are left to that file, and of
            contacts that are open at the end the rest is looked for in the next.
        keep: Whether a contact that does not end is one.
        wanted: The columns that are asked for.
    """
    fold = Fold(_open_at_end(near.before, read) if near.before is not None else {})
    for part in read(path, fold):
        if part.whole is not None:
            yield Batch(part.whole.rows.select(*sorted(wanted), LINE), part.whole.faults, part.whole.raw_of)
        yield from batches(_folded(part.left, fold, keep), wanted)
    yield from batches(_at_end(fold, near.after, read, keep), wanted)


def _folded(events: Iterable[Event | Fault], fold: Fold, keep: bool) -> Iterator[Contact | Fault]:
    for event in events:
        done = event if isinstance(event, Fault) else fold.feed(event)
        if done is not None:
            yield from _told(done, keep)


def _at_end(fold: Fold, after: Path | None, read: Reader, keep: bool) -> Iterator[Contact | Fault]:
    if after is not None and fold.unended():
        yield from _ended_after(fold, after, read, keep)
    for contact in fold.unended():
        yield from _told(contact, keep)


def _open_at_end(path: Path, read: Reader) -> dict[tuple[str, str], Contact]:
    fold = Fold()
    for part in read(path, fold):
        for event in part.left:
            if isinstance(event, Event):
                fold.feed(event)
    for contact in fold.open.values():
        contact.elsewhere = True
    return fold.open


def _ended_after(fold: Fold, path: Path, read: Reader, keep: bool) -> Iterator[Contact | Fault]:
    """The contacts that end in the next file; those that begin there are its own."""
    mine = {id(contact) for contact in fold.unended() if contact.began}
    for part in read(path, fold):
        for event in part.left:
            if not mine:
                return
            done = fold.feed(event) if isinstance(event, Event) else None
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
    return next((part.first for part in read(path, Fold()) if part.first is not None), 0)
