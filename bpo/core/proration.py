"""How much of a billing period some of its days are: by calendar days, by working days, or by months of 30 days.

Thirty-day months are counted by the 30E/360 convention (ISDA 2006 Definitions, section 4.16(g); ICMA Rule 251): from the first day
to the day after the last one, with a 31st taken as the 30th. Every whole month has 30, and the parts of a month add up to it.
"""

from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from bpo.core.calendars import Calendar
from bpo.core.errors import Where, fail
from bpo.core.expr import Expr
from bpo.core.measures import DayCount, Need
from bpo.core.periods import Period
from bpo.core.words import Text, Words

Prorated = Literal["days", "working_days", "thirty_days", "no"]

NO_WORKING_DAY = Words(
    "period-without-working-days",
    en="no day from {start} to {end} is worked, so nothing can be prorated by working days; see 'billing: calendar'",
    zh="{start} 至 {end} 没有工作日，无法按工作日折算；请检查 billing: calendar",
)
PART: dict[DayCount, Words] = {
    "days": Words("part-days", en="{days} of {all} days", zh="{all} 天中的 {days} 天"),
    "working_days": Words(
        "part-working-days", en="{days} of {all} working days", zh="{all} 个工作日中的 {days} 个工作日"
    ),
    "thirty_days": Words(
        "part-thirty-days", en="{days} of {all} days (months of 30 days)", zh="{all} 天中的 {days} 天（每月按 30 天计）"
    ),
}
SAID: dict[Prorated, Text] = {
    "days": Text(zh="按天折算", en="prorated by days"),
    "working_days": Text(zh="按工作日折算", en="prorated by working days"),
    "thirty_days": Text(zh="按每月 30 天折算", en="prorated by months of 30 days"),
    "no": Text(zh="不折算", en="not prorated"),
}


def heads_by_days(
    id: str, how: Prorated, where: Expr | None, by: tuple[str, ...], unit: str, of: Expr | None = None
) -> Need:
    """Agents on the roster, or the sum of a column of theirs, each for its days in the period, or whole for any of them."""
    if how == "no":
        return Need(id, "roster", "heads", of=of, where=where, by=by, unit=unit)
    return Need(id, "roster", "head_days", of=of, where=where, by=by, unit=unit, per_day=True, days=how)


def counted_days(days: Period, how: DayCount, calendar: Calendar | None, where: Where | None) -> int:
    """The days of a stretch of days, both ends included, as they are counted.

    >>> half = Period(date(2026, 1, 16), date(2026, 1, 31), "2026-01")
    >>> counted_days(half, "days", None, None), counted_days(half, "thirty_days", None, None)
    (16, 15)
    """
    if how == "days":
        return days.days
    if how == "thirty_days":
        return _thirty(days.end + timedelta(days=1)) - _thirty(days.start)
    assert calendar is not None, "a contract that counts working days has a calendar"
    return calendar.working_days(days, where)


def _thirty(day: date) -> int:
    return 360 * day.year + 30 * day.month + min(day.day, 30)


def whole_period(period: Period, how: DayCount, calendar: Calendar | None, where: Where | None) -> int:
    """The days of a billing period as they are counted; raises BpoError if it has none."""
    found = counted_days(period, how, calendar, where)
    if not found:
        raise fail(NO_WORKING_DAY, where, start=period.start, end=period.end)
    return found


def share(part: Period, period: Period, how: Prorated, calendar: Calendar | None, where: Where | None) -> Fraction:
    """The share of a period that some of its days are; 1 if nothing is prorated."""
    if how == "no":
        return Fraction(1)
    return Fraction(counted_days(part, how, calendar, where), whole_period(period, how, calendar, where))


def part_said(part: Period, period: Period, how: Prorated, calendar: Calendar | None, where: Where | None) -> Text:
    """The share in words: 10 of 31 days."""
    assert how != "no", "what is not prorated has no part"
    values = {"days": counted_days(part, how, calendar, where), "all": counted_days(period, how, calendar, where)}
    return Text(zh=PART[how].say("zh", values), en=PART[how].say("en", values))
