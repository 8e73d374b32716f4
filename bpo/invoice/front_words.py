"""What the first page of the reviewer's copy says."""

from dataclasses import dataclass

from bpo.core.words import Words

BEFORE = Words("front-before", en="Total of {period}", zh="{period} 合计")
REPLACED = Words("front-replaced", en="Against {id}", zh="较 {id}")
KPIS_MET = Words("front-kpis-met", en="KPIs met", zh="达标指标")
PREPARED = Words("front-prepared", en="Prepared by", zh="编制")
REVIEWED = Words("front-reviewed", en="Reviewed by", zh="复核")
APPROVED = Words("front-approved", en="Approved by", zh="批准")
NEW = Words("front-new", en="New this month: {lines}.", zh="本期新增：{lines}。")
GONE = Words("front-gone", en="No longer there: {lines}.", zh="本期不再出现：{lines}。")
MOVED = Words(
    "front-moved", en="{line}: {by} against the month before, now {now}.", zh="{line}：较上期 {by}，本期 {now}。"
)
SINCE_NEW = Words("front-since-new", en="New since {id}: {lines}.", zh="较 {id} 新增：{lines}。")
SINCE_GONE = Words("front-since-gone", en="No longer there since {id}: {lines}.", zh="较 {id} 不再出现：{lines}。")
SINCE_MOVED = Words(
    "front-since-moved", en="{line}: {by} against {id}, now {now}.", zh="{line}：较 {id} {by}，现为 {now}。"
)
SAME_LINES = Words(
    "front-same-lines", en="Every line is as in {id}, which it replaces.", zh="各项金额与被取代的 {id} 相同。"
)


@dataclass(frozen=True, slots=True)
class Told:
    """How lines are told that are new, gone or of another amount than in what they are held against."""

    new: Words
    gone: Words
    moved: Words


MONTH = Told(NEW, GONE, MOVED)
REVISION = Told(SINCE_NEW, SINCE_GONE, SINCE_MOVED)
GIVEN = Words(
    "front-given",
    en="{given} of {all} figures were given, not counted here: hold them against what was agreed.",
    zh="{all} 项数据中有 {given} 项为给定数据，非本系统统计：请与双方确认的数据核对。",
)
MISSED = Words(
    "front-missed",
    en="{kpi} missed its target: {actual}, target {target}.",
    zh="{kpi} 未达标：{actual}，目标 {target}。",
)
JUDGED = Words("front-judged", en="{kpi}: {why}.", zh="{kpi}：{why}。")
LIMITED = Words("front-limited", en="{line}: {rule}.", zh="{line}：{rule}。")
NO_DUE = Words("front-no-due", en="The contract does not say when payment is due.", zh="合同未约定付款期限。")
MORE = Words("front-more", en="{number} more in part F.", zh="另有 {number} 项，见 F 部分。")
NOTHING_CHECKED = Words(
    "front-nothing-checked",
    en="No data was checked: every figure was given, none was counted here.",
    zh="未做数据检查：全部数据均为给定，没有一项由本系统统计。",
)
PART_CHECKED = Words(
    "front-part-checked",
    en="The data checks found nothing in the {own} of {all} figures that were counted here; of those given they know nothing.",
    zh="数据检查未发现问题，但仅覆盖 {all} 项数据中由本系统统计的 {own} 项；给定数据未经检查。",
)
PART_FOUND = Words(
    "front-part-found",
    en="The data checks looked at the {own} of {all} figures that were counted here, and found {found}.",
    zh="数据检查覆盖 {all} 项数据中由本系统统计的 {own} 项，发现 {found} 项。",
)
FOUND = Words("front-found", en="The data checks found {found}.", zh="数据检查发现 {found} 项。")
