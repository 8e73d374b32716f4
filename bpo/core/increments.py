"""Billing increments (计费单元): every record is rounded to a first block and following ones before it is added."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator

from bpo.core.fields import FileModel, Mistake, OrWritten, WholeNumber, normal
from bpo.core.money import RoundingMode, round_units
from bpo.core.words import Condition, Text, Words

BAD_INCREMENTS = Words(
    "increments-not-understood",
    en="'{given}' are not increments; write the first and the following seconds, such as 60/60, 6/6 or 30/6, or {{then: 900, rounded: half_up}}",
    zh="'{given}' 不是计费单元；请写首段/后续秒数，例如 60/60、6/6、30/6，或 {{then: 900, rounded: half_up}}",
)
IN_LIST = Words(
    "offer-increments",
    en="each record is billed in increments of {first}/{then} seconds",
    zh="逐条按 {first}/{then} 秒计费单元计费",
)
IN_LIST_BLOCKS = Words(
    "offer-increments-rounded", en="each record is rounded {mode} to {then} seconds", zh="逐条按 {then} 秒{mode}取整"
)
IN_LIST_FROM = Words(
    "offer-increments-from",
    en="each record is billed as {first} seconds at least, what exceeds them rounded {mode} to {then} seconds",
    zh="逐条至少按 {first} 秒计费，超出部分按 {then} 秒{mode}取整",
)
MODES: Mapping[RoundingMode, Text] = {
    "half_up": Text(zh="四舍五入", en="half up"),
    "half_even": Text(zh="银行家舍入", en="half to even"),
    "up": Text(zh="向上", en="up"),
    "down": Text(zh="向下", en="down"),
}


@dataclass(frozen=True, slots=True)
class Increments:
    """Billing increments of a record: ``first`` seconds at least, then blocks of ``then``, begun ones counting whole if ``rounded``
    up; zero stays zero.

    >>> Increments(30, 6).apply(62), Increments(60, 60).apply(85), Increments(6, 6).apply(0)
    (66, 120, 0)
    >>> [Increments(0, 900, "half_up").apply(seconds) for seconds in (449, 450, 1349, 1350)]
    [0, 900, 900, 1800]
    """

    first: int
    then: int
    rounded: RoundingMode = "up"

    def __post_init__(self) -> None:
        assert self.first >= 0 and self.then > 0, "increments are positive"

    def apply(self, seconds: int) -> int:
        if seconds <= 0:
            return 0
        more = Fraction(max(0, seconds - self.first), self.then)
        return self.first + round_units(more, self.rounded) * self.then


class IncrementsWritten(FileModel):
    """``60/60``, or ``{then: 900, rounded: half_up}``: to the nearest quarter hour; ``first`` is the least of a record that has any."""

    first: WholeNumber = 0
    then: WholeNumber
    rounded: RoundingMode = "up"

    def check_fields(self) -> None:
        if not self.then or ("first" in self.model_fields_set and not self.first):
            raise Mistake(BAD_INCREMENTS, given=f"{self.first}/{self.then}")

    @property
    def of_a_record(self) -> Increments:
        return Increments(self.first, self.then, self.rounded)

    def condition(self) -> Condition:
        """How it reads in a price list."""
        values = {"first": self.first, "then": self.then, "mode": MODES[self.rounded]}
        if self.rounded == "up" and self.first:
            return IN_LIST, values
        return (IN_LIST_FROM if self.first else IN_LIST_BLOCKS), values


def _written(given: Any) -> Any:
    if isinstance(given, (Mapping, IncrementsWritten)):
        return given
    first, slash, then = (part.strip() for part in normal(str(given)).partition("/"))
    if not slash or not all(part.isdecimal() and len(part) <= 5 for part in (first, then)):
        raise Mistake(BAD_INCREMENTS, given=given)
    if not int(first) or not int(then):
        raise Mistake(BAD_INCREMENTS, given=given)
    return {"first": first, "then": then}


IncrementsField = Annotated[IncrementsWritten, BeforeValidator(_written), OrWritten({"type": "string"})]
