"""The account of a client (往来对账单): what it owed, every movement with the balance after it, what is open, and late interest."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from bpo.core.errors import choices, fail
from bpo.core.periods import Period
from bpo.core.words import Text, Words
from bpo.desk.receivables.ageing_report import money
from bpo.desk.receivables.books import Books
from bpo.desk.receivables.interest import interest_on
from bpo.desk.receivables.letters import PARTIES
from bpo.desk.receivables.owed import Owed, debtor_of, newest_of, party_called
from bpo.invoice.face import party_of
from bpo.receivables.account import DOCUMENTS, Account, What, account_of
from bpo.receivables.items import OpenItem
from bpo.receivables.matching import bare
from bpo.report import model as m
from bpo.report.headings import SUM, named

H = named(
    {
        "account_of": ("往来对账单", "Statement of account"),
        "account_number": ("编号", "No."),
        "account_days": ("期间", "Days"),
        "account_day": ("日期", "Day"),
        "account_what": ("事项", "What"),
        "account_ref": ("编号", "Number"),
        "account_adds": ("应收", "Owed"),
        "account_takes": ("已收", "Paid"),
        "account_balance": ("余额", "Balance"),
        "account_opening": ("期初余额", "Opening balance"),
        "account_closing": ("期末余额", "Closing balance"),
        "account_item": ("结算单编号", "Statement"),
        "account_due": ("到期日", "Due"),
        "account_late": ("逾期天数", "Days late"),
        "account_left": ("未付金额", "Open"),
        "account_interest": ("逾期利息", "Late interest"),
        "account_kept": ("待核销款", "On account"),
        "account_none": ("没有未付款项", "nothing is open"),
    }
)
WHATS: dict[What, Text] = {
    "statement": Text(zh="结算单", en="Statement"),
    "interest": Text(zh="逾期利息单", en="Interest note"),
    "credit": Text(zh="贷项通知单", en="Credit note"),
    "debit": Text(zh="借项通知单", en="Debit note"),
    "money": Text(zh="银行来款", en="Payment"),
    "certificate": Text(zh="代扣税凭证", en="Certificate of tax withheld"),
    "write_off": Text(zh="尾差核销", en="Written off"),
}
MOVEMENTS = Words("account-movements", en="Movements, {code}", zh="往来明细（{code}）")
OPEN_ITEMS = Words("account-open-items", en="Open items, {code}", zh="未付款项（{code}）")
CLOSES = Words(
    "account-closes",
    en="The closing balance is what is open less what is on account. Below zero it is the client's.",
    zh="期末余额 = 未付款项 − 待核销款；为负数时属客户多付。",
)
NO_CLIENT = Words(
    "account-no-client", en="no client with a statement is called '{given}'", zh="没有名为 '{given}' 且有结算单的客户"
)
DAYS_ORDER = Words("account-days", en="{first} is after {last}", zh="{first} 晚于 {last}")


def client_meant(books: Books, given: str) -> str:
    """The key of a client, or of one of its entities, by its name or its tax number; of a client by one of its contracts.

    Raises:
        BpoError: with the names that there are.
    """
    of_contract = [debtor_of(one.contract.client).key for one in books.owed.values() if one.row.contract == given]
    of_name = [key for key, one in books.debtors.items() if bare(given) in {key, *one.names}]
    for found in (of_contract, of_name):
        if len(set(found)) == 1:
            return found[0]
    raise fail(
        NO_CLIENT, **choices(given, [name for one in books.debtors.values() for name in (one.name.zh, one.name.en)])
    )


def account_report(books: Books, client: str, first: date | None, last: date) -> m.Report:
    """The account of a client, all its entities together, or of one of them, up to a day: a section for each currency."""
    mine = [(one, item) for one in books.at_client for item in one.items() if client in (item.debtor, item.group)]
    owing = {client, *(item.debtor for _, item in mine)}
    kept = [one for one in books.on_account(last) if one.debtor in owing]
    days = [item.issued for _, item in mine] + [one.line.day for one in kept]
    start = first or min(days, default=last)
    if start > last:
        raise fail(DAYS_ORDER, first=start, last=last)
    currencies = sorted({item.currency for _, item in mine} | {one.line.currency for one in kept})
    window = Period(start, last, f"{last}")
    sections = [section for code in currencies for section in _sections(books, mine, owing, window, code)]
    contract = newest_of(one for one in books.owed.values() if client in _debtors(one)).contract
    party = party_called(contract, client)
    name = "-".join([contract.contract, *(one.id for one in contract.entities if one is party)])
    head = m.Masthead(
        document=H["account_of"],
        title=party.name,
        contract=contract.contract,
        number=f"account-{name}-{last}",
        number_name=H["account_number"],
        day=last,
        supplier=party_of(contract.supplier),
        client=party_of(party),
        meta=((H["account_days"], f"{start} – {last}"),),
    )
    notes = m.Section("rules", "", (m.Note((CLOSES,), "rules"),))
    return m.Report(
        head,
        (*sections, notes),
        contract.language,
        currencies[0] if currencies else contract.currency,
        headings=PARTIES,
    )


def _debtors(one: Owed) -> list[str]:
    """Who owes it, and who may owe a part of it."""
    return [one.debtor, debtor_of(one.contract.client).key, *(share.debtor.key for share in one.shares)]


def _sections(
    books: Books, mine: Sequence[tuple[Owed, OpenItem]], owing: Collection[str], window: Period, code: str
) -> list[m.Section]:
    here = [(one, item) for one, item in mine if item.currency == code]
    keys = {item.key for _, item in here}
    paid = [one for one in books.payments if one.key in keys]
    kept = [one for one in books.on_account() if one.debtor in owing]
    account = account_of([item for _, item in here], paid, kept, window, code)
    left = sum((one.amount for one in kept if one.line.currency == code and one.line.day <= window.end), Decimal(0))
    return [
        m.Section(f"movements_{code}", m.filled(MOVEMENTS, code=code), (_movements(account, code),)),
        m.Section(f"open_{code}", m.filled(OPEN_ITEMS, code=code), (_open(books, here, window.end, code, left),)),
    ]


def _movements(account: Account, code: str) -> m.Table:
    form = money(code)
    columns = (
        m.Column("day", H["account_day"], m.DAY),
        m.Column("what", H["account_what"], width=26),
        m.Column("number", H["account_ref"], width=28),
        m.Column("adds", H["account_adds"], form),
        m.Column("takes", H["account_takes"], form),
        m.Column("balance", H["account_balance"], form),
    )
    rows = [
        m.Row({"day": account.days.start, "what": H["account_opening"], "balance": account.opening}, "k0", "strong")
    ]
    for n, one in enumerate(account.movements, 1):
        side = "adds" if one.what in (*DOCUMENTS, "credit", "debit") else "takes"
        amount = one.amount if side == "adds" else -one.amount
        balance = m.Cell(relation=f"{{k{n - 1}}} + {{adds}}" if side == "adds" else f"{{k{n - 1}}} - {{takes}}")
        rows.append(
            m.Row(
                {"day": one.day, "what": WHATS[one.what], "number": one.number, side: amount, "balance": balance},
                f"k{n}",
            )
        )
    last = len(account.movements)
    closing: dict[str, m.Value | m.Cell] = {
        "day": account.days.end,
        "what": H["account_closing"],
        "balance": m.Cell(relation=f"{{k{last}}}"),
    }
    return m.Table(f"movements_{code}", columns, (*rows, m.Row(closing, "closing", "strong")), sheet=Text.of(code))


def _open(books: Books, here: Sequence[tuple[Owed, OpenItem]], on: date, code: str, kept: Decimal) -> m.Table:
    """What is open, and what was paid late, of which interest is left."""
    form = money(code)
    interest = {item.key: interest_on(books, one, item, on).amount for one, item in here}
    then = {item.key: item for one in dict.fromkeys(one.id for one, _ in here) for item in books.owed[one].items(on)}
    items = [then[key] for key, late in interest.items() if then[key].issued <= on and (then[key].open or late)]
    items.sort(key=lambda item: (item.due or date.max, item.number))
    with_interest = any(interest.values())
    columns = (
        m.Column("number", H["account_item"], width=28),
        m.Column("due", H["account_due"], m.DAY),
        m.Column("late", H["account_late"], m.COUNT),
        m.Column("open", H["account_left"], form, sum=True),
        *((m.Column("interest", H["account_interest"], form, sum=True),) if with_interest else ()),
    )
    rows = []
    for item in items:
        cells: dict[str, m.Value | m.Cell] = {
            "number": item.number,
            "due": item.due,
            "late": item.days_late(on) if item.open else None,
            "open": item.open,
        }
        rows.append(m.Row(cells | ({"interest": interest[item.key]} if with_interest else {})))
    if kept:
        rows.append(m.Row({"number": H["account_kept"], "open": -kept}))
    title = Text(zh=f"{code} 未付", en=f"{code} open")
    return m.Table(f"open_{code}", columns, tuple(rows), sheet=title, total=SUM, empty=H["account_none"])
