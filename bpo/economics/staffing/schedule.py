"""The shifts of a week: what the half hours of one month need, the cheapest schedule for it, and what it has beyond the need.

One week is scheduled, that of the month whose contacts are nearest the average of all, or of ``week_of``; what it has more than is
needed, and the share of it that is worked at night, go for every month. So a bid stays as fast as its price is looked at a thousand times,
and its cost moves evenly with its volume. Days are those of the week as they are without a holiday.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bpo.core.calendars import Calendar
from bpo.core.errors import fail
from bpo.core.periods import Period
from bpo.core.words import Words
from bpo.economics.staffing.cover import OF_A_DAY, CannotCover, Cover, at_work, cover, there, uncovered
from bpo.economics.staffing.people import People
from bpo.economics.staffing.shifts import Shifts, hours_within
from bpo.economics.staffing.staffed import Scheduled, StaffedMonth
from bpo.economics.staffing.staffing import staff
from bpo.economics.staffing.streams import Stream
from bpo.economics.staffing.week import DAY_NAMES

NOBODY_THEN = Words(
    "shifts-nobody-then",
    en="{positions} must be there on {day} at {time}, and no shift covers that half hour; add a start, or a longer shift",
    zh="{day} {time} 需要 {positions} 人在岗，但没有班次覆盖该半小时；请增加上班时间或更长的班次",
)
CANNOT = Words(
    "shifts-cannot-cover",
    en="these shifts cannot cover what is needed, whatever the number of people; look at the limits ('at_most') and the starts",
    zh="无论多少人，这些班次都无法覆盖所需岗位；请检查人数占比限制（at_most）与上班时间",
)
OUT_OF_TIME = Words(
    "shifts-out-of-time",
    en="no schedule was found in {seconds} seconds; write more 'seconds', or fewer starts (every_hours: 1)",
    zh="{seconds} 秒内未找到班表；请增大 seconds，或减少上班时间（every_hours: 1）",
)
NO_SUCH_MONTH = Words(
    "shifts-no-such-month",
    en="the scenario goes from {first} to {last}; {given}, whose week is to be scheduled, is not in it",
    zh="方案覆盖 {first} 至 {last}，不含要排班的月份 {given}",
)


@dataclass(frozen=True)
class WeekSchedule:
    """A schedule for the ``need`` of a week of ``month``; Monday's midnight first, in half hours."""

    month: str
    shifts: Shifts
    need: tuple[int, ...]
    made: Cover
    there: tuple[int, ...]
    at_work: tuple[int, ...]

    @property
    def needed_hours(self) -> Fraction:
        return Fraction(sum(self.need), 2)

    @property
    def scheduled_hours(self) -> Fraction:
        """Paid, without unpaid meals."""
        return Fraction(sum(self.at_work), 2)

    @property
    def people(self) -> int:
        return sum(duty.people for duty in self.made.duties)

    @property
    def gap(self) -> Fraction:
        """By what share of it the least possible may be lower, to a tenth of a percent; 0 if it is proven to be the least."""
        return Fraction(math.ceil(self.made.gap * 1000 - 1e-6), 1000)

    def scheduled(self, night: str | None) -> Scheduled:
        """What goes for every month: hours scheduled for an hour needed, and the share of them that is worked at night."""
        within = hours_within(night) if night is not None else frozenset[int]()
        dark = sum(people for slot, people in enumerate(self.at_work) if slot % OF_A_DAY in within)
        return Scheduled(self.scheduled_hours / self.needed_hours, Fraction(dark, sum(self.at_work)))


def week_schedule(
    streams: Sequence[Stream],
    people: People,
    months: Sequence[tuple[Period, Mapping[str, Fraction]]],
    calendar: Calendar | None = None,
) -> WeekSchedule | None:
    """The week scheduled; None without shifts, or where nothing waits in a queue.

    Raises:
        BpoError: if the shifts cannot cover the need, at their place in the scenario.
    """
    shifts = people.shifts
    if shifts is None:
        return None
    period, volumes = _month(shifts, months)
    need = week_of(staff(streams, people, period, volumes, calendar=calendar))
    if not any(need):
        return None
    shapes = tuple(kind.shape for kind in shifts.kinds)
    if (slot := uncovered(need, shapes)) is not None:
        day, time = divmod(slot, OF_A_DAY)
        values = {"positions": need[slot], "day": DAY_NAMES[day], "time": clock(time)}
        raise fail(NOBODY_THEN, shifts.where, **values)
    try:
        made = cover(need, shapes, float(shifts.seconds), shifts.branches)
    except CannotCover as found:
        if found.proven:
            raise fail(CANNOT, shifts.where) from None
        raise fail(OUT_OF_TIME, shifts.where, seconds=shifts.seconds) from None
    paid = at_work(made, shapes, [kind.unpaid for kind in shifts.kinds])
    return WeekSchedule(period.name, shifts, need, made, tuple(there(made, shapes)), tuple(paid))


def _month(
    shifts: Shifts, months: Sequence[tuple[Period, Mapping[str, Fraction]]]
) -> tuple[Period, Mapping[str, Fraction]]:
    if shifts.week_of is None:
        contacts = [sum(volumes.values(), Fraction(0)) for _, volumes in months]
        average = sum(contacts, Fraction(0)) / len(contacts)
        return months[min(range(len(months)), key=lambda n: abs(contacts[n] - average))]
    for period, volumes in months:
        if period.name == shifts.week_of:
            return period, volumes
    first, last = months[0][0].name, months[-1][0].name
    raise fail(NO_SUCH_MONTH, shifts.where, first=first, last=last, given=shifts.week_of)


def week_of(month: StaffedMonth) -> tuple[int, ...]:
    """The positions of all streams in each half hour of a week without a holiday."""
    need = [0] * (7 * OF_A_DAY)
    for stream in month.streams:
        for one in stream.intervals:
            if one.weekday < 7:
                need[one.weekday * OF_A_DAY + slot_of(one.start)] += one.plan.positions
    return tuple(need)


def slot_of(start: str) -> int:
    """The half hour of the day that begins then: ``09:30`` is 19."""
    hour, minute = start.split(":")
    return int(hour) * 2 + int(minute) // 30


def clock(slot: int) -> str:
    """When a half hour of the day begins: 19 is ``09:30``."""
    return f"{slot // 2 % 24:02d}:{slot % 2 * 30:02d}"
