"""Earn-back (扣款返还): a credit is returned when the KPIs meet their targets in the months after it."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.adjustments.effects import Teller, said
from bpo.contracts.adjustments.said import OF_MONTH, met_or_missed, not_judged
from bpo.contracts.adjustments.span import NOTHING, ZERO, Own, Span
from bpo.contracts.adjustments.values import in_unit, joined
from bpo.contracts.clause import Later, Reference
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, KpiVerdict, Step
from bpo.core.fields import NOT_POSITIVE, Mistake, WholeNumber
from bpo.core.periods import Period
from bpo.core.sums import exact_sum
from bpo.core.words import Text, Words

TOO_EARLY = Words(
    "earn-back-early",
    en="No credit can be returned yet: {months} months must follow it",
    zh="尚无可返还的扣款：其后须满 {months} 个月",
)
NO_CREDIT = Words("earn-back-no-credit", en="{month} had no credit to return", zh="{month} 无可返还的扣款")
RETURNED = Words(
    "earn-back-returned",
    en="The credit of {month} is returned: every target was met from {first} to {last}",
    zh="返还 {month} 的扣款：{first} 至 {last} 全部达标",
)
KEPT = Words(
    "earn-back-kept",
    en="The credit of {month}, {credit}, is not returned: not every target was met from {first} to {last}",
    zh="{month} 的扣款 {credit} 不予返还：{first} 至 {last} 未全部达标",
)
AVERAGE = Words(
    "earn-back-average",
    en="{kpi}: {average} on average from {first} to {last}, target {target}",
    zh="{kpi}：{first} 至 {last} 平均 {average}，目标 {target}",
)


IN_SHORT = {
    "each_month": Words(
        "regime-returned",
        en="what {lines} took is returned if every target is met in each of the {months} months after: {kpis}",
        zh="{lines}所扣金额，其后 {months} 个月每月{kpis}均达标的，予以返还",
    ),
    "on_average": Words(
        "regime-returned-on-average",
        en="what {lines} took is returned if every target is met on average over the {months} months after: {kpis}",
        zh="{lines}所扣金额，其后 {months} 个月{kpis}平均达标的，予以返还",
    ),
}
LOST = Words(
    "check-lost-credits",
    en="'{clause}': credits from {first} on could only be returned after {last}, the last month: they never are",
    zh="条款 '{clause}'：自 {first} 起的扣款须在最后一个月 {last} 之后才能返还，实际不会返还",
)


class EarnBack(Adjustment):
    """``+ what the lines in 'of' took ``months`` months ago``, if the KPIs met their targets in every month since, or on average.

    A month without the KPI is none in which it met its target.
    """

    kind_name: ClassVar[Text] = Text(zh="扣款返还", en="Earn-back")
    reads_history: ClassVar[bool] = True

    kind: Literal["earn_back"]
    of: Annotated[list[str], Field(min_length=1)]
    kpis: Annotated[list[str], Field(min_length=1)]
    months: WholeNumber
    judged: Literal["each_month", "on_average"] = "each_month"

    def check_fields(self) -> None:
        if self.months == 0:
            raise Mistake(NOT_POSITIVE, ("months",), given=0)

    def references(self) -> list[Reference]:
        kpis = [Reference("kpi", name, ("kpis", i), needs_target=True) for i, name in enumerate(self.kpis)]
        return [*super().references(), *kpis]

    def own_effects(self, tell: Teller) -> Iterator[Text]:
        kpis = joined([tell.labels[name] for name in self.kpis])
        yield said(IN_SHORT[self.judged], lines=tell.lines(self.of), months=self.months, kpis=kpis)

    def returns(self) -> list[str]:
        return self.of

    def falls_due_later(self) -> Later:
        return Later(LOST, ("months",), self.months)

    def own_span(self, days: Period, in_parts: bool) -> Own:
        return Own(Span(ZERO, None), NOTHING)

    def apply(self, month: Month) -> Charge:
        credited = month.back(self.months, self)
        if credited is None:
            return self.line(month, [self.step(TOO_EARLY, {"months": self.months})])
        credit = Fraction(credited.shown_of(self.of))
        name = credited.period.name
        if credit >= 0:
            return self.line(month, [self.step(NO_CREDIT, {"month": name})])
        since = [one for ago in range(self.months - 1, 0, -1) if (one := month.back(ago, self))]
        since.append(month)
        span = {"first": since[0].period.name, "last": month.period.name}
        met, steps = self._every_month(since) if self.judged == "each_month" else self._on_average(since, span)
        if met:
            steps.append(self.step(RETURNED, {"month": name, **span}, -credit))
        else:
            values = {"month": name, "credit": -credit, **span}
            steps.append(self.step(KEPT, values))
        return self.line(month, steps)

    def _every_month(self, since: list[Month]) -> tuple[bool, list[Step]]:
        """Whether every KPI met its target in every month, and each of them in words."""
        met, steps = True, []
        for one in since:
            steps.append(self.step(OF_MONTH, {"month": one.period.name}))
            for name in self.kpis:
                verdict = one.verdict(name)
                if verdict is None or verdict.judged is None:
                    steps.append(not_judged(name, verdict, self))
                else:
                    steps.append(self.step(*met_or_missed(verdict)))
                met = met and verdict is not None and verdict.met is True
        return met, steps

    def _on_average(self, since: list[Month], span: dict[str, Any]) -> tuple[bool, list[Step]]:
        """Whether the mean of the judged values of every KPI meets this month's target, and each mean in words."""
        met, steps = True, []
        for name in self.kpis:
            verdicts = [one.verdict(name) for one in since]
            judged = [verdict.judged for verdict in verdicts if verdict is not None and verdict.judged is not None]
            last = since[-1].verdicts[name]
            if len(judged) < len(since):
                met = False
                steps.append(not_judged(name, last, self))
                continue
            average = exact_sum(judged) / len(judged)
            met = met and _meets(average, last)
            unit = last.result.unit
            values = {"kpi": last.label, "average": in_unit(average, unit), "target": in_unit(_target(last), unit)}
            steps.append(self.step(AVERAGE, {**values, **span}))
        return met, steps


def _target(verdict: KpiVerdict) -> Fraction:
    assert verdict.target is not None, "the loader asks for a target"
    return verdict.target


def _meets(value: Fraction, verdict: KpiVerdict) -> bool:
    return value >= _target(verdict) if verdict.better == "high" else value <= _target(verdict)
