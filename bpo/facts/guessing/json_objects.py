"""How the records of a JSON file are cut: the name of the array that holds them, and the paths to what lies deeper in a record."""

import re
from collections.abc import Iterator
from typing import Any, Final

from bpo.facts.reading.json_text import DEPTH_MAX, LENIENT, depth_of

OBJECTS_LOOKED_AT: Final = 200
COLUMNS_MAX: Final = 60
_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def objects_of(text: str) -> tuple[str | None, dict[str, str]] | None:
    """The array of records, if an object holds it, and columns for values inside objects inside a record; None without a record."""
    if depth_of(text) > DEPTH_MAX:
        return None, {}
    tops = list(_tops(text))
    rows = next((name for top in tops[:1] for name in _arrays(top)), None)
    records = [one for top in tops for one in (top[rows] if rows is not None and rows in top else [top])]
    if not records:
        return None
    columns: dict[str, str] = {}
    for record in records[:OBJECTS_LOOKED_AT]:
        for path in _deeper(record, ()):
            if len(columns) < COLUMNS_MAX:
                columns.setdefault("_".join(path), ".".join(path))
    own = {name for record in records[:OBJECTS_LOOKED_AT] for name in record}
    return rows, {name: path for name, path in columns.items() if name not in own}


def _tops(text: str) -> Iterator[dict[str, Any]]:
    """The outermost objects, or those of an array; what is broken ends them."""
    at, many = 0, 0
    while many < OBJECTS_LOOKED_AT and (found := re.compile(r"[\s,]*").match(text, at)) and found.end() < len(text):
        try:
            value, at = LENIENT.raw_decode(text, found.end())
        except (ValueError, RecursionError):
            return
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                many += 1
                yield one


def _arrays(top: dict[str, Any]) -> Iterator[str]:
    """Names of arrays of objects, of an object that has little besides: a page of a list, not a record with parts."""
    plain = [name for name, value in top.items() if not isinstance(value, (list, dict))]
    for name, value in top.items():
        is_list = isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)
        if is_list and _NAME.fullmatch(name) and len(plain) <= len(value[0]):
            yield name


def _deeper(value: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for name, one in value.items():
        if not _NAME.fullmatch(name):
            continue
        if isinstance(one, dict):
            yield from _deeper(one, (*path, name))
        elif path and not isinstance(one, list):
            yield (*path, name)
