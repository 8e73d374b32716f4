"""The first and the last day of a contract, and one day beyond either."""

from __future__ import annotations

import pytest

from bpo.core.errors import BpoError
from bpo.pricing.passes.effective import effective
from tests.contracts.making import codes, contract, measures
from tests.pricing.passes.stepping import up_to

ONE_DAY_EACH = contract("terms: [{id: fee, model: fixed, amount: 31}]", effective="{from: 2026-01-31, to: 2026-03-01}")


@pytest.mark.parametrize(("period", "days"), [("2026-01", 1), ("2026-02", 28), ("2026-03", 1)])
def test_a_month_with_a_day_of_the_contract_is_billed(period: str, days: int) -> None:
    given = up_to(effective, ONE_DAY_EACH, measures(period=period))
    assert effective(given) is given
    assert given.month.effective.days == days


@pytest.mark.parametrize("period", ["2025-12", "2026-04"])
def test_a_month_without_one_is_refused(period: str) -> None:
    with pytest.raises(BpoError) as caught:
        effective(up_to(effective, ONE_DAY_EACH, measures(period=period)))
    assert codes(caught.value) == ["contract-not-effective"]
