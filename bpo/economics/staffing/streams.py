"""The work that a scenario expects: streams of contacts that wait in a queue, and work that can wait."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, model_validator

from bpo.core.errors import BpoError
from bpo.core.fields import EMPTY_LIST, REQUIRED, FileModel, Identifier, Label, Mistake, Share, told_at
from bpo.core.words import Text, Words
from bpo.economics.scenario.volume import MONTHLY, ByMonth, VolumeField
from bpo.economics.staffing.bot import Bot
from bpo.economics.staffing.call_back import CallBack
from bpo.economics.staffing.concurrency import ConcurrencyField
from bpo.economics.staffing.monthly_shares import SharesByMonth
from bpo.economics.staffing.pattern import Pattern
from bpo.economics.staffing.shares import PlainAmount, PlainPositive, not_above_all
from bpo.economics.staffing.week import days_once, starts_of

NOT_ZERO = Words("share-zero", en="0% cannot be here; write a share above it", zh="此处不能为 0%；请写大于零的份额")
GOAL_OUT_OF_REACH = Words(
    "goal-out-of-reach",
    en="no number of agents answers every call in time; write less than 100%, such as 95%",
    zh="无论多少座席都无法保证全部及时接通；请写小于 100% 的目标，例如 95%",
)
GOAL_OR_WORKLOAD = Words(
    "stream-goal-or-workload",
    en="write 'goal' and 'pattern' for contacts that wait in a queue, or 'workload' for work that can wait",
    zh="排队等待的业务请写 goal 与 pattern；可延后处理的工作请写 workload",
)
STREAM_TWICE = Words("stream-twice", en="two streams are named '{given}'", zh="有两个业务流同名：“{given}”")
DUE_AND_PATTERN = Words(
    "stream-due-and-pattern",
    en="work with a due time has both: 'within_hours' under workload, and a 'pattern' of when it comes",
    zh="有时限的工作须同时写明 workload 的 within_hours 与到达分布 pattern",
)
ONE_AT_A_TIME = Text(zh="逐件受理的业务（不写 concurrency）", en="contacts taken one at a time, without 'concurrency'")
A_DUE_TIME = Text(zh="within_hours", en="within_hours")
A_QUEUE = Text(zh="排队等待的业务（不写 workload）", en="contacts that wait in a queue, without 'workload'")


def _a_part(share: Fraction) -> Fraction:
    if not share:
        raise Mistake(NOT_ZERO)
    return not_above_all(share)


PartShare = Annotated[Share, AfterValidator(_a_part)]
"""Above 0% and not above 100%."""


def _reachable(share: Fraction) -> Fraction:
    if _a_part(share) == 1:
        raise Mistake(GOAL_OUT_OF_REACH)
    return share


class Goal(FileModel):
    """``{answered: 80%, within_seconds: 20}``: of all calls offered, in every half hour."""

    page: ClassVar[str] = "docs/economics/staffing.md"

    answered: Annotated[Share, AfterValidator(_reachable)]
    within_seconds: PlainAmount


HALF_HOURS_ONLY = Words(
    "workload-half-hours-only",
    en="{given} hours are not whole half hours; write 0.5, 8 or 8.5",
    zh="{given} 小时不是整半小时；请写 0.5、8 或 8.5",
)


class Workload(FileModel):
    """``{productive: 90%}``: how much of the time at the desk is work on this; the rest is dialling, waiting, looking things up.

    ``{within_hours: 8, worked: {mon-fri: "09:00-18:00"}}``: what comes is done within eight of the hours in which it is worked on, which are
    those in which it comes unless they are written.
    """

    page: ClassVar[str] = "docs/economics/staffing.md"

    productive: PartShare = Fraction(1)
    within_hours: PlainPositive | None = None
    worked: Mapping[str, str] = {}

    @model_validator(mode="after")
    def _checked(self) -> Self:
        if self.within_hours is None and self.worked:
            self.only_with(A_DUE_TIME, "worked")
        if self.within_hours is not None and (2 * self.within_hours).denominator != 1:
            raise Mistake(HALF_HOURS_ONLY, ("within_hours",), given=self.within_hours)
        _ = self.hours  # read now, so that a misspelled half hour is told with its line
        return self

    @cached_property
    def hours(self) -> dict[int, frozenset[str]]:
        """The half hours of each weekday in which it is worked on; none, if they are not written."""
        found: dict[int, frozenset[str]] = {}
        for name, hours in self.worked.items():
            days = days_once("worked", name, found)
            with told_at("worked", name):
                found |= dict.fromkeys(days, frozenset(starts_of(hours)))
        return found


class HandleSeconds(ByMonth):
    """``245``, or by month while a team learns: ``{2027-01: 300, 2027-02: 270, 2027-03: 245}``."""

    months: Mapping[str, PlainPositive]


class Stream(FileModel):
    """One kind of work: its volume, how long one takes, and either when it comes and how it is answered, or its workload."""

    page: ClassVar[str] = "docs/economics/staffing.md"

    id: Identifier
    label: Label | None = None
    volume: VolumeField
    handle_seconds: Annotated[HandleSeconds, *MONTHLY]
    pattern: Pattern | None = None
    goal: Goal | None = None
    patience_seconds: PlainPositive | None = None
    occupancy_at_most: PartShare | None = None
    concurrency: ConcurrencyField | None = None
    call_back: CallBack | None = None
    workload: Workload | None = None
    bot: Bot | None = None
    conversion: Annotated[SharesByMonth, *MONTHLY] | None = None

    @model_validator(mode="after")
    def _either(self) -> Self:
        if self.workload is not None:
            if (self.workload.within_hours is None) != (self.pattern is None):
                raise Mistake(DUE_AND_PATTERN)
            if self.pattern is not None:
                with told_at("pattern"):
                    self.pattern.only_with(A_QUEUE, *(["at_least"] if self.pattern.at_least else []))
            self.only_with(A_QUEUE, "goal", "patience_seconds", "occupancy_at_most", "concurrency", "call_back")
        elif self.goal is None and self.pattern is None:
            raise Mistake(GOAL_OR_WORKLOAD)
        elif self.goal is None or self.pattern is None:
            raise Mistake(REQUIRED, given="pattern" if self.pattern is None else "goal")
        if self.call_back is not None and self.concurrency is not None:
            self.only_with(ONE_AT_A_TIME, "call_back")
        return self

    def by_month(self) -> tuple[ByMonth, ...]:
        """What may change with the months besides the volume."""
        of_bot = self.bot.by_month() if self.bot is not None else ()
        return (self.handle_seconds, *of_bot, *([self.conversion] if self.conversion is not None else []))

    @property
    def is_due(self) -> bool:
        """Whether it is work that can wait, though not beyond its due time."""
        return self.workload is not None and self.workload.within_hours is not None

    @property
    def name(self) -> Text:
        return self.label or Text.of(self.id)


def _each_once(streams: tuple[Stream, ...]) -> tuple[Stream, ...]:
    if not streams:
        raise Mistake(EMPTY_LIST)
    seen: set[str] = set()
    for i, stream in enumerate(streams):
        if stream.id in seen:
            raise Mistake(STREAM_TWICE, (i, "id"), given=stream.id)
        seen.add(stream.id)
    return streams


Streams = Annotated[tuple[Stream, ...], AfterValidator(_each_once)]


def volumes_of(
    streams: Sequence[Stream], month: str, first: str, counted: Mapping[str, Mapping[str, Fraction]] | None = None
) -> dict[str, Fraction]:
    """The contacts of every stream in a month.

    Args:
        streams: of the scenario.
        month: the billing period, ``2027-03``.
        first: the scenario's first one, from which years of growth count.
        counted: volumes out of facts, by stream and month of the facts (``facts_volumes``).

    Raises:
        BpoError: naming every stream without a figure for the month: missing is never zero.
    """
    found = {stream.id: stream.volume.of(month, first, (counted or {}).get(stream.id)) for stream in streams}
    problems = [s.volume.missing(s.name, month) for s in streams if found[s.id] is None]
    if problems:
        raise BpoError(problems)
    return {stream: volume for stream, volume in found.items() if volume is not None}
