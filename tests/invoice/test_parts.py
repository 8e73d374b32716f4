"""What is computed part by part says so on paper: each site or wording with its amount, and how each part was counted."""

from __future__ import annotations

from datetime import date
from textwrap import dedent

from bpo.invoice.bill import Bill
from bpo.invoice.counted import counted_of
from bpo.invoice.lines import face_lines
from bpo.pricing.in_force import in_force
from bpo.pricing.price import price
from bpo.report.speech import Speech
from tests.contracts.making import contract, measures

COUNTED = "quantity: {count: interactions, where: \"outcome = 'handled'\"}"


def made(body: str, quantities: dict[str, int], kpis: dict[str, str] | None = None) -> Bill:
    agreed = contract(dedent(body).replace("COUNTED", COUNTED))
    figures = measures(quantities, kpis)  # type: ignore[arg-type]
    agreed_then = in_force(agreed, agreed.cycle.period(figures.period))
    statement = price(agreed, figures)
    return Bill(
        statement, agreed, "test-2026-01-r1", date(2026, 2, 1), needs=agreed_then.needs(), labels=agreed_then.labels()
    )


def test_a_line_shows_what_each_site_comes_to() -> None:
    bill = made(
        """
        terms:
          - {id: calls, model: workload, for_each: site, COUNTED, tiers: [{up_to: 100, rate: 3}, {rate: 2}]}
        kpis:
          - {id: sl20, kpi: service_level, for_each: site, threshold_seconds: 20, abandons: in_time_met, target: 80%}
        """,
        {"calls@Chengdu": 150, "calls@Wuhan": 90},
        {"sl20@Chengdu": "0.85", "sl20@Wuhan": "0.75"},
    )
    speech = Speech("en", "USD")
    (line,) = face_lines(bill.statement, speech)
    assert (line.quantity, line.amount) == ("240", "670.00")
    assert [(band.rule.main, band.quantity, band.price, band.amount) for band in line.bands] == [
        ("Site Chengdu", "150", "", "400.00"),  # two prices
        ("Site Wuhan", "90", "3.00", "270.00"),
    ]
    assert [(row.label.main, row.result) for row in counted_of(bill, speech)] == [
        ("Workload", "240 contacts"),
        ("Workload · Chengdu", "150 contacts"),
        ("Workload · Wuhan", "90 contacts"),
        ("Service level · Chengdu", "85%"),
        ("Service level · Wuhan", "75%"),
    ]


def test_a_line_shows_what_each_wording_comes_to() -> None:
    bill = made(
        """
        terms:
          - {id: calls, model: workload, COUNTED, rate: 1}
          - {id: fee, model: fixed, amount: 310}
        amendments:
          - {from: 2026-01-11, terms: [{id: calls, model: workload, COUNTED, rate: 2}]}
        """,
        {"calls@2026-01-01": 100, "calls@2026-01-11": 50},
    )
    speech = Speech("en", "USD")
    calls, fee = face_lines(bill.statement, speech)
    assert (calls.quantity, str(calls.unit), calls.amount) == ("150", "contacts", "200.00")
    assert [(band.rule.main, band.quantity, band.price, band.amount) for band in calls.bands] == [
        ("From 2026-01-01 to 2026-01-10 (10 days)", "100", "1.00", "100.00"),
        ("From 2026-01-11 to 2026-01-31 (21 days)", "50", "2.00", "100.00"),
    ]
    assert fee.bands == ()
    assert [row.label.main for row in counted_of(bill, speech)] == ["Workload · 2026-01-01", "Workload · 2026-01-11"]
