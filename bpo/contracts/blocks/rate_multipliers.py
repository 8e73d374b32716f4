"""Multipliers on a rate: night, weekend, public holiday, overtime, and whatever else a condition can tell apart."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from bpo.contracts.clause import Clause
from bpo.contracts.statement import Step
from bpo.core.errors import choices, fail
from bpo.core.expr import Expr
from bpo.core.fields import NUMBER_SCHEMA, FileModel, Label, Mistake, read_share
from bpo.core.quantity import filter_at
from bpo.core.sums import exact_sum
from bpo.core.tables import Table
from bpo.core.words import Condition, Text, Words

SAME_LABEL = Words(
    "multipliers-same-label",
    en="the label '{given}' is taken: each multiplier needs its own, and 'plain' is what none of them holds for",
    zh="名称 '{given}' 已被占用：每个倍数须有各自的 label，plain 指不加倍的部分",
)
NOT_FLAT = Words(
    "multipliers-not-flat",
    en="'multipliers' change a flat 'rate' or 'rates'; they do not go with '{given}'",
    zh="multipliers 作用于单一 rate 或 rates，不能与 '{given}' 同用",
)
UNKNOWN_CLASS = Words(
    "multipliers-class-unknown",
    en="the quantity of '{clause}' has a part '{given}', which is none of its multipliers (what is multiplied by none is '{plain}')",
    zh="条款 '{clause}' 的数量含有部分 '{given}'，但没有该倍数（不加倍的部分写作 '{plain}'）",
)
AT_THE_RATE = Words("multipliers-plain", en="At the rate itself", zh="按原单价")
AT_TIMES = Words(
    "multipliers-times", en="{label}: {times} times the rate {rate}", zh="{label}：单价 {rate} 的 {times} 倍"
)
IN_LIST = Words("offer-times", en="{label}: {times} times the price", zh="{label}：单价的 {times} 倍")
PLAIN = "plain"
"""The key of what no multiplier holds for, in a quantity's parts."""

_Times = Annotated[Fraction, BeforeValidator(lambda given: read_share(given, below=10)), WithJsonSchema(NUMBER_SCHEMA)]
"""``1.5`` or ``150%``; a bare 150 is refused."""


class RateMultiplier(FileModel):
    """What is counted where ``when`` holds costs ``times`` the rate; ``label`` names it on documents and in measures files."""

    when: str
    times: _Times
    label: Label

    @property
    def key(self) -> str:
        """Its name in a quantity's parts, where ``|`` stands between several."""
        return self.label.en.replace("|", "/")


def multiplied(multipliers: Sequence[RateMultiplier] | None) -> list[Condition]:
    """How they read in a price list."""
    return [(IN_LIST, {"label": one.label, "times": one.times}) for one in multipliers or ()]


def _apart(multipliers: list[RateMultiplier]) -> list[RateMultiplier]:
    keys = [PLAIN]
    for i, one in enumerate(multipliers):
        if one.key in keys:
            raise Mistake(SAME_LABEL, (i, "label"), given=one.key)
        keys.append(one.key)
    return multipliers


Multipliers = Annotated[list[RateMultiplier], Field(min_length=1), AfterValidator(_apart)]


def class_of(multipliers: Sequence[RateMultiplier], facts: Table) -> Expr:
    """The key of a row's multiplier: of the first whose ``when`` is true; unknown is not true.

    Raises:
        Mistake: if a condition is not understood.
    """
    args: list[Expr] = []
    for i, one in enumerate(multipliers):
        when = filter_at(one.when, facts, ("multipliers", i, "when"))
        assert when is not None
        args += [when, Expr("literal", "text", value=one.key)]
    return Expr("case", "text", (*args, Expr("literal", "text", value=PLAIN)))


def by_class(
    multipliers: Sequence[RateMultiplier], parts: Mapping[str, Fraction], clause: Clause
) -> Iterator[tuple[RateMultiplier | None, Mapping[str, Fraction]]]:
    """What was counted in each class, plain first (None), then in written order; keys are those of the other splits, or ``""``.

    Raises:
        BpoError: at a part of another class.
    """
    found: dict[str, dict[str, Fraction]] = {PLAIN: {}, **{one.key: {} for one in multipliers}}
    for key, quantity in parts.items():
        name, _, rest = key.partition("|")
        if name not in found:
            raise fail(UNKNOWN_CLASS, clause.where, clause=clause.id, plain=PLAIN, **choices(name, found))
        found[name][rest] = quantity
    yield None, found[PLAIN]
    for one in multipliers:
        yield one, found[one.key]


def class_steps(
    multipliers: Sequence[RateMultiplier], parts: Mapping[str, Fraction], rate: Fraction, unit: str, clause: Clause
) -> Iterator[Step]:
    """A step for each class of a quantity at one rate, the plain one first."""
    for one, counted in by_class(multipliers, parts, clause):
        quantity = exact_sum(counted.values())
        if one is None:
            yield clause.step(AT_THE_RATE, {}, quantity * rate, quantity, unit, rate)
        else:
            yield times_step(one, None, rate, quantity, unit, clause)


def times_step(
    one: RateMultiplier, of: Text | None, rate: Fraction, quantity: Fraction, unit: str, clause: Clause
) -> Step:
    """What a multiplier makes of a quantity; ``of`` names it where the rate is not that of the whole line."""
    label = one.label if of is None else Text(zh=f"{of.zh}，{one.label.zh}", en=f"{of.en}, {one.label.en}")
    times = rate * one.times
    said = {"label": label, "times": one.times, "rate": rate}
    return clause.step(AT_TIMES, said, quantity * times, quantity, unit, times)
