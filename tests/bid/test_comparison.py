"""The comparison of the letters bid with its variant, whose figures are worked by hand in tests/economics."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bpo.bid.comparison import Compared, ComparisonSheet, comparison_sheet, draw_comparison
from bpo.bid.comparison_book import comparison_workbook
from bpo.economics.margin.sensitivity import Bar, clause_worth, side, tornado, within
from bpo.economics.scenario.case import case_of_bid
from bpo.economics.scenario.scenario import read_bid
from bpo.report.charts import LARGE
from tests.bid.conftest import HOTLINE
from tests.cli.desk import Desk
from tests.invoice.conftest import pages_of

LETTERS = Path(__file__).resolve().parents[1] / "economics/bids/letters.yaml"


@pytest.fixture(scope="module")
def compared() -> Compared:
    case = case_of_bid(read_bid(LETTERS))
    high = within(case, {"volume": Fraction(11, 10)})
    sides = [side(case, "base", with_limits=True), side(high, "high", with_limits=True)]
    return Compared(case, sides, tornado(case, ["volume", "price", "cost.agents", "letters.handle_seconds", "kpi.qa"]), clause_worth(case, "portal"))  # fmt: skip


@pytest.fixture(scope="module")
def sheet(compared: Compared) -> ComparisonSheet:
    return comparison_sheet(compared)


def rows(sheet: ComparisonSheet) -> dict[str, tuple[tuple[str, ...], str]]:
    return {row.name.second or row.name.main: (row.values, row.change) for row in sheet.rows}


# Three months: 3 × 36,900 = 110,700 and 3 × 22,345 = 67,035; with a tenth more letters 117,750 and 73,387.50 (docs/cli/compare.md).
def test_both_sides_and_their_change(sheet: ComparisonSheet) -> None:
    found = rows(sheet)
    assert sheet.sides == ("base", "high") and sheet.has_change
    assert found["Revenue (without tax)"] == (("110,700", "117,750"), "7,050")
    assert found["Cost"] == (("67,035", "73,388"), "6,353")
    assert found["Margin"] == (("43,665", "44,363"), "698")
    assert found["Margin %"][0] == ("39.44%", "37.68%")
    assert found["contacts"] == (("3,600", "3,960"), "360")
    assert found["heads"] == (("2.5", "2.8"), "0.3")


def test_how_far_prices_and_the_coefficient_may_fall(sheet: ComparisonSheet) -> None:
    """58.5917% and 0.574415, as `bpo breakeven` says of the same bid in docs/cli/breakeven.md."""
    found = rows(sheet)
    assert found["Break-even price, of today's"][0][0] == "58.6%"
    assert found["Coefficient K*"][0][0] == "0.5744"
    assert found["Coefficient K*"][0][1] > "0.5744", "the variant earns less of what it sells"


def test_the_tornado_is_drawn_around_the_plan(sheet: ComparisonSheet, compared: Compared) -> None:
    assert sheet.tornado is not None
    plan = float(sheet.tornado.plan)
    widths = []
    for bar in sheet.tornado.bars:
        low, high = (
            (float(x), float(x) + float(w)) for x, w in ((bar.low_x, bar.low_width), (bar.high_x, bar.high_width))
        )
        assert all(plan in (pytest.approx(end[0], abs=0.02), pytest.approx(end[1], abs=0.02)) for end in (low, high))
        assert float(sheet.tornado.left) <= min(low[0], high[0]) and max(low[1], high[1]) <= LARGE
        widths.append(max(low[1], high[1]) - min(low[0], high[0]))
    swings = [float(bar.swing) for bar in compared.bars]
    ratio = widths[0] / swings[0]
    assert widths == pytest.approx([swing * ratio for swing in swings], abs=0.1), "one scale for all"
    names = [bar.name.second or bar.name.main for bar in sheet.bars]
    assert {"Prices", "Volume", "Cost: Agents", "letters: handle time"} <= set(names)


def test_an_input_that_cannot_go_so_far_is_drawn_to_the_plan(compared: Compared) -> None:
    bar = Bar("price", Fraction(9, 10), Fraction(11, 10), Fraction(100), None, Fraction(200))
    drawn = comparison_sheet(replace(compared, bars=[bar])).tornado
    assert drawn is not None and drawn.bars[0].high_width == "0"


def test_the_clause(sheet: ComparisonSheet) -> None:
    """The portal's 3 × 1,000 less 5% of management share: 43,665 − 40,815."""
    assert [figure.value for figure in sheet.worth] == ["43,665", "40,815", "2,850"]


def test_without_what_was_not_asked_for(compared: Compared) -> None:
    plain = comparison_sheet(Compared(compared.case, [replace(one, limits=None) for one in compared.sides]))
    assert plain.tornado is None and plain.clause is None
    assert "Coefficient K*" not in rows(plain)
    pdf, _ = draw_comparison(Compared(compared.case, compared.sides[:1]), Path()).values()
    assert "敏感性" not in "".join(pages_of(pdf))


def test_the_workbooks_formulas(compared: Compared) -> None:
    data = comparison_workbook(compared)
    live: Any = load_workbook(io.BytesIO(data))
    values: Any = load_workbook(io.BytesIO(data), data_only=True)
    assert len(live.sheetnames) == 3
    first, shown = live.worksheets[0], values.worksheets[0]
    assert (first["B4"].value, first["D4"].value) == ("=B2-B3", "=C4-B4")
    assert first["C5"].value == '=IF(C2=0,"",C4/C2)' and first["D5"].value is None
    assert shown["D2"].value == shown["C2"].value - shown["B2"].value == 7050
    assert shown["B4"].value == shown["B2"].value - shown["B3"].value == 43665
    assert shown["B6"].value == pytest.approx(43665 / 67035)
    bars, ends = live.worksheets[1], values.worksheets[1]
    for row, bar in enumerate(compared.bars, start=2):
        assert bars[f"G{row}"].value == f"=ABS(F{row}-E{row})"
        assert (
            ends[f"G{row}"].value
            == pytest.approx(abs(ends[f"F{row}"].value - ends[f"E{row}"].value))
            == float(bar.swing)
        )
    assert live.worksheets[2]["E2"].value == "=C2-D2" and values.worksheets[2]["E2"].value == 2850


def test_the_verb_writes_them_where_it_is_told(tmp_path: Path) -> None:
    for file in LETTERS.parent.glob("*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    desk = Desk(tmp_path)
    before = set(tmp_path.rglob("*"))
    plain = desk.json("compare", "letters.yaml")
    assert set(tmp_path.rglob("*")) == before and plain["files"] == [] and "price" not in plain["sides"][0]
    said = desk.run("compare", "letters.yaml", "--folder", "out", "--format", "json")
    found = json.loads(said.out)
    assert found["files"] == ["out/letters-comparison.pdf", "out/letters-comparison.xlsx"]
    assert (tmp_path / found["files"][0]).read_bytes().startswith(b"%PDF")
    assert float(Fraction(found["sides"][0]["coefficient"]["from"])) == pytest.approx(0.574415, abs=1e-6)


def test_every_input_of_the_hotline_has_a_name() -> None:
    """No id stands in the document where there is a label."""
    from bpo.bid.comparison import input_said
    from bpo.bid.front import speech_of

    bid = read_bid(HOTLINE)
    case = case_of_bid(bid)
    speech = speech_of(bid.scenario, bid.contract)
    for name in case.inputs:
        said = input_said(name, case, speech)
        assert said.main != said.second and name not in said.main, name
