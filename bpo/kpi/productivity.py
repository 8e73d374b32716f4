"""Productivity (人均产能): contacts handled by an agent in a day or an hour, in three variants."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from bpo.core.fields import UNUSED, Mistake
from bpo.core.measures import Need
from bpo.core.words import Sentence, Text, Words
from bpo.kpi.base import Kpi
from bpo.kpi.conditions import HANDLED, READY, Activities, activity_names, in_activities

FORMULAS: Mapping[str, Words] = {
    "rostered_day": Words(
        "productivity-rostered-day", en="handled / agent-days on the roster", zh="处理量 / 花名册在岗人日"
    ),
    "worked_day": Words(
        "productivity-worked-day",
        en="handled / agent-days worked ({activities})",
        zh="处理量 / 出勤人日（{activities}）",
    ),
    "worked_hour": Words(
        "productivity-worked-hour",
        en="handled / agent-hours worked ({activities})",
        zh="处理量 / 出勤人时（{activities}）",
    ),
}


class Productivity(Kpi):
    """Handled / agent-days of the roster, agent-days worked, or agent-hours worked (``per``).

    A worked day is an agent and a day with hours above 0 in one of the ``activities``; the sample is the denominator.
    """

    name: ClassVar[Text] = Text(zh="人均产能", en="Productivity")
    where_of: ClassVar[Mapping[str, str]] = {"roster": "roster_where", "timesheets": "timesheets_where"}

    kpi: Literal["productivity"]
    per: Literal["rostered_day", "worked_day", "worked_hour"]
    activities: Activities = READY
    roster_where: str | None = None
    timesheets_where: str | None = None

    def check(self) -> None:
        if self.per == "rostered_day" and "activities" in self.model_fields_set:
            raise Mistake(UNUSED, ("activities",), given="activities", goes_with="per: worked_day / worked_hour")

    def numerator(self) -> Need:
        return self.count("numerator", "interactions", HANDLED)

    def denominator(self) -> Need:
        worked = in_activities(self.activities)
        if self.per == "rostered_day":
            return self.need("denominator", "head_days", "roster", unit="person_day")
        if self.per == "worked_hour":
            return self.total("denominator", "timesheets", "hours", "hour", worked)
        return self.need(
            "denominator",
            "distinct",
            "timesheets",
            f"{worked} AND hours > 0",
            of="agent",
            stretch="day",
            unit="person_day",
        )

    def measured_in(self) -> str:
        return "per_agent_hour" if self.per == "worked_hour" else "per_agent_day"

    def formula(self) -> Sentence:
        return Sentence(FORMULAS[self.per], {"activities": activity_names(self.activities)})
