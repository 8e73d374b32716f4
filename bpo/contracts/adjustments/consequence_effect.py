"""How a bonus or penalty reads in short: its size, and what it is counted by."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from bpo.contracts.adjustments.consequence_written import WrittenConsequence
from bpo.contracts.adjustments.effects import Teller, said
from bpo.contracts.adjustments.said import SCORE
from bpo.contracts.adjustments.values import Counted, joined
from bpo.contracts.blocks.windows import SAID
from bpo.core.intervals import EACH_NAMED, unit_of
from bpo.core.units import UNITS
from bpo.core.words import Pct, Text, Value, Words

EACH = Words("regime-each", en="{size} for each of: {what}", zh="每起“{what}” {size}")
EACH_BEYOND = Words(
    "regime-each-beyond", en="{size} for each of: {what}, beyond {beyond}", zh="“{what}”超过 {beyond} 后每起 {size}"
)
EACH_POINT = Words(
    "regime-each-point", en="{size} for each point beyond {beyond}: {what}", zh="{what}相对 {beyond} 每差一个点 {size}"
)
EACH_BEGUN_POINT = Words(
    "regime-each-begun-point",
    en="{size} for each begun point beyond {beyond}: {what}",
    zh="{what}相对 {beyond} 每差一个点（不足一点按一点计）{size}",
)
EACH_SHARE = Words(
    "regime-each-share",
    en="{size} for each 1% of {beyond} beyond it: {what}",
    zh="{what}相对 {beyond} 每差其 1% {size}",
)
EACH_FULL_SHARE = Words(
    "regime-each-full-share",
    en="{size} for each full 1% of {beyond} beyond it: {what}",
    zh="{what}相对 {beyond} 每差足其 1% {size}",
)
EACH_BEGUN_SHARE = Words(
    "regime-each-begun-share",
    en="{size} for each begun 1% of {beyond} beyond it: {what}",
    zh="{what}相对 {beyond} 每差其 1%（不足 1% 按 1% 计）{size}",
)
EACH_STEP = Words(
    "regime-each-step",
    en="{size} for each {point} beyond {beyond}: {what}",
    zh="{what}相对 {beyond} 每差 {point} {size}",
)
EACH_FULL_STEP = Words(
    "regime-each-full-step",
    en="{size} for each full {point} beyond {beyond}: {what}",
    zh="{what}相对 {beyond} 每差足 {point} {size}",
)
EACH_BEGUN_STEP = Words(
    "regime-each-begun-step",
    en="{size} for each begun {point} beyond {beyond}: {what}",
    zh="{what}相对 {beyond} 每差 {point}（不足的按 {point} 计）{size}",
)
STEPS: Mapping[Counted, Words] = {"in_part": EACH_STEP, "full": EACH_FULL_STEP, "begun": EACH_BEGUN_STEP}
SHARE_OF = Words("regime-step-of", en="{point} of {beyond}", zh="{beyond} 的 {point}")
POINTS: Mapping[Counted, tuple[Words, Words]] = {
    "in_part": (EACH_POINT, EACH_SHARE),
    "full": (EACH_POINT, EACH_FULL_SHARE),
    "begun": (EACH_BEGUN_POINT, EACH_BEGUN_SHARE),
}
"""Of points in the unit of the KPI, and of those that are 1% of the value from which they count."""
IF_MISSED = Words("regime-if-missed", en="{size} if missed: {what}", zh="{what}未达标：{size}")
IF_MET = Words("regime-if-met", en="{size} if met: {what}", zh="{what}达标：{size}")
IN_A_ROW = Words("regime-in-a-row", en="once it is so in {months} months in a row", zh="连续 {months} 个月如此方计")
ONCE = Words("regime-once", en="once {within}", zh="{within}一次")
MEAN_SCORE = Words("regime-mean-score", en="by the mean of the monthly scores", zh="按各月总得分的平均值")
EACH_BY_ITSELF = Words("regime-by-itself", en="for every {each} by itself", zh="逐{each}分别计")
PRO_RATA = Words("regime-of-one-day", en="of the lines' share of the day", zh="以该日应摊金额为基数")
FIRST_FREE = Words(
    "regime-first-free", en="the first {allowed} {units} that are due are free", zh="前 {allowed} {units}免计"
)
EVERY_MONTH = Words("regime-every-month", en="{size} a month", zh="每月 {size}")


def in_short(one: WrittenConsequence, tell: Teller) -> Text:
    """What follows, in one sentence."""
    if one.bands is not None:
        return tell.bands(one.bands, one.kpi or "")
    size = tell.size(one)
    if one.per is not None:
        what = tell.labels.get(one.per, Text.of(one.per))
        if one.beyond is None:
            return said(EACH, size=size, what=what)
        return said(EACH_BEYOND, size=size, what=what, beyond=one.beyond)
    names = one.kpis or ([one.kpi] if one.kpi else [])
    if not names and one.scorecard is None:
        return said(EVERY_MONTH, size=size)
    what = joined([tell.labels[name] for name in names]) if names else SCORE
    if one.by_points:
        beyond = one.beyond if one.beyond is not None else tell.targets[names[0]] or Fraction(0)
        start, counted = tell.value(beyond, one.kpi or ""), one.points.counted
        if one.point is None:
            return said(POINTS[counted][int(one.relative)], size=size, what=what, beyond=start)
        point: Value = tell.value(one.point, one.kpi or "")
        if one.relative:
            point = said(SHARE_OF, point=Pct(one.point), beyond=start)
        return said(STEPS[counted], size=size, what=what, beyond=start, point=point)
    return said(IF_MET if one.due_when_met else IF_MISSED, size=size, what=what)


def of_each(one: WrittenConsequence) -> Iterator[Text]:
    """That each day or interval is judged by itself, and which are free."""
    if one.each is not None:
        yield said(EACH_BY_ITSELF, each=EACH_NAMED[one.each])
        if one.pro_rata:
            yield said(PRO_RATA)
        if one.allowed:
            yield said(FIRST_FREE, allowed=one.allowed, units=UNITS[unit_of(one.each)])


def over_months(one: WrittenConsequence) -> Iterator[Text]:
    """Over which months it is judged, where not by each by itself."""
    if one.months_in_a_row is not None:
        yield said(IN_A_ROW, months=one.months_in_a_row)
    if one.every != "month":
        yield said(ONCE, within=SAID[one.every])
    if one.judged == "on_average":
        yield said(MEAN_SCORE)
