"""A line is used for what it says or for what it can only mean; else it stays on account with its reason."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bpo.receivables.items import BankLine
from bpo.receivables.matching import Match, match_all
from tests.receivables.owed import BANK, SHOP, item, line

ITEMS = [
    item("INV-2026-0001", "100.00"),
    item("INV-2026-0002", "250.00"),
    item("INV-2026-0003", "40.00"),
    item("INV-2026-0004", "70.00", "shop"),
    item("INV-2026-0005", "900.00", currency="USD"),
    replace(item("INV-2026-0006", "33.00"), open=Decimal(0)),
]
NOBODY = "Nobody GmbH"


def match(one: BankLine, items: list = ITEMS) -> Match:
    return match_all([one], items, [BANK, SHOP])[0]


@pytest.mark.parametrize(
    ("given", "kind", "uses", "reason"),
    [
        (line("100.00", "INV-2026-0001", NOBODY), "matched", {"INV-2026-0001": "100.00"}, "names INV-2026-0001"),
        (
            line("350.00", "INV20260001 和 INV20260002", NOBODY),
            "matched",
            {"INV-2026-0001": "100.00", "INV-2026-0002": "250.00"},
            "names INV-2026-0001, INV-2026-0002",
        ),
        (
            line("99.99", "INV-2026-0001"),
            "part",
            {"INV-2026-0001": "99.99"},
            "names INV-2026-0001, of which 0.01 stay open",
        ),
        (
            line("100.01", "INV-2026-0001"),
            "over",
            {"INV-2026-0001": "100.00"},
            "names INV-2026-0001, of which 100.00 are open: 0.01 stay on account",
        ),
        (line("33.00", "INV-2026-0006"), "over", {}, "names INV-2026-0006, of which nothing is open"),
        (
            line("349.99", "INV-2026-0001 INV-2026-0002"),
            "ambiguous",
            {},
            "names INV-2026-0001, INV-2026-0002, of which 350.00 are open, and pays 349.99: say which of them",
        ),
        (
            line("900.00", "INV-2026-0005"),
            "unknown",
            {},
            "names INV-2026-0005, which are owed in USD, and comes in CNY",
        ),
        (
            line("40.00"),
            "matched",
            {"INV-2026-0003": "40.00"},
            "某银行（上海）有限公司 owes INV-2026-0003 and no other item of this amount",
        ),
        (
            line("290.00"),
            "matched",
            {"INV-2026-0002": "250.00", "INV-2026-0003": "40.00"},
            "INV-2026-0002, INV-2026-0003 are together this amount, and no other items of 某银行（上海）有限公司 are",
        ),
        (
            line("70.00"),
            "unknown",
            {},
            "names no number; no item of 某银行（上海）有限公司 is this amount, nor one sum of up to 4",
        ),
        (
            line("70.00", payer="SHOP LTD."),
            "matched",
            {"INV-2026-0004": "70.00"},
            "Shop Ltd owes INV-2026-0004 and no other item of this amount",
        ),
        (
            line("70.00", payer=NOBODY),
            "unknown",
            {},
            "names no number, and 'Nobody GmbH' is no client; of this amount are INV-2026-0004",
        ),
        (line("71.00", payer=NOBODY), "unknown", {}, "names no number, and 'Nobody GmbH' is no client"),
        (
            line("900.00", currency="USD"),
            "matched",
            {"INV-2026-0005": "900.00"},
            "某银行（上海）有限公司 owes INV-2026-0005 and no other item of this amount",
        ),
    ],
)
def test_what_a_line_is_used_for(given: BankLine, kind: str, uses: dict[str, str], reason: str) -> None:
    found = match(given)
    assert (found.kind, {one.number: str(one.amount) for one in found.uses}) == (kind, uses)
    assert found.why.say("en") == reason
    assert found.on_account == given.amount - sum((Decimal(one) for one in uses.values()), Decimal(0))


def test_an_account_tells_the_payer_where_the_name_does_not() -> None:
    found = match(replace(line("40.00", payer="SBFC for a client"), payer_account="01 23"))
    assert (found.kind, found.debtor) == ("matched", "bank")


def test_two_items_of_one_amount_are_not_chosen_from() -> None:
    found = match(line("100.00"), [item("INV-0001", "100.00"), item("INV-0002", "100.00")])
    assert (found.kind, found.uses) == ("ambiguous", ())
    assert found.why.say("zh") == "某银行（上海）有限公司有多笔（或多种组合）恰为此金额：INV-0001、INV-0002"


def test_two_sums_of_one_amount_are_not_chosen_from() -> None:
    """60 + 40 and 70 + 30 are both 100."""
    items = [item(f"INV-000{n}", amount) for n, amount in enumerate(("60", "40", "70", "30"))]
    found = match(line("100"), items)
    assert (found.kind, found.uses) == ("ambiguous", ())
    assert found.why.values["numbers"] == ["INV-0000 + INV-0001", "INV-0002 + INV-0003"]


def test_what_was_issued_by_the_day_of_the_payment_goes_before() -> None:
    """January and February were issued by 3 April, March on the 7th: of 50 each, 100 on the 3rd are the first two; on the 7th nobody
    knows. What came before everything was issued is for all that may be meant."""
    months = [item(f"INV-000{n}", "50", due=due) for n, due in enumerate(("2026-03-08", "2026-04-05", "2026-05-07"), 1)]
    assert [one.number for one in match(line("100", day="2026-04-03"), months).uses] == ["INV-0001", "INV-0002"]
    assert match(line("100", day="2026-04-07"), months).kind == "ambiguous"
    assert [one.number for one in match(line("50", day="2026-02-06"), months).uses] == ["INV-0001"]
    assert match(line("50", day="2026-02-05"), months).kind == "ambiguous"
    assert match(line("50", day="2026-02-05"), months[2:]).kind == "matched"


def test_a_sum_has_four_items_at_most() -> None:
    """1 + 2 + 4 + 8 = 15 is one of four, 31 would be one of five."""
    items = [item(f"INV-000{n}", str(2**n)) for n in range(5)]
    assert [one.number for one in match(line("15"), items).uses] == ["INV-0000", "INV-0001", "INV-0002", "INV-0003"]
    assert match(line("31"), items).kind == "unknown"


def test_a_client_with_very_many_items_pays_sums_by_their_numbers_only() -> None:
    many = [item(f"INV-{n:04}", str(2**n)) for n in range(24)]
    assert match(line("3"), many).kind == "matched"
    more = [*many, item("INV-9999", str(2**24))]
    assert match(line("3"), more).kind == "unknown"
    assert match(line("2"), more).kind == "matched"


def test_an_amount_alone_does_not_take_what_a_later_line_names() -> None:
    """Both are 100; the first names nothing, and by the time it is looked at INV-0001 is paid by the second."""
    lines = [line("100", id="L1"), line("100", "INV-0001", id="L2")]
    first, second = match_all(lines, [item("INV-0001", "100")], [BANK])
    assert (second.kind, first.kind, first.on_account) == ("matched", "unknown", Decimal(100))


def test_two_months_in_one_transfer_and_what_is_left_of_each_line() -> None:
    items = [item("INV-0001", "112000.00"), item("INV-0002", "98000.50")]
    lines = [
        line("110000.00", "INV-0001 less tax withheld", id="L1"),
        line("2000.00", "INV-0001", id="L2"),
        line("98000.50", "INV-0002", id="L3"),
    ]
    found = match_all(lines, items, [BANK])
    assert [one.kind for one in found] == ["part", "matched", "matched"]
    assert found[0].why.values["left"] == Decimal("2000.00")


def test_one_tax_invoice_over_two_statements() -> None:
    fapiao = "26312000000012345678"
    items = [item("INV-0001", "100", also=(fapiao,)), item("INV-0002", "50", also=(fapiao,))]
    assert {one.number for one in match(line("150", f"发票 {fapiao}"), items).uses} == {"INV-0001", "INV-0002"}
    assert match(line("149", f"发票 {fapiao}"), items).kind == "ambiguous"
