"""KPI coefficient (KPI 考核系数): charge × factor, the factor from a KPI or a scorecard; a line of its own, never a changed rate."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field

from bpo.contracts.adjustments.charge_backs import as_paid, charged_back
from bpo.contracts.adjustments.effects import EffectBand, Saying, Teller, said
from bpo.contracts.adjustments.scored import Scored
from bpo.contracts.adjustments.span import NOTHING, Own, Span
from bpo.contracts.adjustments.values import in_unit
from bpo.contracts.blocks.bands import bounds_of, checked_bands, pick
from bpo.contracts.clause import Reference
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, Score, Step
from bpo.core.factors import Factor
from bpo.core.fields import Amount, FileModel, Mistake, Number, Share
from bpo.core.periods import Period
from bpo.core.sums import exact_sum
from bpo.core.words import Pct, Text, Value, Words

OF_WHAT = Words("multiplier-of-what", en="write either 'kpi' or 'scorecard'", zh="'kpi' 与 'scorecard' 须且只能写一个")
BANDS_OR_LINEAR = Words(
    "multiplier-bands-or-linear", en="write either 'bands' or 'linear'", zh="'bands' 与 'linear' 须且只能写一个"
)
SAME_POINT = Words(
    "multiplier-linear-points", en="both points of 'linear' have the same value", zh="linear 两点的取值相同"
)
CLAMP_ORDER = Words(
    "multiplier-clamp",
    en="'minimum' {minimum} is above 'maximum' {maximum}",
    zh="minimum {minimum} 大于 maximum {maximum}",
)
FACTOR = Words(
    "multiplier-factor",
    en="Coefficient {factor} for {value}: {base} × ({factor} − 1)",
    zh="{value} 对应系数 {factor}：{base} ×（{factor} − 1）",
)
FACTOR_OF_SHARE = Words(
    "multiplier-factor-of-share",
    en="Coefficient {factor} for {value}, on the floating {share} of {base}: × ({factor} − 1)",
    zh="{value} 对应系数 {factor}，作用于 {base} 的浮动部分 {share}：×（{factor} − 1）",
)
SHARE_OF_ALL = Words(
    "multiplier-share", en="a floating share lies above 0% and up to 100%", zh="浮动比例须大于 0% 且不超过 100%"
)
LEFT_OUT = Words(
    "multiplier-left-out",
    en="Nothing was measured that it depends on: coefficient 1",
    zh="所依据的指标均未测得：系数为 1",
)
TIMES = Words("regime-times", en="{band}: × {factor}", zh="{band}：× {factor}")
LINEAR = Words(
    "regime-linear",
    en="{low}: × {factor_low}, {high}: × {factor_high}, in proportion between",
    zh="{low}：× {factor_low}，{high}：× {factor_high}，之间按比例",
)
OF_SHARE = Words("regime-share", en="on {share} of {lines}", zh="作用于{lines}的 {share}")
ON = Words("regime-on", en="on {lines}", zh="作用于{lines}")
BACK_NOW = Words(
    "regime-charge-backs",
    en="charge-backs at the coefficient of the month that charges them back",
    zh="扣回部分按扣回当月的系数计",
)


class FactorBand(EffectBand):
    factor: Factor

    def effect(self, held: Value, money: Callable[[Fraction], str]) -> Saying:
        return TIMES, {"band": held, "factor": self.factor}


class Point(FileModel):
    """At this value, this factor."""

    value: Number
    factor: Factor


class Linear(FileModel):
    """A straight line between two points; beyond them the nearer point's factor holds."""

    start: Annotated[Point, Field(alias="from")]
    end: Annotated[Point, Field(alias="to")]

    def check_fields(self) -> None:
        if self.start.value == self.end.value:
            raise Mistake(SAME_POINT, ("to",))

    @property
    def slope(self) -> Fraction:
        """By how much the factor differs where the value differs by 1."""
        return abs((self.end.factor - self.start.factor) / (self.end.value - self.start.value))

    def factor(self, value: Fraction) -> Fraction:
        share = (value - self.start.value) / (self.end.value - self.start.value)
        return self.start.factor + (self.end.factor - self.start.factor) * min(Fraction(1), max(Fraction(0), share))


