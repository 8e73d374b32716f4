"""Every pricing model has its prices in a quote, with tax and without."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpo.bid.quote import quote_report
from bpo.contracts.load import load_contract
from bpo.core.documents import parse_document
from bpo.core.validation import read_model
from bpo.economics.scenario.offer import Offer
from bpo.pricing.price import price
from bpo.report.page import PageTable, page_of
from tests.contracts.making import contract, measures

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "contracts/examples").glob("*.yaml"))
OFFER = "number: Q-1\ndate: 2025-12-01\nvalid_days: 30 days\nlanguage: en\n"


def offer(more: str = "") -> Offer:
    return read_model(parse_document(OFFER + more, "offer.yaml"), Offer)


def quoted(clauses: str, prices: str, more: str = "", **figures: int) -> list[dict[str, str]]:
    """The rows of the price table as paper has them; what is said below a label is under ``conditions``."""
    agreed = contract(clauses, prices=prices)
    shown = page_of(quote_report(offer(more), agreed, [price(agreed, measures(figures))])).parts["prices"]
    assert isinstance(shown, PageTable)
    found = []
    for row in shown.rows:
        cells = {one.key: str(one.text) for one in row.cells}
        below = "; ".join(str(line) for one in row.cells for line in one.more)
        found.append({"without_tax": cells["with_tax"], **cells, "conditions": below, "kind": row.kind})
    return found


def table(rows: list[dict[str, str]]) -> list[tuple[str, str, str, str]]:
    return [(row["line"], row["unit"], row["without_tax"], row["with_tax"]) for row in rows if row["with_tax"]]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_term_of_every_example_has_a_price(path: Path) -> None:
    agreed = load_contract(path)
    for term in agreed.terms:
        rows = list(term.price_rows(agreed))
        assert rows, term.id
        assert all(
            row.price is not None or row.percent is not None or row.rule.code == "offer-as-invoiced" for row in rows
        )


TIERS = """
terms:
  - {id: calls, model: workload, quantity: {given: call}, minimum: 75, tiers: [{up_to: 100, rate: 2.12}, {up_to: 200, rate: 1.06}, {rate: 0.53}]}
"""


# 2.12 / 1.06 = 2; 1.06 / 1.06 = 1; 0.53 / 1.06 = 0.5.
def test_tiers_are_rows_and_tax_is_stripped_from_prices_that_hold_it() -> None:
    rows = quoted(TIERS, "{tax: included, rate: 6%}", calls=10)
    assert table(rows) == [
        ("Up to 100", "call", "2.00", "2.12"),
        ("Above 100 up to 200", "call", "1.00", "1.06"),
        ("Above 200", "call", "0.50", "0.53"),
    ]
    assert [(row["kind"], row["conditions"]) for row in rows if row["conditions"]] == [
        ("head", "at least 75.00 a month")
    ]


# 2.12 × 1.06 = 2.2472 and so on: nothing is rounded away.
def test_tax_is_added_to_prices_that_are_without() -> None:
    rows = quoted(TIERS, "{rate: 6%}", calls=10)
    assert [(without, with_tax) for _, _, without, with_tax in table(rows)] == [
        ("2.12", "2.2472"),
        ("1.06", "1.1236"),
        ("0.53", "0.5618"),
    ]


def test_a_price_may_stand_for_a_thousand_units_and_terms_may_be_chosen() -> None:
    clauses = TIERS + "  - {id: desk, model: fixed, amount: 500}\n"
    rows = quoted(clauses, "{}", "prices: [desk, {term: calls, per: 1000}]\n", calls=10)
    assert table(rows)[:2] == [
        ("Fixed fee", "month", "500.00", "500.00"),
        ("Up to 100", "1,000 calls", "2,120.00", "2,120.00"),
    ]


MODELS = """
quantities: {missed: {given: call}}
terms:
  - {id: seats, model: seats, seats: contracted, contracted: 20, rate: 9000}
  - {id: hours, model: hours, rates: {handling: 12, training: 8}}
  - {id: many, model: workload, quantity: {count: interactions}, rates: {by: channel, voice: 0.85, otherwise: 2}}
  - {id: packs, model: workload, quantity: {given: call}, rate: 10, package: 50}
  - {id: three, model: workload, quantity: {given: call}, rate: {times: 3, of: packs}}
  - {id: whole, model: workload, quantity: {given: call}, tier_mode: whole_volume, tiers: [{up_to: 9, fee: 30}, {rate: 2}]}
  - {id: lease, model: staff_lease, labour_cost: 6000, fee: 10%}
  - {id: base, model: baseline, quantity: {given: call}, baseline: 100, fee: 1000, arc: 4.1, rrc: 3.2, dead_band: 5%}
  - {id: passed, model: pass_through, quantity: {given: money}, margin: 20%}
  - {id: once, model: fixed, amount: 7000, once_on: 2026-03-01}
