"""What may be wrong in the section ``quote``, and what the tender form is held against."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from bpo.bid import checked_offer, offer_of
from bpo.core.errors import BpoError
from bpo.core.measures import Dispute
from bpo.economics.scenario.agreed import as_agreed, total_of
from bpo.economics.scenario.offer import Offer
from bpo.economics.scenario.projection import project
from bpo.economics.scenario.scenario import read_bid
from bpo.pricing.price import price
from tests.bid.conftest import HOTLINE
from tests.bid.test_prices import offer
from tests.contracts.making import contract, measures

WRONG = [
    ("valid_until: 2026-01-01\n", "offer.yaml:1: say until when the quote is valid: write either 'valid_until' or 'valid_days'"),
    ("tender: {discount: 5%}\n", "offer.yaml:5: write the tender's 'ceiling'"),
    ("tender: {ceilings: {calls: 3}}\n", "offer.yaml:5: 'discount' is missing here"),
    ("tender: {ceiling: 100, discount: 100%}\n", "offer.yaml:5: a discount of 100% leaves no price; write less than 100%"),
    ("tender: {ceiling: 100, round_to: 0.01}\n", "offer.yaml:5: 'round_to' has no effect here: it goes with ceilings"),
    ("margin_floor: [{below: 6%, approved_by: A}, {below: 6%, approved_by: B}]\n", "offer.yaml:5: 6% is not below the 6% before it"),
    ("margin_floor: [{below: 12, approved_by: A}]\n", "offer.yaml:5: 12 means 1,200% here"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "told"), WRONG, ids=[told[14:40] for _, told in WRONG])
def test_a_mistake_is_told_with_its_line(more: str, told: str) -> None:
    with pytest.raises(BpoError) as caught:
        offer(more)
    assert any(problem.say("en").startswith(told) for problem in caught.value.problems), str(caught.value)


def test_a_quote_is_not_valid_before_its_date() -> None:
    text = "number: Q-1\ndate: 2025-12-02\nvalid_until: 2025-12-01\n"
    from bpo.core.documents import parse_document
    from bpo.core.validation import read_model

    with pytest.raises(BpoError, match="is valid until 2025-12-01, before its date 2025-12-02"):
        read_model(parse_document(text), Offer)


def test_valid_days_begin_on_the_day_after() -> None:
    assert offer().last_day.isoformat() == "2025-12-31"  # 1 December and 30 days


@pytest.mark.parametrize(("margin", "who"), [("12%", None), ("11.99%", "A"), ("6%", "A"), ("5.99%", "B"), (None, "B")])
def test_the_lowest_floor_that_a_margin_is_below_decides(margin: str | None, who: str | None) -> None:
    floors = offer("margin_floor: [{below: 12%, approved_by: A}, {below: 6%, approved_by: B}]\n")
    found = floors.approval(None if margin is None else Fraction(margin.rstrip("%")) / 100)
    assert (found.approved_by.en if found else None) == who


def bid_with(tmp_path: Path, old: str, new: str) -> Path:
    """A copy of the example bid with one change in its scenario."""
    for file in HOTLINE.parent.glob("*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    scenario = tmp_path / "scenario.yaml"
    text = scenario.read_text("utf-8")
    assert old in text
    scenario.write_text(text.replace(old, new).replace("to: 2029-12}", "to: 2027-02}"), encoding="utf-8")
    return scenario


# 11 × (1 − 6%) = 10.34, 9.80 × 0.94 = 9.212, 34 × 0.94 = 31.96, 20,000 × 0.94 = 18,800: none is the contract's.
MEND = "; mend the contract's price, the ceiling or the discount"


def test_prices_that_are_not_the_ceilings_less_the_discount_are_all_told(tmp_path: Path) -> None:
    projection = project(read_bid(bid_with(tmp_path, "discount: 5%", "discount: 6%")))
    with pytest.raises(BpoError) as caught:
        checked_offer(projection)
    told = [problem.say("en").splitlines()[0].partition(": ")[2] for problem in caught.value.problems]
    assert told == [
        "'inbound' costs 10.45 in the contract; the ceiling 11 less 6% is 10.34" + MEND,
        "'inbound' costs 9.31 in the contract; the ceiling 9.8 less 6% is 9.212" + MEND,
        "'letters' costs 32.3 in the contract; the ceiling 34 less 6% is 31.96" + MEND,
        "'knowledge' costs 19,000 in the contract; the ceiling 20,000 less 6% is 18,800" + MEND,
    ]


TOLD = [
    ("letters: 34", "letters: [34, 34]", "'letters' has 1 unit prices, and 2 ceilings are given"),
    ("letters: 34", "mails: 34", "contract 'hotline-2027' has no term 'mails'"),
    ('ceiling: "26,000,000"', "ceiling: 1000", "more than the ceiling 1,000: the bid would be void"),
    (
        "  number: LJ-2027-01",
        "  number: LJ-2027-01\n  prices: [letter]",
        "contract 'hotline-2027' has no term 'letter'",
    ),
]


@pytest.mark.parametrize(("old", "new", "told"), TOLD, ids=[new[:24] for _, new, _ in TOLD])
def test_what_the_contract_does_not_say_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(BpoError) as caught:
        checked_offer(project(read_bid(bid_with(tmp_path, old, new))))
    assert any(told in problem.say("en") for problem in caught.value.problems), str(caught.value)


# The total alone: 1 − total / ceiling, to a hundredth of a percent, must be the discount that is written.
def test_a_total_is_held_against_its_ceiling_and_discount(tmp_path: Path) -> None:
    whole = "    ceilings: {inbound: [11, 9.80], letters: 34, knowledge: 20000}\n"
    scenario = bid_with(tmp_path, whole, "")
    plan = project(read_bid(scenario))
    total = total_of(as_agreed(plan.contract, [month.statement for month in plan.months]))
    text = scenario.read_text("utf-8")
    scenario.write_text(text.replace('"26,000,000"', str(Fraction(total) / Fraction(95, 100))), encoding="utf-8")
    assert checked_offer(project(read_bid(scenario))).tender is not None
    scenario.write_text(text.replace('"26,000,000"', str(Fraction(total))), encoding="utf-8")
    with pytest.raises(BpoError, match=r"0% below the ceiling .*; the discount says 5%"):
        checked_offer(project(read_bid(scenario)))


def test_a_discounted_price_may_be_rounded(tmp_path: Path) -> None:
    old, new = "discount: 5%", "discount: 5.04%\n    round_to: 0.1"  # 34 × 0.9496 = 32.2864 → 32.3; 11 → 10.4456 → 10.4
    with pytest.raises(BpoError) as caught:
        checked_offer(project(read_bid(bid_with(tmp_path, old, new))))
    assert not any("'letters'" in problem.say("en") for problem in caught.value.problems)
    assert any("is 10.4" in problem.say("en") for problem in caught.value.problems)


def test_a_scenario_without_a_quote_is_told(tmp_path: Path) -> None:
    scenario = bid_with(tmp_path, "quote:", "quote:")
    text = scenario.read_text("utf-8")
    scenario.write_text(text[: text.index("\nquote:")], encoding="utf-8")
    with pytest.raises(BpoError, match="does not say what is quoted"):
        offer_of(read_bid(scenario))


def test_what_was_disputed_of_an_expected_month_is_not_agreed_on() -> None:
    """The bonus of January is withheld, and paid with February; at the agreed KPIs there is none, and 100 of each month."""
    agreed = contract("""
        terms: [{id: fee, model: fixed, amount: 100}]
        kpis: [{id: sl, kpi: entered, target: 80%}]
        adjustments: [{id: extra, kind: bonus, kpi: sl, amount: 50}]
        """)
    met = {"sl": Fraction(9, 10)}
    january = price(agreed, replace(measures(kpis=met), disputed={"extra": Dispute(None, "Counted twice")}))
    later = {"2026-01": {"extra": Fraction(50)}}
    february = price(agreed, replace(measures(kpis=met, period="2026-02"), paid_later=later), [january])
    assert [one.payable for one in (january, february)] == [100, 200]
    assert [one.payable for one in as_agreed(agreed, [january, february])] == [100, 100]
