"""A KPI that counts on the average with the months before (与前几个月平均): all their sums together, or the mean of their values."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal, Self

from pydantic import model_validator

from bpo.core.fields import FileModel, Mistake, WholeNumber
from bpo.core.measures import KpiResult
from bpo.core.words import Sentence, Words

TOO_FEW = Words(
    "kpi-average-months",
    en="an average is of 2 months or more, not of {given}",
    zh="平均须为 2 个月或以上，不能为 {given}",
)
NO_SUMS = Words(
    "kpi-average-no-sums",
    en="the average of '{kpi}' is of sums, but {period} has only its value; give numerator and denominator, or write 'of: values'",
    zh="'{kpi}' 按合计平均（of: sums），但 {period} 只有数值；请提供分子与分母，或写 of: values",
)
JUDGED_BY = {
    "sums": Words(
        "kpi-averaged-sums", en="judged with the months before, their sums together", zh="与前几个月合计后判定"
    ),
    "values": Words(
        "kpi-averaged-values", en="judged by the mean with the months before", zh="按与前几个月的平均值判定"
    ),
}
SAID = {
    "sums": Words("kpi-average-sums", en="{formula}; of {months} months together", zh="{formula}；{months} 个月合计"),
    "values": Words(
        "kpi-average-values", en="{formula}; the mean of {months} months", zh="{formula}；{months} 个月数值的平均"
    ),
}


class Average(FileModel):
    """``months`` is this one and those before it; ``of`` says of what: their sums together, or the mean of their values."""

    months: WholeNumber
    of: Literal["sums", "values"]

    @model_validator(mode="after")
    def _of_several(self) -> Self:
        if self.months < 2:
            raise Mistake(TOO_FEW, ("months",), given=self.months)
        return self

    def said(self, formula: Sentence) -> Sentence:
        """The formula with the average that counts."""
        return Sentence(SAID[self.of], {"formula": formula, "months": self.months})

    def over(self, results: Sequence[tuple[str, KpiResult]]) -> KpiResult:
        """The result that counts, from those of the months by their names, this one first; without its own there is none.

        The sums together are the values weighted by their denominators. Samples add up; a month that was not measured is
        left aside.

        Raises:
            Mistake: if sums are wanted of a month that has only its value.
        """
        own = results[0][1]
        if own.value is None:
            return own
        measured = [(name, result, result.value) for name, result in results if result.value is not None]
        weights = [Fraction(1)] * len(measured)
        if self.of == "sums" and len(measured) > 1:
            for i, (name, result, _) in enumerate(measured):
                if result.denominator is None:
                    raise Mistake(NO_SUMS, kpi=own.kpi, period=name)
                weights[i] = result.denominator
        total = sum((value * weight for (_, _, value), weight in zip(measured, weights, strict=True)), Fraction(0))
        samples = [result.sample for _, result, _ in measured]
        sample = None if None in samples else sum(one for one in samples if one is not None)
        return replace(own, value=total / sum(weights), sample=sample)
