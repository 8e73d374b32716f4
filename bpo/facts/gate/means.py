"""Means and shares as exports give them, multiplied by the counts that they are of: only totals can be added over days.

``wait_seconds = mean wait × answered``, ``answered_in_time = share × offered``, rounded half up to whole numbers.
"""

from datetime import date

import polars as pl

from bpo.core.tables import Column
from bpo.core.words import Words
from bpo.facts.gate.durations import seconds_of, seconds_of_number
from bpo.facts.gate.rules import OUT
from bpo.facts.sources.source import Entry
from bpo.facts.types import WIDE

MEAN = "\x1f~"
"""Before the name of a canonical column: the mean or share that it is a product of, in millionths."""
MILLION = 1_000_000
NOT_A_MEAN = Words(
    "value-not-mean",
    en="'{given}' in '{column}' is no mean or share: a number, a percentage such as 83.2%, or a duration if the source says so",
    zh="“{column}”中的 '{given}' 不是平均值或比例：应为数字、83.2% 这样的百分比，或数据源写明的时长",
)
ABOVE_ALL = Words(
    "value-share-above-one",
    en="'{given}' in '{column}' is above 1, and a share of '{times}' is not; if it is a percentage without its sign, write "
    "from: \"… || '%'\"",
    zh="“{column}”中的 '{given}' 大于 1，不可能是“{times}”的比例；若为不带百分号的百分数，请写 from: \"… || '%'\"",
)
OF_NOTHING = Words(
    "value-mean-without-count",
    en="'{given}' in '{column}' is a mean or share, but '{times}', which it is of, is empty",
    zh="“{column}”中的 '{given}' 是平均值或比例，但对应的“{times}”为空",
)
_NUMBER = r"^([0-9]{1,9}(?:\.[0-9]{1,20})?)[0-9]*%?$"
_PLACES_OF_MILLIONTHS = 10**14
"""A number is read with twenty decimals."""

Rules = tuple[tuple[str, Words, pl.Expr], ...]


def millionths(given: pl.Expr, kind: str, entry: Entry, day_zero: date | None = None) -> pl.Expr:
    """A mean or share in millionths, rounded half up; ``kind`` is the type of the export's column."""
    if entry.gives_duration and entry.duration != "seconds" and kind != "text":
        seconds = seconds_of_number(given, entry)
        return (pl.lit(None, pl.Int64) if seconds is None else seconds) * MILLION
    if kind == "whole":
        return given * MILLION
    if kind == "decimal":
        return given.cast(WIDE).to_physical().cast(pl.Int64) * 100
    if entry.gives_duration:
        return seconds_of(given, entry, day_zero) * MILLION
    text = given.str.strip_chars()
    percent = pl.when(text.str.ends_with("%")).then(100).otherwise(1)
    units = text.str.replace(" ", "", literal=True).str.extract(_NUMBER).cast(pl.Decimal(38, 20), strict=False)
    divisor = (percent * _PLACES_OF_MILLIONTHS).cast(pl.Int128)
    return ((units.to_physical() + divisor // 2) // divisor).cast(pl.Int64)


def mean_rules(column: Column, entry: Entry) -> Rules:
    """A mean must be readable and have its count; a share of contacts is not above all of them."""
    mean, count = pl.col(MEAN + column.name), pl.col(OUT + str(entry.times))
    rules: Rules = (
        ("readable", NOT_A_MEAN, mean.is_null()),
        ("count", OF_NOTHING, mean.is_not_null() & count.is_null()),
    )
    return rules if column.unit == "second" else (*rules, ("share", ABOVE_ALL, mean > MILLION))


def product(name: str, entry: Entry) -> pl.Expr:
    """The total; without a mean or a count there is none."""
    assert entry.times is not None, name
    exact = pl.col(MEAN + name).cast(pl.Int128) * pl.col(OUT + entry.times)
    return ((exact + MILLION // 2) // MILLION).cast(pl.Int64, strict=False).alias(OUT + name)
