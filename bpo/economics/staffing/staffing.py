"""A month staffed: its volume spread over days and half hours, the positions of each, and the people behind them.

- a day's share of the month is its weekday's over those of all days that the month has; a half hour's is the pattern's;
- a half hour has the fewest positions that meet goal and occupancy limit, by Erlang A where patience is given, else Erlang C, and no
  fewer than the pattern wants at least;
- service level and abandonment are weighted by calls offered, the speed of answer by calls answered; handled = offered − abandoned;
- productive hours = Σ positions × ½ h; of work that can wait: volume × handle time / productive share;
- with shifts, hours scheduled = productive hours of what waits in a queue × what a schedule of a week has for an hour needed;
- paid hours = heads × hours a month, heads = hours / (hours a month × (1 − shrinkage)…), and what ramps and attrition add.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from bpo.core.calendars import Calendar
from bpo.core.errors import BpoError, fail
from bpo.core.money import exact
from bpo.core.periods import Period
from bpo.core.sums import exact_sum
from bpo.core.traced import largest
from bpo.core.words import Words
from bpo.economics.staffing.classes import hired_in_classes
from bpo.economics.staffing.deferred import HALF_HOUR_SECONDS, NEVER_OPEN, Deferred, deferred_work, least_positions
from bpo.economics.staffing.pattern import Cell, OverMonth
from bpo.economics.staffing.people import People, Team
from bpo.economics.staffing.queueing import ERLANGS_MAX, UNIT, Plan, Queue, plans
from bpo.economics.staffing.shifts import hours_within
from bpo.economics.staffing.staffed import Interval, Scheduled, StaffedMonth, StreamMonth
from bpo.economics.staffing.streams import Stream

TOO_LARGE = Words(
    "staffing-too-large",
    en="'{stream}' would have {erlangs} erlangs in a half hour; {most} is the most: check the volume (contacts a month) and handle_seconds",
    zh="“{stream}”某半小时的话务量达 {erlangs} 爱尔兰，上限为 {most}；请检查每月业务量与 handle_seconds",
)
Planned = Callable[[Stream, str, Fraction, Sequence[Cell]], Sequence[Plan]]
"""The plan of every half hour of a stream in a month, for the erlangs of a weight of one."""


def loads_of(erlangs: Fraction, weights: Iterable[int]) -> dict[int, float]:
    """``float(erlangs × weight)`` of each weight: whole numbers divided are as near to it as a fraction made a float."""
    top, bottom = erlangs.as_integer_ratio()
    return {weight: top * weight / bottom for weight in weights}


def planned(stream: Stream, month: str, erlangs: Fraction, cells: Sequence[Cell]) -> Sequence[Plan]:
    """The fewest positions that meet the goal in every half hour, and no fewer than must be there."""
    load_of = loads_of(erlangs, {cell.weight for cell in cells})  # a few, in hundreds of half hours
    loads, queue = tuple(load_of[cell.weight] for cell in cells), Queue.of(stream, month)
    return [
        plan if plan.positions >= cell.least else queue.plan(load, cell.least)
        for cell, load, plan in zip(cells, loads, plans(queue, loads), strict=True)
    ]


def staff(
    streams: Sequence[Stream],
    people: People,
    period: Period,
    volumes: Mapping[str, Fraction],
    before: Team | None = None,
    calendar: Calendar | None = None,
    agreed: Fraction = Fraction(0),
    plan: Planned = planned,
    scheduled: Scheduled | None = None,
) -> StaffedMonth:
    """Staff a month.

    Args:
        streams: the work.
        people: who does it.
        period: the days over which the volumes spread.
        volumes: contacts of the period, by stream (``volumes_of``).
        before: the team of the month before; None for the first month, whose team is there when it begins.
        calendar: the contract's, for patterns that say how holidays are.
        agreed: seats that are staffed in any case, for as long as those that the work needs are: more of them than it needs have
            their people too, and hours grow in proportion.
        plan: what gives the positions of half hours.
        scheduled: what shifts have for an hour that is needed; None without shifts.

    Raises:
        BpoError: if a pattern cannot carry the volume.
    """
    people = people.in_month(period.name)
    coming = {stream.id: to_agents(stream, period, volumes[stream.id]) for stream in streams}
    kinds = {stream.id: stream.pattern.kinds(period, calendar) for stream in streams if stream.pattern is not None}
    done = tuple(
        _queue(stream, period, coming[stream.id], kinds[stream.id], plan)
        if stream.workload is None
        else _workload(stream, people, period, coming[stream.id])
        for stream in streams
    )
    done = tuple(_with_more(one, stream, period, volumes[one.id]) for one, stream in zip(done, streams, strict=True))
    due = [
        deferred_work(one, period, coming[one.id], kinds[one.id]) for one in streams if one.is_due and coming[one.id]
    ]
    needed, done = _peak(done, kinds, due)
    positions = needed
    if agreed and needed:
        positions = largest(needed, math.floor(agreed / people.seats_per_position))
    if positions > needed:
        done = tuple(_with_hours(one, exact(positions) / needed) for one in done)
    hours = exact_sum(one.productive_hours for one in done)
    if scheduled is not None:
        hours = exact_sum(one.productive_hours * (scheduled.for_an_hour if one.waits else 1) for one in done)
    team = people.team(hours, before, positions)
    paid = team.heads * people.hours_a_month
    return StaffedMonth(
        period,
        done,
        positions,
        people.seats(positions),
        team,
        paid,
        positions - needed,
        hours if scheduled is not None else None,
        paid * _night(done, people.night, scheduled) if people.night is not None else None,
    )


def _night(streams: Sequence[StreamMonth], night: str, scheduled: Scheduled | None) -> Fraction:
    """The share of a month's hours that is night: of the schedule, else of the positions; work that can wait is done by day."""
    within = {f"{slot // 2:02d}:{slot % 2 * 30:02d}" for slot in hours_within(night)}
    dark = whole = Fraction(0)
    for stream in streams:
        hours = stream.productive_hours * (scheduled.for_an_hour if stream.waits and scheduled is not None else 1)
        whole += hours
        if scheduled is not None and stream.waits:
            dark += hours * scheduled.night
        elif stream.waits and hours:
            of_night = _hours(one for one in stream.intervals if one.start in within)
            dark += hours * of_night / _hours(stream.intervals)
    return dark / whole if whole else Fraction(0)


