"""A need as Polars expressions: the rows that it keeps, what it adds up, by what it keeps them apart, the columns that it reads."""

from datetime import timedelta
from typing import Literal

import polars as pl

from bpo.contracts.model import Contract
from bpo.core.at_once import moments
from bpo.core.expr import Expr
from bpo.core.increments import Increments
from bpo.core.measures import CLASS, INTERVALS, Need
from bpo.core.periods import Period
from bpo.core.tables import Table, known_table
from bpo.core.zones import midnight
from bpo.facts.clock import distance_from_utc, wall_clock
from bpo.facts.clock import local_day as day_by_the_clock
from bpo.facts.expressions import compile_expression
from bpo.facts.gate.spans import has_length
from bpo.facts.types import WIDE
from bpo.metering.following import flag_of
from bpo.metering.shifts import begins, is_shared, share, takes_pieces

DAY = "·day"
"""The day of a row, beside the table's own columns (timesheets have a ``day`` of their own)."""


def compiled(expr: Expr, contract: Contract) -> pl.Expr:
    return compile_expression(expr, contract.billing.timezone, contract.billing.calendar)


def keep(need: Need, contract: Contract, window: Period) -> pl.Expr:
    """Rows for which the condition is true; unknown is not true."""
    every_row = pl.col(DAY).is_not_null() | True  # a bare literal would be one row, not one for each
    keep = every_row if need.where is None else compiled(need.where, contract).fill_null(False)
    if known_table(need.table).span is not None and not takes_pieces(need):
        keep &= begins()
    for holds in besides(need, contract, window).values():
        keep &= holds
    return keep


Besides = Literal["followed", "lapsed", "other_days", "other_time"]


def besides(need: Need, contract: Contract, window: Period) -> dict[Besides, pl.Expr]:
    """What a need asks of a row besides its condition, each by the name of what a row is that does not hold it."""
    asked: dict[Besides, pl.Expr] = {}
    if need.followed is not None:
        asked["followed"] = pl.col(flag_of(need.followed)) == need.followed.happened
    if need.lapses_after is not None:
        asked["lapsed"] = ~lapsed(need, contract, window)
    if need.on_days is not None and not is_range(need):
        asked["other_days"] = pl.col(DAY).is_between(need.on_days.start, need.on_days.end).fill_null(False)
    elif need.on_days is not None:
        reaches = in_window(known_table(need.table), "", need.on_days, contract.billing.timezone)
        asked["other_days"] = reaches.fill_null(False)
    if need.within is not None:
        asked["other_time"] = _within(need, *need.within, contract, window)
    return asked


def _within(need: Need, column: str, when: str, contract: Contract, window: Period) -> pl.Expr:
    day, start = local_day(known_table(need.table), column, contract.billing.timezone), window.start
    if when == "period":
        return day.is_between(start, window.end).fill_null(False)
    return ((day >= contract.effective.start) & (day < start)).fill_null(False)


def key_of(need: Need, name: str, contract: Contract) -> pl.Expr:
    """What a row is kept apart by: its day, an interval, a column, or the billing period of a moment."""
    column = known_table(need.table).column(name)
    if name == "day":
        return pl.col(DAY)
    if name == CLASS and need.classes is not None:
        return compiled(need.classes, contract)
    if name in INTERVALS:
        moment, zone = pl.col(need.at or known_table(need.table).time), contract.billing.timezone
        begun = wall_clock(moment, zone).dt.truncate(f"{INTERVALS[name]}m").dt.strftime("%Y-%m-%d %H:%M ")
        return pl.concat_str(begun, distance_from_utc(moment, zone))  # a repeated hour has its intervals twice
    if column is None or column.type != "instant":
        return pl.col(name)
    day = local_day(known_table(need.table), name, contract.billing.timezone)
    return day.map_elements(lambda one: contract.cycle.containing(one).name, return_dtype=pl.String)


def member_of(need: Need, contract: Contract) -> pl.Expr:
    """What is counted once, however many rows it has."""
    assert need.of is not None, need.id
    return compiled(need.of, contract)


def value_of(need: Need, contract: Contract) -> pl.Expr:
    assert need.of is not None, need.id
    value = compiled(need.of, contract)
    span = known_table(need.table).span
    if span is not None and is_shared(need):
        return share(value, need.of.sql(), span)
    if need.increments is None:
        return value
    seconds = value if need.of.type == "whole" else _whole_seconds(value)
    return _in_blocks(seconds, need.increments)


