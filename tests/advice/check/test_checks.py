"""The catalogue of checks: every page's first contract is warned of as written there, its second one is not."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest

from bpo.advice.check import CHECKS, advice
from bpo.contracts.header.accepts import Check
from bpo.contracts.load import LoadedContract, read_contract
from bpo.core.documents import read_document
from bpo.core.errors import BpoError
from tests.advice.making import loaded

ROOT = Path(__file__).resolve().parents[3]
PAGES = ROOT / "docs" / "checks"
EXAMPLES = sorted((ROOT / "contracts" / "examples").glob("*.yaml"))
SCENARIOS = sorted((ROOT / "tests" / "scenarios").glob("*/contract.yaml"))


def told(contract: LoadedContract) -> list[str]:
    return [problem.words.say("en", problem.values) for problem in advice(contract)]


def blocks(name: str) -> list[str]:
    return re.findall(
        r"^```\w*\n(.*?)^```", (PAGES / f"{name}.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )


@pytest.mark.parametrize("name", [name for name in Check if name != "never-seen"])  # needs facts: test_never_seen.py
def test_a_page_shows_what_is_warned_of_and_how_to_mend_it(name: str) -> None:
    unwise, said, mended = blocks(name)
    assert said.strip() in told(loaded(unwise))
    assert told(loaded(mended)) == []


def test_every_check_has_its_page_and_its_line_in_the_catalogue() -> None:
    pages = {page.stem for page in PAGES.glob("*.md")} - {"README"}
    assert pages == set(Check) == {"never-seen", *(check.__name__.replace("_", "-") for check in CHECKS)}
    listed = re.findall(r"^\| \[([\w-]+)\]", (PAGES / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert listed == sorted(Check)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_example_contracts_are_not_warned_of(path: Path) -> None:
    assert told(read_contract(read_document(path))) == []


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.parent.name)
def test_every_scenario_can_be_checked(path: Path) -> None:
    for problem in advice(read_contract(read_document(path))):
        assert problem.where is not None and problem.where.line > 0
        assert problem.say("en") and problem.say("zh")


FEE = """
terms:
  - {id: fee, model: fixed, amount: 100}
quantities:
  seen: {count: events}
"""


def test_what_is_accepted_is_not_warned_of() -> None:
    assert told(loaded(FEE)) == ["no clause uses the quantity 'seen': it is shown, and nothing follows from it"]
    assert told(loaded(FEE + "accepts: [{check: unused, on: seen, reason: agreed}]\n")) == []


@pytest.mark.parametrize(
    ("accepted", "said"),
    [
        ("{check: unused, on: sean, reason: agreed}", "this accepts 'unused' of 'sean', but there is no such advice"),
        ("{check: cliff, on: seen, reason: agreed}", "this accepts 'cliff' of 'seen', but there is no such advice"),
        ("{check: timezone, reason: agreed}", "this accepts 'timezone' of 'test', but there is no such advice"),
    ],
)
def test_an_acceptance_of_nothing_is_warned_of(accepted: str, said: str) -> None:
    lines = told(loaded(FEE + f"accepts:\n  - {{check: unused, on: seen, reason: agreed}}\n  - {accepted}\n"))
    rest = [line for line in lines if "no clause uses" not in line]
    assert [line.partition(": take it out")[0] for line in rest] == [said]


@pytest.mark.parametrize(
    ("accepted", "code", "nearest"),
    [
        ("{check: unsued, on: seen, reason: agreed}", "choice-unknown", "unused"),
        ("{check: unused, on: seen}", "field-required", None),
        ("{check: unused, on: seen, reason: ' '}", "acceptance-without-reason", None),
        ("{check: unused, on: [], reason: agreed}", "list-empty", None),
    ],
)
def test_an_acceptance_with_a_mistake_is_refused(accepted: str, code: str, nearest: str | None) -> None:
    with pytest.raises(BpoError) as caught:
        loaded(FEE + f"accepts: [{accepted}]\n")
    (problem,) = caught.value.problems
    assert (problem.code, problem.values.get("nearest")) == (code, nearest)


def test_advice_stands_in_the_order_of_the_file() -> None:
    body = FEE + "kpis:\n  - {id: sl, kpi: entered}\nadjustments:\n  - {id: p, kind: penalty, per: seen, amount: 1}\n"
    found = advice(loaded(body))
    assert [problem.code for problem in found] == ["check-unused", "check-uncapped"]
    assert [problem.where.line for problem in found if problem.where] == sorted(p.where.line for p in found if p.where)


# -- what each check finds, and what it leaves alone ---------------------------------------------------------------------

BANDS = """
terms:
  - {id: calls, model: fixed, amount: 10000}
