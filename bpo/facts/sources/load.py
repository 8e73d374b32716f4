"""A source file becomes a :class:`Source`, or every mistake in it with its line: all that can be checked without an export."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bpo.core.documents import Document, expect, read_document
from bpo.core.errors import BpoError, Problem, choices
from bpo.core.expr import TYPE_NAMES
from bpo.core.fields import Mistake
from bpo.core.filters import UNKNOWN_VALUE
from bpo.core.sql import read_expression
from bpo.core.tables import Column, ColumnType, Table, table
from bpo.core.validation import read_model
from bpo.core.words import Words
from bpo.facts.sources.checks_check import check_checks
from bpo.facts.sources.event_formats import CONTACT
from bpo.facts.sources.same_check import check_same_rows
from bpo.facts.sources.same_key import NEWEST, WITHDRAWN
from bpo.facts.sources.source import Source
from bpo.facts.sources.source_fields import PAGE

NOT_MAPPED = Words(
    "map-column-missing",
    en="'{given}' of table {table} is required and nothing is mapped to it",
    zh="数据表 {table} 的必填列 '{given}' 没有映射",
)
UNKNOWN_TARGET = Words(
    "map-column-unknown", en="table {table} has no column '{given}'", zh="数据表 {table} 没有列 '{given}'"
)
NOT_A_MOMENT = Words(
    "map-not-a-moment",
    en="'{given}' is not a moment that this file maps; only moments can be compared or subtracted here",
    zh="'{given}' 不是本文件映射的时刻列；此处只能比较或相减时刻",
)
NOT_A_COUNT = Words(
    "map-not-a-count",
    en="'{given}' is not a whole number that this file maps as it is; a mean or share is multiplied by such a count, as in 'times: answered'",
    zh="'{given}' 不是本文件直接映射的整数列；平均值或比例须与这样的数量相乘，例如 times: answered",
)
MAPPED_TWICE = Words(
    "map-twice",
    en="'{given}' stands in 'map' too; what every row of 'unpivot' has belongs there, and what differs here only",
    zh="'{given}' 在 map 中也有：各行相同的写在 map，各行不同的只写在 unpivot",
)
CIRCLE = Words("map-circle", en="'not_before' leads back to '{given}'", zh="not_before 循环引用了 '{given}'")
OUT_OF_PLACE = Words(
    "map-option-out-of-place",
    en="'{option}' says nothing for '{given}', which is {got}",
    zh="'{given}' 是{got}，不能使用 '{option}'",
)

NOT_HIDDEN = Words(
    "map-not-hidden",
    en="'{given}' is needed as it is; 'personal: {how}' would take it away",
    zh="'{given}' 必须保留，不能使用 'personal: {how}'",
)


def load_source(path: str | Path) -> Source:
    """Read a source file.

    Raises:
        BpoError: with every mistake at its file and line.
    """
    return read_source(read_document(path))


def read_source(document: Document) -> Source:
    """The same as :func:`load_source` for a document at hand."""
    expect(document, "source")
    problems = check_texts(document)
    source = None
    try:
        source = read_model(document, Source)
        source._document = document
        for variant in source.variants():
            problems += [problem for problem in check_mapping(variant) if problem not in problems]
        problems += check_checks(source)
    except BpoError as error:
        problems += error.problems
    if problems or source is None:
        raise BpoError(sorted(problems, key=lambda one: (one.where.line, one.where.column) if one.where else (0, 0)))
    return source


class AnyText(dict[str, ColumnType]):
    """The columns of a text export that is not open yet: every name is one, and all are text."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> ColumnType:
        return "text"


def check_texts(document: Document) -> list[Problem]:
    """Targets and expressions, read from the tree itself so that they are checked beside any other mistake."""
    plain = document.plain()
    if not isinstance(plain, dict):
        return []
    problems: list[Problem] = []
    target = table(str(plain.get("table")))
    columns, more = plain.get("map"), _unpivoted(plain)
    if target and isinstance(columns, dict):
        for at, name in [*((("map",), name) for name in columns), *((at, name) for at, one in more for name in one)]:
            where = document.where(document.find((*at, name))[1] or document.root)
            if name not in target.names:
                values = {"table": target.name, "page": PAGE, **choices(name, target.names)}
                problems.append(Problem(UNKNOWN_TARGET, where, values))
            elif at != ("map",) and name in columns:
                problems.append(Problem(MAPPED_TWICE, where, {"given": name}))
        for at, one in more or [(("map",), {})]:
            problems += _not_mapped(document, target, {**columns, **one}, at)
    kind = plain["format"].get("kind") if isinstance(plain.get("format"), dict) else None
    columns_of = CONTACT if kind in ("queue_log", "mod_callcenter") else AnyText()
    for loc, text in () if kind == "parquet" else _expressions(plain):
        try:
            read_expression(text, columns_of)
        except Mistake as mistake:
            where = document.where(document.find(loc)[0], mistake.offset, mistake.width)
            problems.append(Problem(mistake.words, where, mistake.values))
    return problems


def _not_mapped(
    document: Document, target: Table, columns: Mapping[str, Any], at: tuple[int | str, ...]
) -> list[Problem]:
    value, key = document.find(at)
    place = document.where(key or value)
    missing = [
        column.name
        for column in target.columns
        if column.required and column.name not in columns and not target.follows(column.name, columns)
    ]
    return [Problem(NOT_MAPPED, place, {"given": name, "table": target.name}) for name in missing]


