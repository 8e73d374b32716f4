"""A rate for each value of a column: by channel, skill, grade, language, …"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from bpo.contracts.statement import Step
from bpo.errors import Where, choices, fail
from bpo.fields import Amount, Mistake, Part
from bpo.tables import Table
from bpo.words import Text, Words

NO_TEXT_COLUMN = Words(
    "rates-by-column",
    en="rates are by a column of text; {table} has no such column '{given}'",
    zh="rates 须按文本列区分；{table} 没有文本列 '{given}'",
)
NO_RATE = Words(
    "rates-value-without-rate",
    en="{quantity} were counted with {by} '{value}', for which '{clause}' has no rate; add it, or 'otherwise'",
    zh="统计到 {by} 为 '{value}' 的数量 {quantity}，但条款 '{clause}' 未定其单价；请补上，或写 otherwise",
)
ONE_VALUE = Words("rates-value", en="{by}: {value}", zh="{by}：{value}")
OTHER_VALUES = Words("rates-otherwise", en="{by}: all others ({values})", zh="{by}：其余（{values}）")
EMPTY = Text(zh="（空）", en="(empty)")

_OWN_FIELDS = ("by", "otherwise")


def _sorted_out(given: Any) -> Any:
    """``{by: channel, voice: 1, email: 2}`` with the values of the column apart from the two fields."""
    if not isinstance(given, Mapping):
        return given
    each = {name: rate for name, rate in given.items() if name not in _OWN_FIELDS}
    return {**{name: given[name] for name in _OWN_FIELDS if name in given}, "each": each}


class Rates(Part):
    """``each`` value of the column ``by`` has its rate; a value without one takes ``otherwise``, or is refused."""

    by: str
    each: Annotated[dict[str, Amount], Field(min_length=1)]
    otherwise: Amount | None = None

    def check(self, facts: Table | None) -> None:
        """Raises Mistake if the counted table has no such column of text."""
        column = facts.column(self.by) if facts is not None else None
        if facts is not None and (column is None or column.type != "text"):
            named = [c.name for c in facts.columns if c.type == "text"]
            raise Mistake(NO_TEXT_COLUMN, ("rates", "by"), table=facts.name, **choices(self.by, named))

    def steps(
        self, parts: Mapping[str, Fraction], unit: str, clause: str, where: Where | None, source: str
    ) -> Iterator[Step]:
        """A step for each rate, in written order; ``otherwise`` last.

        Raises:
            BpoError: at a counted value that has no rate.
        """
        others = {value: quantity for value, quantity in parts.items() if quantity and value not in self.each}
        if others and self.otherwise is None:
            value, quantity = next(iter(others.items()))
            raise fail(NO_RATE, where, by=self.by, value=value or EMPTY, quantity=quantity, clause=clause)
        for value, rate in self.each.items():
            quantity = parts.get(value, Fraction(0))
            yield Step(ONE_VALUE, {"by": self.by, "value": value}, quantity * rate, quantity, unit, rate, source)
        if others and self.otherwise is not None:
            rest = sum(others.values(), Fraction(0))
            listed = Text(zh="、".join(v or EMPTY.zh for v in others), en=", ".join(v or EMPTY.en for v in others))
            yield Step(
                OTHER_VALUES,
                {"by": self.by, "values": listed},
                rest * self.otherwise,
                rest,
                unit,
                self.otherwise,
                source,
            )


_NUMBER = {"type": ["number", "string"]}
_SCHEMA = {
    "type": "object",
    "required": ["by"],
    "properties": {"by": {"type": "string"}, "otherwise": _NUMBER},
    "additionalProperties": _NUMBER,
}
RatesField = Annotated[Rates, BeforeValidator(_sorted_out), WithJsonSchema(_SCHEMA)]
"""``{by: channel, voice: 0.85, email: 1.20, otherwise: 2}``."""
