"""A line of a month's costs, with its explanation: a quantity at a rate. And what lines add up to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from bpo.core.words import Lang, Text
from bpo.economics.costs.cost_levies import Said


@dataclass(frozen=True, slots=True)
class CostLine:
    """``amount = quantity × rate``, without recoverable tax, in the price's currency; ``said`` are the sentences that explain it.

    ``item`` is the id in the cost file; what an item brings along is named below it, such as the levy ``agents.pension``.
    ``fixed`` lines do not move with volume; ``allocated`` ones are overhead that a contribution margin leaves out. ``input_tax``
    is the tax on it that is recovered, ``paid`` what is paid in the month, and ``unrecovered`` the part of a one-off that no
    earlier month has borne.
    """

    item: str
    label: Text
    category: str
    amount: Fraction
    driver: str
    quantity: Fraction
    rate: Fraction
    fixed: bool
    cost_centre: str = ""
    site: str = ""
    position: str = ""
    source: str = ""
    said: tuple[Said, ...] = ()
    allocated: bool = False
    input_tax: Fraction = Fraction(0)
    paid: Fraction = Fraction(0)
    unrecovered: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        assert self.amount == self.quantity * self.rate, f"{self.item}: the amount is not quantity × rate"

    def say(self, lang: Lang) -> str:
        """Why the amount is what it is."""
        return ("；" if lang == "zh" else "; ").join(words.say(lang, values) for words, values in self.said)


Level = Literal["item", "category", "driver", "cost_centre", "site", "position", "fixed", "allocated"]


def cost_of(lines: Iterable[CostLine]) -> Fraction:
    """All of them."""
    return sum((line.amount for line in lines), Fraction(0))


def costs_by(lines: Iterable[CostLine], level: Level) -> dict[str | bool, Fraction]:
    """What they come to by item, category, cost centre, site, position…; lines without one are under ``""``. The parts add up."""
    found: dict[str | bool, Fraction] = {}
    for line in lines:
        key = getattr(line, level)
        found[key] = found.get(key, Fraction(0)) + line.amount
    return found
