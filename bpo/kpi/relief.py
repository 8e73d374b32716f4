"""Over-forecast relief (超预测豁免): volume far above what was forecast is paid, and leaves the KPI; what leaves it, the contract says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, model_validator

from bpo.core.fields import FileModel, Mistake, read_share
from bpo.core.figure import ForecastField
from bpo.core.measures import INTERVALS, Need, Quantity
from bpo.core.tables import known_table
from bpo.core.words import Pct, Sentence, Text, Words, show, show_number
from bpo.kpi.conditions import HANDLED, OFFERED

Excuses = Literal["quarter_hours", "half_hours", "hours", "days", "month", "miss"]
SPLIT: Mapping[str, str] = dict(zip(("quarter_hours", "half_hours", "hours"), INTERVALS, strict=True)) | {"days": "day"}
"""What the counts are split by where parts of the month are excused."""

BELOW_FORECAST = Words(
    "relief-below-forecast",
    en="{given}% would relieve volume below the forecast; write 110% for a tenth above it",
    zh="{given}% 意味着低于预测量也予豁免；超出预测一成请写 110%",
)
FORECAST_BY = Words(
    "relief-forecast-by", en="'excuses: {excuses}' needs the forecast {wanted}", zh="'excuses: {excuses}' 需要{wanted}"
)
WANTED: Mapping[str, Text] = {
    "parts": Text(
        en="as a quantity that comes with the measures in parts, such as 2026-02-03 09:30",
        zh="随数据按时段提供的预测量（写该数量的名称；时段例如 2026-02-03 09:30）",
    ),
    "days": Text(
        en="by day ({2026-02-03: 1700, …}), or the name of a quantity that has it by day",
        zh="按日的预测量（{2026-02-03: 1700, …}），或按日提供的数量的名称",
    ),
    "month": Text(en="by month ({2026-02: 50000, …})", zh="按月的预测量（{2026-02: 50000, …}）"),
}
NOT_BY_PARTS = Words(
    "relief-not-by-parts",
    en="this KPI counts {table} in a way that cannot be taken apart by {by}; write 'excuses: month' or 'excuses: miss'",
    zh="本指标统计 {table} 的方式无法按{by}拆分；请写 excuses: month 或 excuses: miss",
)
NOT_FOR_EACH = Words(
    "relief-for-each",
    en="'relief' holds all contacts of the KPI against one forecast, which is none for each {each}; write a KPI for each, with its own "
    "'where' and forecast",
    zh="relief 以指标的全部来量对照一份预测，不能按 {each} 逐一对照；请分别写指标，各有其 where 与预测",
)
NO_FORECAST = Words("kpi-no-forecast", en="the contract has no forecast for all of it", zh="合同未写明全部预测量")
RELIEVED = Words(
    "kpi-relieved",
    en="volume was above the tolerated part of the forecast: the month is excused",
    zh="业务量超出约定的预测量上限：本月免考核",
)
FORGIVEN = Words(
    "kpi-miss-forgiven",
    en="missed while volume was above the tolerated part of the forecast: judged as exactly on target",
    zh="业务量超出约定的预测量上限，未达标按恰好达标计",
)
PARTS: Mapping[str, Text] = {
    "quarter_hours": Text(zh="15 分钟", en="quarter-hours"),
    "half_hours": Text(zh="半小时", en="half-hours"),
    "hours": Text(zh="小时", en="hours"),
    "days": Text(zh="日", en="days"),
}
PARTS_LEFT_OUT: Mapping[str, Text] = {
    "quarter_hours": Text(zh="15 分钟时段", en="quarter-hours"),
    "half_hours": Text(zh="半小时时段", en="half-hours"),
    "hours": Text(zh="小时时段", en="hours"),
    "days": Text(zh="日期", en="days"),
}
SAID_OF_PARTS = Words(
    "kpi-relief-parts",
    en="{formula}; left out: {parts} with more than {above} of their forecast",
    zh="{formula}；剔除来量超过预测 {above} 的 {parts}",
)
SAID: Mapping[str, Words] = {
    "month": Words(
        "kpi-relief-month",
        en="{formula}; a month with more than {above} of its forecast is excused",
        zh="{formula}；当月来量超过预测 {above} 时免考核",
    ),
    "miss": Words(
        "kpi-relief-miss",
        en="{formula}; in a month with more than {above} of its forecast a miss is forgiven",
        zh="{formula}；当月来量超过预测 {above} 时未达标不予追究",
    ),
}


def _above(given: Any) -> Fraction:
    share = read_share(given, below=2)
    if share < 1:
        raise Mistake(BELOW_FORECAST, given=share * 100)
    return share


@dataclass(frozen=True, slots=True)
class Excess:
    """A part of the month whose volume was above the tolerated part of its forecast."""

    key: str
    volume: Fraction
    forecast: Fraction


class Relief(FileModel):
    """Where ``contacts`` are more than ``above`` × ``forecast``:

    - ``excuses: days`` (``hours``, ``half_hours``, ``quarter_hours``): what happened in those leaves the KPI;
    - ``excuses: month``: the KPI has no consequence in such a month;
    - ``excuses: miss``: a KPI that is missed in such a month counts as exactly on target; one that is met counts as it is.
    """

    forecast: ForecastField
    above: Annotated[Fraction, BeforeValidator(_above)]
    excuses: Excuses
    contacts: Literal["offered", "handled"] = "offered"

    @model_validator(mode="after")
    def _forecast_of_the_same(self) -> Self:
        figure, want = self.forecast, self.excuses if self.excuses == "days" else "parts" if self.in_parts else "month"
        fits = figure.named is not None or (want == "days" and figure.by_day) or (want == "month" and not figure.by_day)
        if not fits:
            raise Mistake(FORECAST_BY, ("forecast",), excuses=self.excuses, wanted=WANTED[want])
        return self

    @property
    def in_parts(self) -> bool:
        """Whether parts of the month leave the KPI, rather than the month as a whole."""
        return self.excuses in SPLIT

    @property
    def own(self) -> str:
        """The condition on the contacts that are held against the forecast."""
        return OFFERED if self.contacts == "offered" else HANDLED

    def split(self, need: Need) -> Need:
        """A need of the KPI, kept apart by day or interval.

        Raises:
            Mistake: if it does not add up over these.
        """
        facts, by = known_table(need.table), (SPLIT[self.excuses],)
        column = facts.column(need.at or facts.time)
        timed = by == ("day",) or (column is not None and column.type == "instant")
        adds_up = need.op in ("count", "sum") and need.first is None and need.stretch is None and need.by in ((), by)
        if not adds_up or facts.until or not timed:
            raise Mistake(NOT_BY_PARTS, ("relief", "excuses"), table=facts.name, by=PARTS[self.excuses])
        return replace(need, by=by)

    def exceeded(self, volume: Quantity, quantities: Mapping[str, Quantity]) -> list[Excess] | None:
        """The parts of the month with too much volume, in order; None if one that had any has no forecast."""
        found = []
        for key, contacts in sorted(volume.parts.items()):
            if not contacts:
                continue
            forecast = self.forecast.of_part(key[:16], quantities)
            if forecast is None:
                return None
            if contacts > self.above * forecast:
                found.append(Excess(key, contacts, forecast))
        return found

    def kept(self, counted: Quantity, out: Sequence[Excess], whole: bool) -> Quantity:
        """What is left of a count without these parts; its total alone where the KPI is of ``whole`` months."""
        left = {key: amount for key, amount in counted.parts.items() if key not in {one.key for one in out}}
        return Quantity(sum(left.values(), Fraction(0)), counted.unit, {} if whole else left)

    def evidence(self, out: Sequence[Excess]) -> str:
        """What was left out, with the figures: ``2026-02-03: 2310 > 110% × 2000``."""
        above = show(Pct(self.above), "en")
        return "; ".join(
            f"{one.key[:16]}: {show_number(one.volume)} > {above} × {show_number(one.forecast)}" for one in out
        )

    def said(self, formula: Sentence) -> Sentence:
        """The formula with the relief."""
        values = {"formula": formula, "above": Pct(self.above)}
        if self.excuses not in PARTS_LEFT_OUT:
            return Sentence(SAID[self.excuses], values)
        return Sentence(SAID_OF_PARTS, {**values, "parts": PARTS_LEFT_OUT[self.excuses]})
