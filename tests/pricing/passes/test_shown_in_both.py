"""A statement in two currencies: its sums in the second one, and nothing else moves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from bpo.contracts.statement_json import statement_json
from bpo.core.errors import BpoError
from bpo.core.measures import Evidence, Measures, Quantity
from bpo.invoice.bill import Bill
from bpo.invoice.sheet import sheet_of
from bpo.pricing.passes.shown_in_both import shown_in_both
from bpo.pricing.price import price
from tests.contracts.making import codes, contract, measures
from tests.pricing.passes.stepping import up_to

SHOWN = "shown_in: {currency: USD, exchange: usd}"
BODY = """
shown_in: {currency: USD, exchange: usd}
quantities: {usd: {given: CNY/USD, label: {zh: 中间价, en: Parity}}}
terms: [{id: fee, model: pass_through, quantity: {given: money}}]
"""


@pytest.mark.parametrize(("fee", "total"), [("7123.40", "1000.00"), ("7123.43", "1000.00"), ("7123.44", "1000.01")])
def test_the_sums_at_the_rate(fee: str, total: str) -> None:
    """7,123.40 / 7.1234 = 1,000; half a cent is 0.0356 yuan: 7,123.44 / 7.1234 = 1,000.0056."""
    one = contract(BODY, currency="CNY")
    done = shown_in_both(up_to(shown_in_both, one, measures({"fee": Fraction(fee), "usd": Fraction("7.1234")})))
    statement = done.statement()
    assert (statement.total, statement.currency) == (Decimal(fee), "CNY")
    assert statement.second is not None
    assert (statement.second.currency, statement.second.total, statement.second.tax) == ("USD", Decimal(total), 0)


def test_what_is_payable_in_yen_and_on_paper_with_the_day_of_the_rate() -> None:
    """10,600 with tax, 500 set off; at 0.05 yuan a yen tax is 12,000, the total 212,000, payable 202,000."""
    body = BODY + "adjustments: [{id: over, kind: set_off, quantity: {given: money}}]\n"
    figures = {"fee": Quantity(Fraction(10000)), "usd": Quantity(Fraction("0.05")), "over": Quantity(Fraction(500))}
    one = contract(body.replace("USD, exch", "JPY, exch"), currency="CNY", prices="{rate: 6%}")
    statement = price(one, Measures("2026-01", figures, {}, evidence={"usd": Evidence(0, note="30 January 2026")}))
    assert statement.second is not None
    assert (statement.second.tax, statement.second.total, statement.second.payable) == (12000, 212000, 202000)
    said = "In JPY at 0.05 (Parity, 30 January 2026): tax 12,000, total 212,000, payable 202,000"
    assert statement_json(statement, "en")["second_currency"]["text"] == said
    face = sheet_of(Bill(statement, one, "s-1", date(2026, 2, 2))).face
    assert said in [text for note in face.notes for text in (note.main, note.second)]


def test_a_contract_in_one_currency() -> None:
    given = up_to(shown_in_both, contract(BODY.replace(SHOWN, ""), currency="CNY"), measures({"fee": 1, "usd": 7}))
    assert shown_in_both(given) is given


@pytest.mark.parametrize(("usd", "told"), [({}, "quantity-missing"), ({"usd": 0}, "exchange-rate-not-positive")])
def test_a_rate_that_is_none(usd: dict[str, int], told: str) -> None:
    with pytest.raises(BpoError) as refused:
        price(contract(BODY, currency="CNY"), measures({"fee": 1, **usd}))
    assert codes(refused.value) == [told]


def test_a_quantity_that_is_not_there() -> None:
    with pytest.raises(BpoError) as refused:
        contract(BODY.replace("exchange: usd", "exchange: eur"), currency="CNY")
    assert codes(refused.value) == ["name-unknown"]
