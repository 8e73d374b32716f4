"""Column types as Polars keeps them, and text read as one of them.

Every conversion from text is checked: what is not a number, a day or a moment becomes null, and the caller, who still has
the text, decides what that means.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

import polars as pl

from bpo.core.tables import ColumnType, Table
from bpo.core.zones import utc

DTYPES: Final[dict[str, pl.DataType]] = {
    "text": pl.String(),
    "whole": pl.Int64(),
    "decimal": pl.Decimal(18, 4),
    "yes_no": pl.Boolean(),
    "instant": pl.Datetime("us", "UTC"),
    "day": pl.Date(),
    "null": pl.Null(),
}
WIDE = pl.Decimal(38, 4)
"""Decimals are compared and added in this type: a whole number of 18 digits fits beside any decimal, exactly."""

PROVENANCE: Final[dict[str, pl.DataType]] = {
    "account": pl.String(),
    "source": pl.String(),
    "file": pl.String(),
    "line": pl.Int64(),
    "batch": pl.String(),
}
"""What every row of facts carries besides its table's columns: whose it is and where it was read."""

QUARANTINE_SCHEMA: Final[dict[str, pl.DataType]] = {
    "table": pl.String(),
    **PROVENANCE,
    "rules": pl.String(),
    "reason_en": pl.String(),
    "reason_zh": pl.String(),
    "raw": pl.String(),
}
"""One row an unusable row: where it stands, the rules it broke (joined by commas), why, and its text as read."""

JOINING: Final[dict[str, pl.DataType]] = {
    "same_key": pl.String(),
    "newness": pl.Int64(),
    "alike": pl.String(),
    "withdrawn": pl.Boolean(),
}
"""What the lake keeps besides of a row whose source says that several rows are one: what rows of one key are, how new the row is
among its copies, the columns in which rows of different keys are one if they are alike, and whether the row takes its record back.
See ``joining.py``."""


def schema_of(table: Table) -> dict[str, pl.DataType]:
    """The Polars types of a canonical table's columns, then those of its provenance."""
    return {**{column.name: DTYPES[column.type] for column in table.columns}, **PROVENANCE}


def column_type(dtype: pl.DataType) -> ColumnType | None:
    """The column type that a Parquet column is read as, or None if bpo has none for it."""
    if dtype.is_integer():
        return "whole"
    if isinstance(dtype, pl.Decimal) or dtype.is_float():
        return "decimal"
    kinds: list[tuple[type[pl.DataType], ColumnType]] = [
        (pl.String, "text"),
        (pl.Categorical, "text"),
        (pl.Enum, "text"),
        (pl.Boolean, "yes_no"),
        (pl.Datetime, "instant"),
        (pl.Date, "day"),
    ]
    return next((kind for known, kind in kinds if isinstance(dtype, known)), None)


def trimmed(text: pl.Expr) -> pl.Expr:
    """Text without outer space; nothing left is null."""
    bare = text.str.strip_chars()
    return pl.when(bare != "").then(bare)


DIGITS_MAX = 18


def whole_of(text: pl.Expr) -> pl.Expr:
    """``'-12'`` and ``'12.0'`` as Int64; null where the text is no whole number or has more than 18 digits."""
    return first_that_reads(text, [_short_whole, _whole], pl.Int64())


def _short_whole(text: pl.Series) -> pl.Series:
    """Text that is nothing but a whole number; a sign and 18 digits are longer, and left to those who count them."""
    return pl.select(pl.when(text.str.len_bytes() <= DIGITS_MAX).then(text.cast(pl.Int64, strict=False))).to_series()


def _whole(text: pl.Series) -> pl.Series:
    return text.str.strip_chars().str.extract(r"^([+-]?[0-9]{1,18})(?:\.0*)?$").cast(pl.Int64, strict=False)


def first_that_reads(text: pl.Expr, readers: Sequence[Callable[[pl.Series], pl.Series]], dtype: pl.DataType) -> pl.Expr:
    """What the first reader makes of each text that makes anything of it; each is only shown what those before it left."""

    def read(series: pl.Series) -> pl.Series:
        found = readers[0](series)
        for reader in readers[1:]:
            left = (found.is_null() & series.is_not_null()).arg_true()
            if not left.len():
                break
            made = reader(series.gather(left))
            found = made if left.len() == series.len() else found.scatter(left, made)
        return found.alias(series.name)

    return text.map_batches(read, return_dtype=dtype, is_elementwise=True)


def decimal_of(text: pl.Expr, dtype: pl.DataType = DTYPES["decimal"]) -> pl.Expr:
    """``'12.5'`` as a decimal; null where the text is no number, or is one that four decimals cannot hold exactly."""
    number = text.str.strip_chars().str.extract(r"^([+-]?(?:[0-9]{1,14}\.?$|[0-9]{0,14}\.[0-9]{1,4}))0*$")
    return number.str.strip_suffix(".").cast(dtype, strict=False)


def with_point(text: pl.Expr) -> pl.Expr:
    """A number with a comma before its decimals and points, spaces or apostrophes between its thousands, as one with a point alone.

    Null for one that has a point elsewhere, ``12.5``: nobody can tell what it means there. Text that is no number stays as it is.
    """
    bare = text.str.strip_chars()
    digits = bare.str.replace_all(r"[. \u00a0\u202f'’]", "").str.replace(",", ".", literal=True)
    is_number = bare.str.contains(
        r"^[+-]?(?:[0-9]+|[0-9]{1,3}(?:[. \u00a0\u202f'’][0-9]{3})+|[0-9]*)(?:,[0-9]+)?\s*%?$"
    )
    is_doubtful = bare.str.contains(r"^[+-]?[0-9]*\.[0-9.]*%?$")
    return pl.when(is_number).then(digits).when(~is_doubtful).then(text)


def yes_no_of(text: pl.Expr) -> pl.Expr:
    """yes/no, true/false, 1/0, y/n, 是/否 in any case; null for anything else."""
    word = text.str.strip_chars().str.to_lowercase()
    yes, no = ["yes", "true", "1", "y", "t", "是"], ["no", "false", "0", "n", "f", "否"]
    return pl.when(word.is_in(yes)).then(True).when(word.is_in(no)).then(False)


def literal(value: str | int | bool | Decimal | date | None, kind: str, timezone: str) -> pl.Expr:
    """A constant of a column type; decimals come in :data:`WIDE`."""
    if value is None:
        return pl.lit(None, dtype=DTYPES[kind])
    if isinstance(value, datetime):
        return pl.lit(utc(value, timezone)).cast(DTYPES["instant"])
    if kind == "decimal":
        return pl.lit(value).cast(WIDE)
    return pl.lit(value, dtype=DTYPES[kind])


def like_pattern(pattern: str) -> str:
    """A SQL LIKE pattern as an anchored regular expression: % is any text, _ any one letter, all else itself."""
    parts = (
        ".*" if part == "%" else "." if part == "_" else pl.escape_regex(part) for part in re.split("([%_])", pattern)
    )
    return f"^(?s:{''.join(parts)})$"
