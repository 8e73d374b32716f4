"""Traffic (话务报表): what came in, was answered, in time, and given up; by queue, day or half hour of the day."""

from collections.abc import Mapping
from fractions import Fraction

from bpo.contracts.model import Contract
from bpo.core.expr import Expr
from bpo.core.filters import read_filter, read_quantity
from bpo.core.measures import Need
from bpo.core.periods import Period
from bpo.core.tables import INTERACTIONS
from bpo.core.words import Text, Words
from bpo.desk.reports.head import head_of
from bpo.facts.lake.seen import Pinned
from bpo.kpi.conditions import ABANDONED, ANSWERED, HANDLE_SECONDS, OFFERED, TIME_IS_KNOWN
from bpo.kpi.service_level import ServiceLevel
from bpo.metering.count import count_all
from bpo.metering.findings import FactsWithQuarantine, data_findings
from bpo.report import model as m
from bpo.report.headings import SUM, named

BY: Mapping[str, Text] = {
    "queue": Text(zh="队列", en="Queue"),
    "day": Text(zh="日期", en="Day"),
    "half_hour": Text(zh="时段", en="Half hour"),
}
SPLIT = {"half_hour": "30 min"}
SECONDS_USUAL = 20
HEADINGS = named(
    {
        "traffic": ("话务报表", "Traffic"),
        "traffic_offered": ("进线量", "Offered"),
        "traffic_answered": ("接听量", "Answered"),
        "traffic_in_time": ("及时接听量", "In time"),
        "traffic_given_up": ("放弃量", "Abandoned"),
        "traffic_given_up_share": ("放弃率", "Abandonment"),
        "traffic_service_level": ("服务水平", "Service level"),
        "traffic_waited": ("接听前等待 s", "Waited, s"),
        "traffic_average_wait": ("平均应答速度 s", "ASA, s"),
        "traffic_handled_for": ("处理时长 s", "Handled, s"),
        "traffic_timed": ("有时长的接听量", "With a time"),
        "traffic_average_time": ("平均处理时长 s", "AHT, s"),
        "traffic_wait_known": ("有等待时长的接听量", "With a wait"),
        "traffic_none_offered": ("没有呼入联络", "no contact came in"),
    }
)
NAMES_NONE = Words("queues-names-none", en="(names none)", zh="（未填写）")
COUNTED = Words(
    "queues-counted",
    en="Inbound contacts that were answered or abandoned (offered), by the clock of {zone}. Service level = answered within {seconds} s / "
    "offered; abandonment = abandoned / offered; ASA and AHT over the answered ones whose wait or time is known. What the contract pays by may "
    "be counted otherwise: see bpo measure.",
    zh="统计呼入且已接听或放弃的联络（进线量），按 {zone} 时间。服务水平 = {seconds} 秒内接听 / 进线量；放弃率 = 放弃 / 进线量；平均应答速度与平均处理时长"
    "仅计等待或时长已知的接听量。合同计价所用口径可能不同，见 bpo measure。",
)
ALL_DAYS = Words(
    "queues-all-days", en="Each half hour is that of all {days} days together.", zh="各时段为全部 {days} 天的合计。"
)
TENTHS = m.Format("number", 1, padded=True)
SHARES = {
    "given_up_share": "{given_up} / {offered}",
    "service_level": "{in_time} / {offered}",
    "average_wait": "{waited} / {wait_known}",
    "average_time": "{handled_for} / {timed}",
}

Figures = dict[str, dict[str, Fraction]]


def queues(lake: FactsWithQuarantine, contract: Contract, window: Period, by: str = "queue") -> m.Report:
    """The report on the contract's account. Averages and shares are ratios of sums, also in the row of the sums.

    Args:
        lake: the facts.
        contract: whose account, time zone, language and parties these are; the threshold is that of its first service level.
        window: the days that count.
        by: one of ``BY``.

    Raises:
        BpoError: if there are no contacts on these days: missing is never zero.
    """
    seconds = next((kpi.threshold_seconds for kpi in contract.kpis if isinstance(kpi, ServiceLevel)), SECONDS_USUAL)
    pinned = Pinned(lake, lake.versions())
    found = _counted(pinned, contract, window, by, seconds)
    names = _names(found, window, by)
    head = head_of("queues", HEADINGS["traffic"], contract, window, by, BY)
    offered = tuple(found["offered"].get(name, Fraction(0)) for name in names)
    level = tuple(
        found["in_time"].get(name, Fraction(0)) / all_ if all_ else None
        for name, all_ in zip(names, offered, strict=True)
    )
    shown = tuple(name[-2:].lstrip("0") if by == "day" else name or "–" for name in names)
    charts = (
        m.Chart("offered", m.Bars(shown, offered), (HEADINGS["traffic_offered"],)),
        m.Chart("level", m.Bars(shown, (), level, unit="%"), (HEADINGS["traffic_service_level"],)),
    )
    notes: list[m.Label] = [m.filled(COUNTED, zone=contract.billing.timezone, seconds=seconds)]
    notes += [m.filled(ALL_DAYS, days=window.days)] if by == "half_hour" else []
    notes += [m.filled(one.words, **one.values) for one in data_findings(lake, contract, window)]
    parts = (*(charts if len(names) > 1 else ()), _table(found, names, by), m.Note(tuple(notes), "notes"))
    return m.Report(head, (m.Section("traffic", "", parts),), contract.language, contract.currency)


