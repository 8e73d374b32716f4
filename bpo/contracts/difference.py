"""What changed between two texts of a contract: clauses that were added, removed or changed, field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bpo.core.documents import Document

BY_ID = ("terms", "kpis", "adjustments")
BY_NAME = ("quantities",)


@dataclass(frozen=True, slots=True)
class Change:
    """``section`` and ``name`` say where; ``field`` is empty for a clause that was added or removed. Values are as written."""

    kind: Literal["added", "removed", "changed", "moved"]
    section: str
    name: str
    field: str = ""
    before: str = ""
    after: str = ""


def changes(old: Document, new: Document) -> list[Change]:
    """Every change, in the order of the new contract; what was removed comes at the end of its section.

    Clauses are the same if they have the same id. Of lines that both have, a changed order is a change too: a clause builds on
    the lines above it.
    """
    before, after = old.plain(), new.plain()
    header = [key for key in {**after, **before} if key not in (*BY_ID, *BY_NAME)]
    found = [*_fields("", "contract", _only(before, header), _only(after, header))]
    for section in (*BY_NAME, *BY_ID):
        found += _section(section, _named(section, before.get(section)), _named(section, after.get(section)))
    return found


def _only(mapping: Mapping[str, Any], keys: list[str]) -> dict[str, Any]:
    return {key: mapping[key] for key in keys if key in mapping}


def _named(section: str, entries: Any) -> dict[str, Any]:
    if section in BY_NAME:
        return dict(entries or {})
    return {entry["id"]: entry for entry in entries or []}


def _section(section: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for name, entry in after.items():
        if name not in before:
            yield Change("added", section, name, after=as_written(entry))
        else:
            yield from _fields(section, name, before[name], entry)
    removed = [name for name in before if name not in after]
    yield from (Change("removed", section, name, before=as_written(before[name])) for name in removed)
    kept = [name for name in before if name in after], [name for name in after if name in before]
    if section in BY_ID and kept[0] != kept[1]:
        yield Change("moved", section, "", before=", ".join(kept[0]), after=", ".join(kept[1]))


def _fields(section: str, name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for field in {**after, **before}:
        old, new = before.get(field), after.get(field)
        if old != new:
            yield Change("changed", section, name, field, as_written(old), as_written(new))


def as_written(value: Any) -> str:
    """A value in one line, as the file would have it."""
    if value is None:
        return "–"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {as_written(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(as_written(item) for item in value) + "]"
    return str(value)
