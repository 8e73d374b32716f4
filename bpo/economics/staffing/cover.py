"""The least set of shifts that covers a need: a set-covering integer program (Dantzig 1954), solved by HiGHS through scipy.

People of one shape and start work the same hours on their days of the week: one whole variable for each pattern of days. Meals are
variables of their own for each shape, start, day and place (Aykin 1996): as many as work it that day, each at one of the places
that the shape allows. The week is a circle: Sunday's night is Monday's morning.

    least Σ cost × people, subject to: in each half hour, people there less people at their meal ≥ need;
    on each day, Σ meals of a shape and start = people who work it; people of a shape ≤ its share of all

Sources: Dantzig, *A comment on Edie's "Traffic delays at toll booths"*, Operations Research 2 (1954); Aykin, *Optimal shift
scheduling with multiple break windows*, Management Science 42 (1996).
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations

OF_A_DAY = 48
BRANCHES = 20
"""Branches that are looked at: so many give the same answer on every machine, unless time runs out first."""
WITHIN = 0.01
"""A schedule that is proven to cost at most so much more than the least is good enough."""
_WHOLE = 1e-6


@dataclass(frozen=True, slots=True)
class Shape:
    """A way to work, in half hours: ``length`` from start to end, ``days`` of the week, a meal of ``meal`` that begins at one of
    ``places`` after the start, the ``cost`` of a person and week, and the share of all people that work it at ``most``."""

    length: int
    starts: tuple[int, ...]
    days: int
    together: bool
    cost: int
    meal: int = 0
    places: tuple[int, ...] = ()
    most: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """So many ``people`` work a shape from a half hour of the day on, on these days of the week (0 is Monday)."""

    shape: int
    start: int
    days: tuple[int, ...]
    people: int


@dataclass(frozen=True, slots=True)
class Meals:
    """So many people of a shape and start are at their meal on a day, from a place after the start on."""

    shape: int
    start: int
    day: int
    place: int
    people: int


@dataclass(frozen=True, slots=True)
class Cover:
    """A schedule. ``gap``: by what share of its own cost the least possible may be lower; 0 is proven to be the least."""

    duties: tuple[Duty, ...]
    meals: tuple[Meals, ...]
    cost: int
    gap: float


class CannotCover(Exception):
    """No schedule was found: ``proven`` says that there is none; otherwise the time ran out."""

    def __init__(self, proven: bool) -> None:
        super().__init__()
        self.proven = proven


def day_patterns(week: int, days: int, together: bool) -> list[tuple[int, ...]]:
    """The sets of so many days of a week; ``together``: those whose days off follow one another, Sunday before Monday.

    >>> len(day_patterns(7, 5, True)), len(day_patterns(7, 5, False)), day_patterns(1, 1, True)
    (7, 21, [(0,)])
    """
    found = combinations(range(week), days)
    return [one for one in found if not together or _runs(set(range(week)) - set(one), week) <= 1]


def _runs(days: set[int], week: int) -> int:
    """How many stretches of days there are in the circle of a week."""
    return sum((day - 1) % week not in days for day in days) or int(bool(days))


def _useful(need: Sequence[int], shape: Shape, start: int) -> list[tuple[int, ...]]:
    """The patterns of days of a shape and start, without those of which another has all days on which somebody is needed then,
    and more: nobody is sent where nobody is needed, unless his days off leave no choice."""
    week = len(need) // OF_A_DAY
    hours = {day: range(day * OF_A_DAY + start, day * OF_A_DAY + start + shape.length) for day in range(week)}
    needed = {day for day, slots in hours.items() if any(need[slot % len(need)] for slot in slots)}
    by_days: dict[frozenset[int], tuple[int, ...]] = {}
    for days in day_patterns(week, shape.days, shape.together):
        by_days.setdefault(frozenset(days) & needed, days)
    return [days for own, days in by_days.items() if not any(own < other for other in by_days)]


def uncovered(need: Sequence[int], shapes: Sequence[Shape]) -> int | None:
    """The first half hour of the week with a need that nobody can be there for, whatever the number of people."""
    reached = {slot % OF_A_DAY for shape in shapes for start in shape.starts for slot in _there(shape, start)}
    return next((slot for slot, least in enumerate(need) if least and slot % OF_A_DAY not in reached), None)


def _there(shape: Shape, start: int) -> Iterator[int]:
    """The half hours, counted from midnight on, at which some of those who began then are not at their meal."""
    for at in range(shape.length):
        if not shape.meal or any(not place <= at < place + shape.meal for place in shape.places):
            yield start + at


@dataclass
class _Program:
    """Columns and rows as they are written down: ``cells`` by row and column."""

    cells: dict[tuple[int, int], int]
    costs: list[int]
    columns: list[Duty | Meals]
    low: list[float]
    high: list[float]
    slots: int

    def column(self, what: Duty | Meals, cost: int) -> int:
        self.costs.append(cost)
        self.columns.append(what)
        return len(self.costs) - 1

    def row(self, cells: Mapping[int, int], low: float, high: float) -> None:
        self.low.append(low)
        self.high.append(high)
        self.cells |= {(len(self.low) - 1, column): value for column, value in cells.items()}

    def there(self, column: int, first: int, length: int, people: int) -> None:
        """What a column adds to the half hours of the week, which are the first rows."""
        for slot in range(first, first + length):
            key = (slot % self.slots, column)
            self.cells[key] = self.cells.get(key, 0) + people


def _program(need: Sequence[int], shapes: Sequence[Shape]) -> _Program:
    never = float("inf")
    made = _Program({}, [], [], [float(one) for one in need], [never] * len(need), len(need))
    of_shape: list[list[int]] = []
    for number, shape in enumerate(shapes):
        of_shape.append([])
        for start in shape.starts:
            on_day: dict[int, list[int]] = {}
            for days in _useful(need, shape, start):
                column = made.column(Duty(number, start, days, 1), shape.cost)
                of_shape[-1].append(column)
                for day in days:
                    made.there(column, day * OF_A_DAY + start, shape.length, 1)
                    on_day.setdefault(day, []).append(column)
            for day, workers in on_day.items() if shape.meal else ():
                meals = dict.fromkeys(workers, 1)
                for place in shape.places:
                    column = made.column(Meals(number, start, day, place, 1), 0)
                    made.there(column, day * OF_A_DAY + start + place, shape.meal, -1)
                    meals[column] = -1
                made.row(meals, 0, 0)
    for number, shape in enumerate(shapes):
        if shape.most is not None:
            top, bottom = shape.most.numerator, shape.most.denominator
            cells = {column: (bottom if of == number else 0) - top for of, own in enumerate(of_shape) for column in own}
            made.row({column: value for column, value in cells.items() if value}, -never, 0)
    return made


@lru_cache(maxsize=32)
def cover(need: tuple[int, ...], shapes: tuple[Shape, ...], seconds: float, branches: int = BRANCHES) -> Cover:
    """The cheapest schedule.

    Args:
        need: who must be there in each half hour of the week, Monday's midnight first; whole days.
        shapes: the ways to work.
        seconds: after which the best schedule so far is taken.
        branches: of the search, after which it is as well.

    Raises:
        CannotCover: if there is none, or none was found in time.
    """
    if not any(need):
        return Cover((), (), 0, 0.0)
    program = _program(need, shapes)
    solved, bound = _solved(program, seconds, branches)
    counts = [round(value) for value in solved]
    assert all(abs(value - count) < _WHOLE * 100 for value, count in zip(solved, counts, strict=True)), "not whole"
    duties = tuple(
        Duty(one.shape, one.start, one.days, count)
        for one, count in zip(program.columns, counts, strict=True)
        if count and isinstance(one, Duty)
    )
    meals = tuple(
        Meals(one.shape, one.start, one.day, one.place, count)
        for one, count in zip(program.columns, counts, strict=True)
        if count and isinstance(one, Meals)
    )
    cost = sum(shapes[one.shape].cost * one.people for one in duties)
    step = math.gcd(*program.costs)  # what costs go by: 1,181 is 1,200 where everybody costs 40 or 20
    least = math.ceil(bound / step - _WHOLE) * step
    return Cover(duties, meals, cost, max(0.0, 1 - least / cost))


def _solved(program: _Program, seconds: float, branches: int) -> tuple[Sequence[float], float]:
    """The values of the columns, and what the least possible cannot be below."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    rows, columns = zip(*program.cells, strict=True)
    matrix = coo_array((list(program.cells.values()), (rows, columns)), shape=(len(program.low), len(program.costs)))
    options = {"mip_rel_gap": WITHIN, "node_limit": branches, "time_limit": seconds}
    found = milp(
        np.array(program.costs, dtype=float),
        integrality=np.ones(len(program.costs)),
        bounds=Bounds(0, np.inf),
        constraints=LinearConstraint(matrix.tocsr(), program.low, program.high),
        options=options,
    )
    if found.x is None:
        raise CannotCover(proven=found.status == 2)
    return found.x, float(found.mip_dual_bound)


def there(made: Cover, shapes: Sequence[Shape], week: int = 7) -> list[int]:
    """Who is there in each half hour of the week, without those at their meal."""
    return _counted(made, shapes, week, [shape.meal for shape in shapes])


def at_work(made: Cover, shapes: Sequence[Shape], unpaid: Sequence[bool], week: int = 7) -> list[int]:
    """Who is paid in each half hour of the week: all but those at a meal that is ``unpaid``, by shape."""
    off = [shape.meal if away else 0 for shape, away in zip(shapes, unpaid, strict=True)]
    return _counted(made, shapes, week, off)


def _counted(made: Cover, shapes: Sequence[Shape], week: int, off: Sequence[int]) -> list[int]:
    """Everybody from start to end, less those at their meal for as long as ``off`` says of their shape."""
    found = [0] * (week * OF_A_DAY)
    for duty in made.duties:
        for day in duty.days:
            for at in range(shapes[duty.shape].length):
                found[(day * OF_A_DAY + duty.start + at) % len(found)] += duty.people
    for meal in made.meals:
        for at in range(off[meal.shape]):
            found[(meal.day * OF_A_DAY + meal.start + meal.place + at) % len(found)] -= meal.people
    return found
