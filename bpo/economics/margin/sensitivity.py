"""What the result depends on: a tornado over the inputs, variants side by side, and the value of a clause."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from bpo.advice.probe import span_of
from bpo.contracts.altered import without
from bpo.contracts.model import Contract
from bpo.core.errors import BpoError, Problem, choices, fail
from bpo.core.words import Words
from bpo.economics.margin.breakeven import break_even_coefficients, break_even_price
from bpo.economics.margin.margin_curve import BreakEvenPoint
from bpo.economics.scenario.case import ONE, Case, Changes
from bpo.economics.scenario.planned_kpis import margin_with, planned
from bpo.economics.scenario.projection import Projection
from bpo.kpi.base import Kpi

ZERO = Fraction(0)
NO_CLAUSE = Words("clause-unknown", en="the contract has no clause '{given}'", zh="合同没有条款 '{given}'")
NEEDED = Words(
    "clause-needed",
    en="without '{clause}' nothing can be priced: {others} need it; leave those out as well",
    zh="去掉 '{clause}' 后无法计价：{others} 依赖它；请一并去掉",
)
ONLY_TERM = Words(
    "clause-only-term",
    en="'{clause}' is the only term: nothing would be left to price",
    zh="'{clause}' 是唯一的计价条款",
)
TENTH = Fraction(1, 10)
PEOPLE_INPUTS = ("occupancy", "attrition", "shrinkage", "wage", "price")


@dataclass(frozen=True, slots=True)
class Bar:
    """An input with the margins at its low and its high value; None where it cannot have that value.

    ``planned`` is as billed; both ends move from it as the margin does before rounding.
    """

    name: str
    low: Fraction
    high: Fraction
    at_low: Fraction | None
    at_high: Fraction | None
    planned: Fraction
    unit: str = "ratio"
    """What ``low`` and ``high`` are: shares, or of a KPI its own unit."""

    @property
    def swing(self) -> Fraction:
        """How far the margin moves from one end to the other, or from the plan to the one there is."""
        ends = [self.planned if end is None else end for end in (self.at_low, self.at_high)]
        return abs(ends[1] - ends[0])


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a variant's prices, as shares of its own, and its KPI coefficients, all together, may fall; None if they do not turn it."""

    price: BreakEvenPoint | None
    coefficient: BreakEvenPoint | None


@dataclass(frozen=True, slots=True)
class Side:
    """A variant beside others, its revenue as billed; its ``limits`` where they were asked for."""

    name: str
    revenue: Fraction
    cost: Fraction
    drivers: tuple[tuple[str, Fraction], ...]
    limits: Limits | None = None
    changes: Mapping[str, Fraction] = field(default_factory=dict)
    """What the variant changes."""

    @property
    def margin(self) -> Fraction:
        return self.revenue - self.cost


@dataclass(frozen=True, slots=True)
class ClauseWorth:
    """A contract with and without a clause."""

    clause: str
    with_it: Fraction
    without_it: Fraction

    @property
    def worth(self) -> Fraction:
        """What the clause is worth to the supplier."""
        return self.with_it - self.without_it


def tornado(case: Case, names: Iterable[str] | None = None, by: Fraction = TENTH) -> list[Bar]:
    """Every input that matters a tenth down and up, the widest swing first; a KPI by a tenth of its value, within what it can be.

    An input that has a ``low`` and a ``high`` variant by itself goes between those instead.
    """
    bars = [_bar(case, name, by) for name in (names if names is not None else _that_matter(case))]
    return sorted((bar for bar in bars if bar.swing), key=lambda bar: (-bar.swing, bar.name))


def _that_matter(case: Case) -> list[str]:
    return [
        name
        for name in case.inputs
        if name in ("volume", *PEOPLE_INPUTS)
        or name.endswith((".handle_seconds", ".bot", ".conversion"))
        or name.startswith(("kpi.", "cost.", "exchange."))
    ]


def _bar(case: Case, name: str, by: Fraction) -> Bar:
    variants = case.bid.scenario.variants if case.bid is not None else {}
    kpi = next((one for one in case.contract.kpis if name == f"kpi.{one.id}"), None)
    ends = []
    for variant, factor in (("low", 1 - by), ("high", 1 + by)):
        asked = variants.get(variant, {}).get(name)
        if kpi is not None and asked is None:
            ends.append(_of_kpi(case, kpi, factor))
        else:
            value = factor if asked is None else asked
            ends.append((value, _margin(case, name, value)))
    rounding = case.at().margin - case.margin()  # of the bills: the same at every end
    (low, at_low), (high, at_high) = ((value, None if one is None else one + rounding) for value, one in ends)
    return Bar(name, low, high, at_low, at_high, case.at().margin, "ratio" if kpi is None else kpi.measured_in())


def _of_kpi(case: Case, kpi: Kpi, factor: Fraction) -> tuple[Fraction, Fraction | None]:
    """A KPI at a multiple of what each month is planned at, within what it can be: the value of the month that it moves to the
    outermost place, and the margin."""
    least, most = span_of(case.contract, kpi)

    def move(value: Fraction) -> Fraction:
        return max(least, min(most, value * factor))

    moved = [move(value) for value in planned(case, kpi.id).values()]
    if not moved:
        return ZERO, None
    return min(moved) if factor < 1 else max(moved), margin_with(case, kpi.id, move)


def _margin(case: Case, name: str, value: Fraction) -> Fraction | None:
    try:
        return case.margin({name: value})
    except BpoError:
        return None


def within(case: Case, changes: Changes) -> Case:
    """The case of a variant: further changes multiply those of the variant, and a KPI's value takes the place of its own."""
    if not changes:
        return case

    def run(contract: Contract, more: Changes) -> Projection:
        factors = {
            name: value if name.startswith("kpi.") else value * changes.get(name, ONE) for name, value in more.items()
        }
        return case.run(contract, {**changes, **factors})

    of_bid = case.of_bid
    again = None if of_bid is None else lambda bid: within(of_bid(bid), changes)
    return Case(case.contract, case.costs, case.inputs, run, case.bid, again)


def side(case: Case, name: str, with_limits: bool = False, changes: Changes | None = None) -> Side:
    """What stands in one column of a comparison, of a variant with its changes; its limits take as long as some forty projections."""
    found, limits = case.at(), None
    known = {driver for month in found.months for driver in month.drivers}
    months = {"contacts": 1, "seats": len(found.months), "heads": len(found.months), "productive_hours": 1}
    drivers = tuple((driver, found.total(driver) / n) for driver, n in months.items() if driver in known)
    if with_limits:
        together = next(iter(break_even_coefficients(case).values()), None)
        limits = Limits(break_even_price(case), together)
    return Side(name, found.revenue, found.cost, drivers, limits, changes or {})


def clause_worth(case: Case, clause: str) -> ClauseWorth:
    """The margin with a clause and without it, everything else as planned.

    Raises:
        BpoError: if there is no such clause, others need it, or it is the only term.
    """
    contract = case.contract
    ids = [one.id for one in contract.clauses]
    if clause not in ids:
        raise fail(NO_CLAUSE, None, **choices(clause, ids))
    where = contract.place(clause)
    others = [
        one.id
        for one in contract.clauses
        if one.id != clause and any(ref.kind == "line" and ref.name == clause for ref in one.references())
    ]
    if others:
        raise BpoError([Problem(NEEDED, where, {"clause": clause, "others": others})])
    if [term.id for term in contract.terms] == [clause]:
        raise fail(ONLY_TERM, where, clause=clause)
    other = case.at({}, without(contract, clause))
    return ClauseWorth(clause, case.at().margin, other.margin)
