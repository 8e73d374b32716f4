"""A parsed path as functions of Python: what most paths are made of, without an interpreter that looks at every node again for each record.

The grammar and all else stay the library's: a node that is not known here is handed to it, and a test holds that both find the same.
"""

from collections.abc import Callable, Sequence
from typing import Any

Walk = Callable[[Any], Any]
Node = dict[str, Any]
Library = Callable[[Node], Walk]


def walk_of(node: Node, library: Library) -> Walk:
    """What finds the value of a node in a value.

    Args:
        node: Of the tree that the library parsed.
        library: Makes the same of a node that is not known here.
    """
    kind, parts = node["type"], node["children"]
    name: Any = node.get("value")
    if kind == "field":
        return lambda value: value.get(name) if isinstance(value, dict) else None
    if kind in ("identity", "current"):
        return lambda value: value
    if kind == "index":
        return lambda value: value[name] if isinstance(value, list) and -len(value) <= name < len(value) else None
    if kind in ("subexpression", "index_expression", "pipe"):
        return _one_after_another([walk_of(part, library) for part in parts])
    if kind == "flatten":
        return _flattened(walk_of(parts[0], library))
    if kind == "projection":
        return _projected(walk_of(parts[0], library), walk_of(parts[1], library), None)
    if kind == "filter_projection":
        return _projected(*(walk_of(part, library) for part in parts))
    if kind in ("and_expression", "or_expression"):
        return _joined(walk_of(parts[0], library), walk_of(parts[1], library), goes_on_if=kind == "and_expression")
    if kind == "comparator" and name == "eq" and parts[1]["type"] == "literal" and isinstance(parts[1]["value"], str):
        left, text = walk_of(parts[0], library), parts[1]["value"]
        return lambda value: bool(left(value) == text)
    return library(node)


def _one_after_another(walks: Sequence[Walk]) -> Walk:
    def walk(value: Any) -> Any:
        for step in walks:
            value = step(value)
        return value

    return walk


def _flattened(base: Walk) -> Walk:
    def walk(value: Any) -> Any:
        found = base(value)
        if not isinstance(found, list):
            return None
        flat: list[Any] = []
        for one in found:
            if isinstance(one, list):
                flat += one
            else:
                flat.append(one)
        return flat

    return walk


def _projected(base: Walk, each: Walk, condition: Walk | None) -> Walk:
    def walk(value: Any) -> Any:
        found = base(value)
        if not isinstance(found, list):
            return None
        kept = found if condition is None else [one for one in found if not _is_nothing(condition(one))]
        return [made for one in kept if (made := each(one)) is not None]

    return walk


def _joined(left: Walk, right: Walk, *, goes_on_if: bool) -> Walk:
    def walk(value: Any) -> Any:
        found = left(value)
        return right(value) if _is_nothing(found) != goes_on_if else found

    return walk


def _is_nothing(value: Any) -> bool:
    """What a condition takes for false: nothing, and what is empty; a 0 is something."""
    return value is None or value is False or (isinstance(value, str | list | dict) and not value)
