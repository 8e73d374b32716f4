"""A checked expression as a tree: what conditions, computed columns and KPI rows are, its functions, and how it reads as SQL."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bpo.core.words import Text

TYPE_NAMES: Mapping[str, Text] = {
    "text": Text(zh="文本", en="text"),
    "whole": Text(zh="整数", en="a whole number"),
    "decimal": Text(zh="小数", en="a decimal number"),
    "yes_no": Text(zh="是/否", en="yes or no"),
    "instant": Text(zh="时刻", en="a moment"),
    "day": Text(zh="日期", en="a day"),
    "null": Text(zh="空值", en="empty"),
}


FUNCTIONS: Mapping[str, tuple[tuple[str, ...], str]] = {
    # name: (types of the arguments; a trailing ? may be left out), type of the result
    "lower": (("text",), "text"),
    "upper": (("text",), "text"),
    "trim": (("text",), "text"),
    "length": (("text",), "whole"),
    "left": (("text", "whole"), "text"),
    "right": (("text", "whole"), "text"),
    "substr": (("text", "whole", "whole?"), "text"),
    "replace": (("text", "text", "text"), "text"),
    "split_part": (("text", "text", "whole"), "text"),
    "hour": (("instant",), "whole"),
    "minute": (("instant",), "whole"),
    "weekday": (("instant|day",), "whole"),
    "day_of_month": (("instant|day",), "whole"),
    "days_between": (("instant|day", "instant|day"), "whole"),
    "holiday": (("instant|day",), "yes_no"),
    "working_day": (("instant|day",), "yes_no"),
}
"""``weekday`` is 1 on Monday and 7 on Sunday; hours and days are those of the contract's time zone. ``days_between(a, b)`` counts
the midnights from ``a`` to ``b``: 0 on the same day, below zero if ``b`` comes first. ``holiday`` and ``working_day`` go by the
contract's calendar."""
CALENDAR_FUNCTIONS = ("holiday", "working_day")
"""Only a contract has a calendar: they are understood in its conditions, not in a source file's."""
OTHER_FUNCTIONS = ("cast", "coalesce", "nullif")


WITHOUT_CALENDAR = tuple(name for name in FUNCTIONS if name not in CALENDAR_FUNCTIONS)


@dataclass(frozen=True, slots=True)
class Expr:
    """A checked expression: ``op`` is ``column``, ``literal``, an operator or a function of ``args``."""

    op: str
    type: str
    args: tuple[Expr, ...] = ()
    value: str | int | Decimal | bool | date | datetime | None = None

    def columns(self) -> set[str]:
        """Names of the columns it reads."""
        if self.op == "column":
            return {str(self.value)}
        return {name for arg in self.args for name in arg.columns()}

    def columns_asked(self) -> set[str]:
        """Names of the columns whose values it asks for; whether one is empty may be asked of an empty one."""
        if self.op in ("is_null", "coalesce"):
            return set()
        if self.op == "column":
            return {str(self.value)}
        return {name for arg in self.args for name in arg.columns_asked()}

    def calls(self, functions: Collection[str]) -> list[Expr]:
        """Every place in it where one of these functions is called."""
        return [
            *([self] if self.op in functions else []),
            *(call for arg in self.args for call in arg.calls(functions)),
        ]

    def sql(self) -> str:
        """The expression as SQL, for the explanation of a number."""
        if self.op == "column":
            return str(self.value) if re.fullmatch(r"\w+", str(self.value)) else f'"{self.value}"'
        if self.op == "literal":
            return _literal_sql(self.value)
        parts = [arg.sql() for arg in self.args]
        if self.op in ("and", "or"):
            return f" {self.op.upper()} ".join(
                f"({part})" if a.op == "or" and self.op == "and" else part
                for a, part in zip(self.args, parts, strict=True)
            )
        if self.op in _INFIX_SQL:
            right = f"({parts[1]})" if self.args[1].op in ("add", "sub") else parts[1]
            left = f"({parts[0]})" if self.op == "mul" and self.args[0].op in ("add", "sub") else parts[0]
            return f"{left} {_INFIX_SQL[self.op]} {right}"
        if self.op == "cast":
            return f"cast({parts[0]} AS {self.type})"
        if self.op == "not":
            return f"NOT ({parts[0]})"
        if self.op == "is_null":
            return f"{parts[0]} IS NULL"
        if self.op == "in":
            return f"{parts[0]} IN ({', '.join(parts[1:])})"
        if self.op == "case":
            pairs = "".join(f" WHEN {c} THEN {v}" for c, v in zip(parts[0:-1:2], parts[1:-1:2], strict=True))
            return f"CASE{pairs} ELSE {parts[-1]} END"
        return f"{self.op}({', '.join(parts)})"


_INFIX_SQL = {
    "eq": "=",
    "ne": "<>",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
    "like": "LIKE",
    "add": "+",
    "sub": "-",
    "mul": "*",
    "concat": "||",
}


def both(*filters: Expr | None) -> Expr | None:
    """All of the filters together; None stands for 'every row'."""
    given = [one for one in filters if one is not None]
    if len(given) < 2:
        return given[0] if given else None
    flat = tuple(arg for one in given for arg in (one.args if one.op == "and" else (one,)))
    return Expr("and", "yes_no", flat)


def _literal_sql(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, Decimal)):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"
