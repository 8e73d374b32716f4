"""The header of a contract: what it is called, who signed it, when it holds, how it is billed and taxed."""

from functools import lru_cache
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import BeforeValidator, Field

from bpo.contracts.header.accepts import Acceptance
from bpo.contracts.header.ceilings import Ceiling, PurchaseOrder
from bpo.contracts.header.due import AcceptedAfterRule, DueRule
from bpo.contracts.header.entities import Allocation, Entity
from bpo.contracts.header.parties import CountPrevails, CycleDay, DayCount, Party
from bpo.contracts.header.tax import Prices
from bpo.core.calendars import CalendarField
from bpo.core.fields import Day, FileModel, Identifier, Label, Mistake, WholeNumber
from bpo.core.money import Money, minor_unit_places
from bpo.core.periods import Cycle, Period
from bpo.core.words import Text, Words
from bpo.core.zone_slips import UNKNOWN_ZONE, meant_zone

UNKNOWN_CURRENCY = Words(
    "currency-unknown",
    en="'{given}' is not a currency code of ISO 4217, such as CNY, USD, EUR",
    zh="'{given}' 不是 ISO 4217 货币代码，例如 CNY、USD、EUR",
)
ENDS_BEFORE_START = Words(
    "effective-order",
    en="the contract ends ({end}) before it starts ({start})",
    zh="合同截止日 {end} 早于起始日 {start}",
)


_COMMON_CURRENCIES = ("CNY", "USD", "EUR", "GBP", "HKD", "TWD", "JPY", "INR", "PHP", "SGD", "MYR", "KRW", "THB", "VND")


def _timezone(given: Any) -> str:
    try:
        ZoneInfo(str(given))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Mistake(UNKNOWN_ZONE, given=str(given), nearest=meant_zone(str(given), available_timezones())) from None
    return str(given)


def _currency(given: Any) -> str:
    try:
        minor_unit_places(str(given))
    except ValueError:
        meant = {"RMB": "CNY", "NTD": "TWD"}.get(str(given).upper(), str(given).upper())
        nearest = meant if meant in _COMMON_CURRENCIES else ""
        raise Mistake(UNKNOWN_CURRENCY, given=given, nearest=nearest) from None
    return str(given)


CurrencyCode = Annotated[str, BeforeValidator(_currency)]
"""A currency by its code in ISO 4217."""


class Effective(FileModel):
    """The days on which the contract holds, both included; without ``to`` it runs on."""

    start: Annotated[Day, Field(alias="from")]
    end: Annotated[Day | None, Field(alias="to")] = None

    def model_post_init(self, context: Any, /) -> None:
        if self.end is not None and self.end < self.start:
            raise Mistake(ENDS_BEFORE_START, ("to",), start=self.start, end=self.end)


class Billing(FileModel):
    """The billing cycle, the time zone in which days begin, the working-day calendar, and when payment is due.

    ``accepted_after``: a statement that is not contested by then is accepted.
    ``lapses_after``: what a term counts by a later day, such as that of acceptance, is not billed once it is older than this.
    """

    cycle: CycleDay = 1
    timezone: Annotated[str, BeforeValidator(_timezone)] = "Asia/Shanghai"
    calendar: CalendarField | None = None
    due: DueRule | None = None
    accepted_after: AcceptedAfterRule | None = None
    lapses_after: DayCount | None = None


class Header(FileModel):
    """All of a contract but its clauses. ``bpo`` is the version of the language that it is written in."""

    bpo: WholeNumber = 1
    contract: Identifier
    title: Label
    document: Label = Text(zh="结算单", en="Statement")
    language: Literal["zh", "en", "both"] = "both"
    reference: str = ""
    account: str = ""
    currency: CurrencyCode
    effective: Effective
    supplier: Party
    client: Party
    entities: list[Entity] = []
    allocation: Allocation | None = None
    purchase_orders: list[PurchaseOrder] = []
    ceiling: Ceiling | None = None
    figures: CountPrevails | None = None
    billing: Billing = Billing()
    prices: Prices = Prices()
    accepts: list[Acceptance] = []

    @property
    def account_of_facts(self) -> str:
        """Whose facts the contract counts: ``account``, or the contract's own id."""
        return self.account or self.contract

    @property
    def cycle(self) -> Cycle:
        return Cycle(self.billing.cycle)

    @property
    def money(self) -> Money:
        return _money(self.currency, self.prices.rounding)

    @property
    def tax_money(self) -> Money:
        """The currency as taxes are rounded."""
        return _money(self.currency, self.prices.tax_rounding_mode or self.prices.rounding)

    def effective_part(self, period: Period) -> Period | None:
        """The days of the period on which the contract holds."""
        return period.within(self.effective.start, self.effective.end)


_money = lru_cache(maxsize=64)(Money)
