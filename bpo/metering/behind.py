"""The rows behind what is counted: each row of the lake that a need looks at, with what it adds to each count.

What counts a need says so of its rows: conditions, values and windows are those of ``rows.py`` and ``count.py``. The column of a need
is empty where it does not count a row; what is in it adds up to the need's total before its ``divisor``, unless it counts members
(the rows that have one are 1), or stretches of time (its rows are 1).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from functools import reduce

import polars as pl

from bpo.contracts.model import Contract
from bpo.core.measures import Need
from bpo.core.periods import Period
from bpo.core.tables import Table, known_table
from bpo.core.words import exact_text
from bpo.core.zones import midnight
from bpo.facts.lake.seen import Facts
from bpo.facts.types import WIDE, schema_of
from bpo.metering.at_once import spans_of
from bpo.metering.count import of_ranges
from bpo.metering.following import looked_at
from bpo.metering.needs import in_window, is_range, member_of, value_of
from bpo.metering.rows import Rows, grouped
from bpo.metering.shifts import ENTRY, HOUR_UNITS, is_shared, takes_pieces

SUMMED = ("count", "sum", "head_days", "heads", "heads_at_start", "heads_at_end")
"""What is the sum of what its rows add, unless stretches of time are counted by themselves."""
_HERE = "·="
_TEN_THOUSANDTHS = 10_000


def keys_in_window(
    facts: Facts, table: Table, account: str, window: Period, zone: str, keys: Collection[str]
) -> set[str]:
    """Of these keys, in a table that has one column of them, those of rows of which a day or a moment lies in the window."""
    times = [one.name for one in table.columns if one.type in ("instant", "day")]
    within = (in_window(table, one, window, zone).fill_null(False) for one in times)
    mine = facts.scan(table).filter(pl.col("account") == account, pl.col(table.key[0]).is_in(list(keys)))
    found = mine.filter(pl.any_horizontal(*within)).select(table.key[0])
    return set(found.collect(engine="streaming").to_series())


def column_of(need: Need) -> str:
    """The column of a need; its bare name may be that of a column of the table, such as ``hours``."""
    return f"counted:{need.id}"


def rows_behind(lake: Facts, contract: Contract, window: Period, needs: Sequence[Need]) -> Iterator[pl.DataFrame]:
    """The rows that any of these needs counts, in their order; all of the needs are of one table.

    Raises:
        BpoError: as counting them does.
    """
    for frame in rows_read(lake, contract, window, needs):
        counted = pl.any_horizontal(pl.col(column_of(need)).is_not_null() for need in needs)
        found = frame.filter(counted)
        if found.height:
            yield found


def rows_read(
    lake: Facts, contract: Contract, window: Period, needs: Sequence[Need], columns: Collection[str] | None = None
) -> Iterator[pl.DataFrame]:
    """Every row that counting these needs looks at, counted or not, day by day where that changes nothing; each row once.

    Args:
        columns: those of the table that are wanted; all of them, if left out. The key and where a row was read always are.

    Returns:
        Frames of the columns and one for each need (:func:`column_of`), in the order of the table's time and key.
    """
    facts = known_table(needs[0].table)
    assert all(need.table == facts.name for need in needs), "the needs are of one table"
    wanted = [
        name for name in schema_of(facts) if columns is None or name in {*columns, *facts.key, facts.time, *_OF_ROW}
    ]
    groups = list(grouped(needs))
    beside = [pl.col(name).alias(_HERE + name) for name in wanted]
    followed = [need.followed for need in needs if need.followed is not None]
    alone = len(groups) == 1 and not facts.until and facts.span is None and groups[0][1] == facts.time
    if alone and not any(need.first for need in needs):
        if followed:
            yield from _around(lake, contract, facts, window, needs, wanted, before=True)
        for day in window.each_day():
            one = Period(day, day, window.name)
            frame = Rows.read(lake, contract, facts, facts.time, one, needs, beside, can_be_none=True)
            yield _in_order(_told(replace(frame, window=window), needs, wanted), facts)
        if followed:
            yield from _around(lake, contract, facts, window, needs, wanted, before=False)
        return
    frames = [
        _told(Rows.read(lake, contract, facts, time_column, window, group, beside, can_be_none=True), group, wanted)
        for facts, time_column, group in groups
    ]
    frames += _around(lake, contract, facts, window, needs, wanted, before=None) if followed else []
    yield _in_order(_one_each(frames, facts, needs, wanted), facts)


_OF_ROW = ("account", "source", "file", "line", "batch")


def _told(rows: Rows, needs: Sequence[Need], wanted: Sequence[str]) -> pl.DataFrame:
    """The rows as they stand in the lake, each with what it adds to each need."""
    if ENTRY not in rows.frame.columns:
        rows = replace(rows, frame=rows.frame.with_row_index(ENTRY))
    whole = rows.frame.unique(ENTRY, keep="first", maintain_order=True)
    found = whole.select(ENTRY, *(pl.col(_HERE + name).alias(name) for name in wanted))
    for need in needs:
        found = found.join(_of_need(rows, need), on=ENTRY, how="left", maintain_order="left")
    return found.drop(ENTRY)


def _of_need(rows: Rows, need: Need) -> pl.DataFrame:
    """What each row adds to a need, of the rows behind it."""
    if is_range(need) and need.op in SUMMED[2:]:
        ranged = of_ranges(rows, need)
        entries = pl.Series(ENTRY, [row[ENTRY] for row, _ in ranged], rows.frame.schema[ENTRY])
        return pl.DataFrame([entries, _exact(column_of(need), [value for _, value in ranged])])
    if need.op in ("at_once", "covered"):
        return spans_of(rows, need).select(pl.col(ENTRY).unique(), pl.lit(1, pl.Int64).alias(column_of(need)))
    kept = rows.kept(need)
    if need.op == "distinct":
        known = member_of(need, rows.contract).is_not_null().cast(pl.Int64)
        return kept.select(ENTRY, known.alias(column_of(need)))
    if need.op == "count" or need.stretch is not None:
        return kept.select(pl.col(ENTRY).unique(), pl.lit(1, pl.Int64).alias(column_of(need)))
    value = value_of(need, rows.contract).fill_null(0).alias(column_of(need))
    if not takes_pieces(need):
        return kept.select(ENTRY, value)
    assert is_shared(need), need.id
    shared = kept.select(ENTRY, value).group_by(ENTRY, maintain_order=True).sum()
    return pl.DataFrame(
        [shared[ENTRY], _exact(column_of(need), [Fraction(one, HOUR_UNITS) for one in shared[column_of(need)]])]
    )


def _exact(name: str, values: Sequence[Fraction]) -> pl.Series:
    """Numbers as a column that holds them exactly: whole, with four decimals, or, where there is a third of an hour, as text."""
    if all((value * _TEN_THOUSANDTHS).denominator == 1 for value in values):
        whole = pl.Series(name, [int(value * _TEN_THOUSANDTHS) for value in values], pl.Int64)
        decimals: pl.Series = whole.cast(pl.Decimal(38, 0)).to_frame().select(pl.col(name) * _ONE)[name]
        return decimals
    return pl.Series(name, [exact_text(value) for value in values], pl.String)


_ONE = pl.lit("0.0001").cast(WIDE)


def _around(
    lake: Facts, contract: Contract, facts: Table, window: Period, needs: Sequence[Need], wanted: Sequence[str], before: bool | None
) -> Iterator[pl.DataFrame]:  # fmt: skip
    """Rows outside the window that say which of its rows are followed; those before it, those after it, or both."""
    zone, time = contract.billing.timezone, pl.col(facts.time)
    start, after = midnight(window.start, zone), midnight(window.end + timedelta(days=1), zone)
    looks = [looked_at(facts, need.followed, start, after) for need in needs if need.followed is not None]
    sides = {True: time < start, False: time >= after, None: ~in_window(facts, facts.time, window, zone)}
    mine = lake.scan(facts).filter(pl.col("account") == contract.account_of_facts)
    found = mine.filter(reduce(pl.Expr.or_, looks), sides[before]).select(wanted).collect(engine="streaming")
    if found.height:
        empty = [pl.lit(None, pl.Int64).alias(column_of(need)) for need in needs]
        yield _in_order(found.with_columns(empty), facts)


def _one_each(
    frames: Sequence[pl.DataFrame], facts: Table, needs: Sequence[Need], wanted: Sequence[str]
) -> pl.DataFrame:
    """Rows that were read by several of their times, or that follow others too, each once with all that it adds."""
    if len(frames) == 1:
        return frames[0]
    key = ["account", *facts.key]
    together = pl.concat(frames, how="diagonal_relaxed").group_by(key, maintain_order=True)
    rest = [name for name in wanted if name not in key]
    counts = [pl.col(column_of(need)).drop_nulls().first() for need in needs]
    return together.agg(*(pl.col(name).first() for name in rest), *counts).select(
        *wanted, *(column_of(need) for need in needs)
    )


def _in_order(rows: pl.DataFrame, facts: Table) -> pl.DataFrame:
    return rows.sort(facts.time, *facts.key, nulls_last=True)
