"""What is payable is rounded last, and nothing else moves."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bpo.core.errors import BpoError
from bpo.pricing.passes.payable_rounded import payable_rounded
from tests.contracts.making import contract, measures
from tests.pricing.passes.stepping import up_to

FEE = "terms: [{id: fee, model: fixed, amount: 12.23}]"


@pytest.mark.parametrize(
    ("rounding", "line", "payable"),
    [
        ("", "0.02", "12.25"),
        (", payable_rounding: down", "-0.03", "12.20"),
        (", payable_rounding: up", "0.02", "12.25"),
    ],
)
def test_the_difference_is_a_line_and_the_total_stays(rounding: str, line: str, payable: str) -> None:
    one = contract(FEE, currency="CHF", prices=f"{{payable_round_to: 0.05{rounding}}}")
    done = payable_rounded(up_to(payable_rounded, one, measures()))
    assert [(one.clause, one.amount) for one in done.deductions] == [("payable-rounding", Decimal(line))]
    assert (done.total, done.statement().payable) == (Decimal("12.23"), Decimal(payable))


def test_whole_dollars_of_a_price_that_holds_its_tax() -> None:
    """1,234.56 with 5% in it: the tax stays 58.79, and 1,235 are paid."""
    one = contract(
        FEE.replace("12.23", "1234.56"), currency="TWD", prices="{tax: included, rate: 5%, payable_round_to: 1}"
    )
    done = payable_rounded(up_to(payable_rounded, one, measures())).statement()
    assert (done.tax, done.total, done.payable) == (Decimal("58.79"), Decimal("1234.56"), Decimal("1235.00"))


@pytest.mark.parametrize("prices", ["{}", "{payable_round_to: 0.01}"])
def test_nothing_to_round(prices: str) -> None:
    given = up_to(payable_rounded, contract(FEE, currency="CHF", prices=prices), measures())
    assert payable_rounded(given) is given


def test_the_units_of_the_entities_are_their_own() -> None:
    """12.23 are 6.12 and 6.11: 6.10 each, so 12.20 are paid, where 12.23 at once would be 12.25."""
    body = "entities: [{id: a, name: A}, {id: b, name: B}]\nallocation: {by: {a: 50%, b: 50%}}\n" + FEE
    one = contract(body, currency="CHF", prices="{payable_round_to: 0.05}")
    done = payable_rounded(up_to(payable_rounded, one, measures())).statement()
    assert [own.payable for own in done.portions] == [Decimal("6.10"), Decimal("6.10")]
    assert (done.deductions[0].amount, done.payable) == (Decimal("-0.03"), Decimal("12.20"))


@pytest.mark.parametrize("prices", ["{payable_rounding: down}", "{payable_round_to: 0}", "{payable_round_to: 0.001}"])
def test_what_rounds_nothing_is_refused(prices: str) -> None:
    with pytest.raises(BpoError):
        contract(FEE, currency="CHF", prices=prices)
