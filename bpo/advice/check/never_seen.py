"""A condition, a split or a rate that asks for what the facts of the account never contain: it would silently bill nothing.

The facts are handed in as :class:`~bpo.advice.check.asked.Seen`, so that a contract is checked without a lake too.
"""

import re
from collections.abc import Iterator, Mapping

from bpo.advice.check.asked import Advice, Asked, Seen, parts_of
from bpo.contracts.blocks.rates import OTHERWISE, Rates
from bpo.contracts.clause import Loc
from bpo.core.errors import Problem, Where, choices
from bpo.core.expr import Expr
from bpo.core.figure_names import FigureName
from bpo.core.measures import Need
from bpo.core.tables import Table, known_table
from bpo.core.words import Words
from bpo.core.yaml_tree import Node

NEVER_VALUE = Words(
    "check-never-seen",
    en="'{on}': in the facts of account '{account}', {column} of {table} is never '{given}'",
    zh="'{on}'：账户 '{account}' 的数据中，{table} 的 {column} 从未取值 '{given}'",
)
NEVER_LIKE = Words(
    "check-never-seen-like",
    en="'{on}': in the facts of account '{account}', no {column} of {table} is like '{given}'",
    zh="'{on}'：账户 '{account}' 的数据中，{table} 的 {column} 没有形如 '{given}' 的值",
)
ALWAYS_EMPTY = Words(
    "check-never-seen-column",
    en="'{on}': in the facts of account '{account}', {column} of {table} is always empty",
    zh="'{on}'：账户 '{account}' 的数据中，{table} 的 {column} 始终为空",
)
NO_ROWS = Words(
    "check-never-seen-table",
    en="the lake has no {table} of account '{account}', needed by {needs}",
    zh="事实库中没有账户 '{account}' 的 {table} 数据，{needs} 需要该数据",
)
KNOWN_MAX = 20


def never_seen(asked: Asked) -> Iterator[Advice]:
    """What is looked for in vain, each value at each place once; nothing where no facts are given."""
    if asked.seen is None:
        return
    places, told = places_of(asked), set[tuple[Where | None, str]]()
    yield from _no_rows(asked, asked.seen, places)
    for need in asked.contract.needs():
        on = FigureName.of(need.id).owner
        for advice in _Looked(asked, asked.seen, on, places[on]).at(need):
            key = (advice.problem.where, advice.problem.words.say("en", advice.problem.values))
            if key not in told:
                told.add(key)
                yield advice


def places_of(asked: Asked) -> dict[str, Loc]:
    """Where everything stands that counts something."""
    contract = asked.contract
    return {
        **{name: ("quantities", name) for name in contract.quantities},
        **{clause.id: at for at, clause in asked.clauses()},
        **{kpi.id: ("kpis", i) for i, kpi in enumerate(contract.kpis)},
    }


def _no_rows(asked: Asked, seen: Seen, places: Mapping[str, Loc]) -> Iterator[Advice]:
    """Each table that the contract counts and the account has no row of, once."""
    counted: dict[Table, list[str]] = {}
    for need in asked.contract.needs():
        counted.setdefault(known_table(need.table), []).append(FigureName.of(need.id).owner)
    for facts, needs in counted.items():
        if not seen.values(facts, "account"):
            near = choices(seen.account, seen.accounts(facts)).get("nearest")
            named = [f"'{name}'" for name in dict.fromkeys(needs)]
            said = {"account": seen.account, "table": facts.name, "needs": named, "nearest": near}
            yield asked.advice(NO_ROWS, places[needs[0]], facts.name, **said)


