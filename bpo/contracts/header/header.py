"""The header of a contract: what it is called, who signed it, when it holds, how it is billed and taxed."""

from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, PrivateAttr

from bpo.contracts.header.accepts import Acceptance
from bpo.contracts.header.ceilings import Ceiling, PurchaseOrder
from bpo.contracts.header.client_workbook import ClientWorkbook
from bpo.contracts.header.cycle_written import CycleField
from bpo.contracts.header.due import AcceptedAfterRule, DueRule
from bpo.contracts.header.e_invoice import EInvoice
from bpo.contracts.header.entities import Allocation, Entity
from bpo.contracts.header.fapiao import Fapiao
from bpo.contracts.header.late_interest import LateInterestRule
from bpo.contracts.header.parties import CountPrevails, DayCount, Party
from bpo.contracts.header.statement_date import StatementDateRule
from bpo.contracts.header.tax import Prices
from bpo.contracts.header.termination import Terminated
from bpo.core.calendars import CalendarField
from bpo.core.cycle import Cycle
from bpo.core.cycles import MONTHLY
from bpo.core.fields import Day, FileModel, Identifier, Label, Mistake, WholeNumber
from bpo.core.money import ENDED, Money, minor_unit_places
from bpo.core.periods import Period
from bpo.core.words import Text, Words
from bpo.core.zone_slips import UNKNOWN_ZONE, meant_zone
from bpo.core.zones import zone_names

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
TOO_FINE = Words(
    "round-to-too-fine",
    en="{given} is no multiple of {unit} {currency}, the smallest amount that can be paid",
    zh="{given} 不是最小支付单位 {unit} {currency} 的整数倍",
)


CURRENCY_ENDED = Words(
    "currency-ended",
    en="{given} ended on {last}, before the contract begins ({start}); write the currency that replaced it",
    zh="{given} 已于 {last} 停用，早于合同起始日 {start}；请写取代它的货币",
)

_COMMON_CURRENCIES = ("CNY", "USD", "EUR", "GBP", "HKD", "TWD", "JPY", "INR", "PHP", "SGD", "MYR", "KRW", "THB", "VND")


def _timezone(given: Any) -> str:
    if str(given) not in zone_names():
        raise Mistake(UNKNOWN_ZONE, given=str(given), nearest=meant_zone(str(given), zone_names()))
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

    ``statement_date``: which day stands on a statement, from which due days may count; else the first after the period.
    ``accepted_after``: a statement that is not contested by then is accepted.
    ``late_interest``: what is owed besides for each day that a payment is late.
    ``shifts``: the hours of a shift that goes on after midnight belong to the days on which they are worked, or to its first.
    ``e_invoice``: in which format it is invoiced electronically; ``fapiao``: under which codes in China.
    ``lapses_after``: what a term counts by a later day, such as that of acceptance, is not billed once it is older than this.
    ``workbook``: the client's own template, which each statement fills.
    ``shows``: what the client's papers leave out unless the contract asks for it: lines that come to nothing, exact ratios.
    """

    cycle: CycleField = MONTHLY
    timezone: Annotated[str, BeforeValidator(_timezone)] = "Asia/Shanghai"
    calendar: CalendarField | None = None
    shifts: Literal["by_day", "by_start"] = "by_day"
    statement_date: StatementDateRule | None = None
    due: DueRule | None = None
    accepted_after: AcceptedAfterRule | None = None
    late_interest: LateInterestRule | None = None
    lapses_after: DayCount | None = None
    shows: list[Literal["zero_lines", "ratios"]] = []
    workbook: ClientWorkbook | None = None
    e_invoice: EInvoice | None = None
    fapiao: Fapiao | None = None

    def dated(self, period: Period) -> date:
        """The day that stands on a period's statement; raises BpoError for working days of a year that is not known."""
        rule = self.statement_date
        return period.day_after if rule is None else rule.on(period.end, self.calendar, self.where)


class ShownIn(FileModel):
    """A second currency of a statement: ``exchange`` names the quantity that holds what one unit of it is in the contract's."""

    currency: CurrencyCode
    exchange: str

    @property
    def id(self) -> str:
        """Its place in the header, where it asks a month."""
        return "shown_in"


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
    shown_in: ShownIn | None = None
    effective: Effective
    terminated: Terminated | None = None
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
    _until: date | None = PrivateAttr(default=None)

    def check_fields(self) -> None:
        ended = ENDED.get(self.currency)
        if ended is not None and ended.last_day < self.effective.start:
            raise Mistake(
                CURRENCY_ENDED, ("currency",), given=self.currency, last=ended.last_day, start=self.effective.start
            )
        if self.terminated is not None:
            self.terminated.check_end(self.effective.end)
        for field in ("tax_round_to", "payable_round_to"):
            step: Fraction | None = getattr(self.prices, field)
            if step is not None and not self.money.is_payable(step):
                unit = self.money.units(1)
                raise Mistake(TOO_FINE, ("prices", field), given=step, unit=unit, currency=self.currency)

    @property
    def needs_tax_invoice(self) -> bool:
        """Whether a tax invoice (发票) follows on its statements: in CNY, or where the due day counts from one; elsewhere the
        statement's own number is the invoice's."""
        due = self.billing.due
        return self.currency == "CNY" or (due is not None and due.after == "tax_invoice")

    @property
    def account_of_facts(self) -> str:
        """Whose facts the contract counts: ``account``, or the contract's own id."""
        return self.account or self.contract

    @property
    def zone_is_assumed(self) -> bool:
        """Whether nobody wrote by which clock days begin, and China's, the default, need not be meant."""
        return self.currency != "CNY" and "timezone" not in self.billing.model_fields_set

    @property
    def cycle(self) -> Cycle:
        return self.billing.cycle

    @property
    def money(self) -> Money:
        return _money(self.currency, self.prices.rounding)

    @property
    def tax_money(self) -> Money:
        """The currency as taxes are rounded."""
        return _money(self.currency, self.prices.tax_rounding_mode or self.prices.rounding)

    def effective_part(self, period: Period) -> Period | None:
        """The days of the period on which the contract holds, and of which something is said: see :meth:`seen_until`."""
        days = self.days_in(period)
        return None if days is None else days.within(None, self.private("_until"))

    def days_in(self, period: Period) -> Period | None:
        """All days of the period on which the contract holds."""
        return period.within(self.effective.start, self.effective.end)

    def seen_until(self, day: date) -> Self:
        """The same contract, which goes on, with nothing known of it after a day: what its period in course has earned by then."""
        copied = self.model_copy()
        copied._until = day
        return copied


_money = lru_cache(maxsize=64)(Money)
