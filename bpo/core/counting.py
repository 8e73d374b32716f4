"""How a need is counted, in a sentence: the operation, then each refinement."""

from collections.abc import Mapping

from bpo.core.condition_said import column_said, condition_said
from bpo.core.condition_words import TABLES
from bpo.core.expr import Expr
from bpo.core.increments import MODES, Increments
from bpo.core.measures import Need
from bpo.core.stretches import said as stretched
from bpo.core.tables import known_table
from bpo.core.words import Lang, Words

COUNTED: Mapping[str, Words] = {
    "count": Words("counted-count", en="rows counted in {table}", zh="{table} 的记录数"),
    "sum": Words("counted-sum", en="sum of {of} in {table}", zh="{table} 中 {of} 之和"),
    "distinct": Words("counted-distinct", en="distinct {of} in {table}", zh="{table} 中不同 {of} 的个数"),
    "at_once": Words("counted-at-once", en="rows of {table} going on at once", zh="{table} 中同时进行的记录数"),
    "at_once_of": Words(
        "counted-at-once-of",
        en="distinct {of} with a row of {table} going on at once",
        zh="{table} 中同时有记录进行的不同 {of} 个数",
    ),
    "covered": Words(
        "counted-covered",
        en="seconds in which each {of} has any row of {table} going on",
        zh="{table} 中各 {of} 有任一记录进行的秒数之和",
    ),
    "distinct_days": Words(
        "counted-distinct-days", en="distinct {of} of each day in {table}", zh="{table} 中每日不同 {of} 的个数"
    ),
    "head_days": Words(
        "counted-head-days", en="days in the period, over the rows of {table}", zh="{table} 各记录在账期内的天数之和"
    ),
    "heads": Words("counted-heads", en="agents in {table}, each once", zh="{table} 中的人数，每人计一次"),
    "heads_at_start": Words(
        "counted-heads-at-start", en="agents in {table} on the first day", zh="账期首日 {table} 中的人数"
    ),
    "heads_at_end": Words(
        "counted-heads-at-end", en="agents in {table} on the last day", zh="账期末日 {table} 中的人数"
    ),
}
TIMES = Words("counted-times", en="{what}, times {of}", zh="{what}，乘以 {of}")
AT_LEAST = Words("counted-at-least", en="{what}, with at least {least} rows each", zh="{what}，每个至少 {least} 条")
INCREMENTS = Words(
    "counted-increments",
    en="{what}, each record billed as {first}/{then} s",
    zh="{what}，逐条按 {first}/{then} 秒计费单元",
)
BLOCKS = Words(
    "counted-blocks", en="{what}, each record rounded {mode} to {then} s", zh="{what}，逐条按 {then} 秒{mode}取整"
)
FIRST_AND_BLOCKS = Words(
    "counted-first-and-blocks",
    en="{what}, each record at least {first} s, what exceeds it rounded {mode} to {then} s",
    zh="{what}，逐条至少 {first} 秒，超出部分按 {then} 秒{mode}取整",
)
DIVIDED = Words("counted-divided", en="{what}, divided by {divisor}", zh="{what}，除以 {divisor}")
PER_DAY: Mapping[str, Words] = {
    "days": Words("counted-per-day", en="{what}, divided by the days of the period", zh="{what}，除以账期天数"),
    "working_days": Words(
        "counted-per-working-day", en="{what} (working days), divided by those of the period",
        zh="{what}（工作日），除以账期工作日数",
    ),
    "thirty_days": Words(
        "counted-per-thirty-days", en="{what} (months of 30 days), divided by 30", zh="{what}（每月按 30 天计），除以 30"
    ),
}  # fmt: skip
AT = Words("counted-at", en="{what}, by {at}", zh="{what}，按 {at} 归属账期")
BY_START = Words(
    "counted-by-start", en="{what}, each shift on the day on which it began", zh="{what}，每个班次计入其开始之日"
)
WITHIN: Mapping[str, Words] = {
    "period": Words("counted-within", en="{what}, with {column} in the same period", zh="{what}，且 {column} 在本期"),
    "before": Words(
        "counted-before", en="{what}, with {column} in an earlier period", zh="{what}，且 {column} 在以前各期"
    ),
}
FIRST = Words(
    "counted-first", en="{what}, only the first {first} of them in time", zh="{what}，仅按时间先后的前 {first} 条"
)
CLASSES = Words("counted-classes", en="{what}, apart by {classes}", zh="{what}，按 {classes} 分类")
LAPSES = Words(
    "counted-lapses",
    en="{what}, none older than {days} days at the period's end",
    zh="{what}，账期末已逾 {days} 天的不计",
)
FOLLOWED: Mapping[bool, Words] = {
    True: Words(
        "counted-followed",
        en="{what}, followed within {hours} hours by another with the same {same}",
        zh="{what}，且 {hours} 小时内同一 {same} 再次出现",
    ),
    False: Words(
        "counted-not-followed",
        en="{what}, not followed within {hours} hours by another with the same {same}",
        zh="{what}，且 {hours} 小时内同一 {same} 未再次出现",
    ),
}
PRECEDED: Mapping[bool, Words] = {
    True: Words(
        "counted-preceded",
        en="{what}, preceded within {hours} hours by another with the same {same}",
        zh="{what}，且前 {hours} 小时内同一 {same} 已出现",
    ),
    False: Words(
        "counted-not-preceded",
        en="{what}, not preceded within {hours} hours by another with the same {same}",
        zh="{what}，且前 {hours} 小时内同一 {same} 未出现",
    ),
}


