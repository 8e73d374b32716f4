"""What was mistyped where a text is no YAML: the parser only tells where it could not go on, often a line or a block too late."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bpo.core.words import Text, Words

NOT_YAML = Words("not-yaml", en="this is not YAML: {reason}", zh="不是有效的 YAML：{reason}")
NOT_CLOSED = Words(
    "yaml-not-closed",
    en="the quote, bracket or brace that begins here is never closed",
    zh="此处开始的引号、方括号或花括号没有结束",
)
NOT_OPENED = Words("yaml-not-opened", en="'{given}' closes what nothing opens", zh="'{given}' 没有对应的左括号")
FULL_WIDTH = Words(
    "yaml-full-width",
    en="'{given}' is a full-width sign; write '{plain}' and a space after it",
    zh="'{given}' 是全角符号；请写半角 '{plain}'，其后加空格",
)
NO_SPACE = Words("yaml-no-space", en="a space is missing after '{given}'", zh="'{given}' 之后缺少空格")
TAB = Words("yaml-tab", en="a tab stands here; indent with spaces", zh="此处有制表符（Tab）；请用空格缩进")
COLON_MISSING = Words("yaml-colon-missing", en="a colon is missing; write '{plain}'", zh="缺少冒号；请写 '{plain}'")
COMMA_MISSING = Words(
    "yaml-comma-missing", en="a comma is missing before '{given}'", zh="'{given}' 之前缺少逗号（半角 ','）"
)
COLON_IN_TEXT = Words(
    "yaml-colon-in-text",
    en="a text in which a colon and a space stand is put in quotes: {given}",
    zh="文本中含“冒号加空格”时须加引号：{given}",
)
SIGN_FIRST = Words(
    "yaml-sign-first",
    en="a text cannot begin with '{given}' unless it is in quotes",
    zh="以 '{given}' 开头的文本须加引号",
)
QUOTE_INSIDE = Words(
    "yaml-quote-inside",
    en='the text ends at the quote before this; write inner quotes of the other kind: "it\'s" or \'say "it"\'',
    zh='文本在前一个引号处已结束；内层请用另一种引号："it\'s" 或 \'say "it"\'',
)
COMMENT_INSIDE = Words(
    "yaml-comment-inside",
    en="from ' #' on the line is a comment, so what is opened before it stays open; put the text in quotes",
    zh="空格后的 '#' 起为注释，其前的括号因此未关闭；请将该文本加引号",
)
TOO_DEEP_HERE = Words(
    "yaml-indented-deeper",
    en="this line is indented deeper than line {above}, which has its value already; let both begin in the same column",
    zh="本行缩进比第 {above} 行深，而该行已有取值；请与其对齐",
)
NOT_ALIGNED = Words(
    "yaml-not-aligned",
    en="this line is indented as none of the lines that it could belong to; let it begin in the same column as they do",
    zh="本行的缩进与所属各行都不一致；请与同级各行对齐",
)
DASH_MISSING = Words(
    "yaml-dash-missing",
    en="each entry of a list begins with '- ', as in line {other}; this one does not",
    zh="列表的每一项以 '- ' 开头（如第 {other} 行），此处没有",
)
LIST_IN_LINE = Words(
    "yaml-list-in-line", en="an entry of a list, '- …', begins in a line of its own", zh="列表项 '- …' 须另起一行"
)
LOOK_AROUND = Text(
    zh="请检查此处及上一行的缩进、冒号、逗号与引号",
    en="check indentation, colons, commas and quotes here and in the line above",
)

_FULL_WIDTH = re.compile(r"(?:^\s*(?:-\s+)?|[{,]\s*)[a-z_]+(?P<sign>：)|[\d%\]}](?P<comma>，)\s*[a-z_]+\s*[:：]")
_NO_SPACE = re.compile(r"\s*(?:-\s+)?(?P<key>[a-z_]+:)[^\s/]|\s*(?P<dash>-)[a-z_{\[\"']")
_PAIR = re.compile(r"\s*(?:- +)*[\w.-]+:(?:\s|$)")
_ENTRY = re.compile(r"\s*-\s")


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistake with the line and column from 1 where it was made, and how many characters are meant."""

    words: Words
    line: int
    column: int
    width: int = 1
    values: dict[str, Any] = field(default_factory=dict)


