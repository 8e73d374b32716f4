"""The people who do the work: paid hours, shrinkage, attrition, and what joiners do while they learn."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, BeforeValidator, model_validator

from bpo.core.fields import BY_MONTH_SCHEMA, NUMBER_SCHEMA, FileModel, Mistake, OrWritten, Share
from bpo.core.money import exact, to_places
from bpo.core.words import Pct, Words
from bpo.economics.scenario.volume import ALWAYS, MONTHLY, ByMonth
from bpo.economics.staffing.hiring import Hiring
from bpo.economics.staffing.shares import PlainPositive, PositiveMultiple, ShareOfWhole
from bpo.economics.staffing.shifts import Clock, Shifts
from bpo.economics.staffing.streams import PartShare

NOBODY_LEFT = Words(
    "people-nobody-left",
    en="shrinkage of {given} leaves no time to work; write less than 100%",
    zh="缩减率 {given} 意味着没有工作时间；请写小于 100% 的数值",
)

TOO_LONG = Words(
    "people-hours-beyond",
    en="{given} hours are more than a month has (744); write the paid hours of one head, such as 174",
    zh="{given} 小时超过一个月的总时数（744）；请写每人每月计薪工时，例如 174",
)
WHOLE_PART_TIME = Words(
    "people-whole-part-time",
    en="'heads: whole' is full-time, but shifts '{one}' and '{other}' have {hours} and {less} hours a week; leave 'heads' out",
    zh="heads: whole 指全职整人，而班次“{one}”与“{other}”每周工时分别为 {hours} 与 {less} 小时；请删去 heads",
)
HIRING_KEEPS = Words(
    "people-hiring-keeps",
    en="who was hired ahead of need is kept: write 'surplus: kept' beside 'hiring'",
    zh="提前招聘的人员予以保留：写明 hiring 时请同时写 surplus: kept",
)
HIRING_OR_RAMP = Words(
    "people-hiring-or-ramp",
    en="'learning' under 'hiring' says what joiners do, by weeks; leave 'ramp' out",
    zh="hiring 的 learning 已按周写明新人产能；请删去 ramp",
)
HOURS_OF_A_MONTH = 31 * 24


def _in_a_month(hours: Fraction) -> Fraction:
    if hours > HOURS_OF_A_MONTH:
        raise Mistake(TOO_LONG, given=hours)
    return hours


def _not_all(share: Fraction) -> Fraction:
    if share >= 1:
        raise Mistake(NOBODY_LEFT, given=Pct(share))
    return share


class Lost(ByMonth):
    """A share of paid time that is not worked."""

    months: Mapping[str, Annotated[Share, AfterValidator(_not_all)]]


class Attrition(ByMonth):
    """A share of the heads of the month before."""

    months: Mapping[str, ShareOfWhole]


def _by_reason(given: Any) -> Any:
    """A share alone, or one for each month, is that of all reasons."""
    by_name = isinstance(given, Mapping) and not (given and all(str(name)[:4].isdecimal() for name in given))
    return given if by_name else {"all": given}


Reasons = Annotated[
    Mapping[str, Annotated[Lost, *MONTHLY]],
    BeforeValidator(_by_reason),
    OrWritten(NUMBER_SCHEMA),
    OrWritten(BY_MONTH_SCHEMA),
]
NOBODY_LEAVES = Attrition(months={ALWAYS: Fraction(0)})


@dataclass(frozen=True, slots=True)
class Team:
    """The heads of a month: ``heads`` are paid; on its first day ``hires`` joined, ``leavers`` left of their own accord, and
    ``released`` were not needed any more.

    ``learning`` are those among them who joined in it, in the month before, and so on, as far as the ramp goes on after them. ``due``
    is the part of a leaver that whole heads carry to the next month.
    """

    heads: Fraction
    hires: Fraction
    leavers: Fraction
    released: Fraction = Fraction(0)
    learning: tuple[Fraction, ...] = ()
    due: Fraction = Fraction(0)


class People(FileModel):
    """``{hours_a_month: 176, shrinkage: {leave: 10.3%, breaks: 14%}, attrition_a_month: 3%, ramp: [50%, 80%]}``.

    ``heads: whole`` rounds the team up to whole heads who are paid whole, and no fewer than are rostered in the busiest half hour;
    whole ones join, leave and are released. Otherwise heads are full-time equivalents, which part-time work makes possible. Who is not needed
    in a slack month is ``released``, or ``kept``. ``night`` are the hours whose share ``night_hours`` counts; ``shifts`` those that may be worked.
    With ``hiring`` people join in classes ahead of need (:mod:`bpo.economics.staffing.classes`).
    """

    page: ClassVar[str] = "docs/economics/staffing.md"

    hours_a_month: Annotated[PlainPositive, AfterValidator(_in_a_month)]
    shrinkage: Reasons = {}
    attrition_a_month: Annotated[Attrition, *MONTHLY] = NOBODY_LEAVES
    ramp: tuple[PartShare, ...] = ()
    seats_per_position: PositiveMultiple = Fraction(1)
    heads: Literal["fte", "whole"] = "fte"
    surplus: Literal["released", "kept"] = "released"
    night: Clock | None = None
    shifts: Shifts | None = None
    hiring: Hiring | None = None

    @model_validator(mode="after")
    def _ahead_of_need(self) -> Self:
        if self.hiring is not None and self.ramp:
            raise Mistake(HIRING_OR_RAMP, ("ramp",))
        if self.hiring is not None and self.surplus != "kept":
            raise Mistake(HIRING_KEEPS, ("hiring",))
        return self

    @model_validator(mode="after")
    def _full_time(self) -> Self:
        if self.heads == "whole" and self.shifts is not None:
            by_hours = sorted(self.shifts.kinds, key=lambda kind: kind.paid_hours_a_week)
            least, most = by_hours[0], by_hours[-1]
            hours, less = most.paid_hours_a_week, least.paid_hours_a_week
            if less < hours:
                raise Mistake(WHOLE_PART_TIME, ("heads",), one=most.name, other=least.name, hours=hours, less=less)
        return self

    def in_month(self, month: str) -> People:
        """The same people with their shrinkage and attrition of one month, as whom they are computed with.

        Raises:
            BpoError: for a month before the first that a figure is written for.
        """
        if not any(figure.varies for figure in self.by_month()):
            return self
        shrinkage = {reason: lost.only(month) for reason, lost in self.shrinkage.items()}
        return self.altered(shrinkage=shrinkage, attrition_a_month=self.attrition_a_month.only(month))

    def by_month(self) -> tuple[ByMonth, ...]:
        """What may change with the months."""
        return (*self.shrinkage.values(), self.attrition_a_month)

    @property
    def presence(self) -> Fraction:
        """What is left of a paid hour: ``(1 − leave) × (1 − breaks) × …``."""
        return math.prod((1 - lost.always for lost in self.shrinkage.values()), start=Fraction(1))

    @property
    def productive_hours_a_month(self) -> Fraction:
        """What one head works in a month: ``176 × (1 − 10.3%) × (1 − 14%) = 135.77``."""
        return self.hours_a_month * self.presence

    def rostered(self, positions: int) -> int:
        """How many are rostered so that so many positions are filled: ``14 / 0.7 = 20``."""
        return math.ceil(positions / self.presence)

    def seats(self, positions: int) -> int:
        return math.ceil(positions * self.seats_per_position)

    def team(self, productive_hours: Fraction, before: Team | None = None, positions: int = 0) -> Team:
        """The heads that a month's productive hours need.

        The first month's team (``before`` is None) joined and learned before the start: it is hired, and has no ramp. Later the
        joiners of this month do ``ramp[0]`` of a head's work, those of the month before ``ramp[1]``, and so on, less those of them
        who left: ``able = stayed − what earlier joiners lack``, and ``hires = (needed − able) / ramp[0]``.

        Args:
            productive_hours: at the desk, of all streams.
            before: the team of the month before.
            positions: of the busiest half hour.
        """
        needed = productive_hours / self.productive_hours_a_month
        if before is None:
            heads = self._counted(needed, positions)
            return Team(heads, heads, Fraction(0))
        due = before.heads * self.attrition_a_month.always + before.due
        leavers = due if self.heads == "fte" else to_places(due, 0)
        stayed = before.heads - leavers
        learning = [joined * stayed / before.heads for joined in before.learning] if before.heads else []
        able = stayed - sum((one * (1 - does) for one, does in zip(learning, self.ramp[1:], strict=False)), Fraction(0))
        if able < needed:
            heads = stayed + (needed - able) / (self.ramp[0] if self.ramp else 1)
        else:
            heads = stayed if self.surplus == "kept" else self._without(able - needed, stayed, learning)
        heads = self._counted(heads, positions)
        hires, released = max(Fraction(0), heads - stayed), max(Fraction(0), stayed - heads)
        left = (hires, *_last_in_first_out(learning, released))[: max(0, len(self.ramp) - 1)]
        return Team(heads, hires, leavers, released, left, due - leavers)

    def _without(self, surplus: Fraction, heads: Fraction, learning: Sequence[Fraction]) -> Fraction:
        """The heads that are left when those who can do ``surplus`` go, who joined last first."""
        for joined, does in zip(learning, self.ramp[1:], strict=False):
            go = min(joined, surplus / does)
            heads, surplus = heads - go, surplus - go * does
        return heads - surplus

    def _counted(self, heads: Fraction, positions: int) -> Fraction:
        return heads if self.heads == "fte" else exact(max(math.ceil(heads), self.rostered(positions)))


def _last_in_first_out(learning: Sequence[Fraction], released: Fraction) -> Iterator[Fraction]:
    """Who is still learning when so many were released."""
    for joined in learning:
        go = min(joined, released)
        released -= go
        yield joined - go