kpis:
  - {id: sl, kpi: service_level, threshold_seconds: 20, abandons: negative, target: 80%%%s}
adjustments:
  - %s
"""


def found(kpi: str, adjustment: str) -> list[str]:
    return [problem.code for problem in advice(loaded(BANDS % (kpi, dedent(adjustment).replace("\n", "\n    "))))]


@pytest.mark.parametrize(
    ("bands", "codes"),
    [
        ("[{at_least: 80%, factor: 1}, {factor: 0.98}]", []),  # exactly 2% is no cliff
        ("[{at_least: 80%, factor: 1}, {factor: 0.9799}]", ["check-cliff"]),
        ("[{at_least: 80%, factor: 1}, {factor: 1.001}]", ["check-perverse-share"]),
        ("[{at_most: 80%, factor: 1}, {factor: 1.001}]", []),
    ],
)
def test_factors_by_bands(bands: str, codes: list[str]) -> None:
    assert found("", f"{{id: k, kind: multiplier, on: [calls], kpi: sl, bands: {bands}}}") == codes


@pytest.mark.parametrize(
    ("adjustment", "codes"),
    [
        # a line of 10 points: 0.01% moves 0.005% of the fee
        ("{id: k, kind: multiplier, on: [calls], kpi: sl, linear: {from: {value: 70%, factor: 0.95}, to: {value: 80%, factor: 1}}}", []),
        # the two ends swapped
        ("{id: k, kind: multiplier, on: [calls], kpi: sl, linear: {from: {value: 70%, factor: 1}, to: {value: 80%, factor: 0.95}}}", ["check-perverse-share"]),
        ("{id: k, kind: penalty, kpi: sl, amount: 100}", []),  # a sum is no share of the lines
        ("{id: k, kind: penalty, kpi: sl, amount: 100, when: met}", ["check-perverse"]),
        ("{id: k, kind: bonus, kpi: sl, amount: 100, when: missed}", ["check-perverse"]),
        ("{id: k, kind: bonus, kpi: sl, percent: 2%, of: [calls]}", []),
        ("{id: k, kind: bonus, kpi: sl, percent: 2.1%, of: [calls]}", ["check-cliff"]),
        ("{id: k, kind: penalty, kpi: sl, per_point: yes, amount: 100}", ["check-uncapped"]),
        ("{id: k, kind: penalty, kpi: sl, per_point: yes, amount: 100, cap: {percent: 5%, of: [calls]}}", []),
        ("{id: k, kind: penalty, kpi: sl, full_points: yes, percent: 2.5%, of: [calls], cap: {amount: 1}}", ["check-cliff"]),
        ("{id: k, kind: bonus, kpi: sl, per_point: yes, amount: 100}", []),  # the client's to cap
        ("{id: k, kind: penalty, kpi: sl, percent: 3%, of: [calls], grace_months: 6}", ["check-cliff"]),  # after the grace
        ("{id: k, kind: service_points, of: [calls], applies: next, percent: 1%, kpis: [{kpi: sl, points: 5}]}", ["check-cliff", "check-lost-points"]),
        ("{id: k, kind: at_risk_pool, of: [calls], at_risk: 5%, kpis: [{kpi: sl, share: 100%}]}", ["check-cliff"]),
        ("{id: k, kind: at_risk_pool, of: [calls], at_risk: 0.8%, kpis: [{kpi: sl, bands: [{at_least: 80%, share: 100%}, {share: 0%}]}]}", ["check-perverse-share"]),
    ],
)  # fmt: skip
def test_consequences_of_a_kpi(adjustment: str, codes: list[str]) -> None:
    assert found("", adjustment) == codes


def test_a_cap_over_several_lines_is_the_cap_of_each() -> None:
    penalties = "adjustments:\n  - {id: p, kind: penalty, per: seen, amount: 1}\n  - {id: q, kind: penalty, per: seen, amount: 1}\n"
    capped = "  - {id: c, kind: cap, on: [p], amount: 50}\n"
    assert [problem.values["clause"] for problem in advice(loaded(FEE + penalties + capped))] == ["q"]


def test_a_cliff_of_the_score_between_the_bounds_of_a_kpi_is_found() -> None:
    """The score falls below 70 at 78.5%, which is no bound of the KPI."""
    body = """
    terms:
      - {id: calls, model: fixed, amount: 10000}
    kpis:
      - {id: sl, kpi: entered}
      - {id: qa, kpi: entered}
    adjustments:
      - id: k
        kind: multiplier
        on: [calls]
        scorecard:
          - {kpi: sl, marks: 40, full: 86%, zero: 76%, between: linear}
          - {kpi: qa, marks: 60, full: 95%, zero: 85%, between: linear}
        bands: [{at_least: 70, factor: 1}, {factor: 0.9}]
    """
    (line,) = told(loaded(dedent(body)))
    # 60 marks by qa at its best, 10 of 40 by sl: a quarter of the way from 76% to 86%
    assert line == "'k': when 'sl' goes from 78.5% to 78.49%, 10% of the lines it is about is lost"


@pytest.mark.parametrize(
    ("tiers", "codes"),
    [
        ("tier_mode: whole_volume, tiers: [{up_to: 100, rate: 2}, {rate: 1.9}]", ["check-perverse-volume"]),
        ("tier_mode: whole_volume, tiers: [{up_to: 100, rate: 2}, {rate: 2.1}]", []),
        ("tiers: [{up_to: 100, rate: 2}, {rate: 1}]", []),
    ],
)
def test_tiers(tiers: str, codes: list[str]) -> None:
    body = f"terms:\n  - {{id: calls, model: workload, quantity: {{count: interactions}}, {tiers}}}\n"
    assert [problem.code for problem in advice(loaded(body))] == codes


@pytest.mark.parametrize(
    ("tiers", "codes"),
    [
        # 10,000 less nothing, and a little above them 10,000 less 2%
        ("tier_mode: whole_volume, tiers: [{up_to: 10000, percent: 0%}, {percent: 2%}]", ["check-perverse-volume"]),
        ("tier_mode: whole_volume, tiers: [{up_to: 10000, percent: 2%}, {percent: 0%}]", []),
        ("tiers: [{up_to: 10000, percent: 0%}, {percent: 2%}]", []),
    ],
)
def test_tiers_of_a_rebate(tiers: str, codes: list[str]) -> None:
    body = (
        "terms:\n  - {id: calls, model: workload, quantity: {count: interactions}, rate: 1}\n"
        f"adjustments:\n  - {{id: k, kind: rebate, of: [calls], {tiers}}}\n"
    )
    assert [problem.code for problem in advice(loaded(body))] == codes


@pytest.mark.parametrize(
    ("round_to", "bands", "lines"),
    [
        ("", "[{at_least: 85%, factor: 1}, {at_least: 84.95%, factor: 1}, {factor: 1}]", 0),
        (", round_to: 0.1%", "[{at_least: 85%, factor: 1}, {at_least: 84.95%, factor: 1}, {factor: 1}]", 1),
        (", round_to: 0.1%", "[{at_least: 85%, factor: 1}, {at_least: 84.9%, factor: 1}, {factor: 1}]", 0),
        (", round_to: 0.1%", "[{above: 85%, factor: 1}, {at_least: 85%, factor: 1}, {factor: 1}]", 0),  # exactly 85.0%
        (", round_to: 1%", "[{above: 85%, factor: 1}, {above: 84.5%, factor: 1}, {factor: 1}]", 0),  # exactly 85%
        (", round_to: 1%", "[{above: 84.6%, factor: 1}, {above: 84.5%, factor: 1}, {factor: 1}]", 1),
        (", round_to: 1%", "[{at_most: 5%, factor: 1}, {at_most: 5.5%, factor: 1}, {factor: 1}]", 1),
        (", round_to: 1%", "[{below: 5%, factor: 1}, {at_most: 5%, factor: 1}, {factor: 1}]", 0),
        ("", "[{at_least: 0%, factor: 1}, {factor: 1}]", 1),  # nothing is below zero
        ("", "[{above: 0%, factor: 1}, {factor: 1}]", 0),
        ("", "[{below: 0%, factor: 1}, {factor: 1}]", 1),
        ("", "[{at_most: 0%, factor: 1}, {factor: 1}]", 0),
    ],
)
def test_bands_that_rounding_empties(round_to: str, bands: str, lines: int) -> None:
    codes = found(round_to, f"{{id: k, kind: multiplier, on: [calls], kpi: sl, bands: {bands}}}")
    assert len([code for code in codes if code.startswith("check-unreachable")]) == lines


RANGE = """
terms:
  - {id: fee, model: fixed, amount: 100000}
