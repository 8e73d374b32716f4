"""Rows that cannot be meant, though each by itself can be: one call under two ids, days of 32 hours, an agent twice on the roster.

They count as they are, for no rule knows which row is the wrong one. The reviewer is told of them, and what they cost: the
month is measured and priced once more without them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import polars as pl

from bpo.contracts.model import Contract
from bpo.core.errors import Problem
from bpo.core.periods import Period
from bpo.core.tables import INTERACTIONS, ROSTER, TIMESHEETS, TRAFFIC, Table
from bpo.core.words import Sentence, Words, few
from bpo.core.zones import midnight
from bpo.facts.lake.seen import Facts
from bpo.metering.needs import ended, in_window
from bpo.metering.totals import doubted_totals

ALIKE = Words(
    "finding-contacts-alike",
    en="{rows} contacts are alike to another in agent, customer, start and end, under ids of their own, as the legs of one call "
    "are (if they are one, the source file says so: one_if_alike): {listed}",
    zh="{rows} 次联络的座席、客户、开始和结束时间与另一次相同而编号不同，如同一通话的两段（若为同一次，请在数据源文件中写 one_if_alike）：{listed}",
)
TOO_MANY_HOURS = Words(
    "finding-hours-beyond-the-day",
    en="{days} days of agents have more hours than a day has: {listed}",
    zh="有 {days} 个座席日的工时超过当日时长：{listed}",
)
HOURS_OF = Words(
    "finding-hours-of-a-day", en="'{agent}' {hours} h on {day} ({rows})", zh="{agent} {day} 共 {hours} 小时（{rows}）"
)
ON_ROSTER_TWICE = Words(
    "finding-roster-overlap",
    en="agents are twice on the roster on {days} days, and count for both rows: {listed}",
    zh="有 {days} 个人日在花名册中重复，两行均计入：{listed}",
)
ROSTER_OF = Words(
    "finding-roster-overlap-of", en="'{agent}' from {start} to {end} ({row})", zh="{agent} {start} 至 {end}（{row}）"
)
SAME_CALL = ("agent", "customer", "started_at", "ended_at")
PLACE = ("file", "line")
HOURS_A_DAY = 24
TAKEN = "·taken"


@dataclass(frozen=True)
class Doubt:
    """What is said of the rows, and their table as it would be without them."""

    problem: Problem
    table: Table
    mended: Callable[[pl.LazyFrame], pl.LazyFrame]


@dataclass(frozen=True, slots=True)
class Mended:
    """A lake without the rows that a doubt is about."""

    lake: Facts
    doubt: Doubt

    def scan(self, table: Table, version: int | None = None) -> pl.LazyFrame:
        rows = self.lake.scan(table, version)
        return self.doubt.mended(rows) if table is self.doubt.table else rows

    def versions(self) -> dict[str, int]:
        return self.lake.versions()


def doubts(lake: Facts, contract: Contract, period: Period) -> list[Doubt]:
    """Doubts about the tables that the contract reads, for its account and the part of the period on which it holds."""
    window = contract.effective_part(period)
    read = {need.table for need in contract.needs()}
    if window is None:
        return []
    looks = {INTERACTIONS: _alike, TIMESHEETS: _long_days, ROSTER: _twice_on_roster, TRAFFIC: _of_totals}
    found: list[Doubt] = []
    for facts, look in looks.items():
        if facts.name in read:
            mine = lake.scan(facts).filter(pl.col("account") == contract.account_of_facts)
            found += look(mine, contract, window)
    return found


def _alike(mine: pl.LazyFrame, contract: Contract, window: Period) -> Iterator[Doubt]:
    known = pl.all_horizontal(pl.col(name).is_not_null() for name in SAME_CALL)
    rows = mine.filter(in_window(INTERACTIONS, "started_at", window, contract.billing.timezone), known)
    more = rows.group_by(SAME_CALL).len().filter(pl.col("len") > 1).select(SAME_CALL)
    alike = rows.join(more, on=SAME_CALL).select(*SAME_CALL, "interaction_id", *PLACE).collect(engine="streaming")
    others = alike.sort(*SAME_CALL, "interaction_id").filter(~pl.struct(SAME_CALL).is_first_distinct())
    if others.is_empty():
        return
    without = others.select("interaction_id").lazy()
    values = {"rows": others.height, "listed": few([_place(row) for row in others.iter_rows(named=True)])}
    yield Doubt(
        Problem(ALIKE, None, values), INTERACTIONS, lambda facts: facts.join(without, on="interaction_id", how="anti")
    )


def _long_days(mine: pl.LazyFrame, contract: Contract, window: Period) -> Iterator[Doubt]:
    zone = contract.billing.timezone
    days = (
        mine.filter(in_window(TIMESHEETS, TIMESHEETS.time, window, zone))
        .group_by("agent", "day")
        .agg(pl.col("hours").sum(), pl.format("{}:{}", *PLACE).sort().alias("rows"))
        .filter(pl.col("hours") > HOURS_A_DAY)
        .sort("day", "agent")
        .collect(engine="streaming")
    )
    beyond = [row for row in days.iter_rows(named=True) if row["hours"] > _hours_of(row["day"], zone)]
    if not beyond:
        return
    listed = [Sentence(HOURS_OF, {**row, "hours": Fraction(row["hours"]), "rows": few(row["rows"])}) for row in beyond]
    without = pl.DataFrame(beyond, schema=days.schema).select("agent", "day").lazy()
    problem = Problem(TOO_MANY_HOURS, None, {"days": len(beyond), "listed": few(listed)})
    yield Doubt(problem, TIMESHEETS, lambda facts: facts.join(without, on=["agent", "day"], how="anti"))


def _hours_of(day: date, zone: str) -> int:
    """25 on the day on which the clock is put back."""
    return int((midnight(day + timedelta(days=1), zone) - midnight(day, zone)).total_seconds()) // 3600


def _twice_on_roster(mine: pl.LazyFrame, contract: Contract, window: Period) -> Iterator[Doubt]:
    first, last = pl.lit(window.start), pl.lit(window.end)
    start = pl.max_horizontal("from_day", first)
    end = pl.min_horizontal("to_day", TAKEN, last)  # of an open row, the other ones
    rows = _with_taken(ended(ROSTER, mine)).filter(pl.col(TAKEN).is_not_null()).with_columns(start=start, end=end)
    found = rows.filter(pl.col("start") <= pl.col("end")).sort("agent", "start").collect().rows(named=True)
    if not found:
        return
    named = ("agent", "start", "end")
    listed = [Sentence(ROSTER_OF, {**{name: row[name] for name in named}, "row": _place(row)}) for row in found]
    days = sum((row["end"] - row["start"]).days + 1 for row in found)
    yield Doubt(Problem(ON_ROSTER_TWICE, None, {"days": days, "listed": few(listed)}), ROSTER, _one_after_another)


def _with_taken(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Each row of the roster with the day up to which the agent's earlier rows reach."""
    until = pl.col("to_day").fill_null(date.max).cum_max().shift(1)
    return rows.sort("account", "agent", "from_day").with_columns(until.over("account", "agent").alias(TAKEN))


def _one_after_another(rows: pl.LazyFrame) -> pl.LazyFrame:
    """The roster with every row beginning after the agent's earlier ones; one that they hold whole is none."""
    free = pl.when(pl.col(TAKEN) < date.max).then(pl.col(TAKEN) + pl.duration(days=1)).otherwise(pl.col(TAKEN))
    later = _with_taken(ended(ROSTER, rows)).with_columns(pl.max_horizontal("from_day", free).alias("from_day"))
    return later.filter(pl.col("from_day") <= pl.col("to_day").fill_null(date.max - timedelta(days=1))).drop(TAKEN)


def _of_totals(mine: pl.LazyFrame, contract: Contract, window: Period) -> Iterator[Doubt]:
    for problem, mended in doubted_totals(mine, contract, window):
        yield Doubt(problem, TRAFFIC, mended)


def _place(row: Mapping[str, Any]) -> str:
    return f"{row['file']}:{row['line']}"
