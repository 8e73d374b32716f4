"""Occupancy (占用率): the share of their ready time that agents spent on contacts."""

from collections.abc import Mapping
from dataclasses import replace
from math import floor
from typing import ClassVar, Literal

from bpo.core.figure_names import side_name
from bpo.core.measures import KpiResult, Need, Quantity
from bpo.core.units import SECONDS_IN
from bpo.core.words import Sentence, Text, Words
from bpo.kpi.base import Kpi
from bpo.kpi.conditions import HANDLE_SECONDS, HANDLED, READY, Activities, activity_names, in_activities

FORMULA = Words(
    "occupancy",
    en="(talk + hold + wrap-up time of handled contacts) / time on the timesheets ({activities})",
    zh="处理量的（通话 + 保持 + 话后处理）时长 / 工时（{activities}）",
)


class Occupancy(Kpi):
    """(talk + hold + wrap-up) / ready time; ``activities`` of the timesheets make up the ready time.

    Both sides of the result are in seconds, exactly: hours × 3,600. The sample is the whole hours of ready time.
    """

    name: ClassVar[Text] = Text(zh="占用率", en="Occupancy")
    where_of: ClassVar[Mapping[str, str]] = {"timesheets": "timesheets_where"}

    kpi: Literal["occupancy"]
    activities: Activities = READY
    timesheets_where: str | None = None

    def numerator(self) -> Need:
        return self.total("numerator", "interactions", HANDLE_SECONDS, "second", HANDLED)

    def denominator(self) -> Need:
        return self.total("denominator", "timesheets", "hours", "hour", in_activities(self.activities))

    def result(self, counted: Mapping[str, Quantity]) -> KpiResult:
        """The ratio of seconds to seconds, so that the two figures shown are the two divided."""
        hours = counted[side_name(self.id, "denominator")].total
        whole = self.ratio(counted[side_name(self.id, "numerator")].total, hours * SECONDS_IN["hour"])
        return replace(whole, sample=floor(hours))

    def formula(self) -> Sentence:
        return Sentence(FORMULA, {"activities": activity_names(self.activities)})
