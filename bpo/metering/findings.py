"""What a reviewer should know about the data behind a bill: days without contacts, rows set aside, times that are missing."""

from __future__ import annotations

from typing import Protocol

import polars as pl

from bpo.contracts.model import Contract
from bpo.errors import Problem
from bpo.metering.rows import Facts, in_window, local_day
from bpo.periods import Period
from bpo.tables import INTERACTIONS, table
from bpo.words import Words

DAYS_WITHOUT = Words(
    "finding-days-without-contacts",
    en="no contact at all on {days} of {all} days: {listed}",
    zh="{all} 天中有 {days} 天没有任何联络记录：{listed}",
)
SET_ASIDE = Words(
    "finding-quarantined",
    en="{rows} rows of {table} are in quarantine and count nowhere: {reasons}",
    zh="{table} 有 {rows} 行在隔离区，未计入任何数量：{reasons}",
)
WITHOUT_WAIT = Words(
    "finding-wait-missing",
    en="{rows} of {all} inbound contacts handled or abandoned have no waiting time: they meet no service level",
    zh="呼入接听或放弃的 {all} 次联络中有 {rows} 次缺少等待时长，不计入服务水平达标",
)
WITHOUT_AGENT = Words(
    "finding-agent-missing",
    en="{rows} of {all} handled contacts name no agent",
    zh="{all} 次已接听联络中有 {rows} 次没有座席",
)
DAYS_LISTED_MAX = 10


class FactsWithQuarantine(Facts, Protocol):
    def quarantine(self) -> pl.LazyFrame: ...


def findings(lake: FactsWithQuarantine, contract: Contract, period: Period) -> list[Problem]:
    """Findings on the tables that the contract reads, for its account and the part of the period on which it holds."""
    window = contract.effective_part(period)
    read = sorted({need.table for need in contract.needs()})
    if window is None or not read:
        return []
    found = _contacts(lake, contract, window) if INTERACTIONS.name in read else []
    return [*found, *_quarantined(lake, contract, read)]


def _contacts(lake: Facts, contract: Contract, window: Period) -> list[Problem]:
    zone = contract.billing.timezone
    mine = lake.scan(INTERACTIONS).filter(pl.col("account") == contract.account_of_facts)
    rows = mine.filter(in_window(INTERACTIONS, "started_at", window, zone))
    waited = (pl.col("direction") == "inbound") & pl.col("outcome").is_in(["handled", "abandoned"])
    handled = pl.col("outcome") == "handled"
    days = rows.group_by(local_day(INTERACTIONS, "started_at", zone).alias("day")).agg(
        waited.sum().alias("waited"),
        (waited & pl.col("wait_seconds").is_null()).sum().alias("no_wait"),
        handled.sum().alias("handled"),
        (handled & pl.col("agent").is_null()).sum().alias("no_agent"),
    )
    counted = days.collect(engine="streaming")
    found = []
    missing = [day for day in window.each_day() if day not in set(counted["day"])]
    if missing and not counted.is_empty():
        listed = [*missing[:DAYS_LISTED_MAX], *(["…"] if len(missing) > DAYS_LISTED_MAX else [])]
        found.append(Problem(DAYS_WITHOUT, None, {"days": len(missing), "all": window.days, "listed": listed}))
    for words, part, whole in ((WITHOUT_WAIT, "no_wait", "waited"), (WITHOUT_AGENT, "no_agent", "handled")):
        if rows_without := int(counted[part].sum()):
            found.append(Problem(words, None, {"rows": rows_without, "all": int(counted[whole].sum())}))
    return found


def _quarantined(lake: FactsWithQuarantine, contract: Contract, read: list[str]) -> list[Problem]:
    """Unusable rows have no sure time, so all of the account's are told, by table, the commonest reasons first."""
    mine = lake.quarantine().filter((pl.col("account") == contract.account_of_facts) & pl.col("table").is_in(read))
    counts = mine.group_by("table", "rules").len("rows").sort("rows", descending=True).collect()
    found = []
    for name in read:
        rules = counts.filter(pl.col("table") == name)
        if rules.height and table(name) is not None:
            reasons = [f"{rule} {rows}" for rule, rows in rules.select("rules", "rows").head(5).iter_rows()]
            found.append(
                Problem(SET_ASIDE, None, {"rows": int(rules["rows"].sum()), "table": name, "reasons": reasons})
            )
    return found
