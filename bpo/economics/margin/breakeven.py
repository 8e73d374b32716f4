"""Where a contract breaks even: the price, the KPI coefficients, the contribution of each line, and when the money is back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from bpo.contracts.altered import with_coefficients
from bpo.economics.margin.contribution import Contribution, contributions
from bpo.economics.margin.margin_curve import BreakEvenPoint, MarginCurve, Sums, margin_curve
from bpo.economics.margin.pieces import looks
from bpo.economics.margin.segments import Segment, segment_of
from bpo.economics.margin.vary import Swept
from bpo.economics.scenario.case import Case
from bpo.economics.scenario.projection import Projection, sums_of

ZERO, ONE = Fraction(0), Fraction(1)
FACTOR_STEP = Fraction(1, 10_000)
PIECES_MOST = 10
"""Looks for the turn of a price or a coefficient; each sign that changes is followed beyond it."""
DAYS_OF_A_MONTH = 30
PRICES_MOST = Fraction(16)


@dataclass(frozen=True)
class BreakEven:
    """A contract as planned, and how far it is from breaking even. Money is without tax; revenue as billed, lines before rounding."""

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
    rounding: Fraction = ZERO
    """What the rounding of the bills adds to the lines, and to the curve."""

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
    rounding = plan.revenue - sums_of(plan)[0]
    return BreakEven(plan.revenue, plan.cost, price, coefficients, per, rows, fixed, allocated, payback(plan), rounding)


def break_even_price(case: Case, name: str = "price", most: Fraction = PRICES_MOST) -> BreakEvenPoint | None:
    """The lowest factor on the prices from which it pays."""
    last = Fraction(2)
    while True:
        curve = _turns_over(lambda factor: case.at({name: factor}), last)
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

        def at(factor: Fraction, held: list[str] = held) -> Projection:
            return case.at({}, with_coefficients(case.contract, dict.fromkeys(held, factor)))

        rising = [turn for turn in _turns_over(at, Fraction(2)).turns if turn.rising]
        found[name] = rising[-1] if rising else None
    return found


def _turns_over(along: Callable[[Fraction], Projection], last: Fraction) -> MarginCurve:
    """Where the margin turns between nothing and a factor of ``last``."""

    def value(factor: Fraction) -> Segment:
        return segment_of(along(factor))

    piece = looks(along, FACTOR_STEP)
    return margin_curve(value, ZERO, last, FACTOR_STEP, most=24, turns_only=True, piece=piece, walked=PIECES_MOST)


def per_driver(plan: Projection) -> dict[str, Sums]:
    """Revenue and cost per seat-month and per productive hour."""
    revenue, cost = plan.revenue, plan.cost
    totals = {name: plan.total(name) for name in ("seats", "productive_hours", "heads", "contacts")}
    return {name: (revenue / total, cost / total) for name, total in totals.items() if total}


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
