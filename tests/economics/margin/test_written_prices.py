"""Prices in the decimals in which they are written, and the contract's file with others in their places."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from bpo.contracts.altered import repriced
from bpo.contracts.load import LoadedContract, read_contract
from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.economics.margin.written_prices import WrittenPrice, rewritten, with_prices, written_prices
from tests.contracts.making import HEADER

CONTRACT = """\
# 草案 the draft
terms:
  - id: calls        # by volume
    model: workload
    quantity: {given: contact}
    tiers:
      - {up_to: 5000, rate: 3.80}   # 首档
      - {up_to: 9000, rate: "1,200.50", fee: '８０'}
      - {rate: 4}
    minimum: 1684500
  - {id: portal, label: {zh: 门户, en: Portal}, model: fixed, amount: "67,380 / 7"}
  - {id: pay, model: staff_lease, labour_cost: 8000, rate: 110%, maximum: 9000}
  - {id: on, model: pass_through, markup: 0.05}
  - {id: back, model: baseline, quantity: {given: contact}, baseline: 100, fee: 1000, arc: 2.5, rrc: 1.25}
amendments:
  - from: 2026-07-01
    terms:
      - {id: on, model: pass_through, markup: 6.5%}
"""


def loaded(body: str = CONTRACT) -> LoadedContract:
    head = HEADER.format(currency="USD", prices="{}", effective="{from: 2026-01-01, to: 2026-12-31}")
    return read_contract(parse_document(head + body, "contract.yaml"))


def prices(one: LoadedContract) -> dict[str, WrittenPrice]:
    return {
        ".".join(map(str, (price.term, *price.place, *([f"v{price.version}"] if price.version else [])))): price
        for price in written_prices(one.contract, one.document)
    }


# An exact price, as it is rounded and written: decimals as they are; 0.01 for whole prices below 100, percents and fractions.
WRITTEN = [
    ("calls.tiers.0.rate", "3.801", "3.81"),
    ("calls.tiers.0.rate", "3.81", "3.81"),
    ("calls.tiers.0.rate", "4", "4.00"),
    ("calls.tiers.1.rate", "12345.671", "12,345.68"),
    ("calls.tiers.1.fee", "80.001", "80.01"),
    ("calls.tiers.2.rate", "4.2501", "4.26"),
    ("calls.minimum.amount", "1684500.01", "1684501"),
    ("pay.rate", "1.10001", "110.01%"),
    ("on.markup", "0.0512", "0.06"),
    ("on.markup.v1", "0.0651", "6.6%"),
    ("back.arc", "2.51", "2.6"),
    ("back.rrc", "1.259", "1.25"),  # a credit is rounded down
]


@pytest.mark.parametrize(("name", "exact", "text"), WRITTEN)
def test_a_price_in_its_own_decimals(name: str, exact: str, text: str) -> None:
    price = prices(loaded())[name]
    assert price.text(price.rounded(F(exact))) == text


def test_every_other_letter_stays() -> None:
    one = loaded()
    changes = [(price, price.rounded(price.value * 2)) for price in written_prices(one.contract, one.document)]
    text = rewritten(one.document, changes)
    shown = {
        "rate: 3.80": "rate: 7.60", '"1,200.50"': '"2,401.00"', "'８０'": "'160.00'", "rate: 4}": "rate: 8.00}",
        "minimum: 1684500": "minimum: 3369000", "67,380 / 7": "19251.43", "110%": "220.00%", "markup: 0.05": "markup: 0.10",
        "fee: 1000": "fee: 2000", "arc: 2.5": "arc: 5.0", "rrc: 1.25": "rrc: 2.50", "6.5%": "13.0%",
    }  # fmt: skip
    expected = one.document.text
    for old, new in shown.items():
        assert expected.count(old) == 1, old
        expected = expected.replace(old, new)
    assert text == expected
    again = read_contract(parse_document(text, "contract.yaml"))
    assert [price.value for price in prices(again).values()] == [price for _, price in changes]
    in_memory = with_prices(one.contract, changes)
    assert [p.value for p in written_prices(in_memory, one.document)] == [price for _, price in changes]


def test_amendments_follow_the_factor_too() -> None:
    one = loaded()
    after = written_prices(repriced(one.contract, {"on": F(2)}), one.document)
    assert [price.value for price in after if price.term == "on"] == [F(1, 10), F(13, 100)]


ANCHORED = """\
terms:
  - {id: a, model: workload, quantity: {given: contact}, rate: &r3 3}
  - {id: b, model: workload, quantity: {given: contact}, rate: *r3}
"""


def test_a_price_that_an_anchor_repeats() -> None:
    """Both at one new price can be written; one of them, or both at different ones, cannot."""
    one = loaded(ANCHORED)
    a, b = written_prices(one.contract, one.document)
    assert "rate: &r3 5.00}" in rewritten(one.document, [(a, F(5)), (b, F(5))])
    for changes in ([(a, F(5))], [(a, F(5)), (b, F(6))]):
        with pytest.raises(BpoError) as caught:
            rewritten(one.document, changes)
        (problem,) = caught.value.problems
        assert (problem.code, problem.where and problem.where.line) == ("price-repeated-by-an-anchor", 9)
