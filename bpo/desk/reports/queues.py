"""Traffic (话务报表): what came in, was answered, in time, and given up; by queue, day or half hour of the day."""

from collections.abc import Mapping

from bpo.contracts.model import Contract
from bpo.core.periods import Period
from bpo.core.words import Text, Words
from bpo.desk.reports.counted_by import TENTHS, Counts, Figure, Share, counts_report
from bpo.kpi.conditions import ABANDONED, ANSWERED, HANDLE_SECONDS, OFFERED, TIME_IS_KNOWN
from bpo.kpi.service_level import ServiceLevel
from bpo.metering.findings import FactsWithQuarantine
from bpo.report import model as m
from bpo.report.headings import named

BY: Mapping[str, Text] = {
    "queue": Text(zh="队列", en="Queue"),
    "day": Text(zh="日期", en="Day"),
    "half_hour": Text(zh="时段", en="Half hour"),
}
SECONDS_USUAL = 20
H = named(
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


def queues(lake: FactsWithQuarantine, contract: Contract, window: Period, by: str = "queue") -> m.Report:
    """What came in; the threshold is that of the contract's first service level (see :func:`counts_report`)."""
    seconds = next((kpi.threshold_seconds for kpi in contract.kpis if isinstance(kpi, ServiceLevel)), SECONDS_USUAL)
    notes: list[m.Label] = [m.filled(COUNTED, zone=contract.billing.timezone, seconds=seconds)]
    notes += [m.filled(ALL_DAYS, days=window.days)] if by == "half_hour" else []
    known, timed = f"{ANSWERED} AND wait_seconds IS NOT NULL", f"{ANSWERED} AND {TIME_IS_KNOWN}"

    def contacts(key: str, where: str, of: str = "", media: m.Medium = m.EVERYWHERE) -> Figure:
        return Figure(key, H[f"traffic_{key}"], "interactions", where, of, media=media)

    columns = (
        contacts("offered", OFFERED),
        contacts("answered", ANSWERED),
        contacts("in_time", f"{ANSWERED} AND wait_seconds <= {seconds}"),
        contacts("given_up", ABANDONED),
        Share("service_level", H["traffic_service_level"], "in_time", "offered"),
        Share("given_up_share", H["traffic_given_up_share"], "given_up", "offered"),
        contacts("wait_known", known, media=m.BOOK),
        contacts("waited", known, "wait_seconds", m.BOOK),
        Share("average_wait", H["traffic_average_wait"], "waited", "wait_known", TENTHS),
        contacts("timed", timed, media=m.BOOK),
        contacts("handled_for", timed, HANDLE_SECONDS, m.BOOK),
        Share("average_time", H["traffic_average_time"], "handled_for", "timed", TENTHS),
    )
    counts = Counts(
        "queues", H["traffic"], BY, columns, ("offered", "service_level"), tuple(notes), H["traffic_none_offered"]
    )
    return counts_report(counts, lake, contract, window, by)
