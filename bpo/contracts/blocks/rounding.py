"""Rounding before the line is: a term's volume, or the price of every record."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator

from bpo.core.fields import FileModel, OrWritten, Positive
from bpo.core.increments import MODES
from bpo.core.money import Money, RoundingMode, round_to
from bpo.core.words import Condition, Words

ROUNDED = Words(
    "volume-rounded",
    en="{counted} rounded {mode} to a multiple of {to}: {volume}",
    zh="{counted} 按 {to} 的整数倍{mode}取整：{volume}",
)
IN_LIST = Words(
    "offer-round-volume",
    en="the volume of a month is rounded {mode} to multiples of {to}",
    zh="当月数量按 {to} 的整数倍{mode}取整",
)
EACH_IN_LIST = Words(
    "offer-round-each", en="the price of each record is rounded {mode} to {to}", zh="逐条金额{mode}舍入到 {to}"
)
EACH_TO_MONEY = Words(
    "offer-round-each-money", en="the price of each record is rounded {mode}", zh="逐条金额{mode}舍入到最小货币单位"
)


class RoundVolume(FileModel):
    """``{to: 0.25, by: up}``: the volume of the month is billed as a multiple of ``to``."""

    to: Positive
    by: RoundingMode = "half_up"

    def apply(self, volume: Fraction) -> Fraction:
        return round_to(volume, self.to, self.by)

    def said(self, counted: Fraction, volume: Fraction) -> Mapping[str, Any]:
        return {"counted": counted, "volume": volume, "to": self.to, "mode": MODES[self.by]}

    def condition(self) -> Condition:
        return IN_LIST, {"to": self.to, "mode": MODES[self.by]}


class RoundEach(FileModel):
    """``half_up``, or ``{to: 0.0001, by: half_up}``: the price of every record is rounded, to the currency's minor unit if to no other."""

    by: RoundingMode = "half_up"
    to: Positive | None = None

    def apply(self, price: Fraction, money: Money) -> Fraction:
        if self.to is not None:
            return round_to(price, self.to, self.by)
        return Fraction(Money(money.currency, self.by).round(price))

    def unit(self, money: Money) -> Any:
        return self.to if self.to is not None else money.units(1)

    def condition(self) -> Condition:
        if self.to is None:
            return EACH_TO_MONEY, {"mode": MODES[self.by]}
        return EACH_IN_LIST, {"to": self.to, "mode": MODES[self.by]}


RoundEachField = Annotated[
    RoundEach,
    BeforeValidator(lambda given: given if isinstance(given, (Mapping, RoundEach)) else {"by": given}),
    OrWritten({"enum": list(MODES)}),
]