kpis:
  - {id: aht, kpi: average_handle_time, target: 240, target_at_most: 300}
adjustments:
  - ADJUSTMENT
"""


@pytest.mark.parametrize(
    ("adjustment", "codes"),
    [
        ("{id: k, kind: penalty, kpi: aht, per_point: yes, amount: 10, cap: {amount: 900}}", []),
        ("{id: k, kind: penalty, kpi: aht, amount: 100}", []),
        ("{id: k, kind: penalty, kpi: aht, amount: 100, when: met}", ["check-perverse"]),
        ("{id: k, kind: bonus, kpi: aht, amount: 100}", []),
    ],
)
def test_either_side_of_a_range_is_worse_than_inside_it(adjustment: str, codes: list[str]) -> None:
    found_codes = [problem.code for problem in advice(loaded(RANGE.replace("ADJUSTMENT", adjustment)))]
    assert found_codes == codes


@pytest.mark.parametrize(
    ("term", "own", "told"),
    [
        ("model: commission, percent: 2%, charge_back_days: 15", "", 0),
        ("model: commission, percent: 2%, charge_back_days: 15", "charge_backs: this_month, ", 1),
        ("model: commission, percent: 2%, charge_back_days: 15, minimum: 0", "charge_backs: this_month, ", 0),
        ("model: pass_through", "", 1),
        ("model: baseline, quantity: {given: call}, baseline: 100, fee: 500, arc: 6, rrc: 5", "", 0),
        ("model: baseline, quantity: {given: call}, baseline: 100, fee: 500, arc: 6, rrc: 5.01", "", 1),
        ("model: baseline, quantity: {given: call}, baseline: 100, fee: 500, arc: 6, rrc: 5.01, dead_band: 1%", "", 0),
        (
            "model: baseline, quantity: {given: call}, baseline: {2026-01: 90, 2026-02: 101}, fee: 500, arc: 6, rrc: 5",
            "",
            1,
        ),
        ("model: gainshare, target: 100, profit: 10, share: 100%, ceiling: 200", "", 0),
        ("model: gainshare, target: 100, profit: 10, share: 101%, ceiling: 200", "", 1),
        ("model: fixed, amount: 10", "", 0),
    ],
)
def test_a_coefficient_on_a_line_that_can_come_below_zero(term: str, own: str, told: int) -> None:
    body = f"terms:\n  - {{id: a, {term}}}\nkpis:\n  - {{id: qa, kpi: entered, target: 90%}}\nadjustments:\n"
    body += f"  - {{id: k, kind: multiplier, on: [a], {own}kpi: qa, bands: [{{at_least: 90%, factor: 1}}, {{factor: 0.99}}]}}\n"
    assert [problem.code for problem in advice(loaded(body))].count("check-negative-base") == told