def to_agents(stream: Stream, period: Period, volume: Fraction) -> Fraction:
    """What comes to agents of a volume: all that a bot does not solve."""
    return volume if stream.bot is None else volume - stream.bot.solved(volume, period.name)


def _with_more(month: StreamMonth, stream: Stream, period: Period, volume: Fraction) -> StreamMonth:
    """With what a bot took of the volume, and the share of what agents handle that is sold."""
    if stream.conversion is not None:
        month = replace(month, conversion=stream.conversion.of(period.name))
    if stream.bot is None:
        return month
    taken, solved = stream.bot.taken(volume, period.name), stream.bot.solved(volume, period.name)
    return replace(month, bot_taken=taken, bot_solved=solved)


def _with_hours(stream: StreamMonth, times: Fraction) -> StreamMonth:
    """With so many times the hours at the desk, the work and its service level left as they are."""
    occupancy = None if stream.occupancy is None else stream.occupancy / times
    return replace(stream, productive_hours=stream.productive_hours * times, occupancy=occupancy)


def staff_months(
    streams: Sequence[Stream],
    people: People,
    months: Iterable[tuple[Period, Mapping[str, Fraction]]],
    calendar: Calendar | None = None,
    agreed: Mapping[str, Fraction] | None = None,
    scheduled: Scheduled | None = None,
    plan: Planned = planned,
) -> tuple[StaffedMonth, ...]:
    """Months one after the other, each with the team of the one before; ``agreed`` are seats by month, ``scheduled`` is what shifts have,
    ``plan`` what gives the positions of half hours."""
    done: list[StaffedMonth] = []
    months = tuple(months)
    figures = [*(figure for stream in streams for figure in stream.by_month()), *people.by_month()]
    if months and (problems := [told for figure in figures if (told := figure.missing(months[0][0].name))]):
        raise BpoError(problems)
    for period, volumes in months:
        seats = (agreed or {}).get(period.name, Fraction(0))
        before = done[-1].team if done else None
        done.append(staff(streams, people, period, volumes, before, calendar, seats, plan, scheduled))
    return hired_in_classes(done, [people] * len(done))


def erlangs_of(stream: Stream, period: Period, volume: Fraction, over: OverMonth) -> Fraction:
    """The erlangs of a weight of one, in a month that has the volume.

    Raises:
        BpoError: if the pattern cannot carry it.
    """
    if not over.whole:
        assert stream.pattern is not None
        values = {"stream": stream.name, "volume": volume, "month": period.name}
        raise fail(NEVER_OPEN, stream.pattern.where, **values)
    erlangs = volume * stream.handle_seconds.of(period.name) / (HALF_HOUR_SECONDS * over.whole)
    highest = erlangs * max(over.of_weight)
    if highest > ERLANGS_MAX:
        raise fail(TOO_LARGE, stream.where, stream=stream.name, erlangs=math.ceil(highest), most=ERLANGS_MAX)
    return erlangs


def _queue(
    stream: Stream, period: Period, volume: Fraction, kinds: tuple[int | None, ...], plan: Planned
) -> StreamMonth:
    assert stream.pattern is not None
    over = stream.pattern.over(kinds)
    if not volume:
        return _nothing_comes(stream, Queue.of(stream, period.name), over)
    plans_of = plan(stream, period.name, erlangs_of(stream, period, volume, over), over.cells)
    of_one = volume / over.whole
    contacts_of = {weight: of_one * weight for weight in over.of_weight}
    rows = [
        (day, start, over.counts[day], contacts_of[weight], one)
        for (day, start, weight, _), one in zip(over.cells, plans_of, strict=True)
    ]
    seconds = stream.handle_seconds.of(period.name)
    return _summed(stream, volume, seconds, over.weights, tuple(map(Interval._make, rows)))


