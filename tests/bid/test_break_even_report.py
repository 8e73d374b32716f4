"""The break-even report of the letters bid, whose figures are worked by hand in tests/economics."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from bpo.bid import draw_break_even
from bpo.bid.break_even_report import ReportSheet, report_of
from bpo.economics.breakeven import break_even
from bpo.economics.case import case_of_bid
from bpo.economics.scenario import read_bid
from bpo.economics.targets import cost_targets
from bpo.economics.vary import sweep, varied
from tests.cli.desk import Desk
from tests.invoice.conftest import pages_of

LETTERS = Path(__file__).resolve().parents[1] / "economics/bids/letters.yaml"


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


@pytest.fixture(scope="module")
def report() -> tuple[ReportSheet, list[str]]:
    case = case_of_bid(read_bid(LETTERS))
    found, targets, swept = break_even(case), cost_targets(case), (sweep(case, varied(case, "volume")),)
    return report_of(case, found, targets, swept), pages_of(draw_break_even(case, found, targets, swept))


# Three months: revenue 3 × 36,900 = 110,700; cost 3 × 22,345 = 67,035; the target is the revenue.
def test_the_cost_control_target_adds_up_at_every_level(report: tuple[ReportSheet, list[str]]) -> None:
    sheet, _ = report
    assert (sheet.target.plan, sheet.target.target, sheet.target.saving) == ("67,035", "110,700", "-43,665")
    for whole in (sheet.target, *sheet.target.rows):
        for name in ("plan", "target"):
            parts = sum(number(getattr(row, name)) for row in whole.rows)
            assert abs(parts - number(getattr(whole, name))) <= len(whole.rows)  # each is shown in whole units
    assert abs(sum(number(row.plan) for row in sheet.positions) - 67035) <= len(sheet.positions)


def test_the_figures_stand_on_the_first_page(report: tuple[ReportSheet, list[str]]) -> None:
    sheet, pages = report
    for figure in sheet.figures:
        assert "".join(figure.value.split()) in pages[0]
    assert "67,035" in pages[0] and "110,700" in pages[0]
    assert sheet.curve.points and sheet.curve.target


def test_contributions_less_fixed_costs_are_the_margin(report: tuple[ReportSheet, list[str]]) -> None:
    sheet, _ = report
    *parts, margin = sheet.contributions
    assert abs(sum(number(one.value) for one in parts) - number(margin.value)) <= len(parts)
    assert margin.value == "43,665"


def test_the_verb_writes_it(tmp_path: Path) -> None:
    for file in LETTERS.parent.glob("*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    said = Desk(tmp_path).run("breakeven", "letters-contract.yaml", "--scenario", "letters.yaml", "--pdf", "report.pdf")
    assert said.code == 0, said.err
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
