"""A lake in memory: facts written out by hand, such as those of a scenario, in the types that the real lake has."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import polars as pl

from bpo.core.documents import Document
from bpo.core.errors import BpoError, Problem, choices
from bpo.core.fields import UNKNOWN_FIELD, Mistake, read_yes_or_no
from bpo.core.tables import TABLES, Column, Table, table
from bpo.core.words import Text, Words
from bpo.core.zones import utc
from bpo.facts.types import schema_of

NOT_A_FACT = Words("fact-value", en="'{given}' is not {wanted}", zh="'{given}' 不是{wanted}")
WANTED = {
    "whole": Text(zh="整数", en="a whole number"),
    "decimal": Text(zh="数字", en="a number"),
    "instant": Text(zh="时刻，例如 2026-02-01 09:30:00", en="a moment, such as 2026-02-01 09:30:00"),
    "day": Text(zh="日期，例如 2026-02-01", en="a day, such as 2026-02-01"),
    "yes_no": Text(zh="yes 或 no", en="yes or no"),
}


class MemoryLake:
    """Rows of canonical tables, all of one account; a table that is named has been ingested, even without rows."""

    def __init__(self, account: str, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        self.account, self.rows = account, rows

    def scan(self, table: Table, version: int | None = None) -> pl.LazyFrame:
        schema = schema_of(table)
        full = [{**dict.fromkeys(schema), "account": self.account, **row} for row in self.rows.get(table.name, ())]
        return pl.DataFrame(full, schema=schema, orient="row").lazy()

    def versions(self) -> dict[str, int]:
        return dict.fromkeys(self.rows, 0)


def read_facts(document: Document, account: str, timezone: str) -> MemoryLake:
    """Facts from a file with a list of rows for each table; moments are by the wall clock of ``timezone``.

    Raises:
        BpoError: with every table, column and value that is not understood.
    """
    problems: list[Problem] = []
    rows: dict[str, list[dict[str, Any]]] = {}
    plain = document.plain()
    for name, listed in plain.items():
        facts = table(name)
        if name == "period":
            continue
        if facts is None:
            key = document.find((name,))[1]
            values = choices(name, [known.name for known in TABLES])
            problems.append(Problem(UNKNOWN_FIELD, document.where(key or document.root), values))
            continue
        rows[name] = []
        for i, row in enumerate(listed or ()):
            rows[name].append(_row(document, facts, (name, i), row, timezone, problems))
    if problems:
        raise BpoError(problems)
    return MemoryLake(account, rows)


def _row(
    document: Document, facts: Table, at: tuple[str | int, ...], row: Mapping[str, str], timezone: str, problems: list[Problem]
) -> dict[str, Any]:  # fmt: skip
    found: dict[str, Any] = {}
    for name, text in row.items():
        column = facts.column(name)
        node, key = document.find((*at, name))
        if column is None:
            problems.append(Problem(UNKNOWN_FIELD, document.where(key or node), choices(name, facts.names)))
            continue
        try:
            found[name] = None if text is None else _typed(text, column, timezone)
        except (ValueError, InvalidOperation, Mistake):
            problems.append(Problem(NOT_A_FACT, document.where(node), {"given": text, "wanted": WANTED[column.type]}))
    return found


def _typed(text: str, column: Column, timezone: str) -> Any:
    if column.type == "instant":
        return utc(datetime.fromisoformat(text), timezone)
    if column.type == "day":
        return date.fromisoformat(text)
    if column.type == "yes_no":
        return read_yes_or_no(text)
    if column.type == "whole":
        return int(text)
    return Decimal(text) if column.type == "decimal" else text
