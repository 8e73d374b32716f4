"""What is to be counted, and what was counted: needs, quantities, KPI results, and the month's measures.

A clause says what it needs as plain data and never counts. ``metering.py`` counts needs over the lake; a measures file
brings agreed figures instead; a scenario brings forecast ones. All three meet a contract in the same :class:`Measures`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from bpo.core.expr import CALENDAR_FUNCTIONS, Expr
from bpo.core.periods import Period
from bpo.core.sides import Side, Sides, pairs_json
from bpo.core.words import Words, exact_text

Op = Literal["count", "sum", "distinct", "distinct_days", "head_days", "heads", "heads_at_start", "heads_at_end"]
"""``distinct_days`` counts the distinct pairs of ``of`` and day, split by day if asked. ``head_days`` adds up the days that ranges share with the period (times ``of``, if given); ``heads`` counts each agent once, by its last range that reaches into the period; ``heads_at_start`` and
``heads_at_end`` count the agents whose ranges cover the period's first and last day."""


CLASS = "class"
"""What ``by`` may split a need by, besides columns: the class that ``classes`` gives a row."""
DayCount = Literal["days", "working_days", "thirty_days"]
"""Which days count: all of them, those that are worked, or those of months of 30 days."""

INTERVALS: Mapping[str, int] = {"15 min": 15, "30 min": 30, "60 min": 60}
"""What ``by`` may split a need by besides columns: stretches of the day, in minutes."""


