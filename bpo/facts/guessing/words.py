"""What a draft of a source file says in its comments, in both languages."""

from bpo.core.words import Words

DRAFT_OF = Words(
    "guess-draft-of", en="Drafted from {file} ({rows} rows looked at).", zh="根据 {file} 起草（查看了 {rows} 行）。"
)
READ_IT = Words(
    "guess-read-it",
    en="Read it before you use it: every FILL_IN is to be filled in, and what is said to be unsure is to be checked.",
    zh="使用前请通读：所有 FILL_IN 均须填写，注明“不确定”之处请核对。",
)
FROM_READY = Words(
    "guess-from-ready",
    en="The file is what the ready-made source {name} reads: this is that source, and {usable} of the {rows} rows tried are usable.",
    zh="该文件与现成数据源 {name} 所读的文件一致：以下即该数据源；试读 {rows} 行，可用 {usable} 行。",
)
ALSO_READY = Words("guess-also-ready", en="These read it as well: {names}.", zh="以下数据源也能读取：{names}。")
WHOSE = Words(
    "guess-whose",
    en="whose facts these are, as contracts name the account",
    zh="这些数据属于哪个账户（与合同中的 account 一致）",
)
WHICH_CLOCK = Words(
    "guess-which-clock",
    en="the clock by which the file was written, such as Asia/Shanghai or Europe/Berlin",
    zh="文件所用时间的时区，例如 Asia/Shanghai、Europe/Berlin",
)
CLOCK_TOLD = Words(
    "guess-clock-told",
    en="the times tell their moments by themselves; write your own zone if its days are meant",
    zh="文件中的时刻自带时区或为纪元秒；如需按当地日期划分，请改为当地时区",
)
NO_CLOCK = Words("guess-no-clock", en="the file has days and no times of day", zh="文件只有日期，没有时刻")
ENCODING_LIKELY = Words(
    "guess-encoding",
    en="unsure: the likeliest encoding; look whether the names below are spelled right",
    zh="不确定：最可能的编码，请看下方各名称是否正常",
)
OTHER_SHEETS = Words("guess-other-sheets", en="other sheets: {names}", zh="其他工作表：{names}")
SEVERAL_SHEETS = Words(
    "guess-several-sheets",
    en="sheets with the same header are read one below the other; their names are the column '{name}'",
    zh="表头相同的工作表依次读取；表名在“{name}”列",
)
NO_NAMES = Words(
    "guess-no-names",
    en="the file has no header: the fields are numbered here, and may be named as you like",
    zh="文件没有表头：此处按顺序编号，可自行命名",
)
TOTALS = Words("guess-totals", en="rows of totals", zh="合计行")
UNSURE_NAME = Words("guess-unsure-name", en="unsure: the heading is '{heading}'", zh="不确定：表头为“{heading}”")
DAY_OR_MONTH = Words(
    "guess-day-or-month",
    en="unsure: day first or month first? No value above 12 tells; the other order is {other}",
    zh="不确定：日在前还是月在前？数据中没有大于 12 的值可供判断；另一种为 {other}",
)
MINUTES_OR_HOURS = Words(
    "guess-minutes-or-hours",
    en="unsure: minutes and seconds, or hours and minutes (h:mm)?",
    zh="不确定：分秒 (mm:ss) 还是时分 (h:mm)？",
)
DATE_APART = Words(
    "guess-date-apart",
    en="date and time stand apart; a time before {before} belongs to the next day",
    zh="日期与时间分列；早于 {before} 的时间属次日",
)
FROM_WORD = Words(
    "guess-from-word", en="no column says so; taken from the word '{word}'", zh="没有此列；依据“{word}”一词判断"
)
NO_COLUMN = Words("guess-no-column", en="no column was recognised: {what}", zh="未识别出对应的列：{what}")
NO_DIRECTION = Words(
    "guess-no-direction",
    en="no column says who began the contacts: write \"'inbound'\" or \"'outbound'\", with both quotes",
    zh="没有列说明方向：请写 \"'inbound'\" 或 \"'outbound'\"（两层引号都要）",
)
NO_KEY = Words(
    "guess-no-key",
    en="no column identifies a row: write one, or several joined, such as caller || '/' || started",
    zh="没有能识别每一行的列：请写一列，或用 || 连接几列，例如 主叫 || '/' || 时间",
)
NOT_UNIQUE = Words(
    "guess-not-unique",
    en="unsure: '{heading}' comes {most} times in a row of {rows}; if its rows are one contact, write same_key: legs at the end",
    zh="不确定：“{heading}”在 {rows} 行中最多重复 {most} 次；若这些行属同一联络，请在末尾写 same_key: legs",
)
CODES_UNKNOWN = Words(
    "guess-codes-unknown",
    en="rows with a code that is not listed are set aside: say what each stands for ({known}), and take its # away",
    zh="未列出的代码所在行进入隔离区：请写明含义（{known}）并去掉行首的 #",
)
SCORES = Words(
    "guess-scores",
    en="unsure: words become points, the usual ones; an answer that is none of them is set aside",
    zh="不确定：评价换算为常用分值；其他答案的行进入隔离区",
)
CODES_ALL_UNKNOWN = Words(
    "guess-codes-all-unknown",
    en="the values of '{heading}' say nothing that is known: {codes}. Write {{from: …, codes: {{value: one of {known}}}}}",
    zh="“{heading}”的取值无法识别：{codes}。请写 {{from: …, codes: {{取值: {known} 之一}}}}",
)
ANSWERED_OR_NOT = Words(
    "guess-answered-or-not",
    en="unsure: no column says how it ended; taken from whether '{heading}' is there",
    zh="不确定：没有结果列；依据“{heading}”是否有值判断",
)
MEASURED = Words(
    "guess-measured",
    en="the file has no such column: the time between two of its moments",
    zh="文件没有此列：取两个时刻之差",
)
IN_MINUTES = Words(
    "guess-in-minutes", en="unsure: decimals, where whole seconds are meant", zh="不确定：含小数，而此处应为整数秒"
)
NOT_MAPPED = Words("guess-not-mapped", en="Nothing is mapped from: {names}.", zh="未映射的列：{names}。")
REPEATED = Words(
    "guess-repeated",
    en="The header has these names twice, so they cannot be mapped: {names}.",
    zh="表头中重复、无法映射的名称：{names}。",
)
OTHER_TABLE = Words(
    "guess-other-table",
    en="unsure: it may also be a file of {others}; docs/tables lists the tables",
    zh="不确定：也可能是 {others}；各数据表见 docs/tables",
)
NO_TABLE = Words(
    "guess-no-table",
    en="unsure: none of the headings is known; docs/tables lists the tables and their columns",
    zh="不确定：没有可识别的表头；各数据表及其列见 docs/tables",
)
TRIED = Words("guess-tried", en="Tried on {rows} rows: {usable} are usable.", zh="试读 {rows} 行：可用 {usable} 行。")
TRIED_BAD = Words("guess-tried-bad", en="{count} rows: {reason}", zh="{count} 行：{reason}")
TO_DO = Words("guess-to-do", en="to fill in: {names}", zh="待填写：{names}")
THEN = Words("guess-then", en="Then: {command}", zh="然后执行：{command}")
LINE_REASON = Words("guess-line-reason", en="line {line}: {reason}", zh="第 {line} 行：{reason}")