class _Looked:
    """One quantity, clause or KPI, looked for in the facts."""

    def __init__(self, asked: Asked, seen: Seen, on: str, at: Loc) -> None:
        self.asked, self.seen, self.on, self.place = asked, seen, on, at

    def at(self, need: Need) -> Iterator[Advice]:
        facts = known_table(need.table)
        if not self.seen.values(facts, "account"):
            return
        follow = need.followed
        given = (need.where, need.classes, follow.where if follow is not None else None)
        conditions = [one for one in given if one is not None]
        read = need.columns_asked()  # names of no column are not looked for
        added = need.of.columns() if need.of is not None else set()
        # Of a sum some columns may rightly be empty: holding is unknown to many telephone systems.
        read |= {name for name in added if all(self._empty(facts, other) for other in added)}
        empty = {name for name in read if self._empty(facts, name)}
        for name in sorted(empty):
            yield self._advice(ALWAYS_EMPTY, self._where(name), facts, column=name)
        for one in conditions:
            for op, name, value in compared(one):
                if name not in empty:
                    yield from self._value(op, facts, name, value, f"'{value}'")
        yield from self._rates(facts, need.by, empty)

    def _empty(self, facts: Table, name: str) -> bool:
        return facts.column(name) is not None and not self.seen.values(facts, name)

    def _value(self, op: str, facts: Table, name: str, value: str, written: str) -> Iterator[Advice]:
        """A value that no row has. One that a KPI looks for by itself is told only if another one looks like it."""
        column = facts.column(name)
        if column is None or column.type != "text" or column.known:
            return
        values = self.seen.values(facts, name)
        if any(like(value, one) for one in values) if op == "like" else value in values:
            return
        where = self._where(written)
        near = choices(value, values)
        folded = next((one for one in sorted(values) if one.casefold() == value.casefold()), None)
        near |= {"nearest": folded} if folded is not None else {}
        if len(values) > KNOWN_MAX:
            near.pop("known")
        if where != self._where() or "nearest" in near:
            yield self._advice(NEVER_LIKE if op == "like" else NEVER_VALUE, where, facts, column=name, **near)

    def _rates(self, facts: Table, by: tuple[str, ...], empty: set[str]) -> Iterator[Advice]:
        """The values that a rate is for, of each column."""
        clause = next((one for _, one in self.asked.clauses() if one.id == self.on), None)
        for _, part in parts_of(clause, self.place) if clause is not None else ():
            if not isinstance(part, Rates) or part.columns != by[len(by) - len(part.columns) :]:
                continue
            for row, _ in part.rows:
                for name, value in zip(part.columns, row, strict=False):
                    if name not in empty and value != OTHERWISE:
                        yield from self._value("eq", facts, name, value, value)

    def _where(self, written: str = "") -> Where:
        """Where something is written inside the clause, also as the name of a rate; the clause itself if it is not."""
        return written_at(self.asked, self.place, written)

    def _advice(self, words: Words, where: Where, facts: Table, **values: object) -> Advice:
        said = {"on": self.on, "account": self.seen.account, "table": facts.name, **values}
        return Advice(self.on, Problem(words, where, said))


def written_at(asked: Asked, at: Loc, written: str = "") -> Where:
    """Where something is written inside a part; the part itself if it is not."""
    node, _ = asked.document.find(at)
    found = next(_holding(node, written), None) if written else None
    return asked.document.where(node) if found is None else asked.document.where(found[0], found[1], len(written))


def _holding(node: Node, written: str) -> Iterator[tuple[Node, int]]:
    """The texts below a node that hold these letters as a whole word, with the place in them."""
    if isinstance(node.value, str):
        found = re.search(rf"(?<!\w){re.escape(written)}(?!\w)", node.value)
        if found is not None:
            yield node, found.start()
    for key, value in node.value.values() if isinstance(node.value, dict) else ():
        yield from _holding(value, written)
        yield from _holding(key, written)
    for item in node.value if isinstance(node.value, list) else ():
        yield from _holding(item, written)


def compared(expr: Expr) -> Iterator[tuple[str, str, str]]:
    """Every column that is compared with a text: the operator, the column and the text."""
    if expr.op in ("eq", "ne", "in", "like") and expr.args[0].op == "column":
        for value in expr.args[1:]:
            if value.op == "literal" and value.type == "text":
                yield expr.op, str(expr.args[0].value), str(value.value)
    for arg in expr.args:
        yield from compared(arg)


def like(pattern: str, value: str) -> bool:
    regex = "".join({"%": ".*", "_": "."}.get(letter, re.escape(letter)) for letter in pattern)
    return re.fullmatch(regex, value, re.DOTALL) is not None
