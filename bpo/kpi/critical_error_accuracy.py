"""Critical-error accuracy (致命错误准确率): the share of quality evaluations without a fatal error."""

from typing import ClassVar, Literal

from bpo.core.measures import Need
from bpo.core.words import Sentence, Text, Words
from bpo.kpi.base import Kpi

FORMULA = Words(
    "critical-error-accuracy",
    en="evaluations without a critical error / evaluations that say whether there was one",
    zh="无致命错误的质检 / 记录了有无致命错误的质检",
)


class CriticalErrorAccuracy(Kpi):
    """Evaluations without a critical error / evaluations; one that does not say is on neither side."""

    name: ClassVar[Text] = Text(zh="致命错误准确率", en="Critical-error accuracy")
    facts: ClassVar[str] = "evaluations"
    is_share: ClassVar[bool] = True

    kpi: Literal["critical_error_accuracy"]

    def numerator(self) -> Need:
        return self.count("numerator", "evaluations", "NOT critical_error")

    def denominator(self) -> Need:
        return self.count("denominator", "evaluations", "critical_error IS NOT NULL")

    def formula(self) -> Sentence:
        return Sentence(FORMULA)
