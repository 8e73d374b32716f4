"""What came in, was sold, was due, and the KPIs of a few days, worked by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from bpo.core.errors import BpoError
from bpo.desk.reports.cases import cases
from bpo.desk.reports.kpis import kpis
from bpo.desk.reports.queues import queues
from bpo.desk.reports.sales import sales
from bpo.report.as_json import report_json
from bpo.report.model import Report
from bpo.report.screen import report_text
from tests.desk.reports.work import FEE, handled, report
from tests.metering.lake import local

DAY_10, DAY_11 = "2026-02-10", "2026-02-11"
CALLS = [
    handled(1, f"{DAY_10}T09:05", "Ann", 100, 20, 30, queue="bills", wait_seconds=5),
    handled(2, f"{DAY_10}T09:29", "Ann", 200, None, 40, queue="bills", wait_seconds=25),
    handled(3, f"{DAY_11}T09:31", "Bob", 60, 0, 0, queue="cards", wait_seconds=20),
    handled(4, f"{DAY_11}T10:00", "Cai", None, None, None, queue="bills"),  # neither wait nor time is known
    handled(5, f"{DAY_11}T09:00", None, None, None, None, outcome="abandoned", queue="cards", wait_seconds=40),
    # none of these came in, or was offered to anybody
    handled(6, f"{DAY_10}T09:10", "Ann", 10, 0, 0, direction="outbound", queue="bills", wait_seconds=1),
    handled(7, f"{DAY_10}T09:10", None, None, None, None, outcome="void", queue="bills"),
]
FIGURES = (
    "offered",
    "answered",
    "in_time",
    "given_up",
    "service_level",
    "given_up_share",
    "average_wait",
    "average_time",
)
HAND: dict[str, dict[str, tuple[Any, ...]]] = {
    # 390 s of handling in two of three answered; 5 and 25 s of waiting, the third unknown
    "queue": {"bills": (3, 3, 1, 0, "1/3", 0, 15, 195), "cards": (2, 1, 1, 1, "1/2", "1/2", 20, 60)},
    "day": {DAY_10: (2, 2, 1, 0, "1/2", 0, 15, 195), DAY_11: (3, 2, 1, 1, "1/3", "1/3", 20, 60)},
    "half_hour": {
        "09:00": (3, 2, 1, 1, "1/3", "1/3", 15, 195),  # both days together
        "09:30": (1, 1, 1, 0, 1, 0, 20, 60),
        "10:00": (1, 1, 0, 0, 0, 0, None, None),
    },
}
ALL = (5, 4, 2, 1, "2/5", "1/5", "50/3", 150)


def number(text: Any) -> Fraction | None:
    if text is None:
        return None
    above, _, below = str(text).partition("/")
    return Fraction(above) / Fraction(below or 1)


def rows_of(one: Report, table: str) -> dict[str, Any]:
    (found,) = (each for each in report_json(one)["tables"] if each["table"] == table)
    return {row["row"] or row["cells"].get("name"): row["cells"] for row in found["rows"]}


@pytest.mark.parametrize("by", HAND)
def test_traffic_is_that_worked_by_hand(by: str) -> None:
    found = rows_of(report(by, queues, interactions=CALLS), "queues")
    for name, expected in HAND[by].items():
        assert tuple(number(found[name].get(key)) for key in FIGURES) == tuple(map(number, expected)), name
    assert tuple(number(found["total"][key]) for key in FIGURES) == tuple(map(number, ALL))
    assert len(found) == (19 if by == "day" else len(HAND[by])) + 1


def sold(number: int, at: str, agent: str, amount: str | None, **more: Any) -> dict[str, Any]:
    value = None if amount is None else Decimal(amount)
    return {"sale_id": str(number), "sold_at": local(at), "agent": agent, "amount": value, "product": "card", **more}


SALES = [
    sold(1, f"{DAY_10}T10:00", "Ann", "100"),
    sold(2, f"{DAY_10}T23:59", "Ann", "50", cancelled_at=local("2026-03-05T10:00")),
    sold(3, f"{DAY_11}T00:01", "Bob", None),
    sold(4, "2026-02-09T10:00", "Ann", "999"),  # before the contract holds
]


def test_sales_with_the_contacts_that_they_came_of() -> None:
    """Ann sold 2 in 3 contacts handled (one of them outbound), Bob 1 in 1, Cai none in 1; of three sales two tell their value."""
    found = rows_of(report("agent", sales, interactions=CALLS, sales=SALES), "sales")
    names = ("made", "cancelled", "standing", "amount", "average", "contacts", "conversion")
    for name, expected in {
        "Ann": (2, 1, 1, 150, 75, 3, "2/3"),
        "Bob": (1, 0, 1, 0, 0, 1, 1),
        "Cai": (0, 0, 0, 0, None, 1, 0),
        "total": (3, 1, 2, 150, 50, 5, "3/5"),
    }.items():
        assert tuple(number(found[name].get(key)) for key in names) == tuple(map(number, expected)), name
    by_product = rows_of(report("product", sales, interactions=CALLS, sales=SALES), "sales")
    assert set(by_product["card"]) == {"name", "made", "cancelled", "standing", "amount", "average"}, (
        "contacts name no product"
    )


def case(number: int, opened: str, due: str | None, closed: str | None, category: str = "repair") -> dict[str, Any]:
    times = {"opened_at": opened, "due_at": due, "closed_at": closed}
    return {"case_id": str(number), "category": category, **{name: at and local(at) for name, at in times.items()}}


CASES = [
    case(1, "2026-02-10T09:00", "2026-02-12T09:00", "2026-02-12T09:00"),  # in time to the second
    case(2, "2026-02-10T09:00", "2026-02-12T09:00", "2026-02-12T09:01"),
    case(3, "2026-02-10T09:00", "2026-02-12T09:00", None),
    case(4, "2026-02-27T09:00", "2026-03-01T09:00", "2026-02-28T09:00", "refund"),  # due in March, closed here
    case(5, "2026-01-30T09:00", "2026-02-11T09:00", "2026-02-10T09:00", "refund"),  # opened before the contract holds
    case(6, "2026-02-11T09:00", None, None, "refund"),  # without a limit
]


def test_cases_by_the_moments_that_lie_in_the_month() -> None:
    found = rows_of(report("category", cases, cases=CASES), "cases")
    names = ("opened", "closed", "due", "in_time", "late", "over", "on_time")
    for name, expected in {
        "repair": (3, 2, 3, 1, 1, 1, "1/3"),
        "refund": (2, 2, 1, 1, 0, 0, 1),
        "total": (5, 4, 4, 2, 1, 1, "1/2"),
    }.items():
        assert tuple(number(found[name].get(key)) for key in names) == tuple(map(number, expected)), name


KPIS = f"""{FEE}
kpis:
  - {{id: sl15, kpi: service_level, threshold_seconds: 15, abandons: negative, target: 20%, label: {{zh: 接通率, en: In 15 s}}}}
  - {{id: qa, kpi: qa_score, target: 80}}
  - {{id: survey, kpi: entered, by: the client, target: 90%}}
