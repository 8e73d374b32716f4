"""The weighted scorecard (考核评分表): every KPI scores marks out of its full marks; the total is out of 100 or whatever they make.

A KPI that is left out of a month leaves its marks too: the rest is scaled up, so that the total keeps its scale.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from bpo.contracts.adjustments.flat_marks import GATE_CUTS_NOTHING, Gate
from bpo.contracts.adjustments.values import kpi_value
from bpo.contracts.blocks.bands import Band, bounds_of, checked_bands, pick
from bpo.contracts.clause import Clause, Reference
from bpo.contracts.month import Month
from bpo.contracts.statement import KpiVerdict, Score, Step
from bpo.core.fields import Amount, FileModel, Mistake, Number, Positive
from bpo.core.sums import ONE, ZERO, exact_sum
from bpo.core.words import Words

HOW_TO_SCORE = Words(
    "scorecard-how",
    en="write how the marks are scored: 'full' and 'zero' with 'between: linear', or 'base' and 'challenge', or 'bands', or nothing "
    "(full marks when the target is met)",
    zh="请写明计分方式：full 与 zero 加 between: linear，或 base 与 challenge，或 bands，或都不写（达标得满分，否则零分）",
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


BASE_IS_CHALLENGE = Words(
    "scorecard-base-challenge", en="'base' and 'challenge' are the same value", zh="base 与 challenge 的取值相同"
)
SHORT_ABOVE_BASE = Words(
    "scorecard-short-of-base",
    en="{given} marks short of the base are more than its {marks}",
    zh="未达基准值得 {given} 分，高于基准分 {marks}",
)


class MarksBand(Band):
    """Marks that a band of the KPI's value scores."""

    marks: Amount


class MarksPoint(FileModel):
    """At this value, these marks."""

    value: Number
    marks: Amount


class ScoreRow(FileModel):
    """One KPI of the scorecard. ``full``/``zero``: full marks from one value on, none from the other, linear between.

    ``base``/``challenge``: the marks of both, linear between; more than the full marks only if the challenge says so. Short
    of the base ``short_of_base`` marks, by default those of the base.
    """

    kpi: str
    marks: Positive
    full: Number | None = None
    zero: Number | None = None
    between: Literal["linear"] | None = None
    base: MarksPoint | None = None
    challenge: MarksPoint | None = None
    short_of_base: Amount | None = None
    bands: Annotated[list[MarksBand], Field(min_length=1), AfterValidator(checked_bands)] | None = None
    gate: Gate | None = None

    def check_fields(self) -> None:
        line = (self.full is not None, self.zero is not None, self.between is not None)
        ends = (self.base is not None, self.challenge is not None)
        ways = (any(line), any(ends), self.bands is not None)
        if (any(line) and not all(line)) or (any(ends) and not all(ends)) or sum(ways) > 1:
            raise Mistake(HOW_TO_SCORE)
        if self.base is None:
            self.only_with("base", "short_of_base")
        elif self.challenge is not None and self.base.value == self.challenge.value:
            raise Mistake(BASE_IS_CHALLENGE, ("challenge",))
        elif self.short_of_base is not None and self.short_of_base > self.base.marks:
            raise Mistake(SHORT_ABOVE_BASE, ("short_of_base",), given=self.short_of_base, marks=self.base.marks)
        if self.gate is not None and self.gate.marks >= self.most:
            raise Mistake(GATE_CUTS_NOTHING, ("gate", "marks"), given=self.gate.marks, marks=self.most)
        if self.full is not None and self.full == self.zero:
            raise Mistake(FULL_IS_ZERO, ("zero",))
        for i, band in enumerate(self.bands or ()):
            if band.marks > self.marks:
                raise Mistake(MARKS_ABOVE_FULL, ("bands", i, "marks"), given=band.marks, marks=self.marks)

    @property
    def most(self) -> Fraction:
        """The most marks that it can score: more than the full ones only with a challenge."""
        return max(self.base.marks, self.challenge.marks) if self.base and self.challenge else self.marks

    def references(self, at: tuple[int | str, ...]) -> list[Reference]:
        ends = tuple((value, (*at, name)) for name in ("full", "zero") if (value := getattr(self, name)) is not None)
        points = ((self.base, "base"), (self.challenge, "challenge"))
        ends += tuple((point.value, (*at, name, "value")) for point, name in points if point is not None)
        bounds = (*ends, *bounds_of(self.bands or (), (*at, "bands")))
        found = [Reference("kpi", self.kpi, (*at, "kpi"), bounds, needs_target=not bounds)]
        if self.gate is not None and self.gate.kpi is not None:
            bound = self.gate.bound()
            assert bound is not None, "the model asks for one"
            found.append(Reference("kpi", self.gate.kpi, (*at, "gate", "kpi"), ((bound[1], (*at, "gate", bound[0])),)))
        return found

    def scored(self, month: Month, clause: Clause) -> tuple[Score, list[Step]]:
        """The marks after the gate, and the steps that say them; an earlier month without the KPI leaves its marks out."""
        verdict = month.verdict(self.kpi)
        marks = None if verdict is None else self.score(verdict)
        if verdict is None or marks is None:
            label = month.label_of(self.kpi) if verdict is None else verdict.label
            return Score(self.kpi, self.marks, None), [clause.step(LEFT_OUT, {"kpi": label, "marks": self.marks})]
        gated = None if self.gate is None else self.gate.step(verdict, month, clause)
        values = {"kpi": verdict.label, "judged": kpi_value(verdict), "score": marks, "marks": self.marks}
        steps = [clause.step(SCORED, values)]
        if gated is not None and self.gate is not None and marks > self.gate.marks:
            marks, steps = self.gate.marks, [*steps, gated]
        return Score(self.kpi, self.marks, marks), steps

    def score(self, verdict: KpiVerdict) -> Fraction | None:
        """Marks for the judged value; None if the KPI is left out."""
        if verdict.judged is None:
            return None
        if self.bands is not None:
            return pick(self.bands, verdict.judged).marks
        if self.full is not None and self.zero is not None:
            share = (verdict.judged - self.zero) / (self.full - self.zero)
            return self.marks * min(ONE, max(ZERO, share))
        if self.base is not None and self.challenge is not None:
            share = (verdict.judged - self.base.value) / (self.challenge.value - self.base.value)
            if share < 0 and self.short_of_base is not None:
                return self.short_of_base
            share = min(Fraction(1), max(Fraction(0), share))
            return self.base.marks + (self.challenge.marks - self.base.marks) * share
        return self.marks if verdict.met else ZERO


def total_score(scores: Sequence[Score]) -> Fraction | None:
    """The marks scored, on the scale of all full marks; None if every KPI was left out."""
    counted = [(score.full, score.marks) for score in scores if score.marks is not None]
    if not counted:
        return None
    scored = exact_sum(marks for _, marks in counted)
    if len(counted) == len(scores):
        return scored
    return scored * exact_sum(score.full for score in scores) / exact_sum(full for full, _ in counted)


def sum_step(scores: Sequence[Score], total: Fraction, clause: Clause) -> Step:
    """The sum of the marks in words; scaled up if a KPI was left out."""
    full = exact_sum(score.full for score in scores)
    measured = exact_sum(score.full for score in scores if score.marks is not None)
    marks = exact_sum(score.marks for score in scores if score.marks is not None)
    words = SUM if measured == full else SCALED
    values = {"score": total, "full": full, **({} if words is SUM else {"marks": marks, "measured": measured})}
    return clause.step(words, values, kind="score" if words is SUM else "scaled")
