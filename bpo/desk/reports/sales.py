"""Sales (销售报表): what was sold and cancelled, its value, and the share of contacts that led to a sale; by agent, team, product or day."""

from collections.abc import Mapping

from bpo.contracts.model import Contract
from bpo.core.periods import Period
from bpo.core.words import Text, Words
from bpo.desk.reports.counted_by import HUNDREDTHS, Counts, Figure, Share, counts_report
from bpo.kpi.conditions import HANDLED
from bpo.metering.findings import FactsWithQuarantine
from bpo.report import model as m
from bpo.report.headings import named

BY: Mapping[str, Text] = {
    "agent": Text(zh="座席", en="Agent"),
    "team": Text(zh="班组", en="Team"),
    "product": Text(zh="产品", en="Product"),
    "day": Text(zh="日期", en="Day"),
}
H = named(
    {
        "sales_report": ("销售报表", "Sales"),
        "sales_made": ("成交笔数", "Sales"),
        "sales_cancelled": ("其后取消", "Cancelled since"),
        "sales_standing": ("有效笔数", "Standing"),
        "sales_amount": ("成交金额", "Value"),
        "sales_average": ("笔均金额", "Value each"),
        "sales_contacts": ("接触量", "Contacts handled"),
        "sales_conversion": ("成功率", "Conversion"),
        "sales_none": ("没有成交", "nothing was sold"),
        "sales_leads": ("转交线索", "Leads passed on"),
        "sales_accepted": ("被接收", "Accepted"),
        "sales_acceptance": ("接收率", "Acceptance"),
    }
)
COUNTED = Words(
    "sales-counted",
    en="Sales of these days by the clock of {zone}; cancelled since, whenever it was cancelled. Conversion = sales / contacts handled on these "
    "days, in all directions. Leads stand on the day on which they were passed on.",
    zh="按 {zone} 时间统计当期成交；“其后取消”不论何时取消。成功率 = 成交 / 当期接触量（全部方向）。线索按转交日期统计。",
)


def sales(lake: FactsWithQuarantine, contract: Contract, window: Period, by: str = "agent") -> m.Report:
    """What was sold (see :func:`counts_report`); contacts and leads only where the account has any."""
    money = m.Format("money")
    columns = (
        Figure("made", H["sales_made"], "sales"),
        Figure("cancelled", H["sales_cancelled"], "sales", "cancelled_at IS NOT NULL"),
        Figure("standing", H["sales_standing"], "sales", "cancelled_at IS NULL"),
        Figure("amount", H["sales_amount"], "sales", "amount IS NOT NULL", "amount", format=money),
        Share("average", H["sales_average"], "amount", "made", HUNDREDTHS),
        Figure("contacts", H["sales_contacts"], "interactions", HANDLED),
        Share("conversion", H["sales_conversion"], "made", "contacts"),
        Figure("leads", H["sales_leads"], "leads"),
        Figure("accepted", H["sales_accepted"], "leads", "accepted_at IS NOT NULL"),
        Share("acceptance", H["sales_acceptance"], "accepted", "leads"),
    )
    notes = (m.filled(COUNTED, zone=contract.billing.timezone),)
    counts = Counts("sales", H["sales_report"], BY, columns, ("made",), notes, H["sales_none"])
    return counts_report(counts, lake, contract, window, by)
