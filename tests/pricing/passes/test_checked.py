"""Measures that were typed or agreed are checked against the contract before anything is billed by them."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

import pytest

from bpo.core.errors import BpoError
from bpo.core.measures import Quantity
from bpo.core.measures_file import parse_measures
from bpo.pricing.price import price
from tests.contracts.making import bill, codes, contract

CONTRACT = contract("""
    quantities:
      calls: {count: interactions}
    terms:
      - {id: handling, model: workload, quantity: calls, rate: 1}
      - {id: time, model: workload, quantity: {sum: interactions, of: talk_seconds, unit: minute}, rate: 1}
    kpis:
      - {id: sl, kpi: service_level, threshold_seconds: 20, abandons: negative, target: 80%}
      - {id: complaints, kpi: complaint_rate, target: 3}
      - {id: asa, kpi: average_speed_of_answer, target: 30}
    adjustments:
      - {id: p, kind: penalty, kpi: sl, amount: 10}
    """)
REST = "period: 2026-01\nquantities: {calls: 100, time: 7}\n"


def mistakes(text: str) -> list[str]:
    with pytest.raises(BpoError) as error:
        price(CONTRACT, parse_measures(text))
    return codes(error.value)


def test_figures_by_hand_are_enough() -> None:
    statement = price(CONTRACT, parse_measures(REST + "kpis: {sl: 83.02%, asa: 0.5}\n"))
    assert statement.total == Decimal("107.00")
    assert statement.measures.quantities["time"].unit == "minute"


def test_a_name_that_the_contract_does_not_know_is_refused_with_the_nearest() -> None:
    with pytest.raises(BpoError) as error:
        price(CONTRACT, parse_measures("period: 2026-01\nquantities: {cals: 100, time: 7}\nkpis: {sl: 80%, s1: 5%}\n"))
    assert codes(error.value) == ["measures-name-unknown", "measures-name-unknown"]
    assert "Did you mean 'calls'?" in error.value.problems[0].say("en")


def test_83_02_is_not_a_service_level() -> None:
    assert mistakes(REST + "kpis: {sl: 83.02}\n") == ["measures-kpi-value"]


def test_seconds_are_not_minutes() -> None:
    assert mistakes("period: 2026-01\nquantities: {calls: 1, time: {total: 7, unit: second}}\nkpis: {sl: 80%}\n") == [
        "measures-unit-differs"
    ]


def test_a_value_beside_its_fraction_must_be_that_fraction() -> None:
    assert mistakes(REST + "kpis: {sl: {value: 83%, numerator: 880, denominator: 1060}}\n") == [
        "measures-kpi-disagrees"
    ]


@pytest.mark.parametrize(
    ("kpi", "value"),
    [("sl: {numerator: 860, denominator: 1060}", Fraction(860, 1060)), ("sl: {value: 860/1060, numerator: 860, denominator: 1060}", Fraction(860, 1060))],
)  # fmt: skip
def test_a_value_that_is_left_out_is_the_fraction(kpi: str, value: Fraction) -> None:
    statement = price(CONTRACT, parse_measures(REST + f"kpis: {{{kpi}}}\n"))
    assert statement.verdicts["sl"].result.value == value


@pytest.mark.parametrize(
    ("kpi", "sample"),
    [
        ("{numerator: 80, denominator: 99}", 99),
        ("{numerator: 80, denominator: 100}", 100),
        ("{value: 80%, denominator: 99}", 99),
        ("{numerator: 80, denominator: 100.9}", 100),
        ("{numerator: 80, denominator: 100, sample: 99}", 99),
        ("80%", None),
    ],
)
def test_the_sample_is_the_denominator(kpi: str, sample: int | None) -> None:
    one = contract("""
        terms: [{id: fee, model: fixed, amount: 10000}]
        kpis: [{id: qa, kpi: qa_pass_rate, pass_mark: 85, target: 90%, minimum_sample: 100, if_not_measured: as_target}]
        adjustments: [{id: p, kind: penalty, kpi: qa, percent: 5%, of: [fee]}]
        """)
    statement = price(one, parse_measures(f"period: 2026-01\nkpis: {{qa: {kpi}}}\n"))
    assert statement.verdicts["qa"].result.sample == sample
    assert statement.total == Decimal(10000 if sample == 99 else 9500)


def test_what_is_more_than_a_fraction_has_the_sample_that_was_given() -> None:
    one = contract("""
        terms: [{id: fee, model: fixed, amount: 1}]
        kpis: [{id: nps, kpi: nps, target: 40, minimum_sample: 6}]
        adjustments: [{id: p, kind: penalty, kpi: nps, amount: 1}]
        """)
    statement = price(one, parse_measures("period: 2026-01\nkpis: {nps: {value: 39, denominator: 5}}\n"))
    assert statement.verdicts["nps"].result.sample is None


def test_a_fraction_is_put_on_the_scale_of_its_kpi() -> None:
    """3 complaints on 1,000 contacts are 30 per 10,000, not 0.003."""
    kpis = "kpis: {sl: 80%, complaints: {numerator: 3, denominator: 1000}}\n"
    assert price(CONTRACT, parse_measures(REST + kpis)).verdicts["complaints"].judged == 30


def test_a_denominator_of_zero_is_no_measurement() -> None:
    assert mistakes(REST + "kpis: {sl: {numerator: 0, denominator: 0}}\n") == ["kpi-not-measured"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("quantities: {}\n", "field-required"),
        ("period: 2026-01\nquantities: {calls: many}\n", "not-a-number"),
        ("period: 2026-01\nquantities: {calls: {total: 5, parts: {a: 5}}}\n", "wrong-shape"),
        ("period: 2026-01\nkpis: {sl: {valu: 5%}}\n", "field-unknown"),
        ("period: 2026-13\nquantities: {calls: 1, time: 1}\nkpis: {sl: 80%}\n", "period-not-of-the-cycle"),
    ],
)
def test_a_measures_file_with_a_mistake(text: str, code: str) -> None:
    assert mistakes(text) == [code]


def test_what_a_figure_rests_on_is_kept_and_changes_no_price() -> None:
    figures = REST + "kpis: {sl: 83.02%, asa: 0.5}\n"
    plain = price(CONTRACT, parse_measures(figures))
    noted = price(CONTRACT, parse_measures(figures + "evidence: {sl: client's mail of 3 February, calls: recount}\n"))
    assert noted.measures.evidence["sl"].note == "client's mail of 3 February"
    assert (noted.charges, noted.verdicts) == (plain.charges, plain.verdicts)
    again = parse_measures(json.dumps(noted.measures.as_json()))
    assert again.evidence == noted.measures.evidence


def test_evidence_for_a_figure_that_nobody_knows_is_refused() -> None:
    assert mistakes(REST + "kpis: {sl: 80%}\nevidence: {s1: client's mail}\n") == ["measures-name-unknown"]


@pytest.mark.parametrize(("given", "refused"), [("-1", True), ("-0.01", True), ("0", False)])
def test_nothing_is_counted_below_zero(given: str, refused: bool) -> None:
    body = """
    terms:
      - {id: calls, model: workload, quantity: {count: interactions}, rate: 2}
      - {id: costs, model: pass_through, quantity: {given: money}}
    """
    figures = {"calls": given, "costs": "-5"}
    if not refused:
        assert bill(body, figures).total == Decimal("-5.00")
        return
    with pytest.raises(BpoError) as error:
        bill(body, figures)
    assert [problem.code for problem in error.value.problems] == ["measures-negative"]


OUTSIDE = contract("""
    terms:
      - {id: boxes, model: workload, quantity: {given: seat_day}, rate: 2}
    kpis:
      - {id: test, kpi: entered, target: 95%}
    adjustments:
      - {id: p, kind: penalty, kpi: test, amount: 10}
    """)


def test_a_figure_from_outside_may_come_as_its_two_sums() -> None:
    given = "period: 2026-01\nquantities: {boxes: 6}\nkpis: {test: {numerator: 71, denominator: 73}}\n"
    assert price(OUTSIDE, parse_measures(given)).verdicts["test"].judged == Fraction(71, 73)


def test_a_quantity_given_for_one_line_has_its_unit() -> None:
    rest = "kpis: {test: 95%}\n"
    statement = price(OUTSIDE, parse_measures("period: 2026-01\nquantities: {boxes: 6}\n" + rest))
    assert statement.charges[0].steps[0].unit == "seat_day"
    with pytest.raises(BpoError) as error:
        price(OUTSIDE, parse_measures("period: 2026-01\nquantities: {boxes: {total: 6, unit: hour}}\n" + rest))
    assert codes(error.value) == ["measures-unit-differs"]


def test_a_share_of_a_whole_is_100_percent_at_most() -> None:
    assert price(CONTRACT, parse_measures(REST + "kpis: {sl: 100%}\n")).verdicts["sl"].judged == 1
    assert mistakes(REST + "kpis: {sl: 100.01%}\n") == ["measures-above-the-whole"]
    assert mistakes(REST + "kpis: {sl: 178.4%}\n") == ["measures-above-the-whole"]
    assert mistakes(REST + "kpis: {sl: {numerator: 101, denominator: 100}}\n") == ["measures-above-the-whole"]


def test_what_is_no_part_of_one_whole_may_exceed_100_percent() -> None:
    body = """
    terms:
      - {id: fee, model: fixed, amount: 1}
    kpis:
      - {id: o, kpi: occupancy}
      - {id: u, kpi: utilisation}
      - {id: c, kpi: conversion_rate}
      - {id: e, kpi: entered}
      - {id: mean, kpi: csat, measure: mean}
    """
    values = dict.fromkeys("ouce", "1.1") | {"mean": "4.4"}
    assert {verdict.judged for verdict in bill(body, {}, values).verdicts.values()} == {
        Fraction("1.1"),
        Fraction("4.4"),
    }


@pytest.mark.parametrize(("total", "refused"), [("100", False), ("100.5", True)])
def test_there_is_no_half_contact_but_half_a_minute(total: str, refused: bool) -> None:
    text = f"period: 2026-01\nquantities: {{calls: {total}, time: 7.5}}\nkpis: {{sl: 80%}}\n"
    if refused:
        assert mistakes(text) == ["measures-not-whole"]
    else:
        assert price(CONTRACT, parse_measures(text)).total == Decimal("107.50")


@pytest.mark.parametrize(("part", "refused"), [("60", False), ("61", True)])
def test_parts_make_up_their_total_though_no_clause_reads_them(part: str, refused: bool) -> None:
    calls = f"{{total: 100, parts: [{{key: cards, value: {part}}}, {{key: loans, value: 40}}]}}"
    text = f"period: 2026-01\nquantities: {{calls: {calls}, time: 7}}\nkpis: {{sl: 80%}}\n"
    if refused:
        assert mistakes(text) == ["quantity-parts-disagree"]
    else:
        assert price(CONTRACT, parse_measures(text)).total == Decimal("107.00")


def test_a_histogram_of_what_is_no_number_is_refused() -> None:
    body = """
    terms:
      - {id: c, model: workload, quantity: {sum: interactions, of: talk_seconds, unit: minute}, rate: 1, round_each: up}
    """
    with pytest.raises(BpoError) as error:
        bill(body, {"c": Quantity(Fraction(2), "minute", {"two": Fraction(1)})})
    assert codes(error.value) == ["quantity-parts-disagree"]


@pytest.mark.parametrize("given", ["010", "0,100", "00", "-010", "０１０"])
def test_a_number_that_begins_with_a_zero_is_not_guessed_at(given: str) -> None:
    text = f"period: 2026-01\nquantities: {{calls: '{given}', time: 0.5}}\nkpis: {{sl: 80%}}\n"
    assert mistakes(text) == ["measures-leading-zero"]


def test_an_id_of_a_clause_that_reads_a_named_quantity_is_no_quantity() -> None:
    with pytest.raises(BpoError) as error:
        price(CONTRACT, parse_measures(REST.replace("calls: 100", "calls: 100, handling: 100") + "kpis: {sl: 80%}\n"))
    assert codes(error.value) == ["measures-name-unknown"]
    assert error.value.problems[0].values["known"] == ["calls", "time"]


def test_what_is_missing_is_told_beside_what_is_wrong() -> None:
    """'cals' is 'calls', of which one word is enough; the time and the KPI are missing besides."""
    assert mistakes("period: 2026-01\nquantities: {cals: 100}\n") == [
        "measures-name-unknown",
        "quantity-missing",
        "kpi-not-measured",
    ]
    assert mistakes("period: 2026-01\nquantities: {cals: 100}\nkpis: {sl: 80%}\n") == [
        "measures-name-unknown",
        "quantity-missing",
    ]


def test_a_kpi_that_is_more_than_its_fraction_needs_its_value() -> None:
    yearly = contract("""
        terms:
          - {id: fee, model: fixed, amount: 1}
        kpis:
          - {id: leavers, kpi: attrition_rate, of: average_heads, annualised: yes, target: 30%}
        """)
    with pytest.raises(BpoError) as error:
        price(yearly, parse_measures("period: 2026-01\nkpis: {leavers: {numerator: 6, denominator: 801}}\n"))
    assert codes(error.value) == ["measures-kpi-needs-value"]
    given = "period: 2026-01\nkpis: {leavers: {value: 9%, numerator: 6, denominator: 801}}\n"
    assert price(yearly, parse_measures(given)).verdicts["leavers"].judged == Fraction(9, 100)


@pytest.mark.parametrize("name", ["calls@", "calls@ ", "calls@@2026-01-11"])
def test_a_figure_of_a_part_says_of_which(name: str) -> None:
    one = contract("terms: [{id: calls, model: workload, for_each: site, quantity: {count: interactions}, rate: 1}]")
    with pytest.raises(BpoError) as error:
        price(one, parse_measures(f'period: 2026-01\nquantities: {{"calls@A": 100, "{name}": 50}}\n'))
    assert codes(error.value)[0] == "measures-name-of-no-part"
