"""Interval compliance (时段达标率): in how many intervals of the month, such as half hours or days, another KPI meets its target."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import WithJsonSchema

from bpo.core.fields import REQUIRED, UNUSED, Mistake
from bpo.core.intervals import EACH_NAMED, UNITS_OF, Each, unit_of
from bpo.core.measures import KpiResult
from bpo.core.words import Pct, Sentence, Text, Words, show
from bpo.kpi.aim import Better
from bpo.kpi.intervals import IntervalKpi

FORMULA = Words(
    "interval-compliance",
    en="intervals of {minutes} minutes on target ({target}) / intervals measured; in each: {of}",
    zh="达标（{target}）的 {minutes} 分钟时段数 / 已测时段数；每个时段：{of}",
)
OF_EACH: Mapping[str, Words] = {
    "share_met": Words(
        "interval-compliance-share",
        en="those on target ({target}) / those measured, by the {each}; in each: {of}",
        zh="达标（{target}）的{each}数 / 已测{each}数；每{each}：{of}",
    ),
    "number_met": Words(
        "interval-compliance-met",
        en="the number on target ({target}), by the {each}; in each: {of}",
        zh="达标（{target}）的{each}数；每{each}：{of}",
    ),
    "number_missed": Words(
        "interval-compliance-missed",
        en="the number that miss the target ({target}), by the {each}; in each: {of}",
        zh="未达标（目标 {target}）的{each}数；每{each}：{of}",
    ),
}
MINUTES_OR_EACH = Text(zh="minutes（二者写其一）", en="minutes, in whose place it stands")

_MINUTES = WithJsonSchema({"enum": [15, 30, 60, "15", "30", "60", None]})


class IntervalCompliance(IntervalKpi):
    """Intervals in which ``of`` meets its target / intervals in which it was measured, or their number; see :class:`IntervalKpi`.

    ``minutes: 30`` is ``each: 30 min``. ``take``: ``share_met``, ``number_met`` or ``number_missed``. The sample is the number of
    intervals measured.
    """

    name: ClassVar[Text] = Text(zh="时段达标率", en="Interval compliance")
    is_share: ClassVar[bool] = True

    kpi: Literal["interval_compliance"]
    minutes: Annotated[Literal["15", "30", "60"] | None, _MINUTES] = None
    each: Each | None = None
    take: Literal["share_met", "number_met", "number_missed"] = "share_met"

    @property
    def every(self) -> Each:
        by_minutes: Mapping[str | None, Each] = {"15": "15 min", "30": "30 min", "60": "60 min"}
        return self.each or by_minutes[self.minutes]

    @property
    def keeps_values(self) -> bool:
        return self.every in UNITS_OF

    def check(self) -> None:
        if self.minutes is None and self.each is None:
            raise Mistake(REQUIRED, given="minutes")
        if self.minutes is not None and self.each is not None:
            raise Mistake(UNUSED, ("each",), given="each", goes_with=MINUTES_OR_EACH)
        super().check()
        if self.of.target is None:
            raise Mistake(REQUIRED, ("of",), given="target")

    def measured_in(self) -> str:
        return "ratio" if self.take == "share_met" else unit_of(self.every)

    @property
    def good(self) -> Better:
        return self.better or ("low" if self.take == "number_missed" and self.target_at_most is None else "high")

    def taken(self, values: Sequence[Fraction]) -> KpiResult:
        """The share or number of those on target."""
        target = self.of.target
        assert target is not None, "check() asks for one"
        met = sum(self.of.aim.meets(value, target) for value in values)
        if self.take == "share_met":
            return self.ratio(Fraction(met), Fraction(len(values)))
        number = met if self.take == "number_met" else len(values) - met
        return KpiResult(self.id, Fraction(number), sample=len(values), unit=self.measured_in())

    def formula(self) -> Sentence:
        target = self.of.target
        assert target is not None, "check() asks for one"
        sign = "≥" if self.of.good == "high" else "≤"
        shown = show(Pct(target) if self.of.measured_in() == "ratio" else target, "en")
        values = {"target": f"{sign} {shown}", "of": self.of.shown_formula()}
        if self.minutes is not None and self.take == "share_met":
            return Sentence(FORMULA, {"minutes": int(self.minutes), **values})
        return Sentence(OF_EACH[self.take], {"each": EACH_NAMED[self.every], **values})