def _unpivoted(plain: Mapping[str, Any]) -> list[tuple[tuple[int | str, ...], Mapping[str, Any]]]:
    """What each row of ``unpivot``, or every one of ``unpivot_columns``, adds to the map, with its place."""
    listed, columns = plain.get("unpivot"), plain.get("unpivot_columns")
    rows = enumerate(listed if isinstance(listed, list) else ())
    found: list[tuple[tuple[int | str, ...], Mapping[str, Any]]] = [
        (("unpivot", index), one) for index, one in rows if isinstance(one, dict)
    ]
    if isinstance(columns, dict) and isinstance(columns.get("map"), dict):
        found.append((("unpivot_columns", "map"), columns["map"]))
    return found


def _expressions(plain: Mapping[str, Any]) -> Iterator[tuple[tuple[int | str, ...], str]]:
    entries = plain.get("map")
    for at, group in [(("map",), entries), *_unpivoted(plain)]:
        for name, entry in group.items() if isinstance(group, dict) else ():
            text = entry.get("from") if isinstance(entry, dict) else entry
            if isinstance(text, str):
                yield (*at, name, "from"), text
    columns = plain.get("unpivot_columns")
    if isinstance(columns, dict) and isinstance(columns.get("only"), str):
        yield ("unpivot_columns", "only"), columns["only"]
    if isinstance(plain.get("only"), str):
        yield ("only",), plain["only"]
    for index, item in enumerate(plain["skip"] if isinstance(plain.get("skip"), list) else ()):
        text = item.get("when") if isinstance(item, dict) else item
        if isinstance(text, str):
            yield ("skip", index, "when"), text
    for index, item in enumerate(plain["reject"] if isinstance(plain.get("reject"), list) else ()):
        if isinstance(item, dict) and isinstance(item.get("when"), str):
            yield ("reject", index, "when"), item["when"]
    same = plain.get("same_key")
    newest = same.get(NEWEST) if isinstance(same, dict) else None
    text = newest.get("from") if isinstance(newest, dict) else newest
    if isinstance(text, str):
        yield ("same_key", NEWEST, "from"), text
    if isinstance(same, dict) and isinstance(same.get(WITHDRAWN), str):
        yield ("same_key", WITHDRAWN), same[WITHDRAWN]
    account = plain.get("account")
    if isinstance(account, dict) and isinstance(account.get("from"), str):
        yield ("account", "from"), account["from"]


def check_mapping(source: Source) -> list[Problem]:
    """Options that do not fit their column, codes that a column never holds, and references to other columns."""
    problems: list[Problem] = []
    for name, entry in source.map.items():
        column = source.table.column(name)
        if column is None:
            continue
        problems += _options(source, column)
        for option in ("not_before", "seconds_from", "to"):
            other = getattr(entry, option)
            if other is not None and other not in _moments(source):
                where = source.place("map", name, option)
                problems.append(Problem(NOT_A_MOMENT, where, choices(other, _moments(source))))
        if entry.times is not None and entry.times not in _counts(source):
            where = source.place("map", name, "times")
            problems.append(Problem(NOT_A_COUNT, where, choices(entry.times, _counts(source))))
        if _circular(source, name):
            problems.append(Problem(CIRCLE, source.place("map", name, "not_before"), {"given": name}))
        for code, value in (entry.codes or {}).items():
            if column.known and value not in (*column.known, None):
                where = source.place("map", name, "codes", code)
                problems.append(Problem(UNKNOWN_VALUE, where, {"column": name, **choices(str(value), column.known)}))
        if column.known and entry.otherwise is not None and entry.otherwise not in column.known:
            where = source.place("map", name, "otherwise")
            problems.append(Problem(UNKNOWN_VALUE, where, {"column": name, **choices(entry.otherwise, column.known)}))
    return [*problems, *check_same_rows(source)]


_FITS: Mapping[str, tuple[str, ...]] = {
    "format": ("instant", "day"),
    "duration": ("whole", "decimal"),
    "rounded": ("decimal",),
    "not_before": ("instant",),
    "if_earlier": ("instant",),
    "seconds_from": ("whole",),
    "codes": ("text", "yes_no"),
    "otherwise": ("text", "yes_no"),
    "times": ("whole",),
    "personal": ("text",),
}


def _options(source: Source, column: Column) -> list[Problem]:
    entry = source.map[column.name]
    problems = []
    for option, types in _FITS.items():
        hours_only = option == "duration" and column.type == "decimal" and column.unit != "hour"
        if option in entry.model_fields_set and (column.type not in types or hours_only):
            values = {"option": option, "given": column.name, "got": TYPE_NAMES[column.type]}
            problems.append(Problem(OUT_OF_PLACE, source.key_place("map", column.name, option), values))
    how = entry.personal
    if how is not None and (column.known or (how in ("drop", "last_4") and column.required)):
        values = {"given": column.name, "how": how}
        problems.append(Problem(NOT_HIDDEN, source.place("map", column.name, "personal"), values))
    return problems


def _moments(source: Source) -> list[str]:
    return [name for name in source.map if (c := source.table.column(name)) is not None and c.type == "instant"]


def _counts(source: Source) -> list[str]:
    whole = [name for name in source.map if (c := source.table.column(name)) is not None and c.type == "whole"]
    return [name for name in whole if source.map[name].times is None and source.map[name].source is not None]


def _circular(source: Source, name: str) -> bool:
    seen, here = {name}, source.map[name].not_before
    while here in source.map:
        if here in seen:
            return here == name
        seen.add(here)
        here = source.map[here].not_before
    return False
