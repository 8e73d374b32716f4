"""Disputed lines: the price stays, the payment does not; what is paid later never exceeds what was withheld."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from bpo.core.codec import codec_of
from bpo.core.errors import BpoError
from bpo.core.measures import Dispute, Measures
from bpo.core.measures_file import parse_measures
from bpo.ledger.keys import run_key
from bpo.pricing.price import price
from tests.contracts.making import codes, contract, measures

BODY = "terms:\n  - {id: calls, model: workload, quantity: {given: call}, rate: 10}\n"


def disputed(amount: str | None, **more: object) -> Measures:
    told = {"calls": Dispute(None if amount is None else Fraction(amount), "test calls")}
    return replace(measures({"calls": 100}), disputed=told, **more)  # type: ignore[arg-type]


def test_prices_that_hold_their_tax_are_disputed_as_they_are() -> None:
    agreed = contract(BODY, prices="{tax: included, rate: 6%}")
    statement = price(agreed, disputed(None))
    assert (statement.total, statement.payable) == (Decimal("1000.00"), Decimal("0.00"))
    with pytest.raises(BpoError) as caught:
        price(agreed, disputed("1000.01"))
    assert codes(caught.value) == ["disputed-more-than-billed"]


def test_what_was_disputed_and_paid_comes_back_from_a_file_and_from_the_ledger() -> None:
    figures = disputed("12.34", paid_later={"2025-12": {"calls": Fraction(5)}})
    assert codec_of(Measures).validate_json(codec_of(Measures).dump_json(figures)) == figures
    again = parse_measures(json.dumps(figures.as_json()))
    assert (again.disputed, again.paid_later) == (figures.disputed, figures.paid_later)


def test_a_dispute_makes_another_bill_and_none_keeps_the_key() -> None:
    plain = measures({"calls": 100})
    keys = {run_key("text", one, (), "1") for one in (plain, disputed("1"), disputed("2"))}
    assert len(keys) == 3
    assert run_key("text", replace(plain, disputed={}), (), "1") in keys
