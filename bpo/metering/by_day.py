"""What the facts hold of a need day by day, for as long as there are any; and how it is spread over the half hours of a day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import polars as pl

from bpo.contracts.model import Contract
from bpo.core.errors import Where, fail
from bpo.core.measures import Need
from bpo.core.periods import Period
from bpo.core.tables import known_table
from bpo.core.words import Words
from bpo.facts.lake.seen import Facts
from bpo.metering.count import count_all
from bpo.metering.needs import local_day

NOT_BY_DAY = Words(
    "facts-not-by-day",
    en="'{need}' does not add up over days, so that no history of days can be made of it; name one that counts or adds up contacts",
    zh="'{need}' 不能逐日相加，无法形成按日的历史；请指定按件统计或求和的数量",
)
NO_HISTORY = Words(
    "facts-no-history",
    en="'{need}' counts {table}, but the lake has none of account '{account}'; ingest the exports of past months, of which a forecast "
    "can be made",
    zh="'{need}' 需统计 {table}，但事实库中没有账户 '{account}' 的该表数据；请先导入以往月份的导出文件，才能据以预测",
)
NONE_BETWEEN = Words(
    "facts-none-between",
    en="'{need}' counts {table}, but account '{account}' has none between {first} and {last}; leave --from and --until out, or ingest "
    "exports of those days",
    zh="'{need}' 需统计 {table}，但账户 '{account}' 在 {first} 与 {last} 之间没有数据；请去掉 --from、--until，或导入这些日期的文件",
)


def count_by_day(
    lake: Facts, contract: Contract, need: Need, first: date | None, last: date | None, where: Where | None = None
) -> dict[date, Fraction]:
    """A need's count of each day on which its table has any row of the account, whether or not it counts.

    Args:
        lake: the facts; rows of the contract's account are read, by its time zone.
        contract: whose these are; it need not hold on those days.
        need: a count or a sum.
        first: the earliest day to be counted; None is the first there is.
        last: the latest one.
        where: what a message about missing facts points at.

    Raises:
        BpoError: if there are no facts, or the need does not add up over days.
    """
    facts = known_table(need.table)
    if facts.until is not None and need.at is None:
        raise fail(NOT_BY_DAY, contract.place(need.id), need=need.id)
    day = local_day(facts, need.at or facts.time, contract.billing.timezone)
    mine = lake.scan(facts).filter(pl.col("account") == contract.account_of_facts).select(day.unique().alias("day"))
    ever = sorted(one for one in mine.collect(engine="streaming")["day"] if one is not None)
    seen = [one for one in ever if (first or one) <= one <= (last or one)]
    if not seen:
        values = {"need": need.id, "table": need.table, "account": contract.account_of_facts}
        if not ever:
            raise fail(NO_HISTORY, where, **values)
        raise fail(NONE_BETWEEN, where, **values, first=first or ever[0], last=last or ever[-1])
    found: dict[date, Fraction] = {}
    for month in sorted({(one.year, one.month) for one in seen}):  # so that years of calls are never held at once
        days = [one for one in seen if (one.year, one.month) == month]
        daily = count_all(lake, contract, Period(days[0], days[-1], ""), [need])[need.id].daily
        if daily is None:
            raise fail(NOT_BY_DAY, contract.place(need.id), need=need.id)
        found |= {one: daily[one.isoformat()] / need.divisor for one in days}
    return found


def half_hours_of(lake: Facts, contract: Contract, need: Need, window: Period) -> Mapping[str, Fraction]:
    """What each half hour of the day has of a need, over all days of the window; nothing where the table knows only days."""
    facts = known_table(need.table)
    column = facts.column(need.at or facts.time)
    if column is None or column.type != "instant" or need.by:
        return {}
    parts = count_all(lake, contract, window, [replace(need, by=("30 min",))])[need.id].parts
    found: dict[str, Fraction] = {}
    for key, value in parts.items():
        start = key.split(" ")[1] if " " in key else ""
        found[start] = found.get(start, Fraction(0)) + value
    return {start: value for start, value in sorted(found.items()) if start}
