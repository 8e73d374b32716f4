"""A rate for each value of a column, or of several: by channel, skill, grade, language, …"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from bpo.contracts.blocks.prices import A_PRICE, VALUE, Price, PriceRow, Rows
from bpo.contracts.blocks.prices import OTHERWISE as ALL_OTHERS
from bpo.contracts.blocks.rate_multipliers import RateMultiplier, times_step
from bpo.contracts.clause import Clause
from bpo.contracts.statement import Step
from bpo.core.errors import choices, fail
from bpo.core.fields import NEGATIVE, FileModel, Mistake, read_number
from bpo.core.sums import exact_sum
from bpo.core.tables import Table
from bpo.core.words import Text, Words

NO_TEXT_COLUMN = Words(
    "rates-by-column",
    en="rates are by a column of text; {table} has no such column '{given}'",
    zh="rates 须按文本列区分；{table} 没有文本列 '{given}'",
)
TOO_DEEP = Words(
    "rates-too-deep",
    en="rates by {by} stop at {given}: below it there is no column to tell apart",
    zh="按 {by} 区分的 rates 到 {given} 为止：其下没有可再区分的列",
)
NO_RATE = Words(
    "rates-value-without-rate",
    en="{quantity} were counted with {by} '{value}', for which '{clause}' has no rate; add it, or 'otherwise'",
    zh="统计到 {by} 为 '{value}' 的数量 {quantity}，但条款 '{clause}' 未定其单价；请补上，或写 otherwise",
)
ONE_VALUE = Words("rates-value", en="{by}: {value}", zh="{by}：{value}")
OTHER_VALUES = Words("rates-otherwise", en="{by}: all others ({values})", zh="{by}：其余（{values}）")
OTHERWISE_OF = Words("offer-otherwise-of", en="{value}: all others", zh="{value}：其余")
EMPTY = Text(zh="（空）", en="(empty)")

OTHERWISE = "otherwise"
_OWN_FIELDS = ("by", OTHERWISE)
Row = tuple[str, ...]
"""The values that a rate is for, one of each column; fewer, if it is for all others of the columns after them."""


def _sorted_out(given: Any) -> Any:
    """``{by: channel, voice: 1, email: 2}`` with the values of the column apart from the two fields."""
    if not isinstance(given, Mapping):
        return given
    each = {name: rate for name, rate in given.items() if name not in _OWN_FIELDS}
    return {**{name: given[name] for name in _OWN_FIELDS if name in given}, "each": each}


def _price(given: Any, at: Row = ()) -> Any:
    """A rate, or the rates of the next column's values."""
    if isinstance(given, Mapping) and at[-1:] != (OTHERWISE,):
        return {str(name): _price(one, (*at, str(name))) for name, one in given.items()}
    try:
        number = read_number(given)
    except Mistake as mistake:
        raise Mistake(mistake.words, at, **mistake.values) from None
    if number < 0:
        raise Mistake(NEGATIVE, at, given=number)
    return number


_Price = Annotated[Any, BeforeValidator(_price), A_PRICE]
_Columns = Annotated[list[str], BeforeValidator(lambda given: [given] if isinstance(given, str) else given)]


