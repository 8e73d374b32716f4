"""What single values of a source file mean: separators, encodings, time zones, date formats, names of tables."""

import codecs
import re
from collections.abc import Iterable
from typing import Annotated, Any, ClassVar

import polars as pl
from pydantic import BeforeValidator, WithJsonSchema

from bpo.core.errors import choices
from bpo.core.fields import A_TEXT, WRONG_SHAPE, FileModel, Mistake
from bpo.core.tables import TABLES, table
from bpo.core.words import Words
from bpo.core.zone_slips import UNKNOWN_ZONE, meant_zone
from bpo.core.zones import zone_names

PAGE = "docs/sources.md"

UNKNOWN_TABLE = Words("table-unknown", en="unknown table '{given}'", zh="未知的数据表 '{given}'")
UNKNOWN_ENCODING = Words(
    "encoding-unknown",
    en="unknown encoding '{given}'; write one such as utf-8, gb18030 (also for GBK, GB2312), utf-16, or windows-1252, which Windows calls ANSI "
    "in Western Europe",
    zh="未知编码 '{given}'；请写例如 utf-8、gb18030（兼容 GBK、GB2312）、utf-16；中文 Windows 所称 ANSI 即 gb18030",
)
ONE_CHARACTER = Words(
    "one-character", en="one character is expected here, or the word tab", zh="此处应为一个字符，或写 tab"
)
NOT_A_FORMAT = Words(
    "format-not-understood",
    en="'{given}' is no format of a date; write one such as %Y-%m-%d %H:%M:%S, or epoch, or epoch_ms",
    zh="'{given}' 不是日期格式；请写例如 %Y-%m-%d %H:%M:%S，或 epoch、epoch_ms",
)

NOT_A_PATTERN = Words(
    "pattern-not-understood",
    en="'{given}' is no regular expression; write one such as '[0-9]{{1,2}}', which fits the headings 1 to 31",
    zh="'{given}' 不是正则表达式；请写例如 '[0-9]{{1,2}}'，匹配列名 1 至 31",
)


class SourcePart(FileModel):
    """A part of a source file."""

    page: ClassVar[str] = PAGE


def _separator(given: Any) -> str:
    named = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "\\t": "\t"}
    text = named.get(given, given) if isinstance(given, str) else ""
    if len(text) != 1 or text in "\r\n":
        raise Mistake(ONE_CHARACTER)
    return text


def _quote(given: Any) -> str:
    return "" if given in ("none", None) else _separator(given)


def _encoding(given: Any) -> str:
    try:
        name = codecs.lookup(given).name
        "".encode(name)
    except (LookupError, TypeError, ValueError):
        raise Mistake(UNKNOWN_ENCODING, given=str(given)) from None
    return "utf-8-sig" if name == "utf-8" else name


def _timezone(given: Any) -> str:
    if not isinstance(given, str):
        raise Mistake(WRONG_SHAPE, expected=A_TEXT)
    if given not in zone_names():
        raise Mistake(UNKNOWN_ZONE, given=given, nearest=meant_zone(given, zone_names()))
    return given


_DIRECTIVES = set("YyCGgmbBhdejDFvHkIlMSfPpTRXrczsxntAaUWVuw%+:.3690-_")


def _moment_format(given: Any) -> str:
    """A format that Polars reads: only directives that it knows, a year, and an hour with its minute."""
    if given in ("epoch", "epoch_ms"):
        return str(given)
    letters = re.findall("%(.)", given) if isinstance(given, str) else []
    if not set(letters) <= _DIRECTIVES or not set(letters) & set("YyDFvcxs+G"):
        raise Mistake(NOT_A_FORMAT, given=str(given))
    if bool(set(letters) & set("HkIl")) != ("M" in letters):
        raise Mistake(NOT_A_FORMAT, given=given)
    return str(given)


def _table(given: Any) -> str:
    if not isinstance(given, str) or table(given) is None:
        raise Mistake(UNKNOWN_TABLE, **choices(str(given), [known.name for known in TABLES]))
    return given


def _pattern(given: Any) -> str:
    """A regular expression as Polars reads it: its time grows with the text alone."""
    if not isinstance(given, str):
        raise Mistake(WRONG_SHAPE, expected=A_TEXT)
    try:
        fitting(given, [""])
    except pl.exceptions.PolarsError:
        raise Mistake(NOT_A_PATTERN, given=given) from None
    return given


def fitting(pattern: str, names: Iterable[str]) -> list[str]:
    """The names that fit a pattern from their first letter to their last."""
    column = pl.Series(list(names), dtype=pl.String)
    return column.filter(column.str.contains(f"^(?:{pattern})$")).to_list()


Separator = Annotated[str, BeforeValidator(_separator)]
Quote = Annotated[str, BeforeValidator(_quote)]
"""One character; empty where quotes are letters like any other."""
Encoding = Annotated[str, BeforeValidator(_encoding)]
"""As Python names it; UTF-8 with or without a byte order mark is ``utf-8-sig``."""
Timezone = Annotated[str, BeforeValidator(_timezone)]
MomentFormat = Annotated[str, BeforeValidator(_moment_format)]
Pattern = Annotated[str, BeforeValidator(_pattern)]
TableName = Annotated[
    str, BeforeValidator(_table), WithJsonSchema({"enum": [known.name for known in TABLES], "type": "string"})
]
