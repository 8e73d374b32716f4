"""The register of tax invoices: what is refused, what red ones leave, and which numbers there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bpo.core.errors import BpoError
from bpo.life.events import Registered
from bpo.life.register import TaxInvoice, check_new, number_of

DAY = date(2026, 4, 15)
ONE, TWO, RED = "26312000000012345678", "26312000000012345679", "26312000000012345680"


def amounts(**shares: str) -> dict[str, Decimal]:
    return {name: Decimal(amount) for name, amount in shares.items()}


NEW = Registered(ONE, DAY, "CNY", Decimal("30000.00"), Decimal("1800.00"), amounts(jan="15900.00", feb="15900.00"))
KNOWN = TaxInvoice(ONE, DAY, "CNY", NEW.net, NEW.tax, NEW.shares, net_left=NEW.net, tax_left=NEW.tax)
TAKEN_BACK = Registered(
    RED, DAY, "CNY", Decimal("-5000.00"), Decimal("-300.00"), amounts(feb="-5300.00"), original=ONE, confirmation="C1"
)


@pytest.mark.parametrize(
    ("given", "number"),
    [
        (ONE, ONE),
        ("２６３１２０００００００１２３４５６７８", ONE),
        (" 2631 2000 0000 1234 5678 ", ONE),
        ("3100201130 12345678", "3100201130-12345678"),
        ("031002001111-12345678", "031002001111-12345678"),
    ],
)
def test_numbers_as_people_write_them(given: str, number: str) -> None:
    assert number_of(given) == number


@pytest.mark.parametrize(
    "given", ["", "2631200000001234567", "263120000000123456789", "12345678", "INV-2026-0001", ONE[:-1] + "x"]
)
def test_what_is_no_number_is_refused(given: str) -> None:
    with pytest.raises(BpoError, match="is no number of a tax invoice"):
        number_of(given)


@pytest.mark.parametrize(
    ("event", "known", "original", "said"),
    [
        (NEW, KNOWN, None, f"invoice {ONE} of 2026-04-15 is recorded already"),
        (replace(NEW, tax=Decimal("1800.01")), None, None, "30,000.00 and 1,800.01 of tax are 31,800.01 CNY, but its statements have 31,800.00"),
        (replace(NEW, shares=amounts(jan="31800.00", feb="0.00")), None, None, "0.00 of 'feb': a tax invoice has amounts above zero"),
        (replace(NEW, shares=amounts(jan="-1.00", feb="31801.00")), None, None, "-1.00 of 'jan'"),
        (TAKEN_BACK, None, None, f"no tax invoice {ONE} is recorded"),
        (replace(TAKEN_BACK, confirmation=""), None, KNOWN, "needs the number of its confirmation form"),
        (TAKEN_BACK, None, replace(KNOWN, original=TWO), f"invoice {ONE} is a red one, of {TWO}"),
        (TAKEN_BACK, None, replace(KNOWN, left=amounts(feb="5299.99")), "takes 5,300.00 back of 'feb', and .* has 5,299.99 of it left"),
        (replace(TAKEN_BACK, shares=amounts(mar="-5300.00")), None, KNOWN, "takes 5,300.00 back of 'mar', and .* has 0 of it left"),
        (replace(TAKEN_BACK, shares=amounts(feb="5300.00")), None, KNOWN, "a red one takes back"),
    ],
)  # fmt: skip
def test_what_is_refused(event: Registered, known: TaxInvoice | None, original: TaxInvoice | None, said: str) -> None:
    with pytest.raises(BpoError, match=said):
        check_new(event, known, original)


def test_a_red_invoice_may_take_back_all_that_is_left_to_the_cent() -> None:
    check_new(NEW, None, None)
    check_new(TAKEN_BACK, None, replace(KNOWN, left=amounts(feb="5300.00")))