"""


def test_kpis_are_judged_as_the_month_and_told_by_days() -> None:
    """One of five within 15 s is 20%, on target; of the 10th one of two, of the 11th none of three. QA (90 + 85.5 + 70 + 60) / 4."""
    found = report("day", kpis, KPIS, interactions=CALLS)
    table = rows_of(found, "kpis")
    assert (table["sl15"]["met"], table["sl15"]["counts"]) == ({"zh": "是", "en": "yes"}, "1 / 5")
    said = report_text(found, "en")
    assert "In 15 s" in said and "1 of 2" in said and "02-11 0%" in said and "76.38" in said
    assert table["survey"]["why"]["en"] == "comes with the month's figures, and is not counted"
    assert "2026-02-10  50%" in said and "2026-02-11  0% ×" in said


def test_a_kpi_without_its_facts_says_so_and_stops_no_other() -> None:
    without = KPIS + "  - {id: csat, kpi: csat, measure: mean, target: 4}\n"
    found = report("month", kpis, without, interactions=CALLS)
    table = rows_of(found, "kpis")
    assert table["sl15"]["counts"] == "1 / 5" and table["csat"]["why"]["en"] == "facts are missing"
    assert "'csat' counts surveys, but none of account 'desk' was ever ingested" in report_text(found, "en")


def test_a_month_without_contacts_is_refused() -> None:
    with pytest.raises(BpoError):
        report("queue", queues, interactions=CALLS[:0])
