"""Rows that begin and end at moments: whether one does, and its hours."""

import polars as pl

from bpo.core.tables import Span
from bpo.facts.types import DTYPES

HOUR_SECONDS = 3600
HOUR_PARTS = 10_000
"""Hours have four decimal places."""


def has_length(span: Span) -> pl.Expr:
    """Whether both moments are there and the second is the later one."""
    return (pl.col(span.end) > pl.col(span.start)).fill_null(False)


def hours_between(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """The time between two moments in hours of four places, rounded half up: twenty minutes are 0.3333."""
    seconds = (end - start).dt.total_seconds()
    parts = (seconds * 2 * HOUR_PARTS + HOUR_SECONDS) // (2 * HOUR_SECONDS)  # floor(x + 1/2), in whole numbers
    return (parts.cast(pl.Decimal(38, 0)) / pl.lit(HOUR_PARTS).cast(pl.Decimal(38, 4))).cast(DTYPES["decimal"])
