"""Attrition rate (流失率): the share of the team that left for good, in three variants, annualised or not."""

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar, Literal

from bpo.core.fields import YesNo
from bpo.core.figure_names import side_name
from bpo.core.measures import KpiResult, Need, Quantity
from bpo.core.words import Sentence, Text, Words
from bpo.kpi.aim import Better
from bpo.kpi.base import Kpi

MONTHS_IN_YEAR = 12

FORMULAS: Mapping[tuple[str, bool], Words] = {
    ("average_heads", False): Words(
        "attrition-average",
        en="leavers / ((opening + closing heads) / 2)",
        zh="离职人数 /（（期初人数 + 期末人数）/ 2）",
    ),
    ("average_heads", True): Words(
        "attrition-average-annual",
        en="leavers / ((opening + closing heads) / 2) × 12",
        zh="离职人数 /（（期初人数 + 期末人数）/ 2）× 12",
    ),
    ("daily_average_heads", False): Words(
        "attrition-daily-average", en="leavers / average heads of all days", zh="离职人数 / 逐日平均人数"
    ),
    ("daily_average_heads", True): Words(
        "attrition-daily-average-annual",
        en="leavers / average heads of all days × 12",
        zh="离职人数 / 逐日平均人数 × 12",
    ),
    ("opening_heads", False): Words("attrition-opening", en="leavers / opening heads", zh="离职人数 / 期初人数"),
    ("opening_heads", True): Words(
        "attrition-opening-annual", en="leavers / opening heads × 12", zh="离职人数 / 期初人数 × 12"
    ),
}


class AttritionRate(Kpi):
    """Leavers / average or opening heads (``of``); ``annualised: yes`` multiplies the month by 12.

    A leaver is an agent whose ``left_on`` lies in the month. Average heads are the mean of the first and the last day's
    (``average_heads``) or of all days' (``daily_average_heads``).
    """

    name: ClassVar[Text] = Text(zh="流失率", en="Attrition rate")
    usually_better: ClassVar[Better] = "low"
    facts: ClassVar[str] = "roster"

    kpi: Literal["attrition_rate"]
    of: Literal["average_heads", "daily_average_heads", "opening_heads"]
    annualised: YesNo = False

    def needs(self) -> list[Need]:
        return [self.numerator(), *self._heads()]

    def numerator(self) -> Need:
        return self.need("numerator", "distinct", "roster", of="agent", at="left_on", unit="agent")

    def _heads(self) -> list[Need]:
        if self.of == "daily_average_heads":
            return [self.need("denominator", "head_days", "roster", per_day=True, unit="agent")]
        opening = self.need("opening_heads", "heads_at_start", "roster", unit="agent")
        closing = self.need("closing_heads", "heads_at_end", "roster", unit="agent")
        return [opening, closing] if self.of == "average_heads" else [opening]

    def result(self, counted: Mapping[str, Quantity]) -> KpiResult:
        """The leavers over the heads of the variant, which the result shows as its denominator."""
        heads = [counted[need.id].total for need in self._heads()]
        average = sum(heads, Fraction(0)) / len(heads)
        return self.ratio(
            counted[side_name(self.id, "numerator")].total, average, MONTHS_IN_YEAR if self.annualised else self.scale
        )

    def formula(self) -> Sentence:
        return Sentence(FORMULAS[self.of, self.annualised])
