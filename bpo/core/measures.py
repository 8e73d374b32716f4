"""What is to be counted, and what was counted: needs, quantities, KPI results, and the month's measures.

A clause says what it needs as plain data and never counts. ``metering.py`` counts needs over the lake; a measures file
brings agreed figures instead; a scenario brings forecast ones. All three meet a contract in the same :class:`Measures`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from operator import itemgetter
from typing import Any, Literal

from bpo.core.codec import ExactFraction, codec_of
from bpo.core.expr import CALENDAR_FUNCTIONS, Expr
from bpo.core.increments import Increments
from bpo.core.periods import Period
from bpo.core.sides import Sides
from bpo.core.stretches import Stretch
from bpo.core.words import Words

Op = Literal["count", "sum", "distinct", "at_once", "covered", "head_days", "heads", "heads_at_start", "heads_at_end"]
"""``at_once`` is the most rows (or values of ``of``) that go on at the same time, ``covered`` the time in which each value of ``of`` has any row, added up. ``head_days`` adds up the days that ranges share with the period (times ``of``, if given); ``heads`` counts each agent once, by its last range that reaches into the period; ``heads_at_start`` and
``heads_at_end`` count the agents whose ranges cover the period's first and last day."""


CLASS = "class"
"""What ``by`` may split a need by, besides columns: the class that ``classes`` gives a row."""
DayCount = Literal["days", "working_days", "thirty_days"]
"""Which days count: all of them, those that are worked, or those of months of 30 days."""

