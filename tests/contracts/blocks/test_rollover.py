"""What is left of a bundle hangs on as few earlier months as tell it."""

from __future__ import annotations

import pytest

from bpo.contracts.statement import Statement
from bpo.core.errors import BpoError
from bpo.pricing.price import price
from tests.contracts.making import codes, contract, measures

BUNDLE = """
terms:
  - id: calls
    model: workload
    quantity: {{count: interactions}}
    tiers: [{{up_to: 100, fee: 300}}, {{rate: 2}}]
    rollover: {{share: 50%, months: {months}}}
"""


def billed(months: int, volumes: list[int]) -> list[Statement]:
    """The statements of the contract's first months with these volumes."""
    one = contract(BUNDLE.format(months=months))
    found: list[Statement] = []
    for number, volume in enumerate(volumes, 1):
        found.append(price(one, measures({"calls": volume}, period=f"2026-{number:02d}"), tuple(found)))
    return found


@pytest.mark.parametrize(
    ("months", "volumes", "needed"),
    [
        (1, [50, 120, 80, 110], 1),  # what March left hangs on March alone
        (1, [50, 120, 130, 110], 1),  # March left nothing, whatever came before
        (2, [50, 120, 80, 70, 160], 2),  # two months in a row within the bundle
        (2, [60, 90, 130, 80, 160], 4),  # March took from what was left before it
        (2, [10, 20, 120, 90, 95, 130], 2),
        (3, [130, 90, 80, 70, 200], 3),
    ],
)
def test_no_more_months_are_asked_for_than_are_needed(months: int, volumes: list[int], needed: int) -> None:
    *earlier, last = billed(months, volumes)
    one, figures = contract(BUNDLE.format(months=months)), last.measures
    assert price(one, figures, tuple(earlier[-needed:])).charges == last.charges
    with pytest.raises(BpoError) as error:
        price(one, figures, tuple(earlier[-needed + 1 :] if needed > 1 else ()))
    assert codes(error.value) == ["history-missing"]


def test_the_line_says_what_was_carried_used_and_expired() -> None:
    *_, march = billed(1, [20, 130, 95])
    february = billed(1, [20, 130])[-1]
    said = [step.rule.say("en", step.values) for step in february.charges[0].steps]
    assert said[0] == "50 unused ones carried from 2026-01: 30 of them used"
    assert said[1] == "20 carried from 2026-01 were not used and expire"
    assert (
        march.charges[0].steps[0].rule.say("en", march.charges[0].steps[0].values)
        == "5 of the 100 included were not used; 5 of them may be used until 2026-04"
    )


def test_the_last_month_carries_nothing_on() -> None:
    one = contract(BUNDLE.format(months=1), effective="{from: 2026-01-01, to: 2026-01-31}")
    (line,) = price(one, measures({"calls": 20})).charges
    assert [step.rule.code for step in line.steps] == ["tier-fee-first"]
