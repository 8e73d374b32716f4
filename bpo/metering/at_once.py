"""Rows that go on at the same time: the most at once of each day, and the time in which an agent has any of them.

A row goes on from its first moment until just before its second one: one that ends as another begins does not overlap it.
"""

from fractions import Fraction
from typing import Any

import polars as pl

from bpo.core.at_once import moments
from bpo.core.errors import BpoError, Problem
from bpo.core.figure_names import FigureName
from bpo.core.measures import Need
from bpo.core.tables import INTERACTIONS
from bpo.core.words import Words
from bpo.core.zones import midnight
from bpo.facts.clock import local_day
from bpo.metering.needs import DAY
from bpo.metering.rows import Rows

NO_END = Words(
    "facts-without-end",
    en="'{need}' asks what goes on at once, but {rows} rows of {table} from {start} to {end} do not say when they began and ended, or whose they "
    "are; ingest an export that does, or leave them out with 'where'",
    zh="'{need}' 需判断同时进行的记录，但 {table} 在 {start} 至 {end} 有 {rows} 行未写起止时刻或归属；请导入含这些内容的文件，或以 where 排除",
)
BEGAN, ENDED, CHANGE = "·began", "·ended", "·change"
SECOND = 1_000_000
"""Microseconds."""


def peaks(rows: Rows, need: Need) -> tuple[dict[str, Any], int]:
    """The most at once of each day that has any, and the rows behind it; what went on at midnight is there on both days."""
    spans = spans_of(rows, need)
    if need.of is not None:
        spans = _joined(spans, str(need.of.value))
    zone, window = rows.contract.billing.timezone, need.on_days or rows.window
    nights = pl.Series(BEGAN, [midnight(day, zone) for day in window.each_day()]).cast(spans.schema[BEGAN])
    changes = [
        spans.select(pl.col(BEGAN), pl.lit(1).alias(CHANGE)),
        spans.select(pl.col(ENDED).alias(BEGAN), pl.lit(-1).alias(CHANGE)),
        pl.DataFrame([nights]).with_columns(pl.lit(0).alias(CHANGE)),
    ]
    levels = (
        pl.concat(changes)
        .group_by(BEGAN)
        .agg(pl.col(CHANGE).sum())
        .sort(BEGAN)
        .select(local_day(pl.col(BEGAN), zone).alias(DAY), pl.col(CHANGE).cum_sum())
    )
    days = levels.filter(pl.col(DAY).is_between(window.start, window.end)).group_by(DAY).agg(pl.col(CHANGE).max())
    return {day.isoformat(): most for day, most in days.sort(DAY).iter_rows()}, spans.height


def covered(rows: Rows, need: Need) -> tuple[Fraction, int]:
    """The seconds in which each value of ``of``, such as an agent, has any row, added up; and the rows behind it."""
    assert need.of is not None, need.id
    spans = spans_of(rows, need)
    joined = _joined(spans, str(need.of.value))
    lasted = joined.select((pl.col(ENDED) - pl.col(BEGAN)).dt.total_microseconds().sum()).item()
    return Fraction(lasted or 0, SECOND), rows.behind(need, spans.height)


def spans_of(rows: Rows, need: Need) -> pl.DataFrame:
    """The rows that go on for a while. A contact that nobody answered goes on with no agent.

    Raises:
        BpoError: for rows that do not say when they began and ended, or whose they are.
    """
    begins, ends = moments(need.table)
    kept = rows.kept(need)
    if need.table == INTERACTIONS.name:
        kept = kept.filter(pl.col(begins).is_not_null())
    asked = [begins, ends, *([str(need.of.value)] if need.of is not None else [])]
    unknown = kept.filter(pl.any_horizontal(pl.col(asked).is_null()) | (pl.col(ends) < pl.col(begins)).fill_null(False))
    if not unknown.is_empty():
        name = FigureName.of(need.id).owner
        values = {"need": name, "rows": unknown.height, "table": need.table}
        values |= {"start": rows.window.start, "end": rows.window.end}
        raise BpoError([Problem(NO_END, rows.contract.place(name), values)])
    found = kept.filter(pl.col(ends) > pl.col(begins))
    return found.with_columns(pl.col(begins).alias(BEGAN), pl.col(ends).alias(ENDED))


def _joined(spans: pl.DataFrame, member: str) -> pl.DataFrame:
    """The stretches in which each member has any row: rows that overlap, or touch, make one."""
    before = pl.col(ENDED).cum_max().shift(1).over(member)
    stretch = (pl.col(BEGAN) > before).fill_null(True).cast(pl.Int64).cum_sum().over(member).alias(CHANGE)
    rows = spans.sort(member, BEGAN, ENDED).with_columns(stretch)
    return rows.group_by(member, CHANGE).agg(pl.col(BEGAN).min(), pl.col(ENDED).max())