INTERVALS: Mapping[str, int] = {"15 min": 15, "30 min": 30, "60 min": 60}
"""What ``by`` may split a need by besides columns: stretches of the day, in minutes."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Whether a row was followed (``happened``), or was not, by a later row of the account with the same values in ``same``, at
    most ``hours`` later, also in the next period; ``where`` says which rows can follow. ``before``: by an earlier one in its place, at
    most so many hours after its ``start`` or its ``end``, also of the period before."""

    hours: int
    same: tuple[str, ...]
    where: Expr | None = None
    happened: bool = True
    before: Literal["", "start", "end"] = ""


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
    ``stretch`` counts each day, or each interval, by itself; ``take`` is what is taken of these counts: the share of the stretches that
    have no more, 1 for the most of any; without it they are added up. ``on_days`` counts only rows of these days. ``each`` counts the whole, and every value of that column by itself (see
    :func:`bpo.core.figure_names.part_name`).
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
    stretch: Stretch | None = None
    take: Fraction | None = None
    on_days: Period | None = None
    each: str | None = None

    def split(self) -> tuple[str, ...]:
        """What the total is split by, for people: columns by their names, classes by the expression that tells them apart."""
        return tuple(self.classes.sql() if name == CLASS and self.classes else name for name in self.by)

    def columns_asked(self) -> set[str]:
        """What must have values for it to count what it should: what it splits by (also what is no column, such as ``day``), what
        its conditions ask for, what those that follow share. Of what it adds up some columns may rightly be empty."""
        follow = self.followed
        conditions = (self.where, self.classes, follow.where if follow is not None else None)
        split = {*self.by, *(name for name in (self.at, self.each) if name is not None)}
        asked = {name for one in conditions if one is not None for name in one.columns_asked()}
        return split | asked | set(follow.same if follow is not None else ())

    def calendar_calls(self) -> list[Expr]:
        """Every place where it asks if a day is a holiday, or worked: of its own rows, and then of those that follow them."""
        follow = self.followed.where if self.followed is not None else None
        return [
            call
            for expr in (self.of, self.where, self.classes, follow)
            if expr
            for call in expr.calls(CALENDAR_FUNCTIONS)
        ]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A counted total and its parts, by the key of what it was split by (several dimensions joined by ``|``)."""

    total: ExactFraction
    unit: str = ""
    parts: Mapping[str, ExactFraction] = field(default_factory=dict)


NO_ROWS = Words("kpi-no-rows", en="nothing was counted (the denominator is 0)", zh="没有可计算的数据（分母为 0）")
NOT_GIVEN = Words("kpi-not-given", en="no figure was given", zh="未提供数值")


@dataclass(frozen=True, slots=True)
class KpiResult:
    """A KPI as measured: a ratio of sums, or a value from outside; ``why_not`` says why there is none.

    ``parts`` are the values of its days, weeks or other intervals, of a KPI that is taken of these; None of one that is left out.
    ``assumed``: nobody measured it, and every interval is taken to be like the month (in a curve, an exposure, a forecast).
    """

    kpi: str
    value: ExactFraction | None
    numerator: ExactFraction | None = None
    denominator: ExactFraction | None = None
    sample: int | None = None
    unit: str = ""
    why_not: Words | None = None
    parts: Mapping[str, ExactFraction | None] = field(default_factory=dict)
    assumed: bool = False

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


@dataclass(frozen=True, slots=True)
class Restated:
    """An earlier month as it is counted now, after records that came late: its figures, the statement that it was billed by
    (``original``), and why."""

    measures: Measures
    original: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A line that the client contests: ``amount`` of it with its tax, all of it if there is none, is not paid now, and ``why``."""

    amount: ExactFraction | None
    why: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a number came about: rows counted, and the version of the lake's table they were read from; or, of a figure that was
    given, what it rests on in words (``note``)."""

    rows: int
    table: str = ""
    version: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """By which clock moments became days and hours: that of a time zone, and the version of the rules by which it is set."""

    zone: str
    rules: str


@dataclass(frozen=True)
class Measures:
    """All that a month's price depends on besides the contract: quantities and KPIs by id.

    ``series`` holds daily figures for charts; ``evidence`` says how each number was counted, and ``clock`` by which days and hours,
    if any was. None of them changes a price. ``sides``
    has what both parties counted, of figures where that is known; ``quantities`` and ``kpis`` then hold what is billed. ``late``
    has KPIs of earlier months that are known now, by month, and ``restated`` the earlier months that are counted again. ``disputed`` lines are not paid with this statement; ``paid_later`` is
    what is paid now of those of earlier months, by month and line.
    """

    period: str
    quantities: Mapping[str, Quantity] = field(default_factory=dict)
    kpis: Mapping[str, KpiResult] = field(default_factory=dict)
    series: Mapping[str, Mapping[str, ExactFraction]] = field(default_factory=dict)
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    sides: Mapping[str, Sides] = field(default_factory=dict)
    late: Mapping[str, Mapping[str, Late]] = field(default_factory=dict)
    disputed: Mapping[str, Dispute] = field(default_factory=dict)
    paid_later: Mapping[str, Mapping[str, ExactFraction]] = field(default_factory=dict)
    clock: Clock | None = None
    restated: Mapping[str, Restated] = field(default_factory=dict)

    @property
    def counted(self) -> Measures:
        """Its figures alone, without what it brings of other months or holds back."""
        return self.beside(Measures(self.period))

    def beside(self, billed: Measures) -> Measures:
        """Its figures, with what a statement brings of other months or holds back."""
        return replace(
            self, late=billed.late, disputed=billed.disputed, paid_later=billed.paid_later, restated=billed.restated
        )

    def as_json(self) -> dict[str, Any]:
        """The measures file: numbers are strings, exact; a ratio without a decimal form is ``n/d``."""
        told = codec_of(Measures).dump_python(self, mode="json", warnings="error")
        both = told["sides"]
        late = {
            month: {name: _kpi(one["result"]) | _said(one, "note") for name, one in kpis.items()}
            for month, kpis in told["late"].items()
        }
        disputed = {name: _said(one, "amount") | {"why": one["why"]} for name, one in told["disputed"].items()}
        restated = {month: _restated(one) for month, one in self.restated.items()}
        rest = {
            "late": late,
            "disputed": disputed,
            "paid_later": told["paid_later"],
            "clock": told["clock"],
            "restated": restated,
        }
        return {
            "period": self.period,
            "quantities": {name: _quantity(one, both.get(name)) for name, one in _each(told, "quantities")},
            "kpis": {name: _kpi(one or _NO_KPI, both.get(name)) for name, one in _each(told, "kpis")},
            "series": {name: _pairs(days) for name, days in told["series"].items()},
            "evidence": {
                name: {part: one[part] for part in ("rows", "table", "version")} | _said(one, "note")
                for name, one in told["evidence"].items()
            },
            **{section: figures for section, figures in rest.items() if figures},
        }


# What follows shapes the plain JSON of the fields as people write it in a measures file.
_Plain = Mapping[str, Any]
_OF_KPI = ("value", "numerator", "denominator", "sample", "unit")
_NO_KPI = {**dict.fromkeys(_OF_KPI), "unit": ""}


def _each(told: _Plain, section: Literal["quantities", "kpis"]) -> Iterator[tuple[str, _Plain | None]]:
    """The figures of a section, and after them those that only the client has."""
    yield from told[section].items()
    for name, sides in told["sides"].items():
        if sides["of_kpi"] == (section == "kpis") and name not in told[section]:
            yield name, None


def _quantity(quantity: _Plain | None, sides: _Plain | None) -> dict[str, Any]:
    """A quantity as we have it, and what stands beside it."""
    ours = sides["ours"] if sides else None
    if ours is None and quantity is not None:
        ours = {"value": quantity["total"], "parts": quantity["parts"]}
    return {**(_side(ours) if ours else {}), "unit": quantity["unit"] if quantity else "", **_beside(sides, _side)}


def _kpi(result: _Plain, sides: _Plain | None = None) -> dict[str, Any]:
    ours = {"value": sides["ours"]["value"]} if sides and sides["ours"] else {}
    parts = {"parts": _pairs(result["parts"])} if result.get("parts") else {}
    return {name: result[name] for name in _OF_KPI} | ours | parts | _beside(sides, itemgetter("value"))


def _beside(sides: _Plain | None, shape: Callable[[_Plain], Any]) -> dict[str, Any]:
    """What stands beside our own figure: the client's, what was agreed, by whom and why."""
    if sides is None:
        return {}
    counted = {name: shape(sides[name]) for name in ("theirs", "agreed") if sides[name]}
    return counted | _said(sides, "who", "when", "why", "attachment")


def _side(side: _Plain) -> dict[str, Any]:
    """By the keys of the parts, in whichever order they were counted."""
    return {"total": side["value"], "parts": _pairs(dict(sorted(side["parts"].items())))}


def _said(plain: _Plain, *names: str) -> dict[str, Any]:
    return {name: plain[name] for name in names if plain[name]}


def _restated(month: Restated) -> dict[str, Any]:
    figures = {section: one for section, one in month.measures.counted.as_json().items() if section != "period" and one}
    return {**_said({"original": month.original, "note": month.note}, "original", "note"), **figures}


def _pairs(parts: _Plain) -> list[dict[str, str | None]]:
    return [{"key": key, "value": value} for key, value in parts.items()]
