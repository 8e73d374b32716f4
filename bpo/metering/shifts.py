"""Rows that begin and end at moments, such as shifts, cut where the clock may change what is said of them.

A shift from 22:00 to 06:00 lies on two days, perhaps in two months, and partly in a night window. It is cut at every quarter of
an hour, so that a condition on its hour or day is true or false of a whole piece; every zone's full hours and midnights lie on
quarters. Conditions that ask for the minute cut it at every minute. Its hours are shared out to the last one in whole numbers.
"""

from collections.abc import Sequence

import polars as pl

from bpo.core.expr import Expr
from bpo.core.measures import Need
from bpo.core.tables import Span, known_table
from bpo.facts.clock import local_day
from bpo.facts.gate.spans import HOUR_PARTS, HOUR_SECONDS, has_length, hours_between
from bpo.facts.types import WIDE

ENTRY, FROM, UNTIL, WHOLE = "·entry", "·from", "·until", "·whole"
"""Which row a piece is of; its seconds from the row's beginning, and the seconds of the row: empty where a row is not cut."""
HOUR_UNITS = 90_000
"""Parts of an hour that hold a second and a ten-thousandth: sums of pieces stay whole numbers."""


def is_shared(need: Need) -> bool:
    """Whether it adds up what pieces have. Whatever counts rows, or rounds each, takes a row whole, where it begins."""
    by_row = need.by == ("value",) or need.increments is not None
    return need.op == "sum" and not by_row and known_table(need.table).span is not None


def takes_pieces(need: Need) -> bool:
    """Whether it asks for every piece of a row: what adds them up, or asks what goes on at the same time."""
    at_once = need.op in ("at_once", "covered") and known_table(need.table).span is not None
    return at_once or is_shared(need)


def scale_of(need: Need) -> int:
    """What the values of a need are multiplied by before they are added."""
    return HOUR_UNITS if is_shared(need) else 1


def begins() -> pl.Expr:
    """The one piece of a row that stands for all of it."""
    return pl.col(FROM).fill_null(0) == 0


def share(value: pl.Expr, of: str, span: Span) -> pl.Expr:
    """The piece's part of a row's value, times :data:`HOUR_UNITS`.

    Hours that are those between the two moments are exact to the second. Others, such as those of a shift with a break, are
    shared in proportion to the time; what is left over at each cut goes to the piece after it.

    Args:
        value: the whole row's, of four decimal places at most.
        of: what ``value`` is, as SQL.
        span: the columns of the two moments.
    """
    parts = (value.cast(WIDE) * pl.lit(HOUR_PARTS).cast(pl.Decimal(38, 0))).cast(pl.Int64)
    units = parts * (HOUR_UNITS // HOUR_PARTS)
    seconds = pl.col(WHOLE)
    if of == span.hours:
        told_by_the_span = (parts * HOUR_SECONDS - seconds * HOUR_PARTS).abs() * 2 <= HOUR_SECONDS
        units = pl.when(told_by_the_span.fill_null(False)).then(seconds * (HOUR_UNITS // HOUR_SECONDS)).otherwise(units)
    part = units * pl.col(UNTIL) // seconds - units * pl.col(FROM) // seconds
    return pl.when(seconds.is_null()).then(units).otherwise(part)


def asks_when(need: Need) -> list[Expr]:
    """The conditions of a sum, in the order in which they are tried, if any asks for the two moments."""
    span = known_table(need.table).span
    if span is None or not takes_pieces(need):
        return []
    classes = need.classes.args[:-1:2] if need.classes is not None else ()
    found = [one for one in (need.where, *classes) if one is not None]
    return found if any({span.start, span.end} & one.columns() for one in found) else []


def cannot_say(need: Need, conditions: Sequence[pl.Expr]) -> pl.Expr:
    """Whether a row has no two moments and one of the conditions is unknown for want of them, before another holds."""
    span = known_table(need.table).span
    assert span is not None, need.table
    counts, *classes = conditions if need.where is not None else (pl.lit(True), *conditions)
    unknown, decided = counts.is_null(), ~counts.fill_null(True)
    for one in classes:
        unknown |= ~decided & one.is_null()
        decided |= one.fill_null(False)
    return unknown & ~has_length(span) & pl.any_horizontal(pl.col(span.start, span.end).is_null())


def cut(frame: pl.DataFrame, span: Span, needs: Sequence[Need], zone: str, day: str | None) -> pl.DataFrame:
    """The rows in pieces, each with its own two moments.

    Args:
        frame: rows with the columns of the span.
        span: which columns these are.
        needs: what is asked of them.
        zone: whose days and hours are told apart.
        day: the column that takes the day of each piece; None where a shift belongs to the day of its row.
    """
    start, end = pl.col(span.start), pl.col(span.end)
    hours = pl.coalesce(span.hours, hours_between(start, end)) if span.hours in frame.columns else None
    rows = frame.with_row_index(ENTRY).with_columns(*([hours.alias(span.hours)] if hours is not None else []))
    nothing = [pl.lit(None, dtype=pl.Int64).alias(name) for name in (FROM, UNTIL, WHOLE)]
    asks = any({span.start, span.end} & need.columns_asked() for need in needs)
    if day is None and not asks:
        return rows.with_columns(nothing)
    whole = rows.filter(~has_length(span)).with_columns(nothing)
    every = "1m" if any(_asks_for_minutes(need) for need in needs) else "15m"
    began = start.alias(WHOLE)  # the row's own beginning, until it is the row's length
    pieces = (
        rows.filter(has_length(span))
        .with_columns(began, end.alias(UNTIL))
        .with_columns(pl.datetime_ranges(start.dt.truncate(every), end, every, closed="left"))
        .explode(span.start)
        .with_columns(
            pl.max_horizontal(start, WHOLE), pl.min_horizontal(start.dt.offset_by(every), UNTIL).alias(span.end)
        )
        .with_columns(
            (start - pl.col(WHOLE)).dt.total_seconds().alias(FROM),
            (end - pl.col(WHOLE)).dt.total_seconds().alias(UNTIL),
            (pl.col(UNTIL) - pl.col(WHOLE)).dt.total_seconds().alias(WHOLE),
        )
    )
    if day is not None:
        pieces = pieces.with_columns(local_day(start, zone).alias(day))
    return pl.concat([whole, pieces.select(whole.columns)])


def _asks_for_minutes(need: Need) -> bool:
    return any(expr.calls(("minute",)) for expr in (need.of, need.where, need.classes) if expr is not None)
