"""What a condition asks of the rows: the columns it reads, and the texts it compares them with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bpo.core.expr import Expr


def asked_of(expr: Expr) -> set[str]:
    """The columns whose values a condition asks for; whether one is empty may be asked of an empty one."""
    if expr.op in ("is_null", "coalesce"):
        return set()
    if expr.op == "column":
        return {str(expr.value)}
    return {name for arg in expr.args for name in asked_of(arg)}


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
