"""Cost per contact (单呼成本): what the service cost for each contact handled."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import ClassVar, Literal

from bpo.core.measures import KpiResult, Need
from bpo.core.words import Sentence, Text, Words
from bpo.kpi.aim import Better
from bpo.kpi.base import Kpi
from bpo.kpi.conditions import HANDLED

FORMULA = Words("cost-per-contact", en="cost / handled", zh="成本 / 处理量")
NO_COST = Words("kpi-no-cost", en="no cost was recorded", zh="没有成本记录")


class CostPerContact(Kpi):
    """Cost / handled contacts; the cost is the sum of the month's events of the kind ``cost``, in the contract's currency.

    A month without any cost is not one that cost nothing: it is not measured.
    """

    name: ClassVar[Text] = Text(zh="单呼成本", en="Cost per contact")
    unit: ClassVar[str] = "money"
    usually_better: ClassVar[Better] = "low"
    where_of: ClassVar[Mapping[str, str]] = {"events": "costs_where"}

    kpi: Literal["cost_per_contact"]
    costs_where: str | None = None

    def numerator(self) -> Need:
        return self.total("numerator", "events", "amount", "money", "kind = 'cost'")

    def denominator(self) -> Need:
        return self.count("denominator", "interactions", HANDLED)

    def ratio(self, numerator: Fraction, denominator: Fraction, scale: int | Fraction | None = None) -> KpiResult:
        found = super().ratio(numerator, denominator, scale)
        return found if found.numerator or found.value is None else replace(found, value=None, why_not=NO_COST)

    def formula(self) -> Sentence:
        return Sentence(FORMULA)
