"""Interval value (时段取值): the mean of the values of all days, each the same weight; or the worst or best day, week or half hour."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import ClassVar, Literal

from bpo.core.fields import NOT_POSITIVE, UNUSED, Mistake, WholeNumber
from bpo.core.intervals import EACH_NAMED, Each
from bpo.core.measures import KpiResult
from bpo.core.words import Pct, Sentence, Text, Words, show
from bpo.kpi.aim import Aim, Better
from bpo.kpi.intervals import KPIS, IntervalKpi

SAID: Mapping[str, Words] = {
    "mean": Words(
        "interval-value-mean",
        en="the mean over every {each}, each the same weight, of: {of}",
        zh="每{each}数值的算术平均：{of}",
    ),
    "worst": Words("interval-value-worst", en="the worst {each}, of: {of}", zh="最差的{each}：{of}"),
    "best": Words("interval-value-best", en="the best {each}, of: {of}", zh="最好的{each}：{of}"),
}
RANKED: Mapping[str, Words] = {
    "worst": Words(
        "interval-value-nth-worst",
        en="the {each} that is number {rank} from the worst, of: {of}",
        zh="第 {rank} 差的{each}：{of}",
    ),
    "best": Words(
        "interval-value-nth-best",
        en="the {each} that is number {rank} from the best, of: {of}",
        zh="第 {rank} 好的{each}：{of}",
    ),
}
ON_TARGET = Words("interval-value-target", en="{of} (target of each: {target})", zh="{of}（各自目标 {target}）")
TOO_FEW = Words(
    "kpi-too-few-intervals",
    en="fewer days, weeks or intervals were measured than the contract counts from the end",
    zh="已测时段数少于合同约定的名次",
)
WORST_OR_BEST = Text(zh="take: worst 或 best", en="take: worst or best")
ONE_WAY = Text(zh="take: mean", en="take: mean")
ONE_FIGURE = Text(zh="每月只有一个数值的指标", en="KPIs that have one figure a month")
SUMS = "sums"


class IntervalValue(IntervalKpi):
    """What is taken of the values of ``of`` in each interval: their ``mean``, the ``worst`` or the ``best``; see :class:`IntervalKpi`.

    Mean: Σ values / intervals measured, each value as its ``round_to`` leaves it. ``rank: 3`` of the worst is the third worst; of fewer
    intervals there is none. The sample is the number of intervals measured.
    """

    name: ClassVar[Text] = Text(zh="时段取值", en="Value over intervals")

    kpi: Literal["interval_value"]
    each: Each
    take: Literal["mean", "worst", "best"]
    rank: WholeNumber | None = None

    @property
    def every(self) -> Each:
        return self.each

    def check(self) -> None:
        super().check()
        if self.take == "mean" and self.rank is not None:
            raise Mistake(UNUSED, ("rank",), given="rank", goes_with=WORST_OR_BEST)
        if self.rank == 0:
            raise Mistake(NOT_POSITIVE, ("rank",), given=0)
        if self.of.target_at_most is not None:
            raise Mistake(UNUSED, ("of", "target_at_most"), given="target_at_most", goes_with=KPIS)
        if self.take != "mean" and self.average is not None and self.average.of == SUMS:
            raise Mistake(UNUSED, ("average", "of"), given="of: sums", goes_with=ONE_WAY)
        if self.known_later is not None:
            raise Mistake(UNUSED, ("known_later",), given="known_later", goes_with=ONE_FIGURE)

    def measured_in(self) -> str:
        return self.of.measured_in()

    @property
    def highest(self) -> Fraction | None:
        return self.of.highest

    @property
    def good(self) -> Better:
        return "high" if self.target_at_most is not None else self.better or self.of.good

    @property
    def each_aim(self) -> Aim:
        return self.of.aim

    @property
    def also_bounds(self) -> Sequence[Fraction]:
        return [self.of.target] if self.of.target is not None else []

    def check_bound(self, value: Fraction, at: tuple[int | str, ...]) -> None:
        self.of.check_bound(value, at)

    def taken(self, values: Sequence[Fraction]) -> KpiResult:
        """Their mean, or the one at its rank from the worst or the best."""
        if self.take == "mean":
            return self.ratio(sum(values, Fraction(0)), Fraction(len(values)))
        rank = self.rank or 1
        if rank > len(values):
            return KpiResult(self.id, None, sample=len(values), unit=self.measured_in(), why_not=TOO_FEW)
        ordered = sorted(values, reverse=(self.take == "best") == (self.of.good == "high"))
        return KpiResult(self.id, ordered[rank - 1], sample=len(values), unit=self.measured_in())

    def _said(self) -> Sentence:
        """The KPI of one, with its target if it has one."""
        said, target = self.of.shown_formula(), self.of.target
        if target is None:
            return said
        shown = show(Pct(target) if self.of.measured_in() == "ratio" else target, "en")
        return Sentence(ON_TARGET, {"of": said, "target": f"{'≥' if self.of.good == 'high' else '≤'} {shown}"})

    def formula(self) -> Sentence:
        values = {"each": EACH_NAMED[self.each], "of": self._said()}
        if self.rank is not None and self.rank > 1:
            return Sentence(RANKED[self.take], {"rank": self.rank, **values})
        return Sentence(SAID[self.take], values)
