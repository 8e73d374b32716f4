"""Consulting (咨询服务): person-days × day rate, or milestones at fixed sums."""

from datetime import date
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from bpo.contracts.blocks.prices import UNIT_PRICE, VALUE, Price, PriceRow, Quoted, Rows
from bpo.contracts.clause import Loc
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, Step
from bpo.contracts.terms.term import Term
from bpo.core.fields import Day, FileModel, Label, Mistake, Positive
from bpo.core.filters import read_filter, read_quantity
from bpo.core.measures import Need
from bpo.core.quantity import QuantityRef
from bpo.core.tables import TIMESHEETS
from bpo.core.words import Condition, Text, Words

ONE_WAY = Words(
    "consulting-one-way", en="write either 'day_rate' or 'milestones'", zh="'day_rate' 与 'milestones' 须且只能写一个"
)
DAYS = Words("consulting-days", en="Person-days", zh="人日")
HOURS_AS_DAYS = Words("consulting-hours", en="Person-days of {hours} hours", zh="人日（每日 {hours} 小时）")
MILESTONE = Words("consulting-milestone", en="{label}, accepted on {day}", zh="{label}，{day} 验收")
NO_MILESTONE = Words("consulting-no-milestone", en="No milestone was accepted in this period", zh="本期无里程碑验收")
FROM_TIMESHEETS = Text(zh="工时表（不写 quantity）", en="timesheets, where no quantity is written")


class Milestone(FileModel):
    """A sum that falls due in the period in which the work is accepted; without ``accepted_on`` it is still open."""

    label: Label
    amount: Price
    accepted_on: Day | None = None


class Consulting(Term):
    """``day_rate`` × person-days: a ``quantity``, or else the timesheets' consulting hours / ``hours_per_day``; or ``milestones``."""

    kind_name: ClassVar[Text] = Text(zh="咨询服务", en="Consulting")

    model: Literal["consulting"]
    day_rate: Price | None = None
    quantity: QuantityRef | None = None
    hours_per_day: Positive = Fraction(8)
    milestones: Annotated[list[Milestone], Field(min_length=1)] | None = None

    def check_fields(self) -> None:
        super().check_fields()
        if (self.day_rate is None) == (self.milestones is None):
            raise Mistake(ONE_WAY)
        if self.milestones is not None:
            self.only_with("day_rate", "quantity", "hours_per_day")
        elif self.quantity is not None:
            self.only_with(FROM_TIMESHEETS, "hours_per_day")

    @property
    def counts(self) -> bool:
        return self.milestones is None

    def needs(self) -> list[Need]:
        if self.milestones is not None or self.quantity is not None:
            return super().needs()
        where = read_filter("activity = 'consulting'", TIMESHEETS)
        hours, day = read_quantity("hours", TIMESHEETS), self.hours_per_day
        return [Need(self.id, "timesheets", "sum", of=hours, where=where, unit="person_day", divisor=day)]

    def days(self) -> list[tuple[date, Loc]]:
        accepted = [(i, m.accepted_on) for i, m in enumerate(self.milestones or ()) if m.accepted_on is not None]
        return [(day, ("milestones", i, "accepted_on")) for i, day in accepted]

    def price_rows(self, contract: Quoted) -> Rows:
        if self.day_rate is not None:
            yield PriceRow(UNIT_PRICE, {}, "person_day", self.day_rate)
        for milestone in self.milestones or ():
            yield PriceRow(VALUE, {"value": milestone.label}, "milestone", milestone.amount)

    def own_conditions(self) -> list[Condition]:
        return []

    def charge(self, month: Month) -> Charge:
        if self.milestones is not None:
            return self.line(month, self._accepted(month, self.milestones))
        assert self.day_rate is not None
        name = self.quantity if isinstance(self.quantity, str) else self.id
        days = month.quantity(name, self).total
        from_hours = {"hours": self.hours_per_day} if self.quantity is None else {}
        words = HOURS_AS_DAYS if from_hours else DAYS
        return self.line(month, [self.step(words, from_hours, days * self.day_rate, days, "person_day", self.day_rate)])

    def _accepted(self, month: Month, milestones: list[Milestone]) -> list[Step]:
        dated = [(m, m.accepted_on) for m in milestones if m.accepted_on is not None]
        accepted = [(m, day) for m, day in dated if day in month.effective]
        steps = [self.step(MILESTONE, {"label": m.label, "day": day}, m.amount) for m, day in accepted]
        return steps or [self.step(NO_MILESTONE)]
