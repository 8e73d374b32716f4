"""Excused events (免责事件): force majeure or the client's own outage; what began in those days or hours leaves the KPI, with evidence."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from bpo.core.expr import both
from bpo.core.fields import FileModel, Mistake, normal, read_day
from bpo.core.filters import read_filter
from bpo.core.measures import Need
from bpo.core.tables import known_table
from bpo.core.words import Sentence, Words

NOT_A_MOMENT = Words(
    "excused-moment",
    en="'{given}' is neither a day nor a moment, such as 2026-02-03 or 2026-02-03 09:00",
    zh="'{given}' 不是日期或时刻，例如 2026-02-03 或 2026-02-03 09:00",
)
DAYS_OR_MOMENTS = Words(
    "excused-days-or-moments", en="write two days, or two moments", zh="from 与 to 须同为日期，或同为时刻"
)
ENDS_BEFORE = Words(
    "excused-order", en="it must end after it begins: {start} to {end}", zh="截止须晚于开始：{start} 至 {end}"
)
BY_DAY = Words(
    "excused-by-day",
    en="{table} are recorded by day, so that hours cannot be left out of them; excuse whole days",
    zh="{table} 按日记录，无法剔除其中的小时；请按整日剔除",
)
NO_TIME = Words(
    "excused-no-time",
    en="this KPI counts {table} over ranges of days, from which no event can be left out",
    zh="本指标按起止日期统计 {table}，无法剔除某一事件",
)
MINUTES = "%Y-%m-%d %H:%M:%S"


def _day_or_moment(given: Any) -> datetime | date:
    text = normal(given) if isinstance(given, str) else ""
    if ":" not in text:
        return read_day(given)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Mistake(NOT_A_MOMENT, given=given) from None
    if moment.tzinfo is not None:
        raise Mistake(NOT_A_MOMENT, given=given)
    return moment


When = Annotated[datetime | date, BeforeValidator(_day_or_moment)]
LEFT_OUT = Words("kpi-formula-excused", en="{formula}; left out: {excused}", zh="{formula}；剔除：{excused}")


class Excused(FileModel):
    """``from`` and ``to``: two days, both included, or two moments by the contract's clock, the second not included."""

    start: Annotated[When, Field(alias="from")]
    end: Annotated[When, Field(alias="to")]
    reason: Annotated[str, Field(min_length=1)]
    evidence: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if isinstance(self.start, datetime) != isinstance(self.end, datetime):
            raise Mistake(DAYS_OR_MOMENTS, ("to",))
        if self.end < self.start or (not self.by_day and self.end == self.start):
            raise Mistake(ENDS_BEFORE, ("to",), start=self.start, end=self.end)
        return self

    @property
    def by_day(self) -> bool:
        return not isinstance(self.start, datetime)

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day that it touches."""
        first, last = (when.date() if isinstance(when, datetime) else when for when in (self.start, self.end))
        if isinstance(self.end, datetime) and self.end.time() == time():
            last -= timedelta(days=1)
        return first, last

    def without(self, need: Need, at: tuple[int | str, ...]) -> Need:
        """The need with the condition that its time lies outside.

        Raises:
            Mistake: if the table has no such time.
        """
        facts = known_table(need.table)
        if facts.until and not need.at:
            raise Mistake(NO_TIME, at, table=facts.name)
        name = need.at or facts.time
        column = facts.column(name)
        assert column is not None, name
        if column.type == "day" and not self.by_day:
            raise Mistake(BY_DAY, at, table=facts.name)
        if isinstance(self.start, datetime) and isinstance(self.end, datetime):
            first, after = self.start.strftime(MINUTES), self.end.strftime(MINUTES)
        else:
            first, after = self.start.isoformat(), (self.days[1] + timedelta(days=1)).isoformat()
        outside = read_filter(f"{name} < '{first}' OR {name} >= '{after}'", facts)
        return replace(need, where=both(need.where, outside))

    def said(self) -> str:
        last = self.end if not self.by_day else self.days[1]
        return f"{self.start} – {last}: {self.reason} ({self.evidence})"


def without_excused(need: Need, events: Sequence[Excused]) -> Need:
    """The need without what happened during the events; their places are below ``excused``."""
    for i, event in enumerate(events):
        need = event.without(need, ("excused", i))
    return need


def with_excused(formula: Sentence, events: Sequence[Excused]) -> Sentence:
    """The formula with what was left out of it, why, and the evidence."""
    return Sentence(LEFT_OUT, {"formula": formula, "excused": "; ".join(event.said() for event in events)})
