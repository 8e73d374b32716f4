"""QA score (质检平均分): the mean score of the quality evaluations."""

from typing import ClassVar, Literal

from bpo.core.measures import Need
from bpo.core.words import Sentence, Text, Words
from bpo.kpi.base import Kpi

FORMULA = Words("qa-score", en="sum of scores / evaluations", zh="质检得分之和 / 质检总数")


class QaScore(Kpi):
    """Σ score / evaluations, in points of the evaluation form; each evaluation weighs the same."""

    name: ClassVar[Text] = Text(zh="质检平均分", en="QA score")
    unit: ClassVar[str] = "score"
    facts: ClassVar[str] = "evaluations"

    kpi: Literal["qa_score"]

    def numerator(self) -> Need:
        return self.total("numerator", "evaluations", "score", "score")

    def denominator(self) -> Need:
        return self.count("denominator", "evaluations")

    def formula(self) -> Sentence:
        return Sentence(FORMULA)
