"""QA pass rate (质检合格率): the share of quality evaluations that reach the pass mark, in two variants."""

from typing import ClassVar, Literal

from bpo.core.measures import Need
from bpo.core.words import Sentence, Text, Words, exact_text
from bpo.kpi.base import Kpi
from bpo.kpi.conditions import Mark

FORMULAS = {
    "ignored": Words(
        "qa-pass-rate",
        en="evaluations with {mark} points or more / evaluations",
        zh="得分不低于 {mark} 分的质检 / 质检总数",
    ),
    "fails": Words(
        "qa-pass-rate-critical",
        en="evaluations with {mark} points or more and no critical error / evaluations",
        zh="得分不低于 {mark} 分且无致命错误的质检 / 质检总数",
    ),
}


class QaPassRate(Kpi):
    """Evaluations with at least ``pass_mark`` / evaluations; with ``critical_error: fails`` one such error fails them.

    Whether there was a critical error is taken as no where it is not recorded.
    """

    name: ClassVar[Text] = Text(zh="质检合格率", en="QA pass rate")
    facts: ClassVar[str] = "evaluations"
    is_share: ClassVar[bool] = True

    kpi: Literal["qa_pass_rate"]
    pass_mark: Mark
    critical_error: Literal["ignored", "fails"] = "ignored"

    def numerator(self) -> Need:
        passed = f"score >= {exact_text(self.pass_mark)}"
        if self.critical_error == "fails":
            passed += " AND NOT coalesce(critical_error, FALSE)"
        return self.count("numerator", "evaluations", passed)

    def denominator(self) -> Need:
        return self.count("denominator", "evaluations")

    def formula(self) -> Sentence:
        return Sentence(FORMULAS[self.critical_error], {"mark": self.pass_mark})
