"""What a bonus or a penalty is counted by in a month, or over several: how often it is due, how much each is, and that in words."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from bpo.contracts.adjustments.consequence_each import Found, counted_each
from bpo.contracts.adjustments.consequence_written import WrittenConsequence
from bpo.contracts.adjustments.said import (
    ALL_MET,
    BAND,
    COUNT_MET,
    COUNT_MISSED,
    FIXED,
    MEAN_SCORE,
    NO_SCORE,
    ONE_MISSED,
    PER_EVENT,
    PER_EVENT_BEYOND,
    PER_EVENT_BEYOND_SHARE,
    SCORE,
    SCORE_OF_MONTH,
    band_text,
    met_or_missed,
    not_judged,
)
from bpo.contracts.adjustments.values import Judged, in_unit, points_beyond
from bpo.contracts.blocks.bands import pick
from bpo.contracts.month import Month
from bpo.contracts.statement import Step
from bpo.core.sums import ONE, ZERO, exact_sum
from bpo.core.words import Pct, Text


def counted(one: WrittenConsequence, months: Sequence[Month]) -> Found:
    """What it is counted by over these months, judged by the last."""
    if one.each is not None:
        return counted_each(one, one.each, months)
    each: Mapping[str, Any] = {"amount": one.amount, "percent": one.percent}
    if one.per:
        return _events(one, one.per, months, each)
    if one.kpis:
        return _several(one, one.kpis, months[-1], each)
    if one.scorecard:
        steps, score = _score(one, months)
        if score is None:
            return Found(None, steps=(*steps, one.step(NO_SCORE)))
        return _by_value(one, Judged(SCORE, score, "score"), ZERO, one.sign > 0, each, steps)
    if not one.kpi:
        return Found(FIXED, {}, ONE, **each)
    verdict = months[-1].verdict(one.kpi)
    if verdict is None or verdict.judged is None:
        return Found(None, steps=(not_judged(one.kpi, verdict, one),))
    if one.bands or one.by_points:
        judged = Judged(verdict.label, verdict.judged, verdict.result.unit)
        # A penalty counts on the wrong side of the value, a bonus on the right one.
        above = (verdict.better == "high") == (one.sign > 0)
        return _by_value(one, judged, verdict.target, above, each, ())
    words, values = met_or_missed(verdict)
    return Found(words, values, Fraction(int(verdict.met == one.due_when_met)), **each)


def _by_value(
    one: WrittenConsequence, judged: Judged, target: Fraction | None, above: bool, each: Mapping[str, Any], steps: Sequence[Step]
) -> Found:  # fmt: skip
    """By the band of a value, or by its points above or below the one from which they count."""
    if one.bands:
        band = pick(one.bands, judged.value)
        said = {**judged.said, "band": band_text(band, judged.unit)}
        return Found(BAND, said, ONE, "", band.amount, band.percent, (*steps,))
    start = one.beyond if one.beyond is not None else target
    assert start is not None, "the loader asks for a target"
    words, points_of, points = points_beyond(judged, start, above, one.points)
    values = {**judged.said, "start": in_unit(start, judged.unit), **points_of}
    return Found(words, values, points, one.points.unit(judged.unit), **each, steps=(*steps,))


def _score(one: WrittenConsequence, months: Sequence[Month]) -> tuple[list[Step], Fraction | None]:
    """The score of the last of the months, or the mean of those that have one; and the steps that say it."""
    if one.judged == "last_month":
        last = one.scored(months[-1])
        return [*last.steps], last.total
    steps, totals = list[Step](), list[Fraction]()
    for month in months:
        found = one.scored(month, exact=True)
        steps += [one.step(SCORE_OF_MONTH, {"month": month.period.name}), *found.steps]
        totals += [found.total] if found.total is not None else []
    if not totals:
        return steps, None
    mean = one.rounded_score(exact_sum(totals) / len(totals))
    return [*steps, one.step(MEAN_SCORE, {"months": _months_said(len(totals)), "score": mean})], mean


def _months_said(count: int) -> Text:
    return Text(zh=f"{count} 个月", en="1 month" if count == 1 else f"{count} months")


def _events(one: WrittenConsequence, per: str, months: Sequence[Month], each: Mapping[str, Any]) -> Found:
    """Each event of these months, without those that are tolerated."""
    counts = [month.quantity(per, one) for month in months]
    count = exact_sum(found.total for found in counts)
    words, tolerated = PER_EVENT, ZERO
    values: dict[str, Any] = {"count": count}
    if one.tolerated is not None:
        of = [month.quantity(one.tolerated.of, one) for month in months]
        base = exact_sum(found.total for found in of)
        tolerated = one.tolerated.percent * base
        words, values = PER_EVENT_BEYOND_SHARE, {**values, "percent": Pct(one.tolerated.percent), "base": base}
    elif one.beyond is not None:
        words, tolerated = PER_EVENT_BEYOND, one.beyond
    due = max(ZERO, count - tolerated)
    if words is not PER_EVENT:
        values = {**values, "beyond": tolerated, "counted": due}
    return Found(words, values, due, counts[-1].unit, **each)


def _several(one: WrittenConsequence, kpis: Sequence[str], month: Month, each: Mapping[str, Any]) -> Found:
    """Each KPI in words, then how many of those that were measured are due."""
    verdicts = {name: month.verdict(name) for name in kpis}
    judged = [verdict for verdict in verdicts.values() if verdict is not None and verdict.judged is not None]
    steps = []
    for name, verdict in verdicts.items():
        if verdict is None or verdict.judged is None:
            steps.append(not_judged(name, verdict, one))
        else:
            steps.append(one.step(*met_or_missed(verdict)))
    missed, met = (sum(1 for verdict in judged if verdict.met is way) for way in (False, True))
    if one.once:
        due = bool(judged) and not missed if one.due_when_met else missed > 0
        words = ALL_MET if one.due_when_met else ONE_MISSED
        return Found(words, {"missed": missed, "all": len(judged)}, Fraction(int(due)), **each, steps=(*steps,))
    count = met if one.due_when_met else missed
    words = COUNT_MET if one.due_when_met else COUNT_MISSED
    return Found(words, {"count": count, "all": len(judged)}, Fraction(count), "kpi", **each, steps=(*steps,))
