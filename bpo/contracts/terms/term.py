"""What every pricing model has: the least and the most that its line comes to in a month."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Self

from pydantic import BeforeValidator, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from bpo.contracts.blocks.prices import NO_PRICE, Change, Money, Place, Price, Quoted, Rows, changed_prices, prices_in
from bpo.contracts.clause import Clause, Reference
from bpo.contracts.header.header import CurrencyCode
from bpo.contracts.month import Month
from bpo.contracts.part import NAMES
from bpo.contracts.statement import Charge, Score, Step
from bpo.core.fields import UNUSED, FileModel, Mistake, YesNo
from bpo.core.measures import Need
from bpo.core.proration import Prorated
from bpo.core.sums import exact_sum
from bpo.core.words import Condition, Text, Words

MINIMUM_ABOVE_MAXIMUM = Words(
    "term-minimum-above-maximum",
    en="the minimum {minimum} is above the maximum {maximum}",
    zh="最低收费 {minimum} 高于最高收费 {maximum}",
)
RAISED = Words("term-minimum", en="Raised to the minimum {limit}", zh="补足至最低收费 {limit}")
NO_USE = Words(
    "term-minimum-without-use",
    en="Nothing was used, so the minimum {limit} does not apply",
    zh="本期无用量，不适用最低收费 {limit}",
)
LOWERED = Words("term-maximum", en="Lowered to the maximum {limit}", zh="以最高收费 {limit} 为限")
CURRENCY_AND_RATE = Words(
    "currency-and-rate",
    en="'currency' and 'exchange' go together: the quantity in 'exchange' is what one unit of the currency is in the contract's",
    zh="currency 与 exchange 须同时写：exchange 为汇率的数量名，即一单位该币种折合合同币种的金额",
)
OF_ITS_OWN = Words(
    "currency-of-its-own",
    en="a term in another currency has prices of its own: it cannot build on other lines or on earlier months",
    zh="以其他币种计价的条款须有自己的价格：不能以其他行或往期为基础",
)
IN_CURRENCY = Words(
    "offer-currency", en="prices in {currency}, converted at the month's rate", zh="以 {currency} 计价，按当期汇率折算"
)
FOR_EACH = Words("offer-for-each", en="for each {part} by itself", zh="按{part}分别计")
LEAST = Words("offer-minimum", en="at least {amount} a month", zh="每月不低于 {amount}")
MOST = Words("offer-maximum", en="at most {amount} a month", zh="每月不超过 {amount}")
A_MINIMUM = Text(zh="有用量的条款的 minimum", en="the 'minimum' of a term that counts something")


class Limit(FileModel):
    """``75``, or ``{amount: 75, only_with_use: yes, prorated: days}``.

    ``only_with_use``: not in months in which nothing was counted. ``prorated``: in part where the contract holds in part.
    """

    amount: Price
    only_with_use: YesNo = False
    prorated: Prorated = "no"

    def in_month(self, month: Month) -> Fraction:
        return self.amount * month.share(self.prorated, self.where)


def _limit(given: Any) -> Any:
    return given if isinstance(given, (Mapping, Limit)) else {"amount": given}


class _OrTheAmount:
    """Tells editors that the amount may stand alone."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"type": ["number", "string"]}, handler(schema)]}


LimitField = Annotated[Limit, BeforeValidator(_limit), _OrTheAmount()]


def counted_over_a_month(needs: Sequence[Need]) -> str:
    """The first way of counting whose figures of some days do not add up to that of a month; empty if all do."""
    people = ("distinct", "covered", "heads", "heads_at_start", "heads_at_end")
    taken = next(("take" for need in needs if need.take is not None), "")
    return taken or next((need.op for need in needs if (need.op in people and not need.stretch) or need.first), "")


