"""What moves a score besides its KPIs: additions (加分项), deductions (扣分项) and the veto (一票否决), by events or by a KPI; and the gated
maximum (得分上限): the marks of a row are cut while a sample is too small or another KPI too low."""

from fractions import Fraction
from typing import Any, Literal

from bpo.contracts.adjustments.said import met_or_missed, not_judged
from bpo.contracts.adjustments.values import kpi_value
from bpo.contracts.blocks.bands import Band
from bpo.contracts.clause import Clause, Loc, Reference
from bpo.contracts.month import Month
from bpo.contracts.statement import KpiVerdict, Step
from bpo.core.fields import Amount, FileModel, Mistake, Positive, WholeNumber
from bpo.core.words import Text, Words

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

    def check_fields(self) -> None:
        super().check_fields()
        if (self.kpi is None) == (self.sample_below is None) or (self.kpi is None) != (self.bound() is None):
            raise Mistake(GATE_ONE)

    def step(self, own: KpiVerdict, month: Month, clause: Clause) -> Step | None:
        """Why the row's marks are cut; None if they are not. What was not measured and is left out cuts nothing."""
        if self.sample_below is not None:
            if own.result.sample is None or own.result.sample >= self.sample_below:
                return None
            values = {"kpi": own.label, "most": self.marks, "sample": own.result.sample}
            return clause.step(GATED_BY_SAMPLE, values, kind="marks")
        gate = month.verdict(str(self.kpi))
        if gate is None or gate.judged is None or not self.holds(gate.judged):
            return None
        values = {"kpi": own.label, "most": self.marks, "gate": gate.label, "judged": kpi_value(gate)}
        return clause.step(GATED, values, kind="marks")


PER_OR_KPI = Words(
    "occasion-per-or-kpi", en="write either 'per' (events) or 'kpi'", zh="'per'（按事件）与 'kpi' 须且只能写一个"
)
ADDED = Words(
    "scorecard-added", en="{events}: {count}, + {marks} marks for each", zh="{events} {count} 次，每次加 {marks} 分"
)
TAKEN = Words(
    "scorecard-taken", en="{events}: {count}, − {marks} marks for each", zh="{events} {count} 次，每次扣 {marks} 分"
)
AT_MOST = Words("scorecard-at-most", en="At most {most} marks", zh="以 {most} 分为限")
NOT_DUE = Words("scorecard-flat-none", en="No addition or deduction: {why}", zh="不加分也不扣分：{why}")
FOR_KPI = {
    1: Words("scorecard-added-kpi", en="{why}: + {marks} marks", zh="{why}：加 {marks} 分"),
    -1: Words("scorecard-taken-kpi", en="{why}: − {marks} marks", zh="{why}：扣 {marks} 分"),
}
VETO = Words("scorecard-veto", en="Veto, the score is zero: {why}", zh="一票否决，总分为零：{why}")
NO_VETO = Words("scorecard-no-veto", en="No veto: {why}", zh="未触发一票否决：{why}")
EVENTS = Words("scorecard-events", en="{events}: {count}", zh="{events}：{count}")
FINAL = Words(
    "scorecard-final",
    en="Score with additions, deductions and veto: {score}",
    zh="计入加分、扣分及一票否决后总分：{score}",
)

PER = Text(zh="per（按事件）", en="per (events)")
KPI = Text(zh="kpi", en="kpi")


class Occasion(FileModel):
    """Events of a quantity, above those that ``beyond`` tolerates; or a KPI that met or missed its target."""

    per: str | None = None
    kpi: str | None = None
    when: Literal["met", "missed"] | None = None
    beyond: Amount = Fraction(0)

    def check_fields(self) -> None:
        if (self.per is None) == (self.kpi is None):
            raise Mistake(PER_OR_KPI)
        if self.per is None:
            self.only_with(PER, "beyond")
        else:
            self.only_with(KPI, "when")

    def reference(self, at: Loc) -> Reference:
        if self.per is not None:
            return Reference("quantity", self.per, (*at, "per"))
        return Reference("kpi", str(self.kpi), (*at, "kpi"), needs_target=True)

    def happened(self, month: Month, usually: str, clause: Clause) -> tuple[Fraction, Text]:
        """How often it happened, and that in words; ``usually`` is ``met`` or ``missed`` for a KPI without ``when``."""
        if self.per is not None:
            count = max(Fraction(0), month.quantity(self.per, clause).total - self.beyond)
            return count, said(EVENTS, {"events": month.label_of(self.per), "count": count})
        verdict = month.verdict(str(self.kpi))
        if verdict is None or verdict.judged is None:
            left_out = not_judged(str(self.kpi), verdict, clause)
            return Fraction(0), said(left_out.rule, left_out.values)
        due = bool(verdict.met) == ((self.when or usually) == "met")
        return Fraction(int(due)), said(*met_or_missed(verdict))


class FlatMarks(Occasion):
    """``marks`` for each event, ``at_most`` so many in all; or once for the KPI."""

    marks: Positive
    at_most: Positive | None = None

    def check_fields(self) -> None:
        super().check_fields()
        if self.per is None:
            self.only_with(PER, "at_most")

    @property
    def most(self) -> Fraction | None:
        """The most marks that it may come to; None without an end."""
        return self.at_most if self.per is not None else self.marks

    def applied(self, sign: int, month: Month, clause: Clause) -> tuple[Fraction, list[Step]]:
        """The marks, with the sign, and the steps that say them."""
        count, why = self.happened(month, "met" if sign > 0 else "missed", clause)
        if not count:
            return Fraction(0), [clause.step(NOT_DUE, {"why": why})]
        if self.per is None:
            values: dict[str, Any] = {"why": why, "marks": self.marks}
            return sign * self.marks, [clause.step(FOR_KPI[sign], values, kind="marks")]
        values = {"count": count, "events": month.label_of(str(self.per)), "marks": self.marks}
        steps = [clause.step(ADDED if sign > 0 else TAKEN, values, kind="marks")]
        marks = count * self.marks
        if self.at_most is not None and marks > self.at_most:
            marks = self.at_most
            steps.append(clause.step(AT_MOST, {"most": marks}, kind="marks"))
        return sign * marks, steps


class Veto(Occasion):
    """Events above ``beyond``, or a KPI that is missed: the score is zero."""

    def step(self, month: Month, clause: Clause) -> tuple[bool, Step]:
        count, why = self.happened(month, "missed", clause)
        if not count:
            return False, clause.step(NO_VETO, {"why": why})
        return True, clause.step(VETO, {"why": why}, kind="marks")


def said(words: Words, values: Any) -> Text:
    """A sentence as a value of another one, in both languages."""
    return Text(zh=words.say("zh", values), en=words.say("en", values))
