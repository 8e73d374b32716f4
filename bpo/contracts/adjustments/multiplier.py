"""KPI coefficient (KPI 考核系数): charge × factor, the factor from a KPI or a scorecard; a line of its own, never a changed rate."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.adjustments.scorecard import ScoreRow, score_steps, total_score
from bpo.contracts.adjustments.values import in_unit
from bpo.contracts.bands import Band, bounds_of, checked_bands, pick
from bpo.contracts.clause import Reference
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, Score, Step
from bpo.fields import Amount, Mistake, Number, Part, Positive
from bpo.money import round_to
from bpo.words import Text, Words

OF_WHAT = Words("multiplier-of-what", en="write either 'kpi' or 'scorecard'", zh="'kpi' 与 'scorecard' 须且只能写一个")
BANDS_OR_LINEAR = Words(
    "multiplier-bands-or-linear", en="write either 'bands' or 'linear'", zh="'bands' 与 'linear' 须且只能写一个"
)
SAME_POINT = Words(
    "multiplier-linear-points", en="both points of 'linear' have the same value", zh="linear 两点的取值相同"
)
CLAMP_ORDER = Words(
    "multiplier-clamp",
    en="'minimum' {minimum} is above 'maximum' {maximum}",
    zh="minimum {minimum} 大于 maximum {maximum}",
)
ABOVE_FULL = Words(
    "multiplier-above-full",
    en="a score of {given} is never reached: all marks together are {full}",
    zh="总分不可能达到 {given}：各项满分合计 {full}",
)
SCORE_IN_POINTS = Words(
    "multiplier-score-in-points",
    en="{given} is a score out of {full}; write points such as 85, without %",
    zh="{given} 是满分 {full} 中的得分；请直接写分数（如 85），不写 %",
)
FACTOR = Words(
    "multiplier-factor",
    en="Coefficient {factor} for {value}: {base} × ({factor} − 1)",
    zh="{value} 对应系数 {factor}：{base} ×（{factor} − 1）",
)
LEFT_OUT = Words(
    "multiplier-left-out",
    en="Nothing was measured that it depends on: coefficient 1",
    zh="所依据的指标均未测得：系数为 1",
)
A_SCORECARD = Text(zh="scorecard（指标有自己的 round_to）", en="scorecard (a KPI has its own round_to)")


class FactorBand(Band):
    factor: Amount


class Point(Part):
    """At this value, this factor."""

    value: Number
    factor: Amount


class Linear(Part):
    """A straight line between two points; beyond them the nearer point's factor holds."""

    start: Annotated[Point, Field(alias="from")]
    end: Annotated[Point, Field(alias="to")]

    @model_validator(mode="after")
    def _two_points(self) -> Self:
        if self.start.value == self.end.value:
            raise Mistake(SAME_POINT, ("to",))
        return self

    def factor(self, value: Fraction) -> Fraction:
        share = (value - self.start.value) / (self.end.value - self.start.value)
        return self.start.factor + (self.end.factor - self.start.factor) * min(Fraction(1), max(Fraction(0), share))


class Multiplier(Adjustment):
    """``exact sum of the lines in 'on' × (factor − 1)``, rounded so that it and those lines make the exact product to the cent.

    ``round_to`` rounds the score before it is put in a band; ``minimum`` and ``maximum`` clamp the factor.
    """

    page: ClassVar[str] = "docs/adjustments/multiplier.md"
    kind_name: ClassVar[Text] = Text(zh="KPI考核系数", en="KPI coefficient")

    kind: Literal["multiplier"]
    on: Annotated[list[str], Field(min_length=1)]
    kpi: str | None = None
    scorecard: Annotated[list[ScoreRow], Field(min_length=1)] | None = None
    bands: Annotated[list[FactorBand], Field(min_length=1), AfterValidator(checked_bands)] | None = None
    linear: Linear | None = None
    minimum: Amount | None = None
    maximum: Amount | None = None
    round_to: Positive | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.kpi is None) == (self.scorecard is None):
            raise Mistake(OF_WHAT)
        if (self.bands is None) == (self.linear is None):
            raise Mistake(BANDS_OR_LINEAR)
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise Mistake(CLAMP_ORDER, ("minimum",), minimum=self.minimum, maximum=self.maximum)
        if self.scorecard is None:
            self.only_with(A_SCORECARD, "round_to")
        else:
            self._score_can_reach(sum((row.marks for row in self.scorecard), Fraction(0)))
        return self

    def _score_can_reach(self, full: Fraction) -> None:
        """A bound above the full score is never reached; one below 1 of 100 was meant in points."""
        for value, at in self._bounds():
            if value > full:
                raise Mistake(ABOVE_FULL, at, given=value, full=full)
            if 0 < value < 1 < full:
                raise Mistake(SCORE_IN_POINTS, at, given=value, full=full)

    def references(self) -> list[Reference]:
        lines = [Reference("line", name, ("on", i)) for i, name in enumerate(self.on)]
        rows = [row.reference(("scorecard", i)) for i, row in enumerate(self.scorecard or ())]
        kpis = [Reference("kpi", self.kpi, ("kpi",), self._bounds())] if self.kpi else rows
        return [*super().references(), *lines, *kpis]

    def _bounds(self) -> tuple[tuple[Fraction, tuple[int | str, ...]], ...]:
        ends = (
            [(self.linear.start.value, ("linear", "from")), (self.linear.end.value, ("linear", "to"))]
            if self.linear
            else []
        )
        return (*ends, *bounds_of(self.bands or (), ("bands",)))

    def apply(self, month: Month) -> Charge:
        scores: list[Score] = []
        steps: list[Step] = []
        if self.scorecard is not None:
            scores = [Score(row.kpi, row.marks, row.score(month.verdicts[row.kpi])) for row in self.scorecard]
            value, unit = total_score(scores), "score"
            if value is not None and self.round_to is not None:
                value = round_to(value, self.round_to)
            steps = score_steps(scores, month.verdicts, value, self.clause)
        else:
            verdict = month.verdicts[str(self.kpi)]
            value, unit = verdict.judged, verdict.result.unit
        if value is None:
            return self.line(month, [*steps, Step(LEFT_OUT, {}, Fraction(0), source=self.clause)], scores=scores)
        base, factor = month.exact_of(self.on), self.factor(value)
        values = {"factor": factor, "value": in_unit(value, unit), "base": base}
        steps.append(Step(FACTOR, values, base * (factor - 1), base, "money", factor - 1, self.clause))
        return self.line(month, steps, whole=base * factor, shown=month.shown_of(self.on), scores=scores)

    def factor(self, value: Fraction) -> Fraction:
        """The coefficient for a KPI value or a score, clamped."""
        factor = (
            pick(self.bands, value).factor
            if self.bands is not None
            else self.linear.factor(value)
            if self.linear
            else Fraction(1)
        )
        if self.minimum is not None:
            factor = max(factor, self.minimum)
        return factor if self.maximum is None else min(factor, self.maximum)
