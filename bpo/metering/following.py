"""Whether a row is followed by a later one of the same customer, or comes after one: a look beyond the period, into the hours around it."""

from datetime import datetime, timedelta

import polars as pl

from bpo.contracts.header.header import Billing
from bpo.core.measures import FollowUp
from bpo.core.tables import Table
from bpo.facts.expressions import compile_expression

ENDED = "ended_at"
_ROW, _NEXT = "·row", "·next"


def flag_of(follow: FollowUp) -> str:
    """The column that says whether a row is followed."""
    return f"·{follow.before or 'after'}·{follow.hours}·{','.join(follow.same)}·{follow.where.sql() if follow.where else ''}"


def with_flag(
    frame: pl.DataFrame,
    mine: pl.LazyFrame,
    facts: Table,
    follow: FollowUp,
    start: datetime,
    after: datetime,
    billing: Billing,
) -> pl.DataFrame:
    """The period's rows with :func:`flag_of`: true where a strictly later (or earlier) row has the same values within the hours, the
    bound included; or where an earlier one ended, see :func:`_since_the_end`. A row of which one of those values is unknown is neither
    followed nor follows.

    Args:
        frame: rows from ``start`` up to ``after``, with the table's time and the columns of ``follow.same``.
        mine: all rows of the account, whenever they were: one in the next period may follow one of this, one of the period before may come before it.
    """
    hours = timedelta(hours=follow.hours)
    others = mine.filter(looked_at(facts, follow, start, after))
    if follow.before == "end":
        return _since_the_end(frame, others, facts, follow, billing)
    if follow.where is not None:
        others = others.filter(compile_expression(follow.where, billing.timezone, billing.calendar).fill_null(False))
    known = others.select(*follow.same, pl.col(facts.time).alias(_NEXT)).drop_nulls().collect(engine="streaming")
    nearest = (
        frame.with_row_index(_ROW)
        .select(_ROW, *follow.same, facts.time)
        .sort(facts.time)
        .join_asof(
            known.sort(_NEXT), left_on=facts.time, right_on=_NEXT, by=list(follow.same), strategy="backward" if follow.before else "forward",
            allow_exact_matches=False, check_sortedness=False,
        )
    )  # fmt: skip
    apart = pl.col(_NEXT) - pl.col(facts.time)
    soon = ((-apart if follow.before else apart) <= hours).fill_null(False)
    return frame.with_columns(nearest.sort(_ROW).select(soon.alias(flag_of(follow))))


def looked_at(facts: Table, follow: FollowUp, start: datetime, after: datetime) -> pl.Expr:
    """The rows that are looked at to tell whether those from ``start`` up to ``after`` are followed, or follow: they and those of the
    hours around them."""
    time, hours = pl.col(facts.time), timedelta(hours=follow.hours)
    if follow.before == "end":
        return (pl.coalesce(ENDED, facts.time) >= start - hours) & (time < after)
    return (time >= start - hours) & (time < after) if follow.before else (time >= start) & (time < after + hours)


def _since_the_end(
    frame: pl.DataFrame, candidates: pl.LazyFrame, facts: Table, follow: FollowUp, billing: Billing
) -> pl.DataFrame:
    """True where an earlier row with the same values ended at most so many hours before, or has not ended yet. Of rows that began
    at the same moment the one whose key comes first is the earlier one; a row that has no end ended as it began."""
    time, ended = pl.col(facts.time), pl.coalesce(ENDED, facts.time)
    if follow.where is not None:
        candidates = candidates.filter(
            compile_expression(follow.where, billing.timezone, billing.calendar).fill_null(False)
        )
    silent_since = ended.cum_max().shift(1).over(follow.same)
    rows = (
        candidates.select(*follow.same, *facts.key, facts.time, ENDED)
        .drop_nulls(follow.same)
        .sort(facts.time, *facts.key)
        .select(
            *facts.key, (time - silent_since <= timedelta(hours=follow.hours)).fill_null(False).alias(flag_of(follow))
        )
        .collect(engine="streaming")
    )
    joined = frame.join(rows, on=facts.key, how="left", maintain_order="left")
    return joined.with_columns(pl.col(flag_of(follow)).fill_null(False))
