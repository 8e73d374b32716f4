"""A KPI that becomes known later: what is trued up, when it is final, and what is kept of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.contracts.statement import Statement
from bpo.contracts.statement_json import statement_json
from bpo.core.errors import BpoError
from bpo.core.measures_file import parse_measures
from bpo.invoice.bill import Bill
from bpo.invoice.sheet import sheet_of
from bpo.ledger import Ledger, open_ledger
from bpo.ledger.keys import run_key
from bpo.pricing.price import price
from tests.contracts.making import amounts, codes, contract, line
from tests.laws import examples
from tests.ledger.made import record

BODY = """
    quantities: {calls: {given: call}}
    terms:
      - {id: inbound, model: workload, quantity: calls, rate: "0.855"}
    kpis:
      - {id: csat, kpi: entered, label: Satisfaction, target: 90%, known_later: {provisionally: as_target, final_after_months: 2}}
    adjustments:
      - {id: coefficient, kind: multiplier, on: [inbound], kpi: csat, bands: [{at_least: 90%, factor: 1.00}, {factor: 0.95}]}
      - {id: shortfall, kind: penalty, kpi: csat, percent: 0.7%, of: [inbound], per_point: yes, cap: {percent: 10%, of: [inbound]}}
    """
DESK = contract(BODY)


def month(period: str, more: str = "", calls: int = 1237) -> str:
    return f"period: {period}\nquantities: {{calls: {calls}}}\n{more}\n"


def billed(*months: str) -> list[Statement]:
    """Each month priced with those before it."""
    found: list[Statement] = []
    for text in months:
        found.append(price(DESK, parse_measures(text), tuple(found)))
    return found


LATE = month("2026-02", "kpis: {csat: 90%}\nlate: {2026-01: {csat: {value: 89%, note: the client's survey}}}", calls=0)


@examples(40)
@given(st.integers(0, 10**6), st.integers(0, 1000), st.integers(0, 1000))
def test_a_month_comes_to_what_it_would_have_had_its_kpis_been_known(calls: int, first: int, second: int) -> None:
    at_once = billed(month("2026-01", f"kpis: {{csat: {Fraction(second, 1000)}}}", calls))[0]
    months = billed(
        month("2026-01", calls=calls),
        month("2026-02", f"late: {{2026-01: {{csat: {Fraction(first, 1000)}}}}}", 0),
        month("2026-03", f"late: {{2026-01: {{csat: {Fraction(second, 1000)}}}}}", 0),
    )
    assert sum((one.total for one in months), Decimal(0)) == at_once.total


def test_the_line_says_what_became_known_and_what_moved() -> None:
    _, later = billed(month("2026-01"), LATE)
    steps = [step.rule.say("en", step.values) for step in line(later, "true_up.2026-01").steps]
    assert steps[0] == "Satisfaction of 2026-01 is known: 89%, counted until now as 90% (the client's survey)"
    assert steps[1] == "KPI coefficient of 2026-01: -52.89 in place of 0.00"
    assert len(steps) == 3


def test_a_provisional_kpi_is_marked_with_the_statement_by_which_it_is_final() -> None:
    (first,) = billed(month("2026-01"))
    said = "provisional; judged as exactly on target until it is known, at the latest with the statement of 2026-03"
    found = statement_json(first, "en")["kpis"]["csat"]
    assert (found["provisional"], found["reason"]) == (True, said)
    assert "provisional" not in statement_json(billed(month("2026-01", "kpis: {csat: 90%}"))[0], "en")["kpis"]["csat"]
    sheet = sheet_of(Bill(first, DESK, "test-2026-01-r1", date(2026, 2, 1), labels=DESK.labels()))
    assert any(f"Satisfaction: {said}." in str(note) for note in sheet.face.notes)


def test_of_the_contracts_last_month_nothing_is_awaited() -> None:
    last = price(DESK, parse_measures(month("2026-12")))
    why = last.verdicts["csat"].why
    assert why is not None and why.say("en").endswith("; no statement follows that could true it up")
    assert "2026-12" in str(price(DESK, parse_measures(month("2026-11"))).verdicts["csat"].why)


def test_a_contract_that_was_changed_since_is_not_trued_up() -> None:
    changed = contract(BODY.replace('"0.855"', '"0.9"'))
    with pytest.raises(BpoError) as error:
        price(changed, parse_measures(LATE), billed(month("2026-01")))
    assert codes(error.value) == ["true-up-differs"]
    assert "2026-01 was billed at 1,057.64" in error.value.problems[0].say("en")
    assert "comes to 1,113.30 now" in error.value.problems[0].say("en")


def test_what_was_billed_twice_is_seen() -> None:
    first, later = billed(month("2026-01"), LATE)
    twice = replace(later, measures=replace(later.measures, late={}))  # its line is there, its value is not
    with pytest.raises(BpoError) as error:
        price(DESK, parse_measures(LATE.replace("2026-02", "2026-03")), [first, twice])
    assert codes(error.value) == ["true-up-differs"]


def test_a_tax_code_that_is_gone_refuses_its_true_up() -> None:
    amended = contract(
        BODY.replace("kpi: csat, bands", "kpi: csat, tax: low, bands")
        + """
    amendments:
      - from: 2026-02-01
        prices: {rates: {standard: {rate: 6%}}}
        adjustments:
          - {id: coefficient, kind: multiplier, on: [inbound], kpi: csat, bands: [{at_least: 90%, factor: 1.00}, {factor: 0.95}]}
    """,
        prices="{rates: {standard: {rate: 6%}, low: {rate: 3%}}}",
    )
    first = price(amended, parse_measures(month("2026-01")))
    with pytest.raises(BpoError) as error:
        price(amended, parse_measures(LATE), [first])
    assert codes(error.value) == ["true-up-tax-code"]


def test_amended_months_are_trued_up_by_what_held_then() -> None:
    """0.855 in January, 2 from February on: −5% of 1,057.635 and −0.7% of it for the point."""
    amended = contract(
        BODY
        + """
    amendments:
      - from: 2026-02-01
        terms:
          - {id: inbound, model: workload, quantity: calls, rate: 2}
    """
    )
    first = price(amended, parse_measures(month("2026-01")))
    assert amounts(price(amended, parse_measures(LATE), [first]))["true_up.2026-01"] == Decimal("-60.29")


def test_a_ledger_keeps_what_became_known(tmp_path: Path) -> None:
    ledger: Ledger
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        for statement in billed(month("2026-01"), LATE):
            stored = record(ledger, statement)
            assert ledger.statement(stored.statement_id) == statement
        later = price(
            DESK,
            parse_measures(month("2026-03", "late: {2026-01: {csat: 91%}}", 0)),
            [found.statement for found in ledger.earlier("test", DESK.cycle.period("2026-03"))],
        )
    assert amounts(later)["true_up.2026-01"] == Decimal("60.29")


def test_what_became_known_is_part_of_what_a_bill_was_made_from() -> None:
    given = parse_measures(LATE)
    assert parse_measures(json.dumps(given.as_json())) == given
    keys = {run_key("text", measures, (), "1") for measures in (given, replace(given, late={}))}
    assert len(keys) == 2
    assert "late" not in replace(given, late={}).as_json()


@pytest.mark.parametrize(
    ("late", "code"), [("{csat: {note: soon}}", "field-required"), ("{csat: much}", "not-a-number")]
)
def test_what_is_no_value_is_refused(late: str, code: str) -> None:
    with pytest.raises(BpoError) as error:
        parse_measures(month("2026-02", f"late: {{2026-01: {late}}}"))
    assert codes(error.value) == [code]
