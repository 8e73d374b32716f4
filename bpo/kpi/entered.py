"""A KPI whose value comes from outside, such as the client's own survey; it is in the measures file, with its evidence."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from bpo.core.fields import UNUSED, Label, Mistake
from bpo.core.measures import NOT_GIVEN, KpiResult, Need, Quantity
from bpo.core.words import Sentence, Text, Words
from bpo.kpi.base import Kpi

FORMULA = Words("kpi-entered-unsaid", en="entered from outside", zh="由外部提供")
FORMULA_BY = Words("kpi-entered", en="entered from outside ({by})", zh="由外部提供（{by}）")
COUNTED = Text(zh="由系统统计的指标", en="KPIs that are counted")


class Entered(Kpi):
    """``unit`` is that of the value: ``ratio`` (written with %), ``score``, ``second``, …; ``by`` says whose figure it is."""

    name: ClassVar[Text] = Text(zh="外部录入指标", en="Entered from outside")
    may_be_negative: ClassVar[bool] = True

    kpi: Literal["entered"]
    by: Label | None = None
    unit_: str = Field("ratio", alias="unit")

    def check(self) -> None:
        if self.where_ is not None:
            raise Mistake(UNUSED, ("where",), given="where", goes_with=COUNTED)
        if self.excused:
            raise Mistake(UNUSED, ("excused",), given="excused", goes_with=COUNTED)

    def needs(self) -> list[Need]:
        return []

    def result(self, counted: Mapping[str, Quantity]) -> KpiResult:
        return KpiResult(self.id, None, unit=self.unit_, why_not=NOT_GIVEN)

    def measured_in(self) -> str:
        return self.unit_

    def formula(self) -> Sentence:
        return Sentence(FORMULA) if self.by is None else Sentence(FORMULA_BY, {"by": self.by})
