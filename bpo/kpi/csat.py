"""Customer satisfaction (客户满意度, CSAT): what customers answered in surveys, in three variants."""

from typing import Any, ClassVar, Literal

from bpo.core.fields import Mistake, WholeNumber
from bpo.core.measures import Need
from bpo.core.words import Sentence, Text, Words, exact_text
from bpo.kpi.base import Kpi
from bpo.kpi.conditions import Mark

FORMULAS = {
    "satisfied": Words(
        "csat-satisfied",
        en="surveys with a score of {least} or more / surveys",
        zh="评分不低于 {least} 的答卷 / 答卷总数",
    ),
    "top_two_box": Words(
        "csat-top-two-box",
        en="surveys with one of the two best scores ({least} or more of {highest}) / surveys",
        zh="评分为最高两档（满分 {highest}，不低于 {least}）的答卷 / 答卷总数",
    ),
    "mean": Words("csat-mean", en="sum of scores / surveys", zh="评分之和 / 答卷总数"),
}
SCALE_TOO_SHORT = Words(
    "csat-scale",
    en="on a scale up to {given} the two best answers are nearly all; write the highest score, such as 5 or 10",
    zh="量表最高分为 {given} 时，最高两档几乎包含所有答案；请写最高分，例如 5 或 10",
)


class Csat(Kpi):
    """``measure``: the share satisfied (from ``satisfied_from`` on), top-two-box on a scale up to ``highest_score``, or the mean.

    The shares are ratios; the mean is in points of the survey's scale.
    """

    name: ClassVar[Text] = Text(zh="客户满意度", en="Customer satisfaction")
    facts: ClassVar[str] = "surveys"
    is_share: ClassVar[bool] = True

    kpi: Literal["csat"]
    measure: Literal["satisfied", "top_two_box", "mean"]
    satisfied_from: Mark | None = None
    highest_score: WholeNumber | None = None

    def check(self) -> None:
        self.goes_with("satisfied_from", "measure: satisfied", self.measure == "satisfied")
        self.goes_with("highest_score", "measure: top_two_box", self.measure == "top_two_box")
        if self.highest_score is not None and self.highest_score < 3:
            raise Mistake(SCALE_TOO_SHORT, ("highest_score",), given=self.highest_score)

    def _least(self) -> str:
        """The lowest score that is satisfied."""
        if self.highest_score is not None:
            return str(self.highest_score - 1)
        assert self.satisfied_from is not None, "check() requires it"
        return exact_text(self.satisfied_from)

    def numerator(self) -> Need:
        if self.measure == "mean":
            return self.total("numerator", "surveys", "score", "score")
        return self.count("numerator", "surveys", f"score >= {self._least()}")

    def denominator(self) -> Need:
        return self.count("denominator", "surveys")

    def measured_in(self) -> str:
        return "score" if self.measure == "mean" else "ratio"

    def formula(self) -> Sentence:
        values: dict[str, Any] = {} if self.measure == "mean" else {"least": self._least()}
        return Sentence(FORMULAS[self.measure], {**values, "highest": self.highest_score or 0})
