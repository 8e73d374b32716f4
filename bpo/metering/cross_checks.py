"""Tables held against one another before a bill: contacts against hours against the roster, and the month against the one before.

Each of them may be right; where two of them cannot both be, somebody should look before money is asked for. Nothing is left out
for it. Only contacts by voice take an agent alone; chats and messages are held several at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import Any

import polars as pl

from bpo.contracts.model import Contract
from bpo.core.errors import Problem
from bpo.core.money import round_units, to_places
from bpo.core.periods import Period
from bpo.core.tables import INTERACTIONS, ROSTER, TIMESHEETS, Table
from bpo.core.words import Pct, Sentence, Words, few
from bpo.facts.lake.seen import Facts
from bpo.metering.needs import ended, in_window, local_day

OFF_ROSTER = Words(
    "finding-agents-off-roster",
    en="{agents} agents handled {rows} contacts on days on which they are not on the roster: {listed}",
    zh="有 {agents} 名座席在不在花名册的日期接听了 {rows} 次联络：{listed}",
)
WITHOUT_WORK = Words(
    "finding-roster-without-work",
    en="{agents} agents are on the roster and have neither a contact nor an hour in the period: {listed}",
    zh="有 {agents} 名座席在花名册中，而当期既无联络也无工时：{listed}",
)
WITHOUT_HOURS = Words(
    "finding-contacts-without-hours",
    en="{days} days of agents have contacts and no hours on the timesheets: {listed}",
    zh="有 {days} 个座席日有联络而无工时：{listed}",
)
BEYOND_HOURS = Words(
    "finding-contacts-beyond-hours",
    en="{days} days of agents have more handling time by voice than hours ready or handling (occupancy above 100%): {listed}",
    zh="有 {days} 个座席日的语音处理时长超过就绪与处理工时（利用率超过 100%）：{listed}",
)
OF_DAY = Words("finding-agent-day", en="'{agent}' on {day}", zh="{agent} {day}")
HOURS_OF_DAY = Words(
    "finding-agent-day-hours",
    en="'{agent}' on {day}: {handled} of {hours} h",
    zh="{agent} {day}：{handled} / {hours} 小时",
)
CONTACTS_OF = Words("finding-contacts-of-agent", en="'{agent}' {rows}", zh="{agent} {rows} 次")
AT_ONCE = Words(
    "finding-contacts-at-once",
    en="{rows} contacts by voice began more than {tolerated} seconds before their agent's contact before them had ended: {listed}",
    zh="有 {rows} 次语音联络在其座席上一次联络结束前 {tolerated} 秒以上即已开始：{listed}",
)
JUMP = Words(
    "finding-volume-jump",
    en="{now} contacts a day, where the period before had {before}: a change of {change}",
    zh="日均联络 {now} 次，上期为 {before} 次：变化 {change}",
)
TOLERATED_SECONDS = 60
"""Clocks of one system may disagree, and times may be written in whole minutes."""
JUMP_BEYOND = Fraction(1, 2)
SECONDS_AN_HOUR = 3600
WORKED = ("ready", "handling")


def cross_checks(lake: Facts, contract: Contract, period: Period) -> list[Problem]:
    """What tables say against one another, for the account and the part of the period on which the contract holds; a table
    that has nothing of the account is held against nothing."""
    window = contract.effective_part(period)
    if window is None or not {need.table for need in contract.needs()} & {
        INTERACTIONS.name,
        TIMESHEETS.name,
        ROSTER.name,
    }:
        return []
    zone, account = contract.billing.timezone, pl.col("account") == contract.account_of_facts
    versions = lake.versions()
    mine = {
        facts: lake.scan(facts).filter(account)
        for facts in (INTERACTIONS, TIMESHEETS, ROSTER)
        if facts.name in versions
    }
    contacts, hours, roster = (
        _in(facts, mine.get(facts), window, zone) for facts in (INTERACTIONS, TIMESHEETS, ROSTER)
    )
    worked = None if contacts is None else _worked(contacts, zone)
    found: list[Problem] = []
    if worked is not None and roster is not None:
        found += _off_roster(worked, roster)
    if roster is not None:
        found += _without_work(roster, [one for one in (worked, hours) if one is not None])
    if worked is not None and hours is not None:
        found += _against_hours(worked, hours)
    if contacts is not None:
        found += _at_once(contacts)
        found += _jump(mine[INTERACTIONS], contract, window)
    return found


def _in(facts: Table, rows: pl.LazyFrame | None, window: Period, zone: str) -> pl.LazyFrame | None:
    """The rows of the window; None if there are none."""
    if rows is None:
        return None
    time = facts.time if facts.until is None else ""
    here = ended(facts, rows).filter(in_window(facts, time, window, zone))
    return here if here.select(facts.time).head(1).collect(engine="streaming").height else None


def _worked(contacts: pl.LazyFrame, zone: str) -> pl.LazyFrame:
    """By agent and day: the contacts handled, and the seconds of those by voice."""
    handled = contacts.filter(pl.col("outcome") == "handled", pl.col("agent").is_not_null())
    seconds = pl.sum_horizontal(pl.col(f"{part}_seconds").fill_null(0) for part in ("talk", "hold", "wrap_up"))
    by_day = handled.group_by("agent", local_day(INTERACTIONS, INTERACTIONS.time, zone).alias("day")).agg(
        pl.len().alias("rows"), seconds.filter(_by_voice()).sum().alias("seconds")
    )
    return by_day.collect(engine="streaming").lazy()


def _by_voice() -> pl.Expr:
    return pl.col("channel").is_null() | (pl.col("channel") == "voice")


def _off_roster(worked: pl.LazyFrame, roster: pl.LazyFrame) -> Iterator[Problem]:
    spans = roster.select("agent", "from_day", "to_day")
    on = worked.join(spans, on="agent").filter(
        pl.col("day") >= pl.col("from_day"), pl.col("to_day").is_null() | (pl.col("day") <= pl.col("to_day"))
    )
    off = worked.join(on.select("agent", "day").unique(), on=["agent", "day"], how="anti")
    agents = off.group_by("agent").agg(pl.col("rows").sum()).sort("rows", "agent", descending=[True, False]).collect()
    if agents.height:
        listed = few([Sentence(CONTACTS_OF, row) for row in agents.iter_rows(named=True)])
        yield Problem(OFF_ROSTER, None, {"agents": agents.height, "rows": int(agents["rows"].sum()), "listed": listed})


def _without_work(roster: pl.LazyFrame, seen: Sequence[pl.LazyFrame]) -> Iterator[Problem]:
    """Agents of the roster that no other table has; where there is no other table, nothing is said."""
    if not seen:
        return
    working = pl.concat([rows.select("agent") for rows in seen]).unique()
    idle = (
        roster.select("agent").unique().join(working, on="agent", how="anti").sort("agent").collect()["agent"].to_list()
    )
    if idle:
        yield Problem(WITHOUT_WORK, None, {"agents": len(idle), "listed": few(idle)})


def _against_hours(worked: pl.LazyFrame, hours: pl.LazyFrame) -> Iterator[Problem]:
    by_day = hours.group_by("agent", "day").agg(
        pl.col("hours").filter(pl.col("activity").is_in(WORKED)).sum().alias("hours"), pl.len().alias("entries")
    )
    days = worked.join(by_day, on=["agent", "day"], how="left").sort("day", "agent").collect(engine="streaming")
    without = days.filter(pl.col("entries").is_null())
    if without.height:
        listed = few([Sentence(OF_DAY, row) for row in without.select("agent", "day").iter_rows(named=True)])
        yield Problem(WITHOUT_HOURS, None, {"days": without.height, "listed": listed})
    known = days.filter(pl.col("entries").is_not_null())
    beyond = [row for row in known.iter_rows(named=True) if row["seconds"] > Fraction(row["hours"]) * SECONDS_AN_HOUR]
    if beyond:
        values = {"days": len(beyond), "listed": few([Sentence(HOURS_OF_DAY, _in_hours(row)) for row in beyond])}
        yield Problem(BEYOND_HOURS, None, values)


def _in_hours(row: Mapping[str, Any]) -> dict[str, Any]:
    handled = to_places(Fraction(row["seconds"], SECONDS_AN_HOUR), 2)
    return {"agent": row["agent"], "day": row["day"], "handled": handled, "hours": Fraction(row["hours"])}


def _at_once(contacts: pl.LazyFrame) -> Iterator[Problem]:
    """Contacts that begin while their agent has another one; after-call work may go on beside the next."""
    talked = pl.sum_horizontal(pl.col(f"{part}_seconds").fill_null(0) for part in ("talk", "hold"))
    mine = contacts.filter(
        pl.col("outcome") == "handled", pl.col("agent").is_not_null(), pl.col("answered_at").is_not_null(), _by_voice()
    )
    spans = mine.select(
        "agent", "answered_at", "file", "line", (pl.col("answered_at") + pl.duration(seconds=talked)).alias("until")
    )
    before = pl.col("until").cum_max().shift(1).over("agent")
    late = pl.col("answered_at") + pl.duration(seconds=TOLERATED_SECONDS)
    found = spans.sort("agent", "answered_at", "line").filter(late < before).select("file", "line").collect()
    if found.height:
        listed = few([f"{file}:{line}" for file, line in found.sort("file", "line").iter_rows()])
        yield Problem(AT_ONCE, None, {"rows": found.height, "tolerated": TOLERATED_SECONDS, "listed": listed})


def _jump(mine: pl.LazyFrame, contract: Contract, window: Period) -> Iterator[Problem]:
    """The contacts of a day with any, against those of as many days before the window."""
    zone = contract.billing.timezone
    before = Period(window.start - timedelta(days=window.days), window.start - timedelta(days=1), window.name)
    both, day = Period(before.start, window.end, window.name), local_day(INTERACTIONS, INTERACTIONS.time, zone)
    days = mine.filter(in_window(INTERACTIONS, INTERACTIONS.time, both, zone)).select(day.alias("day"))
    counted = days.group_by(pl.col("day") >= window.start).agg(pl.len(), pl.col("day").n_unique().alias("days"))
    a_day = {is_now: Fraction(many, on) for is_now, many, on in counted.collect(engine="streaming").iter_rows()}
    if len(a_day) < 2:
        return
    now, then = a_day[True], a_day[False]
    change = now / then - 1
    if abs(change) > JUMP_BEYOND:
        shown = Pct(to_places(change, 3))
        yield Problem(
            JUMP, None, {"now": round_units(now, "half_up"), "before": round_units(then, "half_up"), "change": shown}
        )
