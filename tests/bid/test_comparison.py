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

from bpo.bid.comparison import Compared, called, comparison, draw_comparison
from bpo.economics.margin.sensitivity import Bar, clause_worth, side, tornado, within
from bpo.economics.scenario.case import case_of_bid
from bpo.economics.scenario.scenario import read_bid
from bpo.report.charts import LARGE
from bpo.report.draw import report_book
from bpo.report.page import Page, PageTable, page_of
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
def page(compared: Compared) -> Page:
    return page_of(comparison(compared))


def table(page: Page, key: str) -> PageTable:
    found = page.parts[key]
    assert isinstance(found, PageTable)
    return found


def rows(page: Page) -> dict[str, tuple[str, ...]]:
    """Each row of the first table by its English name: both sides, then the change."""
    return {
        row.cells[0].text.second or row.cells[0].text.main: tuple(cell.text.main for cell in row.cells[1:])
        for row in table(page, "sides").rows
    }


# Three months: 3 × 36,900 = 110,700 and 3 × 22,345 = 67,035; with a tenth more letters 117,750 and 73,387.50 (docs/cli/compare.md).
def test_both_sides_and_their_change(page: Page) -> None:
    found = rows(page)
    assert [column.title.main for column in table(page, "sides").columns][1:3] == ["base", "high"]
    assert found["Revenue (without tax)"] == ("110,700", "117,750", "7,050")
    assert found["Cost"] == ("67,035", "73,388", "6,353")
    assert found["Margin"] == ("43,665", "44,363", "698")
    assert found["Margin %"] == ("39.44%", "37.68%", "")
    assert found["contacts handled"] == ("3,600", "3,960", "360")
    assert found["heads"] == ("2.5", "2.8", "0.3")


def test_how_far_prices_and_the_coefficient_may_fall(page: Page) -> None:
    """58.5917% and 0.574415, as `bpo breakeven` says of the same bid in docs/cli/breakeven.md."""
    found = rows(page)
    assert found["Break-even price, of today's"][0] == "58.6%"
    assert found["Coefficient K*"][0] == "0.5744"
    assert found["Coefficient K*"][1] > "0.5744", "the variant earns less of what it sells"


def test_the_tornado_is_drawn_around_the_plan(page: Page, compared: Compared) -> None:
    drawn: Any = page.parts["tornado"]
    plan = float(drawn.plot.plan)
    widths = []
    for bar in drawn.plot.bars:
        low, high = (
            (float(x), float(x) + float(w)) for x, w in ((bar.low_x, bar.low_width), (bar.high_x, bar.high_width))
        )
        assert all(plan in (pytest.approx(end[0], abs=0.02), pytest.approx(end[1], abs=0.02)) for end in (low, high))
        assert float(drawn.plot.left) <= min(low[0], high[0]) and max(low[1], high[1]) <= LARGE
        widths.append(max(low[1], high[1]) - min(low[0], high[0]))
    swings = [float(bar.swing) for bar in compared.bars]
    ratio = widths[0] / swings[0]
    assert widths == pytest.approx([swing * ratio for swing in swings], abs=0.1), "one scale for all"
    names = [row.cells[0].text.second or row.cells[0].text.main for row in table(page, "bars").rows]
    assert {"Prices", "Volume", "Cost: Agents", "letters: handle time"} <= set(names)


def test_an_input_that_cannot_go_so_far_is_drawn_to_the_plan(compared: Compared) -> None:
    bar = Bar("price", Fraction(9, 10), Fraction(11, 10), Fraction(100), None, Fraction(200))
    drawn: Any = page_of(comparison(replace(compared, bars=[bar])))
    assert drawn.parts["tornado"].plot.bars[0].high_width == "0"
    assert [cell.text.main for cell in table(drawn, "bars").rows[0].cells][2:] == ["100", "–", "100"]


def test_the_clause(page: Page) -> None:
    """The portal's 3 × 1,000 less 5% of management share: 43,665 − 40,815."""
    assert [row.cells[1].text.main for row in table(page, "clause").rows] == ["43,665", "40,815", "2,850"]


def test_without_what_was_not_asked_for(compared: Compared) -> None:
    plain = page_of(comparison(Compared(compared.case, [replace(one, limits=None) for one in compared.sides])))
    assert list(plain.sections) == ["side_by_side"]
    assert "Coefficient K*" not in rows(plain)
    pdf, _ = draw_comparison(Compared(compared.case, compared.sides[:1]), Path()).values()
    assert "敏感性" not in "".join(pages_of(pdf))


def test_the_workbooks_formulas(compared: Compared) -> None:
    data = report_book(comparison(compared))
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
    asked = desk.json("compare", "letters.yaml", "--limits")
    assert asked["sides"] == found["sides"] and asked["files"] == []


def test_the_terminal_has_the_markup_and_the_change_of_each_driver(tmp_path: Path) -> None:
    """43,665 of 67,035 are 65.137…%; 3,600 letters and a tenth more."""
    for file in LETTERS.parent.glob("*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    lines = Desk(tmp_path).run("compare", "letters.yaml", "--limits").out.splitlines()
    found = {line[:30].strip(): line[30:].split() for line in lines}
    assert found["markup, of cost"] == ["65.14%", "60.45%"]
    assert found["contacts handled"] == ["3,600", "3,960", "360"]
    assert found["heads"] == ["2.5", "2.75", "0.25"]
    assert found["Break-even price, of today's"][0] == "58.6%"


def test_every_input_of_the_hotline_has_a_name() -> None:
    """No id stands in the document where there is a label."""
    case = case_of_bid(read_bid(HOTLINE))
    for name in case.inputs:
        said = called(name, case)
        assert said.zh != said.en and name not in said.zh, name
