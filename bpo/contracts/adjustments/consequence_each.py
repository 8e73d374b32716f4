"""What a bonus or a penalty counts of the days, weeks or half hours of a month, each judged by itself (按日、按周、按时段计)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from bpo.contracts.adjustments.consequence_written import AmountBand, WrittenConsequence
from bpo.contracts.adjustments.said import band_text, met_or_missed, not_judged
from bpo.contracts.adjustments.span import Own, Span
from bpo.contracts.adjustments.values import Judged, in_unit, points_beyond
from bpo.contracts.blocks.bands import pick
from bpo.contracts.month import Month
from bpo.contracts.statement import KpiVerdict, Step
from bpo.core.errors import fail
from bpo.core.intervals import EACH_NAMED, UNITS_OF, Each, all_in, days_of, unit_of
from bpo.core.periods import Period
from bpo.core.sums import exact_sum
from bpo.core.units import UNITS
from bpo.core.words import Text, Words

NO_VALUES = Words(
    "kpi-values-of-each-missing",
    en="'{clause}' judges the KPI '{kpi}' of {period} {each} by {each}, but only its value is there; give its 'parts'",
    zh="条款 '{clause}' 逐{each}判定 {period} 的指标 '{kpi}'，但只给出了合计数值；请给出 parts",
)
MISSED = Words(
    "consequence-each-missed",
    en="{kpi}: {count} of {all} {units} measured miss the target {target}{which}",
    zh="{kpi}：已测 {all} {units}中 {count} {units}未达目标 {target}{which}",
)
MET = Words(
    "consequence-each-met",
    en="{kpi}: {count} of {all} {units} measured meet the target {target}{which}",
    zh="{kpi}：已测 {all} {units}中 {count} {units}达到目标 {target}{which}",
)
IN_BAND = Words(
    "consequence-each-band",
    en="{kpi}: {count} of {all} {units} measured lie in the band {band}{which}",
    zh="{kpi}：已测 {all} {units}中 {count} {units}落入 {band} 档{which}",
)
BEYOND = Words(
    "consequence-each-points",
    en="{kpi}: {count} of {all} {units} measured lie beyond {start}, together by {points}{which}",
    zh="{kpi}：已测 {all} {units}中 {count} {units}超出 {start}，合计 {points}{which}",
)
ALLOWED = Words(
    "consequence-each-allowed", en="Of these the first {allowed} {units} are free", zh="其中前 {allowed} {units}免计"
)
NONE_OF_EACH = Words(
    "consequence-each-none", en="{kpi}: of {all} {units} measured none counts", zh="{kpi}：已测 {all} {units}，均不计"
)


@dataclass(frozen=True, slots=True)
class Found:
    """``count`` times ``amount``, or times ``percent`` of lines; ``words`` is None if nothing was judged.

    ``steps`` say what led to it. Without a ``unit`` nothing was counted: it is due once or not at all. ``of_days``: the percent is of
    one of so many days. ``more``: the same of other bands.
    """

    words: Words | None
    values: dict[str, Any] = field(default_factory=dict)
    count: Fraction = Fraction(0)
    unit: str = ""
    amount: Fraction | None = None
    percent: Fraction | None = None
    steps: tuple[Step, ...] = ()
    of_days: int = 1
    more: tuple["Found", ...] = ()

    @property
    def is_due(self) -> bool:
        own = bool(self.count) and bool(self.amount or self.percent)
        return own or any(one.is_due for one in self.more)


@dataclass(frozen=True, slots=True)
class _One:
    """A day, week or interval that counts: how many days it is of, its points, and its band."""

    key: str
    days: int
    points: Fraction = Fraction(1)
    band: AmountBand | None = None


def counted_each(one: WrittenConsequence, each: Each, months: Sequence[Month]) -> Found:
    """Every day, week or interval of these months that is due, without those that are free; one step for each band."""
    steps, found, measured, verdict = list[Step](), list[_One](), 0, None
    for month in months:
        verdict = month.verdict(str(one.kpi))
        if verdict is None or verdict.judged is None or verdict.because:
            steps.append(_without(one, verdict))
            continue
        values = _values(one, each, verdict, month)
        measured += len(values)
        found += [
            due
            for key, value in values.items()
            if (due := _due(one, verdict, key, days_of(key, each, month.effective), value))
        ]
    if verdict is None or not measured:
        return Found(None, steps=tuple(steps))
    days = sum(month.effective.days for month in months)
    return _told(one, each, verdict, found, measured, days, steps)


def _without(one: WrittenConsequence, verdict: KpiVerdict | None) -> Step:
    if verdict is not None and verdict.because == "forgiven":
        return one.step(*met_or_missed(verdict))
    return not_judged(str(one.kpi), verdict, one)


def _values(one: WrittenConsequence, each: Each, verdict: KpiVerdict, month: Month) -> dict[str, Fraction]:
    """The values of a month, in time; none of one that was not measured.

    Raises:
        BpoError: if it was measured, and only its value is known.
    """
    parts = verdict.result.parts
    if verdict.result.value is not None and not parts:
        values = {"clause": one.id, "kpi": one.kpi, "period": month.period.name, "each": EACH_NAMED[each]}
        raise fail(NO_VALUES, one.where, **values)
    return {key: value for key, value in sorted(parts.items()) if value is not None}


def _due(one: WrittenConsequence, verdict: KpiVerdict, key: str, days: int, value: Fraction) -> _One | None:
    """A day or interval that counts, for what it is worth."""
    if one.bands:
        band = pick(one.bands, value)
        return _One(key, days, band=band) if band.amount or band.percent else None
    better = verdict.each_better
    if one.by_points:
        assert one.beyond is not None, "check_fields() asks for it"
        judged = Judged(verdict.label, value, verdict.result.unit)
        _, _, points = points_beyond(judged, one.beyond, (better == "high") == (one.sign > 0), one.points)
        return _One(key, days, points) if points else None
    target = verdict.each_target
    assert target is not None, "the loader asks for a target"
    met = value >= target if better == "high" else value <= target
    return _One(key, days) if met == one.due_when_met else None


def _told(
    one: WrittenConsequence,
    each: Each,
    verdict: KpiVerdict,
    found: Sequence[_One],
    measured: int,
    days: int,
    steps: Sequence[Step],
) -> Found:
    free, due = found[: one.allowed], found[one.allowed :]
    said: dict[str, Any] = {"kpi": verdict.label, "all": measured, "units": UNITS[unit_of(each)]}
    unit = "day" if one.pro_rata else "point" if one.by_points else unit_of(each)
    more: dict[str, Any] = {"unit": unit, "of_days": days if one.pro_rata else 1}
    free_said = (one.step(ALLOWED, {"allowed": len(free), "units": said["units"]}),) if free else ()
    if one.bands:
        bands = [band for band in one.bands if any(here.band is band for here in due)]
        of_band = [
            Found(
                IN_BAND,
                {**_said(each, here), **said, "band": band_text(band, verdict.result.unit)},
                _count(one, here),
                amount=band.amount,
                percent=band.percent,
                **more,
            )
            for band in bands
            if (here := [one_due for one_due in due if one_due.band is band])
        ]
        first = Found(NONE_OF_EACH, said) if not of_band else None
        return Found(None, steps=(*steps, *free_said), more=tuple([first] if first else of_band))
    values = {**_said(each, found), **said}
    if one.by_points:
        points = one.points.said(exact_sum(here.points for here in due), verdict.result.unit)
        words, values = (
            BEYOND,
            {**values, "start": in_unit(one.beyond or Fraction(0), verdict.result.unit), "points": points},
        )
    else:
        target = verdict.each_target if verdict.each_target is not None else Fraction(0)
        words, values = MET if one.due_when_met else MISSED, {**values, "target": in_unit(target, verdict.result.unit)}
    return Found(
        words, values, _count(one, due), amount=one.amount, percent=one.percent, steps=(*steps, *free_said), **more
    )


def _count(one: WrittenConsequence, due: Sequence[_One]) -> Fraction:
    return exact_sum(here.points * (here.days if one.pro_rata else 1) for here in due)


def _said(each: Each, found: Sequence[_One]) -> dict[str, Any]:
    """How many, and which days or weeks; of parts of a day there may be too many to name."""
    keys = ", ".join(one.key for one in found) if each in UNITS_OF else ""
    which = Text(zh=f"（{keys}）", en=f" ({keys})") if keys else Text(zh="", en="")
    return {"count": len(found), "which": which}


def span_of_each(one: WrittenConsequence, each: Each, days: Period) -> Own:
    """What it can come to in these days: nothing, or all of them, each at its most; points have no end."""
    sign, none = one.sign, Fraction(0)
    shares = [Fraction(days_of(key, each, days), days.days if one.pro_rata else 1) for key in all_in(each, days)]
    weights = sorted(shares if one.pro_rata else [Fraction(1)] * len(shares))  # those that are free may be the shortest
    most = sum(weights[one.allowed :], none)
    sized: Sequence[tuple[Fraction | None, Fraction | None]] = [
        (band.amount, band.percent) for band in one.bands or ()
    ] or [(one.amount, one.percent)]
    spans = []
    for which in (0, 1):
        size = max((pair[which] or none for pair in sized), default=none)
        if one.by_points and size:
            spans.append(Span(None, none) if sign < 0 else Span(none, None))
        else:
            spans.append(Span.of([none, sign * most * size]))
    return Own(*spans)
