"""Rows that begin and end at moments: whether one does, and its hours."""

import polars as pl

from bpo.core.tables import Span
from bpo.facts.gate.durations import hours_of

HOUR_SECONDS = 3600
HOUR_PARTS = 10_000
"""Hours have four decimal places."""


def has_length(span: Span) -> pl.Expr:
    """Whether both moments are there and the second is the later one."""
    return (pl.col(span.end) > pl.col(span.start)).fill_null(False)


def hours_between(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """The time between two moments in hours of four places, rounded half up: twenty minutes are 0.3333."""
    return hours_of((end - start).dt.total_seconds())
