"""By which format the dates of a column are written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Final

import polars as pl

from bpo.facts.gate.values import DAY_FORMATS, MOMENT_FORMATS

DISTINCT_LOOKED_AT: Final = 400
_DAYS: Final = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%Y年%m月%d日",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d.%m.%y",
    "%d/%m/%y",
    "%m/%d/%y",
    "%d-%m-%y",
    "%y%m%d",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%a, %d %b %Y",
    "%a %d %b %Y",
)
_BETWEEN: Final = (" ", "T", ", ", "")
_TIMES: Final = (
    "%H:%M:%S",
    "%H:%M",
    "%H:%M:%S%.f",
    "%I:%M:%S %p",
    "%I:%M %p",
    "%I:%M:%S%p",
    "%I:%M%p",
    "%H%M%S",
    "%H时%M分%S秒",
    "%H时%M分",
)
_ZONES: Final = ("", "%z", " %z")
_PARTS: Final = {
    "%Y": r"(?:19|20)\d\d",
    "%y": r"\d\d",
    "%m": r"(?:0?[1-9]|1[0-2])",
    "%d": r"(?:0?[1-9]|[12]\d|3[01])",
    "%b": "[A-Za-z]{3}",
    "%B": "[A-Za-z]{3,9}",
    "%a": "[A-Za-z]{3}",
    "%H": r"(?:[01]?\d|2[0-4])",
    "%M": r"[0-5]?\d",
    "%S": r"[0-6]?\d",
    "%.f": r"\.\d+",
    "%I": r"(?:0?\d|1[0-2])",
    "%p": "(?:[AaPp][Mm])",
    "%z": r"[+-]\d\d:?\d\d",
}
_PADDED: Final = {"%m": r"(?:0[1-9]|1[0-2])", "%d": r"(?:0[1-9]|[12]\d|3[01])", "%H": r"(?:[01]\d|2[0-4])"}
_SWAPPED: Final = {"%d/%m": "%m/%d", "%m/%d": "%d/%m", "%d-%m": "%m-%d", "%m-%d": "%d-%m"}


@dataclass(frozen=True)
class Dates:
    """``format`` is None where none needs to be written. ``other`` is the one that fits as well, day and month exchanged."""

    format: str | None
    has_time: bool
    has_zone: bool = False
    other: str | None = None


def dates_of(counts: Mapping[str, int], share: float) -> Dates | None:
    """The format under which most values are dates; None if there is none.

    Where all days are below 13, day and month may be either: American order is then named second.
    """
    values = list(counts)[:DISTINCT_LOOKED_AT]
    total = sum(counts[value] for value in values)
    if not values:
        return None

    def fits(expression: pl.Expr, of: list[str]) -> float:
        read = pl.DataFrame({"": of}).select(expression).to_series()
        return sum(counts[value] for value, one in zip(of, read.to_list(), strict=True) if one is not None) / total

    if fits(_usual(DAY_FORMATS[:1], date=True), values) >= share:
        return Dates(None, has_time=False)
    if fits(_usual(MOMENT_FORMATS, date=False), values) >= share:
        zulu = sum(counts[one] for one in values if one.endswith("Z")) >= share * total
        return Dates(None, has_time=True, has_zone=zulu)
    good = []
    for form, pattern in _likely(values):
        those = [value for value in values if pattern.fullmatch(value)]
        if sum(counts[value] for value in those) >= share * total and fits(_read(form), values) >= share:
            good.append(form)
    if not good:
        return None
    best = max(good, key=lambda form: (fits(_read(form), values), -good.index(form)))
    other = next((good_one for good_one in good if good_one == _exchanged(best)), None)
    if other is not None and fits(_read(other), values) < fits(_read(best), values):
        other = None
    return Dates(best, "%M" in best, "%z" in best, other)


def _usual(formats: tuple[str, ...], date: bool) -> pl.Expr:
    text = pl.col("")
    if date:
        return pl.coalesce(text.str.to_date(form, strict=False) for form in formats)
    return pl.coalesce(text.str.to_datetime(form, strict=False, time_unit="us") for form in formats)


def _read(form: str) -> pl.Expr:
    if "%M" not in form:
        return pl.col("").str.to_date(form, strict=False)
    if "%z" in form:
        return pl.col("").str.to_datetime(form, strict=False, time_unit="us", time_zone="UTC")
    return pl.col("").str.to_datetime(form, strict=False, time_unit="us")


@cache
def _pattern(form: str) -> re.Pattern[str]:
    """Digits without a sign between them need all their zeros."""
    tight = "%Y%m" in form or "%y%m" in form
    parts = re.split(r"(%\.?[A-Za-z])", form)
    return re.compile("".join((_PADDED.get(p) if tight else None) or _PARTS.get(p) or re.escape(p) for p in parts))


def _exchanged(form: str) -> str | None:
    return next((form.replace(one, other) for one, other in _SWAPPED.items() if one in form), None)


def _likely(values: list[str]) -> list[tuple[str, re.Pattern[str]]]:
    """The formats that one of the first values is written by: days, alone or with a time and a zone."""
    first = values[:5]
    days = [day for day in _DAYS if any(map(_pattern(day).match, first))]
    times = [time for time in _TIMES if any(map(_pattern(time).search, first))]
    forms = [*days, *("".join(parts) for parts in product(days, _BETWEEN, times, _ZONES))]
    return [(form, _pattern(form)) for form in forms if any(map(_pattern(form).fullmatch, first))]
