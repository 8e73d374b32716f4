"""The KPI regime of a quote: what is measured against which target, and what follows for the price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bpo.bid.regime_rows import Rows, joined, listed
from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.adjustments.consequence import Consequence
from bpo.contracts.adjustments.indexation import Change, Indexation
from bpo.contracts.adjustments.minimum import Minimum
from bpo.contracts.adjustments.multiplier import Multiplier
from bpo.contracts.blocks.bands import Band
from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.words import Pct, Text, Value, Words
from bpo.report.speech import NOTHING, Said, Speech, clause_number

TIMES = Words("regime-times", en="{band}: × {factor}", zh="{band}：× {factor}")
PERCENT = Words("regime-percent", en="{band}: {percent}", zh="{band}：{percent}")
POINTS = Words("regime-points", en="{band}: {points} points", zh="{band}：{points} 分")
AMOUNT = Words("regime-amount", en="{band}: {amount}", zh="{band}：{amount}")
LINEAR = Words(
    "regime-linear",
    en="{low}: × {factor_low}, {high}: × {factor_high}, in proportion between",
    zh="{low}：× {factor_low}，{high}：× {factor_high}，之间按比例",
)
OF_SHARE = Words("regime-share", en="on {share} of {lines}", zh="作用于{lines}的 {share}")
ON = Words("regime-on", en="on {lines}", zh="作用于{lines}")
EACH = Words("regime-each", en="{size} for each of: {what}", zh="每起“{what}” {size}")
EACH_BEYOND = Words(
    "regime-each-beyond", en="{size} for each of: {what}, beyond {beyond}", zh="“{what}”超过 {beyond} 后每起 {size}"
)
EACH_POINT = Words(
    "regime-each-point", en="{size} for each point beyond {beyond}: {what}", zh="{what}相对 {beyond} 每差一个点 {size}"
)
IF_MISSED = Words("regime-if-missed", en="{size} if missed: {what}", zh="{what}未达标：{size}")
IF_MET = Words("regime-if-met", en="{size} if met: {what}", zh="{what}达标：{size}")
EVERY_MONTH = Words("regime-every-month", en="{size} a month", zh="每月 {size}")
PERCENT_OF = Words("regime-percent-of", en="{percent} of {lines}", zh="{lines}的 {percent}")
CAP = Words("regime-cap", en="at most {size}", zh="最多 {size}")
FLOOR = Words("regime-minimum", en="{lines}: at least {size}", zh="{lines}合计不低于 {size}")
CHANGED = Words("regime-indexed", en="{lines}: {percent} from {day} on", zh="{lines}：自 {day} 起 {percent}")
INDEXED = Words(
    "regime-indexed-by",
    en="{lines}: {percent} from {day} on, by the index of {old} → {new}",
    zh="{lines}：自 {day} 起 {percent}（指数 {old} → {new}）",
)
GRACE = Words("regime-grace", en="from month {month} on", zh="自第 {month} 个月起")
REST = Text(zh="其余", en="otherwise")
SIGNS = {"at_least": "≥", "above": ">", "at_most": "≤", "below": "<"}


@dataclass(frozen=True, slots=True)
class KpiRow:
    """A KPI with its target and full marks; empty where the contract has none."""

    label: Said
    clause: str
    formula: Said
    target: str
    marks: str


@dataclass(frozen=True, slots=True)
class ConsequenceRow:
    label: Said
    clause: str
    effects: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Regime:
    kpis: tuple[KpiRow, ...]
    has_marks: bool
    consequences: tuple[ConsequenceRow, ...]


def regime_of(contract: Contract, first: Statement, speech: Speech) -> Regime:
    """The KPIs as the first month judges them, and each adjustment in short."""
    kpis = tuple(
        KpiRow(
            speech.text(verdict.label),
            clause_number(verdict.source),
            speech.words(verdict.formula, verdict.formula_values),
            _target(verdict.target, verdict.result.unit, verdict.better, speech),
            speech.quantity(verdict.marks),
        )
        for verdict in first.verdicts.values()
    )
    return Regime(
        kpis,
        any(kpi.marks for kpi in kpis),
        tuple(
            ConsequenceRow(
                speech.text(one.shown_label), clause_number(one.clause), tuple(_Effects(contract, speech).of(one))
            )
            for one in contract.adjustments
        ),
    )


def _target(target: Fraction | None, unit: str, better: str, speech: Speech) -> str:
    if target is None:
        return NOTHING
    return f"{'≤' if better == 'low' else '≥'} {speech.measured(target, unit)}"


@dataclass(frozen=True)
class _Effects:
    """What follows from an adjustment, as short sentences; details stay with the clause of the contract."""

    contract: Contract
    speech: Speech

    def of(self, one: Adjustment) -> Iterator[Said]:
        if isinstance(one, Multiplier):
            words = ON if one.share == 1 else OF_SHARE
            yield self.speech.words(words, {"lines": self._lines(one.on), "share": Pct(one.share)})
            if one.linear is not None:
                points = (one.linear.start, one.linear.end)
                low, high = (self._value(point.value, one.kpi) for point in points)
                values = {"low": low, "high": high, "factor_low": points[0].factor, "factor_high": points[1].factor}
                yield self.speech.words(LINEAR, values)
        elif isinstance(one, Indexation):
            yield from (self._change(one, change) for change in one.changes)
        elif isinstance(one, Minimum):
            yield self.speech.words(FLOOR, {"lines": self._lines(one.on), "size": self._size(one)})
        elif isinstance(one, Consequence) and not one.bands:
            yield self._consequence(one)
        rows = list(Rows(self.contract.labels(), self._lines, self._bands).of(one))
        yield from (self.speech.text(joined(parts)) for parts in rows)
        if not rows and (bands := getattr(one, "bands", None)):
            yield self.speech.text(self._bands(bands, getattr(one, "kpi", None)))
        for cap in (getattr(one, "cap", None), one if one.kind == "cap" else None):  # type: ignore[attr-defined]
            if cap is not None and not isinstance(cap, Fraction):
                yield self.speech.words(CAP, {"size": self._size(cap)})
        if one.grace_months:
            yield self.speech.words(GRACE, {"month": one.grace_months + 1})

    def _change(self, one: Indexation, change: Change) -> Said:
        factor = one.factor_of(change)
        percent = f"{'+' if factor > 0 else ''}{self.speech.measured(factor, 'ratio')}"
        values = {"lines": self._lines(one.on), "percent": percent, "day": self.speech.day(change.start)}
        if change.old is None or change.new is None:
            return self.speech.words(CHANGED, values)
        return self.speech.words(INDEXED, {**values, "old": change.old, "new": change.new})

    def _consequence(self, one: Consequence) -> Said:
        size = self._size(one)
        labels = self.contract.labels()
        if one.per is not None:
            values: dict[str, Any] = {"size": size, "what": labels.get(one.per, Text.of(one.per))}
            return self.speech.words(EACH if one.beyond is None else EACH_BEYOND, {**values, "beyond": one.beyond or 0})
        names = one.kpis or ([one.kpi] if one.kpi else [])
        if not names:
            return self.speech.words(EVERY_MONTH, {"size": size})
        what = listed([labels[name] for name in names])
        if one.by_points:
            target = next((kpi.target for kpi in self.contract.kpis if kpi.id == names[0]), None)
            beyond = self._value(one.beyond if one.beyond is not None else target or Fraction(0), names[0])
            return self.speech.words(EACH_POINT, {"size": size, "what": what, "beyond": beyond})
        met = (one.when or ("met" if one.sign > 0 else "missed")) == "met"
        return self.speech.words(IF_MET if met else IF_MISSED, {"size": size, "what": what})

    def _size(self, sized: Any) -> Value:
        """An amount, or a percent of lines."""
        if sized.amount is not None:
            return self._money(sized.amount)
        values = {"percent": Pct(sized.percent), "lines": self._lines(sized.of or [])}
        return Text(zh=PERCENT_OF.say("zh", values), en=PERCENT_OF.say("en", values))

    def _money(self, amount: Fraction) -> str:
        return f"{self.speech.exact_money(amount)} {self.contract.currency}"

    def _lines(self, names: list[str]) -> Text:
        labels = self.contract.labels()
        return listed([labels.get(name, Text.of(name)) for name in names])

    def _bands(self, bands: Sequence[Band], kpi: str | None) -> Text:
        return joined([self._band(band, kpi) for band in bands])

    def _band(self, band: Band, kpi: str | None) -> tuple[Words, dict[str, Value]]:
        bound = band.bound()
        held: Value = REST if bound is None else f"{SIGNS[bound[0]]} {self._value(bound[1], kpi)}"
        if (factor := getattr(band, "factor", None)) is not None:
            return TIMES, {"band": held, "factor": factor}
        if (amount := getattr(band, "amount", None)) is not None:
            return AMOUNT, {"band": held, "amount": self._money(amount)}
        if (points := getattr(band, "points", None)) is not None:
            return POINTS, {"band": held, "points": points}
        percent = next(
            (value for name in ("percent", "share") if (value := getattr(band, name, None)) is not None), None
        )
        return PERCENT, {"band": held, "percent": Pct(percent if percent is not None else Fraction(0))}

    def _value(self, value: Fraction, kpi: str | None) -> str:
        unit = next((one.measured_in() for one in self.contract.kpis if one.id == kpi), "")
        return self.speech.measured(value, unit)
