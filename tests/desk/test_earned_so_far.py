"""What a period in course has earned by a day: priced to date, and by days where figures have none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from bpo.accounts.statements import accrued
from bpo.contracts.load import load_contract, read_contract
from bpo.contracts.model import Contract
from bpo.core.documents import parse_document
from bpo.core.measures_file import parse_measures, read_measures
from bpo.metering import measure
from bpo.metering.memory import read_facts
from bpo.pricing.price import price, price_elsewhere
from tests.cli.desk import Desk

SCENARIOS = Path(__file__).parents[1] / "scenarios"
WHOLE = (
    "amendment_of_a_unit",
    "city_hotline",
    "entities_limits",
    "means_of_days_given",
    "telesales",
    "whose_count_prevails",
)

MADE = """\
contract: made
title: Made
currency: CNY
effective: {{from: {start}}}
supplier: {{name: Supplier}}
client: {{name: Client}}
billing: {{cycle: {cycle}}}
prices: {{tax: excluded, rate: 6%}}
terms:
  - {{id: line, {term}}}
"""
FEE = "model: fixed, amount: 9000"


def made(term: str, start: str = "2026-01-01", cycle: str = "quarterly") -> Contract:
    return read_contract(parse_document(MADE.format(term=term, start=start, cycle=cycle), "made.yaml")).contract


def to_date(contract: Contract, period: str, day: date, quantities: str = "{}") -> str:
    """The net amount of a period as it is known up to a day."""
    measures = parse_measures(f"period: {period}\nquantities: {quantities}\n", "made.yaml")
    return str(price(contract.changed_to(lambda one: one.seen_until(day)), measures).net)


@pytest.mark.parametrize(
    ("term", "start", "day", "net"),
    [
        (FEE, "2026-01-01", date(2026, 1, 31), "3100.00"),  # 31 of 90 days
        (FEE, "2026-01-01", date(2026, 2, 28), "5900.00"),
        (FEE, "2026-01-01", date(2026, 3, 31), "9000.00"),
        (FEE, "2026-01-15", date(2026, 1, 31), "1700.00"),  # from the 15th on: 17 of 90
        (FEE, "2026-01-15", date(2026, 3, 31), "7600.00"),
        (f"{FEE}, prorated: no", "2026-01-01", date(2026, 1, 31), "3100.00"),  # owed whole, and earned by days
        (f"{FEE}, prorated: no", "2026-01-15", date(2026, 1, 31), "2013.16"),  # 9,000 × 17/76
        (f"{FEE}, prorated: no", "2026-01-15", date(2026, 3, 31), "9000.00"),
        ("model: fixed, amount: 500, once_on: 2026-02-01", "2026-01-01", date(2026, 1, 31), "0.00"),
        ("model: fixed, amount: 500, once_on: 2026-02-01", "2026-01-01", date(2026, 2, 28), "500.00"),
    ],
)
def test_fees_are_earned_by_days(term: str, start: str, day: date, net: str) -> None:
    assert to_date(made(term, start), "2026-Q1", day) == net


@pytest.mark.parametrize(
    ("calls", "day", "net"),
    [
        (310, date(2026, 1, 31), "310.00"),  # at the bound: 900 × 31/90
        (309, date(2026, 1, 31), "310.00"),
        (311, date(2026, 1, 31), "311.00"),
        (311, date(2026, 2, 28), "590.00"),
        (311, date(2026, 3, 31), "900.00"),
    ],
)
def test_a_minimum_of_a_period_is_earned_by_days(calls: int, day: date, net: str) -> None:
    contract = made("model: workload, quantity: {given: call}, rate: 1, minimum: {amount: 900}")
    assert to_date(contract, "2026-Q1", day, f"{{line: {calls}}}") == net


def test_tiers_go_on_where_the_months_before_left_them() -> None:
    """50 at 4 and the rest at 3: 40 by January are 160, 100 by February 350, so that February adds 190."""
    contract = made("model: workload, quantity: {given: call}, tiers: [{up_to: 50, rate: 4}, {rate: 3}]")
    assert to_date(contract, "2026-Q1", date(2026, 1, 31), "{line: 40}") == "160.00"
    assert to_date(contract, "2026-Q1", date(2026, 2, 28), "{line: 100}") == "350.00"


def test_facts_are_counted_up_to_the_day() -> None:
    """Two contacts in January, the second in its last minute by the contract's clock, and one in the first of February."""
    rows = "".join(
        f"    - {{interaction_id: '{n}', direction: inbound, started_at: '{at}', outcome: handled}}\n"
        for n, at in enumerate(("2026-01-05T10:00", "2026-01-31T23:59", "2026-02-01T00:00"))
    )
    facts = parse_document(f"interactions:\n{rows}", "facts.yaml")
    contract = made("model: workload, quantity: {count: interactions}, rate: 7")
    lake = read_facts(facts, contract.account_of_facts, contract.billing.timezone)
    net = {}
    for day in (date(2026, 1, 31), date(2026, 2, 28)):
        seen = contract.changed_to(lambda one, day=day: one.seen_until(day))  # type: ignore[misc]
        net[day.month] = str(price(seen, measure(lake, seen, contract.cycle.period("2026-Q1"))).net)
    assert net == {1: "14.00", 2: "21.00"}


@pytest.mark.parametrize("name", WHOLE)
def test_a_period_that_is_seen_to_its_end_is_the_period(name: str) -> None:
    folder = SCENARIOS / name
    contract, measures = load_contract(folder / "contract.yaml"), read_measures(folder / "measures.yaml")
    whole = price_elsewhere(contract, measures)
    end = whole.period.end
    assert price_elsewhere(contract.changed_to(lambda one: one.seen_until(end)), measures) == whole


