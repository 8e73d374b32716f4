"""A figure as both parties counted it: ours, the client's, and the one that they agreed on after counting together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from bpo.core.codec import ExactFraction
from bpo.core.words import exact_text

Which = Literal["ours", "theirs", "agreed"]


@dataclass(frozen=True, slots=True)
class Side:
    """What one party counted: a total with its parts, or the value of a KPI."""

    value: ExactFraction
    parts: Mapping[str, ExactFraction] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """By the keys of the parts, in whichever order they were counted."""
        return {"total": exact_text(self.value), "parts": pairs_json(dict(sorted(self.parts.items())))}


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
    """Both parties' counts of a quantity or KPI. ``ours`` is None until it is counted; ``who`` agreed, and ``why`` they differ.

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

    def file_json(self) -> dict[str, Any]:
        """What stands beside our own figure in a measures file."""
        sides = {"theirs": self.theirs, "agreed": self.agreed}
        said = {"who": self.who, "why": self.why}
        return {
            name: exact_text(side.value) if self.of_kpi else side.as_json() for name, side in sides.items() if side
        } | {name: text for name, text in said.items() if text}

    def as_json(self) -> dict[str, Any]:
        """All of it, for :func:`sides_from`."""
        return {
            "kpi": self.of_kpi,
            **{name: side.as_json() if (side := self[name]) else None for name in ("ours", "theirs", "agreed")},
            "who": self.who,
            "why": self.why,
            "billed": self.billed,
            "deviation": None
            if self.deviation is None
            else {"share": _text(self.deviation.share), "part": self.deviation.part},
        }


def sides_from(stored: Mapping[str, Any]) -> Sides:
    """What :meth:`Sides.as_json` wrote.

    Raises:
        KeyError, TypeError, ValueError: if it did not write this.
    """
    apart = stored["deviation"]
    share = Fraction(apart["share"]) if apart and apart["share"] is not None else None
    theirs = _side(stored["theirs"])
    if theirs is None:
        raise ValueError("a figure of both parties lacks the client's")
    return Sides(
        theirs=theirs,
        ours=_side(stored["ours"]),
        agreed=_side(stored["agreed"]),
        who=stored["who"],
        why=stored["why"],
        of_kpi=stored["kpi"],
        billed=stored["billed"],
        deviation=Deviation(share, apart["part"]) if apart else None,
    )


def pairs_json(parts: Mapping[str, Fraction]) -> list[dict[str, str]]:
    return [{"key": key, "value": exact_text(value)} for key, value in parts.items()]


def _side(stored: Mapping[str, Any] | None) -> Side | None:
    if stored is None:
        return None
    return Side(Fraction(stored["total"]), {pair["key"]: Fraction(pair["value"]) for pair in stored["parts"]})


def _share(ours: Fraction, theirs: Fraction, prevailing: Fraction) -> Fraction | None:
    if ours == theirs:
        return Fraction(0)
    return abs(ours - theirs) / abs(prevailing) if prevailing else None


def _text(value: Fraction | None) -> str | None:
    return None if value is None else exact_text(value)
