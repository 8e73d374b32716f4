"""A clause that may be moved by a scorecard (考核评分表): its rows, what moves the score besides them, and the score of a month."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.adjustments.flat_marks import FINAL, FlatMarks, Veto
from bpo.contracts.adjustments.scorecard import ScoreRow, sum_step, total_score
from bpo.contracts.clause import Loc, Reference
from bpo.contracts.month import Month
from bpo.contracts.statement import Score, Step
from bpo.core.fields import Mistake, Positive
from bpo.core.money import round_to
from bpo.core.sums import exact_sum
from bpo.core.words import Text, Words

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
WITH_SCORECARD = Text(zh="scorecard", en="scorecard")
A_SCORECARD = Text(zh="scorecard（指标有自己的 round_to）", en="scorecard (a KPI has its own round_to)")


@dataclass(frozen=True, slots=True)
class Scoring:
    """A month's score: the marks of the KPIs, the steps that say them, and the total; None if nothing was scored."""

    scores: tuple[Score, ...]
    steps: tuple[Step, ...]
    total: Fraction | None


class Scored(Adjustment):
    """``score = marks of the KPIs + additions − deductions``, not below 0, rounded to ``round_to``; a veto makes it 0."""

    scorecard: Annotated[list[ScoreRow], Field(min_length=1)] | None = None
    additions: Annotated[list[FlatMarks], Field(min_length=1)] | None = None
    deductions: Annotated[list[FlatMarks], Field(min_length=1)] | None = None
    veto: Annotated[list[Veto], Field(min_length=1)] | None = None
    round_to: Positive | None = None

    def check_score(self, bounds: Iterable[tuple[Fraction, Loc]]) -> None:
        """Refuse what only a scorecard reads, and bounds that no score reaches or that were meant in points.

        Raises:
            Mistake: at the first of them.
        """
        if self.scorecard is None:
            self.only_with(A_SCORECARD, "round_to")
            self.only_with(WITH_SCORECARD, "additions", "deductions", "veto")
            return
        full = self.highest_score
        for value, at in bounds:
            if full is None:
                continue  # additions for events have no end
            if value > full:
                raise Mistake(ABOVE_FULL, at, given=value, full=full)
            if 0 < value < 1 < full:
                raise Mistake(SCORE_IN_POINTS, at, given=value, full=full)

    @property
    def highest_score(self) -> Fraction | None:
        """The most marks that the KPIs and the additions can make; None where additions have no end."""
        most = [row.most for row in (*(self.scorecard or ()), *(self.additions or ()))]
        return None if None in most else exact_sum(one for one in most if one is not None)

    def of_scorecard(self) -> list[Reference]:
        """The names that the scorecard and what moves it besides use."""
        rows = [found for i, row in enumerate(self.scorecard or ()) for found in row.references(("scorecard", i))]
        for name in ("additions", "deductions", "veto"):
            rows += [row.reference((name, i)) for i, row in enumerate(getattr(self, name) or ())]
        return rows

    def scored(self, month: Month, exact: bool = False) -> Scoring:
        """The score; a veto holds even if no KPI was measured. ``exact``: not rounded, as it goes into a mean."""
        round_score = (lambda score: score) if exact else self.rounded_score
        rows = [row.scored(month, self) for row in self.scorecard or ()]
        scores, steps = tuple(score for score, _ in rows), [step for _, said in rows for step in said]
        total = total_score(scores)
        flat = bool(self.additions or self.deductions or self.veto)
        if total is not None:
            total = total if flat else round_score(total)
            steps.append(sum_step(scores, total, self))
        for sign, row in [(1, row) for row in self.additions or ()] + [(-1, row) for row in self.deductions or ()]:
            marks, said = row.applied(sign, month, self)
            steps += said
            total = None if total is None else total + marks
        vetoes = [one.step(month, self) for one in self.veto or ()]
        steps += [step for _, step in vetoes]
        if any(vetoed for vetoed, _ in vetoes):
            total = Fraction(0)
        if not flat or total is None:
            return Scoring(scores, tuple(steps), total)
        total = round_score(max(Fraction(0), total))
        return Scoring(scores, (*steps, self.step(FINAL, {"score": total}, kind="marks")), total)

    def rounded_score(self, score: Fraction) -> Fraction:
        """The score as it is put in a band."""
        return score if self.round_to is None else round_to(score, self.round_to)
