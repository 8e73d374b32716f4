"""From the volume counted to the volume billed: contacts that are free, and the floor that a binding forecast sets."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator, Field

from bpo.contracts.clause import Clause, in_month
from bpo.contracts.month import Month
from bpo.contracts.statement import Step
from bpo.core.expr import both
from bpo.core.fields import FileModel, Mistake, Share, WholeNumber, read_share
from bpo.core.figure import FigureField
from bpo.core.figure_names import side_name
from bpo.core.measures import Need, Quantity
from bpo.core.quantity import QuantitySpec, filter_at
from bpo.core.words import Condition, Pct, Words

FREE = Words(
    "billable-free",
    en="{free} of {counted} free: the first {first} of their kind in the month",
    zh="共 {counted}，其中 {free} 免费：当月符合条件的前 {first} 次",
)
FLOOR = Words(
    "billable-forecast-floor",
    en="At least {share} of the forecast {forecast} is paid: {floor} in place of {volume}",
    zh="至少按预测量 {forecast} 的 {share} 付费：以 {floor} 代替 {volume}",
)
OVER = Words(
    "billable-over-forecast",
    en="{over} above {share} of the forecast {forecast}; paid like the rest",
    zh="超出预测量 {forecast} 的 {share} 的部分为 {over}，照常付费",
)


FREE_IN_LIST = Words("offer-free", en="the first {first} contacts a month are free", zh="每月前 {first} 次免费")
PAY_AT_LEAST = Words(
    "offer-pay-at-least", en="at least {share} of the forecast volume is paid", zh="至少按预测量的 {share} 计费"
)
NO_EFFECT = Words(
    "forecast-without-effect",
    en="say what the forecast is for: 'pay_at_least' a share of it, or 'over' which share volume is reported",
    zh="请写明预测量的用途：pay_at_least（至少按其多少付费）或 over（超出多少须列示）",
)


class Free(FileModel):
    """The ``first`` contacts of the month for which ``where`` holds cost nothing."""

    first: WholeNumber
    where_: Annotated[str | None, Field(alias="where")] = None

    def condition(self) -> Condition:
        """How it reads in a price list."""
        return FREE_IN_LIST, {"first": Fraction(self.first)}

    def need(self, name: str, quantity: QuantitySpec) -> Need:
        """What the free ones amount to, in the unit of the quantity: of its rows, the first for which ``where`` holds too."""
        facts = quantity.facts
        assert facts is not None
        need = quantity.need(free_id(name))
        return replace(need, where=both(need.where, filter_at(self.where_, facts, ("free", "where"))), first=self.first)

    def volume(self, month: Month, name: str, counted: Quantity, by_count: bool, clause: Clause) -> Fraction:
        """The part that is free, never more than was counted."""
        found = month.quantity(free_id(name), clause).total
        return min(counted.total, found, Fraction(self.first) if by_count else found)


def free_id(name: str) -> str:
    return side_name(name, "free")


class Forecast(FileModel):
    """A binding forecast of the month's volume: at least the share ``pay_at_least`` of it is paid (保底量).

    Volume beyond the share ``over`` is paid like the rest, and said to be so.
    """

    volume: FigureField
    pay_at_least: Share | None = None
    over: Annotated[Fraction, BeforeValidator(lambda given: read_share(given, below=2))] | None = None

    def check_fields(self) -> None:
        if self.pay_at_least is None and self.over is None:
            raise Mistake(NO_EFFECT)

    def conditions(self) -> list[Condition]:
        """How it reads in a price list: what is paid at least, if anything is."""
        return [(PAY_AT_LEAST, {"share": Pct(self.pay_at_least)})] if self.pay_at_least is not None else []

    def apply(self, month: Month, volume: Fraction, clause: Clause) -> tuple[Fraction, Sequence[Step]]:
        """The volume to be paid, and what is to be said of it."""
        forecast = in_month(self.volume, month, clause)
        least = self.pay_at_least or Fraction(0)
        floor = least * forecast
        if volume < floor:
            said = {"share": Pct(least), "forecast": forecast, "floor": floor, "volume": volume}
            return floor, [clause.step(FLOOR, said)]
        if self.over is not None and volume > (most := self.over * forecast):
            said = {"share": Pct(self.over), "forecast": forecast, "over": volume - most}
            return volume, [clause.step(OVER, said)]
        return volume, []
