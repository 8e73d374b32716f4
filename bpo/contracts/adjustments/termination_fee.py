"""Termination fee (提前终止费): for each month left of the minimum term, or by a table of the months left."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field

from bpo.contracts.adjustments.effects import EffectBand, Saying, Teller, said
from bpo.contracts.adjustments.leaving import Leaving
from bpo.contracts.adjustments.limits import base_of, said_below_zero
from bpo.contracts.adjustments.span import ZERO
from bpo.contracts.adjustments.values import joined
from bpo.contracts.blocks.bands import checked_bands, pick
from bpo.contracts.header.termination import Terminated
from bpo.contracts.month import Month
from bpo.contracts.statement import Step
from bpo.core.fields import NOT_POSITIVE, Amount, Day, FileModel, Mistake, Positive, Share, WholeNumber, YesNo
from bpo.core.sums import exact_sum
from bpo.core.words import Pct, Text, Value, Words

ONE_WAY = Words(
    "termination-fee-one-way",
    en="a termination fee is one of: 'amount' for each month left, 'percent' with 'of' and 'months', 'unamortised', 'bands' by months left",
    zh="提前终止费须且只能写一种：每剩余一月的 amount，percent 加 of 与 months，unamortised，或按剩余月数的 bands",
)
NOTHING_LEFT = Words(
    "termination-fee-nothing-left",
    en="The minimum term ended on {until}, not after {end}: nothing is left of it",
    zh="最低期限至 {until}，不晚于终止日 {end}：无剩余期限",
)
OF_AVERAGE = Words(
    "termination-fee-average",
    en="{lines} from {first} to {last}: {total}, on average {average} a month, of which {percent}",
    zh="{first} 至 {last} {lines}合计 {total}，月均 {average}，按其 {percent} 计",
)
OF_SET_UP = Words(
    "termination-fee-set-up", en="{amount} spread over {months} months", zh="{amount} 分 {months} 个月摊销"
)
MONTHS_LEFT = Words(
    "termination-fee-months-left",
    en="{left} months from {end}, the last day, to the end of the minimum term on {until}",
    zh="自终止日 {end} 至最低期限届满日 {until}，剩余 {left} 个月",
)
BY_TABLE = Words(
    "termination-fee-table",
    en="The fee for {left} months from {end}, the last day, to the end of the minimum term on {until}",
    zh="自终止日 {end} 至最低期限届满日 {until}，剩余 {left} 个月，对应费用",
)
IN_SHORT = Words(
    "regime-termination-fee", en="if {side} terminates before {until}: {size}", zh="{side}于 {until} 前提前终止：{size}"
)
EACH_MONTH = Words("regime-termination-fee-month", en="{amount} for each month left", zh="每剩余一个月 {amount}")
EACH_AVERAGE = Words(
    "regime-termination-fee-average",
    en="for each month left {percent} of the average of {lines} over {months} months",
    zh="每剩余一个月，按{lines}前 {months} 个月均值的 {percent}",
)
REST_OF_SET_UP = Words(
    "regime-termination-fee-set-up",
    en="what is left of {amount} spread over {months} months",
    zh="{amount} 按 {months} 个月摊销的余额",
)
BY_MONTHS = Words("regime-termination-fee-table", en="by months left {bands}", zh="按剩余月数 {bands}")
BAND = Words("regime-termination-fee-band", en="{band}: {amount}", zh="{band}：{amount}")


class FeeBand(EffectBand):
    """The fee where so many months are left."""

    amount: Amount

    def effect(self, held: Value, money: Callable[[Fraction], str]) -> Saying:
        return BAND, {"band": held, "amount": money(self.amount)}


class SetUp(FileModel):
    """A cost of the beginning that the prices pay back in so many months."""

    amount: Positive
    months: WholeNumber

    def check_fields(self) -> None:
        if self.months == 0:
            raise Mistake(NOT_POSITIVE, ("months",), given=0)


class TerminationFee(Leaving):
    """``months left × amount``, ``months left × percent × (lines of the last months / months)``, ``months left × set-up / months``,
    or the amount of a table by months left.

    Months left are those from the contract's last day to the last day of its minimum term: the billing periods, and of those in which either lies the
    share of their days; with ``begun_months`` each begun one is whole.
    """

    kind_name: ClassVar[Text] = Text(zh="提前终止费", en="Termination fee")

    kind: Literal["termination_fee"]
    minimum_term: Day
    amount: Positive | None = None
    percent: Share | None = None
    of: Annotated[list[str] | None, Field(min_length=1)] = None
    months: WholeNumber | None = None
    unamortised: SetUp | None = None
    bands: Annotated[
        list[FeeBand] | None, Field(min_length=1), AfterValidator(lambda bands: bands and checked_bands(bands))
    ] = None
    begun_months: YesNo = False

    def check_fields(self) -> None:
        ways = (self.amount, self.percent, self.unamortised, self.bands)
        average = {one is None for one in (self.percent, self.of, self.months)}
        if sum(way is not None for way in ways) != 1 or len(average) > 1:
            raise Mistake(ONE_WAY)
        if self.months == 0:
            raise Mistake(NOT_POSITIVE, ("months",), given=0)

    def looks_back(self) -> bool:
        return self.percent is not None

    def own_effects(self, tell: Teller) -> Iterator[Text]:
        size: Value
        if self.amount is not None:
            size = said(EACH_MONTH, amount=tell.money(self.amount))
        elif self.percent is not None:
            lines, percent = tell.lines(self.of or ()), Pct(self.percent)
            size = said(EACH_AVERAGE, percent=percent, lines=lines, months=self.months or 0)
        elif self.unamortised is not None:
            one = self.unamortised
            size = said(REST_OF_SET_UP, amount=tell.money(one.amount), months=one.months)
        else:
            size = said(BY_MONTHS, bands=tell.bands(self.bands or ()))
        yield said(IN_SHORT, side=self.side, until=tell.day(self.minimum_term), size=size)

    def owed(self, month: Month, left: Terminated) -> Sequence[Step]:
        end, months_left = month.contract_days[1], self._months_left(month)
        values: dict[str, Any] = {"end": end, "until": self.minimum_term}
        if not months_left:
            return [self.step(NOTHING_LEFT, values)]
        values["left"] = months_left
        if self.bands is not None:
            amount = self.direction * pick(self.bands, months_left).amount
            return [self.step(BY_TABLE, values, amount)]
        told, each = self._of_a_month(month)
        each *= self.direction
        return [*told, self.step(MONTHS_LEFT, values, months_left * each, months_left, "month", each)]

    def _of_a_month(self, month: Month) -> tuple[list[Step], Fraction]:
        """The fee for each month left, and the steps that say why it is that."""
        if self.unamortised is not None:
            one = self.unamortised
            values = {"amount": one.amount, "months": one.months}
            return [self.step(OF_SET_UP, values)], one.amount / one.months
        if self.percent is None:
            return [], self.amount or ZERO
        of = self.of or []
        months = self.months_before(month, self.months or 0)
        total = base_of(months, of)
        average = total / len(months)
        said_of: dict[str, Any] = {
            "lines": joined([line.label for line in month.lines(of)]),
            "first": months[0].period.name,
            "last": months[-1].period.name,
            "total": total,
            "average": average,
            "percent": Pct(self.percent),
        }
        return [*said_below_zero(months, of, self), self.step(OF_AVERAGE, said_of)], average * self.percent

    def _months_left(self, month: Month) -> Fraction:
        """The billing periods after the contract's last day until the minimum term's; begun ones whole, or by their days."""
        end = month.effective.end
        if self.minimum_term <= end:
            return ZERO
        cycle = month.cycle
        count = cycle.between(month.period.name, cycle.containing(self.minimum_term).name)
        periods = [cycle.period(cycle.after(month.period.name, n)) for n in range(count + 1)]
        after = [(one, one.within(end, self.minimum_term)) for one in periods]
        return exact_sum(self._share(days.days - (end in days), one.days) for one, days in after if days is not None)

    def _share(self, days: int, of_days: int) -> Fraction:
        return Fraction(days > 0) if self.begun_months else Fraction(days, of_days)
