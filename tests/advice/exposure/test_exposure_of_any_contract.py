"""The law of exposure for every contract: whatever it is made of, no month at the stated quantities leaves the bounds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.advice.exposure import exposure
from bpo.contracts.load import read_contract
from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.pricing.price import price
from tests.contracts.language import ADJUSTMENTS
from tests.contracts.making import codes
from tests.contracts.random_contracts import contracts
from tests.contracts.random_measures import REFUSED, measures
from tests.laws import examples
from tests.pricing.laws_of_contracts import check_bounds

NEVER_CUT = {"orders": [""]}
"""A ceiling cuts lines where it is reached, which is no matter of KPIs."""
WAYS = [(name, way) for name, ways in ADJUSTMENTS.items() for way in ways]


def holds(data: Any, text: str) -> None:
    contract = read_contract(parse_document(text, "random.yaml")).contract
    month = contract.cycle.containing(contract.effective.start).name
    figures = data.draw(measures(contract, month))
    try:
        bounds = exposure(contract, figures)
        for _ in range(3):
            check_bounds(bounds, price(contract, figures))
            figures = replace(figures, kpis=data.draw(measures(contract, month)).kpis)
    except BpoError as error:
        assert set(codes(error)) <= set(REFUSED), error


@examples(15)
@given(st.data(), contracts(header=NEVER_CUT))
def test_no_month_of_any_contract_leaves_the_bounds(data: Any, text: str) -> None:
    holds(data, text)


@pytest.mark.parametrize("way", WAYS, ids=[f"{name}-{n}" for n, (name, _) in enumerate(WAYS)])
def test_no_month_of_this_adjustment_leaves_the_bounds(way: tuple[str, str]) -> None:
    @examples(1)
    @given(st.data(), contracts(adjustment=way, header=NEVER_CUT))
    def stays(data: Any, text: str) -> None:
        holds(data, text)

    stays()
