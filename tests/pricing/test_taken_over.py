"""A contract that was taken over in its second year: only the months are asked for that a clause can reach."""

from __future__ import annotations

import pytest

from bpo.contracts.statement import Statement
from bpo.core.errors import BpoError
from bpo.core.measures import Measures
from bpo.core.measures_file import parse_measures
from bpo.pricing.price import price, price_elsewhere
from tests.contracts.making import amounts, contract

TERM = "terms:\n  - {id: fee, model: fixed, amount: 1000}\n"
SL = "kpis:\n  - {id: sl, kpi: entered, target: 80%OWN}\n"
AVERAGE = SL.replace("OWN", ", average: {months: 2, of: values}")
PLAIN = SL.replace("OWN", "")
PENALTY = "{id: pen, kind: penalty, kpi: sl, percent: 5%, of: [fee]}"
POINTS = "{id: points, kind: service_points, of: [fee], kpis: [{kpi: sl, points: 10}], percent: 1%OWN}"
BACK = "{id: back, kind: earn_back, of: [pen], kpis: [sl], months: 1}"
MISSED = "quantities:\n  missed: {given: event}\n"
CAPPED = "{id: pen, kind: penalty, per: missed, amount: 100, cap: {amount: 500, within: WITHIN}}"
COMMISSION = "terms:\n  - {id: sold, model: commission, percent: 2%, charge_back_days: 60}\n"
TIMES = "{id: k, kind: multiplier, on: [sold], kpi: sl, bands: [{at_least: 80%, factor: 1}, {factor: 0.8}]}"
BUNDLE = "terms:\n  - {id: calls, model: workload, quantity: {given: call}, OWN}\n"
ROLLOVER = "rollover: {months: MONTHS}, tiers: [{up_to: 100, fee: 1000}, {rate: 10}]"
PAST = "tier_mode: whole_volume, tier_by: {months_ago: 2, at_first: 0}, tiers: [{up_to: 100, rate: 2}, {rate: 1}]"
LATE = SL.replace("OWN", ", known_later: {provisionally: as_target, final_after_months: 3}OTHER")


def with_adjustments(*adjustments: str) -> str:
    return "adjustments:\n" + "".join(f"  - {one}\n" for one in adjustments)


def sl(value: str) -> str:
    return f"kpis: {{sl: {value}}}"


def missed(count: int) -> str:
    return f"quantities: {{missed: {count}}}"


def sold(amount: int, back: str = "0", own: str = "") -> str:
    return f"quantities: {{sold: {amount}, sold.cancelled: 0, sold.charged_back: {back}}}{own}"


def of(month: str, amount: int) -> str:
    return f"{{total: {amount}, parts: [{{key: {month}, value: {amount}}}]}}"


def calls(count: int) -> str:
    return f"quantities: {{calls: {count}}}"


REPEAT = ", repeat_factors: [1, 1.5, 2]"
BY_MONTH = PLAIN + TERM
ON_AVERAGE = AVERAGE + TERM
QUARTER, ROLLING = (with_adjustments(CAPPED.replace("WITHIN", name)) for name in ("quarter", "rolling_12_months"))

