"""What each line of a contract contributes: its revenue less the costs that move with it, however those costs are spelled in the cost file."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from bpo.core.sums import exact_sum
from bpo.economics.costs.cost_item import Item
from bpo.economics.costs.cost_line import CostLine
from bpo.economics.costs.costs import WORKING_CAPITAL
from bpo.economics.margin.exact import exact_lines
from bpo.economics.scenario.case import Case
from bpo.economics.scenario.projection import ProjectedMonth, Projection
from bpo.economics.scenario.seats_agreed import bills_people

ZERO, ONE = Fraction(0), Fraction(1)
SHARED = ""
"""The row of what belongs to no line more than to another."""
BY_STREAM: Mapping[str, str] = {
    "contacts": "handled",
    "minutes": "handle_minutes",
    **dict.fromkeys(
        (
            "positions",
            "seats",
            "heads",
            "productive_hours",
            "paid_hours",
            "hires",
            "leavers",
            "released",
            "in_training",
            "shortfall",
            "surplus",
            "scheduled_hours",
            "night_hours",
        ),
        "productive_hours",
    ),
}
"""By what of each stream a driver of all of them is shared out: people and seats are there for its hours."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a line earns, and the cost that moves with it as far as the cost file tells; ``clause`` is empty for what is shared."""

    clause: str
    revenue: Fraction
    variable: Fraction

    @property
    def amount(self) -> Fraction:
        return self.revenue - self.variable


@dataclass(frozen=True, slots=True)
class Borne:
    """A cost as the lines bear it: by clause, with what is shared under ``""``; and the part that does not move with volume."""

    by: Mapping[str, Fraction] = field(default_factory=dict)
    fixed: Fraction = ZERO

    def __add__(self, other: "Borne") -> "Borne":
        by = {name: self.by.get(name, ZERO) + other.by.get(name, ZERO) for name in {**self.by, **other.by}}
        return Borne(by, self.fixed + other.fixed)

    def times(self, rate: Fraction) -> "Borne":
        return Borne({name: amount * rate for name, amount in self.by.items()}, self.fixed * rate)


NOTHING = Borne()


def contributions(case: Case, plan: Projection) -> tuple[tuple[Contribution, ...], Fraction, Fraction]:
    """Each line's revenue less the costs that move with it, then variable costs of all lines together; the fixed costs; and allocated ones.

    A cost belongs to a line if its cost centre is the line's id, or it goes with a driver of the stream or quantity that the line
    bills; to several such lines in proportion to what they earn. What goes with people, seats or contacts of all streams is shared
    out to the streams first, by their productive hours, contacts or minutes of the month; a stream that no line bills by its own
    figures is borne by the lines that bill seats or people. A percent of other costs is borne as they are, fixed where they are;
    a percent of revenue by what each line earns in the month; so a cost is borne alike however it is spelled. All rows less fixed
    and allocated costs are the margin.
    """
    by_month = [exact_lines(plan.contract, month.statement) for month in plan.months]
    earned: dict[str, Fraction] = {}
    for of_month in by_month:
        for clause, amount in of_month.items():
            earned[clause] = earned.get(clause, ZERO) + amount
    lines = _Lines(case, earned)
    variable, fixed, allocated = NOTHING, ZERO, ZERO
    for month, of_month in zip(plan.months, by_month, strict=True):
        for line, borne in _of_month(month, of_month, lines):
            if line.allocated:
                allocated += line.amount
            else:
                variable, fixed = variable + Borne(borne.by), fixed + borne.fixed
    rows = [Contribution(name, revenue, variable.by.get(name, ZERO)) for name, revenue in earned.items()]
    if shared := variable.by.get(SHARED, ZERO):
        rows.append(Contribution(SHARED, ZERO, shared))
    return tuple(rows), fixed, allocated


