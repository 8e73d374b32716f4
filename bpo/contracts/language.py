"""The version of the contract language: a contract that was signed years ago is read as it was meant then.

A contract may say ``bpo: 1``; one that does not is of version 1. A field that is renamed goes on being read under its old name in
every contract of an earlier version than the one in which that name ends.

As a JSON Schema the language is what editors complete and check while a file is written. A schema knows shapes, not sense: that bands
are in order, names exist and percents are meant is told by ``bpo check``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter

from bpo.core.documents import Document
from bpo.core.errors import BpoError, Problem, fail
from bpo.core.fields import FileModel
from bpo.core.words import Words
from bpo.core.yaml_tree import Node

VERSION = 1
"""The newest version. It rises when a name ends or a field comes to mean something else, not when one is added."""

NEWER = Words(
    "language-newer",
    en="this contract is in version {given} of the language, and this bpo knows {newest} at most: use a newer bpo",
    zh="本合同使用第 {given} 版合同语言，当前 bpo 最高支持第 {newest} 版：请使用更新版本的 bpo",
)
NO_VERSION = Words(
    "language-version",
    en="'{given}' is no version of the language; write a whole number from 1 to {newest}",
    zh="'{given}' 不是合同语言的版本号；请写 1 至 {newest} 的整数",
)
ENDED = Words(
    "language-name-ended",
    en="'{given}' is called '{now}' since version {version} of the language",
    zh="自第 {version} 版合同语言起，'{given}' 改称 '{now}'",
)


@dataclass(frozen=True, slots=True)
class Renamed:
    """A field of the language with another name than once.

    ``section`` says in which mappings it stands: the names on the way, ``*`` for any name or place in a list, such as
    ``("terms", "*")``. ``ends`` is the first version in which the old name is refused.
    """

    section: tuple[str, ...]
    old: str
    new: str
    ends: int


RENAMED: Sequence[Renamed] = ()
"""Every field that was renamed. None was so far."""


def in_words_of_today(document: Document, renamed: Sequence[Renamed] = RENAMED, newest: int = VERSION) -> Document:
    """A contract with the names that its fields have today; every name keeps its place in the file.

    Raises:
        BpoError: for a version that is none or is newer, or a name that has ended in the contract's version.
    """
    version = _version(document, newest)
    root, problems = document.root, list[Problem]()
    for one in renamed:
        root = _with_new_name(root, one.section, one, version, document, problems)
    if problems:
        raise BpoError(problems)
    return document if root is document.root else replace(document, root=root)


def _version(document: Document, newest: int) -> int:
    root = document.root.value
    said = root.get("bpo") if isinstance(root, dict) else None
    if said is None:
        return 1
    node, text = said[1], said[1].value if isinstance(said[1].value, str) else ""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise fail(NO_VERSION, document.where(node), given=text[:20], newest=newest)
    if int(text) > newest:
        raise fail(NEWER, document.where(node), given=text, newest=newest)
    return int(text)


def _with_new_name(
    node: Node, way: Sequence[str], one: Renamed, version: int, document: Document, problems: list[Problem]
) -> Node:
    """The node with the field renamed in every mapping that the way leads to; the node itself where there is none."""
    if way:
        step, *rest = way
        if isinstance(node.value, list) and step == "*":
            items = [_with_new_name(item, rest, one, version, document, problems) for item in node.value]
            return node if all(a is b for a, b in zip(items, node.value, strict=True)) else replace(node, value=items)
        if not isinstance(node.value, dict):
            return node
        pairs = {
            name: (key, _with_new_name(value, rest, one, version, document, problems) if step in ("*", name) else value)
            for name, (key, value) in node.value.items()
        }
        same = all(pairs[name][1] is value for name, (_, value) in node.value.items())
        return node if same else replace(node, value=pairs)
    if not isinstance(node.value, dict) or one.old not in node.value:
        return node
    key = node.value[one.old][0]
    if version >= one.ends or one.new in node.value:
        values = {"given": one.old, "now": one.new, "version": one.ends}
        problems.append(Problem(ENDED, document.where(key), values))
        return node
    return replace(node, value={one.new if name == one.old else name: pair for name, pair in node.value.items()})


DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(model: type[FileModel]) -> dict[str, Any]:
    """The schema of a contract, a scenario, a cost or measures file, with the descriptions of its parts."""
    return {"$schema": DIALECT, **model.model_json_schema(by_alias=True)}


def printed_schema(shape: Any) -> dict[str, Any]:
    """The schema of JSON as it is printed."""
    return {"$schema": DIALECT, **TypeAdapter(shape).json_schema(mode="serialization")}
