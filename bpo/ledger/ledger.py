"""The ledger: what was billed, from what, by which engine; written once, read back equal."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bpo.contracts.statement import Statement
from bpo.core.errors import fail
from bpo.core.periods import Period
from bpo.ledger.database import open_database
from bpo.ledger.faults import CROWDED, NOT_STORED, PAGE, place
from bpo.ledger.journal import FREE, By
from bpo.ledger.keys import contract_of
from bpo.ledger.lives import Lives
from bpo.ledger.models import ContractVersion, StatementRecord
from bpo.ledger.months import closings_of, restatements_of, write_closing, write_restatement
from bpo.ledger.values import Closing, Recorded, Restatement, StatementRow, StoredStatement
from bpo.ledger.writing import FACE, WHOLE, Run, recorded_or_next, row_of, store, stored_of
from bpo.life.people import House

ATTEMPTS = 5

StatementRows = list[StatementRow]


def open_ledger(url_or_path: str | Path) -> Ledger:
    """The ledger in a SQLite file (made if it is not there) or at a SQLAlchemy URL, its tables brought up to date.

    Raises:
        BpoError: if the database cannot be opened, is broken, holds something else, or was written by a newer bpo.
    """
    return Ledger(open_database(url_or_path))


class Ledger(Lives):
    """Values in, values out; each call is one transaction. Made by :func:`open_ledger`; close it, or use ``with``.

    Every method raises BpoError if the database refuses, or if what it reads was changed by hand and does not hold together.
    """

    def record(
        self,
        statement: Statement,
        *,
        contract_text: str,
        contract_path: str,
        lake_versions: Mapping[str, int],
        engine: str,
        now: datetime,
        who: str = "",
        house: House = FREE,
        as_foreseen: str = "",
    ) -> Recorded:
        """Store a statement, or find that the latest revision of its contract and period is the same bill already.

        A revision number can be given out safely: it is read and used in one transaction, and the database holds
        (contract, period, revision) unique. On SQLite a second writer waits before it reads, and then sees the first;
        elsewhere the second one's insert is refused, and it tries again with what is there by then.

        Args:
            now: a moment with its time zone.
            who: whose work it is, as the journal tells it; ``house`` says whether they may bill.
            as_foreseen: the only id under which it is to be stored; where it would have another by now, that is returned and nothing stored.

        Raises:
            BpoError: if the database cannot be written, or ``who`` may not bill; then nothing of the statement is stored.
        """
        run = Run(contract_text, contract_path, lake_versions, engine, By(who, now, house=house), as_foreseen)
        for _ in range(ATTEMPTS):
            try:
                with self._database.session(write=True) as session:
                    recorded = store(session, statement, run)
            except IntegrityError:
                continue
            return recorded
        values = {"contract": statement.contract, "period": statement.period.name}
        raise fail(CROWDED, place(self._database.url), **values, page=PAGE)

    def foresee(self, statement: Statement, *, contract_text: str, engine: str) -> Recorded:
        """What :meth:`record` would find or make, were it called now; nothing is stored.

        A statement's documents carry its id and are drawn before it is recorded, so that what cannot be drawn is not billed.
        """
        with self._database.session(write=False) as session:
            return recorded_or_next(session, statement, contract_text, engine)[0]

    def statement(self, statement_id: str) -> Statement:
        """The statement with this id; raises BpoError if there is none."""
        return self.stored(statement_id).statement

    def stored(self, statement_id: str) -> StoredStatement:
        """The statement with this id and what it was made from; raises BpoError if there is none."""
        with self._reading(statement_id) as session:
            head = session.scalar(select(StatementRecord).where(StatementRecord.id == statement_id).options(*WHOLE))
            if head is not None:
                return stored_of(head)
            near = difflib.get_close_matches(statement_id, _ids_like(session, statement_id), n=1)
        raise fail(NOT_STORED, place(self._database.url), given=statement_id, nearest=near[0] if near else None)

    def latest(self, contract: str, period_name: str) -> StoredStatement | None:
        """The latest revision for a contract and period, if it was ever billed."""
        query = select(StatementRecord).where(
            StatementRecord.contract == contract, StatementRecord.period_name == period_name
        )
        with self._reading(contract) as session:
            head = session.scalar(query.order_by(StatementRecord.revision.desc()).limit(1).options(*WHOLE))
            return None if head is None else stored_of(head)

    def earlier(self, contract: str, before: Period) -> tuple[StoredStatement, ...]:
        """The latest revision of each earlier month of a contract, oldest first. A month is earlier by its name."""
        return self._latest(contract, StatementRecord.period_name < before.name)

    def current(self, contract: str) -> tuple[StoredStatement, ...]:
        """The latest revision of each month of a contract, oldest first."""
        return self._latest(contract)

    def _latest(self, contract: str, *which: ColumnElement[bool]) -> tuple[StoredStatement, ...]:
        last = (
            select(StatementRecord.period_name, func.max(StatementRecord.revision).label("revision"))
            .where(StatementRecord.contract == contract, *which)
            .group_by(StatementRecord.period_name)
            .subquery()
        )
        of_last = (StatementRecord.period_name == last.c.period_name) & (StatementRecord.revision == last.c.revision)
        query = select(StatementRecord).join(last, of_last).where(StatementRecord.contract == contract)
        with self._reading(contract) as session:
            heads = session.scalars(query.order_by(StatementRecord.period_name).options(*WHOLE))
            return tuple(stored_of(head) for head in heads)

    def history(self, contract: str, before: Period) -> tuple[Statement, ...]:
        """The statements of :meth:`earlier`, which also has the ids that a new statement names as its history."""
        return tuple(stored.statement for stored in self.earlier(contract, before))

    def contract_text(self, sha256: str) -> str | None:
        """The text of a contract as it was billed, by its hash."""
        with self._reading(sha256) as session:
            return session.scalar(select(ContractVersion.text).where(ContractVersion.sha256 == sha256).limit(1))

    def contracts_billed(self) -> Mapping[str, tuple[str, str, str]]:
        """Of every statement the contract that it was made from: its SHA-256, path and text."""
        of = ContractVersion
        query = select(StatementRecord.id, of.sha256, of.path, of.text).join(StatementRecord.contract_version)
        with self._reading("*") as session:
            return {name: (sha256, path, text) for name, sha256, path, text in session.execute(query)}

    def list(self, contract: str | None = None, period: str | None = None) -> StatementRows:
        """The faces of all stored statements, or of those of a contract or period: by contract, period, revision."""
        order = (StatementRecord.contract, StatementRecord.period_name, StatementRecord.revision)
        query = select(StatementRecord).options(*FACE).order_by(*order)
        if contract is not None:
            query = query.where(StatementRecord.contract == contract)
        if period is not None:
            query = query.where(StatementRecord.period_name == period)
        with self._reading(contract or period or "*") as session:
            return [row_of(record) for record in session.scalars(query)]

    def ids(self) -> tuple[str, ...]:
        """The ids of all stored statements, by contract, period and revision."""
        order = (StatementRecord.contract, StatementRecord.period_name, StatementRecord.revision)
        with self._reading("*") as session:
            return tuple(session.scalars(select(StatementRecord.id).order_by(*order)))

    def restate(self, restatement: Restatement, by: By) -> None:
        """Remember that a month was restated."""
        with self.book(by) as book:
            write_restatement(book, restatement)

    def restatements(self, contract: str) -> tuple[Restatement, ...]:
        """The restatements of a contract, oldest first."""
        with self._reading(contract) as session:
            return restatements_of(session, contract)

    def close_period(self, closing: Closing) -> None:
        """Remember that a month was closed, or opened again."""
        with self.book(By(closing.who, closing.created_at, closing.reason)) as book:
            write_closing(book, closing)

    def closings(self, contract: str) -> tuple[Closing, ...]:
        """What was closed and opened of a contract, oldest first."""
        with self._reading(contract) as session:
            return closings_of(session, contract)

    def closed(self, contract: str, period_name: str) -> Closing | None:
        """How a month was closed, if it is closed."""
        of_month = [one for one in self.closings(contract) if one.period_name == period_name]
        return of_month[-1] if of_month and of_month[-1].closed else None


def _ids_like(session: Session, given: str) -> list[str]:
    """Ids to find the nearest spelling in: of the contract that an unknown id seems to mean, else of any."""
    mine = list(session.scalars(select(StatementRecord.id).where(StatementRecord.contract == contract_of(given))))
    return mine or list(session.scalars(select(StatementRecord.id).where(StatementRecord.revision == 1).limit(2000)))
