"""A bid over its term, worked by hand: 1,200 letters of 15 minutes, three quarters of the time at the desk."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from bpo.contracts.statement_json import statement_json
from bpo.core.errors import BpoError
from bpo.core.measures_file import parse_measures
from bpo.economics.scenario.changes import inputs
from bpo.economics.scenario.projection import project
from bpo.economics.scenario.scenario import Bid, read_bid
from bpo.pricing.price import price

LETTERS = Path(__file__).parents[1] / "bids" / "letters.yaml"


@pytest.fixture(scope="module")
def bid() -> Bid:
    return read_bid(LETTERS)


# 1,200 × 15 min = 300 h; / 75% = 400 h; / 160 = 2.5 heads × 8,000 = 20,000. Letters 36,000 + portal 1,000, complaints
# 1,200 × 0.2% = 2.4, to 2 whole ones: −100. Revenue 36,900; costs 20,000 + 500 + 5% of it, 1,845.
def test_a_month_of_the_bid(bid: Bid) -> None:
    found = project(bid)
    assert [month.period.name for month in found.months] == ["2027-01", "2027-02", "2027-03"]
    month = found.months[0]
    assert month.drivers["heads"] == Fraction(5, 2)
    assert (month.revenue, month.cost, month.margin) == (36900, 22345, 14555)
    assert (found.revenue, found.cost, found.margin) == (3 * 36900, 3 * 22345, 3 * 14555)


CHANGES = [
    # 2,400: 36,000 + 1,200 × 20 + 1,000 − 5 × 50 (4.8 complaints); 5 heads.
    ({"volume": 2}, 60750, 40000 + 500 + Fraction(60750, 20)),
    ({"letters.volume": 2}, 60750, 40000 + 500 + Fraction(60750, 20)),
    # Half the time: 1.25 heads.
    ({"letters.handle_seconds": Fraction(1, 2)}, 36900, 10000 + 500 + 1845),
    ({"hours": 2}, 36900, 10000 + 500 + 1845),
    ({"price": 2}, 73900, 20000 + 500 + 3695),
    ({"price.letters": 2}, 72900, 20000 + 500 + 3645),
    ({"kpi.qa": Fraction(949, 1000)}, 33300, 20000 + 500 + 1665),
    ({"cost.rent": 3}, 36900, 20000 + 1500 + 1845),
]


@pytest.mark.parametrize(("changes", "revenue", "cost"), CHANGES, ids=[next(iter(case[0])) for case in CHANGES])
def test_inputs_change_what_hangs_on_them(bid: Bid, changes: dict[str, Fraction], revenue: int, cost: Fraction) -> None:
    month = project(bid, {name: Fraction(value) for name, value in changes.items()}).months[0]
    assert (month.revenue, month.cost) == (revenue, cost)


def test_a_variant_is_a_set_of_changes(bid: Bid) -> None:
    # 1,320: 36,000 + 120 × 20 + 1,000 − 3 × 50 (2.64 complaints).
    assert project(bid, bid.variant("high")).months[0].revenue == 39250


def test_the_statement_of_a_bid_is_the_bill_of_its_measures(bid: Bid) -> None:
    for month in project(bid).months:
        again = parse_measures(json.dumps(month.statement.measures.as_json()), "measures.json")
        billed = price(bid.contract, again)
        assert statement_json(billed, "en") == statement_json(month.statement, "en")


def test_an_unknown_input_is_told_with_those_there_are(bid: Bid) -> None:
    with pytest.raises(BpoError) as caught:
        project(bid, {"letter.volume": Fraction(2)})
    (problem,) = caught.value.problems
    assert (problem.code, problem.values["nearest"]) == ("input-unknown", "letters.volume")
    assert {"volume", "wage", "price.letters", "kpi.qa", "cost.rent", "attrition"} <= set(inputs(bid))


MISTAKES = [
    ("letters: letters.handled", "letters: letters.handeld", "driver-unknown", 8),
    ("{letters: letters.handled, complaints: {of: letters.handled, times: 0.2%}}", "{letters: 1200}", "scenario-quantity-missing", 8),
    ("{qa: 96%}", "{qa: 96%, csat: 90%}", "scenario-figure-unknown", 9),
    ("kpis: {qa: 96%}", "kpis: {qa: {2027-01: 96%}}", "figure-without-month", 9),
    ("{of: letters.handled, times: 0.2%}", "{times: 2, value: 3}", "field-unused", 8),
    ("contract: letters-contract.yaml", "contract: nowhere.yaml", "scenario-file-missing", 2),
    ("scenario: letters", "scenario: letters\nmonths: {from: 2027-03, to: 2027-01}", "scenario-months-order", 2),
]  # fmt: skip


@pytest.mark.parametrize(
    ("good", "bad", "code", "line"), MISTAKES, ids=[f"{case[2]}-{i}" for i, case in enumerate(MISTAKES)]
)
def test_mistakes_are_told_at_their_lines(tmp_path: Path, good: str, bad: str, code: str, line: int) -> None:
    for file in LETTERS.parent.glob("letters*.yaml"):
        (tmp_path / file.name).write_text(file.read_text())
    text = LETTERS.read_text()
    assert good in text
    (tmp_path / "letters.yaml").write_text(text.replace(good, bad))
    with pytest.raises(BpoError) as caught:
        project(read_bid(tmp_path / "letters.yaml"))
    problem = caught.value.problems[0]
    assert problem.code == code
    assert problem.where is not None and problem.where.line == line


def test_prices_change_in_every_version_of_an_amended_contract(tmp_path: Path) -> None:
    """From February a letter is 40, and a desk of 500 is added: at twice the price each month's charges double."""
    for file in LETTERS.parent.glob("letters*.yaml"):
        (tmp_path / file.name).write_text(file.read_text())
    agreed = tmp_path / "letters-contract.yaml"
    letters = "{id: letters, model: workload, quantity: {count: cases}, rate: 40}"
    desk = "{id: desk, model: fixed, amount: 500}"
    agreed.write_text(agreed.read_text() + f"amendments:\n  - {{from: 2027-02-01, terms: [{letters}, {desk}]}}\n")
    amended = read_bid(tmp_path / "letters.yaml")
    # 36,000 + 1,000 − 100; then 48,000 + 1,000 + 500 − 100.
    assert [month.revenue for month in project(amended).months] == [36900, 49400, 49400]
    assert [month.revenue for month in project(amended, {"price": Fraction(2)}).months] == [73900, 98900, 98900]
    assert [month.revenue for month in project(amended, {"price.desk": Fraction(3)}).months] == [36900, 50400, 50400]


def test_a_contract_that_is_not_billed_by_months_has_no_scenario(tmp_path: Path) -> None:
    for one in LETTERS.parent.glob("letters*.yaml"):
        text = one.read_text(encoding="utf-8")
        (tmp_path / one.name).write_text(text.replace("billing: {", "billing: {cycle: quarterly, "), encoding="utf-8")
    with pytest.raises(BpoError) as caught:
        project(read_bid(tmp_path / LETTERS.name))
    assert [problem.code for problem in caught.value.problems] == ["scenario-by-months"]
