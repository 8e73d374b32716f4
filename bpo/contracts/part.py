"""A part of a month: the figures, verdicts and lines of one site or team, or of the days under one version of the contract.

A figure of a part is kept beside the whole, as ``inbound@成都`` (:func:`bpo.core.figure_names.part_name`). A line that was computed part by
part says so by a step at the head of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeVar

from bpo.contracts.statement import Charge, Step, rounded
from bpo.core.figure_names import FigureName, keys_of
from bpo.core.measures import Measures
from bpo.core.money import Money
from bpo.core.vocabulary import AGENT, ENTITY, SITE, TEAM, heading
from bpo.core.words import Words

OF_EACH = Words("part-of-each", en="{name} {key}", zh="{name} {key}")
OF_DAYS = Words("part-of-days", en="From {start} to {end} ({days} days)", zh="{start} 至 {end}（{days} 天）")

NAMES = {"site": heading(SITE), "team": heading(TEAM), "agent": heading(AGENT), "entity": heading(ENTITY)}
"""What the columns that a clause is usually computed for are called."""


@dataclass(frozen=True, slots=True)
class PartOfMonth:
    """Which part a month is seen as.

    Of a part by days, ``before`` and ``whole`` are what quantities came to in earlier parts of the month and in all of it, and
    ``share`` its share of the month's days: tiers, minimums and caps go on counting; ``later`` if it is not the first.
    ``tiers_of_month`` if tiers do not: each wording prices the whole month, for its share of the days.
    ``own`` are the figures that the clause counts: it needs those of the part, for the whole month's would be billed in every part.
    """

    key: str
    before: Mapping[str, Fraction] = field(default_factory=dict)
    whole: Mapping[str, Fraction] = field(default_factory=dict)
    share: Fraction | None = None
    later: bool = False
    tiers_of_month: bool = False
    own: frozenset[str] = frozenset()

    @property
    def by_days(self) -> bool:
        return self.share is not None

    def of(self, key: str, own: frozenset[str]) -> PartOfMonth:
        """The part that a site or team has of this one."""
        return replace(self, key=key, before=of_part(self.before, key), whole=of_part(self.whole, key), own=own)


T = TypeVar("T")


def of_part(figures: Mapping[str, T], key: str) -> dict[str, T]:
    """Figures as a part has them, by their own names; what is not kept by parts is that of the whole month."""
    names = {text: FigureName.of(text) for text in figures}
    split = {name.whole for name in names.values() if name.parts}
    found = {text: figures[text] for text, name in names.items() if not name.parts and text not in split}
    for text, name in names.items():
        if name.parts[:1] == (key,):
            found[name.inside()] = figures[text]
    return found


def measures_of_part(measures: Measures, part: PartOfMonth) -> Measures:
    """The measures of a part; what the clause counts and has for the whole month alone is missing here, unless it is nothing."""
    quantities = of_part(measures.quantities, part.key)
    for name in given_whole(measures, part.own):
        quantities.pop(name, None)
    return replace(measures, quantities=quantities, kpis=of_part(measures.kpis, part.key))


def given_whole(measures: Measures, names: Iterable[str]) -> list[str]:
    """Those of the quantities that are something, and of which no part is known."""
    figures = measures.quantities
    known = [name for name in sorted(names) if name in figures and figures[name].total]
    return [name for name in known if not any(keys_of(name, figures))]


def line_of_part(line: Charge, key: str, money: Money) -> Charge:
    """A line's part; the line itself if it was not computed part by part."""
    parts = line.parts
    if not parts:
        return line
    kept: list[Step] = []
    these_days = False
    for head, steps in parts:
        if head.kind == "days":
            these_days = head.values["key"] == key
            kept += steps if these_days else []
        elif these_days:  # the sites of these days, each still under its head
            kept += [head, *steps]
        elif head.values["key"] == key:
            kept += steps
    closed, amount = rounded(kept, money)
    return replace(line, steps=closed, amount=amount)
