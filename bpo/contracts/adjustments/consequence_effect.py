"""How a bonus or penalty reads in short: its size, and what it is counted by."""

from collections.abc import Mapping
from fractions import Fraction

from bpo.contracts.adjustments.consequence_written import WrittenConsequence
from bpo.contracts.adjustments.effects import Teller, said
from bpo.contracts.adjustments.values import Counted, joined
from bpo.core.words import Text, Words

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
POINTS: Mapping[Counted, tuple[Words, Words]] = {
    "in_part": (EACH_POINT, EACH_SHARE),
    "full": (EACH_POINT, EACH_FULL_SHARE),
    "begun": (EACH_BEGUN_POINT, EACH_BEGUN_SHARE),
}
"""Of points in the unit of the KPI, and of those that are 1% of the value from which they count."""
IF_MISSED = Words("regime-if-missed", en="{size} if missed: {what}", zh="{what}未达标：{size}")
IF_MET = Words("regime-if-met", en="{size} if met: {what}", zh="{what}达标：{size}")
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
    if not names:
        return said(EVERY_MONTH, size=size)
    what = joined([tell.labels[name] for name in names])
    if one.by_points:
        beyond = one.beyond if one.beyond is not None else tell.targets[names[0]] or Fraction(0)
        return said(
            POINTS[one.points_counted][int(one.relative)], size=size, what=what, beyond=tell.value(beyond, names[0])
        )
    return said(IF_MET if one.due_when_met else IF_MISSED, size=size, what=what)
