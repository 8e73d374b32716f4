"""The account of a client: what it owed, what moved, what it owes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from bpo.core.periods import Period
from bpo.receivables.account import account_of
from bpo.receivables.items import Note, OnAccount, Payment, PaymentKind
from tests.receivables.owed import item, line

ITEMS = [item("INV-1", "112000.00", due="2026-03-31"), item("INV-2", "98000.50", due="2026-04-30")]
"""Issued on 1 and on 31 March."""


def payment(statement: str, amount: str, day: str, of: str, kind: PaymentKind = "bank") -> Payment:
    return Payment(f"s-{statement}", kind, date.fromisoformat(day), "CNY", Decimal(amount), of)


PAID = [
    payment("INV-1", "110000.00", "2026-03-31", "L1"),
    payment("INV-1", "2000.00", "2026-04-15", "C-77", "certificate"),
    payment("INV-2", "98000.00", "2026-04-28", "L2"),
    payment("INV-2", "0.50", "2026-05-02", "", "write_off"),
]
KEPT = [OnAccount(line("99000", id="L2", day="2026-04-28"), Decimal(1000), "bank")]


def test_the_whole_account() -> None:
    """112,000 + 98,000.50 − 110,000 − 2,000 − 99,000 (of which 1,000 on account) − 0.50 = −1,000."""
    found = account_of(ITEMS, PAID, KEPT, Period(date(2026, 1, 1), date(2026, 12, 31), "2026"), "CNY")
    assert [(one.day.isoformat()[5:], one.what, one.number, str(one.amount)) for one in found.movements] == [
        ("03-01", "statement", "INV-1", "112000.00"),
        ("03-31", "statement", "INV-2", "98000.50"),
        ("03-31", "money", "L1", "-110000.00"),
        ("04-15", "certificate", "C-77", "-2000.00"),
        ("04-28", "money", "L2", "-99000.00"),
        ("05-02", "write_off", "", "-0.50"),
    ]
    assert (found.opening, found.closing) == (0, Decimal("-1000.00"))


def test_what_was_before_is_the_opening_balance() -> None:
    """Before April: 112,000 + 98,000.50 − 110,000 = 100,000.50; on 30 April 2,000 and 99,000 less."""
    found = account_of(ITEMS, PAID, KEPT, Period(date(2026, 4, 1), date(2026, 4, 30), "2026-04"), "CNY")
    assert (str(found.opening), str(found.closing)) == ("100000.50", "-999.50")
    assert [one.number for one in found.movements] == ["C-77", "L2"]


def test_notes_move_on_their_days() -> None:
    """112,000 of which 1,060 are credited on 20 March and 500 charged on 2 April: 112,000 − 1,060 before April, 111,440 in the end."""
    notes = (Note(date(2026, 3, 20), "CN-1", Decimal(-1060)), Note(date(2026, 4, 2), "DN-1", Decimal(500)))
    one = replace(item("INV-1", "111440.00", due="2026-03-31"), notes=notes)
    found = account_of([one], [], [], Period(date(2026, 1, 1), date(2026, 12, 31), "2026"), "CNY")
    assert [(move.what, move.number, move.amount) for move in found.movements] == [
        ("statement", "INV-1", 112000),
        ("credit", "CN-1", -1060),
        ("debit", "DN-1", 500),
    ]
    assert found.closing == Decimal(111440)
    assert account_of([one], [], [], Period(date(2026, 4, 1), date(2026, 4, 30), "2026-04"), "CNY").opening == 110940


def test_another_currency_is_another_account() -> None:
    found = account_of(ITEMS, PAID, KEPT, Period(date(2026, 1, 1), date(2026, 12, 31), "2026"), "USD")
    assert (found.movements, found.closing) == ((), 0)
