"""Live figures: relations between named columns and rows, computed exactly, and written as formulas of a worksheet.

``{margin}`` is a row of the table, in the column of the cell; or a column, in its row. ``{costs.amount}`` is a whole column of a
table, without its heads and sums; ``{points.revenue.value}`` one cell of one. With + - * / and ABS, SUM, SUMIFS, MIN, MAX, and
ROUND and ROUNDUP to so many decimals.
"""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from bpo.core.money import RoundingMode, round_to
from bpo.report.headings import SUM
from bpo.report.model import BLANK, Cell, Report, Row, Table, Value

REFERENCE = re.compile(r"\{([^{}]+)\}")
OPERATORS: Mapping[type, tuple[str, int, Callable[[Fraction, Fraction], Fraction]]] = {
    ast.Add: ("+", 1, operator.add),
    ast.Sub: ("-", 1, operator.sub),
    ast.Mult: ("*", 2, operator.mul),
    ast.Div: ("/", 2, operator.truediv),
}


class Place(NamedTuple):
    """A cell: its table, its row counted from 0, its column."""

    table: str
    row: int
    column: str


class Span(NamedTuple):
    """The cells of a column that are added up."""

    table: str
    column: str


RELATIONS_OF_A_REPORT = 4096
"""As many are kept parsed: a plan of five years writes a thousand, each read three times."""


def literal(text: str) -> str:
    """A text as it stands in a relation, where braces would be a reference.

    >>> literal("{it}")
    "'\\\\x7bit}'"
    """
    return repr(text).replace("{", r"\x7b")


class Missing(Exception):
    """A relation over a cell that is empty: it has no value, and no formula."""


@lru_cache(maxsize=RELATIONS_OF_A_REPORT)
def parsed(relation: str) -> tuple[ast.expr, Mapping[str, str]]:
    """The relation as a tree, in which each reference is a name of its own; and what these names refer to."""
    names: dict[str, str] = {}

    def name(found: re.Match[str]) -> str:
        return names.setdefault(found[1], f"_{len(names)}")

    tree = ast.parse(REFERENCE.sub(name, relation), mode="eval").body
    return tree, {short: long for long, short in names.items()}


@lru_cache(maxsize=RELATIONS_OF_A_REPORT)
def divisors(relation: str) -> tuple[ast.expr, ...]:
    """What a relation divides by, constants apart."""
    tree, _ = parsed(relation)
    found = [one.right for one in ast.walk(tree) if isinstance(one, ast.BinOp) and isinstance(one.op, ast.Div)]
    return tuple(one for one in found if not isinstance(one, ast.Constant))


