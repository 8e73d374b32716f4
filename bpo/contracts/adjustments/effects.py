"""How the consequences of a contract read in short: sizes, bands and lines as sentences of both languages."""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Protocol

from bpo.contracts.adjustments.values import joined
from bpo.contracts.blocks.bands import SIGNS, Band
from bpo.core.words import Pct, Text, Value, Words

PERCENT = Words("regime-percent", en="{band}: {percent}", zh="{band}：{percent}")
PERCENT_OF = Words("regime-percent-of", en="{percent} of {lines}", zh="{lines}的 {percent}")
REST = Text(zh="其余", en="otherwise")
Saying = tuple[Words, Mapping[str, Value]]


class EffectBand(Band):
    """A band from which something follows for the price; a subclass adds what, and how that reads."""

    @abstractmethod
    def effect(self, held: Value, money: Callable[[Fraction], str]) -> Saying:
        """What follows where the value lies in the band, which is ``held``."""


class Sized(Protocol):
    """What is an amount, or a percent of lines."""

    @property
    def amount(self) -> Fraction | None: ...

    @property
    def percent(self) -> Fraction | None: ...

    @property
    def of(self) -> list[str] | None: ...


@dataclass(frozen=True)
class Teller:
    """What a clause asks to say its effects: names of the contract, and how numbers are printed."""

    labels: Mapping[str, Text]
    """Of lines, KPIs and quantities."""
    units: Mapping[str, str]
    """What each KPI is measured in."""
    targets: Mapping[str, Fraction | None]
    money: Callable[[Fraction], str]
    """An amount with its currency."""
    measured: Callable[[Fraction, str], str]
    """A value in its unit."""
    day: Callable[[date], str]

    def lines(self, names: Sequence[str]) -> Text:
        return joined([self.labels.get(name, Text.of(name)) for name in names])

    def value(self, value: Fraction, kpi: str) -> str:
        """A value in the unit of a KPI; of none, as a number."""
        return self.measured(value, self.units.get(kpi, ""))

    def size(self, sized: Sized) -> Value:
        """An amount, or a percent of lines."""
        if sized.amount is not None:
            return self.money(sized.amount)
        percent = sized.percent if sized.percent is not None else Fraction(0)
        return said(PERCENT_OF, percent=Pct(percent), lines=self.lines(sized.of or []))

    def bands(self, bands: Sequence[EffectBand], kpi: str = "") -> Text:
        return in_one([self._band(band, kpi) for band in bands])

    def _band(self, band: EffectBand, kpi: str) -> Saying:
        bound = band.bound()
        held: Value = REST if bound is None else f"{SIGNS[bound[0]]} {self.value(bound[1], kpi)}"
        return band.effect(held, self.money)


def said(words: Words, /, **values: Value) -> Text:
    """A sentence as one text."""
    return in_one([(words, values)])


def in_one(parts: Sequence[Saying]) -> Text:
    """Several parts of a sentence as one text."""
    return Text(
        zh="；".join(words.say("zh", values) for words, values in parts),
        en="; ".join(words.say("en", values) for words, values in parts),
    )
