"""What follows for the price where several KPIs weigh in one clause: shares of an at-risk pool, service points, an earn-back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.adjustments.at_risk_pool import AtRiskPool, PoolRow
from bpo.contracts.adjustments.earn_back import EarnBack
from bpo.contracts.adjustments.service_points import PointsRow, ServicePoints
from bpo.contracts.blocks.bands import Band
from bpo.core.words import Pct, Text, Value, Words, show_number

Saying = tuple[Words, Mapping[str, Value]]
AT_RISK = Words("regime-at-risk", en="{share} of {lines} at risk (the pool)", zh="{lines}的 {share} 为风险金")
CATEGORY = Words("regime-category", en="{name}, {share} of the pool: {rows}", zh="{name}（占风险金 {share}）：{rows}")
TAKES = Words("regime-takes", en="{what} missed: {size} of {whole}", zh="{what}未达标，扣{whole}的 {size}")
TAKES_BY_BAND = Words("regime-takes-by-band", en="{what}: {bands} of {whole}", zh="{what}：扣{whole}的（{bands}）")
SCORES = Words("regime-scores", en="{what} missed: {size} points", zh="{what}未达标，计 {size} 分")
SCORES_BY_BAND = Words("regime-scores-by-band", en="{what}: {bands}", zh="{what}：{bands}")
REPEATED = Words(
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
RETURNED = Words(
    "regime-returned",
    en="what {lines} took is returned if every target is met in each of the {months} months after: {kpis}",
    zh="{lines}所扣金额，其后 {months} 个月每月{kpis}均达标的，予以返还",
)
RETURNED_ON_AVERAGE = Words(
    "regime-returned-on-average",
    en="what {lines} took is returned if every target is met on average over the {months} months after: {kpis}",
    zh="{lines}所扣金额，其后 {months} 个月{kpis}平均达标的，予以返还",
)
THE_POOL, IT = Text(zh="风险金", en="the pool"), Text(zh="该部分", en="it")


@dataclass(frozen=True)
class Rows:
    """Such a clause in short sentences, each of one part or of several."""

    labels: Mapping[str, Text]
    lines: Callable[[list[str]], Text]
    """Names of lines as one text."""
    bands: Callable[[Sequence[Band], str], Text]
    """The bands of a KPI's values as one text."""

    def of(self, one: Adjustment) -> Iterator[list[Saying]]:
        if isinstance(one, AtRiskPool):
            yield [(AT_RISK, {"share": Pct(one.at_risk), "lines": self.lines(one.of)})]
            if one.kpis:
                yield [self._takes(row, THE_POOL) for row in one.kpis]
            for category in one.categories or ():
                rows = joined([self._takes(row, IT) for row in category.kpis])
                yield [(CATEGORY, {"name": category.name, "share": Pct(category.share), "rows": rows})]
        elif isinstance(one, ServicePoints):
            yield [self._scores(row) for row in one.kpis]
            if one.repeat_factors:
                factors = listed([Text.of(show_number(factor)) for factor in one.repeat_factors])
                yield [(REPEATED, {"factors": factors})]
            lines, later = self.lines(one.of), [(NEXT, dict[str, Value]())] if one.applies == "next" else []
            if one.percent is not None:
                yield [(EACH_OF_POINTS, {"percent": Pct(one.percent), "lines": lines}), *later]
            else:
                yield [(BY_POINTS, {"lines": lines, "bands": self.bands(one.bands or (), "")}), *later]
        elif isinstance(one, EarnBack):
            kpis = listed([self.labels[name] for name in one.kpis])
            words = RETURNED if one.judged == "each_month" else RETURNED_ON_AVERAGE
            yield [(words, {"lines": self.lines(one.of), "months": one.months, "kpis": kpis})]

    def _takes(self, row: PoolRow, whole: Text) -> Saying:
        values = {"what": self.labels[row.kpi], "whole": whole}
        if row.share is not None:
            return TAKES, {**values, "size": Pct(row.share)}
        return TAKES_BY_BAND, {**values, "bands": self.bands(row.bands or (), row.kpi)}

    def _scores(self, row: PointsRow) -> Saying:
        what = self.labels[row.kpi]
        if row.points is not None:
            return SCORES, {"what": what, "size": row.points}
        return SCORES_BY_BAND, {"what": what, "bands": self.bands(row.bands or (), row.kpi)}


def joined(parts: Sequence[Saying]) -> Text:
    """Several parts of a sentence as one text."""
    return Text(
        zh="；".join(words.say("zh", values) for words, values in parts),
        en="; ".join(words.say("en", values) for words, values in parts),
    )


def listed(texts: Sequence[Text]) -> Text:
    """Several names as one text."""
    return Text(zh="、".join(text.zh for text in texts), en=", ".join(text.en for text in texts))
