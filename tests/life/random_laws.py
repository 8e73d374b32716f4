"""What holds of the ledger, the receivables and the books of a desk after any months, held against what was kept with paper and pencil."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from bpo.accounts.booking import Told, vouchers_of
from bpo.accounts.chart import PLAIN_TEXT, Accounts
from bpo.core.periods import Period
from bpo.desk.life.verifying import verify_ledger
from bpo.desk.receivables.ageing_report import standings
from bpo.desk.receivables.books import books_of
from bpo.desk.told import Journal
from bpo.desk.vouchers import told_of
from bpo.ledger import Ledger, open_ledger
from bpo.receivables.ageing import aged
from tests.life.random_desk import CURRENCY
from tests.life.random_model import CLIENT, ENDED, ZERO, Sheet, summed

if TYPE_CHECKING:
    from tests.life.random_months import Months

ALL_DAYS = Period(date(2026, 1, 1), date(2029, 12, 31), "all")


def hold_now(desk: Months, ledger: Ledger) -> None:
    """After every step that changed something."""
    assert ledger.verify().findings == ()
    _lives(desk, ledger)
    _numbers(ledger)


def hold_at_the_end(desk: Months) -> None:
    """What takes longer: every statement priced again, the receivables, the vouchers of all days, and those of each month with what is accrued."""
    assert verify_ledger(desk.workspace).findings == ()
    with open_ledger(desk.workspace.database) as ledger:
        _ageing(desk, ledger)
        told = Journal(ledger, ledger.entries(), "en").told(ALL_DAYS)
    _balanced(told)
    _receivable(desk, told)
    _given_back(desk, told)
    _accruals(desk)
    assert desk.everything() == desk.before, "who only reads changes nothing"


def _given_back(desk: Months, told: list[Told]) -> None:
    """Of a statement with all of it given back nothing is on any account, in however many notes, tax and what was kept included."""
    for sheet in desk.sheets.values():
        if sheet.notes and not any(sheet.left.values()) and not any(sheet.left_kept.values()):
            posted: dict[str, Decimal] = defaultdict(Decimal)
            for one in told:
                if one.number in {sheet.number, *sheet.numbers}:
                    for role, _, amount in one.what.entries():
                        posted[role] += amount
            assert not any(posted.values()), (sheet.name, posted)


def _accruals(desk: Months) -> None:
    unbilled: dict[str, Decimal] = defaultdict(Decimal)
    whole: list[Told] = []
    for month in ("2026-01", "2026-02", "2026-03"):
        found, told = told_of(desk.workspace, month, "en")
        assert not found.parked
        _balanced(told)
        whole += told
        vouchers = vouchers_of(told, Accounts(), PLAIN_TEXT)
        assert not any(summed(posting.amount for posting in one.postings) for one in vouchers)
    for one in whole:
        for role, _, amount in one.what.entries():
            if role == "unbilled":
                unbilled[one.currency] += amount
    assert not any(unbilled.values()), "what is accrued is taken back"


def _lives(desk: Months, ledger: Ledger) -> None:
    lives, rows = ledger.lives(), {row.id: row.state for row in ledger.list()}
    assert rows == {name: one.state for name, one in desk.sheets.items()}
    for name, sheet in desk.sheets.items():
        life = lives[name]
        assert (life.state, life.number, life.prepared_by) == (sheet.state, sheet.number, sheet.prepared_by)
        assert not life.approved_by or life.approved_by != life.prepared_by
        assert {**life.lines} == {**sheet.lines} and {**life.deductions} == {**sheet.kept}
        wanted = (sheet.payable, sheet.owed, sheet.open, sheet.invoiced, sheet.paid, sheet.to_invoice)
        assert (life.payable, life.owed, life.open, life.invoiced, life.paid, life.to_invoice) == wanted, name
        left = summed(sheet.left.values()) + summed(sheet.left_kept.values())
        assert left == life.owed + life.conceded, "the invoice and its corrections are what is owed"


def _numbers(ledger: Ledger) -> None:
    series: dict[object, list[int]] = defaultdict(list)
    documents = ledger.documents()
    for one in documents:
        series[one.series].append(one.position)
    assert all(sorted(found) == list(range(1, len(found) + 1)) for found in series.values())
    assert len({one.number for one in documents}) == len(documents)


def _ageing(desk: Months, ledger: Ledger) -> None:
    books, on = books_of(ledger), date(2030, 1, 1)
    found = standings(books, on)
    sums = aged(found, on)
    for currency in sorted(set(CURRENCY.values())):
        mine = [one for one in desk.sheets.values() if one.currency == currency]
        at_client = [one for one in mine if one.state in CLIENT]
        unbilled = [one for one in mine if one.state not in CLIENT | ENDED]
        of_stage = {
            kind: summed(one.total for one in sums if one.currency == currency and (one.stage == "unbilled") == kind)
            for kind in (True, False)
        }
        assert of_stage[False] == summed(one.open for one in at_client)
        assert of_stage[True] == summed(one.open - _billed_beside(desk, one) for one in unbilled)
        items = summed(one.open for one in books.items() if one.currency == currency)
        assert items == of_stage[False]
        kept = summed(one.amount for one in books.on_account() if one.line.currency == currency)
        assert kept == summed(one.left for one in desk.lines.values() if one.currency == currency)
    assert all(one.left >= 0 for one in desk.lines.values()), "of a payment no more is used than came in"


def _billed_beside(desk: Months, draft: Sheet) -> Decimal:
    """Of a month that the client has, a draft is billed but for its difference."""
    if draft.number:
        return ZERO
    own = [one for one in desk.of_month(draft.contract, draft.month) if one.number and one.state not in ENDED]
    return summed(one.payable + summed(one.notes) for one in own)


def _balanced(told: list[Told]) -> None:
    assert all(not summed(amount for _, _, amount in one.what.entries()) for one in told)
    numbers = [one.number for one in told]
    assert len(set(numbers)) == len(numbers), "two vouchers have one number"


def _receivable(desk: Months, told: list[Told]) -> None:
    """The accounts: what is issued is owed until it is paid; what is conceded, until a note says so; money that is used for nothing is owed back."""
    posted: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for one in told:
        for role, _, amount in one.what.entries():
            posted[one.currency, role] += amount
    for currency in sorted(set(CURRENCY.values())):
        issued = [
            one for one in desk.sheets.values() if one.currency == currency and one.drawn and one.state not in ENDED
        ]
        assert posted[currency, "receivable"] == summed(one.open + one.conceded for one in issued)
        lines = [one for one in desk.lines.values() if one.currency == currency]
        assert -posted[currency, "on_account"] == summed(one.left for one in lines)
