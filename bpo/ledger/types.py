"""Column types that keep a value exactly and refuse a float; every one is plain text in the database.

Text has the same meaning in every database, is legible in one's own shell, and is never touched by a column's numeric
affinity. What it costs is arithmetic in SQL, which nobody should do with money anyway.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

from sqlalchemy import Dialect, String, Text, TypeDecorator

from bpo.core.codec import exact_number, read_decimal, read_fraction


def _in_utc(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise TypeError(f"a moment needs its time zone: {moment!r}")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


class _AsText(TypeDecorator[Any]):
    """A value that is written as text and read from it; None is NULL."""

    impl: Any = Text
    cache_ok = True
    wanted: ClassVar[type]
    write: ClassVar[Any] = exact_number
    read: ClassVar[Any]

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if not isinstance(value, self.wanted) or isinstance(value, bool):
            raise TypeError(f"a column of {self.wanted.__name__} never takes the {type(value).__name__} {value!r}")
        return str(type(self).write(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else type(self).read(value)


class DecimalText(_AsText):
    """Rounded money with the places it was rounded to: ``1684500.00`` comes back with both zeros."""

    wanted = Decimal
    read = read_decimal


class FractionText(_AsText):
    """An exact number: ``0.125`` where a decimal form exists, else ``2/3``."""

    wanted = Fraction
    read = read_fraction


class IsoDay(_AsText):
    """A day as ``1999-02-01``."""

    impl = String(10)
    wanted = date
    write = date.isoformat
    read = date.fromisoformat


class UtcMoment(_AsText):
    """A moment in UTC as ``1999-03-01T08:30:00.000000+00:00``: sorts as text, and no database drops its zone.

    Raises:
        TypeError: for a moment without a time zone, which means something else on every machine.
    """

    impl = String(40)
    wanted = datetime
    write = _in_utc
    read = datetime.fromisoformat
