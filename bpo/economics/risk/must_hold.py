"""What must be true: as far as an uncertain input may go, all else as planned, before the margin misses a floor."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bpo.economics.margin.solve import under
from bpo.economics.risk.figures import Weight
from bpo.economics.risk.run import Results
from bpo.economics.risk.sampling import MILLIONTHS
from bpo.economics.scenario.case import Case, case_of_bid

PARTS = 2_000
ONE = Fraction(1)


@dataclass(frozen=True)
class MustHold:
    """An input with the span it is drawn from and, of that, the part in which the floor is reached; both None where it is nowhere.
    Factors of the plan, of a KPI its values; ``chance`` is the share of draws outside."""

    weight: Weight
    low: Fraction
    high: Fraction
    least: Fraction | None
    most: Fraction | None
    chance: Fraction

    @property
    def always(self) -> bool:
        """Whether it is reached wherever the input may fall."""
        return self.least == self.low and self.most == self.high


def must_hold(
    results: Results, changes: Mapping[str, Fraction], weights: Sequence[Weight], floor: Fraction
) -> list[MustHold]:
    """For each of these inputs where the margin is at least ``floor`` of the revenue, to a 2,000th of its span."""
    case = under(case_of_bid(results.bid), changes)
    found = []
    for one in weights:
        elsewhere = one.name.startswith(("kpi.", "price"))  # a value of its own, and prices that the case has already
        found.append(_held(results, case, one, floor, ONE if elsewhere else changes.get(one.name, ONE)))
    return found


def _held(results: Results, case: Case, weight: Weight, floor: Fraction, times: Fraction) -> MustHold:
    one = next(one for one in results.sample.inputs.all if one.name == weight.name)
    low, high = (end / one.unit for end in one.spread.span)

    def beyond(value: Fraction) -> Fraction:
        revenue, cost = case.sums({one.name: value * times})
        return revenue * (1 - floor) - cost

    inside = next((value for value in (ONE, low, high) if low <= value <= high and beyond(value) >= 0), None)
    if inside is None:
        return MustHold(weight, low, high, None, None, ONE)
    near = (high - low) / PARTS
    least, most = (end if beyond(end) >= 0 else _last(beyond, inside, end, near) for end in (low, high))
    drawn = results.sample.of(one.name) / float(one.unit)
    outside = (drawn < float(least)) | (drawn > float(most))
    return MustHold(weight, low, high, least, most, Fraction(int(outside.sum()), len(outside)))


def _last(beyond: Callable[[Fraction], Fraction], inside: Fraction, outside: Fraction, near: Fraction) -> Fraction:
    """The last place on the way from where it holds to where it does not, as near as that: where a straight line leads, a step to either side of it."""
    while abs(outside - inside) > near:
        more, less = beyond(inside), beyond(outside)
        straight = inside + (outside - inside) * more / (more - less)
        step = near / 2 if outside > inside else -near / 2
        for place in (straight - step, straight + step, None):
            middle = (inside + outside) / 2 if place is None else Fraction(round(place * MILLIONTHS), MILLIONTHS)
            if min(inside, outside) < middle < max(inside, outside) and abs(outside - inside) > near:
                inside, outside = (middle, outside) if beyond(middle) >= 0 else (inside, middle)
    return inside