class Term(Clause):
    """A pricing model: ``minimum ≤ amount ≤ maximum``, before any adjustment (保底、封顶).

    ``currency``: its prices are in another currency than the statement, and its line is converted by the quantity ``exchange``, what
    one unit of that is in the statement's.
    """

    chosen_by: ClassVar[str] = "model"
    pages: ClassVar[str] = "docs/terms"
    whole_month: ClassVar[tuple[str, ...]] = ()
    """Fields that look at a whole month."""

    currency: CurrencyCode | None = None
    exchange: str | None = None
    minimum: LimitField | None = None
    maximum: Annotated[LimitField, NO_PRICE] | None = None

    def check_fields(self) -> None:
        low, high = self.minimum, self.maximum
        if (self.currency is None) != (self.exchange is None):
            raise Mistake(CURRENCY_AND_RATE, ("currency",) if self.exchange is None else ("exchange",))
        if self.currency is not None and (self.looks_back() or any(one.kind == "line" for one in self.references())):
            raise Mistake(OF_ITS_OWN, ("currency",))
        if low is not None and high is not None and low.amount > high.amount:
            raise Mistake(MINIMUM_ABOVE_MAXIMUM, ("minimum",), minimum=low.amount, maximum=high.amount)
        for name, limit in (("minimum", low), ("maximum", high)):
            if limit is not None and limit.only_with_use and (name == "maximum" or not self.counts):
                raise Mistake(UNUSED, (name, "only_with_use"), given="only_with_use", goes_with=A_MINIMUM)

    def references(self) -> list[Reference]:
        exchange = self.exchange
        rate = [Reference("quantity", exchange, ("exchange",), same_for_all=True)] if exchange is not None else []
        return [*super().references(), *rate]

    def of_earlier_months(self) -> list[str]:
        """The figures that are worth what an earlier month paid for them."""
        return []

    @abstractmethod
    def price_rows(self, contract: Quoted) -> Rows:
        """Every unit price, in written order, as a buyer reads it."""

    @abstractmethod
    def own_conditions(self) -> list[Condition]:
        """What a month of this model holds besides its unit prices: what is free, multiples, packages; none of what every term has."""

    def conditions(self, money: Money) -> list[Condition]:
        """All that a month of the term holds besides its unit prices."""
        found: list[Condition] = []
        if self.currency is not None:
            found.append((IN_CURRENCY, {"currency": self.currency}))
        if self.for_each is not None:
            part = NAMES.get(self.for_each, Text.of(self.for_each))
            found.append((FOR_EACH, {"part": Text(zh=part.zh, en=part.en.lower())}))
        if self.minimum is not None:
            found.append((LEAST, {"amount": money(self.minimum.amount)}))
        if self.maximum is not None:
            found.append((MOST, {"amount": money(self.maximum.amount)}))
        return [*found, *self.own_conditions()]

    def every_price(self) -> dict[Place, Fraction]:
        """Every price by its place; the least fee last."""
        return prices_in(self)

    def at_prices(self, prices: Mapping[Place, Fraction]) -> Self:
        """The term with these of its prices."""
        return self._repriced(lambda place, price: prices.get(place, price))

    def scaled(self, factor: Fraction) -> Self:
        """The term with all its prices multiplied."""
        return self._repriced(lambda place, price: self.scaled_price(place, price, factor))

    def _repriced(self, change: Change) -> Self:
        return self.altered(**self.within_limits(changed_prices(self, change)))

    def scaled_price(self, place: Place, price: Fraction, factor: Fraction) -> Fraction:
        """A price so many times as high; where the number holds more than the price, only that part of it is multiplied."""
        return price * factor

    def within_limits(self, values: dict[str, Any]) -> dict[str, Any]:
        """New values of its priced fields, its least fee no higher than the most that is paid: no other term could be signed."""
        least = values.get("minimum")
        if isinstance(least, Limit) and self.maximum is not None and least.amount > self.maximum.amount:
            return {**values, "minimum": least.altered(amount=self.maximum.amount)}
        return values

    def counts_whole_month(self) -> str:
        """What in it looks at a whole month, so that it cannot be priced on some of its days; empty if nothing does."""
        for name in (*self.whole_month, "currency"):
            if getattr(self, name, None) is not None:
                return name
        return counted_over_a_month(self.needs())

    @property
    def multiple_of(self) -> str | None:
        """The line whose rate its own is a multiple of."""
        return None

    @property
    def is_free(self) -> bool:
        """Whether it is known to cost nothing at any volume."""
        return False

    @property
    def may_be_negative(self) -> bool:
        """Whether its line can come below zero, were it not for its minimum."""
        return False

    @property
    def at_most(self) -> list[Fraction]:
        """Amounts that its line never exceeds in a month."""
        return [self.maximum.amount] if self.maximum is not None else []

    @property
    def counts(self) -> bool:
        """Whether there can be a month without use: something is counted or given for this term."""
        return True

    def used(self, month: Month) -> bool:
        """Whether anything that the term is priced by was used in the month."""
        names = {self.id, *(need.id for need in self.needs())}
        names |= {reference.name for reference in self.references() if reference.kind == "quantity"}
        names.discard(self.exchange or "")
        return any(quantity.total > 0 for name, quantity in month.measures.quantities.items() if name in names)

    def line(
        self, month: Month, steps: Sequence[Step], with_lines: Sequence[str] = (), scores: Sequence[Score] = ()
    ) -> Charge:
        """The charge of these steps within the term's limits."""
        return super().line(month, [*steps, *self._to_limit(month, steps)], with_lines, scores)

    def _to_limit(self, month: Month, steps: Sequence[Step]) -> list[Step]:
        if month.part is not None and month.part.by_days:
            return []  # they hold for the month: see limits_by_days.py
        amount = exact_sum(step.amount for step in steps)
        if self.minimum is not None and amount < (least := self.minimum.in_month(month)):
            if self.minimum.only_with_use and not self.used(month):
                return [self.step(NO_USE, {"limit": least})]
            return [self.step(RAISED, {"limit": least}, least - amount, kind="limit")]
        if self.maximum is not None and amount > (most := self.maximum.in_month(month)):
            return [self.step(LOWERED, {"limit": most}, most - amount, kind="limit")]
        return []
