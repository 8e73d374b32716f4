"""What was mistyped in a condition that is not understood, where its text tells: quotes, Chinese signs, words of other languages."""

import re

from bpo.core.fields import Mistake
from bpo.core.sql import NOT_ALIKE, UNKNOWN_COLUMN
from bpo.core.tables import Table
from bpo.core.words import Words

TEXT_MEANT = Words(
    "sql-text-meant",
    en="there is no column '{given}'; if it is a text, it stands in single quotes: '{given}'",
    zh="没有列 '{given}'；如为文本，请加单引号：'{given}'",
)
SIGN_MISTYPED = Words(
    "sql-sign-mistyped",
    en="'{given}' has no meaning in a condition; write {plain}",
    zh="条件中不能使用 '{given}'；请写 {plain}",
)
DAY_UNQUOTED = Words("sql-day-unquoted", en="a day stands in single quotes: '{given}'", zh="日期请加单引号：'{given}'")
NUMBER_QUOTED = Words(
    "sql-number-quoted", en="{left} is a number; write {given} without quotes", zh="{left} 是数字；{given} 请勿加引号"
)
VALUE_ALONE = Words(
    "sql-value-alone",
    en="after {word} a whole comparison stands again, not a value alone; of one column write: {column} IN ('…', {given})",
    zh="{word} 之后须再写完整的比较，不能只写取值；同一列请写：{column} IN ('…', {given})",
)
SIGNS = {
    "，": "AND",
    "、": "OR",
    "（": "(",
    "）": ")",
    "＝": "=",
    "＞": ">",
    "＜": "<",
    "≥": ">=",
    "≤": "<=",
    "≠": "<>",
    "&&": "AND",
    "contains": "LIKE '%…%'",
    "startswith": "LIKE '…%'",
    "equals": "=",
}
_SIGN = re.compile(r"[“”‘’，、（）＝＞＜≥≤≠]|&&|\b(?:contains|startswith|equals)\b", re.IGNORECASE)
_DAY = re.compile(r"\b\d{4}-\d{1,2}-\d{1,2}\b")
_ALONE = re.compile(r"(\w+)\s*=\s*'[^']*'\s+(OR|AND)\s+('[^']*')\s*(?=$|OR\b|AND\b|\))", re.IGNORECASE)


def mistyped(text: str, table: Table, mistake: Mistake) -> Mistake | None:
    """The mistake as its writer knows it, if the text tells what it is; else None."""
    outside = re.sub(r"'[^']*'", lambda quoted: " " * len(quoted[0]), text)
    if match := _SIGN.search(outside):
        around = match.start() == 0 or match.end() == len(text.rstrip())
        plain = SIGNS.get(match[0].lower()) or ('"' if match[0] in "“”" and around else "'")
        return Mistake(SIGN_MISTYPED, (), match.start(), len(match[0]), given=match[0], plain=plain)
    if match := _DAY.search(outside):
        return Mistake(DAY_UNQUOTED, (), match.start(), len(match[0]), given=match[0])
    if match := _ALONE.search(text):
        values = {"column": match[1], "word": match[2].upper(), "given": match[3]}
        return Mistake(VALUE_ALONE, (), match.start(3), len(match[3]), **values)
    if mistake.words is NOT_ALIKE:
        return _quoted_number(text, mistake)
    return _text_meant(text, table, mistake) if mistake.words is UNKNOWN_COLUMN else None


def _quoted_number(text: str, mistake: Mistake) -> Mistake | None:
    quoted = str(mistake.values["right"])
    number = quoted.strip("'")
    if not re.fullmatch(r"'\d+(\.\d+)?'", quoted) or quoted not in text:
        return None
    return Mistake(NUMBER_QUOTED, (), text.index(quoted), len(quoted), left=mistake.values["left"], given=number)


def _text_meant(text: str, table: Table, mistake: Mistake) -> Mistake | None:
    """A text without its quotes, or in double ones, which stands where SQL has a column: ``outcome = handled``."""
    given = str(mistake.values["given"])
    is_value = any(given in column.known for column in table.columns)
    before = text[: mistake.offset]
    compared = re.search(r"(=|<>|\bIN\s*\([^)]*)\s*$", before, re.IGNORECASE) and "nearest" not in mistake.values
    if not (is_value or compared or f'"{given}"' in text):
        return None
    return Mistake(TEXT_MEANT, (), mistake.offset, mistake.width, given=given)
