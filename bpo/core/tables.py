"""The canonical tables: what call records, sales, evaluations, rosters and timesheets look like once they are facts.

Plain data. ``docs/tables/`` has a page for each, and a test holds the pages against this list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["text", "whole", "decimal", "yes_no", "instant", "day"]
"""``whole`` is a 64-bit integer, ``decimal`` has four places, ``instant`` is a moment (kept in UTC), ``day`` a calendar day."""


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: ColumnType
    meaning_en: str
    meaning_zh: str
    required: bool = False
    unit: str = ""
    known: tuple[str, ...] = ()
    """The only values allowed, where the trade has fixed ones."""
    at_least: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """``key`` identifies a row within an account; ``time`` is the column that says in which period a row counts.

    A table with ``until`` holds ranges of days, from ``time`` to ``until``, both included and the latter open if empty.
    """

    name: str
    meaning_en: str
    meaning_zh: str
    key: tuple[str, ...]
    time: str
    columns: tuple[Column, ...]
    unit: str
    """What a row is counted in; ``units.py`` has its name."""
    until: str | None = None

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


OUTCOMES = ("handled", "abandoned", "ivr", "voicemail", "unanswered", "void")
ACTIVITIES = ("ready", "handling", "training", "coaching", "meeting", "break", "leave", "consulting", "other")

_ORGANISATION = (
    Column("site", "text", "site, centre", "职场"),
    Column("team", "text", "team", "班组"),
    Column("entity", "text", "the client's buying entity", "委托方主体"),
)

INTERACTIONS = Table(
    "interactions",
    "one row a contact: a call, a chat, an e-mail",
    "每行一次联络：通话、在线会话或邮件",
    key=("interaction_id",),
    time="started_at",
    unit="contact",
    columns=(
        Column("interaction_id", "text", "identifies the contact", "联络编号", required=True),
        Column("started_at", "instant", "when the contact began", "开始时间", required=True),
        Column("queued_at", "instant", "when it entered the queue; empty: it never queued", "入队时间；空表示未排队"),
        Column("answered_at", "instant", "when an agent answered", "应答时间"),
        Column("ended_at", "instant", "when it ended", "结束时间"),
        Column("channel", "text", "voice, chat, email, sms, …", "渠道"),
        Column("direction", "text", "who began it", "方向", required=True, known=("inbound", "outbound", "internal")),
        Column("queue", "text", "queue or skill group", "队列、技能组"),
        Column("skill", "text", "skill", "技能"),
        Column("language", "text", "language", "语言"),
        Column("campaign", "text", "campaign or programme", "项目、活动"),
        Column("category", "text", "kind of contact, as the source names it", "业务类型（源系统的名称）"),
        Column("priority", "text", "priority, as the source names it", "优先级（源系统的名称）"),
        Column("agent", "text", "who handled it", "座席"),
        Column("customer", "text", "who was served", "客户"),
        *_ORGANISATION,
        Column(
            "outcome",
            "text",
            "handled by an agent; abandoned in the queue; ended in the ivr or voicemail; "
            "unanswered: an outbound dial nobody took; void: not a contact",
            "结果：人工接听、排队中放弃、IVR 结束、语音信箱、外呼未接通、无效记录",
            required=True,
            known=OUTCOMES,
        ),
        Column("disposition", "text", "result code, as the source names it", "结果代码（源系统的名称）"),
        Column(
            "wait_seconds",
            "whole",
            "time in the queue until answer or abandonment",
            "排队等待时长",
            unit="second",
            at_least=0,
        ),
        Column("talk_seconds", "whole", "talk time", "通话时长", unit="second", at_least=0),
        Column("hold_seconds", "whole", "hold time", "保持时长", unit="second", at_least=0),
        Column("wrap_up_seconds", "whole", "after-call work", "话后处理时长", unit="second", at_least=0),
        Column("ivr_seconds", "whole", "time in the voice-response unit", "IVR 时长", unit="second", at_least=0),
        Column("resolved", "yes_no", "resolved at this contact", "是否一次解决"),
        Column("transferred", "yes_no", "passed on to somebody else", "是否转接"),
        Column(
            "units",
            "whole",
            "what the contact yielded: covers booked, leads, items",
            "成果数量：订位数、线索数等",
            at_least=0,
        ),
    ),
)
SALES = Table(
    "sales",
    "one row a sale",
    "每行一笔成交",
    key=("sale_id",),
    time="sold_at",
    unit="sale",
    columns=(
        Column("sale_id", "text", "identifies the sale", "成交编号", required=True),
        Column("interaction_id", "text", "the contact that led to it", "对应联络编号"),
        Column("sold_at", "instant", "when it was sold or activated", "成交或生效时间", required=True),
        Column("cancelled_at", "instant", "when it was cancelled; empty: it stands", "退保、取消时间；空表示有效"),
        Column("amount", "decimal", "value of the sale", "成交金额", unit="money"),
        Column("product", "text", "product", "产品"),
        Column("agent", "text", "who sold it", "座席"),
        Column("customer", "text", "who bought it", "客户"),
        *_ORGANISATION,
    ),
)
LEADS = Table(
    "leads",
    "one row a lead passed on to a party that accepts or rejects it",
    "每行一条转交给接收方的销售线索",
    key=("lead_id",),
    time="passed_at",
    unit="lead",
    columns=(
        Column("lead_id", "text", "identifies the lead", "线索编号", required=True),
        Column("interaction_id", "text", "the contact that led to it", "对应联络编号"),
        Column("passed_at", "instant", "when it was passed on", "转交时间", required=True),
        Column("accepted_at", "instant", "when it was accepted; empty: it was not", "接收时间；空表示未被接收"),
        Column("receiver", "text", "the party that receives it", "接收方"),
        Column("region", "text", "region of the customer", "客户所在区域"),
        Column("product", "text", "product", "产品"),
        Column("agent", "text", "who found it", "来源座席"),
        Column("customer", "text", "who is interested", "客户"),
        *_ORGANISATION,
    ),
)
CASES = Table(
    "cases",
    "one row a case or ticket",
    "每行一个工单",
    key=("case_id",),
    time="opened_at",
    unit="case",
    columns=(
        Column("case_id", "text", "identifies the case", "工单编号", required=True),
        Column("opened_at", "instant", "when it was opened", "受理时间", required=True),
        Column("due_at", "instant", "when it was to be closed at the latest", "办结期限"),
        Column("closed_at", "instant", "when it was closed; empty: still open", "办结时间；空表示未办结"),
        Column("category", "text", "kind of case", "工单类型"),
        Column("agent", "text", "who is responsible", "责任人"),
        *_ORGANISATION,
    ),
)
EVALUATIONS = Table(
    "evaluations",
    "one row a quality evaluation",
    "每行一次质检",
    key=("evaluation_id",),
    time="evaluated_at",
    unit="evaluation",
    columns=(
        Column("evaluation_id", "text", "identifies the evaluation", "质检编号", required=True),
        Column("interaction_id", "text", "the contact that was evaluated", "被检联络编号"),
        Column("evaluated_at", "instant", "when it was evaluated", "质检时间", required=True),
        Column("agent", "text", "who was evaluated", "座席"),
        Column("evaluator", "text", "who evaluated", "质检员"),
        Column(
            "score",
            "decimal",
            "score, usually out of 100",
            "得分（通常满分 100）",
            required=True,
            unit="score",
            at_least=0,
        ),
        Column("critical_error", "yes_no", "a fatal error was found", "是否有致命错误"),
        Column("category", "text", "form or kind of evaluation", "质检类型"),
        *_ORGANISATION,
    ),
)
SURVEYS = Table(
    "surveys",
    "one row a customer's answer to a survey",
    "每行一份客户满意度答卷",
    key=("survey_id",),
    time="answered_at",
    unit="survey",
    columns=(
        Column("survey_id", "text", "identifies the answer", "答卷编号", required=True),
        Column("interaction_id", "text", "the contact it is about", "对应联络编号"),
        Column("answered_at", "instant", "when it was answered", "答复时间", required=True),
        Column(
            "score",
            "decimal",
            "score on the survey's scale, higher is better",
            "得分（按问卷量表，越高越好）",
            required=True,
            unit="score",
        ),
        Column("agent", "text", "who is rated", "座席"),
        Column("question", "text", "the question, where a survey has several", "题目"),
        *_ORGANISATION,
    ),
)
ROSTER = Table(
    "roster",
    "one row an agent and a span of days on the team",
    "每行一名座席的一段在岗期间",
    key=("agent", "from_day"),
    time="from_day",
    unit="agent",
    until="to_day",
    columns=(
        Column("agent", "text", "who", "座席", required=True),
        Column("from_day", "day", "first day", "起始日", required=True),
        Column("to_day", "day", "last day, included; empty: still there", "截止日（含）；空表示在岗"),
        Column("left_on", "day", "the day the agent left for good, if so", "离职日"),
        Column("grade", "text", "grade or staff class", "职级、人员类别"),
        Column("seat", "text", "the seat occupied", "席位号"),
        *_ORGANISATION,
        Column(
            "labour_cost",
            "decimal",
            "monthly pay with the employer's contributions",
            "月人工成本（工资加单位社保公积金）",
            unit="money",
            at_least=0,
        ),
    ),
)
TIMESHEETS = Table(
    "timesheets",
    "one row an agent, a day, an activity and a kind of hours",
    "每行一名座席某日某项活动某类工时",
    key=("agent", "day", "activity", "kind"),
    time="day",
    unit="agent",
    columns=(
        Column("agent", "text", "who", "座席", required=True),
        Column("day", "day", "which day", "日期", required=True),
        Column("activity", "text", "what the time was spent on", "活动", required=True, known=ACTIVITIES),
        Column(
            "kind",
            "text",
            "kind of hours, as the source names it: overtime, night, …; empty: ordinary ones",
            "工时类别（源系统的名称）：加班、夜班等；空表示普通工时",
        ),
        Column("hours", "decimal", "hours", "工时", required=True, unit="hour", at_least=0),
        Column("paid", "yes_no", "paid time", "是否计薪"),
        Column(
            "scheduled_hours",
            "decimal",
            "hours that the schedule gave to this activity",
            "排班给该活动的工时",
            unit="hour",
            at_least=0,
        ),
        Column(
            "as_scheduled_hours",
            "decimal",
            "those of the scheduled hours in which the agent did it",
            "其中按排班执行的工时",
            unit="hour",
            at_least=0,
        ),
        Column("grade", "text", "grade or staff class", "职级、人员类别"),
        *_ORGANISATION,
    ),
)
EVENTS = Table(
    "events",
    "one row something that happened: a complaint, an incident, a missed deadline, a cost passed on",
    "每行一个事件：投诉、事故、逾期、代付费用等",
    key=("event_id",),
    time="occurred_at",
    unit="event",
    columns=(
        Column("event_id", "text", "identifies the event", "事件编号", required=True),
        Column("occurred_at", "instant", "when it happened", "发生时间", required=True),
        Column(
            "kind",
            "text",
            "complaint, incident, missed_deadline, praise, cost, recovery, …",
            "类别：投诉、事故、逾期、表扬、费用、回款等",
            required=True,
        ),
        Column("upheld", "yes_no", "found to be the supplier's responsibility", "是否属实（有责）"),
        Column("severity", "text", "severity", "级别"),
        Column("units", "whole", "how many, where an event stands for several", "数量", at_least=0),
        Column("amount", "decimal", "money involved", "涉及金额", unit="money"),
        Column("case_id", "text", "the case it belongs to, such as the debt of a recovery", "所属案件"),
        Column(
            "balance",
            "decimal",
            "balance of that case when it was placed",
            "该案件委托时的余额",
            unit="money",
            at_least=0,
        ),
        Column(
            "age_days",
            "whole",
            "days that it was overdue when it was placed",
            "该案件委托时的逾期天数",
            unit="day",
            at_least=0,
        ),
        Column("agent", "text", "who was concerned", "座席"),
        *_ORGANISATION,
    ),
)

TABLES: tuple[Table, ...] = (INTERACTIONS, SALES, LEADS, CASES, EVALUATIONS, SURVEYS, ROSTER, TIMESHEETS, EVENTS)


def table(name: str) -> Table | None:
    return next((known for known in TABLES if known.name == name), None)


def known_table(name: str) -> Table:
    """The table of a name that was checked before."""
    found = table(name)
    assert found is not None, name
    return found