class Rates(FileModel):
    """Each value of the column ``by`` has its rate; a value without one takes ``otherwise``, or is refused.

    By several columns, the rates of a value are those of the next column's values.
    """

    by: Annotated[_Columns, Field(min_length=1)]
    each: Annotated[dict[str, _Price], Field(min_length=1)]
    otherwise: Price | None = None

    def check_fields(self) -> None:
        for row, _ in self.rows:
            if len(row) > len(self.by):
                raise Mistake(TOO_DEEP, row[: len(self.by)], by=self.by, given=row[: len(self.by)])

    def check(self, facts: Table | None) -> None:
        """Raises Mistake if the counted table has no such columns of text."""
        for i, name in enumerate(self.by):
            column = facts.column(name) if facts is not None else None
            if facts is not None and (column is None or column.type != "text"):
                named = [c.name for c in facts.columns if c.type == "text"]
                raise Mistake(NO_TEXT_COLUMN, ("rates", "by", i), table=facts.name, **choices(name, named))

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.by)

    @property
    def rows(self) -> list[tuple[Row, Fraction]]:
        """Every rate with the values it is for, in written order, those for all others after the values beside them."""
        top = {**self.each, **({OTHERWISE: self.otherwise} if self.otherwise is not None else {})}
        return list(_flat(top, ()))

    def price_rows(self, unit: str) -> Rows:
        """Each rate in written order as a price list says it, with the values that it is for."""
        yield from _price_rows(self.each, unit, ())
        if self.otherwise is not None:
            yield PriceRow(ALL_OTHERS, {}, unit, self.otherwise)

    def steps(
        self, parts: Mapping[str, Fraction], unit: str, clause: Clause, multiplier: RateMultiplier | None = None
    ) -> Iterator[Step]:
        """A step for each rate, in written order; ``otherwise`` last. A multiplier's steps leave out what was not counted.

        Raises:
            BpoError: at counted values that have no rate.
        """
        rows = self.rows
        found: dict[Row, dict[Row, Fraction]] = {row: {} for row, _ in rows}
        for key, quantity in parts.items():
            values = (key,) if len(self.by) == 1 else tuple(key.split("|"))
            row = next((row for row, _ in rows if values[: len(row)] == row), None)
            if row is not None:
                found[row][values] = quantity
            elif quantity:
                raise fail(NO_RATE, clause.where, by=self.by, value=_named(values), quantity=quantity, clause=clause.id)
        for row, rate in rows:
            counted = {values: quantity for values, quantity in found[row].items() if quantity}
            if counted or (len(row) == len(self.by) and multiplier is None):
                yield self._step(row, rate, counted, unit, clause, multiplier)

    def _step(
        self,
        row: Row,
        rate: Fraction,
        counted: Mapping[Row, Fraction],
        unit: str,
        clause: Clause,
        one: RateMultiplier | None,
    ) -> Step:
        quantity = exact_sum(counted.values())
        said: dict[str, Any] = {"by": ", ".join(self.by)}
        if len(row) == len(self.by):
            words, said = ONE_VALUE, {**said, "value": _named(row)}
        else:
            names = [_named(values) for values in sorted(counted)]  # in whatever order a file has them
            listed = Text(zh="、".join(name.zh for name in names), en=", ".join(name.en for name in names))
            words, said = OTHER_VALUES, {**said, "values": listed}
        if one is None:
            return clause.step(words, said, quantity * rate, quantity, unit, rate)
        of = Text(zh=words.say("zh", said), en=words.say("en", said))
        return times_step(one, of, rate, quantity, unit, clause)


def _flat(level: Mapping[str, Any], at: Row) -> Iterator[tuple[Row, Fraction]]:
    for name in sorted(level, key=lambda name: name == OTHERWISE):
        row = at if name == OTHERWISE else (*at, name)
        if isinstance(level[name], Mapping):
            yield from _flat(level[name], row)
        else:
            yield row, level[name]


def _price_rows(level: Mapping[str, Any], unit: str, at: Row) -> Rows:
    for name, price in level.items():
        row = at if name == OTHERWISE else (*at, name)
        if isinstance(price, Mapping):
            yield from _price_rows(price, unit, row)
        else:
            yield PriceRow(OTHERWISE_OF if name == OTHERWISE else VALUE, {"value": " · ".join(row)}, unit, price)


def _named(values: Row) -> Text:
    return Text(zh="、".join(v or EMPTY.zh for v in values), en=", ".join(v or EMPTY.en for v in values))


_NUMBER = {"type": ["number", "string"]}
_PRICE = {"anyOf": [_NUMBER, {"type": "object"}]}
_SCHEMA = {
    "type": "object",
    "required": ["by"],
    "properties": {
        "by": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        OTHERWISE: _NUMBER,
    },
    "additionalProperties": _PRICE,
}
RatesField = Annotated[Rates, BeforeValidator(_sorted_out), WithJsonSchema(_SCHEMA)]
"""``{by: channel, voice: 0.85, email: 1.20, otherwise: 2}``; ``{by: [grade, language], senior: {en: 30, th: 35}, otherwise: 20}``."""
