"""Ceilings and purchase orders: never a cent beyond where the contract stops, and what is left is said everywhere."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.advice.check import advice
from bpo.cli.screen import statement_text
from bpo.contracts.load import read_contract
from bpo.contracts.statement_json import statement_json
from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.invoice import Bill
from bpo.invoice.sheet import sheet_of
from bpo.pricing.price import price
from tests.contracts.making import contract, measures

STOP = """
entities: [{id: a, name: A}, {id: b, name: B}]
allocation: {by: {a: 2/3, b: 1/3}}
ceiling: {amount: LIMIT, tax: BASIS, when_reached: stop}
quantities: {items: {given: item}}
terms:
  - {id: work, model: workload, quantity: items, rate: 0.37}
  - {id: other, model: workload, quantity: items, rate: 0.11, tax: low}
"""
PRICES = "{tax: TAX, tax_rounding: ROUND, rates: {full: {rate: 13%}, low: {rate: 6%}}}"
ORDERS = """
purchase_orders:
  - {number: PO-1, limit: 100, to: 2026-01-31, when_reached: warn}
  - {number: PO-2, from: 2026-02-01}
terms: [{id: fee, model: fixed, amount: 120.5}]
"""


@given(
    st.integers(1, 5000), st.integers(1, 3000), st.sampled_from(["included", "excluded"]),
    st.sampled_from(["included", "excluded"]), st.sampled_from(["line", "total"]),
)  # fmt: skip
def test_a_stop_never_bills_a_cent_beyond(items: int, limit: int, basis: str, tax: str, rounding: str) -> None:
    body = STOP.replace("LIMIT", f"{limit}.03").replace("BASIS", basis)
    prices = PRICES.replace("TAX", tax).replace("ROUND", rounding)
    free = price(contract(body, prices=prices).pooled(), measures({"items": items}))
    held = price(contract(body, prices=prices), measures({"items": items}))
    whole, billed = (s.total if basis == "included" else s.net for s in (free, held))
    top = Decimal(f"{limit}.03")
    assert billed <= top
    if whole <= top:
        assert (held.net, held.total) == (free.net, free.total)
    else:
        assert top - billed < Decimal("0.05")  # some cents at most are lost to the rounding of taxes
    assert held.drawn[0].remaining == top - billed
    assert sum((own.total for own in held.portions), Decimal(0)) == held.total


def test_what_is_left_is_said_on_the_screen_to_machines_and_on_the_invoice() -> None:
    one = contract(ORDERS)
    january = price(one, measures())
    said = "Purchase order PO-1: limit 100.00 (without tax), billed before 0.00, this month 120.50; exceeded by 20.50"
    assert said in statement_text(january, "en")
    (limit,) = statement_json(january, "en")["limits"]
    assert (limit["purchase_order"], limit["remaining"], limit["text"]) == ("PO-1", "-20.50", said)
    face = sheet_of(Bill(january, one, "test-2026-01-r1", date(2026, 2, 3))).face
    assert [str(row.value) for row in face.meta if row.name.second == "Purchase order"] == ["PO-1"]
    assert said in [note.second for note in face.notes]


def test_an_order_without_a_limit_is_printed_and_needs_no_history() -> None:
    one = contract(ORDERS)
    february = price(one, measures(period="2026-02"))
    assert february.drawn == ()
    face = sheet_of(Bill(february, one, "test-2026-02-r1", date(2026, 3, 3))).face
    assert [str(row.value) for row in face.meta if row.name.second == "Purchase order"] == ["PO-2"]


def test_a_statement_without_an_entitys_part_cannot_tell_what_it_drew() -> None:
    body = """
    entities: [{id: a, name: A}]
    allocation: {by: {a: 100%}}
    purchase_orders: [{number: PO-1, entity: a, limit: 1000}]
    terms: [{id: fee, model: fixed, amount: 100}]
    """
    one = contract(body)
    with pytest.raises(BpoError, match="without a part for 'a'"):
        price(one, measures(period="2026-02"), [price(one.pooled(), measures())])
    assert price(one, measures(period="2026-02"), [price(one, measures())]).drawn[0].remaining == 800


def test_months_before_the_first_one_here_are_in_what_was_used() -> None:
    one = contract("ceiling: {amount: 1000, used: 300}\nterms: [{id: fee, model: fixed, amount: 100}]")
    may = price(one, measures(period="2026-05"))
    assert may.drawn[0].remaining == 600
    june = price(one, measures(period="2026-06"), [may])
    assert june.drawn[0].remaining == 500
    assert june.history == ("2026-05",)


def test_checks_do_not_mind_what_is_used_up() -> None:
    text = "contract: t\ntitle: T\ncurrency: CNY\neffective: {from: 2026-01-01, to: 2026-12-31}\nsupplier: {name: S}\nclient: {name: C}\n"
    loaded = read_contract(parse_document(text + ORDERS.replace("  - {number: PO-2, from: 2026-02-01}\n", "")))
    assert [problem.code for problem in advice(loaded)] == ["check-expiry"]
