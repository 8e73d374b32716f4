"""The canonical tables: what call records, sales, evaluations, rosters and timesheets look like once they are facts.

The tables themselves are plain data, in ``tables.yaml``. ``docs/tables/`` has a page for each, and a test holds the pages
against that list.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from bpo.core.documents import read_document

ColumnType = Literal["text", "whole", "decimal", "yes_no", "instant", "day"]
"""``whole`` is a 64-bit integer, ``decimal`` has four places, ``instant`` is a moment (kept in UTC), ``day`` a calendar day."""


@dataclass(frozen=True, slots=True)
class Column:
    """``en`` and ``zh`` say what it means."""

    name: str
    type: ColumnType
    en: str
    zh: str
    required: bool = False
    unit: str = ""
    known: tuple[str, ...] = ()
    """The only values allowed, where the trade has fixed ones."""
    at_least: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """The columns of a row that has its time: the two moments, and the hours, which are those between them if they are not told."""

    start: str
    end: str
    hours: str


@dataclass(frozen=True, slots=True)
class Table:
    """``en`` and ``zh`` say what a row is, ``key`` identifies it within an account; ``time`` is the column that says in which
    period it counts.

    A table with ``until`` holds ranges of days, from ``time`` to ``until``, both included and the latter open if empty. Rows of one
    with a ``span`` may begin and end at moments; their hours lie where they were worked.
    """

    name: str
    en: str
    zh: str
    key: tuple[str, ...]
    time: str
    columns: tuple[Column, ...]
    unit: str
    """What a row is counted in; ``units.py`` has its name."""
    until: str | None = None
    span: Span | None = None
    ends_on: str | None = None
    """The column that ends a range which is open, or goes on beyond it: nobody is on the team after they left."""

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)

    def follows(self, name: str, given: Collection[str]) -> bool:
        """Whether a column follows from others that are given: hours from the two moments of a span."""
        return self.span is not None and name == self.span.hours and {self.span.start, self.span.end} <= set(given)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


TABLES = TypeAdapter(tuple[Table, ...]).validate_python(read_document(Path(__file__).with_name("tables.yaml")).plain())
INTERACTIONS, SALES, LEADS, CASES, EVALUATIONS, SURVEYS, ROSTER, TIMESHEETS, EVENTS, TRAFFIC = TABLES
PERSONAL = ("customer",)
"""Columns that say who somebody is."""
ACTIVITIES = next(column.known for column in TIMESHEETS.columns if column.name == "activity")


def table(name: str) -> Table | None:
    return next((known for known in TABLES if known.name == name), None)


def known_table(name: str) -> Table:
    """The table of a name that was checked before."""
    found = table(name)
    assert found is not None, name
    return found
