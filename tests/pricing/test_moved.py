"""Why a month comes to more or less than the one before: worked by hand, and the law that the parts are the whole."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bpo.contracts.load import read_contract
from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.documents import parse_document
from bpo.core.measures_file import parse_measures
from bpo.pricing.moved import Known, Moved, moved
from bpo.pricing.price import price
from tests.contracts.choices import Drawn
from tests.contracts.random_contracts import contracts
from tests.laws import examples
from tests.pricing.laws_of_contracts import load
from tests.pricing.month_by_month import hold_for

TEXT = """\
contract: desk
title: Desk
currency: CNY
effective: {from: 2026-01-01}
supplier: {name: Little Voices Ltd}
client: {name: Kettle Works}
prices: {tax: excluded, rate: 6%}
terms:
  - {id: calls, model: workload, label: Calls, quantity: {count: interactions}, rate: 4}
  - {id: stand-by, model: fixed, label: Stand-by, amount: 1000}
kpis:
  - {id: sl20, kpi: service_level, threshold_seconds: 20, abandons: negative, target: 80%}
adjustments:
  - {id: coefficient, kind: multiplier, label: Coefficient, on: [calls], kpi: sl20,
     bands: [{at_least: 80%, factor: 1.00}, {factor: 0.95}]}
"""
DEARER = """\
amendments:
  - from: 2026-02-01
    terms:
      - {id: calls, model: workload, label: Calls, quantity: {count: interactions}, rate: 5}
"""
JANUARY = "period: 2026-01\nquantities: {calls: 100}\nkpis: {sl20: 75%}\n"
FEBRUARY = "period: 2026-02\nquantities: {calls: 120}\nkpis: {sl20: 85%}\n"


def contract_of(text: str) -> Contract:
    return read_contract(parse_document(text, "desk.yaml")).contract


def compared(then: str, figures_then: str, now: str, figures_now: str) -> Moved:
    first = price(contract_of(then), parse_measures(figures_then))
    second = price(contract_of(now), parse_measures(figures_now), [first])
    found = moved(Known(contract_of(then), first), Known(contract_of(now), second, [first]))
    assert found is not None
    return found


def parts(found: Moved) -> dict[str, dict[str, str]]:
    return {line.clause: {cause: str(amount) for cause, amount in line.parts.items()} for line in found.lines}


def test_rate_volume_and_kpi_of_each_line_by_hand() -> None:
    """100 calls at 4 less 5%: 380; 120 at 5: 600. At the new rate January's are 500 less 25, and 120 at its KPI 600 less 30.

    Tax, 6%: of 1,380 it is 82.80, of 1,475 it is 88.50, of 1,570 it is 94.20, of 1,600 it is 96.00.
    """
    for now in (TEXT + DEARER, TEXT.replace("rate: 4", "rate: 5")):
        found = compared(TEXT, JANUARY, now, FEBRUARY)
        assert parts(found) == {
            "calls": {"rate": "100.00", "volume": "100.00"},
            "stand-by": {},
            "coefficient": {"rate": "-5.00", "volume": "-5.00", "kpi": "30.00"},
            "tax": {"rate": "5.70", "volume": "5.70", "kpi": "1.80"},
        }
        assert (found.before, found.now) == (Decimal("1462.80"), Decimal("1696.00"))
        assert found.parts == {"rate": Decimal("100.70"), "volume": Decimal("100.70"), "kpi": Decimal("31.80")}


def test_an_amendment_inside_one_contract_is_a_rate_too() -> None:
    assert parts(compared(TEXT + DEARER, JANUARY, TEXT + DEARER, FEBRUARY))["calls"] == {
        "rate": "100.00",
        "volume": "100.00",
    }


def test_a_line_that_only_one_month_has_is_new_or_ended() -> None:
    mails = "  - {id: mails, model: fixed, label: Mails, amount: 200}\nkpis:"
    more = TEXT.replace("kpis:", mails)
    assert parts(compared(TEXT, JANUARY, more, JANUARY.replace("01", "02")))["mails"] == {"new": "200.00"}
    assert parts(compared(more, JANUARY, TEXT, JANUARY.replace("01", "02")))["mails"] == {"ended": "-200.00"}


def test_days_of_a_month_are_no_volume() -> None:
    """From the 17th: 15 of January's 31 days, 1,000 × 15/31 = 483.87; February is whole."""
    text = TEXT.replace("from: 2026-01-01", "from: 2026-01-17")
    assert parts(compared(text, JANUARY, text, FEBRUARY))["stand-by"] == {"period": "516.13"}


def test_what_is_disputed_is_a_correction() -> None:
    found = compared(
        TEXT, FEBRUARY.replace("-02", "-01"), TEXT, FEBRUARY + "disputed: {calls: {amount: 50, why: dropped}}\n"
    )
    assert [amount for line in parts(found).values() for amount in line.items()] == [("correction", "-50.00")]
    assert found.difference == Decimal(-50)


def test_what_cannot_be_priced_on_the_way_is_told_together() -> None:
    """February's contract also asks for mails, of which January has no figure: rate and volume of the calls cannot be told apart."""
    mails = "  - {id: mails, model: workload, label: Mails, quantity: {count: interactions}, rate: 1}\nkpis:"
    now = TEXT.replace("kpis:", mails).replace("rate: 4", "rate: 5")
    found = compared(TEXT, JANUARY, now, FEBRUARY.replace("calls: 120", "calls: 120, mails: 7"))
    assert parts(found)["calls"] == {"together": "200.00"}
    assert parts(found)["mails"] == {"new": "7.00"}
    assert parts(found)["coefficient"] == {"together": "-10.00", "kpi": "30.00"}


def test_amounts_in_two_currencies_are_not_compared() -> None:
    first, second = (price(contract_of(text), parse_measures(JANUARY)) for text in (TEXT, TEXT.replace("CNY", "EUR")))
    assert moved(Known(contract_of(TEXT), first), Known(contract_of(TEXT.replace("CNY", "EUR")), second)) is None


@examples(25)
@given(st.data(), contracts())
def test_the_parts_are_the_difference_line_by_line(data: Any, text: str) -> None:
    loaded = load(text)
    months: list[Statement] = list(hold_for(loaded, Drawn(data.draw), 3))
    for n, (first, second) in enumerate(pairwise(months)):
        known = Known(loaded.contract, first, months[:n]), Known(loaded.contract, second, months[: n + 1])
        found = moved(*known)
        assert found is not None and found.difference == second.payable - first.payable
        assert sum(found.parts.values(), Decimal(0)) == found.difference
        for line in found.lines:
            assert sum(map(Fraction, line.parts.values())) == Fraction(line.difference)
        same = moved(known[0], known[0])
        assert same is not None and same.parts == {} and all(not line.parts for line in same.lines)