def _nothing_comes(stream: Stream, queue: Queue, over: OverMonth) -> StreamMonth:
    """A month without contacts: who must be there at least is there all the same."""
    nothing, cells = Fraction(0), [cell for cell in over.cells if cell.least]
    intervals = tuple(
        Interval(cell.day, cell.start, over.counts[cell.day], nothing, queue.plan(0, cell.least)) for cell in cells
    )
    most = max((cell.least for cell in cells), default=0)
    month = StreamMonth(stream.id, stream.name, nothing, nothing, nothing, _hours(intervals), most, intervals)
    return month if stream.call_back is None else replace(month, call_backs=nothing)


def _hours(intervals: Iterable[Interval]) -> Fraction:
    return exact(sum(one.days * one.plan.positions for one in intervals)) / 2


def _summed(
    stream: Stream, volume: Fraction, seconds: Fraction, weights: Sequence[int], intervals: tuple[Interval, ...]
) -> StreamMonth:
    """The month out of its half hours. Weights and figures are whole numbers, so that a thousand half hours add up fast and exactly."""
    whole = sum(weights)
    of_plan: dict[int, tuple[int, Plan]] = {}  # half hours of one load have one plan
    for weight, plan in zip(weights, (interval.plan for interval in intervals), strict=True):
        of_plan[id(plan)] = (of_plan[id(plan)][0] + weight if id(plan) in of_plan else weight, plan)
    rows = list(of_plan.values())
    most = largest(0, *(plan.positions for _, plan in rows))
    answered = sum(weight * plan.answered for weight, plan in rows)
    left = sum(weight * plan.left for weight, plan in rows)
    stayed = whole * UNIT - left
    waited = sum(weight * (UNIT - plan.left) * plan.wait for weight, plan in rows)
    call_backs: Fraction | None = None
    call_back_seconds: Fraction | None = None
    counted = whole * UNIT
    if stream.call_back is not None:
        called = sum(weight * plan.called for weight, plan in rows)
        stayed -= called
        waited = sum(weight * (UNIT - plan.left - plan.called) * plan.wait for weight, plan in rows)
        later = sum(weight * plan.called * plan.called_wait for weight, plan in rows)
        call_backs = volume * called / (whole * UNIT)
        call_back_seconds = exact(later) / (called * UNIT) if called else None
        if stream.call_back.leaves_out:
            answered = sum(weight * (UNIT - plan.called) * plan.answered for weight, plan in rows)
            counted, answered = counted - called, exact(answered) / UNIT
    hours = _hours(intervals)
    abandonment = exact(left) / (whole * UNIT)
    at_once = 1 if stream.concurrency is None else len(stream.concurrency.each)
    minutes = volume * (1 - abandonment) * seconds / 60
    if at_once > 1:  # how long one took follows from how many were held
        held = sum(interval.days * interval.plan.positions * interval.plan.busy for interval in intervals)
        minutes = exact(30 * at_once * held) / UNIT
    return StreamMonth(
        stream.id,
        stream.name,
        volume,
        volume * abandonment,
        minutes,
        hours,
        most,
        intervals,
        service_level=exact(answered) / counted if counted else None,
        asa_seconds=exact(waited) / (stayed * UNIT) if stayed else None,
        abandonment_rate=abandonment,
        occupancy=minutes / 60 / (hours * at_once),
        at_once=at_once,
        call_backs=call_backs,
        call_back_seconds=call_back_seconds,
    )


def _workload(stream: Stream, people: People, period: Period, volume: Fraction) -> StreamMonth:
    """Work that can wait is spread over the month's hours: its positions are those of one shift."""
    assert stream.workload is not None
    minutes = volume * stream.handle_seconds.of(period.name) / 60
    hours = minutes / 60 / stream.workload.productive
    positions = math.ceil(hours / people.hours_a_month)
    return StreamMonth(stream.id, stream.name, volume, Fraction(0), minutes, hours, positions, waits=False)


def _peak(
    streams: tuple[StreamMonth, ...], kinds: Mapping[str, Sequence[int | None]], due: Sequence[Deferred]
) -> tuple[int, tuple[StreamMonth, ...]]:
    """The most positions in any half hour of any day, all streams together; a holiday may be a Sunday for one and not for another.

    Work with a due time is done where the queues leave room, and its streams have their positions from there.
    """
    of_day: dict[tuple[str, int | None], list[Interval]] = {}
    for stream in streams:
        for interval in stream.intervals:
            of_day.setdefault((stream.id, interval.weekday), []).append(interval)
    taken: dict[tuple[int | None, ...], Counter[str]] = {}
    days = list(zip(*kinds.values(), strict=True))
    for day in set(days):
        together = taken[day] = Counter()
        for key in zip(kinds, day, strict=True):
            for interval in of_day.get(key, ()):
                together[interval.start] += interval.plan.positions
    most, done = least_positions([taken[day] for day in days], due)
    others = sum(stream.positions for stream in streams if not stream.waits and stream.id not in done)
    return most + others, tuple(
        replace(stream, positions=done[stream.id].positions, backlog=done[stream.id].backlog)
        if stream.id in done
        else stream
        for stream in streams
    )
