"""Shifts: published instances with their optimum, laws on random ones checked by plain code, months by hand, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from textwrap import indent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpo.core.calendars import Calendar
from bpo.core.cycles import Months
from bpo.core.errors import BpoError
from bpo.economics.staffing.cover import CannotCover, Cover, Shape, cover, there
from bpo.economics.staffing.schedule import WeekSchedule, week_schedule
from bpo.economics.staffing.staffed import StaffedMonth
from bpo.economics.staffing.staffing import staff
from bpo.economics.staffing.working_time import LIMITS
from tests.economics.working import OFFICE, Work, work

JUNE = Months().period("2026-06")
FIVE_OF_SEVEN = (Shape(1, (18,), 5, together=True, cost=1),)


def of_days(*need: int) -> tuple[int, ...]:
    """A week in which so many are needed at nine."""
    return tuple(people if slot == 18 else 0 for people in need for slot in range(48))


def test_the_post_office() -> None:
    """Winston, *Operations Research: Applications and Algorithms*, section 3.5: 23 employees; without whole ones it would be 22⅓."""
    found = cover(of_days(17, 13, 15, 19, 14, 16, 11), FIVE_OF_SEVEN, 60)
    assert (found.cost, found.gap) == (23, 0)


def test_the_amusement_park() -> None:
    """Frontline Systems, *Personnel scheduling* (solver.com): 22, 17, 13, 14, 15, 18 and 24 from Sunday on take 25 people, 5,000 a
    week at 40 a day."""
    found = cover(of_days(22, 17, 13, 14, 15, 18, 24), FIVE_OF_SEVEN, 60)
    assert found.cost * 5 * 40 == 5_000 and found.gap == 0


def test_union_airways() -> None:
    """Hillier and Lieberman, *Introduction to Operations Research*, section 3.4: five shifts of 8 hours that cost 170, 160, 175, 180
    and 195; 48, 31, 39, 43 and 15 people for 30,610 a day."""
    starts, costs = (12, 16, 24, 32, 44), (170, 160, 175, 180, 195)
    shapes = tuple(Shape(16, (start,), 1, True, cost) for start, cost in zip(starts, costs, strict=True))
    by_two_hours = {6: 48, 8: 79, 10: 65, 12: 87, 14: 64, 16: 73, 18: 82, 20: 43, 22: 52}
    need = tuple(by_two_hours.get(slot // 4 * 2, 15) for slot in range(48))
    found = cover(need, shapes, 60)
    assert (found.cost, found.gap) == (30_610, 0)
    assert [duty.people for duty in found.duties] == [48, 31, 39, 43, 15]


SHAPES = (
    Shape(18, (14, 16, 20, 44), 5, together=True, cost=80, meal=2, places=(6, 8)),
    Shape(8, (16, 26, 36), 6, together=True, cost=48, most=Fraction(3, 10)),
)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.lists(st.integers(0, 5), min_size=6, max_size=6), min_size=7, max_size=7))
def test_a_schedule_covers_and_breaks_no_rule(days: list[list[int]]) -> None:
    """Each half hour, meal, day off and share counted one by one, on needs of four hours each of random weeks."""
    need = tuple(day[slot // 8] if slot // 8 != 0 else 0 for day in days for slot in range(48))
    found = cover(need, SHAPES, 20)
    assert broken(found, need, SHAPES) == []
    assert 0 <= found.gap < 1
    assert found.cost >= sum(need), "everybody costs the half hours that he is there"


def broken(found: Cover, need: tuple[int, ...], shapes: tuple[Shape, ...]) -> list[str]:
    """What a schedule does not keep, by counting person by person."""
    wrong, present = [], [0] * len(need)
    for duty in found.duties:
        shape = shapes[duty.shape]
        off = [day for day in range(7) if day not in duty.days]
        if duty.start not in shape.starts or len(duty.days) != shape.days:
            wrong.append(f"no such duty: {duty}")
        if len(off) == 2 and (off[1] - off[0]) not in (1, 6):
            wrong.append(f"days off are apart: {duty}")
        for day in duty.days:
            for at in range(shape.length):
                present[(day * 48 + duty.start + at) % len(need)] += duty.people
    for number, shape in enumerate(shapes):
        for start in shape.starts:
            for day in range(7):
                at_table = [one for one in found.meals if (one.shape, one.start, one.day) == (number, start, day)]
                working = [
                    duty.people
                    for duty in found.duties
                    if (duty.shape, duty.start) == (number, start) and day in duty.days
                ]
                if shape.meal and sum(one.people for one in at_table) != sum(working):
                    wrong.append(f"not one meal each: {number} {start} {day}")
                for one in at_table:
                    if one.place not in shape.places:
                        wrong.append(f"no time for a meal: {one}")
                    for at in range(shape.meal):
                        present[(day * 48 + start + one.place + at) % len(need)] -= one.people
    wrong += [
        f"{there} of {least} at {slot}"
        for slot, (there, least) in enumerate(zip(present, need, strict=True))
        if there < least
    ]
    people = sum(duty.people for duty in found.duties)
    for number, shape in enumerate(shapes):
        own = sum(duty.people for duty in found.duties if duty.shape == number)
        if shape.most is not None and own > shape.most * people:
            wrong.append(f"{own} of {people} work shape {number}")
    return wrong + (["counted otherwise"] if present != there(found, shapes) else [])


def test_a_limit_that_leaves_nothing() -> None:
    """Only part-timers can be there at six, and no more than three in ten may be part-timers, while all others cost more than enough
    of them would: 7 full-timers for 3. A limit below which nobody could be there at all cannot be covered."""
    full, part = Shape(2, (20,), 5, True, 10), Shape(2, (12,), 5, True, 10, most=Fraction(3, 10))
    need = tuple(3 if slot % 48 == 12 and slot < 5 * 48 else 0 for slot in range(7 * 48))
    found = cover(need, (full, part), 20)
    assert sorted((duty.shape, duty.people) for duty in found.duties)[-1] == (1, 3)
    assert sum(duty.people for duty in found.duties if duty.shape == 0) == 7
    with pytest.raises(CannotCover) as failed:
        cover(need, (part,), 20)
    assert failed.value.proven


def shifts(text: str, people: str = "") -> Work:
    return work(
        OFFICE.replace("people: {hours_a_month: 160, shrinkage: 30%}", "") + PEOPLE + people + indent(text, "    ")
    )


PEOPLE = """
people:
  hours_a_month: 160
  shrinkage: 30%
