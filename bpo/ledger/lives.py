"""What of the ledger tells and reads the lives of statements; :class:`bpo.ledger.ledger.Ledger` is one of these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from types import TracebackType
from typing import Self

from sqlalchemy.orm import Session

from bpo.core.errors import fail
from bpo.ledger.database import Database
from bpo.ledger.faults import DAMAGED, NOT_STORED, PAGE, place
from bpo.ledger.issuing import documents_of, give_number, issue_statement
from bpo.ledger.journal import Book, By, entries_of, lives_of
from bpo.ledger.values import IssuedDocument
from bpo.ledger.verifying import Checked, verify
from bpo.life.entry import Entry
from bpo.life.event import Event
from bpo.life.folding import life_of
from bpo.life.life import Life
from bpo.life.numbers import Numbers, Series


class Lives:
    """The journal, and what follows from it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._database.close()

    @contextmanager
    def book(self, by: By) -> Iterator[Book]:
        """The journal for writing, in one transaction under its lock: what is appended in it is stored together, or nothing is.

        Raises:
            BpoError: if the database refuses.
        """
        with self._database.session(write=True) as session:
            yield Book(session, by)

    def append(self, subject: str, event: Event, by: By) -> Life | None:
        """Tell one event; see :meth:`Book.append`."""
        with self.book(by) as book:
            return book.append(subject, event)

    def entries(self, subject: str | None = None) -> tuple[Entry, ...]:
        """The journal, or what it tells of one subject; oldest first."""
        with self._reading(subject or "journal") as session:
            return tuple(entries_of(session, subject))

    def life(self, statement: str) -> Life:
        """The life of a statement; raises BpoError if there is none."""
        with self._reading(statement) as session:
            found = life_of(entries_of(session, statement))
        if found is None:
            raise fail(NOT_STORED, place(self._database.url), given=statement)
        return found

    def lives(self) -> Mapping[str, Life]:
        """The lives of all statements by their ids, in the order in which they were recorded."""
        with self._reading("journal") as session:
            found = lives_of(entries_of(session))
        return {name: life for name, life in found.items() if life.kind == "statement"}

    def number(self, statement: str, series: Series, numbers: Numbers, on: date, by: By) -> str:
        """Give an approved statement the next number of a series, in one transaction; what has its number keeps it.

        Raises:
            BpoError: if it is not approved, or another revision of its month has been issued and not voided.
        """
        with self.book(by) as book:
            return give_number(book, statement, series, numbers, on)

    def issue(self, statement: str, files: Mapping[str, str], drawn_by: Mapping[str, str], by: By) -> Life:
        """Keep the hashes of the files that were drawn with its number, for ever.

        Args:
            files: the name of each with the SHA-256 of its bytes.
            drawn_by: what drew them (bpo, fonts, libraries) with its version.
        """
        with self.book(by) as book:
            return issue_statement(book, statement, files, drawn_by)

    def documents(self, subject: str | None = None) -> tuple[IssuedDocument, ...]:
        """The documents that have a number, or those of one subject: by series and position."""
        with self._reading(subject or "documents") as session:
            return documents_of(session, subject)

    def verify(self) -> Checked:
        """Whether anything was touched: the chain, lives and states, statements' rows, numbers and documents."""
        with self._database.connection(write=False) as connection:
            return verify(connection)

    @contextmanager
    def _reading(self, given: str) -> Iterator[Session]:
        """A transaction in which stored text becomes values, which text that was changed by hand may refuse to do."""
        try:
            with self._database.session(write=False) as session:
                yield session
        except (AssertionError, ArithmeticError, KeyError, TypeError, ValueError) as error:
            reason = str(error) or type(error).__name__
            raise fail(DAMAGED, place(self._database.url), given=given, reason=reason, page=PAGE) from error
