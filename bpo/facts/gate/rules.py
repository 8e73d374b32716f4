"""The rules that a row must keep to become a fact, and what is said about one that does not.

A rule is a Polars condition that is true where it is broken. The rules of a canonical table follow from its columns; those
of a source (unreadable values, unknown codes, rejections) are made where its columns are mapped.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from bpo.core.tables import Table
from bpo.core.words import LANGS, Lang, Text, Words

OUT = "\x1f>"
"""Before the name of a canonical column, until the export's own columns of the same name are gone."""
GIVEN = "\x1f<"
"""Before the name of a canonical column: the text or value that it was made from."""

FIELDS = Words(
    "row-fields", en="the row has {given} fields instead of {expected}", zh="该行有 {given} 个字段，应为 {expected} 个"
)
QUOTE = Words("row-quote", en="a quote is not closed, or text follows it", zh="引号未闭合，或引号后还有文字")
ENCODING = Words("row-encoding", en="a byte is not valid {expected}", zh="含有不符合 {expected} 编码的字节")
CELL_ERROR = Words(
    "row-cell-error",
    en="the workbook has an error in place of a value: {given}",
    zh="工作簿中此处是错误而不是值：{given}",
)
CELL_FORMULA = Words(
    "row-cell-formula",
    en="a formula whose result is not stored in the workbook: {given}. Open it in a spreadsheet program and save it",
    zh="工作簿没有存储公式的结果：{given}。请用电子表格软件打开并保存",
)
JSON_SYNTAX = Words("json-syntax", en="no valid JSON at {given} (line:column)", zh="{given}（行:列）处不是有效的 JSON")
JSON_OPEN = Words(
    "json-open", en="what was begun is not closed: was the file cut off?", zh="记录或数组没有结束：文件是否被截断？"
)
JSON_KEY = Words("json-key", en="the key '{given}' stands twice in one object", zh="同一对象中键 '{given}' 出现两次")
JSON_NUMBER = Words(
    "json-number", en="'{given}' is no number of JSON, or far too long for one", zh="'{given}' 不是 JSON 数字，或过长"
)
JSON_DEPTH = Words("json-depth", en="it is nested deeper than {given} levels", zh="嵌套超过 {given} 层")
JSON_RECORD = Words(
    "json-record",
    en="a record is an object in {{ }}; here is '{given}'",
    zh="记录应为 {{ }} 中的对象；此处是 '{given}'",
)
JSON_VALUE = Words(
    "json-value",
    en="'{given}' is not one value here: choose one, as by [0], or add numbers up by total(…)",
    zh="'{given}' 在此不是单个值：请用 [0] 取其一，或用 total(…) 求和",
)
JSON_CHARACTER = Words(
    "json-character", en="half of a character, such as \\ud83d alone", zh="不完整的字符，例如单独的 \\ud83d"
)
NO_EVENT = Words(
    "row-event",
    en="this is no event of the log, or its time, call or queue is missing",
    zh="此处不是日志中的事件，或缺少时间、通话编号、队列",
)
NO_XML = Words("row-xml", en="the record cannot be read as XML: {given}", zh="该记录无法按 XML 读取：{given}")
NO_END = Words(
    "contact-no-end",
    en="the contact has no end here; its last event (line) is {given}. Ingest this file again together with the next one of the log",
    zh="该联络在此没有结束；最后的事件（行）为 {given}。请与日志的下一个文件一起重新导入",
)
NO_BEGINNING = Words(
    "contact-no-beginning",
    en="the contact has no beginning here; its first event (line) is {given}. Ingest this file together with the one before it",
    zh="该联络在此没有开始；最早的事件（行）为 {given}。请与日志的上一个文件一起导入",
)
MISSING = Words("value-missing", en="'{column}' is empty", zh="“{column}”为空")
NOT_KNOWN = Words("value-not-known", en="'{column}' cannot be '{given}'", zh="“{column}”不能取值 '{given}'")
TOO_SMALL = Words("value-too-small", en="'{column}' is {given}, below {least}", zh="“{column}”为 {given}，小于 {least}")
NOT_PLAUSIBLE = Words(
    "value-not-plausible",
    en="'{given}' in '{column}' is outside the years {first} to {last}",
    zh="“{column}”中的 '{given}' 不在 {first} 至 {last} 年之间",
)
EARLIER = Words(
    "value-earlier", en="'{column}' is earlier than '{than}': {given}", zh="“{column}”早于“{than}”：{given}"
)
LONGER = Words(
    "value-longer",
    en="'{column}' is {given}, longer than the contact from 'started_at' to 'ended_at' by more than {tolerated} seconds",
    zh="“{column}”为 {given}，比从 started_at 到 ended_at 的联络时长多出 {tolerated} 秒以上",
)
PART_OF = Words(
    "value-part-above-whole",
    en="'{column}' is {given}, more than '{whole}', of which it is a part",
    zh="“{column}”为 {given}，大于其所属的“{whole}”",
)
SAME_KEY = Words(
    "key-other-content",
    en="same key as {first}, other content in: {given}",
    zh="与 {first} 键相同，但以下内容不同：{given}",
)

