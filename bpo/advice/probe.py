"""A contract tried out at any KPI values, by the passes of ``price()``: what each adjustment then comes to, and from which lines.

Every term is a fixed sum of the same size, so that nothing has to be counted; grace months and ramps are over, caps, floors and
relief taken away, which would bind at other volumes only; of sites or teams there is one. An adjustment's amount is taken apart into a sum (``fixed``) and a share of
the lines (``share``), by trying sizes 0 and 1.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import pairwise

from bpo.contracts.blocks.refine import Values, refined
from bpo.contracts.header.header import Effective
from bpo.contracts.model import Contract
from bpo.contracts.terms.fixed import Fixed
from bpo.core.errors import BpoError
from bpo.core.measures import KpiResult, Measures, Quantity
from bpo.core.quantity import QuantitySpec
from bpo.core.sums import exact_sum
from bpo.kpi import Kpi
from bpo.pricing.apply import apply
from bpo.pricing.passes.charged import with_lines_of
from bpo.pricing.price import BEFORE_LINES
from bpo.pricing.pricing import Pricing, begun

STEPS: Mapping[str, Fraction] = {"ratio": Fraction(1, 10_000)}
"""The smallest difference of a KPI that matters, where the contract does not round it: 0.01% of a ratio, else 0.01."""
OTHER_STEP = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Tried:
    """What an adjustment comes to: ``fixed + share × lines``; ``lines`` is the size of those it is about."""

    fixed: Fraction
    share: Fraction
    lines: Fraction


class Probe:
    """The adjustments of a contract without its volumes."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        terms = [term.id for term in contract.terms]
        # What an adjustment takes its amount from, all terms if it names none; a cap's lines only limit it.
        self.lines = {one.id: one.about() or terms for one in contract.adjustments}
        self._sized = [_without_volumes(contract, Fraction(size)) for size in (0, 1)]
        self._quantities = {name: Quantity(Fraction(0)) for name in self._sized[0].figure_names()}
        start = contract.effective.start
        self._period = contract.cycle.containing(start).name
        self._months: dict[tuple[tuple[str, Fraction], ...], list[Pricing]] = {}
        self._alone: dict[str, Contract] = {}
        self._judged: dict[tuple[str, Fraction | None], Pricing] = {}

    def tried(
        self, kpis: Mapping[str, Fraction | None], quantities: Mapping[str, Fraction] | None = None
    ) -> dict[str, Tried]:
        """Every adjustment at these KPI values; named quantities, such as events, are 0 unless given.

        Raises:
            BpoError: if a clause cannot be tried without its volumes.
        """
        months = self._with_terms(quantities or {})
        seen = [self._seen(name, value) for name, value in kpis.items()]
        none, one = (_exact(_whole(month)) for month in _with(seen, months))
        return {
            name: Tried(none[name], one[name] - none[name], exact_sum(one[line] - none[line] for line in lines))
            for name, lines in self.lines.items()
        }

    def _with_terms(self, quantities: Mapping[str, Fraction]) -> list[Pricing]:
        """A month of each size as it stands before its KPIs and adjustments, neither of which changes the lines of its terms."""
        key = tuple(sorted(quantities.items()))
        if key not in self._months:
            counted = {**self._quantities, **{name: Quantity(total) for name, total in quantities.items()}}
            measures = Measures(self._period, counted)
            months = [apply(BEFORE_LINES, begun(contract, measures)) for contract in self._sized]
            self._months[key] = [_with_nothing(with_lines_of(month, month.contract.terms)) for month in months]
        return self._months[key]

    def _seen(self, name: str, value: Fraction | None) -> Pricing:
        """A month of this KPI alone: what it is judged as depends on no other."""
        if (name, value) not in self._judged:
            if name not in self._alone:
                own = [kpi for kpi in self._sized[0].kpis if kpi.id == name]
                self._alone[name] = self._sized[0].altered(adjustments=[], quantities={}, kpis=own)
            measures = Measures(self._period, {}, {name: KpiResult(name, value, assumed=True)})
            self._judged[name, value] = apply(BEFORE_LINES, begun(self._alone[name], measures))
        return self._judged[name, value]


def _with(seen: Iterable[Pricing], months: Sequence[Pricing]) -> list[Pricing]:
    """The month of each size with its KPIs as each was judged by itself."""
    month = months[0]
    verdicts, refused, kpis = dict(month.month.verdicts), dict(month.refused), dict(month.measures.kpis)
    for one in seen:
        for name in one.month.verdicts:
            refused.pop(name, None)
        verdicts |= one.month.verdicts
        refused |= one.refused
        kpis |= one.measures.kpis
    measures = replace(month.measures, kpis=kpis)
    return [
        replace(one, month=replace(one.month, verdicts=verdicts, measures=measures), refused=refused) for one in months
    ]


def _with_nothing(pricing: Pricing) -> Pricing:
    """The month with the lines of coefficients of terms that are nothing: nothing at any value of a KPI, so that none is scored."""
    month = pricing.month
    nothing = {charge.clause for charge in month.charges if not charge.exact}
    of_nothing = [one for one in pricing.contract.adjustments if one.is_coefficient and nothing.issuperset(one.about())]
    charges = (*month.charges, *(one.line(month, []) for one in of_nothing))
    return replace(pricing, month=replace(month, charges=charges))


def _whole(pricing: Pricing) -> Pricing:
    """The month with the lines of all adjustments."""
    known = {charge.clause for charge in pricing.month.charges}
    return with_lines_of(pricing, [one for one in pricing.contract.adjustments if one.id not in known])


