"""The shifts of a staffing plan: who works what on which days of a week, and what the schedule has beyond what is needed."""

from collections.abc import Iterator
from fractions import Fraction

from bpo.bid import plan_headings as p
from bpo.core.words import Pct, Text
from bpo.economics.staffing.cover import OF_A_DAY, Duty
from bpo.economics.staffing.plan import StaffingPlan
from bpo.economics.staffing.schedule import WeekSchedule, clock
from bpo.economics.staffing.staffed import StaffedMonth
from bpo.economics.staffing.week import DAY_NAMES
from bpo.report import model as m
from bpo.report.shown import rounded

ONE_PLACE = m.Format("number", 1, padded=True)


def shifts_sections(plan: StaffingPlan) -> Iterator[m.Section]:
    """One section, if shifts are declared."""
    if plan.week is not None:
        parts = (m.Note(tuple(_said(plan, plan.week))), _duties(plan.week), _days(plan.week), _cover(plan.week))
        yield m.Section("shifts", m.filled(p.SHIFTS_OF, month=plan.week.month), parts)


def _said(plan: StaffingPlan, week: WeekSchedule) -> Iterator[Text]:
    """What the week needs and has, by which rule, and whether fewer hours could be enough."""
    limits = week.shifts.working_time.limits
    beyond = week.scheduled_hours - week.needed_hours
    yield m.filled(
        p.SHIFTS_HAVE,
        people=week.people,
        scheduled=week.scheduled_hours,
        needed=week.needed_hours,
        beyond=beyond,
        share=Pct(Fraction(round(beyond / week.needed_hours * 1000), 1000)),
    )
    yield m.filled(
        p.SHIFTS_RULE,
        day=limits.hours_a_day,
        week=limits.hours_a_week,
        rest=limits.rest_days_a_week,
        rule=week.shifts.rule,
    )
    yield m.filled(p.SHIFTS_GAP, gap=Pct(week.gap)) if week.gap else m.filled(p.SHIFTS_LEAST)
    heads = sum((_for_shifts(plan, month) for month in plan.months), Fraction(0)) / len(plan.months)
    yield m.filled(p.SHIFTS_EACH_MONTH, heads=rounded(heads, 1))


def _for_shifts(plan: StaffingPlan, month: StaffedMonth) -> Fraction:
    """The heads that are there because shifts have more hours than are needed."""
    assert month.scheduled_hours is not None
    each = plan.people.in_month(month.period.name).productive_hours_a_month
    return (month.scheduled_hours - month.productive_hours) / each


def _duties(week: WeekSchedule) -> m.Table:
    """A row for each shift and start with the people who work it on each day of the week."""
    rows = []
    by_start: dict[tuple[int, int], list[Duty]] = {}
    for duty in week.made.duties:
        by_start.setdefault((duty.shape, duty.start), []).append(duty)
    for (number, start), duties in sorted(by_start.items()):
        kind = week.shifts.kinds[number]
        of_day = {
            f"on{day}": sum(duty.people for duty in duties if day in duty.days) for day in range(len(DAY_NAMES) - 1)
        }
        hours = f"{clock(start)}–{clock(start + int(kind.hours * 2))}"
        people = sum(duty.people for duty in duties)
        rows.append(m.Row({"shift": kind.name, "hours": hours, "people": people, **of_day}))
    days = (m.Column(f"on{day}", name, m.COUNT, 8, sum=True) for day, name in enumerate(DAY_NAMES[:-1]))
    columns = (
        m.Column("shift", p.PLAN["shift"], width=20),
        m.Column("hours", p.PLAN["from_to"], width=14),
        *days,
        m.Column("people", p.PLAN["people"], m.COUNT, 10, sum=True),
    )
    return m.Table(
        "duties",
        columns,
        tuple(rows),
        p.PLAN["by_shift"],
        sheet=p.PLAN["sheet_shifts"],
        look="grid kept",
        total=p.PLAN["people"],
    )


def _days(week: WeekSchedule) -> m.Table:
    """Hours of each day: needed, at the desk, and paid."""
    rows = []
    for day, name in enumerate(DAY_NAMES[:-1]):
        hours = {
            key: Fraction(sum(slots[day * OF_A_DAY : (day + 1) * OF_A_DAY]), 2)
            for key, slots in (("needed_h", week.need), ("desk_h", week.there), ("paid_h", week.at_work))
        }
        rows.append(m.Row({"day_kind": name, **hours}, f"day{day}"))
    columns = (
        m.Column("day_kind", p.PLAN["day_kind"], width=14),
        *(m.Column(key, p.PLAN[key], ONE_PLACE, 16, sum=True) for key in ("needed_h", "desk_h", "paid_h")),
        m.Column("beyond_h", p.PLAN["beyond_h"], ONE_PLACE, 16, "{paid_h} - {needed_h}", sum=True),
    )
    return m.Table(
        "days",
        columns,
        tuple(rows),
        title=p.PLAN["by_day"],
        sheet=p.PLAN["sheet_days"],
        look="grid kept",
        total=p.PLAN["week"],
    )


def _cover(week: WeekSchedule) -> m.Table:
    """Every half hour of the week in which somebody is needed or there."""
    rows = []
    for slot, (need, there) in enumerate(zip(week.need, week.there, strict=True)):
        if need or there:
            day, time = divmod(slot, OF_A_DAY)
            rows.append(
                m.Row({"day_kind": DAY_NAMES[day], "half_hour": clock(time), "needed_p": need, "there_p": there})
            )
    columns = (
        m.Column("day_kind", p.PLAN["day_kind"], width=14),
        m.Column("half_hour", p.PLAN["half_hour"], width=10),
        m.Column("needed_p", p.PLAN["needed_p"], m.COUNT, 12),
        m.Column("there_p", p.PLAN["there_p"], m.COUNT, 12),
        m.Column("over_p", p.PLAN["over_p"], m.COUNT, 12, "{there_p} - {needed_p}"),
    )
    return m.Table("cover", columns, tuple(rows), sheet=p.PLAN["sheet_cover"], media=m.BOOK)
