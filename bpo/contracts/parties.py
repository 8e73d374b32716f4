"""Who signed, how they pay, and when: the header parts of a contract."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, WithJsonSchema, model_validator

from bpo.fields import Label, Mistake, Part, WholeNumber, normal
from bpo.words import Words

BAD_CYCLE = Words(
    "billing-cycle",
    en="'{given}' is not a billing cycle; write 'monthly' or 'monthly from day 22' (1 to 28)",
    zh="'{given}' 不是账期规则；请写 monthly 或 monthly from day 22（1 至 28 日）",
)
BAD_DUE = Words(
    "due-rule",
    en="'{given}' is not a due date rule; write '30 days after statement' (or period end, confirmation, tax invoice), then optionally ', next 25th'",
    zh="'{given}' 不是付款期限；请写 30 days after statement（或 period end、confirmation、tax invoice），需要时再加 , next 25th",
)


BAD_LAPSE = Words(
    "billing-lapse",
    en="'{given}' is not a time after which charges lapse; write '180 days'",
    zh="'{given}' 不是补计期限；请写 180 days 或 180 天",
)
BAD_PAY_DAY = Words(
    "pay-day", en="a pay day lies between the 1st and the 28th, which every month has", zh="付款日须在 1 至 28 日之间"
)


class Bank(Part):
    """Where payment goes."""

    name: Label
    account: str
    holder: Label | None = None
    iban: str = ""
    swift: str = ""
    branch: Label | None = None


class Party(Part):
    """One side of the contract, as it stands on the invoice."""

    name: Label
    address: Label | None = None
    tax_no: str = ""
    contact: Label | None = None
    phone: str = ""
    email: str = ""
    bank: Bank | None = None
    po: str = ""
    cost_centre: str = ""


DueEvent = Literal["statement", "period_end", "confirmation", "tax_invoice"]


class Due(Part):
    """Payment ``days`` after an event; with ``pay_day`` on the next such day of a month.

    ``confirmation`` and ``tax_invoice`` are days that nobody knows when the statement is drawn: it then prints the rule.
    """

    days: WholeNumber
    after: DueEvent
    pay_day: WholeNumber | None = None

    @model_validator(mode="after")
    def _in_every_month(self) -> Self:
        if self.pay_day is not None and not 1 <= self.pay_day <= 28:
            raise Mistake(BAD_PAY_DAY, ("pay_day",))
        return self

    def on(self, day: date) -> date:
        """The due date when the event falls on ``day``."""
        due = day + timedelta(days=self.days)
        while self.pay_day is not None and due.day != self.pay_day:
            due += timedelta(days=1)
        return due


_EVENTS: dict[str, str] = {
    "statement": "statement", "出账": "statement", "对账单": "statement",
    "period end": "period_end", "period_end": "period_end", "账期结束": "period_end",
    "confirmation": "confirmation", "确认": "confirmation",
    "tax invoice": "tax_invoice", "tax_invoice": "tax_invoice", "invoice": "tax_invoice", "开票": "tax_invoice", "收到发票": "tax_invoice",
}  # fmt: skip


def _due(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    text = normal(given).lower()
    english = re.fullmatch(
        r"(\d{1,3}) days? after (?:the )?([a-z_ ]+?)(?:,? (?:then )?(?:the )?next (\d{1,2})(?:st|nd|rd|th))?", text
    )
    chinese = re.fullmatch(r"(\S+?)后\s*(\d{1,3})\s*[天日]内?(?:,?\s*(?:下一个|次)(\d{1,2})日)?", text)
    days, event, pay_day = (
        english.groups() if english else (chinese[2], chinese[1], chinese[3]) if chinese else ("", "", None)
    )
    if event not in _EVENTS or (pay_day and not 1 <= int(pay_day) <= 28):
        raise Mistake(BAD_DUE, given=given)
    return {"days": days, "after": _EVENTS[event], "pay_day": pay_day}


_DUE_SCHEMA = {"anyOf": [{"type": "string"}, {"type": "object", "required": ["days", "after"]}]}
DueRule = Annotated[Due, BeforeValidator(_due), WithJsonSchema(_DUE_SCHEMA)]


def _cycle(given: Any) -> Any:
    """'monthly' starts on the 1st; 'monthly from day 22' on the 22nd."""
    if isinstance(given, int):
        return given
    match = re.fullmatch(
        r"(?:monthly|每月)(?: ?(?:from|自)(?: day| the)? ?(\d{1,2})(?:st|nd|rd|th|日)?)?", normal(str(given)).lower()
    )
    day = int(match[1] or 1) if match else 0
    if not 1 <= day <= 28:
        raise Mistake(BAD_CYCLE, given=given)
    return day


CycleDay = Annotated[int, BeforeValidator(_cycle), WithJsonSchema({"type": "string"})]


def _days(given: Any) -> Any:
    """'180 days', '180 天'; or the number alone."""
    match = re.fullmatch(r"(\d{1,5})\s*(?:days?|天|日)?", normal(str(given)).lower())
    if not match or not int(match[1]):
        raise Mistake(BAD_LAPSE, given=given)
    return int(match[1])


DayCount = Annotated[int, BeforeValidator(_days), WithJsonSchema({"type": ["integer", "string"]})]
