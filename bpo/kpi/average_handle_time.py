"""Average handle time (平均处理时长, AHT): talk, hold and wrap-up of a handled contact on average."""

from typing import ClassVar, Literal

from bpo.core.measures import Need
from bpo.core.words import Sentence, Text, Words
from bpo.kpi.aim import Better
from bpo.kpi.conditions import HANDLE_SECONDS, HANDLED, TIME_IS_KNOWN
from bpo.kpi.of_contacts import ContactKpi, Totals

FORMULA = Words(
    "handle-time", en="(talk + hold + wrap-up seconds) / handled", zh="（通话 + 保持 + 话后处理秒数）/ 处理量"
)
FORMULA_OF_TOTALS = Words("handle-time-of-totals", en="handling seconds / answered", zh="处理秒数 / 接听")


class AverageHandleTime(ContactKpi):
    """(talk + hold + wrap-up) / handled, in seconds, over all directions.

    Of the three times one that is missing adds nothing; where all three are, the contact is on neither side: a feed
    without times has no average, not one of 0 seconds.
    """

    name: ClassVar[Text] = Text(zh="平均处理时长", en="Average handle time")
    unit: ClassVar[str] = "second"
    usually_better: ClassVar[Better] = "low"

    kpi: Literal["average_handle_time"]

    def totals(self) -> Totals:
        return Totals("handle_seconds", "answered", own="")

    def numerator(self) -> Need:
        if self.of_totals:
            return super().numerator()
        return self.total("numerator", "interactions", HANDLE_SECONDS, "second", f"{HANDLED} AND {TIME_IS_KNOWN}")

    def denominator(self) -> Need:
        if self.of_totals:
            return super().denominator()
        return self.count("denominator", "interactions", f"{HANDLED} AND {TIME_IS_KNOWN}")

    def formula(self) -> Sentence:
        return Sentence(FORMULA_OF_TOTALS if self.of_totals else FORMULA)
