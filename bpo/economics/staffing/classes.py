"""Months whose people are hired in classes ahead of need, week by week.

Weeks go on from the scenario's first day; a week is of the month in which it begins, and needs the heads of that month. On its first day
some of those of the week before leave, ``attrition a month × 12 / 52`` of each band of tenure, and a class may join. With ``alive(c, w)`` of
one who joined in class c, and ``able(c, w) = alive(c, w) × output of his band``, class sizes ``n(c)`` are such that
``first × alive(w) + Σ n(c) × able(c, w) ≥ needed(w)`` wherever classes allow it. Each week that lacks something, in order, has it from the
class that costs least for it: the fewest weeks paid until the end of the term for what one does in that week. So who is needed at a peak
joins so early that he has learned by then, if that is cheaper than more people who have not.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction

from bpo.core.money import exact, to_places
from bpo.core.traced import largest
from bpo.economics.staffing.hiring import WEEK_OF_A_MONTH, Hiring, Stage
from bpo.economics.staffing.people import People, Team
from bpo.economics.staffing.staffed import Crew, StaffedMonth

ZERO = Fraction(0)
PLACES = 9
"""Of the share of a class that is still there: leavers are what the share lost, so that heads add up exactly."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Those who joined in a week, for each of them: who is there in each week of the term, in which stage, and what he does."""

    week: int
    alive: tuple[Fraction, ...]
    stage: tuple[int, ...]
    able: tuple[Fraction, ...]

    @property
    def paid(self) -> Fraction:
        """Weeks paid until the end of the term."""
        return sum(self.alive, ZERO)


def hired_in_classes(months: Sequence[StaffedMonth], people: Sequence[People]) -> tuple[StaffedMonth, ...]:
    """The months with people who were hired in classes; as they are where nothing is said of classes.

    Args:
        months: staffed one by one: what they need at the desk counts.
        people: of each month.
    """
    if not months or people[0].hiring is None:
        return tuple(months)
    hiring, of_week = people[0].hiring, _month_of_weeks(months)
    now = [one.in_month(month.period.name) for one, month in zip(people, months, strict=True)]
    needed = [_needed(month, one) for month, one in zip(months, now, strict=True)]
    need, weeks = [needed[n] for n in of_week], len(of_week)
    leaving = [one.attrition_a_month.always for one in now]
    stages = hiring.stages
    begin = [w for w in range(0, weeks, hiring.every_weeks) if w + hiring.training_weeks < weeks]
    by_week = [leaving[n] for n in of_week]
    classes = [_joined(w, stages, by_week) for w in begin]
    there = _joined(0, [stages[-1]._replace(first=0)], by_week)
    until = min(max(1, hiring.training_weeks), weeks)  # until the first class can take calls
    first = largest(*(need[w] / there.alive[w] for w in range(until)))
    first = _counted(first, now[0])
    sizes = _sizes(classes, need, [first * one for one in there.able], hiring, now[0])
    everyone: list[tuple[Joined, Fraction, int | None]] = [(there, first, len(stages) - 1)]
    everyone += [(one, size, None) for one, size in zip(classes, sizes, strict=True) if size]
    return _months(months, now, of_week, everyone, needed, len(stages))


def _month_of_weeks(months: Sequence[StaffedMonth]) -> list[int]:
    """The month in which each week begins."""
    found, day = [], months[0].period.start
    for n, month in enumerate(months):
        while day <= month.period.end:
            found.append(n)
            day += timedelta(days=7)
    return found


def _needed(month: StaffedMonth, people: People) -> Fraction:
    hours = month.scheduled_hours if month.scheduled_hours is not None else month.productive_hours
    needed = hours / people.productive_hours_a_month
    return needed if people.heads == "fte" else largest(needed, people.rostered(month.positions))


def _counted(heads: Fraction, people: People) -> Fraction:
    return heads if people.heads == "fte" else exact(math.ceil(heads))