def said_of(increments: Increments) -> tuple[Words, Mapping[str, object]]:
    """How each record is rounded, and its values."""
    values = {"first": increments.first, "then": increments.then, "mode": MODES[increments.rounded]}
    if increments.rounded == "up" and increments.first:
        return INCREMENTS, values
    return FIRST_AND_BLOCKS if increments.first else BLOCKS, values


THREAD = Words(
    "counted-thread",
    en="{what}, those of the same {same} as one until {hours} hours have passed without any",
    zh="{what}，同一 {same} 在静默超过 {hours} 小时之前计为一次",
)


def how_counted(need: Need, lang: Lang, shifts: str = "by_day", *, for_client: bool = False) -> str:
    """What was counted, as a sentence: the operation, then each refinement; ``shifts`` as the contract's header says.

    Tables, columns and computed values stand as they are written in a contract; ``for_client`` by what they mean.
    """
    table = known_table(need.table)

    def expression(expr: Expr) -> str:
        return condition_said(expr, table, lang) if for_client else expr.sql()

    def column(name: str) -> str:
        return column_said(name, table, lang) if for_client else name

    of = expression(need.of) if need.of is not None else ""
    of_days = need.op == "distinct" and need.stretch == "day" and need.take is None
    told = "distinct_days" if of_days else "at_once_of" if of and need.op == "at_once" else need.op
    name = TABLES[need.table] if for_client else need.table
    text = COUNTED[told].say(lang, {"table": name, "of": of})
    more: list[tuple[Words, Mapping[str, object]]] = []
    if need.increments is not None:
        more.append(said_of(need.increments))
    if of and need.op in ("head_days", "heads"):
        more.append((TIMES, {"of": of}))
    if need.at_least > 1:
        more.append((AT_LEAST, {"least": need.at_least}))
    if need.stretch is not None and not of_days:
        more.append(stretched(need.stretch, need.take))
    if need.at:
        more.append((AT, {"at": column(need.at)}))
    if shifts == "by_start" and table.span is not None:
        more.append((BY_START, {}))
    if need.classes is not None:
        more.append((CLASSES, {"classes": expression(need.classes)}))
    if need.lapses_after is not None:
        more.append((LAPSES, {"days": need.lapses_after}))
    if need.within is not None:
        more.append((WITHIN[need.within[1]], {"column": column(need.within[0])}))
    if need.followed is not None:
        same, followed = [column(one) for one in need.followed.same], need.followed
        words = THREAD if followed.before == "end" else (PRECEDED if followed.before else FOLLOWED)[followed.happened]
        more.append((words, {"hours": followed.hours, "same": same}))
    if need.first is not None:
        more.append((FIRST, {"first": need.first}))
    if need.divisor > 1:
        more.append((DIVIDED, {"divisor": need.divisor}))
    if need.per_day:
        more.append((PER_DAY[need.days], {}))
    for words, values in more:
        text = words.say(lang, {"what": text, **values})
    return text
