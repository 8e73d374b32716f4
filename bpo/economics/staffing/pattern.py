"""When contacts come: shares of the days of a week, and of the half hours of a day; and how many must be there at least."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Annotated, Any, ClassVar, NamedTuple, Self, TypeVar

from pydantic import AfterValidator, BeforeValidator, Discriminator, Tag, model_validator

from bpo.core.calendars import Calendar
from bpo.core.errors import choices, fail
from bpo.core.fields import UNKNOWN_CHOICE, Day, FileModel, Mistake, OrWritten, Share, WholeNumber
from bpo.core.periods import Period
from bpo.core.words import Pct, Text, Words
from bpo.economics.staffing.shares import PositiveMultiple
from bpo.economics.staffing.week import A_WEEKDAY, DAY_NAMES, WEEKDAYS, Weekday, days_once, hours_of_day, starts_of

DAY_WITHOUT_HOURS = Words(
    "pattern-day-without-half-hours",
    en="{day} has a share of the week under 'days', but no half hours; put it in one of these groups",
    zh="{day}在 days 中有份额，但没有半小时分布；请归入其中一组",
)
DAY_WITHOUT_SHARE = Words(
    "pattern-day-without-share",
    en="{day} has half hours here, but no share of the week under 'days'; add it there, or leave it out here",
    zh="{day}在此有半小时分布，但 days 中没有份额；请在 days 中补充，或在此删去",
)
GROUPS_OR_HALF_HOURS = Words(
    "pattern-groups-or-half-hours",
    en='write half hours ("09:00-12:00": …) for every day alike, or groups of days (mon-fri: {{…}}) with their own; not both',
    zh='请统一写半小时（"09:00-12:00": …），或按日期分组（mon-fri: {{…}}）分别写明；二者不能混用',
)
NOT_ALL = Words(
    "pattern-not-all", en="these shares make {total}; they must make 100%", zh="各份额合计 {total}，应为 100%"
)
NO_CALENDAR = Words(
    "pattern-no-calendar",
    en="'{given}' needs the calendar of the contract; write 'billing: {{calendar: CN}}' there, or leave '{given}' out",
    zh="{given} 需要合同的日历；请在合同中写 billing: {{calendar: CN}}，或删去 {given}",
)
TYPED_OFF_BY = Fraction(1, 200)
"""Shares that were rounded when they were typed may miss 100% by half a percent; they are used in proportion."""
HOLIDAY = 7
"""The kind of a day that is a public holiday with a volume of its own; 0 is Monday."""
CLOSED = "closed"
A_LIKE_DAY = Text(zh="like: 星期", en="like: a weekday")
T = TypeVar("T")


def _is_group(given: Any) -> str:
    return "group" if isinstance(given, Mapping) else "one"


ShareOrGroup = Annotated[
    Annotated[Share, Tag("one")] | Annotated[Mapping[str, Share], Tag("group")], Discriminator(_is_group)
]
NumberOrGroup = Annotated[
    Annotated[WholeNumber, Tag("one")] | Annotated[Mapping[str, WholeNumber], Tag("group")], Discriminator(_is_group)
]


def _like(given: str) -> str:
    if given not in (*WEEKDAYS, CLOSED):
        raise Mistake(UNKNOWN_CHOICE, what=A_WEEKDAY, **choices(given, [*WEEKDAYS, CLOSED]))
    return given


class Holidays(FileModel):
    """``sun``, ``closed``, or ``{like: sun, times: 130%}``: a public holiday has the hours of that weekday, and so much of its volume."""

    page: ClassVar[str] = "docs/economics/staffing.md"

    like: Annotated[str, AfterValidator(_like)]
    times: PositiveMultiple = Fraction(1)

    @model_validator(mode="after")
    def _of_an_open_day(self) -> Self:
        if self.like == CLOSED:
            self.only_with(A_LIKE_DAY, *(["times"] if "times" in self.model_fields_set else []))
        return self

    @property
    def kind(self) -> int | None:
        """The kind of day that a holiday is; None if nobody answers on it."""
        if self.like == CLOSED:
            return None
        return WEEKDAYS.index(self.like) if self.times == 1 else HOLIDAY


HolidaysField = Annotated[
    Holidays,
    BeforeValidator(lambda given: {"like": given} if isinstance(given, str) else given),
    OrWritten({"type": "string"}),
]


class Cell(NamedTuple):
    """A half hour of a kind of day: 0 is Monday, 7 a holiday. ``weight``, a whole number, says how contacts share; ``least`` must be there."""

    day: int
    start: str
    weight: int
    least: int


@dataclass(frozen=True, slots=True)
class OverMonth:
    """The half hours of a month: how many of its days are of each kind, and of each half hour that there is how many there are."""

    counts: Mapping[int, int]
    cells: tuple[Cell, ...]
    weights: tuple[int, ...]
    """Of each half hour, on all its days together."""
    whole: int
    of_weight: frozenset[int]
    """The weights that there are: a few, in hundreds of half hours."""

    @classmethod
    def of(cls, cells: Sequence[Cell], kinds: Sequence[int | None]) -> Self:
        counts = Counter(kind for kind in kinds if kind is not None)
        there = tuple(cell for cell in cells if counts[cell.day])
        weights = tuple(counts[cell.day] * cell.weight for cell in there)
        return cls(counts, there, weights, sum(weights), frozenset(cell.weight for cell in there))


class Pattern(FileModel):
    """``{days: {mon-fri: 80%, sat: 20%}, half_hours: {"09:00": 4.1%, …}, holidays: sun}``; what is not named is closed.

    ``half_hours`` and ``at_least`` are alike on every open day, or by groups of days: ``{mon-fri: {…}, sat: {…}}``.
    """

    page: ClassVar[str] = "docs/economics/staffing.md"

    days: Mapping[str, Share]
    half_hours: Mapping[str, ShareOrGroup]
    at_least: Mapping[str, NumberOrGroup] = {}
    holidays: HolidaysField | None = None
    worked_weekends: Weekday | None = None
    closed: frozenset[Day] = frozenset()

    @model_validator(mode="after")
    def _checked(self) -> Self:
        _all_of(self.days, ("days",))
        for at, _, shares in self._groups("half_hours"):
            _all_of(shares, at)
        for day in self._of_week:
            if self._of_week[day] and day not in self._shapes:
                raise Mistake(DAY_WITHOUT_HOURS, ("half_hours",), day=DAY_NAMES[day])
        _ = self._leasts  # read now, so that a misspelled half hour is told with its line
        return self

    @cached_property
    def _of_week(self) -> dict[int, Fraction]:
        """The share of each weekday; a group of days shares evenly."""
        found: dict[int, Fraction] = {}
        for name, share in self.days.items():
            days = days_once("days", name, found)
            found |= dict.fromkeys(days, share / len(days))
        return dict(sorted(found.items()))

    @cached_property
    def _shapes(self) -> dict[int, dict[str, Fraction]]:
        return self._by_day("half_hours", _spread)

    @cached_property
    def _leasts(self) -> dict[int, dict[str, int]]:
        return self._by_day("at_least", lambda name, number: dict.fromkeys(starts_of(name), number))

    def _groups(self, field: str) -> Iterator[tuple[tuple[str, ...], tuple[int, ...], Mapping[str, Any]]]:
        """Where each group of days stands, its days, and what it says of their half hours; all open days, if none are named."""
        given: Mapping[str, Any] = getattr(self, field)
        if not any(isinstance(value, Mapping) for value in given.values()):
            yield (field,), tuple(day for day, share in self._of_week.items() if share), given
            return
        found: dict[int, None] = {}
        for name, group in given.items():
            if not isinstance(group, Mapping):
                raise Mistake(GROUPS_OR_HALF_HOURS, (field, name))
            days = days_once(field, name, found)
            for day in days:
                if not self._of_week.get(day):
                    raise Mistake(DAY_WITHOUT_SHARE, (field, name), day=DAY_NAMES[day])
            found |= dict.fromkeys(days)
            yield (field, name), days, group

    def _by_day(self, field: str, read: Callable[[str, Any], dict[str, T]]) -> dict[int, dict[str, T]]:
        """The half hours of each day that a field names, by their beginning."""
        return {
            day: hours
            for at, days, given in self._groups(field)
            for hours in [hours_of_day(given, at, read)]
            for day in days
        }

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Every half hour in which contacts come or somebody must be there, of weekdays and, if they differ, of holidays."""
        open_half_hours = list(self._open())
        scale = lcm(*(weight.denominator for _, _, weight, _ in open_half_hours))
        return tuple(Cell(day, start, int(weight * scale), least) for day, start, weight, least in open_half_hours)

    def over(self, kinds: tuple[int | None, ...]) -> OverMonth:
        """The half hours of a month whose days are of these kinds; kept, since a volume that is varied moves none of them."""
        if kinds not in self._over:
            self._over[kinds] = OverMonth.of(self.cells, kinds)
        return self._over[kinds]

    @cached_property
    def _over(self) -> dict[tuple[int | None, ...], OverMonth]:
        return {}

    def like(self, kind: int) -> int:
        """The weekday whose hours a kind of day has."""
        if kind != HOLIDAY:
            return kind
        assert self.holidays is not None
        return WEEKDAYS.index(self.holidays.like)

    def _open(self) -> Iterator[tuple[int, str, Fraction, int]]:
        days = [(day, day, share) for day, share in self._of_week.items()]
        if self.holidays is not None and self.holidays.kind == HOLIDAY:
            like = WEEKDAYS.index(self.holidays.like)
            days.append((HOLIDAY, like, self._of_week.get(like, Fraction(0)) * self.holidays.times))
        for kind, like, of_week in days:
            shape, least = self._shapes.get(like, {}), self._leasts.get(like, {})
            for start in sorted({*shape, *least}):
                weight = of_week * shape.get(start, Fraction(0))
                if weight or least.get(start):
                    yield kind, start, weight, least.get(start, 0)

    def kinds(self, period: Period, calendar: Calendar | None) -> tuple[int | None, ...]:
        """What kind of day each day of the period is: 0 Monday … 6 Sunday, 7 a holiday with its own volume, None closed.

        Holidays of a year that is not announced yet are those that the calendar expects: a forecast may do so, a bill may not.

        Raises:
            BpoError: if the contract has no calendar and the pattern needs one.
        """
        for name in ("holidays", "worked_weekends"):
            if calendar is None and getattr(self, name) is not None:
                raise fail(NO_CALENDAR, self.where, given=name)
        return tuple(self._kind(day, calendar) for day in period.each_day())

    def _kind(self, day: date, calendar: Calendar | None) -> int | None:
        if day in self.closed:
            return None
        if calendar is not None and self.holidays is not None and calendar.is_holiday(day):
            return self.holidays.kind
        if calendar is not None and self.worked_weekends is not None and day.weekday() >= 5:
            return WEEKDAYS.index(self.worked_weekends) if calendar.is_working_day(day) else day.weekday()
        return day.weekday()


def _spread(name: str, share: Fraction) -> dict[str, Fraction]:
    """The share of each half hour, evenly."""
    starts = starts_of(name)
    return dict.fromkeys(starts, share / len(starts))


def _all_of(shares: Mapping[str, Fraction], at: tuple[str, ...]) -> None:
    total = sum(shares.values(), Fraction(0))
    if abs(total - 1) > TYPED_OFF_BY:
        raise Mistake(NOT_ALL, at, total=Pct(total))