def _joined(week: int, stages: Sequence[Stage], leaving: Sequence[Fraction]) -> Joined:
    before, left = (ZERO,) * week, Fraction(1)
    alive, stage = [left], [0]
    for w in range(week + 1, len(leaving)):
        own = stages[stage[-1]].attrition_a_month
        left = to_places(left * (1 - (leaving[w] if own is None else own) * WEEK_OF_A_MONTH), PLACES)
        alive.append(left)
        stage.append(max(n for n, one in enumerate(stages) if one.first <= w - week))
    able = (one * stages[at].output for one, at in zip(alive, stage, strict=True))
    return Joined(week, (*before, *alive), (*(0,) * week, *stage), (*before, *able))


def _sizes(
    classes: Sequence[Joined], need: Sequence[Fraction], have: list[Fraction], hiring: Hiring, people: People
) -> list[Fraction]:
    """How many join in each class; ``have`` is what the first team does in each week."""
    sizes, most = [ZERO] * len(classes), hiring.class_at_most
    if most is not None and people.heads == "whole":
        most = Fraction(math.floor(most))
    paid = [one.paid for one in classes]
    for week, needed in enumerate(need):
        could = [n for n, one in enumerate(classes) if one.able[week]]
        could.sort(key=lambda n: (paid[n] / classes[n].able[week], -n))
        for n in could:
            lacks = needed - have[week]
            if lacks <= 0:
                break
            more = _counted(lacks / classes[n].able[week], people)
            if most is not None and sizes[n] + more > most:
                more = most - sizes[n]
            sizes[n] += more
            for w in range(classes[n].week, len(have)):
                have[w] += more * classes[n].able[w]
    return sizes


def _months(
    months: Sequence[StaffedMonth], people: Sequence[People], of_week: Sequence[int],
    everyone: Sequence[tuple[Joined, Fraction, int | None]], needed: Sequence[Fraction], stages: int,
) -> tuple[StaffedMonth, ...]:  # fmt: skip
    """Heads of a month are the average of its weeks; who joins and leaves is added up."""
    weeks = len(of_week)
    total = [sum((size * one.alive[w] for one, size, _ in everyone), ZERO) for w in range(weeks)]
    joins = [sum((size for one, size, _ in everyone if one.week == w), ZERO) for w in range(weeks)]
    able = [sum((size * one.able[w] for one, size, _ in everyone), ZERO) for w in range(weeks)]
    done, before = [], ZERO
    for n, (month, own) in enumerate(zip(months, people, strict=True)):
        these = [w for w in range(weeks) if of_week[w] == n]
        count = len(these)
        bands = [ZERO] * stages
        for one, size, always in everyone:
            for w in these:
                bands[one.stage[w] if always is None else always] += size * one.alive[w] / count
        over = [able[w] - needed[n] for w in these]
        hires, end = sum((joins[w] for w in these), ZERO), total[these[-1]]
        heads = sum((total[w] for w in these), ZERO) / count
        crew = Crew(
            begin=before,
            end=end,
            bands=tuple(bands),
            in_training=bands[0] if own.hiring is not None and own.hiring.training is not None else ZERO,
            needed=needed[n],
            able=sum((able[w] for w in these), ZERO) / count,
            shortfall=sum((-one for one in over if one < 0), ZERO) / count,
            surplus=sum((one for one in over if one > 0), ZERO) / count,
            classes=tuple(
                (months[0].period.start + timedelta(days=7 * one.week), size)
                for one, size, always in everyone
                if always is None and one.week in these
            ),
        )
        team = Team(heads, hires, before + hires - end)
        paid = heads * own.hours_a_month
        night = None
        if month.night_hours is not None:
            night = month.night_hours * paid / month.paid_hours if month.paid_hours else ZERO
        done.append(replace(month, team=team, paid_hours=paid, night_hours=night, crew=crew))
        before = end
    return tuple(done)
