"""Interval compliance (时段达标率): the share of intervals of the day, such as half-hours, in which another KPI meets its target."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from bpo.core.fields import REQUIRED, UNUSED, Called, Mistake
from bpo.core.figure_names import side_name
from bpo.core.measures import KpiResult, Need, Quantity
from bpo.core.vocabulary import KPI
from bpo.core.words import Pct, Sentence, Text, Words, show
from bpo.kpi.abandonment_rate import AbandonmentRate
from bpo.kpi.answer_rate import AnswerRate
from bpo.kpi.average_handle_time import AverageHandleTime
from bpo.kpi.average_speed_of_answer import AverageSpeedOfAnswer
from bpo.kpi.base import Kpi
from bpo.kpi.excused import Excused
from bpo.kpi.judge import judge
from bpo.kpi.service_level import ServiceLevel

FORMULA = Words(
    "interval-compliance",
    en="intervals of {minutes} minutes on target ({target}) / intervals measured; in each: {of}",
    zh="达标（{target}）的 {minutes} 分钟时段数 / 已测时段数；每个时段：{of}",
)
KPIS = Text(zh="kpis 下的指标", en="a KPI under kpis")
OF = Text(zh="of 中的指标", en="the KPI in of")


def _with_id(given: Any) -> Any:
    """The KPI of an interval has no name of its own: nothing refers to it."""
    if not isinstance(given, Mapping):
        return given
    if "id" in given:
        raise Mistake(UNUSED, ("id",), given="id", goes_with=KPIS)
    return {**given, "id": "interval"}


OfContacts = ServiceLevel | AbandonmentRate | AnswerRate | AverageSpeedOfAnswer | AverageHandleTime
"""KPIs of contacts alone, which can be counted by the time of each contact."""


_MINUTES = WithJsonSchema({"enum": [15, 30, 60, "15", "30", "60"]})
_ANY_KPI = WithJsonSchema(
    {"type": "object", "required": ["kpi", "target"], "description": "A KPI of contacts, without an id."}
)


class IntervalCompliance(Kpi):
    """Intervals in which ``of`` meets its target / intervals in which it was measured, by the contract's time zone.

    An interval without contacts, or with fewer than the ``minimum_sample`` of ``of``, is as its ``if_not_measured`` says;
    without it, it is left out. The sample is the number of intervals measured.
    """

    name: ClassVar[Text] = Text(zh="时段达标率", en="Interval compliance")
    is_share: ClassVar[bool] = True

    kpi: Literal["interval_compliance"]
    minutes: Annotated[Literal["15", "30", "60"], _MINUTES]
    of: Annotated[OfContacts, Field(discriminator="kpi"), Called(KPI), BeforeValidator(_with_id), _ANY_KPI]

    def check(self) -> None:
        if self.where_ is not None:
            raise Mistake(UNUSED, ("where",), given="where", goes_with=OF)
        if self.excused:
            raise Mistake(UNUSED, ("excused",), given="excused", goes_with=OF)
        if self.of.target is None:
            raise Mistake(REQUIRED, ("of",), given="target")
        for name in ("label", "clause", "ramp", "average", "relief"):
            if name in self.of.model_fields_set:
                raise Mistake(UNUSED, ("of", name), given=name, goes_with=KPIS)

    @property
    def interval(self) -> Kpi:
        """The KPI of an interval, its needs named after this one."""
        return self.of.model_copy(update={"id": self.id})  # not altered: it is asked for while this one is read

    @property
    def events(self) -> Sequence[Excused]:
        return self.of.excused

    def numerator(self) -> Need:
        return self._split(self.interval.numerator())

    def denominator(self) -> Need:
        return self._split(self.interval.denominator())

    def _split(self, need: Need) -> Need:
        at = "started_at" if self.of.of_totals else None  # rows of whole days lie in no interval
        return replace(need, by=(f"{self.minutes} min",), at=at)

    def result(self, counted: Mapping[str, Quantity]) -> KpiResult:
        kpi, verdicts = self.interval, []
        above, below = (counted[side_name(self.id, side)] for side in ("numerator", "denominator"))
        for interval, contacts in below.parts.items():
            parts = {
                side_name(self.id, "numerator"): Quantity(above.parts.get(interval, Fraction(0)), above.unit),
                side_name(self.id, "denominator"): Quantity(contacts, below.unit),
            }
            verdicts.append(judge(kpi, kpi.result(parts)).met)
        measured = [met for met in verdicts if met is not None]
        return self.ratio(Fraction(sum(measured)), Fraction(len(measured)))

    def formula(self) -> Sentence:
        target = self.of.target
        assert target is not None, "check() asks for one"
        sign = "≥" if self.of.good == "high" else "≤"
        shown = show(Pct(target) if self.of.measured_in() == "ratio" else target, "en")
        return Sentence(
            FORMULA, {"minutes": int(self.minutes), "target": f"{sign} {shown}", "of": self.of.shown_formula()}
        )
