"""The ageing (账龄表): what is unbilled, unconfirmed, uninvoiced and unpaid, by client and currency, in buckets of days."""

from collections.abc import Iterator, Sequence
from datetime import date

from bpo.core.words import Text, Words
from bpo.desk.receivables.books import Books
from bpo.desk.receivables.never_billed import NotBilled
from bpo.desk.receivables.owed import Owed
from bpo.invoice.face import party_of
from bpo.receivables.ageing import STAGES, Aged, Standing, aged, bucket_names
from bpo.receivables.items import NOTHING, OnAccount
from bpo.receivables.standing import stage_of
from bpo.report import model as m
from bpo.report.headings import SUM, named

H = named(
    {
        "ageing": ("账龄表", "Ageing"),
        "ageing_day": ("截止日期", "As of"),
        "ageing_number": ("报表编号", "Report no."),
        "ageing_client": ("客户", "Client"),
        "ageing_stage": ("阶段", "Stage"),
        "ageing_total": ("合计", "Total"),
        "ageing_items": ("明细", "Items"),
        "ageing_contract": ("合同", "Contract"),
        "ageing_item": ("编号", "Number"),
        "ageing_since": ("起算日", "Counted from"),
        "ageing_age": ("天数", "Days"),
        "ageing_open": ("未结金额", "Open"),
        "ageing_kept": ("待核销款", "On account"),
        "ageing_line": ("银行流水", "Bank line"),
        "ageing_paid_on": ("到账日", "Came on"),
        "ageing_payer": ("付款方", "Payer"),
        "ageing_never": ("从未出账的账期", "Never billed"),
        "ageing_first": ("起始账期", "First period"),
        "ageing_last": ("截止账期", "Last period"),
        "ageing_periods": ("账期数", "Periods"),
        "ageing_not_billed": ("未出账", "not billed"),
        "ageing_none": ("没有未结金额", "nothing is open"),
        "ageing_unknown": ("（未识别）", "(not known)"),
    }
)
UNREAD = Words(
    "ageing-unread",
    en="What is not billed of contracts that cannot be read is not known: {files}.",
    zh="无法读取的合同，其未出账的账期不明：{files}。",
)
RULES = Words(
    "ageing-rules",
    en="Days count from the period's end for what is not sent, from the day of sending for what is not confirmed, from the day of "
    "confirmation for what has no tax invoice, from the due day for what is not paid. Money on account is not taken off.",
    zh="未发送的自账期结束日起算，未确认的自发送日起算，未开票的自确认日起算，未收款的自到期日起算。待核销款未从中扣除。",
)


def standings(books: Books, on: date) -> list[Standing]:
    """What was open of every item on a day, in its stage."""
    made = [one for one in books.owed.values() if one.made_on <= on]
    found = [standing for one in made for standing in _standings(books, one, on) if standing.open]
    return sorted(found, key=lambda one: (one.debtor, one.currency, one.since or date.max, one.number))


def _standings(books: Books, one: Owed, on: date) -> Iterator[Standing]:
    beside = books.billed_beside(one, on)
    for item in one.items(on):
        days = one.days_of(item).until(on)
        stage, since = stage_of(days, one.due(days), one.needs_invoice)
        left = item.open - beside.get(item.entity, NOTHING)
        yield Standing(stage, one.id, item.number, one.row.contract, item.debtor, one.row.currency, since, left)


def ageing_report(books: Books, on: date, bounds: Sequence[int], never: NotBilled) -> m.Report:
    """The ageing as of a day: a section for each currency with what is on account, then the months that were never billed, without a sum."""
    found, kept = standings(books, on), books.on_account(on)
    currencies = sorted({one.currency for one in found} | {one.line.currency for one in kept})
    sections = [_section(books, currency, found, kept, on, bounds) for currency in currencies]
    empty = m.Section("none", "", (m.Note((H["ageing_none"],), "none"),))
    suppliers = {one.contract.supplier.name: one.contract.supplier for one in books.owed.values()}
    first = next(iter(suppliers.values()), None)
    head = m.Masthead(
        document=H["ageing"],
        title=Text(zh=f"截至 {on}", en=f"As of {on}"),
        contract=f"{on}",
        number=f"ageing-{on}",
        number_name=H["ageing_number"],
        day=on,
        supplier=party_of(first) if first and len(suppliers) == 1 else m.Box(""),
        meta=((H["ageing_day"], f"{on}"),),
    )
    notes = m.Section("rules", "", (m.Note((RULES,), "rules"),))
    return m.Report(
        head, (*(sections or [empty]), *_never(never, on), notes), "both", currencies[0] if currencies else "CNY"
    )