"""


# A margin of 20% on what is passed on is 25% added to it: 0.2 / (1 − 0.2).
def test_the_rows_of_each_model() -> None:
    agreed = contract(MODELS)
    found = {term.id: list(term.price_rows(agreed)) for term in agreed.terms}
    said = {
        name: [
            (row.rule.say("en", row.values), row.unit, row.price if row.price is not None else row.percent)
            for row in rows
        ]
        for name, rows in found.items()
    }
    assert said == {
        "seats": [("Unit price", "seat_month", 9000)],
        "hours": [("handling", "hour", 12), ("training", "hour", 8)],
        "many": [("voice", "contact", agreed.terms[2].rates.each["voice"]), ("All others", "contact", 2)],  # type: ignore[union-attr]
        "packs": [("Unit price", "package", 10)],
        "three": [("Unit price", "call", 30)],
        "whole": [("Fee, includes up to 9", "month", 30), ("All, if above 9", "call", 2)],
        "lease": [("Service fee on labour", "", agreed.terms[6].fee)],  # type: ignore[union-attr]
        "base": [
            ("Fixed fee", "month", 1000),
            ("Each above the baseline", "call", agreed.terms[7].arc),  # type: ignore[union-attr]
            ("Each below the baseline", "call", -agreed.terms[7].rrc),  # type: ignore[union-attr]
        ],
        "passed": [("Added to what was paid to others", "", agreed.terms[8].margin / (1 - agreed.terms[8].margin))],  # type: ignore[union-attr, operator]
        "once": [("Once, on 2026-03-01", "", 7000)],
    }


AMENDED = """
terms:
  - {id: calls, model: workload, for_each: site, label: Calls, quantity: {given: call}, rate: 2.12}
  - {id: desk, model: fixed, label: Desk, amount: 106}
  - {id: line, model: fixed, label: Line, amount: 53}
amendments:
  - from: 2026-03-01
    terms:
      - {id: calls, model: workload, for_each: site, label: Calls, quantity: {given: call}, rate: 1.06}
      - {id: portal, model: fixed, label: Portal, amount: 212}
  - {from: 2026-07-01, removes: [line], terms: [{id: desk, model: fixed, label: Desk, amount: 318}]}
"""


@pytest.mark.parametrize(
    ("shown", "labels"),
    [
        ("", ["Calls", "Desk", "Line", "Calls, from 1 March 2026 on", "Portal, from 1 March 2026 on", "Desk, from 1 July 2026 on"]),
        ("prices: [desk]", ["Desk", "Portal, from 1 March 2026 on", "Desk, from 1 July 2026 on"]),
    ],
)  # fmt: skip
def test_prices_that_amendments_change_are_in_the_table_with_their_day(shown: str, labels: list[str]) -> None:
    """1.06 / 1.06 = 1, 212 / 1.06 = 200, 318 / 1.06 = 300; what an offer leaves out is left out of its amendments as well."""
    rows = quoted(AMENDED, "{tax: included, rate: 6%}", shown, **{"calls@East": 10})
    assert [row["line"] for row in rows] == labels
    later = {row["line"]: row["without_tax"] for row in rows if "from" in row["line"]}
    assert {label: price for label, price in later.items() if "Calls" not in label} == {
        "Portal, from 1 March 2026 on": "200.00",
        "Desk, from 1 July 2026 on": "300.00",
    }
    if not shown:
        assert later["Calls, from 1 March 2026 on"] == "1.00"
        assert rows[0]["conditions"] == "for each site by itself"
