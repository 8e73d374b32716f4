"""The report on leakage (漏计): contacts that no clause counts and why, and those that several do."""

from fractions import Fraction

from bpo.core.words import Sentence, Text, Words
from bpo.desk.leaking import Leakage, Worth
from bpo.metering import watched as w
from bpo.report import model as m
from bpo.report.headings import named
from bpo.report.speech import Language

GROUPS_SHOWN = 15
H = named(
    {
        "leakage": ("联络计费核查", "Contacts billed and not billed"),
        "leakage_number": ("报表编号", "Report no."),
        "leakage_days": ("统计日期", "Days"),
        "leakage_counted": ("计费情况", "Billed"),
        "leakage_contacts": ("联络量", "Contacts"),
        "leakage_share": ("占比", "Share"),
        "leakage_never": ("未被任何条款计入", "By no clause"),
        "leakage_once": ("计入一次", "By one clause"),
        "leakage_several": ("被多个条款计入", "By several clauses"),
        "leakage_quarantine": ("在隔离区", "In quarantine"),
        "leakage_all": ("事实库中的联络", "Contacts in the lake"),
        "leakage_why": ("未计入的原因", "Why no clause counts them"),
        "leakage_account": ("账户", "Account"),
        "leakage_contract": ("合同", "Contract"),
        "leakage_clause": ("最接近的条款", "Nearest clause"),
        "leakage_reason": ("原因", "Reason"),
        "leakage_worth": ("若计入，不含税金额", "Worth, without tax"),
        "leakage_currency": ("币种", "Currency"),
        "leakage_clauses": ("条款", "Clauses"),
        "leakage_where": ("未计入最多的组合", "Where they are"),
        "leakage_queue": ("队列", "Queue"),
        "leakage_outcome": ("结果", "Outcome"),
        "leakage_channel": ("渠道", "Channel"),
        "leakage_rules": ("违反的规则", "Rules broken"),
    }
)
NOT = Words("leakage-not", en="not: {condition}", zh="不满足：{condition}")
SAID = {
    "no_contract": Words("leakage-no-contract", en="the account has no contract here", zh="该账户在此没有合同"),
    "not_counted": Words(
        "leakage-not-counted", en="no clause of its contracts counts contacts", zh="其合同没有条款统计联络"
    ),
    "outside_term": Words("leakage-outside-term", en="outside the days of the contract", zh="不在合同有效期内"),
}
ASKED = {
    w.OUTSIDE: SAID["outside_term"],
    w.LATE: Words("leakage-late", en="came after the month was closed", zh="关账之后才到达"),
    f"{w.MARK}followed": Words(
        "leakage-followed", en="followed, or following, another contact", zh="与其他联络重复（前后相随）"
    ),
    f"{w.MARK}lapsed": Words("leakage-lapsed", en="too late to be billed", zh="已过补计期限"),
    f"{w.MARK}other_days": Words(
        "leakage-other-days", en="the clause does not hold in these words on that day", zh="该文本的条款当日不适用"
    ),
    f"{w.MARK}other_time": Words(
        "leakage-other-time", en="its other moment lies outside the month", zh="其另一时点不在该账期"
    ),
    w.LIMITED: Words("leakage-limited", en="beyond the first ones that it counts", zh="超出条款所计的前若干件"),
}
HOW_WORTH = Words(
    "leakage-how-worth",
    en="Worth: the month priced with all contacts of the row counted by the nearest clause, less the month as it is, by the same prices, "
    "tiers and limits and at the KPIs as they are; each row by itself. –: it cannot be priced.",
    zh="若计入的金额：将该行全部联络按最接近的条款计入后重新计价，减去当月现值；价格、阶梯与限额相同，指标不变，各行分别计算。–：无法计价。",
)
HOW_NEAREST = Words(
    "leakage-how-nearest",
    en="The nearest clause is the one that a contact misses by the fewest conditions, of several the one in force on its day, and of these "
    "the first in the contract; a condition whose value is not known is missed.",
    zh="最接近的条款指未满足条件最少者；并列时取当日有效者，再取合同中靠前者；取值未知的条件视为不满足。",
)
WHICH_QUARANTINE = Words(
    "leakage-which-quarantine",
    en="In quarantine: rows of contacts in the files that brought any of this month's contacts, or that brought none at all; whether they would "
    "be billed is not known.",
    zh="隔离区：带来本月联络的文件，以及未带来任何联络的文件中的联络行；是否应计费未知。",
)


def leakage_report(found: Leakage, language: Language) -> m.Report:
    currencies = [one.currency for one in found.worth if one.currency]
    sections = (
        m.Section("summary", "", (_summary(found),)),
        m.Section("why", H["leakage_why"], (_why(found), m.Note((HOW_NEAREST, HOW_WORTH)))),
        m.Section("where", H["leakage_where"], (_where(found),)),
        m.Section("several", H["leakage_several"], (_several(found),)),
        m.Section("quarantine", H["leakage_quarantine"], (_quarantine(found), m.Note((WHICH_QUARANTINE,)))),
    )
    shown = tuple(one for one in sections if any(isinstance(part, m.Table) and part.rows for part in one.parts))
    head = m.Masthead(
        document=H["leakage"],
        title=H["leakage"],
        contract="",
        number=f"leakage-{found.month.name}",
        number_name=H["leakage_number"],
        day=found.month.end,
        supplier=m.Box(Text.of("")),
        meta=((H["leakage_days"], f"{found.month.start} – {found.month.end}"),),
    )
    return m.Report(head, shown, language, currencies[0] if currencies else "CNY")


