"""A counting of needs in plain Python, by SQL's meaning, row by row: what the KPIs are checked against. It knows no Polars."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bpo.core.documents import parse_document
from bpo.core.expr import Expr
from bpo.core.fields import FileModel
from bpo.core.measures import FollowUp, KpiResult, Need, Quantity
from bpo.core.tables import Table, table
from bpo.core.validation import read_model
from bpo.kpi import AnyKpi, Kpi

Row = Mapping[str, Any]
FIRST, LAST = date(2026, 2, 1), date(2026, 2, 28)
"""The month of every test: February 2026, 28 days."""


class Sheet(FileModel):
    """The part of a contract that holds its KPIs."""

    kpis: list[AnyKpi]


def read_kpis(text: str) -> list[AnyKpi]:
    """The KPIs of a YAML text that begins with ``kpis:``."""
    return read_model(parse_document(text, "kpis.yaml"), Sheet).kpis


def kpi(fields: str) -> Kpi:
    """One KPI, its fields as they stand in a contract: ``kpi: answer_rate, target: 90%``."""
    return read_kpis("kpis:\n  - {id: it, " + fields + "}\n")[0]


def rows(name: str, times: int = 1, **columns: Any) -> list[tuple[str, Row]]:
    """``times`` equal rows of a table, in the middle of the month unless said otherwise; what is not given is null."""
    facts = table(name)
    assert facts is not None
    assert set(columns) <= set(facts.names), set(columns) - set(facts.names)
    middle: Any = datetime(2026, 2, 14, 12) if not facts.until and name != "timesheets" else date(2026, 2, 14)
    return [(name, {facts.time: middle, **columns})] * times


def figure(one: Kpi, facts: Iterable[tuple[str, Row]]) -> KpiResult:
    """The KPI of the month over these rows."""
    given = list(facts)
    return one.result({need.id: Quantity(count(need, given), need.unit) for need in one.needs()})


def count(need: Need, facts: Sequence[tuple[str, Row]]) -> Fraction:
    """One need over the rows; those of other tables do not matter."""
    known = table(need.table)
    assert known is not None
    assert need.by == () and need.increments is None and need.divisor == 1
    kept = [row for name, row in facts if name == need.table and (need.where is None or value(need.where, row) is True)]
    if known.until and need.at is None:
        return _heads(need, known, kept)
    at = need.at or known.time
    kept = [row for row in kept if row.get(at) is not None and FIRST <= _day(row[at]) <= LAST]
    if need.followed is not None:
        others = [row for name, row in facts if name == need.table]
        kept = [row for row in kept if _followed(need.followed, row, others, at) is need.followed.happened]
    if need.op == "count":
        return Fraction(len(kept))
    assert need.of is not None
    found = [(value(need.of, row), _day(row[at])) for row in kept]
    if need.op == "sum":
        return sum((Fraction(one) for one, _ in found if one is not None), Fraction(0))
    if need.op == "distinct" and need.stretch == "day":
        return Fraction(len({pair for pair in found if pair[0] is not None}))
    assert need.op == "distinct", need.op
    return Fraction(len({one for one, _ in found if one is not None}))


def _followed(follow: FollowUp, row: Row, others: Iterable[Row], at: str) -> bool:
    """Whether one of the others comes later, soon enough, with the same known values."""
    return any(
        row[at] < other[at] <= row[at] + timedelta(hours=follow.hours)
        and all(row.get(name) is not None and row.get(name) == other.get(name) for name in follow.same)
        and (follow.where is None or value(follow.where, other) is True)
        for other in others
    )


def _heads(need: Need, known: Table, kept: list[Row]) -> Fraction:
    assert known.until is not None
    spans = [(row["agent"], row[known.time], row.get(known.until) or date.max) for row in kept]
    if need.op == "head_days":
        days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
        total = sum(start <= day <= end for _, start, end in spans for day in days)
        return Fraction(total, len(days) if need.per_day else 1)
    day = {"heads_at_start": FIRST, "heads_at_end": LAST}[need.op]
    return Fraction(len({agent for agent, start, end in spans if start <= day <= end}))


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def value(expr: Expr, row: Row) -> Any:
    """An expression on a row: None is SQL's NULL, and a comparison with it is neither true nor false."""
    if expr.op == "column":
        return row.get(str(expr.value))
    if expr.op == "literal":
        return expr.value
    given = [value(arg, row) for arg in expr.args]
    if expr.op == "and":
        return False if False in given else None if None in given else True
    if expr.op == "or":
        return True if True in given else None if None in given else False
    if expr.op == "is_null":
        return given[0] is None
    if expr.op == "coalesce":
        return next((one for one in given if one is not None), None)
    if expr.op == "in":
        equal = [None if None in (given[0], member) else given[0] == member for member in given[1:]]
        return True if True in equal else None if None in equal else False
    return None if None in given else _STRICT[expr.op](*given)


_STRICT: Mapping[str, Callable[..., Any]] = {
    "not": lambda a: not a,
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "lt": lambda a, b: _exact(a) < _exact(b),
    "le": lambda a, b: _exact(a) <= _exact(b),
    "gt": lambda a, b: _exact(a) > _exact(b),
    "ge": lambda a, b: _exact(a) >= _exact(b),
    "add": lambda a, b: _exact(a) + _exact(b),
    "sub": lambda a, b: _exact(a) - _exact(b),
}
"""Operators that are null when one of their arguments is."""


def _exact(given: Any) -> Any:
    """A number exactly; a moment or day as it is."""
    assert not isinstance(given, float), "facts hold no floats"
    return Fraction(given) if isinstance(given, int | Decimal) else given
