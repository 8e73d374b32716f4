"""Where a contract breaks even: the price, the KPI coefficients, the contribution of each line, and when the money is back."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from bpo.contracts.altered import with_coefficients
from bpo.economics.costs.cost_line import CostLine
from bpo.economics.margin.exact import exact_lines
from bpo.economics.margin.margin_curve import BreakEvenPoint, Sums, margin_curve
from bpo.economics.margin.segments import Segment, segment_of
from bpo.economics.margin.vary import Swept
from bpo.economics.scenario.case import Case
from bpo.economics.scenario.projection import ProjectedMonth, Projection, sums_of

ZERO, ONE = Fraction(0), Fraction(1)
FACTOR_STEP = Fraction(1, 10_000)
DAYS_OF_A_MONTH = 30
PRICES_MOST = Fraction(16)
BY_STREAM: Mapping[str, str] = {
    "contacts": "handled", "minutes": "handle_minutes", "positions": "productive_hours", "seats": "productive_hours",
    "heads": "productive_hours", "productive_hours": "productive_hours", "paid_hours": "productive_hours", "hires": "productive_hours",
    "leavers": "productive_hours", "released": "productive_hours",
    "scheduled_hours": "productive_hours", "night_hours": "productive_hours",
}  # fmt: skip
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


@dataclass(frozen=True)
class BreakEven:
    """A contract as planned, and how far it is from breaking even. Money is without tax, before rounding."""

    revenue: Fraction
    cost: Fraction
    price: BreakEvenPoint | None
    """The factor on all prices at which it breaks even; None if none up to sixteen times does."""
    coefficients: Mapping[str, BreakEvenPoint | None]
    """How far the coefficient of each multiplier may fall, all others as they are; under ``""`` all of them together."""
    per: Mapping[str, Sums]
    """Revenue and cost of one seat-month and of one productive hour, by the driver, where there are any."""
    contributions: tuple[Contribution, ...]
    fixed: Fraction
    """Costs that do not move with volume, without what is allocated."""
    allocated: Fraction
    """Overhead that the contribution leaves out and the margin bears."""
    payback: int | None
    """The month from which the money earned covers the money spent for good; None if it never does."""

    @property
    def margin(self) -> Fraction:
        """Fully loaded: with the overhead that is allocated."""
        return self.revenue - self.cost

    @property
    def contribution(self) -> Fraction:
        """What the contract leaves before allocated overhead."""
        return self.margin + self.allocated


def break_even(case: Case) -> BreakEven:
    """All figures at the plan.

    Raises:
        BpoError: if the plan cannot be computed.
    """
    plan = case.at()
    rows, fixed, allocated = contributions(case, plan)
    price, coefficients, per = break_even_price(case), break_even_coefficients(case), per_driver(plan)
    return BreakEven(*sums_of(plan), price, coefficients, per, rows, fixed, allocated, payback(plan))


def break_even_price(case: Case, name: str = "price", most: Fraction = PRICES_MOST) -> BreakEvenPoint | None:
    """The lowest factor on the prices from which it pays."""
    last = Fraction(2)
    while True:
        curve = margin_curve(
            lambda factor: segment_of(case.at({name: factor})), ZERO, last, FACTOR_STEP, most=24, turns_only=True
        )
        paying = [turn for turn in curve.turns if turn.rising]
        if paying or last >= most:
            return paying[0] if paying else None
        last *= 2


def break_even_coefficients(case: Case) -> dict[str, BreakEvenPoint | None]:
    """``K* = (C + P − B) / (Q·p)`` by ``price()``: each multiplier held at one factor in every month, and all together.

    The highest factor below which the contract loses; None if it loses at 1 and above, or does not even at 0.
    """
    ids = [one.id for one in case.contract.adjustments if one.is_coefficient]
    found: dict[str, BreakEvenPoint | None] = {}
    for name in ids if len(ids) < 2 else ["", *ids]:
        held = [name] if name else ids

        def at(factor: Fraction, held: list[str] = held) -> Segment:
            return segment_of(case.at({}, with_coefficients(case.contract, dict.fromkeys(held, factor))))

        turns = margin_curve(at, ZERO, Fraction(2), FACTOR_STEP, most=24, turns_only=True).turns
        rising = [turn for turn in turns if turn.rising]
        found[name] = rising[-1] if rising else None
    return found


def per_driver(plan: Projection) -> dict[str, Sums]:
    """Revenue and cost per seat-month and per productive hour."""
    revenue, cost = sums_of(plan)
    totals = {name: plan.total(name) for name in ("seats", "productive_hours", "heads", "contacts")}
    return {name: (revenue / total, cost / total) for name, total in totals.items() if total}


def contributions(case: Case, plan: Projection) -> tuple[tuple[Contribution, ...], Fraction, Fraction]:
    """Each line's revenue less the costs that move with it, then variable costs of all lines together; the fixed costs; and allocated ones.

    A cost belongs to a line if its cost centre is the line's id, or it goes with a driver of the stream or quantity that the line
    bills; to several such lines in proportion to what they earn. What goes with people, seats or contacts of all streams is shared
    out to the streams first, by their productive hours, contacts or minutes of the month. All rows less fixed and
    allocated costs are the margin.
    """
    earned: dict[str, Fraction] = {}
    for month in plan.months:
        for clause, amount in exact_lines(plan.contract, month.statement).items():
            earned[clause] = earned.get(clause, ZERO) + amount
    belongs = {term.id: _names_of(case, term.id) for term in case.contract.terms if term.id in earned}
    variable, shared, fixed, allocated = dict.fromkeys(earned, ZERO), ZERO, ZERO, ZERO
    for month, line in [(one, line) for one in plan.months for line in one.costs]:
        if line.allocated:
            allocated += line.amount
            continue
        if line.fixed:
            fixed += line.amount
            continue
        for names, share in _goes_with(line, month, case):
            lines = [name for name in belongs if names & belongs[name]]
            whole = sum((max(ZERO, earned[name]) for name in lines), ZERO)
            for name in lines:
                part = max(ZERO, earned[name]) / whole if whole else Fraction(1, len(lines))
                variable[name] += line.amount * share * part
            if not lines:
                shared += line.amount * share
    rows = [Contribution(name, revenue, variable[name]) for name, revenue in earned.items()]
    return tuple(rows if not shared else [*rows, Contribution("", ZERO, shared)]), fixed, allocated


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


def _goes_with(line: CostLine, month: ProjectedMonth, case: Case) -> list[tuple[set[str], Fraction]]:
    """The names by one of which a cost is known to its lines, with its share: one for all, or each stream with its own."""
    streams = [stream.id for stream in case.bid.scenario.streams] if case.bid is not None else []
    if line.driver in BY_STREAM and line.cost_centre not in case.contract.term_ids():
        of = {name: month.drivers.get(f"{name}.{BY_STREAM[line.driver]}", ZERO) for name in streams}
        if whole := sum(of.values(), ZERO):
            return [({name}, amount / whole) for name, amount in of.items()]
    return [({line.cost_centre, line.driver, line.driver.partition(".")[0]}, ONE)]


def payback(plan: Projection) -> int | None:
    """The first month from which what was received covers what was paid, for good; None if it never does.

    A month's receipt comes as many whole months later as its ``receipt_days`` make (30 to a month, begun ones count), by the cost
    file or else by the contract's due rule; a one-off is paid at once.
    """
    late = [-(-month.spent.receipt_days // DAYS_OF_A_MONTH) for month in plan.months]
    flows = [ZERO] * (len(plan.months) + max(late))
    for n, month in enumerate(plan.months):
        flows[n] -= sum((line.paid for line in month.costs), ZERO)
        flows[n + late[n]] += month.drivers["revenue"]
    cash, since = ZERO, None
    for n, flow in enumerate(flows, start=1):
        cash += flow
        since = None if cash < 0 else since or n
    return since


def safety(swept: Swept) -> Fraction | None:
    """By which share the planned value may fall before it loses: to the nearest falling edge below it; None if there is none."""
    now = swept.varied.now
    if now is None:
        return None
    below = [turn for turn in swept.curve.turns if turn.rising and turn.first_paying(swept.varied.step) <= now]
    return margin_of_safety(now, below[-1].place if below[-1].kind != "jump" else below[-1].end) if below else None


@dataclass(frozen=True, slots=True)
class Losing:
    """Every further unit loses: by how much, and the factor that all prices must exceed for one not to; None if none earns."""

    loss: Fraction
    price_factor: Fraction | None


def losing(swept: Swept) -> Losing | None:
    """Whether more volume only loses more: nothing of the range pays, and its last stretch falls. Per contact, or unit of a quantity."""
    spots, one = swept.curve.spots, swept.varied
    if (
        any(spot.margin >= 0 for spot in spots)
        or (one.is_factor and one.contacts is None)
        or one.name.startswith("kpi.")
    ):
        return None
    first, last = spots[0], spots[-1]
    units = (last.place - first.place) * (one.contacts if one.contacts is not None else 1)
    earned, spent = (last.revenue - first.revenue) / units, (last.cost - first.cost) / units
    if earned >= spent:
        return None
    return Losing(spent - earned, spent / earned if earned > 0 else None)


def margin_of_safety(quantity: Fraction, break_even: Fraction) -> Fraction | None:
    """``(Q − Q*) / Q``: by which share the quantity may fall before it loses; None where nothing is sold."""
    return (quantity - break_even) / quantity if quantity else None
