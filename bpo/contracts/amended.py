"""The text of a contract as amended: what an amendment restates in place of what it replaces, every node where it stands."""

from collections.abc import Iterator
from dataclasses import replace

from bpo.core.documents import Document
from bpo.core.errors import BpoError, Problem, choices
from bpo.core.words import Words
from bpo.core.yaml_tree import Node

Pairs = dict[str, tuple[Node, Node]]

LISTS = ("terms", "kpis", "adjustments")
HEADER = ("supplier", "client", "billing", "prices", "terminated")

REMOVES_NOTHING = Words(
    "amendment-removes-nothing",
    en="there is no clause, KPI or quantity '{given}' to remove",
    zh="没有可删除的条款、指标或数量 '{given}'",
)


REMOVES_AND_RESTATES = Words(
    "amendment-removes-and-restates",
    en="'{given}' is restated in this amendment and removed by it; leave it out of 'removes'",
    zh="'{given}' 在本补充协议中既重述又删除；请从 removes 中去掉",
)
REMOVES_ALL_TERMS = Words(
    "amendment-removes-all-terms",
    en="this amendment leaves no term, so nothing would be billed; end the contract with 'to' instead",
    zh="本补充协议删除了全部计价条款，将无可计费；如需终止合同，请写 to",
)


def amended(document: Document) -> list[Document]:
    """The contract as signed, and as it is after each amendment in turn; a list of one without amendments.

    Raises:
        BpoError: for what is removed but not there.
    """
    pairs = dict(_pairs(document.root))
    _, amendments = pairs.pop("amendments", (None, None))
    found = [replace(document, root=replace(document.root, value=pairs))]
    for one in amendments.value if amendments is not None and isinstance(amendments.value, list) else []:
        found.append(_apply(found[-1], one))
    return found


def _pairs(node: Node | None) -> Pairs:
    return node.value if node is not None and isinstance(node.value, dict) else {}


def _apply(before: Document, amendment: Node) -> Document:
    pairs, changes = dict(_pairs(before.root)), _pairs(amendment)
    for name in (*LISTS, "quantities"):
        if name in changes:
            key, new = changes[name]
            old = pairs[name][1] if name in pairs else None
            merged = _merged_list(old, new) if name in LISTS else _merged_pairs(old, new)
            pairs[name] = (pairs[name][0] if name in pairs else key, merged)
    pairs |= {name: changes[name] for name in HEADER if name in changes}
    if "to" in changes:
        if "terminated" not in changes:  # another last day is agreed in place of that of a termination
            pairs.pop("terminated", None)
        key, effective = pairs["effective"]
        pairs["effective"] = (key, replace(effective, value={**_pairs(effective), "to": changes["to"]}))
    removed = _items(changes["removes"][1]) if "removes" in changes else []
    pairs = _without(pairs, changes, removed, before)
    return replace(before, root=replace(before.root, value=pairs))


def _items(node: Node | None) -> list[Node]:
    return node.value if node is not None and isinstance(node.value, list) else []


def _id(node: Node) -> str | None:
    found = _pairs(node).get("id")
    return str(found[1].value) if found is not None else None


def _merged_list(old: Node | None, new: Node) -> Node:
    """What has the same id is replaced in its place; what is new follows the one above it, or comes last."""
    items = list(_items(old))
    after: int | None = None
    for item in _items(new):
        ids = [_id(one) for one in items]
        name = _id(item)
        if name in ids:
            after = ids.index(name)
            items[after] = item
        else:
            after = len(items) if after is None else after + 1
            items.insert(after, item)
    return replace(old or new, value=items)


def _merged_pairs(old: Node | None, new: Node) -> Node:
    return replace(old or new, value={**_pairs(old), **_pairs(new)})


def _without(pairs: Pairs, changes: Pairs, removed: list[Node], document: Document) -> Pairs:
    problems = [problem for node in removed for problem in _not_there(pairs, node, document)]
    restated = _names(changes)
    twice = [node for node in removed if node.value in restated]
    problems += [Problem(REMOVES_AND_RESTATES, document.where(node), {"given": node.value}) for node in twice]
    gone = {str(node.value) for node in removed}
    if not problems and removed and all(_id(item) in gone for item in _items(pairs["terms"][1])):
        problems.append(Problem(REMOVES_ALL_TERMS, document.where(removed[0])))
    if problems:
        raise BpoError(problems)
    for name in LISTS:
        if name in pairs:
            key, node = pairs[name]
            pairs[name] = (key, replace(node, value=[item for item in _items(node) if _id(item) not in gone]))
    if "quantities" in pairs:
        key, node = pairs["quantities"]
        kept = {name: pair for name, pair in _pairs(node).items() if name not in gone}
        pairs["quantities"] = (key, replace(node, value=kept))
    return pairs


def _names(pairs: Pairs) -> list[str]:
    """The ids of all clauses and KPIs, and the names of quantities."""
    found = [name for section in LISTS if section in pairs for item in _items(pairs[section][1]) if (name := _id(item))]
    return [*found, *(_pairs(pairs["quantities"][1]) if "quantities" in pairs else ())]


def _not_there(pairs: Pairs, node: Node, document: Document) -> Iterator[Problem]:
    known = _names(pairs)
    if node.value not in known:
        yield Problem(REMOVES_NOTHING, document.where(node), choices(str(node.value), known))
