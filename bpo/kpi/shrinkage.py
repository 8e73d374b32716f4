"""Shrinkage (缩减率): the share of the rostered time in which agents were not there for contacts."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from bpo.core.figure_names import side_name
from bpo.core.measures import KpiResult, Need, Quantity
from bpo.core.words import Sentence, Text, Words
from bpo.kpi.aim import Better
from bpo.kpi.base import Kpi
from bpo.kpi.conditions import READY, Activities, activity_names, in_activities

FORMULA = Words(
    "shrinkage",
    en="(rostered hours − hours of {present}) / rostered hours",
    zh="（排班工时 −（{present}）工时）/ 排班工时",
)


class Shrinkage(Kpi):
    """(Rostered − present) / rostered hours; ``present`` are the activities that count as being there.

    Unplanned overtime counts as present, so that a month may come out below zero.
    """

    name: ClassVar[Text] = Text(zh="缩减率", en="Shrinkage")
    facts: ClassVar[str] = "timesheets"
    usually_better: ClassVar[Better] = "low"
    is_share: ClassVar[bool] = True

    kpi: Literal["shrinkage"]
    present: Activities = READY

    def needs(self) -> list[Need]:
        present = self.total("present", "timesheets", "hours", "hour", in_activities(self.present))
        return [present, self.denominator()]

    def denominator(self) -> Need:
        return self.total("denominator", "timesheets", "scheduled_hours", "hour")

    def result(self, counted: Mapping[str, Quantity]) -> KpiResult:
        rostered = counted[side_name(self.id, "denominator")].total
        return self.ratio(rostered - counted[side_name(self.id, "present")].total, rostered)

    def formula(self) -> Sentence:
        return Sentence(FORMULA, {"present": activity_names(self.present)})
