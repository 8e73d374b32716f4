"""The rows of one table in one period, as they are read from a lake."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import polars as pl

from bpo.contracts.model import Contract
from bpo.core.errors import BpoError, Problem
from bpo.core.figure_names import FigureName
from bpo.core.measures import Need
from bpo.core.periods import Period
from bpo.core.tables import Table, known_table
from bpo.core.words import Words
from bpo.core.zones import midnight
from bpo.facts.expressions import local_day_of
from bpo.facts.gate.spans import has_length
from bpo.facts.lake.seen import Facts
from bpo.metering.clock import require_zone
from bpo.metering.following import flag_of, with_flag
from bpo.metering.needs import DAY, columns_of, compiled, ended, in_window, keep, local_day, order_of, reaching_into
from bpo.metering.shifts import ENTRY, asks_when, cannot_say, cut, takes_pieces

NEVER_INGESTED = Words(
    "facts-never-ingested",
    en="'{need}' counts {table}, but none of account '{account}' was ever ingested; ingest its export, or give the figure in a "
    "measures file (--measures)",
    zh="'{need}' 需统计 {table}，但账户 '{account}' 从未导入过该表数据；请导入导出文件，或在数据文件中给出数值（--measures）",
)
NONE_IN_PERIOD = Words(
    "facts-none-in-period",
    en="'{need}' counts {table}, but account '{account}' has none from {start} to {end}; ingest the month's export, or give the "
    "figure in a measures file (--measures)",
    zh="'{need}' 需统计 {table}，但账户 '{account}' 在 {start} 至 {end} 没有数据；请导入当月导出文件，或在数据文件中给出数值（--measures）",
)
WITHOUT_MOMENTS = Words(
    "facts-without-moments",
    en="'{need}' asks when hours were worked, but {rows} rows of timesheets from {start} to {end} do not say when they began and ended; "
    "ingest an export that does, or write 'started_at IS NOT NULL AND …' in the condition if it shall not hold for such hours",
    zh="'{need}' 需判断工时发生的时刻，但 {start} 至 {end} 的工时表有 {rows} 行未写起止时刻；请导入含起止时刻的文件，"
    "若此类工时不适用该条件，请在条件中写 started_at IS NOT NULL AND …",
)
WITHOUT_ROWS_ZERO = ("events", "sales", "leads", "cases", "evaluations", "surveys")
"""Tables of which a month may rightly hold none; without any contact, timesheet or roster row an export is missing."""


def grouped(needs: Sequence[Need]) -> Iterator[tuple[Table, str, list[Need]]]:
    """The needs by the table and the time column that they count by."""
    groups: dict[tuple[str, str], list[Need]] = {}
    for need in needs:
        facts = known_table(need.table)
        # A row of the roster is a range of days: without ``at`` it counts in every period that it reaches into.
        time_column = need.at or ("" if facts.until else facts.time)
        groups.setdefault((need.table, time_column), []).append(need)
    for (_, time_column), group in groups.items():
        yield known_table(group[0].table), time_column, group


def columns_read(facts: Table, time_column: str, needs: Sequence[Need]) -> set[str]:
    """The columns that are read of a table to count what is needed of it."""
    asked = {name for need in needs for name in columns_of(need)}
    of_range = {"agent", facts.time, str(facts.until)} if not time_column else set()
    return asked | of_range | ({facts.time, facts.span.start, facts.span.end} if facts.span else set())


@dataclass(frozen=True)
class Rows:
    """The rows of one table that lie in the window, with the columns that the needs read and the ``day`` of each."""

    frame: pl.DataFrame
    window: Period
    contract: Contract

    @classmethod
    def read(
        cls, lake: Facts, contract: Contract, facts: Table, time_column: str, window: Period, needs: Sequence[Need],
        beside: Sequence[pl.Expr] = (), can_be_none: bool = False,
    ) -> Rows:  # fmt: skip
        """Read them.

        Args:
            beside: more columns of each row, as it stands in the lake.
            can_be_none: whether it is known that rows were ingested, though there may be none in this window.

        Raises:
            BpoError: if rows are missing, or do not say what the needs ask.
        """
        zone = contract.billing.timezone
        account = contract.account_of_facts
        mine = lake.scan(facts).filter(pl.col("account") == account)
        by_day = facts.span is not None and time_column == facts.time and contract.billing.shifts == "by_day"
        inside = reaching_into(facts, window, zone) if by_day else in_window(facts, time_column, window, zone)
        columns = sorted(columns_read(facts, time_column, needs))
        more = [one.meta.output_name() for one in beside]
        day = local_day(facts, time_column, zone) if time_column else pl.lit(None, pl.Date)
        rows = ended(facts, mine.with_columns(beside)).filter(inside).select(*columns, *more, day.alias(DAY))
        frame = rows.collect(engine="streaming")
        if facts.span is not None:
            frame = _in_pieces(frame, facts, contract, window, needs, by_day)
        if frame.is_empty() and not can_be_none:
            cls._refuse_if_missing(mine, contract, facts, window, needs)
        start, after = midnight(window.start, zone), midnight(window.end + timedelta(days=1), zone)
        for follow in {flag_of(need.followed): need.followed for need in needs if need.followed is not None}.values():
            frame = with_flag(frame, mine, facts, follow, start, after, contract.billing)
        read = cls(frame, window, contract)
        read._require_known_days(needs)
        read._require_moments(needs)
        return read

    def _require_moments(self, needs: Sequence[Need]) -> None:
        """Hours of which nobody says when they were worked are neither night hours nor others."""
        problems = []
        for need in needs:
            conditions = asks_when(need)
            if conditions:
                compiled_ones = [compiled(one, self.contract) for one in conditions]
                rows = self.keeping(replace(need, where=None)).filter(cannot_say(need, compiled_ones)).height
                name = FigureName.of(need.id).owner
                values = {"need": name, "rows": rows, "start": self.window.start, "end": self.window.end}
                problems += [Problem(WITHOUT_MOMENTS, self.contract.place(name), values)] if rows else []
        if problems:
            raise BpoError(problems)

    def _require_known_days(self, needs: Sequence[Need]) -> None:
        """Whether a day is a holiday is asked only of days that the contract's calendar knows."""
        calendar = self.contract.billing.calendar
        for need in needs:
            where = self.contract.place(FigureName.of(need.id).owner)
            for call in need.calendar_calls():
                assert calendar is not None, "a contract that asks for a calendar has one"
                if need.followed is not None:
                    hours = timedelta(hours=need.followed.hours)
                    first = self.window.start - hours if need.followed.before else self.window.start
                    calendar.require(first, self.window.end + hours, where)
                if call.columns() <= set(self.frame.columns):
                    days = self.frame.select(
                        local_day_of(call.args[0], self.contract.billing.timezone, calendar).alias(DAY)
                    )[DAY]
                    for day in days.dt.truncate("1y").unique().sort().drop_nulls():
                        calendar.require(day, day, where)

    @staticmethod
    def _refuse_if_missing(
        mine: pl.LazyFrame, contract: Contract, facts: Table, window: Period, needs: Sequence[Need]
    ) -> None:
        ever = mine.select(pl.len()).collect().item() > 0
        if ever and facts.name in WITHOUT_ROWS_ZERO:
            return
        values = {"table": facts.name, "account": contract.account_of_facts, "start": window.start, "end": window.end}
        words = NONE_IN_PERIOD if ever else NEVER_INGESTED
        named = {FigureName.of(need.id).owner for need in needs}
        raise BpoError([Problem(words, contract.place(name), {**values, "need": name}) for name in sorted(named)])

    def keeping(self, need: Need) -> pl.DataFrame:
        """The rows for which the need's conditions are true."""
        return self.frame.filter(keep(need, self.contract, self.window))

    def behind(self, need: Need, counted: int) -> int:
        """How many rows stand behind what was counted: of one that was cut, all pieces are one."""
        return self.keeping(need)[ENTRY].n_unique() if takes_pieces(need) else counted

    def kept(self, need: Need) -> pl.DataFrame:
        """The rows that a need counts: the earliest, if only those; of the same moment the one whose key comes first, never varying."""
        rows = self.keeping(need)
        return rows if need.first is None else rows.sort(*order_of(need), nulls_last=True).head(need.first)


def _in_pieces(
    frame: pl.DataFrame, facts: Table, contract: Contract, window: Period, needs: Sequence[Need], by_day: bool
) -> pl.DataFrame:
    """Rows that begin and end at moments, cut; ``by_day``: what of them lies in the window, each piece on its own day."""
    assert facts.span is not None, facts.name
    zone = contract.billing.timezone
    if not frame.filter(has_length(facts.span)).is_empty():
        require_zone(contract)
    pieces = cut(frame, facts.span, needs, zone, DAY if by_day else None)
    if not by_day:
        return pieces
    return pieces.with_columns(pl.col(DAY).alias(facts.time)).filter(in_window(facts, facts.time, window, zone))