"""
EIGHT = """
working_time: CN
kinds: [{id: day, hours: 8, starts: "09:00"}]
"""


def scheduled(team: Work) -> tuple[WeekSchedule, StaffedMonth]:
    volumes = {"calls": Fraction(22000)}
    week = week_schedule(team.streams, team.people, [(JUNE, volumes)])
    assert week is not None
    month = staff(team.streams, team.people, JUNE, volumes, scheduled=week.scheduled(team.people.night))
    return week, month


def test_a_month_by_hand() -> None:
    """14 are needed for five hours on five days, 350 h a week, and 14 shifts of 8 h have 560: 1.6 h for an hour. June needs 1,540 h,
    and has 2,464; 2,464 / (160 × 0.7) = 22 heads are paid 3,520 h, where 13.75 would do if shifts fitted."""
    week, month = scheduled(shifts(EIGHT, "  shifts:\n"))
    assert (week.needed_hours, week.scheduled_hours, week.people, week.gap) == (350, 560, 14, 0)
    assert (month.scheduled_hours, month.team.heads, month.paid_hours) == (2464, 22, 3520)
    assert month.productive_hours == 1540
    assert "night_hours" not in month.drivers()


def test_shorter_shifts_fit_better() -> None:
    """Shifts of 5 hours are what is needed; with a paid half hour for a meal within them 14 are there for 4.5 h, and a second
    shift must stand in at the tables."""
    week, month = scheduled(shifts(EIGHT.replace("hours: 8", "hours: 5"), "  shifts:\n"))
    assert (week.scheduled_hours, month.team.heads) == (350, Fraction("13.75"))
    meal = 'hours: 5, meal: {hours: 0.5, first: 2, last: 2.5, paid: yes}, starts: "09:00"'
    week, _ = scheduled(shifts(EIGHT.replace('hours: 8, starts: "09:00"', meal), "  shifts:\n"))
    assert week.people == 28, "at either meal half of those who are there are away: 28 − 14 remain"
    assert week.scheduled_hours == 28 * 25


def test_night_hours_of_pattern_and_schedule() -> None:
    """Of the ten half hours of the pattern four lie from 12:00 on: 40% of 2,200 paid hours. Of a shift from 9:00 to 17:00 four of
    sixteen: 25% of 3,520. Both are 880."""
    alone = work(OFFICE.replace("30%}", '30%, night: "12:00-14:00"}'))
    month = staff(alone.streams, alone.people, JUNE, {"calls": Fraction(22000)})
    assert month.night_hours == 880 and month.drivers()["night_hours"] == 880
    _, month = scheduled(shifts(EIGHT, '  night: "12:00-14:00"\n  shifts:\n'))
    assert (month.paid_hours, month.night_hours) == (3520, 880)


def test_night_goes_past_midnight() -> None:
    """From 13:00 to 10:00 of the next day are all half hours but those from 10:00 to 13:00: four of ten."""
    alone = work(OFFICE.replace("30%}", '30%, night: "13:00-10:00"}'))
    assert staff(alone.streams, alone.people, JUNE, {"calls": Fraction(22000)}).night_hours == 880


def test_what_can_wait_is_done_beside_the_schedule() -> None:
    """9,600 letters of 15 minutes are 2,400 h, which fit their shifts: 2,464 + 2,400 = 4,864 h are 43.43 heads; none of them is night."""
    letters = "  - {id: letters, volume: 9600, handle_seconds: 900, workload: {}}\npeople:"
    text = OFFICE.replace("people: {hours_a_month: 160, shrinkage: 30%}", "") + PEOPLE.replace("\npeople:", letters)
    team = work(text + '  night: "12:00-14:00"\n  shifts:\n' + indent(EIGHT, "    "))
    volumes = {"calls": Fraction(22000), "letters": Fraction(9600)}
    week = week_schedule(team.streams, team.people, [(JUNE, volumes)])
    assert week is not None
    month = staff(team.streams, team.people, JUNE, volumes, scheduled=week.scheduled(team.people.night))
    assert month.scheduled_hours == 4864
    assert month.night_hours == Fraction(2464, 4) / Fraction(7, 10)


def test_whose_week_is_scheduled() -> None:
    """The month nearest the average of 10,000, 16,000 and 40,000, 22,000, is the second; or the one that is named."""
    months = [(Months().period(f"2026-0{n}"), {"calls": Fraction(v)}) for n, v in ((6, 10000), (7, 16000), (8, 40000))]
    team = shifts(EIGHT, "  shifts:\n")
    week = week_schedule(team.streams, team.people, months)
    assert week is not None and week.month == "2026-07"
    named = shifts(EIGHT + "week_of: 2026-08\n", "  shifts:\n")
    week = week_schedule(named.streams, named.people, months)
    assert week is not None and week.month == "2026-08"
    with pytest.raises(BpoError, match="2026-06 to 2026-08; 2027-01"):
        other = shifts(EIGHT + "week_of: 2027-01\n", "  shifts:\n")
        week_schedule(other.streams, other.people, months)


def test_no_shifts_no_schedule() -> None:
    assert week_schedule(*(lambda one: (one.streams, one.people))(work(OFFICE)), [], Calendar(country="CN")) is None


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("hours: 9", "'day' has 9 hours a day, and 8 are the most"),
        ("hours: 8, days_a_week: 6", "'day' has 48 hours a week, and 40 are the most"),
        ("hours: 5, days_a_week: 7", "leaves 0, and 1 of rest are the least"),
        ("hours: 8.25", "8.25 hours are not whole half hours"),
        ("hours: 25", "longer than a day"),
        ("hours: 8, days_a_week: 8", "8 days a week cannot be"),
        ("hours: 8, meal: {hours: 1, first: 4, last: 8}", "does not end within a shift of 8 hours"),
        ("hours: 8, meal: {hours: 1, first: 4, last: 3}", "before the earliest"),
        ("hours: 8, at_most: 30%", "together they are 30%"),
    ],
)
def test_shifts_that_cannot_be(kind: str, told: str) -> None:
    with pytest.raises(BpoError, match=told) as failed:
        shifts(EIGHT.replace("hours: 8", kind), "  shifts:\n")
    where = failed.value.problems[0].where
    assert where is not None and where.line > 10


def test_limits_of_the_country_and_of_a_contract() -> None:
    """Nine hours less an unpaid one are eight; six days of eight hours are let through by a limit of 48; British rest is 11 hours."""
    meal = 'hours: 9, meal: {hours: 1, first: 3, last: 5}, starts: "09:00"'
    assert shifts(EIGHT.replace('hours: 8, starts: "09:00"', meal), "  shifts:\n").people.shifts is not None
    longer = EIGHT.replace("CN", "{country: CN, hours_a_week: 48}").replace("hours: 8", "hours: 8, days_a_week: 6")
    assert shifts(longer, "  shifts:\n").people.shifts is not None
    with pytest.raises(BpoError, match=r"10\.5 hours until it starts again, and 11"):
        shifts(
            EIGHT.replace("CN", "{country: GB, hours_a_day: 14, hours_a_week: 70}").replace("hours: 8", "hours: 13.5"),
            "  shifts:\n",
        )
    with pytest.raises(BpoError, match="unknown country 'XX'"):
        shifts(EIGHT.replace("CN", "XX"), "  shifts:\n")
    with pytest.raises(BpoError, match="'hours_a_week' is missing"):
        shifts(EIGHT.replace("CN", "{hours_a_day: 8}"), "  shifts:\n")
    assert LIMITS["CN"][:4] == (8, 40, 0, 1)


def test_a_half_hour_that_no_shift_covers() -> None:
    team = shifts(EIGHT.replace("09:00", "10:00"), "  shifts:\n")
    with pytest.raises(
        BpoError, match="14 must be there on Mon at 09:00, and no shift covers that half hour"
    ) as failed:
        week_schedule(team.streams, team.people, [(JUNE, {"calls": Fraction(22000)})])
    where = failed.value.problems[0].where
    assert where is not None and where.line and where.path == "work.yaml"


def test_whole_heads_are_full_time() -> None:
    two = 'kinds: [{id: day, hours: 8, starts: "09:00"}, {id: part, hours: 4, starts: "09:00", at_most: 30%}]'
    with pytest.raises(BpoError, match="'day' and 'part' have 40 and 20 hours a week"):
        shifts(f"working_time: CN\n{two}\n", "  heads: whole\n  shifts:\n")
