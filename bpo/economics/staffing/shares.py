"""Numbers of a bid as they are written: shares of a whole, multiples, plain numbers, and figures that change with the months."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema, model_validator

from bpo.core.documents import Located
from bpo.core.errors import Problem, fail
from bpo.core.fields import (
    BY_MONTH_SCHEMA,
    EMPTY_LIST,
    NUMBER_SCHEMA,
    Amount,
    Mistake,
    Number,
    Part,
    Positive,
    Share,
    normal,
    read_share,
)
from bpo.core.figure import NOT_A_MONTH
from bpo.core.periods import is_month
from bpo.core.words import Pct, Words

ABOVE_ALL = Words("share-above-all", en="{given} is more than 100%", zh="{given} 超过 100%")
AS_PERCENT = Words(
    "number-as-percent",
    en="'{given}' is a percentage; write the number itself, without its sign",
    zh="'{given}' 是百分比；此处请直接写数字，不带百分号",
)
MULTIPLE_BELOW = 10
"""A bare multiple from here on was meant as a percent: a season of 82 is 82%, not 8,200%."""


def not_above_all(share: Fraction) -> Fraction:
    """The share itself.

    Raises:
        Mistake: if it is more than the whole.
    """
    if share > 1:
        raise Mistake(ABOVE_ALL, given=Pct(share))
    return share


def is_percent(given: Any) -> bool:
    """Whether a text is written with a percent sign.

    >>> is_percent("８０％"), is_percent("0.8")
    (True, False)
    """
    return isinstance(given, str) and normal(given).endswith(("%", "‰", "‱"))


def _plain(given: Any) -> Any:
    if is_percent(given):
        raise Mistake(AS_PERCENT, given=given[:40])
    return given


def _multiple(given: Any) -> Any:
    return read_share(given, MULTIPLE_BELOW)


def _growth(given: Any) -> Any:
    """As a share, but below zero as well."""
    if isinstance(given, str) and (text := normal(given)).startswith(("-", "−")):
        return -read_share(text[1:])
    return read_share(given)


ShareOfWhole = Annotated[Share, AfterValidator(not_above_all)]
"""From 0% to 100%."""
PlainAmount = Annotated[Amount, BeforeValidator(_plain)]
"""Money, seconds, contacts: not below zero, and no percentage."""
PlainPositive = Annotated[Positive, BeforeValidator(_plain)]
Multiple = Annotated[Amount, BeforeValidator(_multiple)]
"""So many times what is planned, ``110%`` or ``1.1``."""
PositiveMultiple = Annotated[Positive, BeforeValidator(_multiple)]
Growth = Annotated[Number, BeforeValidator(_growth)]
"""``3%``, ``-10%``."""


BEFORE_FIRST = Words(
    "by-month-before-first",
    en="each figure here holds from its month on, and the first is of {first}; the scenario begins with {month}: add {month}",
    zh="此处各数值自所列月份起适用，最早为 {first}，而方案自 {month} 起；请补上 {month}",
)
ALWAYS = ""
"""The month of a figure that no month is written for: before any other."""


class ByMonth(Part):
    """``245``, or ``{2027-01: 300, 2027-02: 270, 2027-03: 245}``: each holds from its month on, until the next."""

    page: ClassVar[str] = "docs/economics/staffing.md"

    months: Mapping[str, Fraction]

    @model_validator(mode="after")
    def _of_months(self) -> Self:
        if not self.months:
            raise Mistake(EMPTY_LIST)
        for name in self.months:
            if name != ALWAYS and not is_month(name):
                raise Mistake(NOT_A_MONTH, (name,), given=name)
        return self

    @property
    def most(self) -> Fraction:
        return max(self.months.values())

    @property
    def varies(self) -> bool:
        return ALWAYS not in self.months

    @property
    def always(self) -> Fraction:
        """The figure, if it is the same in all months."""
        assert not self.varies, "ask for a month first"
        return self.months[ALWAYS]

    def missing(self, month: str) -> Problem | None:
        """What is wrong, if the month lies before the first that is written."""
        first = min(self.months)
        return Problem(BEFORE_FIRST, self.where, {"first": first, "month": month}) if month < first else None

    def of(self, month: str) -> Fraction:
        """The figure of a month: that of the last month named up to it.

        Raises:
            BpoError: for a month before the first that is named.
        """
        if month < min(self.months):
            raise fail(BEFORE_FIRST, self.where, first=min(self.months), month=month)
        return self.months[max(name for name in self.months if name <= month)]

    def only(self, month: str) -> Self:
        """The figure of one month as if it were that of all."""
        return self.altered(months={ALWAYS: self.of(month)})

    def times(self, factor: Fraction) -> Self:
        """A multiple in every month."""
        return self.altered(months={name: one * factor for name, one in self.months.items()})

    def steps(self, months: Iterable[str]) -> list[tuple[str, Fraction]]:
        """The first of these months, and each in which the figure changes, with it."""
        found: list[tuple[str, Fraction]] = []
        for month in months:
            if not found or found[-1][1] != self.of(month):
                found.append((month, self.of(month)))
        return found


def _months(given: Any) -> Any:
    if isinstance(given, ByMonth) or (isinstance(given, Mapping) and given.keys() == {"months"}):
        return given
    if not isinstance(given, Mapping):
        return {"months": {ALWAYS: given}}
    return Located.like(given, {"months": dict(given)})


def written_by_month(given: Any) -> bool:
    """Whether a mapping is one of months, and not one of names."""
    return isinstance(given, Mapping) and bool(given) and all(str(name)[:4].isdecimal() for name in given)


MONTHLY = (BeforeValidator(_months), WithJsonSchema({"anyOf": [NUMBER_SCHEMA, BY_MONTH_SCHEMA]}))
"""What makes a field of a class of :class:`ByMonth` one that takes a number too."""
