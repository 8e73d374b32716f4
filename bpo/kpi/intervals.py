"""What KPIs of the intervals of a month share: another KPI, measured in each day, week or half hour by itself."""

from abc import abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from bpo.core.fields import UNUSED, Called, Mistake
from bpo.core.intervals import UNITS_OF, Each, all_in, lies_in, week_of, whole_days
from bpo.core.measures import NO_ROWS, NOT_GIVEN, KpiResult, Need, Quantity
from bpo.core.periods import Period
from bpo.core.tables import known_table
from bpo.core.vocabulary import KPI
from bpo.core.words import Text, Words
from bpo.kpi.abandonment_rate import AbandonmentRate
from bpo.kpi.answer_rate import AnswerRate
from bpo.kpi.average_handle_time import AverageHandleTime
from bpo.kpi.average_speed_of_answer import AverageSpeedOfAnswer
from bpo.kpi.base import Kpi
from bpo.kpi.custom import Custom
from bpo.kpi.entered import Entered
from bpo.kpi.excused import Excused
from bpo.kpi.judge import judge
from bpo.kpi.of_contacts import ContactKpi
from bpo.kpi.service_level import ServiceLevel

KPIS = Text(zh="kpis 下的指标", en="a KPI under kpis")
OF = Text(zh="of 中的指标", en="the KPI in of")
NOT_BY_INTERVALS = Words(
    "kpi-not-by-intervals",
    en="the KPI in 'of' counts {table} in a way that cannot be taken apart by {each}",
    zh="of 中的指标统计 {table} 的方式无法按 {each} 拆分",
)


def _with_id(given: Any) -> Any:
    """The KPI of an interval has no name of its own: nothing refers to it."""
    if not isinstance(given, Mapping):
        return given
    if "id" in given:
        raise Mistake(UNUSED, ("id",), given="id", goes_with=KPIS)
    return {**given, "id": "interval"}


OfIntervals = ServiceLevel | AbandonmentRate | AnswerRate | AverageSpeedOfAnswer | AverageHandleTime | Custom | Entered
"""KPIs that can be counted by the time of what they count; or that are given."""
_ANY_KPI = WithJsonSchema(
    {
        "type": "object",
        "required": ["kpi"],
        "description": "A KPI of contacts, a custom or an entered one, without an id.",
    }
)
OfInterval = Annotated[OfIntervals, Field(discriminator="kpi"), Called(KPI), BeforeValidator(_with_id), _ANY_KPI]
Values = Mapping[str, Fraction | None]
"""What was judged in each interval, by its name; None of one that is left out."""


