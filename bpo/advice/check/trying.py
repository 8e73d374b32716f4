"""Each KPI moved over its whole range while the others stand still: what every adjustment comes to on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from bpo.advice.probe import Probe, Tried, knots, span_of, step_of
from bpo.contracts.blocks.refine import Values, refined
from bpo.contracts.model import Contract
from bpo.core.errors import BpoError
from bpo.kpi import Kpi

EVALUATIONS = 120


@dataclass(frozen=True, slots=True)
class Move:
    """A KPI from ``worse`` to ``better``, next to each other or with a straight line between them.

    ``moved`` are the adjustments that depend on the KPI themselves, and not only on a line that does.
    """

    kpi: Kpi
    worse: Fraction
    better: Fraction
    before: Mapping[str, Tried]
    after: Mapping[str, Tried]
    moved: frozenset[str]
    one_step: bool


def moves(contract: Contract) -> Iterator[Move]:
    """Every stretch of every KPI that an adjustment uses.

    The other KPIs of the same clause, on a scorecard, stand at their best, at their targets and at their worst.
    """
    uses = {
        one.id: {reference.name for reference in one.references() if reference.kind == "kpi"}
        for one in contract.adjustments
    }
    kpis = [kpi for kpi in contract.kpis if any(kpi.id in names for names in uses.values())]
    probe = Probe(contract)
    for kpi in kpis:
        moved = frozenset(name for name, names in uses.items() if kpi.id in names)
        alone = all(uses[name] == {kpi.id} for name in moved)
        for level in ("target",) if alone else ("best", "target", "worst"):
            still = {other.id: _standing(contract, other, level) for other in kpis}
            yield from _along(probe, kpi, still, moved)


def _standing(contract: Contract, kpi: Kpi, level: str) -> Fraction:
    low, high = span_of(contract, kpi)
    if level == "target":
        known = knots(contract, kpi)
        return kpi.target if kpi.target is not None else known[len(known) // 2] if known else high
    return kpi.aim.extreme(low, high, level == "best")


def _along(probe: Probe, kpi: Kpi, still: Mapping[str, Fraction], moved: frozenset[str]) -> Iterator[Move]:
    tried: dict[Fraction, dict[str, Tried]] = {}

    def value(place: Fraction) -> Values:
        tried[place] = found = probe.tried({**still, kpi.id: place})
        return tuple(figure for one in found.values() for figure in (one.fixed, one.share, one.lines))

    contract, step = probe.contract, step_of(kpi)
    try:
        points = [
            place for place, _ in refined(value, *span_of(contract, kpi), step, knots(contract, kpi), EVALUATIONS)
        ]
    except (
        BpoError
    ):  # a clause that needs more than KPIs to be tried: what it does is seen with figures, by `bpo curve`
        return
    if kpi.good == "low":
        points.reverse()
    for one, other in pairwise(points):
        ordered = kpi.aim.worse_first(min(one, other), max(one, other))
        if ordered is None:
            continue
        worse, better = ordered
        yield Move(kpi, worse, better, tried[worse], tried[better], moved, abs(better - worse) <= step)
