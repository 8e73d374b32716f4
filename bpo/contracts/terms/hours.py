"""Hours (工时模式): hours × hourly rate, from timesheets by activity, or the handling time of contacts."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from bpo.contracts.blocks.prices import VALUE, Price, PriceRow, Quoted, Rows
from bpo.contracts.blocks.rate_multipliers import Multipliers, by_class, class_of, multiplied, times_step
from bpo.contracts.blocks.rollover import refuse_with_rollover
from bpo.contracts.clause import Loc
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, Step
from bpo.contracts.terms.most_hours import NOT_WITH, MostHours
from bpo.contracts.terms.priced import EACH_MONTH, Priced
from bpo.core.errors import choices, fail
from bpo.core.expr import both
from bpo.core.fields import UNKNOWN_CHOICE, Mistake
from bpo.core.filters import read_filter, read_quantity
from bpo.core.increments import IncrementsField
from bpo.core.measures import CLASS, Need
from bpo.core.quantity import filter_at
from bpo.core.tables import ACTIVITIES, INTERACTIONS, TIMESHEETS
from bpo.core.vocabulary import ACTIVITY_NAMES
from bpo.core.words import Condition, Text, Words

ONE_SOURCE = Words(
    "hours-one-source",
    en="write either 'activities' (hours from timesheets) or 'handling' (time of contacts)",
    zh="'activities'（工时表）与 'handling'（联络处理时长）须且只能写一个",
)
ONE_PRICE = Words(
    "hours-one-price",
    en="write exactly one of 'rate', 'tiers', and 'rates' with one rate for each of the activities",
    zh="'rate'、'tiers' 与 'rates'（每项活动一个单价）须且只能写一个",
)
ACTIVITY_WITHOUT_RATE = Words(
    "hours-activity-without-rate",
    en="the hours hold activity '{activity}', for which '{clause}' has no rate",
    zh="工时中有活动 '{activity}'，但条款 '{clause}' 未定单价",
)
HOURS = Words("hours-all", en="Hours: {names}", zh="工时：{names}")
HANDLING = Words("hours-handling", en="Handling time: {names}", zh="处理时长：{names}")

LABELS: Mapping[str, Text] = {
    **ACTIVITY_NAMES,
    "ready": Text(zh="就绪", en="ready"),
    "meeting": Text(zh="会议", en="meetings"),
    "break": Text(zh="小休", en="breaks"),
}
TIME_NAMES: dict[str, Text] = {
    "talk": Text(zh="通话", en="talk"),
    "hold": Text(zh="保持", en="hold"),
    "wrap_up": Text(zh="话后处理", en="wrap-up"),
}


def _activity(given: Any) -> str:
    if given not in ACTIVITIES:
        raise Mistake(UNKNOWN_CHOICE, what="activity", **choices(str(given), ACTIVITIES))
    return str(given)


Activity = Annotated[str, BeforeValidator(_activity)]


class Hours(Priced):
    """``hours × rate``, or what ``tiers`` make of the hours. ``activities`` are billed from timesheets, at one ``rate`` or at ``rates`` by activity;
    ``handling`` bills the named parts of every contact's time instead."""

    kind_name: ClassVar[Text] = Text(zh="工时", en="Hours")
    whole_month: ClassVar[tuple[str, ...]] = (*Priced.whole_month, "billable_at_most")

    model: Literal["hours"]
    activities: Annotated[list[Activity], Field(min_length=1)] | None = None
    handling: Annotated[list[Literal["talk", "hold", "wrap_up"]], Field(min_length=1)] | None = None
    rates: dict[Activity, Price] | None = None
    multipliers: Multipliers | None = None
    billable_at_most: MostHours | None = None
    increments: IncrementsField | None = None
    where_: str | None = Field(None, alias="where")

    def check_fields(self) -> None:
        super().check_fields()
        named = self.activities or list(self.rates or {})
        if bool(named) == bool(self.handling):
            raise Mistake(ONE_SOURCE)
        if sum(price is not None for price in (self.rate, self.rates, self.tiers)) != 1 or (
            self.rates and set(self.rates) != set(named)
        ):
            raise Mistake(ONE_PRICE)
        if self.rates is not None:
            self.only_with("rate, tiers", "package", "round_volume")
        if self.multipliers is not None:
            self.refuse_with_multipliers("tiers", "package", "round_volume")
        if self.billable_at_most is not None:
            for name in ("rates", "multipliers"):
                if getattr(self, name) is not None:
                    raise Mistake(NOT_WITH, ("billable_at_most",), given=name)
        if self.rollover is not None:
            refuse_with_rollover(self, "billable_at_most")
        if self.tiers_within is not None:
            self.only_with(EACH_MONTH, "billable_at_most")

    def needs(self) -> list[Need]:
        need = self._need()
        if self.increments is not None:  # every entry becomes whole seconds, which are billed as hours
            need = replace(need, increments=self.increments.of_a_record, divisor=3600)
        if self.billable_at_most is not None:
            return [replace(need, by=self.billable_at_most.by)]
        if self.multipliers is None:
            return [need]
        classes = class_of(self.multipliers, INTERACTIONS if self.handling else TIMESHEETS)
        return [replace(need, by=(CLASS, *need.by), classes=classes)]

    def _need(self) -> Need:
        if self.handling:
            of = " + ".join(f"coalesce({part}_seconds, 0)" for part in self.handling)
            where = both(read_filter("outcome = 'handled'", INTERACTIONS), filter_at(self.where_, INTERACTIONS))
            seconds = read_quantity(of, INTERACTIONS)
            return Need(self.id, "interactions", "sum", of=seconds, where=where, unit="hour", divisor=3600)
        listed = ", ".join(f"'{name}'" for name in self._named)
        where = both(read_filter(f"activity IN ({listed})", TIMESHEETS), filter_at(self.where_, TIMESHEETS))
        by = ("activity",) if self.rates else ()
        hours = read_quantity("hours", TIMESHEETS)
        return Need(self.id, "timesheets", "sum", of=hours, where=where, by=by, unit="hour")

    def calendar_at(self) -> list[Loc]:
        most = self.billable_at_most
        by_days = most is not None and most.hours_per_working_day is not None
        return [("billable_at_most", "hours_per_working_day")] if by_days else []

    @property
    def _named(self) -> list[str]:
        return self.activities or list(self.rates or {})

    def unit_in_list(self, contract: Quoted) -> str:
        return "hour"

    def rows_by_value(self, unit: str) -> Rows:
        for name, rate in (self.rates or {}).items():
            yield PriceRow(VALUE, {"value": name}, unit, rate)

    def own_conditions(self) -> list[Condition]:
        found = [*super().own_conditions(), *multiplied(self.multipliers)]
        return found if self.increments is None else [self.increments.condition(), *found]

    def charge(self, month: Month) -> Charge:
        if self.rates is not None:
            return self.line(month, list(self._by_activity(month, self.rates)))
        hours, cut = month.quantity(self.id, self).total, list[Step]()
        if self.billable_at_most is not None:
            hours, cut = self.billable_at_most.billable(month, self)
        names = [TIME_NAMES[part] for part in self.handling or ()] or [LABELS[name] for name in self._named]
        plain = self.package is None and self.multipliers is None and self.round_volume is None
        if isinstance(self.rate, Fraction) and plain:
            return self.line(month, [*cut, self._step(_listed(names), hours, self.rate)])
        counted = self.step(self._words, {"names": _listed(names)})
        if self.multipliers is not None:
            return self.line(month, [counted, *self.class_steps(month, self.multipliers, "hour")])
        return self.line(month, [counted, *cut, *self.price_steps(month, hours, "hour", self.id)])

    def _by_activity(self, month: Month, rates: dict[str, Fraction]) -> Iterator[Step]:
        by = "multipliers, activity" if self.multipliers else "activity"
        parts = month.parts(self.id, by, self)
        classes = by_class(self.multipliers, parts, self) if self.multipliers else [(None, parts)]
        for one, counted in classes:
            for name, hours in counted.items():
                if hours and name not in rates:
                    raise fail(ACTIVITY_WITHOUT_RATE, self.where, activity=name, clause=self.id)
            for name, rate in rates.items():
                hours = counted.get(name, Fraction(0))
                if one is None:
                    yield self._step(LABELS[name], hours, rate)
                elif hours:
                    yield times_step(one, LABELS[name], rate, hours, "hour", self)

    def _step(self, names: Text, hours: Fraction, rate: Fraction) -> Step:
        return self.step(self._words, {"names": names}, hours * rate, hours, "hour", rate)

    @property
    def _words(self) -> Words:
        return HANDLING if self.handling else HOURS


def _listed(names: list[Text]) -> Text:
    return Text(zh="、".join(name.zh for name in names), en=", ".join(name.en for name in names))