def _summary(found: Leakage) -> m.Table:
    times = found.times()
    rows = [("never", H["leakage_never"], times.get(0, 0)), ("once", H["leakage_once"], times.get(1, 0))]
    rows.append(("several", H["leakage_several"], sum(many for one, many in times.items() if one > 1)))
    columns = (
        m.Column("name", H["leakage_counted"], width=34),
        m.Column("contacts", H["leakage_contacts"], m.COUNT),
        m.Column("share", H["leakage_share"], m.PERCENT),
    )
    whole = sum(many for _, _, many in rows)
    told = [
        m.Row({"name": name, "contacts": many, "share": Fraction(many, whole) if whole else None}, key)
        for key, name, many in rows
    ]
    total = m.Row({"name": H["leakage_all"], "contacts": whole, "share": m.BLANK}, "all", "sum")
    aside = m.Row(
        {"name": H["leakage_quarantine"], "contacts": found.quarantined.total(), "share": m.BLANK}, "aside", "note"
    )
    return m.Table("summary", columns, (*told, total, aside), sheet=H["leakage_counted"])


def _why(found: Leakage) -> m.Table:
    columns = (
        m.Column("account", H["leakage_account"]),
        m.Column("contract", H["leakage_contract"]),
        m.Column("clause", H["leakage_clause"]),
        m.Column("reason", H["leakage_reason"], width=44, wraps=True),
        m.Column("contacts", H["leakage_contacts"], m.COUNT, sum=True),
        m.Column("worth", H["leakage_worth"], m.MONEY),
        m.Column("currency", H["leakage_currency"], width=9),
    )
    rows = tuple(
        m.Row(
            {
                "account": one.account,
                "contract": one.group.contract,
                "clause": one.group.clause,
                "reason": _reason(one),
                "contacts": one.group.contacts,
                "worth": _money(one),
                "currency": one.currency,
            }
        )
        for one in found.worth
    )
    return m.Table("why", columns, rows, sheet=H["leakage_why"])


def _money(one: Worth) -> m.Cell:
    """The amount with the places of its own currency: a report of several accounts has no single one."""
    return m.Cell(one.amount, m.Format("money", currency=one.currency))


def _reason(one: Worth) -> Text:
    """Why in a sentence: the conditions that are missed, as they stand in the contract."""
    if one.group.kind in SAID:
        words = SAID[one.group.kind]
        return Text(zh=words.say("zh"), en=words.say("en"))
    said = [Sentence(ASKED[why]) if why in ASKED else Sentence(NOT, {"condition": why}) for why in one.group.conditions]
    return Text(zh="；".join(part.say("zh") for part in said), en="; ".join(part.say("en") for part in said))


def _where(found: Leakage) -> m.Table:
    columns = (
        m.Column("account", H["leakage_account"]),
        m.Column("queue", H["leakage_queue"]),
        m.Column("outcome", H["leakage_outcome"]),
        m.Column("channel", H["leakage_channel"]),
        m.Column("contacts", H["leakage_contacts"], m.COUNT),
    )
    listed = [(account, *row) for account, one in found.contacts.items() for row in one.most(GROUPS_SHOWN)]
    rows = sorted(listed, key=lambda row: -row[4])[:GROUPS_SHOWN]
    names = [column.key for column in columns]
    told = (
        m.Row({key: m.UNSAID if value is None else value for key, value in zip(names, row, strict=True)})
        for row in rows
    )
    return m.Table("where", columns, tuple(told), sheet=H["leakage_where"])


def _several(found: Leakage) -> m.Table:
    columns = (
        m.Column("clauses", H["leakage_clauses"], width=60, wraps=True),
        m.Column("contacts", H["leakage_contacts"], m.COUNT, sum=True),
    )
    listed = [row for one in found.contacts.values() for row in one.several()]
    rows = tuple(m.Row({"clauses": clauses, "contacts": many}) for clauses, many in listed)
    return m.Table("several", columns, rows, sheet=H["leakage_several"])


def _quarantine(found: Leakage) -> m.Table:
    columns = (
        m.Column("account", H["leakage_account"]),
        m.Column("rules", H["leakage_rules"], width=40),
        m.Column("contacts", H["leakage_contacts"], m.COUNT, sum=True),
    )
    rows = tuple(
        m.Row({"account": account or m.UNSAID, "rules": rules, "contacts": many})
        for account, rules, many in found.quarantined.by_rule()
    )
    return m.Table("quarantine", columns, rows, sheet=H["leakage_quarantine"])