def _counted(lake: Pinned, contract: Contract, window: Period, by: str, seconds: int) -> Figures:
    """Each figure by the name of what it is kept apart by; half hours of all days together."""

    def need(name: str, where: str, of: Expr | None = None) -> Need:
        split = (SPLIT.get(by, by),)
        return Need(
            name, INTERACTIONS.name, "count" if of is None else "sum", of, read_filter(where, INTERACTIONS), split
        )

    wait = read_quantity("wait_seconds", INTERACTIONS)
    needs = [
        need("offered", OFFERED),
        need("answered", ANSWERED),
        need("in_time", f"{ANSWERED} AND wait_seconds <= {seconds}"),
        need("given_up", ABANDONED),
        need("wait_known", f"{ANSWERED} AND wait_seconds IS NOT NULL"),
        need("waited", f"{ANSWERED} AND wait_seconds IS NOT NULL", wait),
        need("timed", f"{ANSWERED} AND {TIME_IS_KNOWN}"),
        need("handled_for", f"{ANSWERED} AND {TIME_IS_KNOWN}", read_quantity(HANDLE_SECONDS, INTERACTIONS)),
    ]
    found: Figures = {}
    for name, counted in count_all(lake, contract, window, needs).items():
        parts = found.setdefault(name, {})
        for key, value in counted.parts.items():
            at = key[11:16] if by == "half_hour" else key
            parts[at] = parts.get(at, Fraction(0)) + value
    return found


def _names(found: Figures, window: Period, by: str) -> list[str]:
    """Every day of the window; every half hour from the first to the last that had a contact; the queues that had one."""
    had = sorted({name for parts in found.values() for name in parts}, key=lambda name: (not name, name))
    if by == "day":
        return [day.isoformat() for day in window.each_day()]
    if by == "half_hour" and had:
        slots = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30)]
        return slots[slots.index(had[0]) : slots.index(had[-1]) + 1]
    return had


def _table(found: Figures, names: list[str], by: str) -> m.Table:
    h = HEADINGS
    columns = (
        m.Column("name", BY[by], width=20),
        m.Column("offered", h["traffic_offered"], m.COUNT),
        m.Column("answered", h["traffic_answered"], m.COUNT),
        m.Column("in_time", h["traffic_in_time"], m.COUNT),
        m.Column("given_up", h["traffic_given_up"], m.COUNT),
        m.Column("service_level", h["traffic_service_level"], m.TENTHS, relation=SHARES["service_level"]),
        m.Column("given_up_share", h["traffic_given_up_share"], m.TENTHS, relation=SHARES["given_up_share"]),
        m.Column("wait_known", h["traffic_wait_known"], m.COUNT, media=m.BOOK),
        m.Column("waited", h["traffic_waited"], m.COUNT, media=m.BOOK),
        m.Column("average_wait", h["traffic_average_wait"], TENTHS, relation=SHARES["average_wait"]),
        m.Column("timed", h["traffic_timed"], m.COUNT, media=m.BOOK),
        m.Column("handled_for", h["traffic_handled_for"], m.COUNT, media=m.BOOK),
        m.Column("average_time", h["traffic_average_time"], TENTHS, relation=SHARES["average_time"]),
    )
    rows = [
        m.Row({"name": name or NAMES_NONE, **{key: parts.get(name, Fraction(0)) for key, parts in found.items()}})
        for name in names
    ]
    sums = {key: m.Cell(relation=f"SUM({{traffic.{key}}})") for key in found}
    shares = {key: m.Cell(relation=one) for key, one in SHARES.items()}
    total = m.Row({"name": SUM, **sums, **shares}, "total", "sum")
    none = h["traffic_none_offered"]
    return m.Table("traffic", columns, (*rows, total) if rows else (), sheet=BY[by], look="work", empty=none)