def _whole_seconds(hours: pl.Expr) -> pl.Expr:
    """Hours as whole seconds: 20 minutes arrive as 0.3333 or 0.3334, and no begun block may hang on the fourth decimal, which is
    0.36 s."""
    ten_thousandths = hours.cast(WIDE).to_physical()
    return ((ten_thousandths * 3600 + 5000) // 10_000).cast(pl.Int64)


def _in_blocks(seconds: pl.Expr, increments: Increments) -> pl.Expr:
    """:meth:`Increments.apply` of every record, in whole numbers."""
    first, then = increments.first, increments.then
    more = (seconds - first).clip(lower_bound=0)
    if increments.rounded == "up":
        blocks = (more + (then - 1)) // then
    elif increments.rounded == "down":
        blocks = more // then
    else:
        blocks = (2 * more + then) // (2 * then)
        if increments.rounded == "half_even":
            halves = ((2 * more + then) % (2 * then) == 0) & (blocks % 2 == 1)
            blocks = blocks - halves.cast(pl.Int64)
    return pl.when(seconds > 0).then(blocks * then + first).otherwise(0)


def columns_of(need: Need) -> set[str]:
    read = {name for expr in (need.of, need.where, need.classes) if expr is not None for name in expr.columns()}
    other_time = {need.within[0]} if need.within is not None else set()
    ordered = order_of(need) if need.first is not None else ()
    own = known_table(need.table)
    followed = (*need.followed.same, own.time, *own.key) if need.followed is not None else ()
    timed = any(name in INTERVALS for name in (*need.by, need.stretch))
    interval = {need.at or own.time} if timed else set()
    split = {name for name in need.by if name not in ("day", "value", CLASS, *INTERVALS)} | interval
    lasting = set(moments(own)) if need.op in ("at_once", "covered") else set()
    own_time = {known_table(need.table).time} if need.lapses_after is not None else set()
    part = {need.each} if need.each is not None else set()
    return read | other_time | split | {*ordered, *followed} | own_time | part | lasting


def lapsed(need: Need, contract: Contract, window: Period) -> pl.Expr:
    """Rows that count in the window by another time, but are themselves too old to be billed; counted to the period's end."""
    assert need.lapses_after is not None, need.id
    first = contract.cycle.containing(window.end).end - timedelta(days=need.lapses_after)
    facts = known_table(need.table)
    return (local_day(facts, facts.time, contract.billing.timezone) < first).fill_null(False)


def is_range(need: Need) -> bool:
    """Whether it counts ranges of days, such as those of the roster, and not rows at a time."""
    return need.at is None and known_table(need.table).until is not None


def order_of(need: Need) -> tuple[str, ...]:
    """The columns that say which rows came first."""
    facts = known_table(need.table)
    return (need.at or facts.time, *facts.key)


def in_window(facts: Table, time_column: str, window: Period, zone: str) -> pl.Expr:
    if not time_column:
        return (pl.col(facts.time) <= window.end) & (
            pl.col(str(facts.until)).is_null() | (pl.col(str(facts.until)) >= window.start)
        )
    column = facts.column(time_column)
    assert column is not None
    if column.type == "day":
        return pl.col(time_column).is_between(window.start, window.end)
    first, after = (midnight(day, zone) for day in (window.start, window.end + timedelta(days=1)))
    return (pl.col(time_column) >= first) & (pl.col(time_column) < after)


def ended(facts: Table, rows: pl.LazyFrame) -> pl.LazyFrame:
    """Ranges of days that end where they must: an agent's row of the roster on the day the agent left, at the latest."""
    if facts.until is None or facts.ends_on is None:
        return rows
    return rows.with_columns(pl.min_horizontal(facts.until, facts.ends_on).alias(facts.until))


def reaching_into(facts: Table, window: Period, zone: str) -> pl.Expr:
    """Rows of which any time lies in the window; those without two moments by their day."""
    assert facts.span is not None, facts.name
    first, after = (midnight(day, zone) for day in (window.start, window.end + timedelta(days=1)))
    overlaps = (pl.col(facts.span.start) < after) & (pl.col(facts.span.end) > first)
    return pl.when(has_length(facts.span)).then(overlaps).otherwise(in_window(facts, facts.time, window, zone))


def local_day(facts: Table, time_column: str, zone: str) -> pl.Expr:
    column = facts.column(time_column)
    assert column is not None
    return pl.col(time_column) if column.type == "day" else day_by_the_clock(pl.col(time_column), zone)
