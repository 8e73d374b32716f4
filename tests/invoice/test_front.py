"""The first page of the reviewer's copy, and what the client's face leaves out."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from bpo.contracts.statement import Charge, Step, rounded
from bpo.core.measures import Evidence
from bpo.core.words import Text, Words
from bpo.invoice.bill import Bill
from bpo.invoice.face import face_of
from bpo.invoice.sheet import sheet_of, speech_of
from bpo.invoice.tables import aim_text, kpis_of, sign_of
from bpo.report.page import fields_of
from bpo.report.speech import Speech
from tests.contracts.making import bill as billed
from tests.invoice import bills

FEE = Words("test-front-fee", en="Fee", zh="费用")
RAISED = Words("test-front-raised", en="Raised to the minimum {limit}", zh="补足至 {limit}")


def front(bill: Bill) -> tuple[dict[str, str], list[str], str]:
    review = sheet_of(bill, internal=True).review
    assert review is not None
    summary = {str(row.name): str(row.value) for row in review.front.summary}
    return summary, [str(one) for one in review.front.looks], str(review.front.checked)


def test_the_summary_holds_the_total_against_last_month() -> None:
    """January: 215,612.80 + 3,606.69 − 5% of 215,612.80 = 208,438.85; February 216,767.17 is 8,328.32 more, 4.0%."""
    summary, looks, _ = front(bills.hotline(language="en"))
    assert (summary["Total"], summary["Total of 2026-01"]) == ("CNY 216,767.17", "CNY 208,438.85")
    assert (summary["Difference"], summary["KPIs met"]) == ("+8,328.32 (+4.0%)", "2 / 3")
    assert looks[0] == "New this month: Upheld complaints."
    assert looks[1] == "Inbound calls handled: +10,345.60 (+4.8%) against the month before, now 225,958.40."
    assert "Service level 20 s missed its target: 78.73%, target 80%." in looks


def test_figures_that_were_given_are_not_said_to_be_checked() -> None:
    bill = replace(bills.hotline(language="en"), findings=())
    assert front(bill)[2] == "The data checks found nothing."
    some = replace(bill.statement.measures, evidence={"callback": Evidence(2_904, "interactions", 14)})
    _, looks, checked = front(replace(bill, statement=replace(bill.statement, measures=some)))
    assert "3 of 4 figures were given, not counted here: hold them against what was agreed." in looks
    assert "in the 1 of 4 figures that were counted here" in checked
    none = replace(bill.statement.measures, evidence={})
    assert front(replace(bill, statement=replace(bill.statement, measures=none)))[2] == (
        "No data was checked: every figure was given, none was counted here."
    )


def with_a_minimum(**changes: object) -> Bill:
    """60.00 raised to 75, and a line that comes to nothing."""
    head = bills.header(language="en", prices={"tax": "excluded"}, **changes)
    steps, amount = rounded(
        [
            Step(FEE, {}, Fraction(60), Fraction(1200), "contact", Fraction("0.05")),
            Step(RAISED, {"limit": 75}, Fraction(15), kind="limit"),
        ],
        head.money,
    )
    texts = Charge("texts", Text.of("Texts"), "workload", steps, amount, "standard")
    nothing = bills.flat("bonus", Text.of("Bonus"), "0", "call", "5", head)
    return Bill(bills.statement([nothing, texts], head), head, "S-1", date(2026, 3, 2))


def test_the_face_says_a_minimum_and_leaves_out_what_comes_to_nothing() -> None:
    bill = with_a_minimum()
    face = face_of(bill, speech_of(bill))
    (line,) = face.lines
    told = [str(band.rule) for band in line.bands] + [str(limit) for limit in line.limits]
    assert line.number == "2" and "Raised to the minimum 75" in told
    assert str(face.notes[-1]) == "Items that come to nothing this period are in the annex alone: 1."
    asked = with_a_minimum(billing={"shows": ["zero_lines"]})
    assert [line.number for line in face_of(asked, speech_of(asked)).lines] == ["1", "2"]


def test_a_limit_is_said_where_there_is_no_room_for_bands() -> None:
    bill = with_a_minimum()
    seats = bills.many_lines(12).statement.charges
    long = replace(bill, statement=bills.statement([*bill.statement.charges, *seats], bill.header))
    first = face_of(long, speech_of(long)).lines[0]
    assert not first.bands and [str(limit) for limit in first.limits] == ["Raised to the minimum 75"]


def test_where_all_comes_to_nothing_all_is_shown() -> None:
    head = bills.header(language="en")
    nothing = bills.flat("bonus", Text.of("Bonus"), "0", "call", "5", head)
    bill = Bill(bills.statement([nothing], head), head, "S-1", date(2026, 3, 2))
    assert len(face_of(bill, speech_of(bill)).lines) == 1


def test_the_contracts_number_is_not_its_id() -> None:
    bill = bills.hotline(language="en")
    meta = {str(row.name): str(row.value) for row in face_of(bill, speech_of(bill)).meta}
    assert meta["Contract no."] == "海信采〔2025〕118 号" and "city-hotline-2026" not in meta.values()
    none = bills.hotline(language="en", reference="")
    assert "Contract no." not in {str(row.name) for row in face_of(none, speech_of(none)).meta}


@pytest.mark.parametrize(("quantity", "unit", "text"), [("1", "month", "month"), ("2", "month", "months"), ("-1", "event", "event"),
                                                       ("1/2", "month", "months"), ("1", "per_10000", "per 10,000"), ("1", "desks", "desks")])  # fmt: skip
def test_one_of_a_unit_is_said_as_one(quantity: str, unit: str, text: str) -> None:
    assert str(Speech("en", "CNY").unit(unit, Fraction(quantity))) == text


RANGE = """
terms: [{id: fee, model: fixed, amount: 100}]
kpis: [{id: error, kpi: entered, unit: ratio, target: -10%, target_at_most: 10%}]
"""


@pytest.mark.parametrize(("value", "met"), [("-0.1", True), ("0.1", True), ("0.101", False), ("-0.101", False)])
def test_a_target_that_is_a_range_is_printed_as_one(value: str, met: bool) -> None:
    verdict = billed(RANGE, kpis={"error": value}).verdicts["error"]
    speech = Speech("en", "CNY")
    assert verdict.met is met and (sign_of(verdict), aim_text(verdict, speech)) == ("", "-10% … 10%")


def test_a_single_target_keeps_its_side() -> None:
    statement = bills.hotline(language="en").statement
    rows = fields_of(kpis_of(statement, Speech("en", "CNY")), Speech("en", "CNY"))
    assert [row.target for row in rows] == ["≥ 80%", "≥ 95%", "≤ 15 seconds"]
