"""The gated maximum (得分上限): the marks of a scorecard's row are cut while a sample is too small or another KPI too low."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Self

from pydantic import model_validator

from bpo.contracts.adjustments.values import kpi_value
from bpo.contracts.blocks.bands import Band
from bpo.contracts.statement import KpiVerdict, Step
from bpo.core.fields import Amount, Mistake, WholeNumber
from bpo.core.words import Words

GATE_ONE = Words(
    "scorecard-gate",
    en="write either 'sample_below', or 'kpi' with its bound (below, at_most, above or at_least)",
    zh="sample_below 与 kpi（加界限 below、at_most、above 或 at_least）须且只能写一个",
)
GATE_CUTS_NOTHING = Words(
    "scorecard-gate-nothing",
    en="a gate of {given} marks cuts nothing: the full marks are {marks}",
    zh="上限 {given} 分没有作用：满分为 {marks} 分",
)
GATED = Words(
    "scorecard-gated",
    en="{kpi}: at most {most} marks, because {gate} is {judged}",
    zh="{kpi}：因{gate}为 {judged}，至多得 {most} 分",
)
GATED_BY_SAMPLE = Words(
    "scorecard-gated-sample",
    en="{kpi}: at most {most} marks, because its sample is {sample}",
    zh="{kpi}：因样本量为 {sample}，至多得 {most} 分",
)


class Gate(Band):
    """At most ``marks`` if another KPI lies in the band, or the sample of the row's own KPI is below ``sample_below``."""

    marks: Amount
    kpi: str | None = None
    sample_below: WholeNumber | None = None

    @model_validator(mode="after")
    def _one_reason(self) -> Self:
        if (self.kpi is None) == (self.sample_below is None) or (self.kpi is None) != (self.bound() is None):
            raise Mistake(GATE_ONE)
        return self

    def step(self, own: KpiVerdict, verdicts: Mapping[str, KpiVerdict], source: str) -> Step | None:
        """Why the row's marks are cut; None if they are not. What was not measured and is left out cuts nothing."""
        if self.sample_below is not None:
            if own.result.sample is None or own.result.sample >= self.sample_below:
                return None
            values = {"kpi": own.label, "most": self.marks, "sample": own.result.sample}
            return Step(GATED_BY_SAMPLE, values, Fraction(0), source=source, kind="marks")
        gate = verdicts[str(self.kpi)]
        if gate.judged is None or not self.holds(gate.judged):
            return None
        values = {"kpi": own.label, "most": self.marks, "gate": gate.label, "judged": kpi_value(gate)}
        return Step(GATED, values, Fraction(0), source=source, kind="marks")
