"""What KPIs are worth to a bid: a point more and less in every month, and each band that a clause has, hit or missed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from bpo.advice.probe import Probe, breakpoints, span_of, step_of
from bpo.contracts.blocks.refine import Values, refined
from bpo.core.errors import BpoError
from bpo.core.figure_names import FigureName
from bpo.economics.margin.margin_curve import BreakEvenPoint, MarginCurve
from bpo.economics.margin.vary import sweep, varied
from bpo.economics.scenario.case import Case
from bpo.economics.scenario.planned_kpis import Move, margin_with, planned
from bpo.kpi.base import Kpi

POINT = {"ratio": Fraction(1, 100)}
LOOKS = 300
"""Besides the bounds that clauses have, so many values of a KPI are tried for where something changes; none of them is priced."""


@dataclass(frozen=True, slots=True)
class BandWorth:
    """Values of a KPI within which its worth does not jump, and how the margin changes if it is ``first`` or ``last`` in every month."""

    first: Fraction
    last: Fraction
    at_first: Fraction
    at_last: Fraction


@dataclass(frozen=True, slots=True)
class KpiWorth:
    """What a KPI is worth over all months: a ``point`` more and less than each is planned at, and the least that still breaks even."""

    kpi: str
    by_month: Mapping[str, Fraction]
    """The value that each month is planned at, of those that have one."""
    point: Fraction
    more: Fraction | None
    less: Fraction | None
    """Changes of the margin; None where no month can move a whole point. A month that cannot stays at the best or worst there is."""
    must_be: BreakEvenPoint | None
    """Where the margin turns, with one value in every month, nearest to the plan; None if it does nowhere."""
    curve: MarginCurve = field(repr=False)
    """The margin over all its values, the same in every month."""
    bands: tuple[BandWorth, ...] = ()
    """Where a point is worth nothing: what each band is, from the lowest values up; none where no value changes anything."""

    @property
    def planned(self) -> Fraction | None:
        """What every month is planned at; None if they differ."""
        return self.lowest if self.lowest == self.highest else None

    @property
    def lowest(self) -> Fraction:
        """The lowest that a month is planned at."""
        return min(self.by_month.values())

    @property
    def highest(self) -> Fraction:
        """The highest."""
        return max(self.by_month.values())


def kpi_worth(case: Case, kpi: Kpi) -> KpiWorth | None:
    """What a KPI is worth around the plan; None if the plan has no value for it.

    A point is added to, or taken from, what each month is planned at: a month that stays in its band changes nothing.
    """
    by_month = planned(case, kpi.id)
    if not by_month:
        return None
    one = varied(case, f"kpi.{kpi.id}")
    point = POINT.get(kpi.measured_in(), max(Fraction(1), step_of(kpi)))
    least, most = one.first, one.last if kpi.highest is None else kpi.highest

    curve = sweep(case, one).curve
    alike = _is_one_value(case, kpi, by_month)

    def worth(move: Move) -> Fraction:
        moved = {move(value) for value in by_month.values()}
        known = curve.straight(min(moved)) if alike and len(moved) == 1 else None
        margin = margin_with(case, kpi.id, move) if known is None else known[0] - known[1]
        return margin - case.margin()

    def change(by: Fraction) -> Fraction | None:
        if not any(least <= value + by <= most for value in by_month.values()):
            return None
        return worth(lambda value: min(most, max(least, value + by)))

    turns = curve.turns
    nearest = min(turns, key=lambda turn: min(abs(turn.place - value) for value in by_month.values()), default=None)
    more, less = change(point), change(-point)
    bands = () if more or less else tuple(_bands(case, kpi, by_month, worth))
    return KpiWorth(kpi.id, by_month, point, more, less, nearest, curve, bands)


def _is_one_value(case: Case, kpi: Kpi, by_month: Mapping[str, Fraction]) -> bool:
    """Whether the KPI is nothing but one figure, which every month has: the curve moves all that a move of the months does."""
    if case.bid is None:
        return True
    names = [name for name in case.bid.scenario.measures.kpis if FigureName.of(name).whole == kpi.id]
    return names == [kpi.id] and len(by_month) == len(case.at().months)


def _bands(
    case: Case, kpi: Kpi, by_month: Mapping[str, Fraction], changed: Callable[[Move], Fraction]
) -> Iterator[BandWorth]:
    """The bands by the contract without its volumes, each then priced at both ends, or at one where the ends are alike."""
    known: dict[Fraction, Fraction] = {}

    def worth(value: Fraction) -> Fraction:
        if value not in known:
            known[value] = changed(lambda _: value)
        return known[value]

    stretches = _stretches(case, kpi)
    for first, last, alike in stretches if len(stretches) > 1 else ():
        near = min((first, last), key=lambda end: min(abs(end - value) for value in by_month.values()))
        yield BandWorth(first, last, worth(near if alike else first), worth(near if alike else last))


def _stretches(case: Case, kpi: Kpi) -> list[tuple[Fraction, Fraction, bool]]:
    """Where nothing jumps, from the lowest values to the highest, the other KPIs as planned in the middle of their months; and
    whether everything is alike from one end to the other."""
    probe, step, (least, most) = Probe(case.contract), step_of(kpi), span_of(case.contract, kpi)
    others = {other.id: _middle(planned(case, other.id)) for other in case.contract.kpis}

    def value(place: Fraction) -> Values:
        found = probe.tried({**others, kpi.id: place}).values()
        return tuple(figure for one in found for figure in (one.fixed, one.share, one.lines))

    try:
        points = refined(value, least, most, step, breakpoints(case.contract, kpi), LOOKS)
    except BpoError:  # a clause that needs more than KPIs to be tried
        return []
    ends = [least]
    for (one, before), (other, after) in pairwise(points):
        if before != after and other - one <= step:
            ends += [one, other]
    ends.append(most)
    return [(first, last, value(first) == value(last)) for first, last in zip(ends[::2], ends[1::2], strict=True)]


def _middle(by_month: Mapping[str, Fraction]) -> Fraction | None:
    return sorted(by_month.values())[len(by_month) // 2] if by_month else None
