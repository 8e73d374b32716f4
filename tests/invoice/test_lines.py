"""A line shows quantity and unit price only where they make its amount: a fee, a minimum or a maximum does not hide behind them."""

from __future__ import annotations

import pytest

from bpo.contracts.billed import is_quantity_times_rate, priced_steps
from tests.contracts.making import bill, line

CASES = [
    ("rate: 2", 30, True),  # 30 × 2
    ("rate: 2, minimum: 75", 38, True),  # 76, above the minimum
    ("rate: 2, minimum: 75", 37, False),  # 74, raised
    ("rate: 2, maximum: 75", 38, False),  # 76, lowered
    ("tiers: [{up_to: 20, fee: 50}, {rate: 2}]", 30, False),  # 50 + 10 × 2
    ("tiers: [{up_to: 20, rate: 3}, {rate: 2}]", 30, True),  # 20 × 3 + 10 × 2
    ("rate: 0.333", 5, True),  # 1.665, rounded to 1.67 (half up)
]


@pytest.mark.parametrize(("price", "calls", "shown"), CASES)
def test_quantity_and_unit_price_are_shown_if_they_make_the_amount(price: str, calls: int, shown: bool) -> None:
    body = f"terms:\n  - {{id: calls, model: workload, quantity: {{given: call}}, {price}}}\n"
    charge = line(bill(body, {"calls": calls}), "calls")
    assert priced_steps(charge)
    assert is_quantity_times_rate(charge) is shown
