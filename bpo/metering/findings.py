"""What a reviewer should know about the data behind a bill: days without contacts, rows set aside, times that are missing."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Protocol

import polars as pl

from bpo.contracts.model import Contract
from bpo.core.errors import Problem, choices
from bpo.core.figure_names import FigureName
from bpo.core.measures import Measures
from bpo.core.periods import Period
from bpo.core.tables import EVALUATIONS, INTERACTIONS, TRAFFIC, known_table, table
from bpo.core.words import Words, few
from bpo.facts.expressions import compile_expression
from bpo.facts.lake.seen import Facts
from bpo.metering.empty import empty_values
from bpo.metering.needs import in_window, lapsed, local_day
from bpo.metering.rows import NEVER_INGESTED, NONE_IN_PERIOD, WITHOUT_ROWS_ZERO
from bpo.metering.totals import findings_on_totals

DAYS_WITHOUT = Words(
    "finding-days-without-contacts",
    en="no contact at all on {days} of {all} days: {listed}",
    zh="{all} 天中有 {days} 天没有任何联络记录：{listed}",
)
SET_ASIDE = Words(
    "finding-quarantined",
    en="{rows} rows of {table} from all files ingested so far are in quarantine and count nowhere: {reasons}",
    zh="迄今导入的全部文件中，{table} 有 {rows} 行在隔离区，未计入任何数量：{reasons}",
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
NO_FACTS = Words(
    "facts-none",
    en="account '{account}' has no {table} from {start} to {end}, which {needs} count; ingest that month's export, or give the "
    "figures in a measures file (--measures)",
    zh="账户 '{account}' 在 {start} 至 {end} 没有 {table} 数据，而 {needs} 需要统计；请导入当月导出文件，或在数据文件中给出数值（--measures）",
)
NO_ACCOUNT = Words(
    "facts-none-ever",
    en="account '{account}' has no {table} in the lake, which {needs} count; ingest the export (its source file names the "
    "account), or give the figures in a measures file (--measures)",
    zh="从未导入过账户 '{account}' 的 {table} 数据，而 {needs} 需要统计；请导入导出文件（账户由数据源文件指定），"
    "或在数据文件中给出数值（--measures）",
)
STILL_TO_COME = Words(
    "finding-repeats-to-come",
    en="'{kpi}' looks for contacts until {until}, but the latest known is of {latest}: some contacts may yet be repeated",
    zh="'{kpi}' 需查看至 {until} 的联络，但已知最后一次联络为 {latest}：部分联络之后可能还会重复来电",
)
COUNTED_AS_NONE = Words(
    "finding-none-in-period",
    en="{table} has no row from {start} to {end}: counted as 0; is the month's export missing?",
    zh="{table} 在 {start} 至 {end} 没有任何记录，按 0 计；请确认当月导出文件是否缺失",
)
LEFT_OUT = Words(
    "finding-excused",
    en="'{kpi}' leaves out {start} to {end}: {reason}; evidence: {evidence}",
    zh="'{kpi}' 剔除 {start} 至 {end}：{reason}；依据：{evidence}",
)
LAPSED = Words(
    "finding-lapsed",
    en="'{need}' leaves out {rows} rows of {table}, of {first} to {last}: more than {days} days before {end}, they have lapsed",
    zh="'{need}' 剔除 {table} 中 {rows} 条（{first} 至 {last}）：早于 {end} 超过 {days} 天，已过补计期限",
)


class FactsWithQuarantine(Facts, Protocol):
    def quarantine(self) -> pl.LazyFrame: ...


def _empty(lake: Facts, contract: Contract, window: Period, read: Iterable[str]) -> list[Problem]:
    """Tables of which a month may rightly hold none, and does: a missing export would look the same."""
    found = []
    for name in read:
        facts = table(name)
        if facts is None or name not in WITHOUT_ROWS_ZERO:
            continue
        mine = lake.scan(facts).filter(pl.col("account") == contract.account_of_facts)
        inside = mine.filter(in_window(facts, facts.time, window, contract.billing.timezone))
        if inside.select(pl.len()).collect().item() == 0:
            values = {"table": name, "start": window.start, "end": window.end}
            found.append(Problem(COUNTED_AS_NONE, None, values))
    return found


def findings(
    lake: FactsWithQuarantine, contract: Contract, period: Period, given: Measures | None = None
) -> list[Problem]:
    """Findings on the tables that the contract reads, for its account and the part of the period on which it holds; of what is
    ``given`` nothing was added up."""
    window = contract.effective_part(period)
    read = sorted({need.table for need in contract.needs()})
    if window is None or not read:
        return []
    found = _contacts(lake, contract, window) if INTERACTIONS.name in read else []
    found += findings_on_totals(lake, contract, window) if TRAFFIC.name in read else []
    found += _empty(lake, contract, window, read)
    found += empty_values(lake, contract, window, given)
    left_out = _left_out(contract, window)
    left_out += _lapsed(lake, contract, window)
    return [*found, *left_out, *_still_to_come(lake, contract, window), *_quarantined(lake, contract, read)]


def data_findings(lake: FactsWithQuarantine, contract: Contract, window: Period) -> list[Problem]:
    """What to know of contacts and evaluations, whatever the contract counts: days without contacts, rows set aside."""
    found = _quarantined(lake, contract, [INTERACTIONS.name, EVALUATIONS.name])
    return [*(one for one in _contacts(lake, contract, window) if one.is_a(DAYS_WITHOUT)), *found]


def told_once(problems: Iterable[Problem], lake: Facts) -> list[Problem]:
    """Problems of metering with the facts that are missing told once a table, not once a clause; with the known accounts."""
    kept: list[Problem] = []
    missing: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        if problem.is_a(NONE_IN_PERIOD, NEVER_INGESTED):
            missing.setdefault((problem.code, str(problem.values["table"])), []).append(problem)
        else:
            kept.append(problem)
    for (_, name), alike in missing.items():
        alike.sort(key=lambda problem: problem.where.line if problem.where else 0)
        needs = [f"'{problem.values['need']}'" for problem in alike]
        never = alike[0].is_a(NEVER_INGESTED)
        values = {**alike[0].values, "needs": needs}
        if never:
            near = choices(str(values["account"]), _accounts(lake, name))
            values |= {"nearest": near["nearest"]} if "nearest" in near else {}
        kept.append(Problem(NO_ACCOUNT if never else NO_FACTS, alike[0].where, values))
    return kept


def _accounts(lake: Facts, name: str) -> list[str]:
    return [str(account) for account in lake.scan(known_table(name)).select("account").unique().collect()["account"]]


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
        found.append(Problem(DAYS_WITHOUT, None, {"days": len(missing), "all": window.days, "listed": few(missing)}))
    for words, part, whole in ((WITHOUT_WAIT, "no_wait", "waited"), (WITHOUT_AGENT, "no_agent", "handled")):
        if rows_without := int(counted[part].sum()):
            found.append(Problem(words, None, {"rows": rows_without, "all": int(counted[whole].sum())}))
    return found


def _left_out(contract: Contract, window: Period) -> list[Problem]:
    """Excused events of this period: whoever reviews the bill looks at their evidence."""
    found = []
    for kpi in contract.kpis:
        for event in kpi.events:
            first, last = event.days
            if first <= window.end and last >= window.start:
                values = {"kpi": kpi.id, "start": event.start, "end": event.end}
                values |= {"reason": event.reason, "evidence": event.evidence}
                found.append(Problem(LEFT_OUT, event.where, values))
    return found


def _lapsed(lake: Facts, contract: Contract, window: Period) -> list[Problem]:
    """Late rows that are not billed any more: how many, and from when."""
    found = []
    zone = contract.billing.timezone
    for need in contract.quantity_needs():
        facts = table(need.table)
        if need.lapses_after is None or need.at is None or facts is None:
            continue
        rows = lake.scan(facts).filter(
            pl.col("account") == contract.account_of_facts,
            in_window(facts, need.at, window, zone),
            pl.lit(True) if need.where is None else compile_expression(need.where, zone).fill_null(False),
            lapsed(need, contract, window),
        )
        day = local_day(facts, facts.time, zone)
        many, first, last = rows.select(pl.len(), day.min().alias("first"), day.max().alias("last")).collect().row(0)
        if many:
            values = {"need": need.id, "rows": many, "table": facts.name, "first": first, "last": last}
            values |= {"days": need.lapses_after, "end": contract.cycle.containing(window.end).end}
            found.append(Problem(LAPSED, contract.place(FigureName.of(need.id).owner), values))
    return found


def _still_to_come(lake: Facts, contract: Contract, window: Period) -> list[Problem]:
    """Figures that look into the days after the period, while these have not been ingested."""
    hours = {
        FigureName.of(need.id).owner: need.followed.hours
        for need in contract.needs()
        if need.followed is not None and not need.followed.before and need.table == INTERACTIONS.name
    }
    if not hours:
        return []
    mine = lake.scan(INTERACTIONS).filter(pl.col("account") == contract.account_of_facts)
    day = local_day(INTERACTIONS, INTERACTIONS.time, contract.billing.timezone)
    latest = mine.select(day.max()).collect(engine="streaming").item()
    found = []
    for kpi, many in hours.items():
        until = window.end + timedelta(days=-(-many // 24))
        if latest is not None and latest < until:
            values = {"kpi": kpi, "until": until, "latest": latest}
            found.append(Problem(STILL_TO_COME, contract.place(kpi), values))
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
