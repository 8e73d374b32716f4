"""What a reviewer should know about totals of days and half-hours: days without any, totals of totals, figures that do not fit."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import permutations
from typing import Any

import polars as pl

from bpo.contracts.model import Contract
from bpo.core.errors import Problem
from bpo.core.periods import Period
from bpo.core.tables import TRAFFIC
from bpo.core.words import Words, few
from bpo.facts.lake.seen import Facts
from bpo.kpi.intervals import IntervalKpi
from bpo.kpi.of_contacts import ContactKpi
from bpo.kpi.service_level import ServiceLevel
from bpo.metering.needs import in_window

MORE_THAN_OFFERED = Words(
    "finding-more-than-offered",
    en="on {days} days a queue has more contacts answered and abandoned than offered: {listed}",
    zh="有 {days} 个队列日的接听与放弃之和大于进线量：{listed}",
)
TOTALS_BESIDE_PARTS = Words(
    "finding-totals-beside-parts",
    en="{rows} rows of traffic hold what others of their day hold too, for they leave empty what these name ({columns}), and count "
    "beside them: {listed}",
    zh="traffic 有 {rows} 行未填写同日其他行已区分的列（{columns}），即其合计，却与各行重复计入：{listed}",
)
QUEUE_OF_ALL = Words(
    "finding-queue-of-all",
    en="queue '{queue}' has on each of its {days} days as many offered as all other queues together, as totals have, and counts "
    "beside them; if it is, leave its rows out by 'skip' in the source file",
    zh="队列“{queue}”在其 {days} 天中每天的进线量都等于其他队列之和，如同合计行，却与各队列重复计入；若确为合计，请在数据源文件中用 skip 跳过",
)
DAYS_WITHOUT_TOTALS = Words(
    "finding-days-without-traffic",
    en="no row of traffic at all on {days} of {all} days: {listed}",
    zh="{all} 天中有 {days} 天没有任何 traffic 记录：{listed}",
)
LACKING = Words(
    "finding-totals-lacking",
    en="'{kpi}' leaves out {rows} of {all} rows of traffic, which lack {columns}",
    zh="'{kpi}' 未计入 traffic 的 {all} 行中的 {rows} 行，这些行缺少 {columns}",
)
OTHER_THRESHOLD = Words(
    "finding-other-threshold",
    en="'{kpi}' leaves out {rows} rows of traffic that tell what was in time at {told} s, not at {threshold} s",
    zh="'{kpi}' 未计入 traffic 的 {rows} 行：其及时量按 {told} 秒统计，而非 {threshold} 秒",
)
QUEUES_MIN, DAYS_MIN = 3, 2
"""With fewer, that one queue has what all others have may be chance."""
PARTED_BY = tuple(name for name in TRAFFIC.key if name not in ("day", "direction"))
FIGURES = (
    "offered",
    "answered",
    "abandoned",
    "answered_in_time",
    "abandoned_in_time",
    "wait_seconds",
    "talk_seconds",
    "handle_seconds",
)
PLACE = pl.format("{}:{}", "file", "line").alias("place")
Doubted = tuple[Problem, Callable[[pl.LazyFrame], pl.LazyFrame]]


def doubted_totals(mine: pl.LazyFrame, contract: Contract, window: Period) -> Iterator[Doubted]:
    """What is said of rows that cannot be meant, and the table without them."""
    inside = mine.filter(in_window(TRAFFIC, TRAFFIC.time, window, contract.billing.timezone))
    rows = inside.collect(engine="streaming")
    yield from _beside_parts(rows)
    yield from _queue_of_all(rows)
    yield from _more_than_offered(rows)


def _without(rows: pl.DataFrame, key: Sequence[str]) -> Callable[[pl.LazyFrame], pl.LazyFrame]:
    out = rows.select(key).unique().lazy()
    return lambda facts: facts.join(out, on=list(key), how="anti", nulls_equal=True)


def _beside_parts(rows: pl.DataFrame) -> Iterator[Doubted]:
    """Rows that leave empty what others of their day name, with a figure that both have."""
    named, figures = "·named", "·figures"
    flags = [
        pl.concat_str(pl.col(name).is_not_null().cast(pl.Int8) for name in names) for names in (PARTED_BY, FIGURES)
    ]
    kinds = rows.with_columns(flags[0].alias(named), flags[1].alias(figures)).partition_by(named, figures, as_dict=True)
    found, columns = [], set()
    for ((whole, has), totals), ((part, have), parts) in permutations(kinds.items(), 2):
        names, others = _filled(PARTED_BY, whole), _filled(PARTED_BY, part)
        if not set(names) < set(others) or not {*_filled(FIGURES, has)} & {*_filled(FIGURES, have)}:
            continue
        held = totals.join(parts, on=["account", "day", "direction", *names], how="semi")
        found += [held.drop(named, figures)] if held.height else []
        columns |= set(others) - set(names) if held.height else set()
    if found:
        doubted = pl.concat(found).unique(subset=list(TRAFFIC.key)).sort("day", "file", "line")
        values = {"rows": doubted.height, "columns": sorted(columns), "listed": few(doubted.select(PLACE)["place"])}
        yield Problem(TOTALS_BESIDE_PARTS, None, values), _without(doubted, TRAFFIC.key)


def _filled(names: Sequence[str], flags: Any) -> list[str]:
    return [name for name, filled in zip(names, str(flags), strict=True) if filled == "1"]


def _queue_of_all(rows: pl.DataFrame) -> Iterator[Doubted]:
    """A queue that each day has what all others have together is a row of totals with a name."""
    by_day = (
        rows.filter(pl.col("queue").is_not_null()).group_by("direction", "queue", "day").agg(pl.col("offered").sum())
    )
    all_of = by_day.with_columns(pl.col("offered").sum().over("direction", "day").alias("all"))
    enough = by_day.group_by("direction").agg(pl.col("queue").n_unique().alias("queues"))
    queues = (
        all_of.join(enough, on="direction")
        .group_by("direction", "queue", "queues")
        .agg(
            (2 * pl.col("offered") == pl.col("all")).all().alias("each"),
            pl.col("offered").min(),
            pl.len().alias("days"),
        )
        .filter("each", pl.col("offered") > 0, pl.col("queues") >= QUEUES_MIN, pl.col("days") >= DAYS_MIN)
        .sort("direction", "queue")
    )
    for row in queues.iter_rows(named=True):
        problem = Problem(QUEUE_OF_ALL, None, {"queue": row["queue"], "days": row["days"]})
        yield problem, _without(queues.filter(pl.col("queue") == row["queue"]), ("direction", "queue"))


def _more_than_offered(rows: pl.DataFrame) -> Iterator[Doubted]:
    """By days: a contact that waits into the next half-hour is answered in another than that in which it came."""
    of_a_day = ["account", *(name for name in TRAFFIC.key if name != "started_at")]
    ended = pl.sum_horizontal("answered", "abandoned", ignore_nulls=True)
    days = (
        rows.filter(pl.col("offered").is_not_null())
        .with_columns(ended.alias("ended"))
        .group_by(of_a_day)
        .agg(pl.col("ended").sum(), pl.col("offered").sum(), PLACE.sort().first())
        .filter(pl.col("ended") > pl.col("offered"))
        .sort("day", "place")
    )
    if days.height:
        shown = [f"{row['place']} ({row['ended']} > {row['offered']})" for row in days.iter_rows(named=True)]
        yield Problem(MORE_THAN_OFFERED, None, {"days": days.height, "listed": few(shown)}), _without(days, of_a_day)


def findings_on_totals(lake: Facts, contract: Contract, window: Period) -> list[Problem]:
    """Days without totals, and rows that a KPI leaves out because they lack what it divides, or tell another threshold."""
    mine = lake.scan(TRAFFIC).filter(pl.col("account") == contract.account_of_facts)
    rows = mine.filter(in_window(TRAFFIC, TRAFFIC.time, window, contract.billing.timezone)).collect()
    missing = [day for day in window.each_day() if day not in set(rows["day"])]
    found = []
    if missing and rows.height:
        values = {"days": len(missing), "all": window.days, "listed": few(missing)}
        found.append(Problem(DAYS_WITHOUT_TOTALS, None, values))
    for kpi in contract.kpis:
        counted = kpi.of_one if isinstance(kpi, IntervalKpi) else kpi
        if isinstance(counted, ContactKpi) and counted.of_totals:
            found += _left_out(counted, rows, contract)
    return found


def _left_out(kpi: ContactKpi, rows: pl.DataFrame, contract: Contract) -> Iterator[Problem]:
    totals, place = kpi.totals(), contract.place(kpi.id)
    lacking = pl.any_horizontal(pl.col(name).is_null() for name in totals.columns)
    without = rows.filter(lacking)
    if without.height:
        columns = [name for name in totals.columns if without[name].null_count()]
        yield Problem(LACKING, place, {"kpi": kpi.id, "rows": without.height, "all": rows.height, "columns": columns})
    if isinstance(kpi, ServiceLevel):
        others = rows.filter(pl.col("threshold_seconds") != kpi.threshold_seconds)
        values: Mapping[str, Any] = {"kpi": kpi.id, "rows": others.height, "threshold": kpi.threshold_seconds}
        if others.height:
            told = others["threshold_seconds"].unique().sort().to_list()
            yield Problem(OTHER_THRESHOLD, place, {**values, "told": told})