YEARS = (1900, 2199)
"""Years that facts can lie in. 9999-12-31 and 0001-01-01 stand for 'never' in many systems; a source says so by nullif."""

ORDER: Mapping[str, tuple[tuple[str, str], ...]] = {
    "interactions": (("started_at", "queued_at"), ("started_at", "answered_at"), ("started_at", "ended_at")),
    "sales": (("sold_at", "cancelled_at"),),
    "cases": (("opened_at", "closed_at"),),
    "timesheets": (("started_at", "ended_at"),),
    "roster": (("from_day", "to_day"), ("from_day", "left_on"), ("to_day", "left_on")),
}
"""Of each pair, the second is never earlier than the first."""


CONTACT = ("started_at", "ended_at")
LONGEST: Mapping[str, tuple[str, ...]] = {"interactions": ("talk_seconds", "hold_seconds")}
"""What takes no longer than the contact itself. After-call work does, and waiting may be counted from before."""
PARTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "traffic": (("answered_in_time", "answered"), ("abandoned_in_time", "abandoned"))
}
"""Of each pair, the first is a part of the second. What was answered is no part of what was offered in the same half-hour: a
contact may wait from one into the next."""
CLOCKS_DIFFER_SECONDS = 60
"""Two clocks of one system may disagree, and times may be written in whole minutes."""


@dataclass(frozen=True)
class Rule:
    """``broken`` is true for a row that breaks it; ``given`` is what the row had instead, to be shown."""

    id: str
    words: Words
    values: Mapping[str, Any] = field(default_factory=dict)
    broken: pl.Expr | None = None
    given: pl.Expr | None = None

    def reason(self, lang: Lang, given: pl.Expr | None = None) -> pl.Expr:
        """The rule's sentence with what the row had, as a column of text."""
        mark = "\x00"
        said = self.words.say(lang, {**self.values, "given": mark})
        shown = (self.given if given is None else given) if mark in said else None
        value = pl.lit("") if shown is None else shown.cast(pl.String).fill_null("").str.slice(0, 80)
        parts = [pl.lit(part) for part in said.split(mark)]
        return pl.concat_str([one for part in parts for one in (part, value)][:-1])

    def title(self) -> Text:
        """The rule in short, for a table of counts."""
        said = {lang: self.words.say(lang, {**self.values, "given": "…"}) for lang in LANGS}
        return Text(zh=said["zh"], en=said["en"])


