"""Work with a due time: how many must be there so that all of it is done in time, in what the queues leave of each half hour.

Mail that must be answered within so many hours of work may wait for the half hours in which few call. With ``c(t)`` positions for queues and
``T`` in all, at most ``T − c(t)`` work on it in half hour t, as early as there is any: ``done(t) = min(come(t), done(t − 1) + T − c(t))``, and
``T`` is the least for which ``done(t) ≥ come(t − due)`` always: what is done as early as it can be is done in time, if it can be at all.
Four weeks like its first stand before the month and four like its last after it, so that weekdays go on: what Friday leaves is done on Monday,
the month begins with a backlog and ends with one. The least T also does as much as comes in a month.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bpo.core.errors import fail
from bpo.core.periods import Period
from bpo.core.words import Words
from bpo.economics.staffing.streams import Stream

NEVER_OPEN = Words(
    "staffing-never-open",
    en="'{stream}' has {volume} contacts in {month}, but the pattern is open on no day of it",
    zh="“{stream}”在 {month} 有 {volume} 件业务，但该月没有一天在 pattern 的开放时间内",
)
Taken = Sequence[Mapping[str, int]]
"""The positions of queues on each day, by the beginning of the half hour."""
WEEKS_AROUND = 4
HALF_HOUR_SECONDS = 1800


@dataclass(frozen=True, slots=True)
class Deferred:
    """A month of work with a due time, by the half hours in which it is worked on.

    Args:
        slots: the day and the beginning of each, in order.
        coming: what has come by its end since the one before, in parts, of which
        each_position: one position does so many in a half hour, and
        each_contact: a contact has so many.
        days: of the month.
        due: in so many half hours of work, that in which it comes among them.
    """

    id: str
    slots: tuple[tuple[int, str], ...]
    coming: tuple[int, ...]
    each_position: int
    each_contact: Fraction
    days: int
    due: int

    def order(self) -> Iterator[tuple[int, bool]]:
        """Which half hour is worked after which, and whether it is the month's own."""
        around = min(WEEKS_AROUND * 7, self.days // 7 * 7)
        for at, (day, _) in enumerate(self.slots):
            if day < around:
                yield at, False
        yield from ((at, True) for at in range(len(self.slots)))
        for at, (day, _) in enumerate(self.slots):
            if day >= self.days - around:
                yield at, False


@dataclass(frozen=True, slots=True)
class Done:
    """The most positions at once, and the most contacts that a day's end leaves."""

    positions: int
    backlog: Fraction


def deferred_work(stream: Stream, period: Period, volume: Fraction, kinds: Sequence[int | None]) -> Deferred:
    """The month's work of a stream with a due time, by the half hours in which it is worked on."""
    assert stream.pattern is not None and stream.workload is not None and stream.workload.within_hours is not None
    hours, pattern = stream.workload.hours, stream.pattern
    cells: dict[int, dict[str, int]] = {}
    for cell in pattern.cells:
        cells.setdefault(cell.day, {})[cell.start] = cell.weight
    slots: list[tuple[int, str]] = []
    coming, since, whole = [], 0, 0
    for day, kind in enumerate(kinds):
        if kind is None:
            continue
        come = cells.get(kind, {})
        worked = hours.get(pattern.like(kind), frozenset()) if hours else come.keys()
        for start in sorted({*come, *worked}):
            since, whole = since + come.get(start, 0), whole + come.get(start, 0)
            if start in worked:
                slots.append((day, start))
                coming.append(since)
                since = 0
    if not slots or not whole:
        values = {"stream": stream.name, "volume": volume, "month": period.name}
        raise fail(NEVER_OPEN, pattern.where, **values)
    coming[0] += since  # what comes after the last is done on the first day
    seconds = stream.handle_seconds.of(period.name) / stream.workload.productive
    second = whole / (volume * seconds)  # at the desk, of the pattern's weights
    half_hour, parts = (second * HALF_HOUR_SECONDS).as_integer_ratio()  # whole numbers add up fast
    each = Fraction(second * seconds * parts)
    due = int(2 * stream.workload.within_hours)
    return Deferred(stream.id, tuple(slots), tuple(one * parts for one in coming), half_hour, each, len(kinds), due)


def least_positions(taken: Taken, works: Sequence[Deferred]) -> tuple[int, Mapping[str, Done]]:
    """The fewest positions with which queues and deferred work are done, and what each work has of them; earlier works go first."""
    different = {id(day): day for day in taken}.values()
    least = max((number for day in different for number in day.values()), default=0)
    if not works:
        return least, {}
    failing, found, step = least - 1, least, 1
    while (done := _all_done(found, taken, works)) is None:
        failing, found, step = found, found + step, step * 2
    while found - failing > 1:
        middle = (failing + found) // 2
        tried = _all_done(middle, taken, works)
        if tried is None:
            failing = middle
        else:
            found, done = middle, tried
    return found, done


def _all_done(positions: int, taken: Taken, works: Sequence[Deferred]) -> Mapping[str, Done] | None:
    used = [Counter(day) for day in taken]
    done: dict[str, Done] = {}
    for work in works:
        room = [positions - used[day][start] for day, start in work.slots]
        worked = _worked(work, room)
        if worked is None:
            return None
        for (day, start), number in zip(work.slots, worked[0], strict=True):
            used[day][start] += number
        done[work.id] = Done(max(worked[0]), worked[1])
    return done


def _worked(work: Deferred, room: Sequence[int]) -> tuple[list[int], Fraction] | None:
    """The positions of each half hour of the month, and the greatest backlog of a day's end; None if some work is late."""
    each = work.each_position
    if sum(room) * each < sum(work.coming):  # the backlog would grow from month to month
        return None
    come, done, most = [0], 0, 0
    used: list[int] = []
    for n, (at, of_month) in enumerate(work.order()):
        come.append(come[-1] + work.coming[at])
        left = come[-1] - done
        number = min(room[at], -(-left // each))
        done += min(left, number * each)
        if done < come[max(0, n + 2 - work.due)]:
            return None
        if of_month:
            used.append(number)
            ends = at + 1 == len(work.slots) or work.slots[at + 1][0] != work.slots[at][0]
            most = max(most, come[-1] - done) if ends else most
    return used, Fraction(most) / work.each_contact
