"""How people are hired: in classes that begin every so many weeks, are trained before they take calls, and learn for some weeks more."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, ClassVar, NamedTuple

from pydantic import AfterValidator, Field

from bpo.core.fields import FileModel, Mistake, WholeNumber
from bpo.core.words import Words
from bpo.economics.staffing.shares import PlainPositive, ShareOfWhole
from bpo.economics.staffing.streams import PartShare

NO_WEEKS = Words("hiring-no-weeks", en="write one week at least", zh="至少写一周")
TOO_MANY_WEEKS = Words(
    "hiring-too-many-weeks",
    en="{given} weeks are more than two years; write {most} at most",
    zh="{given} 周超过两年；最多写 {most}",
)
WEEKS_MOST = 104
WEEK_OF_A_MONTH = Fraction(12, 52)
"""What a week has of a month's attrition."""


def _in_range(weeks: int) -> int:
    if weeks == 0:
        raise Mistake(NO_WEEKS)
    if weeks > WEEKS_MOST:
        raise Mistake(TOO_MANY_WEEKS, given=weeks, most=WEEKS_MOST)
    return weeks


Weeks = Annotated[WholeNumber, AfterValidator(_in_range)]


class Training(FileModel):
    """``{weeks: 3, attrition_a_month: 10%}``: paid, and not yet at the desk; attrition is that of all others unless written."""

    page: ClassVar[str] = "docs/economics/staffing.md"

    weeks: Weeks
    attrition_a_month: ShareOfWhole | None = None


class Learning(FileModel):
    """``{weeks: 4, output: 50%, attrition_a_month: 8%}``: what one of them does in these weeks, of what a full agent does."""

    page: ClassVar[str] = "docs/economics/staffing.md"

    weeks: Weeks
    output: PartShare
    attrition_a_month: ShareOfWhole | None = None


class Stage(NamedTuple):
    """The weeks from ``first`` on since one joined; attrition of None is that of those who have learned."""

    first: int
    output: Fraction
    attrition_a_month: Fraction | None


class Hiring(FileModel):
    """``{every_weeks: 4, class_at_most: 15, training: {weeks: 3}, learning: [{weeks: 4, output: 50%}, {weeks: 8, output: 80%}]}``."""

    page: ClassVar[str] = "docs/economics/staffing.md"

    every_weeks: Weeks
    class_at_most: PlainPositive | None = None
    training: Training | None = None
    learning: tuple[Learning, ...] = Field(default=())

    @property
    def training_weeks(self) -> int:
        return self.training.weeks if self.training is not None else 0

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Training, if there is any, the bands of learning, and those who have learned, in order."""
        found, week = [], self.training_weeks
        if self.training is not None:
            found.append(Stage(0, Fraction(0), self.training.attrition_a_month))
        for band in self.learning:
            found.append(Stage(week, band.output, band.attrition_a_month))
            week += band.weeks
        return (*found, Stage(week, Fraction(1), None))

    @property
    def attrition_most(self) -> Fraction:
        """The most that any band has of its own."""
        return max((stage.attrition_a_month or Fraction(0) for stage in self.stages), default=Fraction(0))

    def attrition_times(self, factor: Fraction) -> Hiring:
        """With so many times the attrition of every band."""

        def times(one: Training | Learning) -> Training | Learning:
            own = one.attrition_a_month
            return one if own is None else one.altered(attrition_a_month=own * factor)

        training = times(self.training) if self.training is not None else None
        return self.altered(training=training, learning=tuple(times(one) for one in self.learning))
