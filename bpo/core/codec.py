"""One codec for frozen dataclasses that are written once and read back equal: pydantic's, with exact numbers as text.

A field that a dataclass names by one of the types below is kept exactly and legibly: numbers as decimals where they have
one, a step's values with their types. What a value of an older format lacks is read as the field's default.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Any, TypeVar

from pydantic import ConfigDict, PlainSerializer, PlainValidator, TypeAdapter, ValidationError, WithJsonSchema

from bpo.core.words import decode, encode, exact_text

T = TypeVar("T")

STORED = ConfigDict(extra="forbid", strict=True, defer_build=True)
"""Of a document that is stored: a field that is not known would be lost in silence, and so would a value of another type."""


def exact_number(value: Any) -> str:
    """A number as exact text.

    >>> exact_number(Fraction(1, 8)), exact_number(Fraction(2, 3)), exact_number(Decimal("1E+3"))
    ('0.125', '2/3', '1000')

    Raises:
        TypeError: for a float, a bool, a Decimal that is not finite, or anything that is not a number.
    """
    finite = isinstance(value, Decimal) and value.is_finite()
    if isinstance(value, bool) or not (finite or isinstance(value, (int, Fraction))):
        raise TypeError(f"an exact number is never made from the {type(value).__name__} {value!r}")
    return exact_text(value)


def read_fraction(given: Any) -> Fraction:
    """What :func:`exact_number` wrote; raises ValueError for anything else."""
    if isinstance(given, Fraction):
        return given
    try:
        return Fraction(_text(given))
    except ZeroDivisionError:
        raise ValueError(f"'{given}' is not a number") from None


def read_decimal(given: Any) -> Decimal:
    """An amount with the places that it was written with; raises ValueError for anything else."""
    if isinstance(given, Decimal):
        return given
    try:
        return Decimal(_text(given))
    except ArithmeticError:
        raise ValueError(f"'{given}' is not an amount") from None


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise ValueError(f"an exact number is text, not {given!r}")
    return given


_AS_TEXT = (PlainSerializer(exact_number, return_type=str), WithJsonSchema({"type": "string"}))

ExactFraction = Annotated[Fraction, PlainValidator(read_fraction), *_AS_TEXT]
"""``0.125``, ``2/3``."""
ExactDecimal = Annotated[Decimal, PlainValidator(read_decimal), *_AS_TEXT]
"""Rounded money with the places it was rounded to: ``1684500.00`` comes back with both zeros."""
TypedValues = Annotated[Mapping[str, Any], PlainValidator(decode), PlainSerializer(encode, return_type=dict[str, Any])]
"""The values of a sentence, each with its type: ``{"factor": {"percent": "0.95"}}``."""


@lru_cache
def codec_of(kind: type[T]) -> TypeAdapter[T]:
    """What writes values of a dataclass by their fields; made once, and only where it is needed."""
    return TypeAdapter(kind)


def why_not_read(error: ValidationError) -> str:
    """The first thing that is wrong, and where."""
    first = error.errors(include_url=False, include_context=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