def json_rules(encoding: str) -> list[Rule]:
    """Rules of cutting JSON into records and finding one value by each path; the reader finds their breaches."""
    return [
        Rule("row.encoding", ENCODING, {"expected": encoding}),
        Rule("json.syntax", JSON_SYNTAX),
        Rule("json.open", JSON_OPEN),
        Rule("json.key", JSON_KEY),
        Rule("json.number", JSON_NUMBER),
        Rule("json.depth", JSON_DEPTH),
        Rule("json.record", JSON_RECORD),
        Rule("json.value", JSON_VALUE),
        Rule("json.character", JSON_CHARACTER),
    ]


def structural_rules(fields: str, encoding: str) -> list[Rule]:
    """Rules of the cutting itself; the reader finds their breaches."""
    return [
        Rule("row.encoding", ENCODING, {"expected": encoding}),
        Rule("row.quote", QUOTE),
        Rule("row.fields", FIELDS, {"expected": fields}),
        Rule("row.cell_error", CELL_ERROR),
        Rule("row.cell_formula", CELL_FORMULA),
        Rule("row.xml", NO_XML),
        Rule("row.event", NO_EVENT),
        Rule("contact.no_beginning", NO_BEGINNING),
        Rule("contact.no_end", NO_END),
    ]


def key_rule() -> Rule:
    """A key stands for one content. Found at the end, against the file and the lake."""
    return Rule("key.unique", SAME_KEY, {"first": "…"})


def table_rules(table: Table, mapped: set[str], of_means: Collection[str] = ()) -> list[Rule]:
    """The rules that follow from a canonical table, for the columns that are mapped; those ``of_means`` were rounded before they
    became totals, and may lie a little above what they are a part of."""
    rules: list[Rule] = []
    for column in table.columns:
        if column.name not in mapped:
            continue
        value, named = pl.col(OUT + column.name), {"column": column.name}
        if column.required:
            nothing = value.is_null() & pl.col(GIVEN + column.name).is_null()
            rules.append(Rule(f"{column.name}.required", MISSING, named, nothing))
        if column.known:
            rules.append(Rule(f"{column.name}.known", NOT_KNOWN, named, ~value.is_in(list(column.known)), value))
        if column.at_least is not None:
            least = {**named, "least": column.at_least}
            rules.append(Rule(f"{column.name}.at_least", TOO_SMALL, least, value < column.at_least, value))
        if column.type in ("instant", "day"):
            years = {**named, "first": str(YEARS[0]), "last": str(YEARS[1])}
            beyond = (value < date(YEARS[0], 1, 1)) | (value >= date(YEARS[1] + 1, 1, 1))
            rules.append(Rule(f"{column.name}.plausible", NOT_PLAUSIBLE, years, beyond, pl.col(GIVEN + column.name)))
    for first, second in ORDER.get(table.name, ()):
        if {first, second} <= mapped:
            earlier = pl.col(OUT + second) < pl.col(OUT + first)
            than = {"column": second, "than": first}
            first_pair = next(one for one in ORDER[table.name] if one[1] == second)
            id_ = f"{second}.order" if (first, second) == first_pair else f"{second}.order_{first}"
            rules.append(Rule(id_, EARLIER, than, earlier, pl.col(GIVEN + second)))
    rules += [_part_of(*pair) for pair in PARTS.get(table.name, ()) if {*pair} <= mapped - {*of_means}]
    rules += [_within_the_contact(name) for name in LONGEST.get(table.name, ()) if {*CONTACT, name} <= mapped]
    return rules


def _part_of(part: str, whole: str) -> Rule:
    value = pl.col(OUT + part)
    return Rule(f"{part}.part", PART_OF, {"column": part, "whole": whole}, value > pl.col(OUT + whole), value)


def _within_the_contact(name: str) -> Rule:
    seconds = pl.col(OUT + name)
    began, ended = (pl.col(OUT + moment) for moment in CONTACT)
    longer = seconds > (ended - began).dt.total_seconds() + CLOCKS_DIFFER_SECONDS
    values = {"column": name, "tolerated": CLOCKS_DIFFER_SECONDS}
    return Rule(f"{name}.longer", LONGER, values, longer, seconds)
