"""Answer rate (接通率): the share of offered inbound contacts that an agent answered."""

from typing import ClassVar, Literal

from bpo.core.measures import Need
from bpo.core.words import Sentence, Text, Words
from bpo.kpi.base import Kpi
from bpo.kpi.conditions import ANSWERED, OFFERED

FORMULA = Words("answer-rate", en="answered / (answered + abandoned)", zh="接听 /（接听 + 放弃）")


class AnswerRate(Kpi):
    """Answered / offered, offered being answered + abandoned; how long they waited does not matter."""

    name: ClassVar[Text] = Text(zh="接通率", en="Answer rate")
    is_share: ClassVar[bool] = True

    kpi: Literal["answer_rate"]

    def numerator(self) -> Need:
        return self.count("numerator", "interactions", ANSWERED)

    def denominator(self) -> Need:
        return self.count("denominator", "interactions", OFFERED)

    def formula(self) -> Sentence:
        return Sentence(FORMULA)
