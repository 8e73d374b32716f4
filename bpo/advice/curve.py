"""What is paid as one figure moves: a KPI or a quantity, everything else as stated, by ``price()``."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import floor

from bpo.advice.probe import breakpoints, step_of
from bpo.contracts.blocks.refine import Values, refined
from bpo.contracts.model import Contract
from bpo.contracts.statement import Charge
from bpo.core.errors import choices, fail
from bpo.core.figure_names import FigureName, keys_of, part_name
from bpo.core.measures import KpiResult, Measures, Quantity
from bpo.core.units import WHOLE
from bpo.core.words import Words
from bpo.kpi import Kpi
from bpo.pricing.checked_measures import unit_of
from bpo.pricing.price import price

NOTHING_TO_VARY = Words(
    "curve-unknown",
    en="contract '{contract}' has no KPI or quantity '{given}'",
    zh="合同 '{contract}' 没有名为 '{given}' 的指标或数量",
)
WRONG_WAY = Words(
    "curve-range", en="--to must lie above --from, which is {start}", zh="--to 必须大于 --from（{start}）"
)
NOTHING_SPLIT = Words(
    "curve-nothing-split",
    en="'{given}' is split, and moves in the proportions of its parts: state parts that are not all 0",
    zh="'{given}' 分为若干部分，按各部分比例变动：请给出不全为 0 的各部分数值",
)
EVALUATIONS = 400


@dataclass(frozen=True, slots=True)
class Point:
    """A value of the figure, what each line comes to, and all of them together."""

    value: Fraction
    lines: Mapping[str, Decimal]
    total: Decimal
    jumps: bool = False
    """Whether what is paid changes abruptly between this value and the next."""


def curve(
    contract: Contract, measures: Measures, vary: str, first: Fraction, last: Fraction, steps: int = 10
) -> list[Point]:
    """Points from ``first`` to ``last``: the ends of ``steps`` equal steps, and both sides of every knot and jump.

    Args:
        contract: as loaded.
        measures: all other figures of the month.
        vary: a KPI's id, or that of a quantity that is counted or given.
        first, last: as the contract writes them, 70% is 7/10.
        steps: how many.

    Raises:
        BpoError: if nothing has that name, or a figure is missing that a clause needs.
    """
    assert steps >= 1, "a curve has a step at least"
    if first >= last:
        raise fail(WRONG_WAY, None, start=first)
    kpi = next((kpi for kpi in contract.kpis if kpi.id == vary), None)
    names = contract.figure_names()
    if kpi is None and vary not in names:
        near = choices(vary, [*names, *(kpi.id for kpi in contract.kpis)])
        raise fail(NOTHING_TO_VARY, None, contract=contract.contract, **near)
    pooled, whole = contract.pooled(), kpi is None and unit_of(contract, measures, vary) in WHOLE
    charges: dict[Fraction, list[Charge]] = {}

    def exact(place: Fraction) -> Values:
        statement = price(pooled, _with(measures, vary, place, kpi), parts_of_wholes=True)
        charges[place] = [*statement.charges, *statement.deductions]
        return tuple(charge.exact for charge in charges[place])

    step = step_of(kpi) if kpi else Fraction(1) if whole or last - first > 2 else (last - first) / 1000
    known = [knot for knot in breakpoints(contract, kpi) if first < knot < last] if kpi else []
    turns = [place for place, _ in refined(exact, first, last, step, known, EVALUATIONS)]
    equal = [first + (last - first) * i / steps for i in range(steps + 1)]
    places = sorted({*turns, *known, *(Fraction(floor(place)) if whole else place for place in equal)})
    for place in places:
        if place not in charges:
            exact(place)
    lines = {place: {charge.clause: charge.amount for charge in charges[place]} for place in places}
    points = [Point(place, lines[place], sum(lines[place].values(), Decimal(0))) for place in places]
    return [replace(point, jumps=_jumps(points, i, step)) for i, point in enumerate(points)]


def _jumps(points: list[Point], i: int, step: Fraction) -> bool:
    """One step that moves more than a hundredth of what the whole range moves."""
    if i + 1 >= len(points) or points[i + 1].value - points[i].value > step:
        return False
    totals = [point.total for point in points]
    return abs(totals[i + 1] - totals[i]) * 100 > max(totals) - min(totals)


def _with(measures: Measures, vary: str, value: Fraction, kpi: Kpi | None) -> Measures:
    """The measures with another figure; one that is split, or stated for each site or team, moves with all of its parts."""
    if kpi is not None:
        moved = [vary, *(part_name(vary, key) for key in keys_of(vary, measures.kpis))]
        return replace(
            measures, kpis={**measures.kpis, **{name: KpiResult(name, value, assumed=True) for name in moved}}
        )
    stated = measures.quantities
    if vary not in stated and not any(keys_of(vary, stated)):
        return replace(measures, quantities={**stated, vary: Quantity(value)})
    return replace(measures, quantities={**stated, **_moved(stated, vary, value)})


def _moved(stated: Mapping[str, Quantity], name: str, value: Fraction) -> dict[str, Quantity]:
    """A quantity with its split, and those of its sites or teams, in the proportions that were stated."""
    parts = {part_name(name, key): stated[part_name(name, key)] for key in keys_of(name, stated)}
    of_each = (
        one.total for part, one in parts.items() if len(FigureName.of(part).parts) == len(FigureName.of(name).parts) + 1
    )
    whole = stated.get(name, Quantity(sum(of_each, Fraction(0))))
    if value == whole.total:
        return {}
    if not whole.total and (parts or whole.parts):
        raise fail(NOTHING_SPLIT, None, given=name)
    own = {name: whole} if name in stated else {}
    times = value / whole.total if whole.total else Fraction(1)
    found = {part: _times(one, times) for part, one in {**own, **parts}.items()}
    return found | ({name: replace(found[name], total=value)} if own else {})


def _times(quantity: Quantity, times: Fraction) -> Quantity:
    parts = {key: part * times for key, part in quantity.parts.items()}
    return replace(quantity, total=quantity.total * times, parts=parts)