def slip_of(error: Any, lines: Sequence[str]) -> Slip:
    """What was most likely mistyped, for an error of the parser that has its place."""
    mark = error.problem_mark or error.context_mark
    begun = error.context_mark or mark
    line, column = mark.line + 1, mark.column + 1
    problem, context = error.problem or "", error.context or ""
    text = _line(lines, line)
    if text[column - 1 : column] == "\t":
        return Slip(TAB, line, column)
    if "simple key" in context:
        return _sign_or_space(lines, (begun.line + 1, line)) or _colon(lines, begun.line + 1, begun.column + 1)
    at_begin = (begun.line + 1, begun.column + 1)
    if error.context_mark and mark.line >= len(lines):
        return _comment(lines, *at_begin) or Slip(NOT_CLOSED, *at_begin)
    if found := _sign_or_space(lines, (line, line - 1)):
        return found
    if "start any token" in problem or "an alias" in context or "an anchor" in context or "block scalar" in context:
        return Slip(SIGN_FIRST, *at_begin, values={"given": _line(lines, at_begin[0])[at_begin[1] - 1]})
    if text[: column - 1].rstrip()[-1:] in ("'", '"'):
        return Slip(QUOTE_INSIDE, line, column)
    if "mapping values" in problem:
        return _second_colon(lines, line, column)
    if "sequence entries are not allowed" in problem:
        return Slip(LIST_IN_LINE, line, column)
    if "expected ','" in problem:
        return _in_braces(lines, line, column, *at_begin)
    if "expected key" in problem or "'-' indicator" in problem:
        return _out_of_line(lines, line, column)
    return Slip(NOT_YAML, line, column, values={"reason": LOOK_AROUND})


def _line(lines: Sequence[str], number: int) -> str:
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _sign_or_space(lines: Sequence[str], numbers: Sequence[int]) -> Slip | None:
    """What is easily typed instead of ': ', ', ' and '- '."""
    for number in numbers:
        text = _line(lines, number)
        if match := _FULL_WIDTH.search(text):
            sign = "sign" if match["sign"] else "comma"
            plain = unicodedata.normalize("NFKC", match[sign])
            return Slip(FULL_WIDTH, number, match.start(sign) + 1, values={"given": match[sign], "plain": plain})
        if match := _NO_SPACE.match(text):
            part = "key" if match["key"] else "dash"
            return Slip(NO_SPACE, number, match.start(part) + 1, len(match[part]), {"given": match[part]})
    return None


def _colon(lines: Sequence[str], line: int, column: int) -> Slip:
    """A line that should have been ``name: value``, or the ``name:`` of what stands below it."""
    written = _line(lines, line)[column - 1 :].split(" #")[0].rstrip()
    name, _, value = written.partition(" ")
    return Slip(COLON_MISSING, line, column, len(written), {"plain": f"{name}: {value.strip()}".rstrip()})


def _second_colon(lines: Sequence[str], line: int, column: int) -> Slip:
    text = _line(lines, line)
    first = re.match(r"\s*(?:- +)*[^\s:]+:\s+", text[: column - 1])
    if first:
        rest = text[first.end() :].split(" #")[0].rstrip()
        for close, opening in (("}", "{"), ("]", "[")):
            if rest.endswith(close) and opening not in text:
                return Slip(NOT_OPENED, line, first.end() + len(rest), values={"given": close})
        quoted = f'"{rest}"' if '"' not in rest else f"'{rest}'"
        return Slip(COLON_IN_TEXT, line, first.end() + 1, len(rest), {"given": quoted})
    above = next((number for number in range(line - 1, 0, -1) if _line(lines, number).strip()), line)
    begin = len(text) - len(text.lstrip()) + 1
    return Slip(TOO_DEEP_HERE, line, begin, max(1, column - begin), {"above": above})


def _in_braces(lines: Sequence[str], line: int, column: int, begun_line: int, begun_column: int) -> Slip:
    if comment := _comment(lines, begun_line, begun_column):
        return comment
    text = _line(lines, line)
    here = text[column - 1 : column]
    if here in ("}", "]") or (line > begun_line and (_ENTRY.match(text) or _PAIR.match(text))):
        return Slip(NOT_CLOSED, begun_line, begun_column)
    given = re.split(r"[\s,:}\]]", text[: column - 1].rstrip())[-1] if here == ":" else text[column - 1 :].split(" ")[0]
    place = text.rfind(given, 0, column) + 1 if here == ":" else column
    return Slip(COMMA_MISSING, line, max(1, place), len(given) or 1, {"given": given})


def _comment(lines: Sequence[str], line: int, column: int) -> Slip | None:
    """A comment after a bracket that was opened in the same line: what closes it was meant to stand in the comment."""
    text = _line(lines, line)
    place = text.find(" #", column)
    opened = text[column - 1 : column]
    closing = {"{": "}", "[": "]"}.get(opened, "")
    return Slip(COMMENT_INSIDE, line, place + 2) if place >= 0 and closing and closing in text[place:] else None


def _out_of_line(lines: Sequence[str], line: int, column: int) -> Slip:
    """A line that ends a block without belonging to any around it: a list whose first entry lacks its dash, or a wrong indent."""
    text = _line(lines, line)
    indent = len(text) - len(text.lstrip())
    above = [n for n in range(line - 1, 0, -1) if (one := _line(lines, n)).strip() and not one.lstrip().startswith("#")]
    outer = next((n for n in above if len(one := _line(lines, n)) - len(one.lstrip()) < indent), None)
    first = next((n for n in reversed(above) if outer is not None and n > outer), None)
    if _ENTRY.match(text) and first is not None and not _ENTRY.match(_line(lines, first)):
        begun = _line(lines, first)
        return Slip(DASH_MISSING, first, len(begun) - len(begun.lstrip()) + 1, values={"other": line})
    return Slip(NOT_ALIGNED, line, max(column, indent + 1))
