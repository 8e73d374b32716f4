"""What a newcomer gets wrong in an example is told at its line, by its own name."""

from __future__ import annotations

import pytest

from bpo.contracts.load import read_contract
from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.core.measures_file import parse_measures
from bpo.core.words import LANGS
from bpo.pricing.price import price
from tests.examples.examples import EXAMPLES, example


@pytest.mark.parametrize(
    ("name", "right", "wrong", "code"),
    [
        ("acme", "model: workload", "model: work_load", "choice-unknown"),
        ("acme", "rate: 3.20", "rate: 3,20", "comma-splits-number"),
        ("acme", "target: 80%", "target: 80", "percent-expected"),
        ("acme", "rate: 19%", "rate: 19", "percent-meant"),
        ("acme", "{rate: 2.80}", "{up_to: 3000, rate: 2.80}", "tiers-open"),
        ("acme", "per: upheld_complaints", "per: complaints", "name-unknown"),
        ("acme", "due: 30 days after statement", "due: 30 days", "due-rule"),
        ("city-hotline", "marks: 24", "marks: 34", "scorecard-marks-above-full"),
        ("city-hotline", "timezone: Asia/Shanghai", "timezone: Shanghai", "timezone-unknown"),
        ("tech-support", "rate: 110%", "rate: 10%", "staff-lease-rate-below-cost"),
        ("insurer-telesales", "NOT IN ('WRONGP', 'DNC')", "NOT IN (WRONGP, DNC)", "sql-text-meant"),
        ("tiny-hours", "ready: 21.50", "redy: 21.50", "choice-unknown"),
        ("tiny-seats", "contracted: 12", "contracted: twelve", "not-a-number"),
        ("tiny-fixed", "once_on: 2026-03-17", "once_on: 17 March", "not-a-day"),
    ],
)
def test_a_mistake_in_an_example_is_told_at_its_line(name: str, right: str, wrong: str, code: str) -> None:
    text = (EXAMPLES / f"{name}.yaml").read_text("utf-8")
    spoilt = text.replace(right, wrong, 1)
    assert spoilt != text
    line = text[: text.index(right)].count("\n") + 1
    with pytest.raises(BpoError) as error:
        read_contract(parse_document(spoilt, f"{name}.yaml"))
    found = {(problem.code, problem.where.line if problem.where else 0) for problem in error.value.problems}
    assert (code, line) in found
    assert all(problem.say(lang) for problem in error.value.problems for lang in LANGS)


@pytest.mark.parametrize(
    ("name", "figures", "code"),
    [
        ("acme", "quantities: {calls: 10}\nkpis: {service-level: 80%}\n", "quantity-missing"),
        ("acme", "quantities: {calls: 10, upheld_complaints: 0}\n", "kpi-not-measured"),
        ("tiny-hours", "quantities: {hours: 10}\n", "quantity-parts-missing"),
        (
            "tiny-hours",
            "quantities: {hours: {total: 10, parts: [{key: ready, value: 9}]}}\n",
            "quantity-parts-disagree",
        ),
        (
            "tiny-hours",
            "quantities: {hours: {total: 10, parts: [{key: coaching, value: 10}]}}\n",
            "hours-activity-without-rate",
        ),
    ],
)
def test_figures_that_are_missing_or_do_not_fit_are_never_zero(name: str, figures: str, code: str) -> None:
    with pytest.raises(BpoError) as error:
        price(example(name), parse_measures(f"period: 2026-03\n{figures}"))
    assert [problem.code for problem in error.value.problems] == [code]
