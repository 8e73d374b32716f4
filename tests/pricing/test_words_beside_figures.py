"""What stands in words beside a figure says the figure that it stands beside."""

from __future__ import annotations

import pytest

from bpo.cli.screen import statement_text
from bpo.contracts.statement import Statement
from bpo.core.errors import BpoError
from bpo.core.measures_file import parse_measures
from bpo.pricing.price import price, price_elsewhere
from tests.contracts.making import codes, contract, line

POINTS = """
terms:
  - {id: fee, model: fixed, amount: 1000}
kpis:
  - {id: sl, kpi: entered, target: 80%}
adjustments:
  - {id: points, kind: service_points, of: [fee], kpis: [{kpi: sl, points: 10}], percent: 1%, repeat_factors: [1, 2]}
"""
AVERAGE = """
terms:
  - {id: fee, model: fixed, amount: 1000}
kpis:
  - {id: sl, kpi: service_level, threshold_seconds: 20, abandons: negative, target: 80%, average: {months: 2, of: sums}}
"""
CEILING = """
ceiling: {amount: 100000, tax: excluded, when_reached: WHEN}
terms:
  - {id: calls, model: workload, quantity: {given: call}, rate: 1.1}
"""


def months(body: str, *figures: str, start: str = "2026-01-01") -> list[Statement]:
    agreed = contract(body, effective=f"{{from: {start}}}")
    found: list[Statement] = []
    for n, month in enumerate(figures, start=1):
        measures = parse_measures(f"period: 2026-{n:02d}\n{month}\n")
        found.append((price if n == len(figures) else price_elsewhere)(agreed, measures, tuple(found)))
    return found


@pytest.mark.parametrize(
    ("start", "failures", "said"),
    [
        ("2026-01-01", 2, "× 2, failed 2 months in a row: 20"),
        ("2026-01-01", 3, "× 2, failed 3 months in a row: 20"),
        ("2026-01-01", 4, "× 2, failed 4 months in a row: 20"),
        ("2025-12-01", 2, "× 2, failed 2 months in a row or more: 20"),  # December was billed elsewhere
        ("2025-12-01", 4, "× 2, failed 4 months in a row or more: 20"),
    ],
)
def test_how_often_a_kpi_failed_in_a_row(start: str, failures: int, said: str) -> None:
    last = months(POINTS, *["kpis: {sl: 79%}"] * failures, start=start)[-1]
    step = line(last, "points").steps[0]
    assert said in step.rule.say("en", step.values)
    assert f"连续 {failures} 个月" in step.rule.say("zh", step.values)


def test_a_month_that_was_met_ends_what_is_said_too() -> None:
    last = months(POINTS, "kpis: {sl: 80%}", *["kpis: {sl: 79%}"] * 3)[-1]
    step = line(last, "points").steps[0]
    assert "failed 3 months in a row: 20" in step.rule.say("en", step.values)


def test_counts_beside_an_average_say_what_they_make() -> None:
    """8,110 of 10,000 and 7,000 of 10,010: 15,110 / 20,010 = 75.5122% is judged, and the month's own counts make 69.93%."""
    counts = ["kpis: {sl: {numerator: 8110, denominator: 10000}}", "kpis: {sl: {numerator: 7000, denominator: 10010}}"]
    said = statement_text(months(AVERAGE, *counts)[-1], "en")
    assert "7,000 / 10,010 = 69.93%" in said and "75.51%" in said
    assert "8,110 / 10,000 " in statement_text(months(AVERAGE, *counts[:1])[-1], "en")


def test_limits_are_said_with_their_cents() -> None:
    """28,804 calls at 1.1 are 31,684.40 of 100,000; 68,315.60 remain."""
    (drawn,) = months(CEILING.replace("WHEN", "warn"), "quantities: {calls: 28804}")[0].drawn
    words, values = drawn.said()
    assert "limit 100,000.00" in words.say("en", values) and "remaining 68,315.60" in words.say("en", values)
    cut = months(CEILING.replace("WHEN", "stop"), "quantities: {calls: 28804}", "quantities: {calls: 90000}")[-1]
    step = line(cut, "contract-ceiling").steps[0]
    assert "of 100,000.00, 31,684.40 was billed before, so 68,315.60 of 99,000.00" in step.rule.say("en", step.values)
    with pytest.raises(BpoError) as error:
        months(CEILING.replace("WHEN", "refuse"), "quantities: {calls: 28804}", "quantities: {calls: 90000}")
    assert "only 68,315.60 remains" in error.value.problems[0].say("en")


def test_amounts_of_two_currencies_are_never_added_up() -> None:
    body = CEILING.replace("WHEN", "stop")
    january = price(contract(body, currency="JPY"), parse_measures("period: 2026-01\nquantities: {calls: 10}\n"))
    with pytest.raises(BpoError) as error:
        price(contract(body), parse_measures("period: 2026-02\nquantities: {calls: 10}\n"), [january])
    assert codes(error.value) == ["history-other-currency"]
    earned = POINTS + "  - {id: back, kind: earn_back, of: [points], kpis: [sl], months: 1}\n"
    january = price(contract(earned, currency="JPY"), parse_measures("period: 2026-01\nkpis: {sl: 79%}\n"))
    with pytest.raises(BpoError) as error:
        price(contract(earned), parse_measures("period: 2026-02\nkpis: {sl: 80%}\n"), [january])
    assert codes(error.value) == ["history-other-currency"]