ROWS = {
    # An average reads the figures of one month before: (70% + 89%) / 2 = 79.5% misses 80%.
    "average, nothing given": (ON_AVERAGE + with_adjustments(PENALTY), {}, sl("89%"), ["2025-11"]),
    "average": (ON_AVERAGE + with_adjustments(PENALTY), {"2025-11": sl("70%")}, sl("89%"), {"pen": "-50.00"}),
    # Points × 1.5 in the second month in a row, × 2 from the third on; a month that is met ends the run.
    "repeats, met now": (BY_MONTH + with_adjustments(POINTS.replace("OWN", REPEAT)), {}, sl("80%"), {"points": "0.00"}),
    "repeats, nothing given": (BY_MONTH + with_adjustments(POINTS.replace("OWN", REPEAT)), {}, sl("79%"), ["2025-11"]),
    "repeats, met before": (
        BY_MONTH + with_adjustments(POINTS.replace("OWN", REPEAT)), {"2025-11": sl("80%")}, sl("79%"), {"points": "-100.00"}),
    "repeats, missed before": (
        BY_MONTH + with_adjustments(POINTS.replace("OWN", REPEAT)), {"2025-11": sl("79%")}, sl("79%"), ["2025-10"]),
    "repeats, two before": (
        BY_MONTH + with_adjustments(POINTS.replace("OWN", REPEAT)), {"2025-10": sl("79%"), "2025-11": sl("79%")}, sl("79%"),
        {"points": "-200.00"}),
    # How November was judged rests on October: (60% + 79%) / 2 misses, (81% + 79%) / 2 meets.
    "repeats on averages": (
        ON_AVERAGE + with_adjustments(POINTS.replace("OWN", ", repeat_factors: [1, 2]")), {"2025-11": sl("79%")}, sl("79%"), ["2025-10"]),
    "repeats on averages, met before": (
        ON_AVERAGE + with_adjustments(POINTS.replace("OWN", ", repeat_factors: [1, 2]")),
        {"2025-10": sl("81%"), "2025-11": sl("79%")}, sl("79%"), {"points": "-100.00"}),
    "points of the month before": (
        BY_MONTH + with_adjustments(POINTS.replace("OWN", ", applies: next")), {"2025-11": sl("79%")}, sl("90%"), {"points": "-100.00"}),
    "earn-back": (BY_MONTH + with_adjustments(PENALTY, BACK), {"2025-11": sl("79%")}, sl("80%"), {"pen": "0.00", "back": "50.00"}),
    "earn-back, nothing given": (BY_MONTH + with_adjustments(PENALTY, BACK), {}, sl("80%"), ["2025-11"]),
    "earn-back on averages": (ON_AVERAGE + with_adjustments(PENALTY, BACK), {"2025-11": sl("79%")}, sl("81%"), ["2025-10"]),
    "earn-back on averages, given": (  # November (80% + 70%) / 2 was credited, December (70% + 90%) / 2 is met
        ON_AVERAGE + with_adjustments(PENALTY, BACK), {"2025-10": sl("80%"), "2025-11": sl("70%")}, sl("90%"), {"pen": "0.00", "back": "50.00"}),
    # The contract's quarter is October to December: 500 less what two months took.
    "quarter": (MISSED + TERM + QUARTER, {"2025-10": missed(2), "2025-11": missed(2)}, missed(3), {"pen": "-100.00"}),
    "quarter, a month missing": (MISSED + TERM + QUARTER, {"2025-11": missed(2)}, missed(3), ["2025-10"]),
    "quarter, nothing now": (MISSED + TERM + QUARTER, {}, missed(0), {"pen": "0.00"}),
    # What each of 12 months took rests on the 11 before it; months that took nothing rest on none.
    "12 months, quiet": (
        MISSED + TERM + ROLLING, {f"2025-{n:02d}": missed(0) for n in range(1, 12)}, missed(7), {"pen": "-500.00"}),
    "12 months": (
        MISSED + TERM + ROLLING, {f"2025-{n:02d}": missed(int(n == 2)) for n in range(1, 12)}, missed(7),
        [f"2024-{n:02d}" for n in range(3, 13)]),
    # November's charge-back of October needs October's rate for its own line, not for what it paid itself.
    "commission": (
        COMMISSION, {"2025-11": sold(100000, of("2025-10", 5000))}, sold(0, of("2025-11", 10000)), {"sold": "-200.00"}),
    "commission, two months": (COMMISSION, {"2025-11": sold(100000)}, sold(0, of("2025-10", 10000)), ["2025-10"]),
    "coefficient as paid": (
        PLAIN + COMMISSION + with_adjustments(TIMES), {"2025-11": sold(100000, of("2025-10", 5000), f"\n{sl('79%')}")},
        sold(0, of("2025-11", 10000), f"\n{sl('80%')}"), {"sold": "-200.00", "k": "40.00"}),
    "coefficient as paid on averages": (
        AVERAGE + COMMISSION + with_adjustments(TIMES), {"2025-11": sold(100000, "0", f"\n{sl('79%')}")},
        sold(0, of("2025-11", 10000), f"\n{sl('80%')}"), ["2025-10"]),
    # 100 included: 40 of November's are left for December, which uses 120 and pays none above.
    "rollover": (
        BUNDLE.replace("OWN", ROLLOVER.replace("MONTHS", "1")), {"2025-11": calls(60)}, calls(120), {"calls": "1000.00"}),
    "rollover of two months": (
        BUNDLE.replace("OWN", ROLLOVER.replace("MONTHS", "2")), {"2025-11": calls(60)}, calls(120), ["2025-10"]),
    "tier of two months ago": (BUNDLE.replace("OWN", PAST), {"2025-10": calls(101)}, calls(50), {"calls": "50.00"}),
    "tier of two months ago, missing": (BUNDLE.replace("OWN", PAST), {"2025-11": calls(101)}, calls(50), ["2025-10"]),
    # A value of November that comes with December: 5% of November's fee, of which nothing else is asked.
    "true-up": (
        LATE.replace("OTHER", "") + TERM + with_adjustments(PENALTY), {"2025-11": "kpis: {}"},
        f"{sl('80%')}\nlate: {{2025-11: {{sl: 79%}}}}", {"pen": "0.00", "true_up.2025-11": "-50.00"}),
    "true-up of an average": (
        LATE.replace("OTHER", ", average: {months: 2, of: values}") + TERM + with_adjustments(PENALTY), {"2025-11": "kpis: {}"},
        f"{sl('80%')}\nlate: {{2025-11: {{sl: 79%}}}}", ["2025-10"]),
    "a ceiling needs what each month came to": (
        "ceiling: {amount: 30000, used: 21000, tax: excluded, when_reached: stop}\n" + ON_AVERAGE + with_adjustments(PENALTY),
        {"2025-11": sl("70%")}, sl("89%"), ["2025-10"]),
}  # fmt: skip


def priced(body: str, history: dict[str, str], month: str) -> Statement:
    agreed = contract(body, effective="{from: 2024-01-01}")
    earlier: list[Statement] = []
    for name, figures in history.items():
        earlier.append(price_elsewhere(agreed, read(name, figures), earlier))
    return price(agreed, read("2025-12", month), earlier)


def read(period: str, figures: str) -> Measures:
    return parse_measures(f"period: {period}\n{figures}\n")


@pytest.mark.parametrize("name", ROWS)
def test_only_what_a_clause_can_reach_is_asked_for(name: str) -> None:
    body, history, month, right = ROWS[name]
    if isinstance(right, dict):
        found = {line: str(amount) for line, amount in amounts(priced(body, history, month)).items()}
        assert {line: found[line] for line in right} == right
    else:
        with pytest.raises(BpoError) as error:
            priced(body, history, month)
        assert {problem.code for problem in error.value.problems} == {"history-missing"}
        assert sorted({str(problem.values["missing"]) for problem in error.value.problems}) == right