class Figures:
    """The figures of a report's tables: those given, those that follow from them, and the relation of each.

    What was computed for one medium is known to the next: a report keeps it.
    """

    def __init__(self, report: Report | Table) -> None:
        self.tables = {report.key: report} if isinstance(report, Table) else report.tables()
        self._known: dict[Place, Value] = {} if isinstance(report, Table) else report.computed
        self._rows = {key: _rows_of(table) for key, table in self.tables.items()}
        self._keys = {key: {row.key: n for n, row in enumerate(rows) if row.key} for key, rows in self._rows.items()}
        self._columns = {key: {column.key: column for column in table.columns} for key, table in self.tables.items()}
        self._spans: dict[Span, list[Value]] = {}
        self._sums: dict[tuple[Span, ...], Mapping[tuple[Value, ...], Fraction]] = {}
        self._places: dict[Span, list[Place]] = {}

    def rows(self, table: Table) -> tuple[Row, ...]:
        """The rows, with that of the sums."""
        return self._rows[table.key]

    def cell(self, at: Place) -> Cell:
        """The cell as given; else with the relation of its column, else of its row; else blank."""
        row = self._rows[at.table][at.row]
        given = row.cell(at.column)
        if given is not None:
            return given
        column = self._columns[at.table][at.column]
        relation = "" if column.format.is_text else row.relation
        if row.kind not in ("sum", "note", "head") and column.relation:
            relation = column.relation
        return Cell(relation=relation) if relation else BLANK

    def value(self, at: Place) -> Value:
        """The value of a cell; None where its relation has none, as a share of nothing has.

        Raises:
            Missing: if it follows from a cell that is empty.
        """
        if at in self._known:
            return self._known[at]
        given = self._rows[at.table][at.row].cells.get(at.column)
        if given is not None and not isinstance(given, Cell):
            return given
        cell = self.cell(at)
        if not cell.relation:
            return cell.value
        try:
            self._known[at] = self._number(parsed(cell.relation), at)
        except ZeroDivisionError:
            self._known[at] = None
        return self._known[at]

    def shown(self, at: Place) -> Value:
        """The same, or nothing to say where a cell is missing."""
        try:
            return self.value(at)
        except Missing:
            return ""

    def formula(self, at: Place, address: Callable[[Place, Place | Span], str]) -> str:
        """The relation of a cell as a worksheet writes it; empty where it divides by nothing. ``address`` names what it refers to.

        Raises:
            Missing: if it follows from a cell that is empty.
        """
        self.value(at)
        relation = self.cell(at).relation
        tree, names = parsed(relation)

        def text(node: ast.expr, level: int = 0) -> str:
            match node:
                case ast.Name(id=name):
                    return address(at, self.referred(names[name], at))
                case ast.Constant(value=constant):
                    return '"' + constant.replace('"', '""') + '"' if isinstance(constant, str) else str(constant)
                case ast.UnaryOp(op=ast.USub(), operand=inner):
                    return "-" + text(inner, 3)
                case ast.Call(func=ast.Name(id=function), args=arguments):
                    return f"{function}({','.join(text(one) for one in arguments)})"
                case ast.BinOp(left=left, op=op, right=right):
                    sign, own, _ = OPERATORS[type(op)]
                    whole = f"{text(left, own)}{sign}{text(right, own + 1)}"
                    return f"({whole})" if own < level else whole
            raise AssertionError(ast.dump(node))

        zero = [f"{one}=0" for one in dict.fromkeys(map(text, divisors(relation)))]
        guard = zero[0] if len(zero) == 1 else f"OR({','.join(zero)})"
        return f'IF({guard},"",{text(tree)})' if zero else text(tree)

    def referred(self, name: str, at: Place) -> Place | Span:
        """What a name means in a cell."""
        if name in self._keys[at.table]:
            return Place(at.table, self._keys[at.table][name], at.column)
        if name in self._columns[at.table]:
            return Place(at.table, at.row, name)
        table, _, rest = name.partition(".")
        assert table in self.tables, f"{{{name}}} of the table {at.table} names nothing"
        if rest in self._columns[table]:
            return Span(table, rest)
        row, _, column = rest.rpartition(".")
        assert row in self._keys[table] and column in self._columns[table], f"{{{name}}} of {at.table} names nothing"
        return Place(table, self._keys[table][row], column)

    def places(self, span: Span) -> list[Place]:
        """The cells of a column that are added up."""
        if span not in self._places:
            rows = [n for n, row in enumerate(self._rows[span.table]) if row.kind not in ("head", "sum", "note")]
            self._places[span] = [Place(span.table, n, span.column) for n in rows]
        return self._places[span]

    def _number(self, relation: tuple[ast.expr, Mapping[str, str]], at: Place) -> Fraction:
        tree, names = relation

        def number(node: ast.expr) -> Fraction:
            match node:
                case ast.Name(id=name):
                    return _as_number(self.value(self._place(names[name], at)))
                case ast.Constant(value=int(constant)):
                    return Fraction(constant)
                case ast.UnaryOp(op=ast.USub(), operand=inner):
                    return -number(inner)
                case ast.BinOp(left=left, op=op, right=right):
                    return OPERATORS[type(op)][2](number(left), number(right))
                case ast.Call(func=ast.Name(id="SUM"), args=[ast.Name(id=name)]):
                    return sum(
                        (_as_number(one) for one in self._column(self._span(names[name], at)) if _is_there(one)),
                        Fraction(0),
                    )
                case ast.Call(func=ast.Name(id="SUMIFS"), args=[ast.Name(id=name), *criteria]):
                    wanted: list[Value] = []
                    for key in criteria[1::2]:
                        if isinstance(key, ast.Name):
                            wanted.append(self.value(self._place(names[key.id], at)))
                        else:
                            assert isinstance(key, ast.Constant) and isinstance(key.value, str | int)
                            wanted.append(key.value)
                    columns = [name, *(by.id for by in criteria[::2] if isinstance(by, ast.Name))]
                    spans = tuple(self._span(names[one], at) for one in columns)
                    return self._sums_by(spans).get(tuple(wanted), Fraction(0))
                case ast.Call(
                    func=ast.Name(id="ROUND" | "ROUNDUP" as function), args=[of, ast.Constant(value=int(places))]
                ):
                    mode: RoundingMode = "half_up" if function == "ROUND" else "up"
                    return round_to(number(of), Fraction(1, 10**places), mode)
                case ast.Call(func=ast.Name(id="ABS" | "MIN" | "MAX" as function), args=arguments):
                    numbers = [number(one) for one in arguments]
                    return abs(numbers[0]) if function == "ABS" else min(numbers) if function == "MIN" else max(numbers)
            raise AssertionError(f"{at}: {ast.dump(node)}")

        return number(tree)

    def _place(self, name: str, at: Place) -> Place:
        place = self.referred(name, at)
        assert isinstance(place, Place), f"a whole column stands outside of SUM: {name}"
        return place

    def _span(self, name: str, at: Place) -> Span:
        span = self.referred(name, at)
        assert isinstance(span, Span), f"SUM adds a whole column: {name}"
        return span

    def _column(self, span: Span) -> list[Value]:
        if span not in self._spans:
            self._spans[span] = [self.shown(place) for place in self.places(span)]
        return self._spans[span]

    def _sums_by(self, spans: tuple[Span, ...]) -> Mapping[tuple[Value, ...], Fraction]:
        """The sums of the first column by what stands beside its numbers in the others: a plan adds up a column a hundred times."""
        if spans not in self._sums:
            sums: dict[tuple[Value, ...], Fraction] = {}
            for value, *keys in zip(*(self._column(span) for span in spans), strict=True):
                if _is_there(value):
                    sums[tuple(keys)] = sums.get(tuple(keys), Fraction(0)) + _as_number(value)
            self._sums[spans] = sums
        return self._sums[spans]


def _rows_of(table: Table) -> tuple[Row, ...]:
    """The rows; below them that of the sums, if a column has one and there is anything to add."""
    keys = [row.key for row in table.rows if row.key] + [column.key for column in table.columns]
    assert len(keys) == len(set(keys)), f"{table.key}: rows and columns share a key"
    sums = {column.key: Cell(relation=f"SUM({{{table.key}.{column.key}}})") for column in table.columns if column.sum}
    if not sums or not table.rows:
        return table.rows
    return (*table.rows, Row({table.columns[0].key: table.total or SUM, **sums}, key="total", kind="sum"))


def _is_there(value: Value) -> bool:
    return value is not None and value != ""


def _as_number(value: Value) -> Fraction:
    if not _is_there(value):
        raise Missing
    assert not isinstance(value, str), f"{value!r} is no number"
    return Fraction(value)  # type: ignore[arg-type]
