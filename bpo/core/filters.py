"""Conditions and quantities over the rows of a canonical table, as contracts write them: ``where: "queue = 'cards'"``."""

from functools import lru_cache

from bpo.core.condition_slips import mistyped
from bpo.core.errors import choices
from bpo.core.expr import FUNCTIONS, TYPE_NAMES, Expr
from bpo.core.fields import Mistake
from bpo.core.sql import WRONG_TYPE, read_expression
from bpo.core.tables import Table
from bpo.core.words import Text, Words

UNKNOWN_VALUE = Words("column-value-unknown", en="'{column}' is never '{given}'", zh="列 '{column}' 不会取值 '{given}'")


def read_filter(text: str, table: Table) -> Expr:
    """A condition on the rows of a canonical table.

    Raises:
        Mistake: if it is not understood, names no column of the table, or compares what cannot be compared.
    """
    return _read_table_expression(text, table, "yes_no")


def read_quantity(text: str, table: Table) -> Expr:
    """What is added up over the rows of a canonical table: columns and whole numbers joined by + and -."""
    return _read_table_expression(text, table, "number")


def read_member(text: str, table: Table) -> Expr:
    """What is told apart over the rows of a canonical table: text, such as the first that is known of several columns."""
    return _read_table_expression(text, table, "text")


@lru_cache(maxsize=4096)
def _read_table_expression(text: str, table: Table, wanted: str) -> Expr:
    try:
        expr = read_expression(text, {column.name: column.type for column in table.columns}, (*FUNCTIONS,))
    except Mistake as mistake:
        raise mistyped(text, table, mistake) or mistake from None
    _check_known_values(expr, table)
    ok = expr.type in ("whole", "decimal") if wanted == "number" else expr.type == wanted
    if not ok:
        expected = Text(zh="数字", en="a number") if wanted == "number" else TYPE_NAMES[wanted]
        raise Mistake(WRONG_TYPE, given=text, got=TYPE_NAMES[expr.type], expected=expected)
    return expr


def _check_known_values(expr: Expr, table: Table) -> None:
    """``outcome = 'handeld'`` matches nothing and would bill nothing; where the trade fixed the values, say so."""
    if expr.op in ("eq", "ne", "in") and expr.args[0].op == "column":
        column = table.column(str(expr.args[0].value))
        for literal in expr.args[1:]:
            if not column or not column.known:
                break
            if literal.op == "literal" and literal.type == "text" and literal.value not in column.known:
                raise Mistake(UNKNOWN_VALUE, column=column.name, **choices(str(literal.value), column.known))
    for arg in expr.args:
        _check_known_values(arg, table)