class Multiplier(Scored):
    """``exact sum of the lines in 'on' × share × (factor − 1)``, rounded so that it and those lines make the exact product to
    the cent.

    What the lines charge back of an earlier month is taken at the coefficient of that month, or with ``charge_backs: this_month``
    at this one's. ``share``: only this part of the lines moves. ``round_to`` rounds the score before it is put in a band; ``minimum`` and
    ``maximum`` clamp the factor. The score: marks of the KPIs + additions − deductions, not below 0; a veto makes it 0.
    """

    kind_name: ClassVar[Text] = Text(zh="KPI考核系数", en="KPI coefficient")

    is_coefficient: ClassVar[bool] = True

    kind: Literal["multiplier"]
    on: Annotated[list[str], Field(min_length=1)]
    charge_backs: Literal["as_paid", "this_month"] = "as_paid"
    share: Share = Fraction(1)
    kpi: str | None = None
    bands: Annotated[list[FactorBand], Field(min_length=1), AfterValidator(checked_bands)] | None = None
    linear: Linear | None = None
    minimum: Amount | None = None
    maximum: Amount | None = None

    def check_fields(self) -> None:
        if (self.kpi is None) == (self.scorecard is None):
            raise Mistake(OF_WHAT)
        if (self.bands is None) == (self.linear is None):
            raise Mistake(BANDS_OR_LINEAR)
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise Mistake(CLAMP_ORDER, ("minimum",), minimum=self.minimum, maximum=self.maximum)
        self.check_score(() if self.scorecard is None else self._bounds())
        if not 0 < self.share <= 1:
            raise Mistake(SHARE_OF_ALL, ("share",))

    def applies_in_parts(self) -> bool:
        return True

    def references(self) -> list[Reference]:
        of_kpi = [Reference("kpi", self.kpi, ("kpi",), self._bounds())] if self.kpi is not None else []
        kpis = of_kpi or self.of_scorecard()
        return [*super().references(), *kpis]

    def _bounds(self) -> tuple[tuple[Fraction, tuple[int | str, ...]], ...]:
        if self.linear is None:
            return bounds_of(self.bands or (), ("bands",))
        return (self.linear.start.value, ("linear", "from")), (self.linear.end.value, ("linear", "to"))

    def own_effects(self, tell: Teller) -> Iterator[Text]:
        yield said(ON if self.share == 1 else OF_SHARE, lines=tell.lines(self.on), share=Pct(self.share))
        if self.charge_backs == "this_month":
            yield said(BACK_NOW)
        if self.linear is not None:
            low, high = self.linear.start, self.linear.end
            values = {"low": tell.value(low.value, self.kpi or ""), "high": tell.value(high.value, self.kpi or "")}
            yield said(LINEAR, **values, factor_low=low.factor, factor_high=high.factor)
        if self.bands is not None:
            yield tell.bands(self.bands, self.kpi or "")

    def own_span(self, days: Period, in_parts: bool) -> Own | None:
        """Every coefficient that there is, and 1 where nothing was measured."""
        if in_parts:
            return None
        least, most = self.minimum, self.maximum
        factors = [factor if least is None else max(factor, least) for factor in self._factors()]
        factors = [factor if most is None else min(factor, most) for factor in factors]
        share = Span(self.share, self.share)
        return Own(NOTHING, share.times(Span.of([*(factor - 1 for factor in factors), Fraction(0)])))

    @property
    def turns_charge_backs(self) -> bool:
        return self.charge_backs == "this_month"

    @property
    def moves_nothing(self) -> bool:
        factors = self._factors()
        low, high = self.minimum or min(factors), max(factors) if self.maximum is None else self.maximum
        return {min(max(factor, low), high) for factor in factors} == {Fraction(1)}

    def _factors(self) -> list[Fraction]:
        """The coefficients that are written, before they are clamped."""
        ends = (self.linear.start, self.linear.end) if self.linear is not None else ()
        return [one.factor for one in (*(self.bands or ()), *ends)]

    def without_stairs(self, least: Fraction) -> Self:
        if self.linear is None or self.round_to is None or self.share * self.linear.slope * self.round_to >= least:
            return self
        return self.altered(round_to=None)

    def at_factor(self, factor: Fraction) -> Self:
        return self.altered(bands=[FactorBand(factor=factor)], linear=None, minimum=None, maximum=None)

    def apply(self, month: Month) -> Charge:
        scores: tuple[Score, ...] = ()
        steps: list[Step] = []
        if self.scorecard is not None:
            scored = self.scored(month)
            scores, steps, value, unit = scored.scores, [*scored.steps], scored.total, "score"
        else:
            verdict = month.verdicts[str(self.kpi)]
            value, unit = verdict.judged, verdict.result.unit
        back = charged_back(month, self.on) if self.charge_backs == "as_paid" else {}
        if value is None:
            steps.append(self.step(LEFT_OUT))
        else:
            base = month.exact_of(self.on) - exact_sum(back.values())
            steps.append(self._times(self.factor(value), in_unit(value, unit), base))
        steps += [as_paid(self, month, name, taken) for name, taken in back.items()]
        moved = value is not None or back
        return self.line(month, steps, with_lines=self.on if moved else (), scores=scores)

    def rates_without_history(self, month: Month) -> list[Step]:
        verdict = month.verdicts.get(str(self.kpi)) if month.number > self.grace_months else None
        if verdict is None or verdict.judged is None:
            return []
        return [self._times(self.factor(verdict.judged), in_unit(verdict.judged, verdict.result.unit), Fraction(0))]

    def _times(self, factor: Fraction, value: Value, base: Fraction) -> Step:
        """The lines at the month's coefficient."""
        rate = self.share * (factor - 1)
        words = FACTOR if self.share == 1 else FACTOR_OF_SHARE
        values = {"factor": factor, "value": value, "base": base}
        values |= {} if self.share == 1 else {"share": Pct(self.share)}
        return self.step(words, values, base * rate, base, "money", rate)

    def factor(self, value: Fraction) -> Fraction:
        """The coefficient for a KPI value or a score, clamped."""
        factor = self.linear.factor(value) if self.linear is not None else pick(self.bands or (), value).factor
        if self.minimum is not None:
            factor = max(factor, self.minimum)
        return factor if self.maximum is None else min(factor, self.maximum)
