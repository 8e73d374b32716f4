"""A figure as both parties counted it: ours, the client's, and the one that they agreed on after counting together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from bpo.core.codec import ExactFraction

Which = Literal["ours", "theirs", "agreed"]


@dataclass(frozen=True, slots=True)
class Side:
    """What one party counted: a total with its parts, or the value of a KPI."""

    value: ExactFraction
    parts: Mapping[str, ExactFraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Deviation:
    """How far two counts lie apart, as a share of the one that prevails; ``part`` says in which part of the figure.

    None is beyond every tolerance: the count that prevails is zero, and the other is not.
    """

    share: ExactFraction | None
    part: str = ""

    def beyond(self, tolerance: Fraction) -> bool:
        return self.share is None or self.share > tolerance


@dataclass(frozen=True, slots=True)
class Sides:
    """Both parties' counts of a quantity or KPI. ``ours`` is None until it is counted; ``who`` agreed, ``why`` they differ, ``when`` it
    was agreed and what shows it (``attachment``).

    ``billed`` and ``deviation`` are known once the contract has settled whose count is billed.
    """

    theirs: Side
    ours: Side | None = None
    agreed: Side | None = None
    who: str = ""
    why: str = ""
    of_kpi: bool = False
    billed: Which | None = None
    deviation: Deviation | None = None
    when: date | None = None
    attachment: str = ""

    def __getitem__(self, which: Which) -> Side | None:
        found: Side | None = getattr(self, which)
        return found

    def apart(self, prevailing: Side) -> Deviation:
        """The widest deviation: of the totals, and of every part where both have parts, for equal totals may hide a shift."""
        assert self.ours is not None, "what was not counted is not compared"
        return max(self._deviations(self.ours, prevailing), key=lambda one: (one.share is None, one.share or 0))

    def _deviations(self, ours: Side, prevailing: Side) -> Iterator[Deviation]:
        yield Deviation(_share(ours.value, self.theirs.value, prevailing.value))
        if ours.parts and self.theirs.parts:
            for key in dict.fromkeys([*ours.parts, *self.theirs.parts]):
                counts = [side.parts.get(key, Fraction(0)) for side in (ours, self.theirs, prevailing)]
                yield Deviation(_share(*counts), key)


def _share(ours: Fraction, theirs: Fraction, prevailing: Fraction) -> Fraction | None:
    if ours == theirs:
        return Fraction(0)
    return abs(ours - theirs) / abs(prevailing) if prevailing else None
