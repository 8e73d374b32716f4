"""Which day stands on a statement: the last of its period, the n-th day or working day after it, a day of the next month."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from bpo.contracts.header.due import AfterDays, next_of_month
from bpo.core.calendars import Calendar
from bpo.core.errors import Where
from bpo.core.fields import Mistake, WholeNumber, YesNo, normal
from bpo.core.words import Words

BAD_STATEMENT_DATE = Words(
    "statement-date-rule",
    en="'{given}' is no rule for the date of a statement; write 'period end', '5 days after period end' or '3 working days after period end', "
    "then optionally ', next 5th' or ', next working day'",
    zh="'{given}' 不是结算单日期的规则；请写 账期最后一日、账期结束后 5 天 或 账期结束后 3 个工作日，需要时再加 ，次5日 或 ，遇非工作日顺延",
)
BAD_MONTH_DAY = Words(
    "statement-date-month-day",
    en="the day of a month on which statements are drawn lies between the 1st and the 28th, which every month has",
    zh="出账日须在每月 1 至 28 日之间",
)


class StatementDate(AfterDays):
    """``days`` after the last day of the period; with ``month_day`` on the next such day of a month, with ``next_working_day`` not on a day off."""

    days: WholeNumber = 0
    month_day: WholeNumber | None = None
    next_working_day: YesNo = False

    def check_fields(self) -> None:
        if self.month_day is not None and not 1 <= self.month_day <= 28:
            raise Mistake(BAD_MONTH_DAY, ("month_day",))

    @property
    def reads_calendar(self) -> bool:
        return self.working_days or self.next_working_day

    def on(self, period_end: date, calendar: Calendar | None = None, where: Where | None = None) -> date:
        """The date of the statement of a period that ends on a day; raises BpoError for working days of a year that is not known."""
        day = next_of_month(self.after_day(period_end, calendar, where), self.month_day)
        if not self.next_working_day:
            return day
        assert calendar is not None, "a contract that asks for working days has a calendar"
        return calendar.next_working(day, where)


_RULE_EN = re.compile(
    r"(?:(?:the )?(?:last day of (?:the )?period|period end)"
    r"|(?:the )?(?P<days>\d{1,3})(?:st|nd|rd|th)? (?P<working>working |business )?days? after (?:the )?(?:period end|end of the period))"
    r"(?:,? (?:then )?(?:the )?next (?P<month_day>\d{1,2})(?:st|nd|rd|th))?"
    r"(?P<next>,? (?:then |or )?(?:the )?next (?:working|business) day)?"
)
_RULE_ZH = re.compile(
    r"(?:账期(?:的?最后[一1][日天]|末日?|截止日)"
    r"|账期结束后的?\s*第?\s*(?P<days>\d{1,3})\s*(?:(?P<working>个?工作日)|[天日])内?)"
    r"(?:,?\s*(?:下一个|次)(?P<month_day>\d{1,2})日)?"
    r"(?P<next>,?\s*(?:遇(?:非工作日|节假日))?顺延(?:至下一个?工作日)?)?"
)


def _rule(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    text = normal(given).lower()
    found = _RULE_EN.fullmatch(text) or _RULE_ZH.fullmatch(text)
    if found is None or (found["month_day"] and not 1 <= int(found["month_day"]) <= 28):
        raise Mistake(BAD_STATEMENT_DATE, given=given)
    return {
        "days": found["days"] or 0,
        "working_days": found["working"] is not None,
        "month_day": found["month_day"],
        "next_working_day": found["next"] is not None,
    }


_SCHEMA = {"anyOf": [{"type": "string"}, {"type": "object"}]}
StatementDateRule = Annotated[StatementDate, BeforeValidator(_rule), WithJsonSchema(_SCHEMA)]
