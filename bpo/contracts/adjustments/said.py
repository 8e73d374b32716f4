"""What the steps of a bonus or a penalty say."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from bpo.contracts.adjustments.values import in_unit, joined, kpi_value
from bpo.contracts.blocks.bands import SIGNS, Band
from bpo.contracts.clause import Clause
from bpo.contracts.statement import Charge, KpiVerdict, Step
from bpo.core.words import Pct, Sentence, Text, Words, show

FIXED = Words("consequence-fixed", en="Fixed sum", zh="固定金额")
PER_EVENT = Words("consequence-per-event", en="For each of {count}", zh="按次计，共 {count} 次")
PER_EVENT_BEYOND = Words(
    "consequence-per-event-beyond",
    en="For each of {counted} beyond {beyond} of {count}",
    zh="共 {count} 次，超过 {beyond} 次的 {counted} 次按次计",
)
PER_EVENT_BEYOND_SHARE = Words(
    "consequence-per-event-beyond-share",
    en="For each of {counted} beyond {percent} of {base} ({beyond}), of {count}",
    zh="共 {count} 次，超过 {base} 的 {percent}（{beyond}）的 {counted} 次按次计",
)
MET = Words(
    "consequence-met", en="{kpi} at {judged} meets the target {target}", zh="{kpi} 为 {judged}，达到目标 {target}"
)
MISSED = Words(
    "consequence-missed", en="{kpi} at {judged} misses the target {target}", zh="{kpi} 为 {judged}，未达目标 {target}"
)
FORGIVEN_MISS = Words(
    "consequence-forgiven",
    en="{kpi}, measured at {value}, target {target}: {why}",
    zh="{kpi} 实测 {value}，目标 {target}：{why}",
)
BAND = Words("consequence-band", en="{kpi} at {judged} lies in the band {band}", zh="{kpi} 为 {judged}，落入 {band} 档")
EXCUSED = Words("consequence-excused", en="{kpi} has no consequence: {why}", zh="{kpi}不计：{why}")
NOT_JUDGED = Words("consequence-left-out", en="{kpi} was not measured and is left out", zh="{kpi} 未测得，不计")
COUNT_MISSED = Words(
    "consequence-count-missed", en="KPIs missed: {count} of {all}", zh="未达标指标 {count} 项（共 {all} 项）"
)
COUNT_MET = Words("consequence-count-met", en="KPIs met: {count} of {all}", zh="达标指标 {count} 项（共 {all} 项）")
ONE_MISSED = Words(
    "consequence-one-missed",
    en="Once if any is missed: {missed} of {all}",
    zh="任一未达标即计一次：未达标 {missed} 项，共 {all} 项",
)
ALL_MET = Words(
    "consequence-all-met",
    en="Once if all are met: {missed} of {all} missed",
    zh="全部达标计一次：未达标 {missed} 项，共 {all} 项",
)
JUDGED_LATER = Words(
    "consequence-every-quarter", en="Due at the end of the quarter, not in this period", zh="季末计算，本期不计"
)
JUDGED_AT_YEAR = Words(
    "consequence-every-year", en="Due at the end of the year, not in this period", zh="年度末计算，本期不计"
)
DUE_AT: Mapping[str, Words] = {
    "quarter": JUDGED_LATER,
    "calendar_quarter": JUDGED_LATER,
    "contract_year": JUDGED_AT_YEAR,
    "calendar_year": JUDGED_AT_YEAR,
}
"""What is not due before the end of so many months."""
PAID_LATER = Words(
    "consequence-paid-quarterly", en="Paid at the end of the quarter, not in this period", zh="季末合并结算，本期不计"
)
OF_MONTH = Words("consequence-of-month", en="For {month}:", zh="{month}：")
SCORE = Text(zh="总得分", en="The score")
SCORE_OF_MONTH = Words("consequence-score-of-month", en="Score of {month}:", zh="{month} 得分：")
MEAN_SCORE = Words(
    "consequence-mean-score", en="Mean of the scores of {months}: {score}", zh="{months} 总得分的平均值：{score}"
)
NO_SCORE = Words("consequence-no-score", en="Nothing was scored: no consequence", zh="没有得分：不计")
IN_A_ROW = Words("consequence-in-a-row", en="So in {months} months in a row", zh="连续 {months} 个月如此")
IN_A_ROW_OR_MORE = Words(
    "consequence-in-a-row-or-more", en="So in {months} months in a row or more", zh="连续 {months} 个月或以上如此"
)
NOT_YET = Words(
    "consequence-not-yet",
    en="Due once it is so in {most} months in a row; so far in {months}",
    zh="连续 {most} 个月如此方计；至今 {months} 个月",
)
OF_LINES = Words("percent", en="{rule}: {percent} of {base} ({lines})", zh="{rule}：{base}（{lines}）的 {percent}")
"""The same rule with its base: ``… : 5% of 1,000 (Inbound calls)``."""
OF_ONE_DAY = Words("percent-of-one-day", en="{lines}, one of {days} days", zh="{lines}，{days} 天中的 1 天")
REST = Text(zh="其余", en="of all other values")


def not_judged(kpi: str, verdict: KpiVerdict | None, clause: Clause) -> Step:
    """A KPI without a value, one whose month is excused, or one that the contract did not have in an earlier month."""
    if verdict is not None and verdict.because == "excused":
        return clause.step(EXCUSED, {"kpi": verdict.label, "why": verdict.why})
    return clause.step(NOT_JUDGED, {"kpi": kpi if verdict is None else verdict.label})


def met_or_missed(verdict: KpiVerdict) -> tuple[Words, dict[str, Any]]:
    assert verdict.target is not None, "the loader asks for a target"
    target = in_unit(verdict.target, verdict.result.unit)
    value = verdict.result.value
    if value is not None and verdict.because == "forgiven":
        values = {"value": in_unit(value, verdict.result.unit), "target": target, "why": verdict.why}
        return FORGIVEN_MISS, {"kpi": verdict.label, **values}
    return (MET if verdict.met else MISSED), {"kpi": verdict.label, "judged": kpi_value(verdict), "target": target}


def with_base(
    words: Words, values: dict[str, Any], percent: Fraction, base: Fraction, lines: list[Charge], days: int = 1
) -> tuple[Words, dict[str, Any]]:
    """The rule with its base; with ``days`` that is what one of so many days has of the lines."""
    labels = joined([line.label for line in lines])
    of: Sentence | Text = Sentence(OF_ONE_DAY, {"lines": labels, "days": days}) if days > 1 else labels
    return OF_LINES, {"rule": Sentence(words, values), "percent": Pct(percent), "base": base, "lines": of}


def band_text(band: Band, unit: str) -> Any:
    bound = band.bound()
    if bound is None:
        return REST
    sign, value = SIGNS[bound[0]], in_unit(bound[1], unit)
    return Text(zh=f"{sign} {show(value, 'zh')}", en=f"{sign} {show(value, 'en')}")
