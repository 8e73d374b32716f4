"""An input varied over a range: where it may go, in which steps, where it is looked at, and what the margin then is."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from bpo.advice.check.asked import parts_of
from bpo.advice.probe import breakpoints, span_of, step_of
from bpo.contracts.blocks.rounding import RoundVolume
from bpo.contracts.model import Contract
from bpo.core.errors import choices, fail
from bpo.core.units import WHOLE
from bpo.core.words import Pct, Words
from bpo.economics.costs.cost_file import Costs
from bpo.economics.margin.margin_curve import MarginCurve, margin_curve
from bpo.economics.margin.pieces import looks
from bpo.economics.margin.segments import Segment, segment_of, sums_alone
from bpo.economics.scenario.case import ONE, Case
from bpo.economics.scenario.changes import ELSEWHERE, NOT_AN_INPUT
from bpo.economics.scenario.planned_kpis import planned_alike
from bpo.economics.scenario.projection import Projection

WRONG_RANGE = Words(
    "breakeven-range", en="--to must lie above --from, which is {start}", zh="--to 必须大于 --from（{start}）"
)
BELOW_NOTHING = Words(
    "breakeven-range-below",
    en="'{name}' cannot be {start}; begin above 0%, such as at 50%",
    zh="'{name}' 不能为 {start}；起点须大于 0%，例如 50%",
)
TOO_FAR = Words(
    "breakeven-range-too-far",
    en="{given} is {percent} of what is planned; write {given}% if that is meant, 1,000% at most",
    zh="{given} 即计划值的 {percent}；如指 {given}%，请写百分号，最多 1,000%",
)
ABOVE_ZERO = ("hours", "occupancy")
"""Inputs of which there must be some, or nobody works."""
NO_LIMIT = Words(
    "breakeven-no-occupancy",
    en="no stream of this scenario has an occupancy limit (occupancy_at_most) that could be varied",
    zh="本方案没有业务流设定占用率上限（occupancy_at_most），无从变化",
)
FACTOR_MOST = 10
STEP = Fraction(1, 10_000)
MONTHS_COMPUTED, LOOKS_MOST = 500, 400
"""How many months are computed while a curve is followed; a look at a bid computes all of its months."""
LOOKS_OF_A_MONTH = 3
"""How often a month is looked at while a curve is walked from piece to piece."""
KNOWN_MAX = 1_000
"""Bounds that are looked at in any case, over the months of the case."""
EVEN = 10
"""Parts of a range between which it is looked at in any case."""
LONG = 6
"""Months from which the bounds of volumes, which each month has at a place of its own, are found by following the curve alone."""
RANGES = {"attrition": (Fraction(0), Fraction(3))}
USUAL = (Fraction(1, 2), Fraction(3, 2))


@dataclass(frozen=True, slots=True)
class Varied:
    """An input over a range. ``now`` is its value as planned: 1 for a factor, none of a KPI that months are planned at
    different values of."""

    name: str
    first: Fraction
    last: Fraction
    step: Fraction
    now: Fraction | None
    whole: bool
    is_factor: bool
    contacts: Fraction | None
    """Contacts of the plan, of which a volume is a multiple."""


@dataclass(frozen=True, slots=True)
class Swept:
    """The margin over an input's range."""

    varied: Varied
    curve: MarginCurve


def varied(case: Case, name: str, first: Fraction | None = None, last: Fraction | None = None) -> Varied:
    """The input with its range, as asked for or as is usual: half to one and a half times, for a KPI all its values.

    Raises:
        BpoError: if the case has no such input, or the range goes backward.
    """
    if name not in case.inputs:
        raise fail(NOT_AN_INPUT, **choices(name, case.inputs))
    plan = case.at()
    kpi = next((kpi for kpi in case.contract.kpis if name == f"kpi.{kpi.id}"), None)
    low, high = span_of(case.contract, kpi) if kpi is not None else RANGES.get(name, USUAL)
    step, whole, factor, contacts = STEP, False, kpi is None, None
    planned: Fraction | None = ONE
    if kpi is not None:
        step, planned = step_of(kpi), planned_alike(case, kpi.id)
    elif name == "occupancy":
        high = _most_occupancy(case)
    elif name.endswith((".bot", ".conversion")):
        high = _up_to_all(case, name)
    elif name == "volume" or name.endswith(".volume"):
        contacts = _contacts(plan, name)
        step = 1 / Fraction(max(1, round(contacts / len(plan.months)))) if contacts else STEP
        whole = len(plan.months) == 1 and case.bid is None
    elif name in plan.months[0].statement.measures.quantities:
        quantity = plan.months[0].statement.measures.quantities[name]
        planned, factor, whole = quantity.total, False, quantity.unit in WHOLE
        low, high = Fraction(math.floor(planned / 2)), Fraction(math.ceil(planned * 3 / 2))
        step = ONE if whole else Fraction(1, 100)
    low, high = (low if first is None else first), (high if last is None else last)
    if low >= high:
        raise fail(WRONG_RANGE, start=Pct(low) if factor or (kpi and kpi.measured_in() == "ratio") else low)
    if factor and (low < 0 or (low == 0 and name in ABOVE_ZERO)):
        raise fail(BELOW_NOTHING, name=name, start=Pct(low))
    if factor and high > FACTOR_MOST:
        raise fail(TOO_FAR, given=high, percent=Pct(high))
    for end in (first, last):  # what cannot be at all is told of the end that was asked for
        if end is not None:
            case.at({name: end})
    return Varied(name, low, high, step, planned, whole, factor, contacts)


