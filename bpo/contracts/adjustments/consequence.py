"""What a bonus and a penalty share: what it is counted by, what each costs, and its cap. Only the sign differs.

Counted by: nothing (fixed), events (``per``), a KPI met or missed, points of a KPI beyond a value (``per_point``), or bands of
a KPI. Each costs an ``amount``, or a ``percent`` of named lines.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.adjustments.limits import Cap, Floor
from bpo.contracts.adjustments.points import points_beyond
from bpo.contracts.adjustments.values import in_unit, joined, kpi_value
from bpo.contracts.bands import SIGNS, Band, bounds_of, checked_bands, pick
from bpo.contracts.clause import Reference
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, KpiVerdict, Step
from bpo.fields import Amount, Mistake, Number, Share, YesNo
from bpo.words import Pct, Text, Words, show

AMOUNT_OR_PERCENT = Words(
    "consequence-amount-or-percent",
    en="write either 'amount', or 'percent' with 'of'",
    zh="'amount' 与 'percent'（须写 of）须且只能写一个",
)
PERCENT_OF = Words(
    "consequence-percent-of",
    en="'percent' needs 'of': the lines it is a share of",
    zh="'percent' 需要 of：按哪些行计算",
)
ONE_COUNT = Words(
    "consequence-one-count",
    en="write at most one of 'per' (events) and 'kpi'; 'per_point', 'bands' and 'when' go with 'kpi', 'beyond' with 'per' or 'per_point'",
    zh="'per'（按事件）与 'kpi' 至多写一个；per_point、bands、when 与 kpi 同用，beyond 与 per 或 per_point 同用",
)
BANDS_HAVE_AMOUNTS = Words(
    "consequence-bands-amounts",
    en="with 'bands' every band has its own 'amount' or 'percent'",
    zh="使用 bands 时，每档各写 amount 或 percent",
)
FIXED = Words("consequence-fixed", en="Fixed sum", zh="固定金额")
PER_EVENT = Words("consequence-per-event", en="For each of {count}", zh="按次计，共 {count} 次")
PER_EVENT_BEYOND = Words(
    "consequence-per-event-beyond",
    en="For each of {counted} beyond {beyond} of {count}",
    zh="共 {count} 次，超过 {beyond} 次的 {counted} 次按次计",
)
MET = Words(
    "consequence-met", en="{kpi} at {judged} meets the target {target}", zh="{kpi} 为 {judged}，达到目标 {target}"
)
MISSED = Words(
    "consequence-missed", en="{kpi} at {judged} misses the target {target}", zh="{kpi} 为 {judged}，未达目标 {target}"
)
BAND = Words("consequence-band", en="{kpi} at {judged} lies in the band {band}", zh="{kpi} 为 {judged}，落入 {band} 档")
NOT_JUDGED = Words("consequence-left-out", en="{kpi} was not measured and is left out", zh="{kpi} 未测得，不计")
OF_LINES = Words("consequence-percent-base", en="{percent} of {base} ({lines})", zh="{base}（{lines}）的 {percent}")
MET_OR_MISSED = Text(zh="kpi（不写 per_point）", en="kpi, without per_point")
REST = Text(zh="其余", en="of all other values")


class AmountBand(Band):
    amount: Amount | None = None
    percent: Share | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.amount is None) == (self.percent is None):
            raise Mistake(BANDS_HAVE_AMOUNTS)
        return self


class Consequence(Adjustment):
    """``count × amount`` or ``count × percent × lines``, at most the cap, with the sign of the clause.

    - ``per``: a quantity; ``beyond`` are tolerated.
    - ``kpi`` alone: once if the target is missed (penalty) or met (bonus); ``when`` says otherwise.
    - ``kpi`` with ``per_point: yes``: for every point (percentage point, second, …) that the KPI lies on the wrong (penalty)
      or the right (bonus) side of ``beyond``, by default its target. ``full_points: yes`` counts whole points only.
    - ``kpi`` with ``bands``: the amount of the band.
    - none of them: the sum every month.
    """

    sign: ClassVar[int]

    per: str | None = None
    kpi: str | None = None
    when: Literal["met", "missed"] | None = None
    per_point: YesNo = False
    full_points: YesNo = False
    beyond: Number | None = None
    amount: Amount | None = None
    percent: Share | None = None
    of: Annotated[list[str], Field(min_length=1)] | None = None
    bands: Annotated[list[AmountBand], Field(min_length=1), AfterValidator(checked_bands)] | None = None
    cap: Cap | None = None
    floor: Floor | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        with_kpi = self.by_points or self.bands or self.when
        if (
            (self.per and self.kpi)
            or (with_kpi and not self.kpi)
            or (self.beyond is not None and not (self.per or self.by_points))
        ):
            raise Mistake(ONE_COUNT)
        if self.by_points:
            self.only_with(MET_OR_MISSED, "when")
        percents = self.percent is not None or any(band.percent is not None for band in self.bands or ())
        if self.bands and (self.amount is not None or self.percent is not None or self.by_points or self.when):
            raise Mistake(BANDS_HAVE_AMOUNTS, ("bands",))
        if not self.bands and (self.amount is None) == (self.percent is None):
            raise Mistake(AMOUNT_OR_PERCENT)
        if percents != (self.of is not None):
            raise Mistake(PERCENT_OF, ("of",) if self.of else ("percent",))
        return self

    @property
    def by_points(self) -> bool:
        return self.per_point or self.full_points

    def looks_back(self) -> bool:
        return self.cap is not None and self.cap.within != "month"

    def references(self) -> list[Reference]:
        found = super().references()
        found += [Reference("line", name, ("of", i)) for i, name in enumerate(self.of or ())]
        found += self.cap.of_lines(("cap",)) if self.cap else []
        found += self.floor.of_lines(("floor",)) if self.floor else []
        if self.per:
            found.append(Reference("quantity", self.per, ("per",)))
        if self.kpi:
            beyond = ((self.beyond, ("beyond",)),) if self.beyond is not None else ()
            bounds = (*beyond, *bounds_of(self.bands or (), ("bands",)))
            found.append(Reference("kpi", self.kpi, ("kpi",), bounds, needs_target=not bounds))
        return found

    def apply(self, month: Month) -> Charge:
        steps = self._steps(month)
        if self.floor and (raised := self.floor.step(self.sign, total_of(steps), month, self.clause)):
            steps.append(raised)
        if self.cap and (
            capped := self.cap.step(self.sign, total_of(steps), month, [self.id], self.id, self.where, self.clause)
        ):  # fmt: skip
            steps.append(capped)
        return self.line(month, steps)

    def _steps(self, month: Month) -> list[Step]:
        if self.per:
            count = month.quantity(self.per, self.id, self.where)
            counted = max(Fraction(0), count.total - (self.beyond or 0))
            words = PER_EVENT if self.beyond is None else PER_EVENT_BEYOND
            beyond = {} if self.beyond is None else {"beyond": self.beyond, "counted": counted}
            return [self._step(month, words, {"count": count.total, **beyond}, counted, count.unit)]
        if not self.kpi:
            return [self._step(month, FIXED, {}, Fraction(1), "")]
        verdict = month.verdicts[self.kpi]
        if verdict.judged is None:
            return [Step(NOT_JUDGED, {"kpi": verdict.label}, Fraction(0), source=self.clause)]
        said = {"kpi": verdict.label, "judged": kpi_value(verdict)}
        if self.bands:
            band = pick(self.bands, verdict.judged)
            return [
                self._step(
                    month, BAND, {**said, "band": _band_text(band, verdict)}, Fraction(1), "", band.amount, band.percent
                )
            ]
        if self.by_points:
            start = self.beyond if self.beyond is not None else verdict.target
            assert start is not None, "the loader asks for a target"
            # A penalty counts on the wrong side of the value, a bonus on the right one.
            above = (verdict.better == "high") == (self.sign > 0)
            words, points = points_beyond(verdict, start, above, self.full_points)
            values = {**said, "start": in_unit(start, verdict.result.unit), "points": points}
            return [self._step(month, words, values, points, "point")]
        assert verdict.target is not None, "the loader asks for a target"
        due = verdict.met == ((self.when or ("missed" if self.sign < 0 else "met")) == "met")
        words = MET if verdict.met else MISSED
        return [
            self._step(
                month, words, {**said, "target": in_unit(verdict.target, verdict.result.unit)}, Fraction(int(due)), ""
            )
        ]

    def _step(
        self, month: Month, words: Words, values: dict[str, Any], count: Fraction, unit: str,
        amount: Fraction | None = None, percent: Fraction | None = None,
    ) -> Step:  # fmt: skip
        """``count`` times the amount or percentage of this clause, or of the band that is given.

        Without a ``unit`` nothing was counted: a sum shows neither quantity nor rate, a percentage shows its base and itself.
        """
        if amount is None and percent is None:
            amount, percent = self.amount, self.percent
        if percent is None:
            each, base = amount or Fraction(0), None
        else:
            base = month.exact_of(self.of or ())
            each = percent * base
            words, values = _with_base(words, values, percent, base, month.lines(self.of or ()))
        whole = self.sign * count * each
        if unit:
            return Step(words, values, whole, count, unit, self.sign * each, self.clause)
        if percent is None or not count:
            return Step(words, values, whole, source=self.clause)
        return Step(words, values, whole, base, "money", self.sign * percent, self.clause)


def total_of(steps: list[Step]) -> Fraction:
    return sum((step.amount for step in steps), Fraction(0))


def _with_base(
    words: Words, values: dict[str, Any], percent: Fraction, base: Fraction, lines: list[Charge]
) -> tuple[Words, dict[str, Any]]:
    named = {"lines": joined([line.label for line in lines])}
    return percent_of(words), {**values, "percent": Pct(percent), "base": base, **named}


def percent_of(words: Words) -> Words:
    """The same rule with its base: ``… : 5% of 1,000 (Inbound calls)``."""
    return Words(f"{words.code}-percent", en=f"{words.en}: {OF_LINES.en}", zh=f"{words.zh}：{OF_LINES.zh}")


def _band_text(band: AmountBand, verdict: KpiVerdict) -> Any:
    bound = band.bound()
    return REST if bound is None else f"{SIGNS[bound[0]]} {show(in_unit(bound[1], verdict.result.unit), 'en')}"
