"""Which cancelled sales are charged back: those that the contract paid for in an earlier period, from its first day on."""

from __future__ import annotations

import pytest

from tests.metering.lake import local, measured

BODY = """
    terms:
      - {id: c, model: commission, amount: 10, charge_back_days: 60}
    """


@pytest.mark.parametrize(
    ("sold", "cancelled", "charged_back"),
    [
        ("2026-01-14T23:59", 0, 0),  # the contract did not pay for it
        ("2026-01-15T00:00", 0, 1),
        ("2026-01-31T23:59", 0, 1),
        ("2026-02-01T00:00", 1, 0),  # sold and cancelled in February
    ],
)
def test_a_sale_that_was_cancelled_in_february(sold: str, cancelled: int, charged_back: int) -> None:
    sale = {"sale_id": "1", "sold_at": local(sold), "cancelled_at": local("2026-02-10T09:00")}
    found = measured({"sales": [sale]}, BODY, effective="{from: 2026-01-15}").quantities
    assert (found["c.cancelled"].total, found["c.charged_back"].total) == (cancelled, charged_back)
    assert found["c.charged_back"].parts == ({"2026-01": 1} if charged_back else {})
