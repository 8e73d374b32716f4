"""Column types that keep a value exactly and refuse a float; every one is plain text in the database.

Text has the same meaning in every database, is legible in one's own shell, and is never touched by a column's numeric
affinity. What it costs is arithmetic in SQL, which nobody should do with money anyway.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, NoReturn

from sqlalchemy import Dialect, String, Text, TypeDecorator

from bpo.core.words import Words, exact_text


class ExactDecimal(TypeDecorator[Decimal]):
    """Rounded money with the places it was rounded to: ``1684500.00`` comes back with both zeros.

    Raises:
        TypeError: for anything but a finite Decimal.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if not isinstance(value, Decimal) or not value.is_finite():
            raise TypeError(f"rounded money is a Decimal, not the {type(value).__name__} {value!r}")
        return exact_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        try:
            return Decimal(value)
        except InvalidOperation:
            raise ValueError(f"'{value}' is not an amount") from None


class ExactFraction(TypeDecorator[Fraction]):
    """An exact number: ``0.125`` where a decimal form exists, else ``2/3``.

    Raises:
        TypeError: for a float, a bool, or anything that is not a number.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Fraction | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, Fraction, Decimal)):
            raise TypeError(f"an exact number is never made from the {type(value).__name__} {value!r}")
        return exact_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Fraction | None:
        return None if value is None else Fraction(value)


class JsonText(TypeDecorator[dict[str, Any]]):
    """A JSON object as legible text (Chinese stays Chinese), without floats in either direction.

    Raises:
        TypeError: if a float is anywhere inside.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> str | None:
        return None if value is None else json_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[str, Any] | None:
        return None if value is None else json_value(value)


class Sentence(TypeDecorator[Words]):
    """A sentence with its wording in both languages, so that it reads the same after a later version rewords it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Words | None, dialect: Dialect) -> str | None:
        return None if value is None else json_text(sentence_json(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Words | None:
        return None if value is None else Words(**json_value(value))


class IsoDay(TypeDecorator[date]):
    """A day as ``1999-02-01``."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class UtcMoment(TypeDecorator[datetime]):
    """A moment in UTC as ``1999-03-01T08:30:00.000000+00:00``: sorts as text, and no database drops its zone.

    Raises:
        TypeError: for a moment without a time zone, which means something else on every machine.
    """

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError(f"a moment needs its time zone: {value!r}")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


def sentence_json(words: Words) -> dict[str, str]:
    return {"code": words.code, "en": words.en, "zh": words.zh}


def json_text(value: Any) -> str:
    """JSON in the written order, compact, legible."""
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def json_value(text: str) -> dict[str, Any]:
    """What :func:`json_text` wrote.

    Raises:
        ValueError: if it is not JSON, not an object, or holds a float.
    """
    value = json.loads(text, parse_float=_no_float, parse_constant=_no_float)
    if not isinstance(value, dict):
        raise ValueError(f"expected a JSON object: {text[:80]}")
    return value


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError(f"the ledger keeps no float: {value!r}")
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ():
        _refuse_floats(part)


def _no_float(text: str) -> NoReturn:
    raise ValueError(f"the ledger keeps no float: {text}")
