"""A figure that the contract agrees on: the same every month, one for each month, or given with the month's measures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from bpo.contracts.clause import Loc, Reference
from bpo.contracts.month import Month
from bpo.errors import Where, fail
from bpo.fields import EMPTY_LIST, NEGATIVE, Mistake, read_number
from bpo.words import Words

NOT_A_MONTH = Words(
    "figure-not-a-month", en="'{given}' is not a month; write 2026-01", zh="'{given}' 不是月份；请写 2026-01"
)
NO_FIGURE = Words(
    "figure-month-missing",
    en="'{clause}' has no figure for {period}; write it beside those of the other months",
    zh="条款 '{clause}' 没有 {period} 的数值；请在其他月份旁补上",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """``always``, ``by_month``, or the total of the quantity ``named``: exactly one of them."""

    always: Fraction | None = None
    by_month: Mapping[str, Fraction] | None = None
    named: str | None = None

    def in_month(self, month: Month, clause: str, where: Where | None) -> Fraction:
        """The month's figure.

        Raises:
            BpoError: if it was not written or given; missing is never zero.
        """
        if self.always is not None:
            return self.always
        if self.named is not None:
            return month.quantity(self.named, clause, where).total
        found = (self.by_month or {}).get(month.period.name)
        if found is None:
            raise fail(NO_FIGURE, where, clause=clause, period=month.period.name)
        return found

    def references(self, at: Loc) -> list[Reference]:
        return [Reference("quantity", self.named, at)] if self.named is not None else []


def _figure(given: Any) -> Any:
    if isinstance(given, Figure):
        return given
    if isinstance(given, Mapping):
        if not given:
            raise Mistake(EMPTY_LIST)
        for name in given:
            if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", str(name)):
                raise Mistake(NOT_A_MONTH, (name,), given=name)
        return Figure(by_month={str(name): _amount(value, (name,)) for name, value in given.items()})
    if isinstance(given, str) and re.fullmatch(r"[^\W\d][\w-]*", given):
        return Figure(named=given)
    return Figure(always=_amount(given, ()))


def _amount(given: Any, at: Loc) -> Fraction:
    try:
        number = read_number(given)
    except Mistake as mistake:
        raise Mistake(mistake.words, at, **mistake.values) from None
    if number < 0:
        raise Mistake(NEGATIVE, at, given=number)
    return number


_NUMBER = {"type": ["number", "string"]}
_BY_MONTH = {
    "type": "object",
    "propertyNames": {"pattern": r"^\d{4}-(0[1-9]|1[0-2])$"},
    "additionalProperties": _NUMBER,
}
FigureField = Annotated[Figure, BeforeValidator(_figure), WithJsonSchema({"anyOf": [_NUMBER, _BY_MONTH]})]
"""``10000``, ``{2026-01: 10000, 2026-02: 9000}``, or the name of one of the contract's quantities."""
