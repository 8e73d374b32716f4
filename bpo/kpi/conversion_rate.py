"""Conversion rate (成功率): sales for each contact, or for each effective contact, with or without cancelled sales."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from bpo.core.condition_said import filter_said
from bpo.core.measures import Need
from bpo.core.quantity import filter_at
from bpo.core.tables import INTERACTIONS
from bpo.core.words import Sentence, Text, Words
from bpo.kpi.base import Kpi
from bpo.kpi.conditions import HANDLED

FORMULAS: Mapping[str, Words] = {
    "contact": Words("conversion", en="{sales} / contacts handled", zh="{sales} / 接触量"),
    "effective_contact": Words(
        "conversion-effective",
        en="{sales} / effective contacts ({effective})",
        zh="{sales} / 有效接触量（{effective}）",
    ),
}
SALES: Mapping[str, Text] = {
    "counted": Text(zh="成交", en="sales"),
    "left_out": Text(zh="未取消的成交", en="sales not cancelled"),
}


class ConversionRate(Kpi):
    """Sales / handled contacts, or / those of them that ``effective`` describes (``per``).

    ``cancelled: left_out`` counts only sales that stand when the month is measured. Sales belong to the month of
    ``sold_at``, contacts to that of ``started_at``.
    """

    name: ClassVar[Text] = Text(zh="成功率", en="Conversion rate")
    where_of: ClassVar[Mapping[str, str]] = {"sales": "sales_where"}

    kpi: Literal["conversion_rate"]
    per: Literal["contact", "effective_contact"] = "contact"
    effective: str | None = None
    cancelled: Literal["counted", "left_out"] = "counted"
    sales_where: str | None = None

    def check(self) -> None:
        self.goes_with("effective", "per: effective_contact", self.per == "effective_contact")
        filter_at(self.effective, INTERACTIONS, ("effective",))

    def numerator(self) -> Need:
        return self.count("numerator", "sales", "cancelled_at IS NULL" if self.cancelled == "left_out" else "")

    def denominator(self) -> Need:
        own = HANDLED if self.effective is None else f"{HANDLED} AND ({self.effective})"
        return self.count("denominator", "interactions", own)

    def formula(self) -> Sentence:
        return Sentence(
            FORMULAS[self.per], {"sales": SALES[self.cancelled], "effective": filter_said(self.effective, INTERACTIONS)}
        )
