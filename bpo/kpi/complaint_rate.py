"""Complaint rate (万投比, 投诉率): complaints upheld against the supplier for 10,000 contacts handled."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from bpo.core.measures import Need
from bpo.core.words import Sentence, Text, Words
from bpo.kpi.aim import Better
from bpo.kpi.base import Kpi
from bpo.kpi.conditions import HANDLED

FORMULA = Words("complaint-rate", en="complaints upheld / handled × 10,000", zh="属实投诉 / 处理量 × 10,000")


class ComplaintRate(Kpi):
    """Upheld complaints / handled contacts × 10,000; a target of 5 is 5 per 10,000."""

    name: ClassVar[Text] = Text(zh="投诉率", en="Complaint rate")
    unit: ClassVar[str] = "per_10000"
    usually_better: ClassVar[Better] = "low"
    scale: ClassVar[int] = 10_000
    where_of: ClassVar[Mapping[str, str]] = {"events": "complaints_where"}

    kpi: Literal["complaint_rate"]
    complaints_where: str | None = None

    def numerator(self) -> Need:
        return self.count("numerator", "events", "kind = 'complaint' AND upheld")

    def denominator(self) -> Need:
        return self.count("denominator", "interactions", HANDLED)

    def formula(self) -> Sentence:
        return Sentence(FORMULA)
