"""Costs beside the contract that they are for."""

from __future__ import annotations

import pytest

from bpo.core.cycles import Months
from bpo.economics.costs.cost_checks import currency_problems, receipt_days
from tests.contracts.making import contract
from tests.economics.making import costs

FEE = "terms:\n  - {id: fee, model: fixed, amount: 1}\n"


@pytest.mark.parametrize(
    ("billing", "days"),
    [
        ("{due: 30 days after statement}", 30),
        ("{due: 45 days after period end}", 45),
        ("{statement_date: 5 days after period end, due: 30 days after statement}", 35),
        ("{statement_date: 5 days after period end, due: 45 days after period end}", 45),
        ("{due: 30 days after statement, accepted_after: 5 days}", 30),
        ("{due: '30 days after statement, next 25th'}", 53),  # the 2nd of March, then the 25th
        ("{due: 30 days after confirmation}", None),
        ("{due: 30 days after confirmation, accepted_after: 5 days}", 35),
        ("{due: 30 days after tax invoice, accepted_after: 5 days}", None),
        ("{cycle: monthly}", None),
    ],
)
def test_days_from_cost_to_receipt(billing: str, days: int | None) -> None:
    """From the 31st of January 2027 on."""
    assert receipt_days(contract(f"billing: {billing}\n{FEE}"), Months().period("2027-01")) == days


def test_costs_in_another_currency_than_the_contract() -> None:
    one = contract(FEE)
    other = "USD" if one.currency != "USD" else "EUR"
    items = "items: [{id: rent, amount: 1}]"
    assert currency_problems(costs(items, f"costs: bid\ncurrency: {one.currency}\n"), one) == []
    (problem,) = currency_problems(costs(items, f"costs: bid\ncurrency: {other}\n"), one)
    assert (problem.code, problem.where and problem.where.line) == ("cost-other-currency", 2)
    exchanged = f"costs: bid\ncurrency: {other}\npriced_in: {one.currency}\nexchange: {{{other}: 7}}\n"
    assert currency_problems(costs(items, exchanged), one) == []
