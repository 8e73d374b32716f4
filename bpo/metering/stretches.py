"""Counts of each day, or of each quarter or half an hour by itself, and what is taken of them."""

from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction
from typing import Any

import polars as pl

from bpo.core.measures import INTERVALS, Need
from bpo.core.stretches import taken
from bpo.core.tables import known_table
from bpo.core.zones import midnight
from bpo.metering import at_once
from bpo.metering.needs import DAY, is_range, key_of, member_of, value_of
from bpo.metering.rows import Rows


def counts(rows: Rows, need: Need) -> tuple[dict[str, Any], int]:
    """What was counted in each stretch that has any, by its name, and the rows behind it."""
    if need.op == "at_once":
        return at_once.peaks(rows, need)
    kept = rows.kept(need)
    found = _by_days(rows, need, kept) if is_range(need) else kept
    assert need.stretch
    found = found.with_columns(key_of(need, need.stretch, rows.contract).cast(pl.String).alias("·stretch"))
    if need.op == "distinct":
        members = found.select("·stretch", member=member_of(need, rows.contract)).drop_nulls("member")
        members = members.group_by("·stretch", "member").len()
        found, value = members.filter(pl.col("len") >= need.at_least), pl.len()
    else:
        value = pl.len() if need.op == "count" else value_of(need, rows.contract).sum()
    each = found.group_by("·stretch").agg(value.alias("value")).sort("·stretch")
    return dict(each.select("·stretch", "value").iter_rows()), kept.height


def total(rows: Rows, need: Need, found: Iterable[Fraction]) -> Fraction:
    """What is taken of the counts of all stretches of the period, or of the days that the need counts."""
    return taken(need.take, found, _stretches(rows, need) if need.take is not None else 0)


def _stretches(rows: Rows, need: Need) -> int:
    window = need.on_days or rows.window
    if need.stretch == "day":
        return window.days
    zone = rows.contract.billing.timezone
    lasted = midnight(window.end + timedelta(days=1), zone) - midnight(window.start, zone)
    return lasted // timedelta(minutes=INTERVALS[str(need.stretch)])


def _by_days(rows: Rows, need: Need, ranges: pl.DataFrame) -> pl.DataFrame:
    """Ranges of days, such as those of the roster, as a row for each of their days in the period."""
    facts, window = known_table(need.table), need.on_days or rows.window
    first = pl.max_horizontal(pl.col(facts.time), pl.lit(window.start))
    last = pl.min_horizontal(pl.col(str(facts.until)), pl.lit(window.end))
    return ranges.with_columns(pl.date_ranges(first, last).alias(DAY)).explode(DAY)