def test_what_ends_a_contract_does_not_fall_due_with_a_day_inside() -> None:
    """Half of what was held back is paid with the contract's last statement, which no day inside the period is."""
    text = MADE.format(term=FEE, start="2026-01-01, to: 2026-12-31", cycle="quarterly")
    text += "adjustments:\n  - {id: held, kind: retention, of: [line], percent: 10%, released: 2026-12-31}\n"
    contract = read_contract(parse_document(text, "made.yaml")).contract
    seen = contract.changed_to(lambda one: one.seen_until(date(2026, 1, 31)))
    found = price(seen, parse_measures("period: 2026-Q1\n", "made.yaml"))
    assert (str(found.net), [str(one.amount) for one in found.deductions]) == ("3100.00", ["-310.00"])


def test_the_lines_of_a_share_make_the_share_of_their_sum() -> None:
    """A third of 0.50, 0.50 and 0.50 less 0.50 of damages: 0.17 + 0.16 + 0.17 − 0.17, which is a third of 1.00."""
    terms = (
        "model: fixed, amount: 0.50}\n  - {id: b, model: fixed, amount: 0.50}\n  - {id: c, model: fixed, amount: 0.50"
    )
    text = MADE.format(term=terms, start="2026-01-01", cycle="monthly") + (
        "quantities: {leaks: {given: the client}}\n"
        "adjustments:\n  - {id: leak, kind: penalty, per: leaks, amount: 0.50, nature: damages}\n"
    )
    contract = read_contract(parse_document(text, "made.yaml")).contract
    statement = price(contract, parse_measures("period: 2026-01\nquantities: {leaks: 1}\n", "made.yaml"))
    found = accrued(statement, Fraction(1, 3))
    assert [str(line.net) for line in found.lines] == ["0.17", "0.16", "0.17"] and str(found.lost) == "-0.17"
    assert sum((amount for _, _, amount in found.entries()), Decimal(0)) == 0


QUARTER = """\
contract: quarter
title: By quarters
currency: EUR
effective: {from: 2025-10-01}
supplier: {name: Little Voices Ltd}
client: {name: Kettle Works}
billing: {cycle: quarterly}
prices: {tax: excluded, rate: 19%}
terms:
  - {id: work, model: workload, quantity: {given: piece}, rate: 10}
"""
SHIFTED = """\
contract: shifted
title: From the 26th
currency: EUR
effective: {from: 2025-12-26}
supplier: {name: Little Voices Ltd}
client: {name: Kettle Works}
billing: {cycle: monthly from day 26}
terms:
  - {id: base, model: fixed, amount: 3100}
"""
Told = tuple[str, str, str, str | None]


@pytest.fixture
def desk(tmp_path: object) -> Desk:
    found = Desk(tmp_path / "desk")  # type: ignore[operator]
    found.write("bpo.yaml", "database: ledger.db\n")
    return found


def accrued_at(desk: Desk, month: str, *more: str) -> list[Told]:
    found = desk.json("accrue", "--period", month, *more)["accruals"]
    return [(one["period"], one["amount"], one["basis"], one.get("like")) for one in found]


def test_figures_without_days_are_earned_evenly(desk: Desk) -> None:
    """92 pieces in the 92 days of the last quarter of 2025: 10.00 a day, so 310.00 by the end of January; once the figures of the
    quarter are there, 180 pieces in 90 days, it is 620.00."""
    desk.write("contracts/quarter.yaml", QUARTER)
    desk.write("measures/quarter/q4.yaml", "period: 2025-Q4\nquantities: {work: 92}\n")
    assert desk.run("bill", "--all", "--period", "2025-Q4").code == 0
    before = ("2025-Q4", "920.00", "draft", None)
    assert accrued_at(desk, "2026-01") == [before, ("2026-Q1", "310.00", "by_days", "quarter-2025-Q4-r1")]
    desk.write("measures/quarter/q1.yaml", "period: 2026-Q1\nquantities: {work: 180}\n")
    assert accrued_at(desk, "2026-01") == [before, ("2026-Q1", "620.00", "by_days", None)]
    assert accrued_at(desk, "2026-03") == [before, ("2026-Q1", "1800.00", "estimate", None)]
    assert "620.00 EUR  figures of the whole period, by days" in desk.run("accrue", "--period", "2026-01").out
    posted = desk.run("vouchers", "--period", "2026-01", "--to", "hledger").out
    assert "620.00 EUR" in posted and "quarter-2026-Q1-A2026-01-R" in posted


def test_a_period_that_ends_on_the_25th(desk: Desk) -> None:
    """By the end of January the period to the 25th, and 6 of the 31 days of the next: 600.00; what was accrued of the first by the end of
    December is taken back when it is issued."""
    desk.write("contracts/shifted.yaml", SHIFTED)
    next_one = ("2026-02", "600.00", "to_date", None)
    assert accrued_at(desk, "2026-01") == [("2026-01", "3100.00", "estimate", None), next_one]
    desk.write("december.json", desk.run("accrue", "--period", "2025-12", "--format", "json").out)
    assert desk.run("bill", "--all", "--period", "2026-01").code == 0
    issued = ("issue", "shifted-2026-01-r1", "--date", "2026-01-30")
    for verb in (("approve", "shifted-2026-01-r1", "--as", "wang"), issued):
        assert desk.run(*verb).code == 0
    assert accrued_at(desk, "2026-01", "--before", "december.json") == [next_one]
    (back,) = desk.json("accrue", "--period", "2026-01", "--before", "december.json")["reversals"]
    assert (back["period"], back["amount"], back["revenue"]) == ("2026-01", "-600.00", "3100.00")
    assert accrued_at(desk, "2025-12") == [("2026-01", "600.00", "to_date", None)], "it was not issued then"
