"""The weighted scorecard (考核评分表): every KPI scores marks out of its full marks; the total is out of 100 or whatever they make.

A KPI that is left out of a month leaves its marks too: the rest is scaled up, so that the total keeps its scale.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from bpo.contracts.adjustments.values import kpi_value
from bpo.contracts.bands import Band, bounds_of, checked_bands, pick
from bpo.contracts.clause import Reference
from bpo.contracts.statement import KpiVerdict, Score, Step
from bpo.fields import Amount, Mistake, Number, Part, Positive
from bpo.words import Words

HOW_TO_SCORE = Words(
    "scorecard-how",
    en="write how the marks are scored: 'full' and 'zero' with 'between: linear', or 'bands', or nothing (full marks when the target is met)",
    zh="请写明计分方式：full 与 zero 加 between: linear，或 bands，或都不写（达标得满分，否则零分）",
)
FULL_IS_ZERO = Words("scorecard-full-zero", en="'full' and 'zero' are the same value", zh="full 与 zero 相同")
MARKS_ABOVE_FULL = Words(
    "scorecard-marks-above-full", en="{given} marks are more than the full {marks}", zh="得分 {given} 超过满分 {marks}"
)
SCORED = Words(
    "scorecard-scored",
    en="{kpi}: {judged} scores {score} of {marks} marks",
    zh="{kpi}：{judged}，得 {score} 分（满分 {marks} 分）",
)
LEFT_OUT = Words(
    "scorecard-left-out", en="{kpi}: not measured, its {marks} marks are left out", zh="{kpi}：未测得，{marks} 分不计入"
)
SUM = Words("scorecard-sum", en="Score: {score} of {full}", zh="总得分：{score}（满分 {full}）")
SCALED = Words(
    "scorecard-scaled",
    en="Score: {marks} of {measured} marks measured, scaled to {score} of {full}",
    zh="总得分：已测指标 {measured} 分中得 {marks} 分，折算为 {score}（满分 {full}）",
)


class MarksBand(Band):
    """Marks that a band of the KPI's value scores."""

    marks: Amount


class ScoreRow(Part):
    """One KPI of the scorecard. ``full``/``zero``: full marks from one value on, none from the other, linear between."""

    kpi: str
    marks: Positive
    full: Number | None = None
    zero: Number | None = None
    between: Literal["linear"] | None = None
    bands: Annotated[list[MarksBand], Field(min_length=1), AfterValidator(checked_bands)] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        line = (self.full is not None, self.zero is not None, self.between is not None)
        if any(line) and (not all(line) or self.bands is not None):
            raise Mistake(HOW_TO_SCORE)
        if self.full is not None and self.full == self.zero:
            raise Mistake(FULL_IS_ZERO, ("zero",))
        for i, band in enumerate(self.bands or ()):
            if band.marks > self.marks:
                raise Mistake(MARKS_ABOVE_FULL, ("bands", i, "marks"), given=band.marks, marks=self.marks)
        return self

    def reference(self, at: tuple[int | str, ...]) -> Reference:
        ends = tuple((value, (*at, name)) for name in ("full", "zero") if (value := getattr(self, name)) is not None)
        bounds = (*ends, *bounds_of(self.bands or (), (*at, "bands")))
        return Reference("kpi", self.kpi, (*at, "kpi"), bounds, needs_target=not bounds)

    def score(self, verdict: KpiVerdict) -> Fraction | None:
        """Marks for the judged value; None if the KPI is left out."""
        if verdict.judged is None:
            return None
        if self.bands is not None:
            return pick(self.bands, verdict.judged).marks
        if self.full is not None and self.zero is not None:
            share = (verdict.judged - self.zero) / (self.full - self.zero)
            return self.marks * min(Fraction(1), max(Fraction(0), share))
        return self.marks if verdict.met else Fraction(0)


def total_score(scores: list[Score]) -> Fraction | None:
    """The marks scored, on the scale of all full marks; None if every KPI was left out."""
    counted = [(score.full, score.marks) for score in scores if score.marks is not None]
    if not counted:
        return None
    scored = sum((marks for _, marks in counted), Fraction(0))
    return scored * sum(score.full for score in scores) / sum(full for full, _ in counted)


def score_steps(
    scores: list[Score], verdicts: Mapping[str, KpiVerdict], total: Fraction | None, source: str
) -> list[Step]:
    """The scorecard in words: a step of no amount for each KPI and one for the sum."""
    steps = []
    for score in scores:
        verdict = verdicts[score.kpi]
        if score.marks is None:
            steps.append(Step(LEFT_OUT, {"kpi": verdict.label, "marks": score.full}, Fraction(0), source=source))
        else:
            values = {"kpi": verdict.label, "judged": kpi_value(verdict), "score": score.marks, "marks": score.full}
            steps.append(Step(SCORED, values, Fraction(0), source=source))
    if total is not None:
        full = sum((score.full for score in scores), Fraction(0))
        measured = sum((score.full for score in scores if score.marks is not None), Fraction(0))
        marks = sum((score.marks for score in scores if score.marks is not None), Fraction(0))
        words = SUM if measured == full else SCALED
        values = {"score": total, "full": full, **({} if words is SUM else {"marks": marks, "measured": measured})}
        steps.append(Step(words, values, Fraction(0), source=source))
    return steps
