"""Cases (工单报表): opened, closed, due, in time and over their limit; by category, agent, team or day."""

from collections.abc import Mapping

from bpo.contracts.model import Contract
from bpo.core.periods import Period
from bpo.core.words import Text, Words
from bpo.desk.reports.counted_by import Counts, Figure, Share, counts_report
from bpo.metering.findings import FactsWithQuarantine
from bpo.report import model as m
from bpo.report.headings import named

BY: Mapping[str, Text] = {
    "category": Text(zh="工单类型", en="Category"),
    "agent": Text(zh="责任人", en="Agent"),
    "team": Text(zh="班组", en="Team"),
    "day": Text(zh="日期", en="Day"),
}
H = named(
    {
        "cases_report": ("工单报表", "Cases"),
        "cases_opened": ("受理", "Opened"),
        "cases_closed": ("办结", "Closed"),
        "cases_due": ("到期", "Due"),
        "cases_in_time": ("按期办结", "In time"),
        "cases_late": ("逾期办结", "Closed late"),
        "cases_over": ("逾期未办结", "Over their limit"),
        "cases_on_time": ("及时率", "On time"),
        "cases_none": ("没有工单", "no case was opened, due or closed"),
    }
)
COUNTED = Words(
    "cases-counted",
    en="Opened, closed and due are cases of which that moment lies in these days, by the clock of {zone}: a case may be opened in one month "
    "and due in another. In time, closed late and over their limit make up those due; on time = in time / due. A case over its limit is open as "
    "far as the exports say.",
    zh="受理、办结、到期分别按其时点落在当期统计（{zone} 时间），同一工单可在不同账期受理与到期。按期办结、逾期办结与逾期未办结之和为到期量；及时率 = 按期办结 / 到期。"
    "逾期未办结以已导入数据为准。",
)


def cases(lake: FactsWithQuarantine, contract: Contract, window: Period, by: str = "category") -> m.Report:
    """Cases of the days (see :func:`counts_report`)."""

    def figure(key: str, at: str, where: str = "") -> Figure:
        return Figure(key, H[f"cases_{key}"], "cases", where, at=at)

    columns = (
        figure("opened", "opened_at"),
        figure("closed", "closed_at"),
        figure("due", "due_at"),
        figure("in_time", "due_at", "closed_at <= due_at"),
        figure("late", "due_at", "closed_at > due_at"),
        figure("over", "due_at", "closed_at IS NULL"),
        Share("on_time", H["cases_on_time"], "in_time", "due"),
    )
    notes = (m.filled(COUNTED, zone=contract.billing.timezone),)
    counts = Counts("cases", H["cases_report"], BY, columns, ("due", "on_time"), notes, H["cases_none"])
    return counts_report(counts, lake, contract, window, by)