def sweep(case: Case, one: Varied, turns_only: bool = False, most: int = LOOKS_MOST) -> Swept:
    """The margin over the range, with every turn, or as many as there are looks for: the curve says whether it was followed to its end.

    ``turns_only``: it is not to be drawn, so that bends far from zero need not be followed. A month is looked at ``most`` times
    besides the bounds of its clauses.
    """
    months = len(case.at().months)
    a_kpi = one.name.startswith("kpi.") and not turns_only
    known = _known(case, one) if months < LONG or a_kpi else []
    if not a_kpi:
        known = known[:: -(-len(known) * months // KNOWN_MAX) or 1]
    most = min(most, -(-MONTHS_COMPUTED // months)) if not _queues(case, one) else 0
    walked = max(most, LOOKS_OF_A_MONTH * months)  # each month may have bounds of its own

    width = one.last - one.first
    even = [one.first + width * n / EVEN for n in range(1, EVEN)] if not turns_only else []  # a table and a drawing

    def look(place: Fraction) -> Segment:
        return (segment_of if most else sums_alone)(case.at({one.name: place}))

    piece = looks(lambda value: case.at({one.name: value}), one.step)
    curve = margin_curve(look, one.first, one.last, one.step, known, most, one.whole, turns_only, even, piece, walked)
    return Swept(one, curve)


def _queues(case: Case, one: Varied) -> bool:
    """Whether positions for calls that wait move with the input: in every step otherwise, so that no look tells of a stretch."""
    waits = case.bid is not None and any(stream.workload is None for stream in case.bid.scenario.streams)
    return waits and one.name.partition(".")[0] not in ELSEWHERE and one.name != "attrition"


def _most_occupancy(case: Case) -> Fraction:
    limits = [one.occupancy_at_most for one in case.bid.scenario.streams if one.occupancy_at_most] if case.bid else []
    if not limits:
        raise fail(NO_LIMIT)
    return min(USUAL[1], 1 / max(limits))


def _up_to_all(case: Case, name: str) -> Fraction:
    """The usual range of a share of contacts, no further than where it is all of them."""
    assert case.bid is not None, "only a bid has streams"
    stream = next(one for one in case.bid.scenario.streams if one.id == name.rpartition(".")[0])
    share = stream.bot.takes if stream.bot is not None and name.endswith(".bot") else stream.conversion
    most = share.most if share is not None else Fraction(0)
    return min(USUAL[1], 1 / most) if most else USUAL[1]


def _contacts(plan: Projection, name: str) -> Fraction:
    driver = f"{name.removesuffix('.volume')}.handled" if name.endswith(".volume") else "contacts"
    first = plan.months[0].statement.measures.quantities.values()
    return plan.total(driver) or max((one.total for one in first if one.unit in WHOLE), default=Fraction(0))


def _known(case: Case, one: Varied) -> list[Fraction]:
    """Places in the range at which a clause may bend or jump."""
    kpi = next((kpi for kpi in case.contract.kpis if one.name == f"kpi.{kpi.id}"), None)
    if kpi is not None:
        return [knot for knot in breakpoints(case.contract, kpi) if one.first < knot < one.last]
    steps: list[Fraction] = []
    if case.bid is None:
        first, last = (case.at({one.name: end}).months[0].drivers for end in (one.first, one.last))
        steps = [one.first + (one.last - one.first) * share for share in cost_knots(case.costs, first, last)]
    if not one.is_factor:
        return sorted({*volume_knots(case.contract, one.last), *steps})
    if one.contacts is None:
        return steps
    sizes = {q.total for month in case.at().months for q in month.statement.measures.quantities.values() if q.total > 1}
    bounds = {bound / size for size in sizes for bound in volume_knots(case.contract, size * one.last)}
    return sorted({*steps, *(bound for bound in bounds if one.first < bound < one.last)})


BOUNDS = ("up_to", "contracted", "at_least", "at_most", "minimum_contacts", "hours")
"""Fields that hold a bound of a volume; those of KPIs and shares among them do no harm."""
PACKAGE = "package"
MULTIPLES_MAX = 1_000
"""Of packages, rounded volumes and begun steps so many ends are listed; beyond them, the margin itself tells where it bends."""


def volume_knots(contract: Contract, last: Fraction) -> list[Fraction]:
    """Every bound of a volume up to ``last`` in the terms and adjustments, and every end of a package or of a rounded volume, in order.

    What is no volume is looked at in vain, nothing else.
    """
    parts = [part for clause in contract.clauses for _, part in parts_of(clause, ())]
    fields = [(name, getattr(part, name)) for part in parts for name in type(part).model_fields]
    found = {Fraction(value) for name, value in fields if name in BOUNDS and type(value) in (Fraction, int)}
    sizes = {value for name, value in fields if name == PACKAGE and value}
    sizes |= {part.to / 2 for part in parts if isinstance(part, RoundVolume)}  # halves: where it rounds to the nearest
    for size in sizes:
        found |= {size * n for n in range(1, min(MULTIPLES_MAX, int(last / size)) + 1)}
    return sorted(bound for bound in found if 1 < bound <= last)


def cost_knots(costs: Costs, first: Mapping[str, Fraction], last: Mapping[str, Fraction]) -> list[Fraction]:
    """Where items of one for each begun so many take one more, as shares of the way from one month's drivers to another's.

    Drivers are taken to move straight, as those of a stated month do.
    """
    found: set[Fraction] = set()
    for item in costs.items:
        if item.begun is None or not first.keys() & last.keys() >= {item.driver}:
            continue
        size, low, high = item.begun / item.times if item.times else None, first[item.driver], last[item.driver]
        if size is not None and low < high:
            steps = range(math.ceil(low / size), math.floor(high / size) + 1)[:MULTIPLES_MAX]
            found |= {(size * n - low) / (high - low) for n in steps}
    return sorted(found)
