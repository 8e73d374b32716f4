"""Average speed of answer (平均应答速度, ASA): how long answered inbound contacts waited on average, in two variants."""

from typing import ClassVar, Literal

from bpo.core.measures import Need
from bpo.core.words import Sentence, Text, Words
from bpo.kpi.aim import Better
from bpo.kpi.conditions import ANSWERED, OFFERED
from bpo.kpi.of_contacts import ContactKpi, Totals

FORMULAS = {
    "answered": Words(
        "speed-of-answer-by-answered",
        en="seconds that answered contacts waited / answered",
        zh="接听的等待秒数之和 / 接听",
    ),
    "offered": Words(
        "speed-of-answer-by-offered",
        en="seconds that answered contacts waited / (answered + abandoned)",
        zh="接听的等待秒数之和 /（接听 + 放弃）",
    ),
}
OFFERED_OF_TOTALS = Words(
    "speed-of-answer-by-offered-totals",
    en="seconds that answered contacts waited / offered",
    zh="接听的等待秒数之和 / 进线量",
)


class AverageSpeedOfAnswer(ContactKpi):
    """Σ wait of answered / answered, or / offered (``divided_by``), in seconds; waits of 0 are included.

    A contact whose wait is not recorded is on neither side: a feed without waits has no speed, not one of 0 seconds.
    """

    name: ClassVar[Text] = Text(zh="平均应答速度", en="Average speed of answer")
    unit: ClassVar[str] = "second"
    usually_better: ClassVar[Better] = "low"

    kpi: Literal["average_speed_of_answer"]
    divided_by: Literal["answered", "offered"] = "answered"

    def totals(self) -> Totals:
        return Totals("wait_seconds", self.divided_by)

    def numerator(self) -> Need:
        if self.of_totals:
            return super().numerator()
        return self.total(
            "numerator", "interactions", "wait_seconds", "second", f"{ANSWERED} AND wait_seconds IS NOT NULL"
        )

    def denominator(self) -> Need:
        if self.of_totals:
            return super().denominator()
        divisor = ANSWERED if self.divided_by == "answered" else OFFERED
        return self.count("denominator", "interactions", f"{divisor} AND wait_seconds IS NOT NULL")

    def formula(self) -> Sentence:
        of_totals = self.of_totals and self.divided_by == "offered"
        return Sentence(OFFERED_OF_TOTALS if of_totals else FORMULAS[self.divided_by])
