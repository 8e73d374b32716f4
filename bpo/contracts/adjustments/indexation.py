"""Indexation (物价指数调价): prices follow an index or agreed steps from dated days on; a line of its own beside those it adjusts.

Each change yields a factor: (new − old) / old of the index, or a percentage; plus a margin; rounded as agreed; kept between a
floor and a cap. Changes compound. Source: CPI clauses of public contracts, 129.9 → 136.0 is a factor of 0.047.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.adjustments.effects import Teller, said
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, Step
from bpo.core.fields import Day, FileModel, Mistake, Positive, Share
from bpo.core.money import round_to
from bpo.core.words import Pct, Text, Value, Words

ONE_WAY = Words(
    "indexation-one-way",
    en="write either 'old' and 'new' of the index, or 'percent'",
    zh="请写指数的 old 与 new，或写 percent",
)
IN_ORDER = Words("indexation-order", en="{given} is not after the change before it", zh="{given} 不晚于上一次调整")
FLOOR_ABOVE_CAP = Words(
    "indexation-floor-cap", en="the floor of {floor}% is above the cap of {cap}%", zh="下限 {floor}% 高于上限 {cap}%"
)
INDEX = Words(
    "indexation-index",
    en="From {day}: index {old} → {new} is {raw}, counted as {factor}",
    zh="自 {day} 起：指数 {old} → {new}，变动 {raw}，按 {factor} 计",
)
STEP = Words(
    "indexation-step", en="From {day}: {raw} agreed, counted as {factor}", zh="自 {day} 起：约定 {raw}，按 {factor} 计"
)
ADJUSTED = Words("indexation-adjusted", en="{factor} of {base}", zh="{base} 的 {factor}")
ADJUSTED_DAYS = Words(
    "indexation-adjusted-days",
    en="{factor} of {base}, for {days} of {all} days",
    zh="{base} 的 {factor}，按 {all} 天中的 {days} 天计",
)
NOT_YET = Words("indexation-not-yet", en="No change is in force yet", zh="尚无生效的调价")


CHANGED = Words("regime-indexed", en="{lines}: {percent} from {day} on", zh="{lines}：自 {day} 起 {percent}")
CHANGED_BY_INDEX = Words(
    "regime-indexed-by",
    en="{lines}: {percent} from {day} on, by the index of {old} → {new}",
    zh="{lines}：自 {day} 起 {percent}（指数 {old} → {new}）",
)


class Change(FileModel):
    """A change of the price from a day on: an index's ``old`` and ``new`` value, or a ``percent``."""

    start: Annotated[Day, Field(alias="from")]
    old: Positive | None = None
    new: Positive | None = None
    percent: Share | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        by_index = self.old is not None and self.new is not None
        if by_index == (self.percent is not None) or (self.old is None) != (self.new is None):
            raise Mistake(ONE_WAY)
        return self

    @property
    def raw(self) -> Fraction:
        if self.old is not None and self.new is not None:
            return (self.new - self.old) / self.old
        return self.percent or Fraction(0)


class Indexation(Adjustment):
    """``exact sum of the lines in 'on' × (Π(1 + factor) − 1)``; a change inside the period counts for its days."""

    kind_name: ClassVar[Text] = Text(zh="指数调价", en="Indexation")

    kind: Literal["indexation"]
    on: Annotated[list[str], Field(min_length=1)]
    changes: Annotated[list[Change], Field(min_length=1)]
    plus: Share = Fraction(0)
    round_to: Positive | None = None
    cap: Share | None = None
    floor: Share | None = None

    def check_fields(self) -> None:
        for i, (before, after) in enumerate(pairwise(self.changes), start=1):
            if after.start <= before.start:
                raise Mistake(IN_ORDER, ("changes", i, "from"), given=after.start)
        if self.cap is not None and self.floor is not None and self.floor > self.cap:
            raise Mistake(FLOOR_ABOVE_CAP, ("floor",), floor=self.floor * 100, cap=self.cap * 100)

    def applies_in_parts(self) -> bool:
        return True

    def factor_of(self, change: Change) -> Fraction:
        """What a change adds to the price: raw + margin, rounded, then kept between floor and cap."""
        factor = change.raw + self.plus
        if self.round_to is not None:
            factor = round_to(factor, self.round_to)
        factor = factor if self.floor is None else max(factor, self.floor)
        return factor if self.cap is None else min(factor, self.cap)

    def factor_on(self, day: date) -> Fraction:
        """What the prices are multiplied by on a day: ``Π(1 + factor)`` of the changes until then."""
        factor = Fraction(1)
        for change in self.changes:
            if change.start <= day:
                factor *= 1 + self.factor_of(change)
        return factor

    def own_effects(self, tell: Teller) -> Iterator[Text]:
        for change in self.changes:
            factor = self.factor_of(change)
            percent = f"{'+' if factor > 0 else ''}{tell.measured(factor, 'ratio')}"
            values: dict[str, Value] = {"lines": tell.lines(self.on), "percent": percent, "day": tell.day(change.start)}
            if change.old is None or change.new is None:
                yield said(CHANGED, **values)
            else:
                yield said(CHANGED_BY_INDEX, **values, old=change.old, new=change.new)

    def apply(self, month: Month) -> Charge:
        base = month.exact_of(self.on)
        steps = [self._explained(change) for change in self.changes if change.start <= month.effective.end]
        if not steps:
            return self.line(month, [self.step(NOT_YET)])
        for days, factor in self._spans(month.effective.start, month.effective.end):
            share = Fraction(days, month.effective.days)
            values = {"factor": Pct(factor), "base": base}
            whole = {} if share == 1 else {"days": days, "all": month.effective.days}
            words = ADJUSTED if share == 1 else ADJUSTED_DAYS
            steps.append(self.step(words, {**values, **whole}, base * share * factor, base * share, "money", factor))
        return self.line(month, steps, with_lines=self.on)

    def _explained(self, change: Change) -> Step:
        values = {"day": change.start, "raw": Pct(change.raw), "factor": Pct(self.factor_of(change))}
        if change.old is None or change.new is None:
            return self.step(STEP, values)
        return self.step(INDEX, {**values, "old": change.old, "new": change.new})

    def _spans(self, first: date, last: date) -> Iterator[tuple[int, Fraction]]:
        """Days and the factor in force on them, for the spans between the changes; those without any are left out."""
        starts = [change.start for change in self.changes if first < change.start <= last]
        for start, after in pairwise([first, *starts, last + timedelta(days=1)]):
            factor = self.factor_on(start)
            if factor != 1:
                yield (after - start).days, factor - 1
