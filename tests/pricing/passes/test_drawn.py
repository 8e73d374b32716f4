"""What is left of a limit; the bound of one that refuses, and a cent beyond it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bpo.core.errors import BpoError
from bpo.pricing.passes.drawn import drawn
from bpo.pricing.price import price
from tests.contracts.making import codes, contract, measures
from tests.pricing.passes.stepping import up_to

BODY = """
    ceiling: {amount: LIMIT, tax: excluded, used: 500, when_reached: WHEN}
    terms: [{id: fee, model: fixed, amount: 100}]
    """


def months(limit: str, when: str) -> tuple[Decimal, Decimal, Decimal]:
    """What is said of the ceiling in February: 500 before all statements, 100 in January, 100 now."""
    one = contract(BODY.replace("LIMIT", limit).replace("WHEN", when), prices="{rate: 6%}")
    january = price(one, measures())
    (found,) = drawn(up_to(drawn, one, measures(period="2026-02"), [january])).drawn
    return found.before, found.now, found.remaining


def test_what_is_left_is_the_limit_less_all_that_was_billed() -> None:
    assert months("1000", "refuse") == (600, 100, 300)
    assert months("700", "refuse") == (600, 100, 0)
    assert months("699.99", "warn") == (600, 100, Decimal("-0.01"))


def test_a_cent_beyond_a_limit_that_refuses() -> None:
    with pytest.raises(BpoError) as caught:
        months("699.99", "refuse")
    assert codes(caught.value) == ["limit-reached"]
