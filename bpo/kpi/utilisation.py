"""Utilisation (利用率): the share of their paid time in which agents were on contacts or ready for them."""

from typing import ClassVar, Literal

from bpo.core.measures import Need
from bpo.core.words import Sentence, Text, Words
from bpo.kpi.base import Kpi
from bpo.kpi.conditions import READY, Activities, activity_names, in_activities

FORMULAS = {
    False: Words("utilisation", en="hours of {activities} / paid hours", zh="（{activities}）工时 / 计薪工时"),
    True: Words(
        "utilisation-paid-activities",
        en="hours of {activities} / hours of {paid}",
        zh="（{activities}）工时 /（{paid}）工时",
    ),
}


class Utilisation(Kpi):
    """Hours of ``activities`` / paid hours: those marked ``paid``, or those of ``paid_activities``."""

    name: ClassVar[Text] = Text(zh="利用率", en="Utilisation")
    facts: ClassVar[str] = "timesheets"

    kpi: Literal["utilisation"]
    activities: Activities = READY
    paid_activities: Activities | None = None

    def numerator(self) -> Need:
        return self.total("numerator", "timesheets", "hours", "hour", in_activities(self.activities))

    def denominator(self) -> Need:
        paid = "paid" if self.paid_activities is None else in_activities(self.paid_activities)
        return self.total("denominator", "timesheets", "hours", "hour", paid)

    def formula(self) -> Sentence:
        names = {"activities": activity_names(self.activities), "paid": activity_names(self.paid_activities or ())}
        return Sentence(FORMULAS[self.paid_activities is not None], names)
