"""Answer rate (接通率): the share of offered inbound contacts that an agent answered."""

from typing import ClassVar, Literal

from bpo.core.measures import Need
from bpo.core.words import Sentence, Text, Words
from bpo.kpi.conditions import ANSWERED, OFFERED
from bpo.kpi.of_contacts import ContactKpi, Totals

FORMULA = Words("answer-rate", en="answered / (answered + abandoned)", zh="接听 /（接听 + 放弃）")
FORMULA_OF_TOTALS = Words("answer-rate-of-totals", en="answered / offered", zh="接听 / 进线量")


class AnswerRate(ContactKpi):
    """Answered / offered, offered being answered + abandoned; how long they waited does not matter."""

    name: ClassVar[Text] = Text(zh="接通率", en="Answer rate")
    is_share: ClassVar[bool] = True

    kpi: Literal["answer_rate"]

    def totals(self) -> Totals:
        return Totals("answered", "offered")

    def numerator(self) -> Need:
        if self.of_totals:
            return super().numerator()
        return self.count("numerator", "interactions", ANSWERED)

    def denominator(self) -> Need:
        if self.of_totals:
            return super().denominator()
        return self.count("denominator", "interactions", OFFERED)

    def formula(self) -> Sentence:
        return Sentence(FORMULA_OF_TOTALS if self.of_totals else FORMULA)
