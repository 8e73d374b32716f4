"""Adherence (遵时率): the share of their scheduled time in which agents did what the schedule says."""

from typing import ClassVar, Literal

from bpo.core.measures import Need
from bpo.core.words import Sentence, Text, Words
from bpo.kpi.base import Kpi

FORMULA = Words("adherence", en="hours worked as scheduled / hours scheduled", zh="按排班执行的工时 / 排班工时")
KNOWN = "scheduled_hours IS NOT NULL AND as_scheduled_hours IS NOT NULL"


class Adherence(Kpi):
    """Hours as scheduled / scheduled, over the activities that ``where`` leaves.

    The workforce system compares schedule and states minute by minute and exports both sums; a row that lacks one of them
    is on neither side.
    """

    name: ClassVar[Text] = Text(zh="遵时率", en="Adherence")
    facts: ClassVar[str] = "timesheets"
    is_share: ClassVar[bool] = True

    kpi: Literal["adherence"]

    def numerator(self) -> Need:
        return self.total("numerator", "timesheets", "as_scheduled_hours", "hour", KNOWN)

    def denominator(self) -> Need:
        return self.total("denominator", "timesheets", "scheduled_hours", "hour", KNOWN)

    def formula(self) -> Sentence:
        return Sentence(FORMULA)
