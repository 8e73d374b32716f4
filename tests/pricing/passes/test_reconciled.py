"""What both parties counted: which count is billed, what is kept of the others, and where it is told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bpo.contracts.statement import Statement
from bpo.contracts.statement_json import statement_json
from bpo.core.codec import codec_of
from bpo.core.errors import BpoError
from bpo.core.measures import Measures
from bpo.core.measures_file import parse_measures
from bpo.invoice.bill import Bill
from bpo.invoice.sheet import sheet_of
from bpo.ledger.keys import run_key
from bpo.pricing.price import price
from bpo.report.templating import page_html, template_folders
from tests.contracts.making import codes, contract

BODY = """
    {figures}
    quantities: {{calls: {{given: call}}}}
    terms:
      - {{id: inbound, model: workload, label: Inbound calls, quantity: calls, rate: 2}}
    kpis:
      - {{id: csat, kpi: entered, target: 90%}}
    """
CLIENT = "figures: {prevails: client, within: 0.5%}"
BOTH = "period: 2026-01\nquantities: {calls: {ours: 10050, theirs: 10000}}\nkpis: {csat: 90%}\n"


def billed(figures: str, text: str) -> Statement:
    return price(contract(BODY.format(figures=figures)), parse_measures(text))


@pytest.mark.parametrize(
    ("figures", "counts", "amount"),
    [
        ("figures: {prevails: supplier, within: 0.5%}", "{ours: 10000, theirs: 10050}", "20000.00"),
        ("figures: {prevails: supplier}", "{ours: 10000, theirs: 5000}", "20000.00"),
        ("figures: {prevails: client}", "{ours: 10000, theirs: 5000}", "10000.00"),
        ("figures: {prevails: client}", "{ours: 10000, theirs: 0}", "0.00"),
    ],
)
def test_the_count_that_prevails_is_billed_always_where_there_is_no_tolerance(
    figures: str, counts: str, amount: str
) -> None:
    statement = billed(figures, f"period: 2026-01\nquantities: {{calls: {counts}}}\nkpis: {{csat: 90%}}\n")
    assert statement.total == Decimal(amount)


def test_what_is_refused_tells_both_counts_and_how_far_they_lie_apart() -> None:
    with pytest.raises(BpoError) as error:
        billed(CLIENT, BOTH.replace("10050", "10051"))
    said = error.value.problems[0].say("en")
    assert "supplier counted 10,051, the client 10,000" in said and "0.51% apart, more than the 0.5%" in said
    assert "Count together" in said


def test_a_shift_between_parts_is_told_with_its_part() -> None:
    with pytest.raises(BpoError) as error:
        billed(
            CLIENT,
            "period: 2026-01\nquantities: {calls: {ours: {total: 3, parts: [{key: a, value: 1}, {key: b, value: 2}]}, "
            "theirs: {total: 3, parts: [{key: a, value: 2}, {key: b, value: 1}]}}}\n",
        )
    assert "the client 3 (b: 2 and 1)" in error.value.problems[0].say("en")


def test_what_is_wrong_with_a_count_is_told_once() -> None:
    with pytest.raises(BpoError) as error:
        billed(CLIENT, "period: 2026-01\nquantities: {cals: {ours: 1, theirs: 2}}\n")
    assert codes(error.value) == ["measures-name-unknown"]


@pytest.mark.parametrize(
    ("figure", "code"),
    [
        ("{ours: 1, agreed: 2}", "field-required"),
        ("{ours: 1, total: 1, theirs: 2}", "measures-ours-twice"),
        ("{why: a test}", "field-required"),
        ("{unit: call}", "field-required"),
        ("{theirs: much}", "not-a-number"),
    ],
)
def test_what_cannot_be_both_counts_is_refused(figure: str, code: str) -> None:
    with pytest.raises(BpoError) as error:
        parse_measures(f"period: 2026-01\nquantities: {{calls: {figure}}}\n")
    assert codes(error.value) == [code]


def test_a_figure_and_its_parts_have_both_counts_or_none() -> None:
    body = contract("""
        figures: {prevails: client}
        quantities: {calls: {count: interactions}}
        terms:
          - {id: inbound, model: workload, for_each: site, quantity: calls, rate: 2}
        """)
    with pytest.raises(BpoError) as error:
        price(body, parse_measures("period: 2026-01\nquantities: {calls@a: {ours: 5, theirs: 4}, calls@b: 3}\n"))
    assert codes(error.value) == ["sides-in-parts"]
    both = "period: 2026-01\nquantities: {calls@a: {ours: 5, theirs: 4}, calls@b: {ours: 3, theirs: 3}}\n"
    assert price(body, parse_measures(both)).total == Decimal("14.00")


def test_all_three_figures_are_kept_and_pricing_them_again_changes_nothing() -> None:
    agreed = BOTH.replace("10000}", "10000, agreed: 10020, who: Li and Smith, why: test calls}")
    statement = billed(CLIENT, agreed)
    again = codec_of(Measures).validate_json(codec_of(Measures).dump_json(statement.measures))
    assert again == statement.measures
    assert price(contract(BODY.format(figures=CLIENT)), again) == statement
    assert price(contract(BODY.format(figures=CLIENT)), parse_measures(json.dumps(again.as_json()))) == statement


def test_a_figure_that_only_the_client_has_is_written_as_it_was_read() -> None:
    given = parse_measures("period: 2026-01\nquantities: {calls: {theirs: 5}}\nkpis: {csat: {theirs: 90%}}\n")
    assert parse_measures(json.dumps(given.as_json())) == given


def test_the_counts_of_both_parties_are_part_of_what_a_bill_was_made_from() -> None:
    one, both = billed(CLIENT, BOTH.replace("{ours: 10050, theirs: 10000}", "10000")), billed(CLIENT, BOTH)
    assert one.total == both.total
    keys = [run_key("text", statement.measures, (), "1") for statement in (one, both)]
    assert keys[0] != keys[1]
    assert keys[0] == run_key("text", replace(both.measures, sides={}), (), "1")


def test_documents_and_json_tell_both_counts() -> None:
    body = contract(BODY.format(figures=CLIENT))
    statement = price(body, parse_measures(BOTH))
    bill = Bill(statement, body, "test-2026-01-r1", date(2026, 2, 1), labels=body.labels())
    html = page_html(sheet_of(bill), "client.html.j2", template_folders(None))
    assert "Counted by both parties" in html
    assert "calls: the supplier counted 10,050, the client 10,000, 0.5% apart; the client&#39;s count is billed" in html
    (found,) = statement_json(statement, "zh")["both_counts"]
    assert (found["ours"], found["theirs"], found["billed"], found["deviation"]) == (
        "10050",
        "10000",
        "theirs",
        "0.005",
    )
    assert found["text"] == "calls：服务方统计为 10,050，客户统计为 10,000，相差 0.5%；按客户统计计费"