def _section(
    books: Books, currency: str, found: Sequence[Standing], kept: Sequence[OnAccount], on: date, bounds: Sequence[int]
) -> m.Section:
    mine = [one for one in found if one.currency == currency]
    left = [one for one in kept if one.line.currency == currency]
    parts = [_sums(books, currency, aged(mine, on, bounds), bounds), _items(books, currency, mine, on)] if mine else []
    return m.Section(currency, currency, (*parts, *((_kept(books, currency, left),) if left else ())))


def _never(never: NotBilled, on: date) -> Iterator[m.Section]:
    """Months that no statement is of, apart: nobody knows what they come to."""
    columns = (
        m.Column("client", H["ageing_client"], width=30),
        m.Column("contract", H["ageing_contract"]),
        m.Column("first", H["ageing_first"]),
        m.Column("last", H["ageing_last"]),
        m.Column("many", H["ageing_periods"], m.COUNT),
        m.Column("since", H["ageing_since"], m.DAY),
        m.Column("days", H["ageing_age"], m.COUNT),
        m.Column("open", H["ageing_open"]),
    )
    rows = tuple(
        m.Row(
            {
                "client": one.debtor.name,
                "contract": one.contract,
                "first": one.periods[0].name,
                "last": one.periods[-1].name,
                "many": len(one.periods),
                "since": one.since,
                "days": (on - one.since).days,
                "open": H["ageing_not_billed"],
            }
        )
        for one in never.months
    )
    title = H["ageing_never"]
    parts: list[m.Part] = [m.Table("never", columns, rows, title, title)] if rows else []
    if never.unread:
        parts.append(m.Note((m.filled(UNREAD, files=[one.name for one in never.unread]),), "unread"))
    if parts:
        yield m.Section("never", H["ageing_never"], tuple(parts))


def money(currency: str) -> m.Format:
    """Amounts of a report that has several currencies."""
    return m.Format("money", currency=currency)


def client_name(books: Books, debtor: str | None) -> m.Label:
    known = books.debtors.get(debtor or "")
    return known.name if known is not None else H["ageing_unknown"]


def _sums(books: Books, currency: str, sums: Sequence[Aged], bounds: Sequence[int]) -> m.Table:
    names, form = bucket_names(bounds), money(currency)
    keys = [f"b{n}" for n in range(len(names))]
    columns = (
        m.Column("client", H["ageing_client"], width=30),
        m.Column("stage", H["ageing_stage"], width=14),
        *(m.Column(key, name, form, sum=True) for key, name in zip(keys, names, strict=True)),
        m.Column("total", H["ageing_total"], form, relation=" + ".join(f"{{{key}}}" for key in keys), sum=True),
    )
    rows = tuple(
        m.Row(
            {
                "client": client_name(books, one.debtor),
                "stage": STAGES[one.stage],
                **dict(zip(keys, one.buckets, strict=True)),
            }
        )
        for one in sums
    )
    return m.Table(f"sums_{currency}", columns, rows, sheet=Text.of(currency), total=SUM, empty=H["ageing_none"])


def _items(books: Books, currency: str, items: Sequence[Standing], on: date) -> m.Table:
    columns = (
        m.Column("client", H["ageing_client"], width=30),
        m.Column("contract", H["ageing_contract"]),
        m.Column("number", H["ageing_item"], width=28),
        m.Column("stage", H["ageing_stage"], width=14),
        m.Column("since", H["ageing_since"], m.DAY),
        m.Column("days", H["ageing_age"], m.COUNT),
        m.Column("open", H["ageing_open"], money(currency), sum=True),
    )
    rows = tuple(
        m.Row(
            {
                "client": client_name(books, one.debtor),
                "contract": one.contract,
                "number": one.number,
                "stage": STAGES[one.stage],
                "since": one.since,
                "days": one.days(on),
                "open": one.open,
            }
        )
        for one in items
    )
    title = Text(zh=f"{currency} 明细", en=f"{currency} items")
    return m.Table(f"items_{currency}", columns, rows, title, title, total=SUM, empty=H["ageing_none"])


def _kept(books: Books, currency: str, kept: Sequence[OnAccount]) -> m.Table:
    columns = (
        m.Column("client", H["ageing_client"], width=30),
        m.Column("line", H["ageing_line"], width=18),
        m.Column("day", H["ageing_paid_on"], m.DAY),
        m.Column("payer", H["ageing_payer"], width=30),
        m.Column("kept", H["ageing_kept"], money(currency), sum=True),
    )
    rows = tuple(
        m.Row(
            {
                "client": client_name(books, one.debtor),
                "line": one.line.id,
                "day": one.line.day,
                "payer": one.line.payer,
                "kept": one.amount,
            }
        )
        for one in kept
    )
    title = Text(zh=f"{currency} 待核销款", en=f"{currency} on account")
    return m.Table(f"kept_{currency}", columns, rows, title, title, total=SUM)
