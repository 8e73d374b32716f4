"""How the records of an XML file are cut: the element that is a record, and the paths to what it holds."""

import re
from collections import Counter
from contextlib import suppress
from typing import Final
from xml.parsers import expat

Path = tuple[str, ...]
COLUMNS_MAX: Final = 80
_NAME = re.compile(r"[\w.:-]+")
_DECLARED = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>", re.DOTALL)


def records_of(text: str) -> tuple[str, dict[str, str]] | None:
    """The name of the element that is a record, and the columns in it with their paths; None if there are none.

    Elements of one name that are most of what the outermost one holds are the records; else it is one itself.
    """
    paths = _paths(text)
    outer = next(iter(paths), None)
    if outer is None:
        return None
    record, inner = (
        outer,
        Counter({path: many for path, many in paths.items() if len(path) == 2 and path[-1][0] != "@"}),
    )
    if paths[outer] == 1 and inner:
        most, many = inner.most_common(1)[0]
        holds = any(path[:2] == most and len(path) > 2 for path in paths)
        record = most if many > 1 and many * 2 > inner.total() and holds else outer
    inside = [path[len(record) :] for path in paths if path[: len(record)] == record and len(path) > len(record)]
    leaves = [one for one in inside if not any(other[: len(one)] == one != other for other in inside)]
    columns: dict[str, str] = {}
    for leaf in leaves[:COLUMNS_MAX]:
        short, long = (re.sub(r"\W", "_", text.replace("@", "")) for text in (leaf[-1], "_".join(leaf)))
        columns[long if short in columns else short] = "/".join(leaf)
    return (record[-1], columns) if columns else None


def _paths(text: str) -> Counter[Path]:
    """Every element and attribute by its path, as far as the text can be read. What it declares is taken out unread."""
    stack: list[str] = []
    found: Counter[Path] = Counter()

    def begin(tag: str, attributes: dict[str, str]) -> None:
        stack.append(tag)
        found.update([tuple(stack[1:])] if len(stack) > 1 else [])
        found.update((*stack[1:], f"@{name}") for name in attributes if _NAME.fullmatch(name) and len(stack) > 1)

    def end(_: str) -> None:
        stack.pop()

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    with suppress(expat.ExpatError):  # broken somewhere: what came before it is enough
        parser.Parse(f"<all>{_DECLARED.sub('', text)}")
    return found
