"""The journal in the database: appending events under one lock, and reading lives from it."""

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bpo.core.errors import fail
from bpo.ledger.faults import CLOCK_BACK, NOT_STORED
from bpo.ledger.models import StatementRecord
from bpo.ledger.models_life import JournalHead, JournalRecord
from bpo.life.entry import Entry, hash_of, moment, written_event
from bpo.life.event import Event
from bpo.life.folding import after, life_of, permitted
from bpo.life.life import Life
from bpo.life.people import House
from bpo.life.states import WAY_OF

FREE = House(four_eyes=False)
CLOCKS_APART = timedelta(minutes=15)
"""Machines that write to one ledger need not have the same time to the second."""
CLOCK_IS_RIGHT = "BPO_CLOCK_IS_RIGHT"
MINUTE = len("2026-01-01T00:00")


@dataclass(frozen=True, slots=True)
class By:
    """Who does something, when and why, and the rules of the desk that they do it under."""

    who: str
    at: datetime
    reason: str = ""
    house: House = field(default=FREE)


class Book:
    """The journal, open for writing in one transaction that holds the lock.

    Rows of other tables that belong to an event are added to ``session``: they are stored with it or not at all.
    """

    def __init__(self, session: Session, by: By) -> None:
        self.session, self.by = session, by
        self._head = _locked(session)
        _require_later(session, self._head, by.at)

    @property
    def last(self) -> int:
        """The number of the last row."""
        return self._head.number

    def append(self, subject: str, event: Event) -> Life | None:
        """Tell an event of a statement, or of anything else, by the verbs that are no part of a statement's life.

        Returns:
            The statement's life after it.

        Raises:
            BpoError: if it may not come now, or not by this person; then nothing of the transaction is stored.
        """
        life = self._next(subject, event) if event.verb in WAY_OF else None
        told = written_event(event)
        by, head, number = self.by, self._head, self._head.number + 1
        digest = hash_of(number, moment(by.at), by.who, event.verb, subject, by.reason, told, head.hash)
        self.session.add(
            JournalRecord(
                number=number, at=by.at, who=by.who, verb=event.verb, subject=subject, reason=by.reason, event=told,
                previous=head.hash, hash=digest,
            )
        )  # fmt: skip
        head.number, head.hash = number, digest
        if life is not None and event.verb != "recorded":
            moved = update(StatementRecord).where(StatementRecord.id == subject).values(state=life.state)
            self.session.execute(moved)
        self.session.flush()
        return life

    def life(self, statement: str) -> Life:
        """The life of a statement as it is in this transaction; raises BpoError if there is none."""
        found = life_of(entries_of(self.session, statement))
        if found is None:
            raise fail(NOT_STORED, given=statement)
        return found

    def entries(self, subject: str | None = None) -> list[Entry]:
        """The journal as it is in this transaction, or what it tells of one subject."""
        return entries_of(self.session, subject)

    def _next(self, statement: str, event: Event) -> Life:
        before = self.life(statement) if WAY_OF[event.verb].after else None
        told = after(before, statement, event, self.by.who)
        permitted(before or told, event, self.by.who, self.by.reason, self.by.house)
        return told


def _locked(session: Session) -> JournalHead:
    """The head, locked until the transaction ends: on SQLite the transaction has the write lock already."""
    head = session.scalar(select(JournalHead).where(JournalHead.id == 1).with_for_update())
    assert head is not None, "the migration that made the journal made its head"
    return head


def _require_later(session: Session, head: JournalHead, at: datetime) -> None:
    """What is told stands after what was told before: a clock that is set back would date statements and numbers wrongly.

    Raises:
        BpoError: if the moment lies well before that of the last row.
    """
    last = session.scalar(select(JournalRecord.at).where(JournalRecord.number == head.number))
    if last is not None and at < last - CLOCKS_APART and os.environ.get(CLOCK_IS_RIGHT) != "yes":
        now, then = moment(at)[:MINUTE], moment(last)[:MINUTE]
        raise fail(CLOCK_BACK, None, now=now, last=then, number=head.number, variable=CLOCK_IS_RIGHT)


def entries_of(session: Session, subject: str | None = None) -> list[Entry]:
    """The journal, or what it tells of one subject; oldest first."""
    query = select(JournalRecord).order_by(JournalRecord.number)
    if subject is not None:
        query = query.where(JournalRecord.subject == subject)
    return [entry_of(record) for record in session.scalars(query)]


def entry_of(record: JournalRecord) -> Entry:
    return Entry(
        record.number, record.at, record.who, record.verb, record.subject, record.reason, record.event, record.previous, record.hash
    )  # fmt: skip


def lives_of(entries: Iterable[Entry]) -> dict[str, Life]:
    """The lives of all statements and interest notes that the entries tell of, in the order in which they began."""
    told: Mapping[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.verb in WAY_OF:
            told[entry.subject].append(entry)
    lives = {statement: life_of(of_one) for statement, of_one in told.items()}
    return {statement: life for statement, life in lives.items() if life is not None}
