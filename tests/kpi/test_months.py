"""Hand-worked months: each variant of each KPI, its two sums, its value, and the rows that must not count."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal as D
from fractions import Fraction as F
from typing import Any

import pytest

from tests.kpi.reference import Row, figure, kpi, rows

Facts = list[tuple[str, Row]]


def inbound(times: int, outcome: str, wait: int | None = 0, **more: Any) -> Facts:
    return rows("interactions", times, direction="inbound", outcome=outcome, wait_seconds=wait, **more)


def handled(times: int, direction: str = "inbound", **more: Any) -> Facts:
    return rows("interactions", times, direction=direction, outcome="handled", **more)


def hours(agent: str, day: int, activity: str, number: str, **more: Any) -> Facts:
    return rows("timesheets", agent=agent, day=date(2026, 2, day), activity=activity, hours=D(number), **more)


def on_roster(agent: str, start: date, end: date | None = None, **more: Any) -> Facts:
    return rows("roster", agent=agent, from_day=start, to_day=end, **more)


OTHERS = [  # never among the offered
    *rows("interactions", 50, direction="outbound", outcome="handled", wait_seconds=3),
    *rows("interactions", 50, direction="outbound", outcome="unanswered", wait_seconds=3),
    *inbound(50, "ivr"),
    *inbound(50, "voicemail"),
    *inbound(50, "void"),
    *inbound(50, "handled", started_at=datetime(2026, 1, 31, 23, 59, 59)),
    *inbound(50, "handled", started_at=datetime(2026, 3, 1)),
]
QUEUE = [  # 94 answered; 6 abandoned: two at 4 s, one at 5 s, two at 60 s, one without a wait
    *inbound(90, "handled", 10), *inbound(3, "handled", 0), *inbound(1, "handled", None),
    *inbound(2, "abandoned", 4), *inbound(1, "abandoned", 5), *inbound(2, "abandoned", 60), *inbound(1, "abandoned", None),
    *OTHERS,
]  # fmt: skip
TIMES = [  # six contacts of 300 + 20 + 30 s outbound, one of 100 s talk alone, one of 0 s, one of which nothing is known
    *handled(6, "outbound", talk_seconds=300, hold_seconds=20, wrap_up_seconds=30),
    *handled(1, talk_seconds=100),
    *handled(1, talk_seconds=0, hold_seconds=0, wrap_up_seconds=0),
    *handled(1),
    *inbound(4, "abandoned", talk_seconds=999),
]
WORK = [  # 30 contacts of 12 minutes: 6 h; A works 4 h and 3.5 h, B 2.5 h: 10 h on three agent-days
    *handled(30, talk_seconds=600, hold_seconds=60, wrap_up_seconds=60),
    *hours("A", 2, "ready", "2.25"), *hours("A", 2, "handling", "1.75"), *hours("A", 3, "handling", "3.5"),
    *hours("B", 2, "ready", "2.5"),
    *hours("B", 3, "ready", "0"), *hours("B", 3, "break", "1"), *hours("C", 3, "training", "8"),
    *hours("A", 2, "meeting", "0.5"),
    *rows("timesheets", agent="A", day=date(2026, 3, 1), activity="ready", hours=D(8)),
]  # fmt: skip
ROSTER = [  # opening 20, closing 18: three left, one of them joined in the month
    *[row for n in range(18) for row in on_roster(f"a{n}", date(2025, 6, 1), None)],
    *on_roster("b", date(2025, 6, 1), date(2026, 2, 7), left_on=date(2026, 2, 8), team="X"),
    *on_roster("c", date(2025, 6, 1), date(2026, 2, 14), left_on=date(2026, 2, 28)),
    *on_roster("c", date(2026, 2, 15), date(2026, 2, 27), left_on=date(2026, 2, 28)),  # the same agent, moved
    *on_roster("d", date(2026, 2, 2), date(2026, 2, 8), left_on=date(2026, 2, 9)),
    *on_roster("e", date(2025, 6, 1), date(2026, 1, 31), left_on=date(2026, 1, 31)),  # left in January
    *on_roster("f", date(2025, 6, 1), date(2026, 1, 31), left_on=date(2026, 3, 1)),
]
EVALUATIONS = [  # marks 84.99, 85, 85, 100; the third has a critical error, of the fourth nobody knows
    *rows("evaluations", score=D("84.99"), critical_error=False),
    *rows("evaluations", score=D(85), critical_error=False),
    *rows("evaluations", score=D(85), critical_error=True),
    *rows("evaluations", score=D(100)),
]
SURVEYS = [
    row for score, times in ((1, 1), (2, 1), (3, 2), (4, 6), (5, 10)) for row in rows("surveys", times, score=D(score))
]
RESOLVED = [  # 10 handled: 5 resolved, 1 of them transferred and 1 of unknown transfer; 3 not, 1 transferred; 2 unknown
    *handled(3, resolved=True, transferred=False), *handled(1, resolved=True, transferred=True),
    *handled(1, "outbound", resolved=True),
    *handled(2, resolved=False, transferred=False), *handled(1, resolved=False, transferred=True), *handled(2),
    *inbound(7, "abandoned", resolved=True),
]  # fmt: skip
SELLING = [  # 200 conversations of which 80 effective; 12 sales, 2 cancelled, 1 of them in the month after
    *handled(80, "outbound", disposition="pitched"), *handled(115, "outbound", disposition="wrong person"), *handled(5),
    *rows("interactions", 900, direction="outbound", outcome="unanswered", disposition="pitched"),
    *rows("sales", 10), *rows("sales", cancelled_at=datetime(2026, 2, 20)), *rows("sales", cancelled_at=datetime(2026, 3, 2)),
    *rows("sales", 5, sold_at=datetime(2026, 3, 1)),
]  # fmt: skip
COMPLAINTS = [
    *handled(20_000), *handled(5_000, "outbound"), *inbound(900, "abandoned"),
    *rows("events", 10, kind="complaint", upheld=True), *rows("events", 4, kind="complaint", upheld=False),
    *rows("events", 3, kind="complaint"), *rows("events", 2, kind="incident", upheld=True),
]  # fmt: skip
DIALS = [  # 10 dials: 6 answered, 3 by the person wanted; nobody took 3, one was dropped; void and inbound are no dials
    *handled(2, "outbound", disposition="promise"), *handled(1, "outbound", disposition="refusal"),
    *handled(2, "outbound", disposition="wrong person"), *handled(1, "outbound"),
    *rows("interactions", 3, direction="outbound", outcome="unanswered", disposition="promise"),
    *rows("interactions", 1, direction="outbound", outcome="abandoned"),
    *rows("interactions", 5, direction="outbound", outcome="void"), *handled(7, disposition="promise"),
]  # fmt: skip
RECOMMEND = [row for score, times in ((10, 3), (9, 2), (8, 4), (7, 1), (6, 3), (0, 5)) for row in rows("surveys", times, score=D(score))]  # fmt: skip
SHIFTS = [  # paid 20 h, of them 12 ready or handling; scheduled 20 h; 1 h of overtime that nobody marked as paid
    *hours("A", 2, "ready", "5", paid=True, scheduled_hours=D(8), as_scheduled_hours=D("4.5")),
    *hours("A", 2, "handling", "3", paid=True),
    *hours("B", 2, "ready", "4", paid=True, scheduled_hours=D(6), as_scheduled_hours=D(4)),
    *hours("B", 2, "training", "2", paid=True, scheduled_hours=D(2), as_scheduled_hours=D("1.5")),
    *hours("C", 2, "ready", "0", scheduled_hours=D(4), as_scheduled_hours=D(0)),
    *hours("C", 2, "leave", "6", paid=True),
    *hours("C", 2, "break", "1", paid=False),
    *hours("D", 2, "meeting", "1"),
    *rows("timesheets", agent="A", day=date(2026, 3, 1), activity="ready", hours=D(8), paid=True, scheduled_hours=D(8)),
]


def case(opened: tuple[int, int], due: tuple[int, int] | None, closed: tuple[int, int] | None) -> Facts:
    """Noon of a (month, day) of 2026."""
    moments = [one and datetime(2026, *one, 12) for one in (opened, due, closed)]
    return rows("cases", opened_at=moments[0], due_at=moments[1], closed_at=moments[2])


TICKETS = [
    *case((2, 1), (2, 3), (2, 3)),  # at the limit itself
    *rows("cases", opened_at=datetime(2026, 2, 1), due_at=datetime(2026, 2, 3), closed_at=datetime(2026, 2, 3, 0, 0, 1)),
    *case((2, 5), (2, 7), None),  # overdue and open
    *case((2, 27), (3, 2), None),  # open within its limit
    *case((2, 26), (3, 1), (2, 28)), *case((2, 26), (3, 2), (3, 1)), *case((2, 2), None, (2, 3)),
    *case((1, 30), (2, 1), (2, 1)), *case((1, 20), (1, 25), (2, 4)),
]  # fmt: skip
COSTS = [
    *handled(300, channel="voice"), *handled(100, channel="chat"), *inbound(50, "abandoned"),
    *rows("events", kind="cost", amount=D("1500.50"), severity="pay"), *rows("events", kind="cost", amount=D("299.50")),
    *rows("events", kind="incident", amount=D(999)),
]  # fmt: skip


def came(customer: str | None, month: int, day: int, hour: int, second: int = 0, **more: Any) -> Facts:
    moment = datetime(2026, month, day, hour, 0, second)
    return rows(
        "interactions", **{"direction": "inbound", "outcome": "handled", **more}, started_at=moment, customer=customer
    )


AGAIN = [
    *came("a", 2, 3, 9, queue="cards"), *came("a", 2, 4, 9, queue="loans"), *came("a", 2, 5, 9, 1, queue="loans"),  # 24 h; 24 h 1 s
    *came("b", 2, 28, 20), *came("b", 3, 1, 8),  # repeated in March
    *came("c", 2, 10, 9, transferred=True), *came("c", 2, 10, 10, outcome="abandoned"),  # an abandoned call repeats it
    *came("d", 2, 10, 9), *came("d", 2, 10, 10, outcome="void"), *came("d", 2, 10, 11, direction="outbound"),
    *came("e", 1, 31, 23), *came("e", 2, 1, 1),  # the first belongs to January
    *came("f", 2, 7, 9), *came("f", 2, 7, 9),  # at the same moment: neither follows the other
    *came(None, 2, 8, 9), *came(None, 2, 8, 10),
]  # fmt: skip
SHORT = "short_abandon_seconds: 5"
CASES = [
    ("kpi: abandonment_rate", QUEUE, 6, 100, F(6, 100), "ratio"),
    (f"kpi: abandonment_rate, short_abandons: excluded_from_both, {SHORT}", QUEUE, 4, 98, F(4, 98), "ratio"),
    (f"kpi: abandonment_rate, short_abandons: excluded_from_numerator, {SHORT}", QUEUE, 4, 100, F(4, 100), "ratio"),
    ("kpi: answer_rate", QUEUE, 94, 100, F(94, 100), "ratio"),
    ("kpi: average_speed_of_answer", QUEUE, 900, 93, F(900, 93), "second"),
    ("kpi: average_speed_of_answer, divided_by: offered", QUEUE, 900, 98, F(900, 98), "second"),
    ("kpi: average_handle_time", TIMES, 6 * 350 + 100, 8, F(275), "second"),
    ("kpi: average_handle_time, where: \"direction = 'inbound'\"", TIMES, 100, 2, F(50), "second"),
    ("kpi: occupancy", WORK, 21_600, 36_000, F(60, 100), "ratio"),
    ("kpi: occupancy, activities: [ready, handling, meeting]", WORK, 21_600, 37_800, F(216, 378), "ratio"),
    ("kpi: productivity, per: worked_hour", WORK, 30, 10, F(3), "per_agent_hour"),
    ("kpi: productivity, per: worked_day", WORK, 30, 3, F(10), "per_agent_day"),
    ("kpi: productivity, per: worked_day, activities: [training]", WORK, 30, 1, F(30), "per_agent_day"),
    (
        "kpi: productivity, per: rostered_day",
        [*handled(57), *on_roster("A", date(2026, 1, 1), date(2026, 2, 7)), *on_roster("B", date(2026, 2, 17))],
        57, 7 + 12, F(3), "per_agent_day",
    ),
    ("kpi: qa_pass_rate, pass_mark: 85", EVALUATIONS, 3, 4, F(75, 100), "ratio"),
    ("kpi: qa_pass_rate, pass_mark: 85.01", EVALUATIONS, 1, 4, F(25, 100), "ratio"),
    ("kpi: qa_pass_rate, pass_mark: 85, critical_error: fails", EVALUATIONS, 2, 4, F(50, 100), "ratio"),
    ("kpi: qa_score", EVALUATIONS, F("354.99"), 4, F("88.7475"), "score"),
    ("kpi: csat, measure: satisfied, satisfied_from: 3", SURVEYS, 18, 20, F(90, 100), "ratio"),
    ("kpi: csat, measure: top_two_box, highest_score: 5", SURVEYS, 16, 20, F(80, 100), "ratio"),
    ("kpi: csat, measure: mean", SURVEYS, 1 + 2 + 6 + 24 + 50, 20, F("4.15"), "score"),
    ("kpi: first_contact_resolution", RESOLVED, 5, 10, F(50, 100), "ratio"),
    ("kpi: first_contact_resolution, transfers: not_resolved", RESOLVED, 4, 10, F(40, 100), "ratio"),
    ("kpi: first_contact_resolution, transfers: left_out", RESOLVED, 4, 8, F(50, 100), "ratio"),
    ('kpi: first_contact_resolution, where: "resolved IS NOT NULL"', RESOLVED, 5, 8, F(5, 8), "ratio"),
    ("kpi: conversion_rate", SELLING, 12, 200, F(6, 100), "ratio"),
    ("kpi: conversion_rate, cancelled: left_out", SELLING, 10, 200, F(5, 100), "ratio"),
    ("kpi: conversion_rate, per: effective_contact, effective: \"disposition = 'pitched'\"", SELLING, 12, 80, F(15, 100), "ratio"),
    (
        "kpi: conversion_rate, per: effective_contact, cancelled: left_out, effective: \"disposition = 'pitched'\"",
        SELLING, 10, 80, F(125, 1000), "ratio",
    ),
    ("kpi: contact_rate, right_party: \"disposition IN ('promise', 'refusal')\"", DIALS, 3, 10, F(30, 100), "ratio"),
    ("kpi: contact_rate, per: connection, right_party: \"disposition IN ('promise', 'refusal')\"", DIALS, 3, 6, F(1, 2), "ratio"),
    ("kpi: contact_rate, right_party: \"disposition = 'none'\"", DIALS, 0, 10, F(0), "ratio"),
    ("kpi: nps", RECOMMEND, 5 - 8, 18, F(-300, 18), "score"),
    ("kpi: nps, promoter_from: 8, detractor_to: 5", RECOMMEND, 9 - 5, 18, F(400, 18), "score"),
    ("kpi: critical_error_accuracy", EVALUATIONS, 2, 3, F(2, 3), "ratio"),
    ("kpi: utilisation", SHIFTS, 12, 20, F(60, 100), "ratio"),
    ("kpi: utilisation, paid_activities: [ready, handling, training, meeting]", SHIFTS, 12, 15, F(80, 100), "ratio"),
    ("kpi: utilisation, activities: [ready, handling, training]", SHIFTS, 14, 20, F(70, 100), "ratio"),
    ("kpi: adherence", SHIFTS, 10, 20, F(50, 100), "ratio"),
    ("kpi: adherence, where: \"activity <> 'training'\"", SHIFTS, F(17, 2), 18, F(17, 36), "ratio"),
    ("kpi: shrinkage", SHIFTS, 20 - 12, 20, F(40, 100), "ratio"),
    ("kpi: shrinkage, present: [ready, handling, training, meeting]", SHIFTS, 20 - 15, 20, F(25, 100), "ratio"),
    ("kpi: on_time_rate, cases: opened", TICKETS, 3, 6, F(1, 2), "ratio"),
    ("kpi: on_time_rate, cases: due", TICKETS, 2, 4, F(1, 2), "ratio"),
    ("kpi: on_time_rate, cases: closed", TICKETS, 3, 5, F(3, 5), "ratio"),
    ("kpi: cost_per_contact", COSTS, 1800, 400, F("4.5"), "money"),
    ("kpi: cost_per_contact, where: \"channel = 'voice'\", costs_where: \"severity = 'pay'\"", COSTS, F("1500.5"), 300, F(3001, 600), "money"),
    (
        "kpi: custom, better: low, of: {count: interactions, where: transferred}, over: {count: interactions}",
        RESOLVED, 2, 17, F(2, 17), "ratio",
    ),
    (
        "kpi: custom, better: low, unit: per_10000, scale: 10000, of: {sum: interactions, of: hold_seconds + wrap_up_seconds, "
        "where: \"outcome = 'handled'\"}, over: {distinct: interactions, of: direction}",
        TIMES, 300, 2, F(1_500_000), "per_10000",
    ),
    # answered in February with a known customer: a 3, b, c, d, e, f 2; repeated in 24 h: the first of a, b, c
    ("kpi: repeat_contact_rate, hours: 24", AGAIN, 3, 9, F(1, 3), "ratio"),
    ("kpi: repeat_contact_rate, hours: 25", AGAIN, 4, 9, F(4, 9), "ratio"),
    ("kpi: repeat_contact_rate, hours: 12, where: \"customer = 'b'\"", AGAIN, 1, 1, F(1), "ratio"),
    ("kpi: repeat_contact_rate, hours: 11, where: \"customer = 'b'\"", AGAIN, 0, 1, F(0), "ratio"),
    # with a known queue: the three of a; loans follows loans after 24 h 1 s
    ("kpi: repeat_contact_rate, hours: 25, same: [queue]", AGAIN, 1, 3, F(1, 3), "ratio"),
    ("kpi: repeat_contact_rate, hours: 24, same: [queue]", AGAIN, 0, 3, F(0), "ratio"),
    # the outbound call to d is handled too: 10 handled, 3 of them repeated; c's was transferred
    ("kpi: first_contact_resolution, resolution: no_repeat, repeat_days: 1", AGAIN, 7, 10, F(7, 10), "ratio"),
    ("kpi: first_contact_resolution, resolution: no_repeat, repeat_days: 2", AGAIN, 6, 10, F(6, 10), "ratio"),
    ("kpi: first_contact_resolution, resolution: no_repeat, repeat_days: 1, transfers: not_resolved", AGAIN, 7, 10, F(7, 10), "ratio"),
    ("kpi: first_contact_resolution, resolution: no_repeat, repeat_days: 1, transfers: left_out", AGAIN, 7, 9, F(7, 9), "ratio"),
    ("kpi: first_contact_resolution, resolution: no_repeat, repeat_days: 2, same: [queue]", AGAIN, 2, 3, F(2, 3), "ratio"),
    ("kpi: complaint_rate", COMPLAINTS, 10, 25_000, F(4), "per_10000"),
    ("kpi: complaint_rate, where: \"direction = 'inbound'\", complaints_where: all", COMPLAINTS, 10, 20_000, F(5), "per_10000"),
    ("kpi: attrition_rate, of: opening_heads", ROSTER, 3, 20, F(15, 100), "ratio"),
    ("kpi: attrition_rate, of: opening_heads, annualised: yes", ROSTER, 3, 20, F(180, 100), "ratio"),
    ("kpi: attrition_rate, of: average_heads", ROSTER, 3, 19, F(3, 19), "ratio"),
    ("kpi: attrition_rate, of: average_heads, annualised: yes", ROSTER, 3, 19, F(36, 19), "ratio"),
    # 18 heads all month; 7 days of b, 27 of c and 7 of d: 545 head-days of 28 days
    ("kpi: attrition_rate, of: daily_average_heads", ROSTER, 3, F(545, 28), F(84, 545), "ratio"),
    ("kpi: attrition_rate, of: daily_average_heads, annualised: yes", ROSTER, 3, F(545, 28), F(84 * 12, 545), "ratio"),
    ("kpi: attrition_rate, of: opening_heads, where: \"team = 'X'\"", ROSTER, 1, 1, F(1), "ratio"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "facts", "numerator", "denominator", "value", "unit"), CASES)
def test_a_month_by_hand(
    fields: str, facts: Facts, numerator: int | F, denominator: int | F, value: F, unit: str
) -> None:
    result = figure(kpi(fields), facts)
    assert (result.numerator, result.denominator) == (numerator, denominator)
    assert (result.value, result.unit, result.why_not) == (value, unit, None)


@pytest.mark.parametrize("fields", sorted({case[0] for case in CASES}))
def test_a_month_without_rows_is_not_measured_rather_than_zero(fields: str) -> None:
    result = figure(kpi(fields), [])
    assert (result.value, result.sample) == (None, 0)
    assert result.why_not is not None and result.why_not.code == "kpi-no-rows"


@pytest.mark.parametrize(
    ("fields", "facts"),
    [
        ("kpi: average_speed_of_answer", inbound(9, "handled", None)),
        ("kpi: average_speed_of_answer, divided_by: offered", inbound(9, "handled", None)),
        ("kpi: average_handle_time", handled(9)),
        ("kpi: occupancy", handled(9, talk_seconds=60)),
        ("kpi: critical_error_accuracy", rows("evaluations", 5, score=D(90))),
        ("kpi: adherence", hours("A", 2, "ready", "8", scheduled_hours=D(8))),
        ("kpi: shrinkage", hours("A", 2, "ready", "8")),
        ("kpi: utilisation", hours("A", 2, "ready", "8")),
        ("kpi: on_time_rate, cases: closed", case((2, 2), (2, 4), None)),
        ("kpi: cost_per_contact", handled(9)),
        ("kpi: attrition_rate, of: opening_heads", on_roster("a", date(2026, 2, 2), left_on=date(2026, 2, 9))),
    ],
)
def test_what_was_not_recorded_is_not_zero(fields: str, facts: Facts) -> None:
    assert figure(kpi(fields), facts).value is None


@pytest.mark.parametrize(
    ("fields", "facts", "sample"),
    [
        ("kpi: answer_rate", QUEUE, 100),
        ("kpi: occupancy", [*WORK, *hours("B", 9, "ready", "1.75")], 11),  # whole hours of 11.75
        ("kpi: attrition_rate, of: average_heads", [*ROSTER, *on_roster("z", date(2026, 2, 20))], 19),  # of 19.5
        ("kpi: productivity, per: worked_hour", WORK, 10),
    ],
)
def test_the_sample_is_the_denominator_in_whole_units(fields: str, facts: Facts, sample: int) -> None:
    assert figure(kpi(fields), facts).sample == sample


TEAMS = [
    *handled(6, team="A", queue="cards", talk_seconds=600), *handled(9, team="B", queue="loans", talk_seconds=600),
    *hours("a", 2, "ready", "2", team="A"), *hours("b", 2, "ready", "6", team="B"),
    *rows("sales", 3, team="A", product="card"), *rows("sales", 2, team="B", product="loan"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "numerator", "denominator"),
    [
        # a column of both tables narrows both
        ("kpi: occupancy, where: \"team = 'A'\"", 3_600, 7_200),
        ("kpi: conversion_rate, where: \"team = 'A'\"", 3, 6),
        # else the second table has a condition of its own, and then 'where' is about the contacts alone
        ("kpi: occupancy, where: \"queue = 'cards'\", timesheets_where: \"team = 'A'\"", 3_600, 7_200),
        ("kpi: occupancy, where: \"team = 'A'\", timesheets_where: all", 3_600, 28_800),
        ("kpi: conversion_rate, where: \"queue = 'cards'\", sales_where: \"product = 'card'\"", 3, 6),
        ("kpi: conversion_rate, sales_where: \"product = 'card'\"", 3, 15),
        ("kpi: productivity, per: worked_hour, where: \"team = 'B'\"", 9, 6),
    ],
)
def test_where_on_two_tables(fields: str, numerator: int, denominator: int) -> None:
    result = figure(kpi(fields), TEAMS)
    assert (result.numerator, result.denominator) == (numerator, denominator)
