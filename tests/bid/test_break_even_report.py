"""The break-even report of the letters bid, whose figures are worked by hand in tests/economics."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction as F
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bpo.bid.break_even import Found, break_even_report, draw_break_even
from bpo.economics.margin.breakeven import break_even
from bpo.economics.margin.targets import cost_targets
from bpo.economics.margin.vary import sweep, varied
from bpo.economics.scenario.case import Case, case_of_bid
from bpo.economics.scenario.scenario import read_bid
from bpo.report.draw import report_book, report_pdf
from bpo.report.page import Page, PageRow, PageTable, page_of
from tests.cli.desk import Desk
from tests.invoice.conftest import pages_of

LETTERS = Path(__file__).resolve().parents[1] / "economics/bids/letters.yaml"


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def found_of(case: Case, *inputs: str) -> Found:
    return Found(case, break_even(case), cost_targets(case), [sweep(case, varied(case, name)) for name in inputs])


def rows(page: Page, key: str) -> tuple[PageRow, ...]:
    table = page.parts[key]
    assert isinstance(table, PageTable)
    return table.rows


def texts(row: PageRow) -> list[str]:
    return [cell.text.main for cell in row.cells]


@pytest.fixture(scope="module")
def report() -> tuple[Page, list[str]]:
    found = found_of(case_of_bid(read_bid(LETTERS)), "volume")
    return page_of(break_even_report(found)), pages_of(next(iter(draw_break_even(found, Path()).values())))


# Three months: revenue 3 × 36,900 = 110,700; cost 3 × 22,345 = 67,035; the target is the revenue.
@pytest.mark.parametrize("key", ["categories", "positions", "items"])
def test_the_cost_control_target_adds_up_at_every_level(report: tuple[Page, list[str]], key: str) -> None:
    *parts, whole = rows(report[0], key)
    assert texts(whole)[1:] == ["67,035", "110,700", "43,665"]
    for at in (1, 2):
        for kinds in ({"plain", "head"}, {"band"}):
            own = [number(texts(row)[at]) for row in parts if row.kind in kinds]
            assert not own or abs(sum(own) - number(texts(whole)[at])) <= len(own)  # each is shown in whole units


def test_the_figures_stand_on_the_first_page(report: tuple[Page, list[str]]) -> None:
    page, pages = report
    for row in rows(page, "figures"):
        assert "".join(row.cells[1].text.main.split()) in pages[0]
    assert "67,035" in pages[0] and "110,700" in pages[0]
    drawn: Any = page.parts["curve"]
    assert drawn.plot.points and drawn.plot.target


def test_contributions_less_fixed_costs_are_the_margin(report: tuple[Page, list[str]]) -> None:
    *parts, margin = rows(report[0], "contribution")
    own = [number(texts(row)[1]) for row in parts if row.kind == "plain"]
    assert abs(sum(own) - number(texts(margin)[1])) <= len(own)
    assert texts(margin)[1] == "43,665"


def test_the_verb_writes_it(tmp_path: Path) -> None:
    for file in LETTERS.parent.glob("*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    said = Desk(tmp_path).run("breakeven", "letters-contract.yaml", "--scenario", "letters.yaml", "--folder", "out")
    assert said.code == 0, said.err
    pdf, book = tmp_path / "out/letters-break-even.pdf", tmp_path / "out/letters-break-even.xlsx"
    assert pdf.read_bytes().startswith(b"%PDF") and book.read_bytes().startswith(b"PK")
    assert all(path.name in said.out for path in (pdf, book))


@pytest.fixture(scope="module")
def book() -> tuple[Any, Any]:
    """The workbook with its formulas, and with the values that were written beside them."""
    case = case_of_bid(read_bid(LETTERS))
    case = replace(case, contract=case.contract.model_copy(update={"language": "en"}))
    data = report_book(break_even_report(found_of(case, "volume", "kpi.qa")))
    return load_workbook(io.BytesIO(data)), load_workbook(io.BytesIO(data), data_only=True)


def test_the_sheets_of_the_workbook(book: tuple[Any, Any]) -> None:
    names = ["Break-even points", "Margin curve 1", "Margin curve 2", "Cost target", "By category", "By position", "KPIs", "KPI bands", "Contribution"]  # fmt: skip
    assert book[0].sheetnames == names


def test_every_target_is_its_plan_times_revenue_over_cost(book: tuple[Any, Any]) -> None:
    """110,700 / 67,035 of each plan; the sums, and those by category and position, are live over the rows."""
    live, values = (one["Cost target"] for one in book)
    points = book[1]["Break-even points"]
    assert (points["B2"].value, points["B3"].value, points["B4"].value) == (110_700, 67_035, 43_665)
    last = live.max_row
    for row in range(2, last):
        share = f"E{row}*'Break-even points'!$B$2/'Break-even points'!$B$3"
        assert live[f"F{row}"].value == f"=IF('Break-even points'!$B$3=0,\"\",{share})"
        assert values[f"F{row}"].value == pytest.approx(values[f"E{row}"].value * 110_700 / 67_035)
    assert live[f"F{last}"].value == f"=SUM(F2:F{last - 1})" and values[f"F{last}"].value == pytest.approx(110_700)
    for name, key in (("By category", "A"), ("By position", "D")):
        added, shown = (one[name] for one in book)
        of = {values[f"{key}{row}"].value for row in range(2, last)}
        assert {shown[f"A{row}"].value for row in range(2, shown.max_row)} == of
        for row in range(2, shown.max_row):
            own = [r for r in range(2, last) if values[f"{key}{r}"].value == shown[f"A{row}"].value]
            where = f"'Cost target'!$E$2:$E${last - 1},'Cost target'!${key}$2:${key}${last - 1}"
            assert added[f"B{row}"].value == f"=SUMIFS({where},A{row})"
            assert shown[f"B{row}"].value == pytest.approx(sum(values[f"E{r}"].value for r in own))
        assert shown[f"C{shown.max_row}"].value == pytest.approx(110_700)


def test_the_curve_of_the_workbook_is_revenue_less_cost(book: tuple[Any, Any]) -> None:
    for name in ("Margin curve 1", "Margin curve 2"):
        live, values = (one[name] for one in book)
        for row in range(2, live.max_row + 1):
            assert live[f"E{row}"].value == f"=C{row}-D{row}"
            assert values[f"E{row}"].value == pytest.approx(values[f"C{row}"].value - values[f"D{row}"].value)
    assert book[1]["Contribution"][f"D{book[1]['Contribution'].max_row}"].value == pytest.approx(43_665)


def test_a_curve_that_was_not_followed_says_so(report: tuple[Page, list[str]]) -> None:
    page, _ = report
    assert "curve_note" not in page.parts and not rows(page, "turning")[0].cells[1].detail
    found = found_of(case_of_bid(read_bid(LETTERS)), "volume")
    (swept,) = found.swept
    missed = replace(swept, curve=replace(swept.curve, left=((F(3, 5), F(7, 10)),)))
    for language, said in (("zh", "60%至70%之间未逐步核对"), ("en", "noteverystepwaslookedatbetween60%and70%")):
        contract = found.contract.model_copy(update={"language": language})
        told = break_even_report(replace(found, case=replace(found.case, contract=contract), swept=[missed]))
        assert "curve_note" in page_of(told).parts
        assert said in "".join(pages_of(report_pdf(told, "breakeven.html.j2")))
        book = load_workbook(io.BytesIO(report_book(told)))
        (row,) = [
            row for row in book.worksheets[0].iter_rows(values_only=True) if row[3] and said in "".join(row[3].split())
        ]
        assert row


def test_a_tax_on_profit_has_no_part_of_the_live_targets(tmp_path: Path) -> None:
    """Its own target is nothing, and those of all others are shares of what is left of the cost without it."""
    for file in LETTERS.parent.glob("*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    costs = tmp_path / "letters-costs.yaml"
    costs.write_text(
        costs.read_text("utf-8") + "  - {id: tax, label: Income tax, percent: 25%, of: profit, category: tax}\n",
        "utf-8",
    )
    case = case_of_bid(read_bid(tmp_path / "letters.yaml"))
    data = report_book(break_even_report(found_of(case, "volume")))
    live: Any = load_workbook(io.BytesIO(data)).worksheets[2]
    values: Any = load_workbook(io.BytesIO(data), data_only=True).worksheets[2]
    last = live.max_row
    assert values[f"F{last}"].value == pytest.approx(110_700)
    taxes = [row for row in range(2, last) if values[f"F{row}"].value == 0]
    assert len(taxes) == 1 and values[f"E{taxes[0]}"].value > 0
    assert all("$B$3" not in str(live[f"F{row}"].value) for row in range(2, last))
