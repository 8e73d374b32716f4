"""All that a statement's documents are made of, as plain values: what was priced, for whom, and how it was counted."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bpo.contracts.header.due import DueDates
from bpo.contracts.header.header import Header
from bpo.contracts.statement import Statement
from bpo.core.errors import Problem
from bpo.core.measures import Need
from bpo.core.words import Text


@dataclass(frozen=True, slots=True)
class Replaced:
    """The revision before this one, with its id."""

    id: str
    statement: Statement


@dataclass(frozen=True)
class Bill:
    """A statement ready to be sent.

    ``statement_id`` names the files. ``revision`` counts what the
    client has seen: the second is the first after one that was sent. ``dates`` lack the due date where it hangs on a
    day that nobody knows yet. ``needs`` say how each number was counted; figures that were given have none. ``previous`` is
    the month before, ``replaced`` the revision that this one replaces, and ``findings`` what the data checks found: all of
    them are for the reviewer alone. ``labels`` name quantities that are neither a line nor a KPI.
    """

    statement: Statement
    header: Header
    statement_id: str
    drawn_on: date
    dates: DueDates = field(default_factory=DueDates)
    needs: Sequence[Need] = ()
    previous: Statement | None = None
    findings: Sequence[Problem] = ()
    labels: Mapping[str, Text] = field(default_factory=dict)
    revision: int = 1
    number: str = ""
    """The number that it is issued with, which stands on it in place of the id; without one it is a draft."""
    corrects: str = ""
    """Of a credit or debit note, the number of what it corrects; ``reason`` says why."""
    reason: str = ""
    replaced: Replaced | None = None
    with_review: bool = True
    """Whether the reviewer's copy is drawn beside what the client gets."""

    def __post_init__(self) -> None:
        assert self.statement.contract == self.header.contract, "the statement is of another contract"
        assert self.statement.currency == self.header.currency, "the statement is in another currency"
        assert re.fullmatch(r"\w[\w.-]{0,127}", self.statement_id), f"not a name for a file: {self.statement_id!r}"
        assert self.revision >= 1, "revisions are counted from 1"

    @property
    def shown(self) -> str:
        """What stands on the paper: its number; on a draft the statement's id without the count of the desk's own drafts."""
        return self.number or re.sub(r"-r[0-9]+$", "", self.statement_id)

    @property
    def name(self) -> str:
        """The stem of the files: the statement's id, after contract and period unless it begins with them."""
        stem = f"{self.statement.contract}-{self.statement.period.name}"
        return self.statement_id if self.statement_id.startswith(f"{stem}-") else f"{stem}-{self.statement_id}"
