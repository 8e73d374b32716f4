"""The words of the trade that stand in many places: parts of a contract, figures of money, drivers of cost, columns of tables.

Said once, so that paper and screen agree. They are written as they stand inside a sentence; a heading of a document begins with
a capital letter (:func:`heading`). Units are in :mod:`bpo.core.units`.
"""

from collections.abc import Mapping

from bpo.core.words import Text

YES, NO = Text(zh="是", en="yes"), Text(zh="否", en="no")

LINE = Text(zh="行", en="line")
KPI = Text(zh="指标", en="KPI")
QUANTITY = Text(zh="数量", en="quantity")
TABLE = Text(zh="数据表", en="table")
ENTITY = Text(zh="主体", en="entity")
SITE = Text(zh="职场", en="site")
TEAM = Text(zh="班组", en="team")
AGENT = Text(zh="座席", en="agent")

UNIT = Text(zh="单位", en="unit")
UNIT_PRICE = Text(zh="单价", en="unit price")
AMOUNT = Text(zh="金额", en="amount")
VALUE = Text(zh="实际值", en="value")
TARGET = Text(zh="目标", en="target")
MARKS = Text(zh="得分", en="marks")
MET = Text(zh="达标", en="met")
CHANGE = Text(zh="变动", en="change")
BASE = Text(zh="基准", en="base")
OTHER = Text(zh="其他", en="other")

WITH_TAX, WITHOUT_TAX = Text(zh="含税", en="with tax"), Text(zh="不含税", en="without tax")
NET = Text(zh="不含税金额", en="net")
TAX = Text(zh="税额", en="tax")
TOTAL = Text(zh="价税合计", en="total")
TOTAL_UNTAXED = Text(zh="合计", en="total")
PAYABLE = Text(zh="应付金额", en="payable")
VAT = Text(zh="增值税", en="VAT")

REVENUE = Text(zh="收入", en="revenue")
COST = Text(zh="成本", en="cost")
MARGIN = Text(zh="毛利", en="margin")
SHARED_COSTS = Text(zh="各行共担的变动成本", en="variable costs of all lines")
FIXED_COSTS = Text(zh="固定成本", en="fixed costs")
BEFORE_ALLOCATED = Text(zh="分摊前贡献毛益", en="contribution before allocated overhead")

DRIVERS: Mapping[str, Text] = {
    "month": Text(zh="月", en="month"),
    "contacts": Text(zh="受理量", en="contacts handled"),
    "minutes": Text(zh="处理分钟", en="minutes"),
    "positions": Text(zh="岗位数", en="positions"),
    "seats": Text(zh="席位", en="seats"),
    "heads": Text(zh="人数", en="heads"),
    "productive_hours": Text(zh="有效工时", en="productive hours"),
    "paid_hours": Text(zh="计薪工时", en="paid hours"),
    "scheduled_hours": Text(zh="排班工时", en="scheduled hours"),
    "night_hours": Text(zh="夜班工时", en="night hours"),
    "hires": Text(zh="入职人数", en="hires"),
    "leavers": Text(zh="离职人数", en="leavers"),
    "released": Text(zh="释放人数", en="released"),
    "offered": Text(zh="到达量", en="offered"),
    "in_training": Text(zh="培训中人数", en="heads in training"),
    "shortfall": Text(zh="人力缺口（折算人数）", en="shortfall in full-time equivalents"),
    "surplus": Text(zh="人力富余（折算人数）", en="surplus in full-time equivalents"),
    "handled": Text(zh="受理量", en="handled"),
    "abandoned": Text(zh="放弃量", en="abandoned"),
    "handle_minutes": Text(zh="处理分钟", en="handle minutes"),
    "bot_taken": Text(zh="机器人接待量", en="taken by the bot"),
    "bot_solved": Text(zh="机器人解决量", en="solved by the bot"),
    "call_backs": Text(zh="回呼量", en="called back"),
    "call_back_seconds": Text(zh="回呼等待（秒）", en="wait for a call-back in seconds"),
    "backlog": Text(zh="日末积压", en="backlog at the end of a day"),
    "sales": Text(zh="成交量", en="sales"),
    "conversion": Text(zh="转化率", en="conversion rate"),
    "aht_seconds": Text(zh="平均处理时长（秒）", en="average handle time in seconds"),
    "term": Text(zh="合同期", en="term"),
    "cost": Text(zh="当月成本", en="cost of the month"),
    "unrecovered": Text(zh="未摊销额", en="not yet spread"),
    "revenue": Text(zh="不含税收入", en="revenue without tax"),
    "vat": Text(zh="销项税", en="output VAT"),
    "profit": Text(zh="利润总额", en="profit before income tax"),
    "vat_payable": Text(zh="应交增值税", en="VAT payable"),
}
"""What costs go with; :func:`bpo.economics.costs.driver_names.driver_name` names those of one stream."""

ACTIVITY_NAMES: Mapping[str, Text] = {
    "ready": Text(zh="待接", en="ready"),
    "handling": Text(zh="处理", en="handling"),
    "training": Text(zh="培训", en="training"),
    "coaching": Text(zh="辅导", en="coaching"),
    "meeting": Text(zh="会议", en="meeting"),
    "break": Text(zh="小休", en="break"),
    "leave": Text(zh="请假", en="leave"),
    "consulting": Text(zh="咨询", en="consulting"),
    "other": OTHER,
}
"""What an agent does in the hours of the roster."""


def heading(text: Text) -> Text:
    """A word as a heading of a document has it.

    >>> heading(FIXED_COSTS)
    Text(zh='固定成本', en='Fixed costs')
    """
    return Text(zh=text.zh, en=text.en[:1].upper() + text.en[1:])


def yes_or_no(value: bool) -> Text:
    return YES if value else NO
