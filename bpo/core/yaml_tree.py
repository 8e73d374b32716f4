"""The tree of a YAML text, each node with its line and column, and what is wrong where the text is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from bpo.core.errors import BpoError, Problem, Where, fail
from bpo.core.words import Words
from bpo.core.yaml_slips import LOOK_AROUND, NOT_YAML, slip_of

DEPTH_MAX = 24
NODES_MAX = 100_000

TOO_DEEP = Words("yaml-too-deep", en="more than {most} levels of nesting", zh="嵌套超过 {most} 层")
TOO_MANY = Words(
    "yaml-too-many-nodes",
    en="more than {most} values once every alias is written out",
    zh="展开所有别名后超过 {most} 个值",
)
DUPLICATE_KEY = Words(
    "duplicate-key",
    en="'{given}' is written twice; the first is in line {first}",
    zh="'{given}' 写了两次；第一次在第 {first} 行",
)
SECOND_DOCUMENT = Words(
    "yaml-second-document",
    en="a second document begins here; write one file for each contract",
    zh="此处开始第二份文档；每个文件只写一份",
)
NO_ANCHOR = Words(
    "yaml-no-anchor",
    en="'*{given}' repeats what '&{given}' marks, but nothing above is marked so",
    zh="'*{given}' 引用 '&{given}' 标记的内容，但其上方没有该标记",
)
EMPTY = Words("file-empty", en="the file is empty", zh="文件为空")
KEY_NOT_TEXT = Words("key-not-text", en="a name must be plain text", zh="名称必须是纯文本")


@dataclass(frozen=True, slots=True)
class Node:
    """A value in a file: text, a list of nodes, or a mapping from name to (the name's node, the value's node)."""

    value: str | list[Node] | dict[str, tuple[Node, Node]]
    line: int
    column: int
    width: int
    is_null: bool = False


def read_tree(path: str, text: str) -> Node:
    """The tree of a text.

    Raises:
        BpoError: if it is not YAML, repeats a key, or is deeper or larger than any contract.
    """
    builder = _Builder(path, text)
    root = builder.build()
    if builder.problems:
        raise BpoError(builder.problems)
    return root


def texts_in(node: Node, name: str = "", but: str = "") -> Iterator[tuple[str, Node]]:
    """Every text of the file ``but`` those of one of its fields, with the name of the field that it stands in."""
    if isinstance(node.value, dict):
        for field, (_, value) in node.value.items():
            if field != but:
                yield from texts_in(value, field)
    elif isinstance(node.value, list):
        for item in node.value:
            yield from texts_in(item, name)
    else:
        yield name, node


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = {"", "~", "null", "Null", "NULL"}


class _Builder:
    """Builds the tree from the stream of events, which stays flat however deep the file is."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text, self.lines = path, text, text.splitlines()
        self.problems: list[Problem] = []
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.count = 0

    def build(self) -> Node:
        try:
            self.events = iter(yaml.parse(self.text, Loader=_LOADER))
            for event in self.events:
                if isinstance(event, yaml.NodeEvent):
                    root = self._node(event, 0)
                    self._expect_end()
                    return root
        except yaml.MarkedYAMLError as error:
            raise self._not_yaml(error) from None
        except yaml.YAMLError as error:
            raise fail(NOT_YAML, Where(self.path), reason=str(error).splitlines()[0]) from None
        raise fail(EMPTY, Where(self.path))

    def _not_yaml(self, error: yaml.MarkedYAMLError) -> BpoError:
        if error.problem_mark is None and error.context_mark is None:
            return fail(NOT_YAML, Where(self.path), reason=LOOK_AROUND)
        slip = slip_of(error, self.lines)
        return fail(slip.words, self._where(slip.line, slip.column, slip.width), **slip.values)

    def _expect_end(self) -> None:
        for event in self.events:
            mark: Any = event.start_mark
            if isinstance(event, yaml.NodeEvent):
                raise fail(SECOND_DOCUMENT, self._where(mark.line + 1, mark.column + 1))

    def _where(self, line: int, column: int, width: int = 1) -> Where:
        return Where(self.path, line, column, self.lines[line - 1] if line <= len(self.lines) else "", width)

    def _node(self, event: Any, depth: int) -> Node:
        start: Any = event.start_mark
        end: Any = event.end_mark
        line, column = start.line + 1, start.column + 1
        before = self.count
        self.count += 1
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self.anchors:
                raise fail(NO_ANCHOR, self._where(line, column), given=event.anchor)
            node, size = self.anchors[event.anchor]
            self.count += size
            self._bounded(line, column)
            return node
        self._bounded(line, column)
        if depth > DEPTH_MAX:
            raise fail(TOO_DEEP, self._where(line, column), most=DEPTH_MAX)
        if isinstance(event, yaml.ScalarEvent):
            width = end.column - start.column if start.line == end.line else 1
            null = not event.style and event.value in _NULLS
            node = Node(event.value, line, column + (1 if event.style in ("'", '"') else 0), max(1, width), null)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = Node(self._items(depth), line, column, 1)
        else:
            node = Node(self._pairs(depth), line, column, 1)
        if event.anchor:
            self.anchors[event.anchor] = (node, self.count - before)
        return node

    def _bounded(self, line: int, column: int) -> None:
        if self.count > NODES_MAX:
            raise fail(TOO_MANY, self._where(line, column), most=NODES_MAX)

    def _items(self, depth: int) -> list[Node]:
        items: list[Node] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return items

    def _pairs(self, depth: int) -> dict[str, tuple[Node, Node]]:
        pairs: dict[str, tuple[Node, Node]] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self.events), depth + 1)
            place = self._where(key.line, key.column, key.width)
            if not isinstance(key.value, str):
                self.problems.append(Problem(KEY_NOT_TEXT, place))
            elif key.value in pairs:
                values = {"given": key.value, "first": pairs[key.value][0].line}
                self.problems.append(Problem(DUPLICATE_KEY, place, values))
            else:
                pairs[key.value] = (key, value)
        return pairs
