"""Service points (服务积分): KPIs that fall short score points; the month's points become a credit, on this invoice or the next."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field

from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.adjustments.effects import PERCENT, EffectBand, Saying, Teller, in_one
from bpo.contracts.adjustments.kpi_rows import KpiRow, months_in_a_row
from bpo.contracts.adjustments.limits import Cap, base_of, said_below_zero
from bpo.contracts.adjustments.values import joined, kpi_value
from bpo.contracts.blocks.bands import bounds_of, checked_bands, pick
from bpo.contracts.clause import Later, Reference
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, Step
from bpo.core.fields import Amount, Mistake, Share
from bpo.core.words import Pct, Text, Value, Words, show_number

BANDS_OR_PERCENT = Words(
    "service-points-money",
    en="write either 'percent' (for each point) or 'bands' of the month's points, each with its 'percent'",
    zh="'percent'（每分）与 'bands'（按当月总分分档，各写 percent）须且只能写一个",
)
IN_POINTS = Words(
    "service-points-in-points",
    en="{given} is a bound of the month's points; write points such as 10, without %",
    zh="{given} 是当月积分的界限；请直接写分数（如 10），不写 %",
)
SCORES = Words("service-points-scored", en="{kpi} at {judged}: {points} points", zh="{kpi} 为 {judged}：计 {points} 分")
REPEATED = Words(
    "service-points-repeated",
    en="{kpi} at {judged}: {each} points × {factor}, failed {months} months in a row: {points} points",
    zh="{kpi} 为 {judged}：{each} 分 × {factor}（连续 {months} 个月未达标），计 {points} 分",
)
REPEATED_OR_MORE = Words(
    "service-points-repeated-or-more",
    en="{kpi} at {judged}: {each} points × {factor}, failed {months} months in a row or more: {points} points",
    zh="{kpi} 为 {judged}：{each} 分 × {factor}（连续 {months} 个月或以上未达标），计 {points} 分",
)
LEFT_OUT = Words("service-points-left-out", en="{kpi} was not measured: no points", zh="{kpi} 未测得，不计分")
OF_MONTH = Words("service-points-sum", en="Points of {month}: {points}", zh="{month} 总积分：{points}")
NO_MONTH_BEFORE = Words(
    "service-points-first", en="No points: nothing was scored in a month before this one", zh="此前无计分月份，无积分"
)
BY_BAND = Words(
    "service-points-band",
    en="{points} points: {percent} of {base} ({lines})",
    zh="{points} 分：{base}（{lines}）的 {percent}",
)
BY_POINT = Words(
    "service-points-each",
    en="{points} points × {percent} of {base} ({lines})",
    zh="{points} 分 × {base}（{lines}）的 {percent}",
)


MISSED = Words("regime-scores", en="{what} missed: {size} points", zh="{what}未达标，计 {size} 分")
SCORES_BY_BAND = Words("regime-scores-by-band", en="{what}: {bands}", zh="{what}：{bands}")
POINTS = Words("regime-points", en="{band}: {points} points", zh="{band}：{points} 分")
IN_A_ROW = Words(
    "regime-points-repeated",
    en="points of a KPI that scores in consecutive months × {factors}, month by month",
    zh="同一指标连续计分时，各月分数依次 × {factors}",
)
EACH_OF_POINTS = Words(
    "regime-each-of-points", en="{percent} of {lines} for each point", zh="每分扣{lines}的 {percent}"
)
BY_POINTS = Words(
    "regime-by-points", en="by the points of the month: {bands} of {lines}", zh="按当月总分扣{lines}的（{bands}）"
)
NEXT = Words("regime-points-next", en="credited in the month after", zh="于次月扣减")
LOST = Words(
    "check-lost-points",
    en="'{clause}': the points of {last}, the last month, are credited on the next invoice, of which there is none",
    zh="条款 '{clause}'：最后一个月 {last} 的积分应在下期账单扣减，但已无下期账单",
)


class PointsBand(EffectBand):
    points: Amount

    def effect(self, held: Value, money: Callable[[Fraction], str]) -> Saying:
        return POINTS, {"band": held, "points": self.points}


class PointsRow(KpiRow):
    """Points that a KPI scores if it misses its target, or by the band of its value."""

    weight_name: ClassVar[str] = "points"

    points: Amount | None = None
    bands: Annotated[list[PointsBand], Field(min_length=1), AfterValidator(checked_bands)] | None = None

    def effect(self, tell: Teller) -> Saying:
        """What it scores, in short."""
        what = tell.labels[self.kpi]
        if self.points is not None:
            return MISSED, {"what": what, "size": self.points}
        return SCORES_BY_BAND, {"what": what, "bands": tell.bands(self.bands or (), self.kpi)}


class PercentBand(EffectBand):
    percent: Share

    def effect(self, held: Value, money: Callable[[Fraction], str]) -> Saying:
        return PERCENT, {"band": held, "percent": Pct(self.percent)}


class ServicePoints(Adjustment):
    """``− percent(points) × lines``, or ``− points × percent × lines``, at most the cap.

    ``repeat_factors``: the points of a KPI that scored in consecutive months, × the first factor in the first month, the
    second in the second, …, the last from then on. ``applies: next``: the points are those of the month before.
    """

    kind_name: ClassVar[Text] = Text(zh="服务积分", en="Service points")

    never_turns: ClassVar[bool] = True

    kind: Literal["service_points"]
    kpis: Annotated[list[PointsRow], Field(min_length=1)]
    repeat_factors: Annotated[list[Amount], Field(min_length=1)] | None = None
    of: Annotated[list[str], Field(min_length=1)]
    applies: Literal["this", "next"] = "this"
    percent: Share | None = None
    bands: Annotated[list[PercentBand], Field(min_length=1), AfterValidator(checked_bands)] | None = None
    cap: Cap | None = None

    def check_fields(self) -> None:
        if (self.percent is None) == (self.bands is None):
            raise Mistake(BANDS_OR_PERCENT)
        for value, at in bounds_of(self.bands or (), ("bands",)):
            if 0 < value < 1:
                raise Mistake(IN_POINTS, at, given=value)

    def looks_back(self) -> bool:
        later = self.cap is not None and self.cap.looks_at_months
        return self.applies == "next" or self.repeat_factors is not None or later

    def references(self) -> list[Reference]:
        rows = [row.reference(("kpis", i)) for i, row in enumerate(self.kpis)]
        return [*super().references(), *rows, *(self.cap.of_lines(("cap",)) if self.cap else [])]

    @property
    def own_cap(self) -> Cap | None:
        return self.cap

    @property
    def is_by_month(self) -> bool:
        return self.repeat_factors is None

    def uncapped(self) -> Self:
        return self.altered(cap=None)

    def unlimited(self) -> Self:
        return super().unlimited().altered(applies="this")

    def falls_due_later(self) -> Later | None:
        if self.applies == "next":
            return Later(LOST, ("applies",), 1)
        return self.cap.carried(("cap",)) if self.cap is not None else None

    def own_effects(self, tell: Teller) -> Iterator[Text]:
        yield in_one([row.effect(tell) for row in self.kpis])
        if self.repeat_factors:
            factors = joined([Text.of(show_number(factor)) for factor in self.repeat_factors])
            yield in_one([(IN_A_ROW, {"factors": factors})])
        lines, later = tell.lines(self.of), list[Saying]([(NEXT, {})] if self.applies == "next" else [])
        if self.percent is not None:
            yield in_one([(EACH_OF_POINTS, {"percent": Pct(self.percent), "lines": lines}), *later])
        else:
            yield in_one([(BY_POINTS, {"lines": lines, "bands": tell.bands(self.bands or ())}), *later])

    def apply(self, month: Month) -> Charge:
        scored = month if self.applies == "this" else month.back(1, self)
        if scored is None or scored.number <= self.grace_months:
            return self.line(month, [self.step(NO_MONTH_BEFORE)])
        steps, points = [], Fraction(0)
        for row in self.kpis:
            step, scores = self._row(row, scored)
            steps.append(step)
            points += scores
        steps.append(self.step(OF_MONTH, {"month": scored.period.name, "points": points}))
        steps += said_below_zero([month], self.of, self)
        steps.append(self._credit(points, month))
        return self.line(month, steps if self.cap is None else self.cap.settled(-1, steps, month, [self.id], self))

    def _row(self, row: PointsRow, month: Month) -> tuple[Step, Fraction]:
        """The points of a KPI, in words and as a number."""
        verdict = month.verdict(row.kpi)
        each = None if verdict is None else row.weight(verdict)
        if verdict is None or each is None:
            label = row.kpi if verdict is None else verdict.label
            return self.step(LEFT_OUT, {"kpi": label}), Fraction(0)
        values = {"kpi": verdict.label, "judged": kpi_value(verdict)}
        months, or_more = self._months_in_a_row(row, month) if each else (0, False)
        factors = self.repeat_factors or ()
        factor = factors[min(months, len(factors)) - 1] if factors and months else Fraction(1)
        if factor == 1:
            return self.step(SCORES, {**values, "points": each}), each
        values |= {"each": each, "factor": factor, "months": months, "points": each * factor}
        return self.step(REPEATED_OR_MORE if or_more else REPEATED, values), each * factor

    def _months_in_a_row(self, row: PointsRow, month: Month) -> tuple[int, bool]:
        def failed(one: Month) -> bool:
            verdict = one.verdict(row.kpi) if one.number > self.grace_months else None
            return verdict is not None and bool(row.weight(verdict))

        return months_in_a_row(month, failed, len(self.repeat_factors or ()), self)

    def _credit(self, points: Fraction, month: Month) -> Step:
        base = base_of([month], self.of)
        values = {"points": points, "base": base, "lines": joined([line.label for line in month.lines(self.of)])}
        if self.bands is not None:
            percent = pick(self.bands, points).percent
            return self.step(BY_BAND, {**values, "percent": Pct(percent)}, -percent * base, base, "money", -percent)
        each = self.percent or Fraction(0)
        values |= {"percent": Pct(each)}
        return self.step(BY_POINT, values, -points * each * base, points, "point", -each * base)
