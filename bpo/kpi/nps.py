"""Net promoter score (净推荐值, NPS): the percentage of promoters less that of detractors, from −100 to 100."""

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar, Literal

from bpo.core.fields import Mistake
from bpo.core.figure_names import side_name
from bpo.core.measures import KpiResult, Need, Quantity
from bpo.core.words import Sentence, Text, Words, exact_text
from bpo.kpi.base import Kpi
from bpo.kpi.conditions import Mark

FORMULA = Words(
    "nps",
    en="(surveys with {promoter_from} or more − surveys with {detractor_to} or less) / surveys × 100",
    zh="（评分不低于 {promoter_from} 的答卷 − 评分不高于 {detractor_to} 的答卷）/ 答卷总数 × 100",
)
OVERLAP = Words(
    "nps-overlap",
    en="a score of {given} would be a promoter's and a detractor's; promoters begin above {detractor_to}",
    zh="{given} 分既是推荐者又是贬损者；promoter_from 应大于 {detractor_to}",
)


class Nps(Kpi):
    """(Promoters − detractors) / surveys × 100; the numerator of the result is the difference, and may be negative."""

    name: ClassVar[Text] = Text(zh="净推荐值", en="Net promoter score")
    unit: ClassVar[str] = "score"
    scale: ClassVar[int] = 100
    facts: ClassVar[str] = "surveys"
    may_be_negative: ClassVar[bool] = True

    kpi: Literal["nps"]
    promoter_from: Mark = Fraction(9)
    detractor_to: Mark = Fraction(6)

    def check(self) -> None:
        if self.promoter_from <= self.detractor_to:
            raise Mistake(OVERLAP, ("promoter_from",), given=self.promoter_from, detractor_to=self.detractor_to)

    def needs(self) -> list[Need]:
        promoters = self.count("promoters", "surveys", f"score >= {exact_text(self.promoter_from)}")
        detractors = self.count("detractors", "surveys", f"score <= {exact_text(self.detractor_to)}")
        return [promoters, detractors, self.denominator()]

    def denominator(self) -> Need:
        return self.count("denominator", "surveys")

    def result(self, counted: Mapping[str, Quantity]) -> KpiResult:
        net = counted[side_name(self.id, "promoters")].total - counted[side_name(self.id, "detractors")].total
        return self.ratio(net, counted[side_name(self.id, "denominator")].total)

    def formula(self) -> Sentence:
        return Sentence(FORMULA, {"promoter_from": self.promoter_from, "detractor_to": self.detractor_to})
