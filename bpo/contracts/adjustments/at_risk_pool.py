"""At-risk pool (风险金池): a share of the charges stands at risk; categories and KPIs share it, and each that is missed takes its part."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.adjustments.effects import PERCENT, EffectBand, Saying, Teller, in_one, said
from bpo.contracts.adjustments.kpi_rows import KpiRow
from bpo.contracts.adjustments.limits import CAPPED, base_of, said_below_zero
from bpo.contracts.adjustments.values import joined, kpi_value
from bpo.contracts.blocks.bands import checked_bands
from bpo.contracts.clause import Reference
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, Step
from bpo.core.fields import FileModel, Label, Mistake, Share
from bpo.core.sums import exact_sum
from bpo.core.words import Pct, Text, Value, Words

ONE_LEVEL = Words(
    "at-risk-one-level",
    en="write either 'categories', each with its 'kpis', or 'kpis' alone",
    zh="'categories'（各含 kpis）与 'kpis' 须且只能写一个",
)
POOL = Words(
    "at-risk-pool",
    en="At risk: {percent} of {base} ({lines}) = {pool}",
    zh="风险金池：{base}（{lines}）的 {percent} = {pool}",
)
TAKES = Words(
    "at-risk-takes", en="{kpi} at {judged} takes {share} of the pool", zh="{kpi} 为 {judged}，扣风险金池的 {share}"
)
TAKES_OF_CATEGORY = Words(
    "at-risk-takes-of-category",
    en="{kpi} at {judged} takes {share} of {category}, which is {weight} of the pool",
    zh="{kpi} 为 {judged}，扣“{category}”（占风险金池 {weight}）的 {share}",
)
LEFT_OUT = Words("at-risk-left-out", en="{kpi} was not measured and takes nothing", zh="{kpi} 未测得，不扣")


AT_RISK = Words("regime-at-risk", en="{share} of {lines} at risk (the pool)", zh="{lines}的 {share} 为风险金")
CATEGORY = Words("regime-category", en="{name}, {share} of the pool: {rows}", zh="{name}（占风险金 {share}）：{rows}")
MISSED = Words("regime-takes", en="{what} missed: {size} of {whole}", zh="{what}未达标，扣{whole}的 {size}")
BY_BAND = Words("regime-takes-by-band", en="{what}: {bands} of {whole}", zh="{what}：扣{whole}的（{bands}）")
THE_POOL, IT = Text(zh="风险金", en="the pool"), Text(zh="该部分", en="it")


class ShareBand(EffectBand):
    share: Share

    def effect(self, held: Value, money: Callable[[Fraction], str]) -> Saying:
        return PERCENT, {"band": held, "percent": Pct(self.share)}


class PoolRow(KpiRow):
    """The share of the pool, or of its category, that a KPI takes if it misses its target, or by the band of its value."""

    weight_name: ClassVar[str] = "share"

    share: Share | None = None
    bands: Annotated[list[ShareBand], Field(min_length=1), AfterValidator(checked_bands)] | None = None

    def effect(self, whole: Text, tell: Teller) -> Saying:
        """What it takes of the whole, in short."""
        what = tell.labels[self.kpi]
        if self.share is not None:
            return MISSED, {"what": what, "size": Pct(self.share), "whole": whole}
        return BY_BAND, {"what": what, "bands": tell.bands(self.bands or (), self.kpi), "whole": whole}


class Category(FileModel):
    name: Label
    share: Share
    kpis: Annotated[list[PoolRow], Field(min_length=1)]


class AtRiskPool(Adjustment):
    """``− Σ of missed KPIs (lines × at_risk × category share × KPI share)``, at most the pool ``lines × at_risk``."""

    kind_name: ClassVar[Text] = Text(zh="风险金池", en="At-risk pool")

    never_turns: ClassVar[bool] = True

    kind: Literal["at_risk_pool"]
    of: Annotated[list[str], Field(min_length=1)]
    at_risk: Share
    categories: Annotated[list[Category], Field(min_length=1)] | None = None
    kpis: Annotated[list[PoolRow], Field(min_length=1)] | None = None

    def check_fields(self) -> None:
        if (self.categories is None) == (self.kpis is None):
            raise Mistake(ONE_LEVEL)

    def references(self) -> list[Reference]:
        found = [row.reference(("kpis", i)) for i, row in enumerate(self.kpis or ())]
        for n, category in enumerate(self.categories or ()):
            found += [row.reference(("categories", n, "kpis", i)) for i, row in enumerate(category.kpis)]
        return [*super().references(), *found]

    def applies_in_parts(self) -> bool:
        return True

    @property
    def is_by_month(self) -> bool:
        return True

    def own_effects(self, tell: Teller) -> Iterator[Text]:
        yield said(AT_RISK, share=Pct(self.at_risk), lines=tell.lines(self.of))
        if self.kpis:
            yield _in_short(self.kpis, THE_POOL, tell)
        for category in self.categories or ():
            rows = _in_short(category.kpis, IT, tell)
            yield said(CATEGORY, name=category.name, share=Pct(category.share), rows=rows)

    def apply(self, month: Month) -> Charge:
        base = base_of([month], self.of)
        pool = self.at_risk * base
        lines = joined([line.label for line in month.lines(self.of)])
        values = {"percent": Pct(self.at_risk), "base": base, "lines": lines, "pool": pool}
        steps = [*said_below_zero([month], self.of, self), self.step(POOL, values)]
        steps += [self._taken(row, None, pool, month) for row in self.kpis or ()]
        for category in self.categories or ():
            steps += [self._taken(row, category, pool, month) for row in category.kpis]
        taken = -exact_sum(step.amount for step in steps)
        if taken > pool:
            steps.append(self.step(CAPPED, {"cap": pool}, taken - pool))
        return self.line(month, steps)

    def _taken(self, row: PoolRow, category: Category | None, pool: Fraction, month: Month) -> Step:
        """What a KPI takes of the pool; a share of it beside the amount would be read as one of the charges."""
        verdict = month.verdicts[row.kpi]
        share = row.weight(verdict)
        if share is None:
            return self.step(LEFT_OUT, {"kpi": verdict.label})
        values = {"kpi": verdict.label, "judged": kpi_value(verdict), "share": Pct(share)}
        if category is None:
            return self.step(TAKES, values, -share * pool)
        values |= {"category": category.name, "weight": Pct(category.share)}
        part = category.share * share
        return self.step(TAKES_OF_CATEGORY, values, -part * pool)


def _in_short(rows: Sequence[PoolRow], whole: Text, tell: Teller) -> Text:
    return in_one([row.effect(whole, tell) for row in rows])