@dataclass(frozen=True, slots=True)
class Increments:
    """Billing increments of a record: ``first`` seconds at least, then begun blocks of ``then``; zero stays zero.

    >>> Increments(30, 6).apply(62), Increments(60, 60).apply(85), Increments(6, 6).apply(0)
    (66, 120, 0)
    """

    first: int
    then: int

    def __post_init__(self) -> None:
        assert self.first > 0 and self.then > 0, "increments are positive"

    def apply(self, seconds: int) -> int:
        if seconds <= 0:
            return 0
        return self.first + max(0, -(-(seconds - self.first) // self.then)) * self.then


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Whether a row was followed (``happened``), or was not, by a later row of the account with the same values in ``same``, at
    most ``hours`` later, also in the next period; ``where`` says which rows can follow."""

    hours: int
    same: tuple[str, ...]
    where: Expr | None = None
    happened: bool = True


@dataclass(frozen=True, slots=True)
class Need:
    """What is to be counted, as plain data.

    ``by`` splits the total: names of columns, ``day``, one of INTERVALS, CLASS (what ``classes`` says of a row), or ``value`` (the
    billed value of each record: a histogram, so that a price can be rounded per record). ``at`` replaces the table's own time column. ``at_least`` with ``distinct`` keeps
    the members that have so many rows. ``divisor`` turns the counted unit into the billed one (60: seconds to minutes);
    ``per_day`` divides by the period's days, so that head-days become heads; ``days`` says which days these are. ``within`` asks of another time column that it lies
    in the same period, or before it on a day of the contract. Split by a time column, rows are kept apart by billing period.
    ``first`` counts only so many of the rows, the earliest ones. ``followed`` keeps those that were, or were not, followed.
    ``lapses_after`` leaves out rows whose own time lies more than so many days before the end of the billing period.
    ``on_days`` counts only rows of these days. ``each`` counts the whole, and every value of that column by itself (see
    :func:`part_name`).
    """

    id: str
    table: str
    op: Op
    of: Expr | None = None
    where: Expr | None = None
    by: tuple[str, ...] = ()
    at: str | None = None
    increments: Increments | None = None
    at_least: int = 1
    unit: str = ""
    divisor: int | Fraction = 1
    per_day: bool = False
    days: DayCount = "days"
    within: tuple[str, Literal["period", "before"]] | None = None
    first: int | None = None
    followed: FollowUp | None = None
    lapses_after: int | None = None
    classes: Expr | None = None
    on_days: Period | None = None
    each: str | None = None

    def split(self) -> tuple[str, ...]:
        """What the total is split by, for people: columns by their names, classes by the expression that tells them apart."""
        return tuple(self.classes.sql() if name == CLASS and self.classes else name for name in self.by)

    def calendar_calls(self) -> list[Expr]:
        """Every place where it asks if a day is a holiday, or worked: of its own rows, and then of those that follow them."""
        follow = self.followed.where if self.followed is not None else None
        return [
            call
            for expr in (self.of, self.where, self.classes, follow)
            if expr
            for call in expr.calls(CALENDAR_FUNCTIONS)
        ]


def part_name(name: str, key: str) -> str:
    """The name under which a part of a figure is kept: of a site, team, …, or of the days from one on.

    >>> part_name("inbound", "成都"), part_name("sl20", "2026-03-16")
    ('inbound@成都', 'sl20@2026-03-16')
    """
    return f"{name}@{key}"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A counted total and its parts, by the key of what it was split by (several dimensions joined by ``|``)."""

    total: Fraction
    unit: str = ""
    parts: Mapping[str, Fraction] = field(default_factory=dict)


NO_ROWS = Words("kpi-no-rows", en="nothing was counted (the denominator is 0)", zh="没有可计算的数据（分母为 0）")
NOT_GIVEN = Words("kpi-not-given", en="no figure was given", zh="未提供数值")


@dataclass(frozen=True, slots=True)
class KpiResult:
    """A KPI as measured: a ratio of sums, or a value from outside; ``why_not`` says why there is none."""

    kpi: str
    value: Fraction | None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    sample: int | None = None
    unit: str = ""
    why_not: Words | None = None

    @classmethod
    def ratio(
        cls, kpi: str, numerator: Fraction, denominator: Fraction, unit: str, scale: int | Fraction = 1
    ) -> KpiResult:
        """``numerator / denominator × scale``; without a denominator it is not measured, never zero."""
        sample = int(denominator) if denominator.denominator == 1 else None
        if denominator == 0:
            return cls(kpi, None, numerator, denominator, 0, unit, NO_ROWS)
        return cls(kpi, numerator / denominator * scale, numerator, denominator, sample, unit)


@dataclass(frozen=True, slots=True)
class Late:
    """A KPI of an earlier month that became known after it was billed; ``note`` says what it rests on."""

    result: KpiResult
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        return result_json(self.result) | ({"note": self.note} if self.note else {})


@dataclass(frozen=True, slots=True)
class Dispute:
    """A line that the client contests: ``amount`` of it with its tax, all of it if there is none, is not paid now, and ``why``."""

    amount: Fraction | None
    why: str

    def as_json(self) -> dict[str, Any]:
        return ({} if self.amount is None else {"amount": exact_text(self.amount)}) | {"why": self.why}


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a number came about: rows counted, and the version of the lake's table they were read from; or, of a figure that was
    given, what it rests on in words (``note``)."""

    rows: int
    table: str = ""
    version: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Measures:
    """All that a month's price depends on besides the contract: quantities and KPIs by id.

    ``series`` holds daily figures for charts; ``evidence`` says how each number was counted. Neither changes a price. ``sides``
    has what both parties counted, of figures where that is known; ``quantities`` and ``kpis`` then hold what is billed. ``late``
    has KPIs of earlier months that are known now, by month. ``disputed`` lines are not paid with this statement; ``paid_later`` is
    what is paid now of those of earlier months, by month and line.
    """

    period: str
    quantities: Mapping[str, Quantity] = field(default_factory=dict)
    kpis: Mapping[str, KpiResult] = field(default_factory=dict)
    series: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    sides: Mapping[str, Sides] = field(default_factory=dict)
    late: Mapping[str, Mapping[str, Late]] = field(default_factory=dict)
    disputed: Mapping[str, Dispute] = field(default_factory=dict)
    paid_later: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The measures file: numbers are strings, exact; a ratio without a decimal form is ``n/d``."""
        return {
            "period": self.period,
            "quantities": {
                name: self._quantity_json(name) for name in [*self.quantities, *self._only_theirs(of_kpi=False)]
            },
            "kpis": {name: self._kpi_json(name) for name in [*self.kpis, *self._only_theirs(of_kpi=True)]},
            "series": {name: pairs_json(days) for name, days in self.series.items()},
            "evidence": {
                name: {"rows": e.rows, "table": e.table, "version": e.version} | ({"note": e.note} if e.note else {})
                for name, e in self.evidence.items()
            },
            **({"late": self.late_json()} if self.late else {}),
            **self.disputes_json(),
        }

    def disputes_json(self) -> dict[str, Any]:
        """Lines that are disputed, and what is paid of earlier ones; nothing if there are none."""
        disputed = {name: one.as_json() for name, one in self.disputed.items()}
        paid = {month: {n: exact_text(a) for n, a in lines.items()} for month, lines in self.paid_later.items()}
        return ({"disputed": disputed} if disputed else {}) | ({"paid_later": paid} if paid else {})

    def late_json(self) -> dict[str, Any]:
        """What became known of earlier months, by month and KPI."""
        return {month: {name: one.as_json() for name, one in kpis.items()} for month, kpis in self.late.items()}

    def _only_theirs(self, of_kpi: bool) -> list[str]:
        known = self.kpis if of_kpi else self.quantities
        return [name for name, sides in self.sides.items() if sides.of_kpi == of_kpi and name not in known]

    def _quantity_json(self, name: str) -> dict[str, Any]:
        """A quantity as we have it, and what stands beside it."""
        quantity, sides = self.quantities.get(name), self.sides.get(name)
        ours = sides.ours if sides is not None else None
        if ours is None and quantity is not None:
            ours = Side(quantity.total, quantity.parts)
        unit = {"unit": quantity.unit if quantity is not None else ""}
        return (ours.as_json() if ours is not None else {}) | unit | (sides.file_json() if sides is not None else {})

    def _kpi_json(self, name: str) -> dict[str, Any]:
        result, sides = self.kpis.get(name) or KpiResult(name, None), self.sides.get(name)
        if sides is None:
            return result_json(result)
        ours = sides.ours.value if sides.ours is not None else result.value
        return {**result_json(result), "value": _text(ours), **sides.file_json()}


def result_json(result: KpiResult) -> dict[str, Any]:
    """A KPI as a measures file has it."""
    return {
        "value": _text(result.value),
        "numerator": _text(result.numerator),
        "denominator": _text(result.denominator),
        "sample": result.sample,
        "unit": result.unit,
    }


def _text(value: Fraction | None) -> str | None:
    return None if value is None else exact_text(value)
