"""Tax on the lines that make the price; damages are no part of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bpo.pricing.passes.taxed import taxed
from tests.contracts.making import contract, measures
from tests.pricing.passes.stepping import up_to

BODY = """
    quantities: {missed: {given: event}}
    terms:
      - {id: fee, model: fixed, amount: 1060}
      - {id: licence, model: fixed, amount: 100, tax: low}
    adjustments:
      - {id: damages, kind: penalty, per: missed, amount: 50, nature: damages}
    """
RATES = "rates: {full: {rate: 6%}, low: {rate: 1%}}"


@pytest.mark.parametrize(
    ("basis", "net", "tax", "total"),
    [("excluded", "1160.00", "64.60", "1224.60"), ("included", "1099.01", "60.99", "1160.00")],
)
def test_each_code_is_taxed_on_the_price_alone(basis: str, net: str, tax: str, total: str) -> None:
    """On top: 6% of 1,060 and 1% of 100. Within: 60 of 1,060 and 100 − 100 / 1.01 = 0.99 of 100."""
    one = contract(BODY, prices=f"{{tax: {basis}, {RATES}}}")
    done = taxed(up_to(taxed, one, measures({"missed": 1})))
    assert (done.net, done.taxed.tax, done.total) == (Decimal(net), Decimal(tax), Decimal(total))
    assert [line.clause for line in done.deductions] == ["damages"]