def _exact(priced: Pricing) -> dict[str, Fraction]:
    return {charge.clause: charge.exact for charge in priced.month.charges}


def _without_volumes(contract: Contract, size: Fraction) -> Contract:
    terms = [
        Fixed.model_validate({"id": term.id, "model": "fixed", "amount": size, "tax": term.tax, "prorated": "no"})
        for term in contract.terms
    ]
    first = contract.cycle.containing(contract.effective.start).start
    return contract.pooled().altered(
        terms=terms,
        kpis=[kpi.altered(ramp=[], relief=None, for_each=None) for kpi in contract.kpis],
        adjustments=[one.unlimited() for one in contract.adjustments],
        quantities={name: _counted(spec) for name, spec in contract.quantities.items()},
        effective=Effective.model_validate({"from": first}),
        terminated=None,
    )


def _counted(spec: QuantitySpec) -> QuantitySpec:
    """A quantity whose figures come with the measures, also where the contract has them."""
    return spec if spec.agreed is None else spec.altered(agreed=None, given=spec.billed_unit, unit=None)


def breakpoints(contract: Contract, kpi: Kpi) -> list[Fraction]:
    """The values at which a KPI may change something: every bound that a clause compares it with, and its target."""
    bounds = {
        value
        for clause in contract.clauses
        for reference in clause.references()
        if reference.kind == "kpi" and reference.name == kpi.id
        for value, _ in reference.bounds
    }
    ends = (kpi.target, kpi.target_at_most, *kpi.also_bounds)
    return sorted(bounds | {end for end in ends if end is not None})


def step_of(kpi: Kpi) -> Fraction:
    """The smallest difference of a KPI that matters."""
    return kpi.round_to or STEPS.get(kpi.measured_in(), OTHER_STEP)


def span_of(contract: Contract, kpi: Kpi) -> tuple[Fraction, Fraction]:
    """The values of a KPI that are tried: 0% to 100%, or to twice the highest bound where it is no ratio."""
    found = breakpoints(contract, kpi) or [Fraction(1)]
    least = min(Fraction(0), 2 * found[0]) if kpi.may_be_negative else Fraction(0)
    usual = Fraction(1) if kpi.measured_in() == "ratio" else 2 * found[-1]
    most = max(usual, found[-1] + step_of(kpi) * 2)
    return least, most if kpi.highest is None else min(most, kpi.highest)


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


def moves(contract: Contract, least: Fraction) -> Iterator[Move]:
    """Every stretch of every KPI that an adjustment uses.

    The other KPIs of the same clause, on a scorecard, stand at their best, at their targets and at their worst.

    Args:
        contract: as loaded.
        least: a rounding that moves less than this share of the lines is no reason to look into a straight stretch, stair by stair.
    """
    uses = {
        one.id: {reference.name for reference in one.references() if reference.kind == "kpi"}
        for one in contract.adjustments
    }
    kpis = [kpi for kpi in contract.kpis if any(kpi.id in names for names in uses.values())]
    for kpi in kpis:
        moved = frozenset(name for name, names in uses.items() if kpi.id in names)
        own = _only(contract, moved)
        smooth = [one.without_stairs(least) for one in own.adjustments]
        probe = Probe(own)
        turns = probe if smooth == own.adjustments else Probe(own.altered(adjustments=smooth))
        alone = all(uses[name] == {kpi.id} for name in moved)
        for level in ("target",) if alone else ("best", "target", "worst"):
            still = {other.id: _standing(contract, other, level) for other in kpis}
            yield from _along(probe, turns, kpi, still, moved)


def _only(contract: Contract, names: Collection[str]) -> Contract:
    """The contract with these adjustments and those that they build on; no other line moves with a KPI of theirs."""
    by_id = {one.id: one for one in contract.adjustments}
    kept, open_names = set[str](), [name for name in names if name in by_id]
    while open_names:
        clause = by_id[open_names.pop()]
        kept.add(clause.id)
        below = [one.name for one in clause.references() if one.kind == "line"]
        open_names += [name for name in below if name in by_id and name not in kept]
    return contract.altered(adjustments=[one for one in contract.adjustments if one.id in kept])


def _standing(contract: Contract, kpi: Kpi, level: str) -> Fraction:
    low, high = span_of(contract, kpi)
    if level == "target":
        known = breakpoints(contract, kpi)
        return kpi.target if kpi.target is not None else known[len(known) // 2] if known else high
    return kpi.aim.extreme(low, high, level == "best")


def _along(
    probe: Probe, turns: Probe, kpi: Kpi, still: Mapping[str, Fraction], moved: frozenset[str]
) -> Iterator[Move]:
    """The moves between the places at which ``turns`` turns, as they are by ``probe``."""

    @cache
    def tried(by: Probe, place: Fraction) -> dict[str, Tried]:
        return by.tried({**still, kpi.id: place})

    def value(place: Fraction) -> Values:
        return tuple(figure for one in tried(turns, place).values() for figure in (one.fixed, one.share, one.lines))

    contract, step = probe.contract, step_of(kpi)
    try:
        drawn = refined(value, *span_of(contract, kpi), step, breakpoints(contract, kpi), EVALUATIONS)
    except BpoError:  # a clause that needs more than KPIs to be tried: `bpo curve` shows with figures what it does
        return
    points = [place for place, _ in drawn]
    if kpi.good == "low":
        points.reverse()
    for one, other in pairwise(points):
        ordered = kpi.aim.worse_first(min(one, other), max(one, other))
        if ordered is None:
            continue
        worse, better = ordered
        yield Move(kpi, worse, better, tried(probe, worse), tried(probe, better), moved, abs(better - worse) <= step)
