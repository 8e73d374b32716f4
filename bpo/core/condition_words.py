"""The words with which conditions are said (``condition_said.py``)."""

from collections.abc import Mapping

from bpo.core.words import Words

PAIRS: Mapping[str, Words] = {
    "eq": Words("said-eq", en="{a} is {b}", zh="{a} 为 {b}"),
    "ne": Words("said-ne", en="{a} is not {b}", zh="{a} 不为 {b}"),
    "lt": Words("said-lt", en="{a} below {b}", zh="{a} 小于 {b}"),
    "le": Words("said-le", en="{a} at most {b}", zh="{a} 不超过 {b}"),
    "gt": Words("said-gt", en="{a} above {b}", zh="{a} 大于 {b}"),
    "ge": Words("said-ge", en="{a} at least {b}", zh="{a} 不低于 {b}"),
    "add": Words("said-add", en="{a} + {b}", zh="{a} + {b}"),
    "sub": Words("said-sub", en="{a} − {b}", zh="{a} − {b}"),
    "mul": Words("said-mul", en="{a} × {b}", zh="{a} × {b}"),
    "concat": Words("said-concat", en="{a} followed by {b}", zh="{a} 后接 {b}"),
}
LIKE: Mapping[str, Words] = {
    "begins": Words("said-begins", en="{a} begins with {b}", zh="{a} 以 {b} 开头"),
    "ends": Words("said-ends", en="{a} ends with {b}", zh="{a} 以 {b} 结尾"),
    "contains": Words("said-contains", en="{a} contains {b}", zh="{a} 含 {b}"),
    "pattern": Words("said-pattern", en="{a} has the pattern {b}", zh="{a} 符合模式 {b}"),
}
FUNCTIONS: Mapping[str, Words] = {
    "lower": Words("said-lower", en="{a} in small letters", zh="{a} 的小写"),
    "upper": Words("said-upper", en="{a} in capitals", zh="{a} 的大写"),
    "trim": Words("said-trim", en="{a} without space around it", zh="{a}（去除首尾空格）"),
    "length": Words("said-length", en="the length of {a}", zh="{a} 的长度"),
    "left": Words("said-left", en="the first {b} letters of {a}", zh="{a} 的前 {b} 个字符"),
    "right": Words("said-right", en="the last {b} letters of {a}", zh="{a} 的后 {b} 个字符"),
    "substr": Words("said-substr", en="{a} from letter {b} on", zh="{a} 自第 {b} 个字符起"),
    "substr3": Words("said-substr-long", en="{c} letters of {a} from letter {b} on", zh="{a} 自第 {b} 个字符起 {c} 个"),
    "replace": Words("said-replace", en="{a} with {c} in place of {b}", zh="{a}（{b} 换成 {c}）"),
    "split_part": Words("said-split", en="part {c} of {a} between {b}", zh="{a} 以 {b} 分隔的第 {c} 段"),
    "hour": Words("said-hour", en="the hour of {a}", zh="{a} 的小时"),
    "minute": Words("said-minute", en="the minute of {a}", zh="{a} 的分钟"),
    "weekday": Words("said-weekday", en="the weekday of {a} (1 is Monday)", zh="{a} 为星期几（1 为星期一）"),
    "day_of_month": Words("said-day-of-month", en="the day of the month of {a}", zh="{a} 为当月第几日"),
    "days_between": Words("said-days-between", en="the days from {a} to {b}", zh="{a} 至 {b} 的天数"),
    "holiday": Words("said-holiday", en="{a} lies on a holiday", zh="{a} 在节假日"),
    "working_day": Words("said-working-day", en="{a} lies on a working day", zh="{a} 在工作日"),
    "nullif": Words("said-nullif", en="{a}, none if it is {b}", zh="{a}（为 {b} 时视为空）"),
}
NEGATED: Mapping[str, Words] = {
    "is_null": Words("said-given", en="{a} is given", zh="{a} 非空"),
    "holiday": Words("said-no-holiday", en="{a} lies on no holiday", zh="{a} 不在节假日"),
    "working_day": Words("said-no-working-day", en="{a} lies on no working day", zh="{a} 不在工作日"),
    "in": Words("said-not-in", en="{a} is none of {b}", zh="{a} 不属于 {b}"),
    "": Words("said-not", en="not so that {a}", zh="并非：{a}"),
}
EMPTY = Words("said-empty", en="{a} is empty", zh="{a} 为空")
ONE_OF = Words("said-in", en="{a} is one of {b}", zh="{a} 属于 {b}")
HOLDS = Words("said-holds", en="{a}: yes", zh="{a}：是")
HOLDS_NOT = Words("said-holds-not", en="{a}: no", zh="{a}：否")
CASE = Words("said-case", en="{b} if {a}", zh="若{a}则为 {b}")
ELSE = Words("said-else", en="{a}, else {b}", zh="{a}，否则为 {b}")
IF_EMPTY = Words("said-coalesce", en="{a}, or {b} where that is empty", zh="{a}（为空时取 {b}）")
VALUES: Mapping[str, Words] = {
    one.code.removeprefix("value-"): one
    for one in (
        Words("value-inbound", en="inbound", zh="呼入"),
        Words("value-outbound", en="outbound", zh="呼出"),
        Words("value-internal", en="internal", zh="内部"),
        Words("value-handled", en="handled", zh="人工接听"),
        Words("value-abandoned", en="abandoned", zh="排队中放弃"),
        Words("value-ivr", en="ended in the IVR", zh="IVR 结束"),
        Words("value-voicemail", en="voicemail", zh="语音信箱"),
        Words("value-bot", en="done by the bot", zh="机器人独立完成"),
        Words("value-unanswered", en="unanswered", zh="外呼未接通"),
        Words("value-void", en="void", zh="无效记录"),
        Words("value-ready", en="ready", zh="就绪"),
        Words("value-handling", en="handling", zh="处理"),
        Words("value-training", en="training", zh="培训"),
        Words("value-coaching", en="coaching", zh="辅导"),
        Words("value-meeting", en="meeting", zh="会议"),
        Words("value-break", en="break", zh="小休"),
        Words("value-leave", en="leave", zh="休假"),
        Words("value-consulting", en="consulting", zh="咨询"),
        Words("value-other", en="other", zh="其他"),
    )
}
"""The values that the trade has fixed for a column (``known`` in ``tables.yaml``); any other is quoted as it is written."""
TABLES: Mapping[str, Words] = {
    one.code.removeprefix("table-"): one
    for one in (
        Words("table-interactions", en="contact records", zh="联络记录"),
        Words("table-sales", en="sales records", zh="成交记录"),
        Words("table-leads", en="lead records", zh="线索记录"),
        Words("table-cases", en="case records", zh="工单记录"),
        Words("table-evaluations", en="quality evaluations", zh="质检记录"),
        Words("table-surveys", en="survey answers", zh="满意度答卷"),
        Words("table-roster", en="roster", zh="花名册"),
        Words("table-timesheets", en="timesheets", zh="工时记录"),
        Words("table-events", en="event records", zh="事件记录"),
        Words("table-traffic", en="traffic totals", zh="话务汇总"),
    )
}
"""What a client reads in place of a table's name."""