class _Lines:
    """The lines of a contract that costs can belong to, by what they bill and earn."""

    def __init__(self, case: Case, earned: Mapping[str, Fraction]) -> None:
        terms = [term for term in case.contract.terms if term.id in earned]
        self.earned = earned
        self.ids = set(case.contract.term_ids())
        self.names = {term.id: _names_of(case, term.id) for term in terms}
        self.streams = [stream.id for stream in case.bid.scenario.streams] if case.bid is not None else []
        figures = case.bid.scenario.measures.quantities if case.bid is not None else {}
        self.of_people = [term.id for term in terms if self.streams and bills_people(term, case.contract, figures)]

    def of(self, names: Collection[str]) -> list[str]:
        """The lines known by one of the names; for a stream that none is about, those that bill people."""
        found = [line for line in self.names if not self.names[line].isdisjoint(names)]
        return found if found or set(self.streams).isdisjoint(names) else self.of_people

    def borne(self, amount: Fraction, names: Collection[str]) -> Borne:
        """A cost by the lines known by one of the names, in proportion to what they earn over the term."""
        lines = self.of(names)
        whole = exact_sum(max(ZERO, self.earned[name]) for name in lines)
        if not lines:
            return Borne({SHARED: amount})
        return Borne(
            {n: amount * (max(ZERO, self.earned[n]) / whole if whole else Fraction(1, len(lines))) for n in lines}
        )


def _names_of(case: Case, term: str) -> set[str]:
    """The line's own id, its quantities, and the streams that those come from."""
    clause = next(one for one in case.contract.terms if one.id == term)
    names = {term, *(need.id for need in clause.needs())}
    names |= {reference.name for reference in clause.references() if reference.kind == "quantity"}
    if case.bid is None:
        return names
    figures = case.bid.scenario.measures.quantities
    known = {stream.id for stream in case.bid.scenario.streams}
    return names | (known & {str(figures[name].of).partition(".")[0] for name in names if name in figures})


def _of_month(
    month: ProjectedMonth, earned: Mapping[str, Fraction], lines: _Lines
) -> list[tuple[CostLine, Borne]]:  # a percent after what it is of
    """Every line of a month's costs with who bears it; taxes on profit are shared."""
    rates, of_item, found = month.spent.rates, dict[str, Borne](), list[tuple[CostLine, Borne]]()
    own: dict[str, list[CostLine]] = {}
    for line in month.costs:
        own.setdefault(line.item.partition(".")[0], []).append(line)
    for id, one in rates.items.items():
        base = sum((of_item[name] for name in one.members), NOTHING)
        for n, line in enumerate(own.pop(id)):
            borne = (
                _of_percent(one.item, line, base, earned, lines)
                if one.item.percent is not None
                else _direct(line, month, lines)
            )
            of_item[id] = of_item.get(id, NOTHING) + borne
            if n == 0:
                of_item[f"{id}.wage"] = borne
            found.append((line, borne))
    whole = sum((of_item[id] for id in rates.items), NOTHING)
    for line in (line for left in own.values() for line in left):
        interest = line.item == WORKING_CAPITAL and line.cost_centre not in lines.ids
        found.append((line, whole.times(line.rate) if interest else _direct(line, month, lines)))
    return found


def _of_percent(item: Item, line: CostLine, base: Borne, earned: Mapping[str, Fraction], lines: _Lines) -> Borne:
    """A percent of other costs as those are borne, of revenue as it is earned; the rest, of taxes, is shared."""
    if item.fixed:
        return Borne(fixed=line.amount)
    if "revenue" in (item.of or ()):
        base += Borne(earned)
    left = line.quantity - sum(base.by.values(), base.fixed)
    borne = (base + Borne({SHARED: left}) if left else base).times(line.rate)
    if item.fixed is False and borne.fixed:
        borne = Borne({**borne.by, SHARED: borne.by.get(SHARED, ZERO) + borne.fixed})
    if line.cost_centre in lines.ids:
        return Borne(lines.borne(exact_sum(borne.by.values()), {line.cost_centre}).by, borne.fixed)
    return borne


def _direct(line: CostLine, month: ProjectedMonth, lines: _Lines) -> Borne:
    """A cost by its driver: of one stream or quantity, or of all people and contacts, shared out to the streams by their own."""
    if line.fixed:
        return Borne(fixed=line.amount)
    if line.driver in BY_STREAM and line.cost_centre not in lines.ids:
        of = {name: month.drivers.get(f"{name}.{BY_STREAM[line.driver]}", ZERO) for name in lines.streams}
        if whole := exact_sum(of.values()):
            return sum((lines.borne(line.amount * part / whole, {name}) for name, part in of.items()), NOTHING)
    return lines.borne(line.amount, {line.cost_centre, line.driver, line.driver.partition(".")[0]})