class IntervalKpi(Kpi):
    """``of`` is measured in each interval, by the contract's time zone, and judged there: rounded to its ``round_to`` first.

    An interval with fewer than the ``minimum_sample`` of ``of`` is as its ``if_not_measured`` says, and so is a day or week
    without contacts; without it, it is left out. Parts of a day without contacts are left out in any case, for nobody may have been
    there. What is excused, or relieved for its volume, is left out.
    """

    of: OfInterval

    @property
    @abstractmethod
    def every(self) -> Each:
        """Which intervals."""

    @abstractmethod
    def taken(self, values: Sequence[Fraction]) -> KpiResult:
        """The KPI from the values of the intervals that count."""

    @property
    def keeps_values(self) -> bool:
        """Whether the values of its intervals stay with its result."""
        return True

    def check(self) -> None:
        if self.where_ is not None:
            raise Mistake(UNUSED, ("where",), given="where", goes_with=OF)
        if self.excused:
            raise Mistake(UNUSED, ("excused",), given="excused", goes_with=OF)
        for name in ("label", "clause", "ramp", "average", "relief", "known_later", "for_each"):
            if name in self.of.model_fields_set:
                raise Mistake(UNUSED, ("of", name), given=name, goes_with=KPIS)

    @property
    def of_one(self) -> Kpi:
        """The KPI of an interval, its needs named after this one."""
        return self.of.model_copy(update={"id": self.id})  # not altered: it is asked for while this one is read

    @property
    def events(self) -> Sequence[Excused]:
        return self.of.excused

    def needs(self) -> list[Need]:
        return [self._split(need) for need in self.of_one.needs()]

    def volume_need(self) -> Need:
        return self.of_one.altered(relief=self.relief).volume_need()

    def _split(self, need: Need) -> Need:
        facts, by = known_table(need.table), "day" if self.every in UNITS_OF else self.every
        if by != "day" and isinstance(self.of, ContactKpi) and self.of.of_totals:
            need = replace(need, at="started_at")  # rows of whole days lie in no interval
        column = facts.column(need.at or facts.time)
        timed = by == "day" or (column is not None and column.type == "instant")
        plain = need.op in ("count", "sum") and need.first is None and need.stretch is None and not need.by
        if not plain or facts.until or not timed:
            raise Mistake(NOT_BY_INTERVALS, ("of",), table=facts.name, each=self.every)
        return replace(need, by=(by,))

    def result(self, counted: Mapping[str, Quantity]) -> KpiResult:
        return self._over(self._judged(counted))

    def result_in(self, counted: Mapping[str, Quantity], window: Period, without: Collection[str] = ()) -> KpiResult:
        return self._over(self._completed(self._judged(counted), window, without))

    def of_values(self, given: Values, window: Period) -> KpiResult:
        """The KPI of a period from the values of its intervals as they were given; those without a value are left out."""
        judged = {
            key: None if value is None else judge(self.of, KpiResult(self.id, value)).judged
            for key, value in given.items()
        }
        return self._over(self._completed(dict(sorted(judged.items())), window, ()))

    def alike(self, value: Fraction, window: Period) -> Values:
        """A value in every interval of a period."""
        return dict.fromkeys(all_in(self.every, window), value)

    def strange(self, given: Values, window: Period) -> Iterator[str]:
        """The names that are none of an interval of the period."""
        yield from (key for key in given if not lies_in(key, self.every, window))

    def _judged(self, counted: Mapping[str, Quantity]) -> dict[str, Fraction | None]:
        kpi, sides = self.of_one, {need.id: self._by_interval(counted[need.id]) for need in self.needs()}
        found: dict[str, Fraction | None] = {}
        for key in sorted({key for side in sides.values() for key in side}):
            here = {name: Quantity(side.get(key, Fraction(0))) for name, side in sides.items()}
            found[key] = judge(kpi, kpi.result(here)).judged
        return found

    def _by_interval(self, counted: Quantity) -> Mapping[str, Fraction]:
        if self.every != "week":
            return counted.parts
        weeks: dict[str, Fraction] = {}
        for day, value in counted.parts.items():
            week = week_of(date.fromisoformat(day))
            weeks[week] = weeks.get(week, Fraction(0)) + value
        return weeks

    def _completed(self, judged: Values, window: Period, without: Collection[str]) -> Values:
        """With the days or weeks that had nothing to count, as the contract says of them."""
        if self.every not in UNITS_OF or all(value is None for value in judged.values()):
            return judged
        instead = judge(self.of, KpiResult(self.id, None, why_not=NO_ROWS)).judged
        out = {*without, *self._excused_days()}
        kept = [day for day in window.each_day() if day.isoformat() not in out]
        counts = {week_of(day) if self.every == "week" else day.isoformat() for day in kept}
        missing = (key for key in whole_days(self.every, window) if key not in judged)
        found = {key: instead if key in counts else None for key in missing}
        return dict(sorted({**judged, **found}.items())) if instead is not None else judged

    def _excused_days(self) -> Iterator[str]:
        """The days that are excused as a whole."""
        for event in self.of.excused:
            first, last = event.days
            if event.by_day:
                yield from ((first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1))

    def _over(self, judged: Values) -> KpiResult:
        values = [value for value in judged.values() if value is not None]
        if not values:
            why = NO_ROWS if self.needs() else NOT_GIVEN
            result = KpiResult(self.id, None, sample=0, unit=self.measured_in(), why_not=why)
        else:
            result = self.taken(values)
        return replace(result, parts=judged if self.keeps_values else {})
