"""A figure that the parties agree on: one for always, one for each month or day, forecasts given so many months ahead, or a named
quantity that comes with the measures."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from bpo.core.errors import choices
from bpo.core.fields import EMPTY_LIST, NEGATIVE, REQUIRED, UNKNOWN_FIELD, Mistake, read_day, read_number, told_at
from bpo.core.measures import Quantity
from bpo.core.periods import Period, months_earlier
from bpo.core.words import Words

NOT_A_MONTH = Words(
    "figure-not-a-month", en="'{given}' is not a month; write 2026-01", zh="'{given}' 不是月份；请写 2026-01"
)
NOT_A_PERIOD = Words(
    "figure-not-a-period",
    en="'{given}' is not a billing period; write 2026-01, or in another cycle 2026-Q1, 2026-H1, 2026, 2026-P01",
    zh="'{given}' 不是账期；请写 2026-01，其他账期规则下写 2026-Q1、2026-H1、2026 或 2026-P01",
)
NOT_A_DAY = Words(
    "figure-not-a-day",
    en="'{given}' is not a day, and others here are; write 2026-01-31",
    zh="'{given}' 不是日期，而此处其他各项为日期；请写 2026-01-31",
)
NOT_WHOLE_MONTHS = Words(
    "figure-months-ahead",
    en="'{given}' are not months ahead; write a whole number, such as 2",
    zh="'{given}' 不是提前的月数；请写整数，例如 2",
)
OUT_OF_ORDER = Words(
    "figure-forecasts-order",
    en="the forecast given on {given} stands after a later one; write them in the order in which they were given",
    zh="{given} 提交的预测排在更晚的预测之后；请按提交先后填写",
)
Loc = tuple[int | str, ...]
_MONTH = r"\d{4}-(0[1-9]|1[0-2])"
_DAY = rf"{_MONTH}-(0[1-9]|[12]\d|3[01])"
_PERIOD = rf"{_MONTH}|\d{{4}}(-Q[1-4]|-H[12]|-P(0[1-9]|1[0-2]))?"
"""The name of a billing period; weeks are named by days, and written by day."""
_AHEAD = ("binding_months_ahead", "forecasts")


@dataclass(frozen=True, slots=True)
class DatedForecast:
    """A forecast as it was given on a day: volumes by month."""

    on: date
    volumes: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Figure:
    """``always``, ``by`` month or day, the ``forecasts`` given in the course of time, or the quantity ``named``: one of them."""

    always: Fraction | None = None
    by: Mapping[str, Fraction] | None = None
    named: str | None = None
    forecasts: tuple[DatedForecast, ...] = ()
    months_ahead: int = 0

    @property
    def by_day(self) -> bool:
        """Whether it is written by day: then for every day of it."""
        return any(re.fullmatch(_DAY, key) for key in self.by or ())

    def of_month(self, period: Period, quantities: Mapping[str, Quantity]) -> Fraction | None:
        """The figure of a period, or of its part on which a contract holds; None where there is none: missing is never zero.

        Of forecasts the binding one: the last that names the month and was given ``months_ahead`` before its first day.
        """
        if self.always is not None:
            return self.always
        if self.named is not None:
            return quantities[self.named].total if self.named in quantities else None
        if self.by_day:
            days = self.days(period)
            return sum(days.values(), Fraction(0)) if len(days) == period.days else None
        found = (self.by or {}).get(period.name)
        until = months_earlier(period.start, self.months_ahead)
        for forecast in self.forecasts:
            if forecast.on <= until and period.name in forecast.volumes:
                found = forecast.volumes[period.name]
        return found

    def days(self, period: Period) -> dict[str, Fraction]:
        """The days of the period that it is written for."""
        return {key: self.by[key] for day in period.each_day() if self.by and (key := day.isoformat()) in self.by}

    def of_part(self, key: str, quantities: Mapping[str, Quantity]) -> Fraction | None:
        """The figure of a day, or of an interval (``2026-02-03 09:30``), written by day or given in parts."""
        if self.named is not None:
            return quantities[self.named].parts.get(key) if self.named in quantities else None
        return (self.by or {}).get(key)


def _figure(given: Any) -> Any:
    if isinstance(given, Figure):
        return given
    if isinstance(given, Mapping):
        return _ahead(given) if any(name in _AHEAD for name in given) else Figure(by=_by(given, _PERIOD))
    if isinstance(given, str) and re.fullmatch(r"[^\W\d][\w-]*", given):
        return Figure(named=given)
    return Figure(always=_amount(given, ()))


def _by_day_too(given: Any) -> Any:
    if isinstance(given, Mapping) and not any(name in _AHEAD for name in given):
        days = any(re.fullmatch(_DAY, str(name)) for name in given)
        return Figure(by=_by(given, _DAY if days else _PERIOD))
    return _figure(given)


def _by(given: Mapping[Any, Any], keys: str, at: Loc = ()) -> dict[str, Fraction]:
    if not given:
        raise Mistake(EMPTY_LIST, at)
    for name in given:
        if not re.fullmatch(keys, str(name)):
            raise Mistake(NOT_A_DAY if keys == _DAY else NOT_A_PERIOD, (*at, name), given=name)
    return {str(name): _amount(value, (*at, name)) for name, value in given.items()}


def _ahead(given: Mapping[Any, Any]) -> Figure:
    """``{binding_months_ahead: 2, forecasts: [{given_on: 2025-10-28, 2026-01: 50000, …}]}``."""
    for name in _AHEAD:
        if name not in given:
            raise Mistake(REQUIRED, given=name)
    for name in given:
        if name not in _AHEAD:
            raise Mistake(UNKNOWN_FIELD, (name,), **choices(str(name), _AHEAD))
    months = read_number(given["binding_months_ahead"])
    if months < 0 or months.denominator != 1:
        raise Mistake(NOT_WHOLE_MONTHS, ("binding_months_ahead",), given=given["binding_months_ahead"])
    rows, found = given["forecasts"], list[DatedForecast]()
    if not isinstance(rows, (list, tuple)) or not rows:
        raise Mistake(EMPTY_LIST, ("forecasts",))
    for i, row in enumerate(rows):
        at: Loc = ("forecasts", i)
        if not isinstance(row, Mapping) or "given_on" not in row:
            raise Mistake(REQUIRED, at, given="given_on")
        with told_at(*at, "given_on"):
            on = read_day(row["given_on"])
        if found and on < found[-1].on:
            raise Mistake(OUT_OF_ORDER, (*at, "given_on"), given=on)
        found.append(
            DatedForecast(on, _by({name: value for name, value in row.items() if name != "given_on"}, _PERIOD, at))
        )
    return Figure(forecasts=tuple(found), months_ahead=int(months))


def _amount(given: Any, at: Loc) -> Fraction:
    with told_at(*at):
        number = read_number(given)
    if number < 0:
        raise Mistake(NEGATIVE, at, given=number)
    return number


def _schema(keys: str) -> WithJsonSchema:
    number = {"type": ["number", "string"]}
    by = {"type": "object", "propertyNames": {"pattern": rf"^({keys})$"}, "additionalProperties": number}
    row = {"type": "object", "required": ["given_on"], "additionalProperties": number}
    ahead = {
        "type": "object",
        "required": list(_AHEAD),
        "additionalProperties": False,
        "properties": {"binding_months_ahead": number, "forecasts": {"type": "array", "items": row}},
    }
    return WithJsonSchema({"anyOf": [number, by, ahead]})


FigureField = Annotated[Figure, BeforeValidator(_figure), _schema(_PERIOD)]
"""``10000``, ``{2026-01: 10000, 2026-02: 9000}``, forecasts given months ahead, or the name of one of the contract's quantities."""
ForecastField = Annotated[Figure, BeforeValidator(_by_day_too), _schema(f"{_PERIOD}|{_DAY}")]
"""The same, also by day: ``{2026-02-01: 1700, …}``."""
