"""When payment is due, and from when a statement that nobody contested is accepted: by calendar days or by working days."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema

from bpo.core.calendars import Calendar
from bpo.core.errors import Where
from bpo.core.fields import FileModel, Mistake, WholeNumber, YesNo, normal
from bpo.core.words import Words

BAD_DUE = Words(
    "due-rule",
    en="'{given}' is not a due date rule; write '30 days after statement' or '10 working days after confirmation' (or period end, "
    "tax invoice), then optionally ', next 25th' or ', next working day'",
    zh="'{given}' 不是付款期限；请写 30 days after statement 或 确认后 10 个工作日（或 period end、tax invoice），需要时再加 , next 25th 或 , 遇非工作日顺延",
)
BAD_PAY_DAY = Words(
    "pay-day", en="a pay day lies between the 1st and the 28th, which every month has", zh="付款日须在 1 至 28 日之间"
)
BAD_ACCEPTANCE = Words(
    "accepted-after-rule",
    en="'{given}' is not a time after which a statement is accepted; write '5 working days' or '10 days'",
    zh="'{given}' 不是视为确认的期限；请写 5 个工作日 或 10 天",
)

DueEvent = Literal["statement", "period_end", "confirmation", "tax_invoice"]


class AfterDays(FileModel):
    """``days`` after a day, of which only ``working_days`` count if it says so."""

    days: WholeNumber
    working_days: YesNo = False

    @property
    def reads_calendar(self) -> bool:
        return self.working_days

    def after_day(self, day: date, calendar: Calendar | None, where: Where | None) -> date:
        if not self.working_days:
            return day + timedelta(days=self.days)
        assert calendar is not None, "a contract that counts working days has a calendar"
        return calendar.after(day, self.days, where)


def next_of_month(day: date, number: int | None) -> date:
    """The day itself, or the first from it on that has this number in its month: the 25th, the 5th."""
    while number is not None and day.day != number:
        day += timedelta(days=1)
    return day


class Due(AfterDays):
    """Payment ``days`` after an event; with ``pay_day`` on the next such day of a month, with ``next_working_day`` not on a day off.

    ``confirmation`` and ``tax_invoice`` are days that nobody knows when the statement is drawn: it then prints the rule.
    """

    after: DueEvent
    pay_day: WholeNumber | None = None
    next_working_day: YesNo = False

    def check_fields(self) -> None:
        if self.pay_day is not None and not 1 <= self.pay_day <= 28:
            raise Mistake(BAD_PAY_DAY, ("pay_day",))

    @property
    def reads_calendar(self) -> bool:
        return self.working_days or self.next_working_day

    def on(self, day: date, calendar: Calendar | None = None, where: Where | None = None) -> date:
        """The due date when the event falls on ``day``; raises BpoError for working days of a year that is not known."""
        due = next_of_month(self.after_day(day, calendar, where), self.pay_day)
        if not self.next_working_day:
            return due
        assert calendar is not None, "a contract that asks for working days has a calendar"
        return calendar.next_working(due, where)


class AcceptedAfter(AfterDays):
    """A statement that the client does not contest within so many days after its date is accepted (视为确认)."""


@dataclass(frozen=True, slots=True)
class DueDates:
    """What is known when a statement is drawn: when it is due, or at the latest, and when it will be accepted if nobody objects."""

    due_on: date | None = None
    due_at_latest: date | None = None
    accepted_on: date | None = None


def due_dates(
    due: Due | None, accepted: AcceptedAfter | None, calendar: Calendar | None, period_end: date, drawn_on: date,
    where: Where | None,
) -> DueDates:  # fmt: skip
    """The dates of a statement drawn on a day; raises BpoError for working days of a year that is not known."""
    accepted_on = accepted.after_day(drawn_on, calendar, where) if accepted is not None else None
    if due is None:
        return DueDates(accepted_on=accepted_on)
    known = {"statement": drawn_on, "period_end": period_end}
    if due.after in known:
        return DueDates(due.on(known[due.after], calendar, where), None, accepted_on)
    if due.after == "confirmation" and accepted_on is not None:
        return DueDates(None, due.on(accepted_on, calendar, where), accepted_on)
    return DueDates(accepted_on=accepted_on)


_EVENTS: dict[str, str] = {
    "statement": "statement", "出账": "statement", "对账单": "statement",
    "period end": "period_end", "period_end": "period_end", "账期结束": "period_end",
    "confirmation": "confirmation", "确认": "confirmation", "双方确认": "confirmation",
    "tax invoice": "tax_invoice", "tax_invoice": "tax_invoice", "invoice": "tax_invoice", "开票": "tax_invoice", "收到发票": "tax_invoice",
}  # fmt: skip
_DUE_EN = re.compile(
    r"(?P<days>\d{1,3}) (?P<working>working |business )?days? after (?:the )?(?P<event>[a-z_ ]+?)"
    r"(?:,? (?:then )?(?:the )?next (?P<pay_day>\d{1,2})(?:st|nd|rd|th))?"
    r"(?P<next>,? (?:then |or )?(?:the )?next (?:working|business) day)?"
)
_DUE_ZH = re.compile(
    r"(?P<event>\S+?)后\s*(?P<days>\d{1,3})\s*(?:(?P<working>个?工作日)|[天日])内?(?:,?\s*(?:下一个|次)(?P<pay_day>\d{1,2})日)?"
    r"(?P<next>,?\s*(?:遇(?:非工作日|节假日))?顺延(?:至下一个?工作日)?)?"
)
_ACCEPTED = re.compile(r"(?P<days>\d{1,3})\s*(?:(?P<working>(?:working |business )days?|个?工作日)|days?|天|日)内?")


def _due(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    text = normal(given).lower()
    found = _DUE_EN.fullmatch(text) or _DUE_ZH.fullmatch(text)
    pay_day = found["pay_day"] if found else None
    if found is None or found["event"] not in _EVENTS or (pay_day and not 1 <= int(pay_day) <= 28):
        raise Mistake(BAD_DUE, given=given)
    return {
        "days": found["days"], "working_days": found["working"] is not None, "after": _EVENTS[found["event"]],
        "pay_day": pay_day, "next_working_day": found["next"] is not None,
    }  # fmt: skip


def _accepted(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    found = _ACCEPTED.fullmatch(normal(given).lower())
    if found is None:
        raise Mistake(BAD_ACCEPTANCE, given=given)
    return {"days": found["days"], "working_days": found["working"] is not None}


_DUE_SCHEMA = {"anyOf": [{"type": "string"}, {"type": "object", "required": ["days", "after"]}]}
DueRule = Annotated[Due, BeforeValidator(_due), WithJsonSchema(_DUE_SCHEMA)]
_ACCEPTED_SCHEMA = {"anyOf": [{"type": "string"}, {"type": "object", "required": ["days"]}]}
AcceptedAfterRule = Annotated[AcceptedAfter, BeforeValidator(_accepted), WithJsonSchema(_ACCEPTED_SCHEMA)]
