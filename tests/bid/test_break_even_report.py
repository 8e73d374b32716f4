"""The break-even report of the letters bid, whose figures are worked by hand in tests/economics."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bpo.bid import draw_break_even
from bpo.bid.break_even_book import break_even_workbook
from bpo.bid.break_even_report import ReportSheet, report_of
from bpo.economics.margin.breakeven import break_even
from bpo.economics.margin.targets import cost_targets
from bpo.economics.margin.vary import sweep, varied
from bpo.economics.scenario.case import case_of_bid
from bpo.economics.scenario.scenario import read_bid
from bpo.report.pdf import document_pdf
from tests.cli.desk import Desk
from tests.invoice.conftest import pages_of

LETTERS = Path(__file__).resolve().parents[1] / "economics/bids/letters.yaml"


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


@pytest.fixture(scope="module")
def report() -> tuple[ReportSheet, list[str]]:
    case = case_of_bid(read_bid(LETTERS))
    found, targets, swept = break_even(case), cost_targets(case), (sweep(case, varied(case, "volume")),)
    return report_of(case, found, targets, swept), pages_of(
        next(iter(draw_break_even(case, found, targets, swept, Path()).values()))
    )


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
    *parts, margin = [one for one in sheet.contributions if one is sheet.contributions[-1] or not one.strong]
    assert abs(sum(number(one.value) for one in parts) - number(margin.value)) <= len(parts)
    assert margin.value == "43,665"


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
    swept = [sweep(case, varied(case, name)) for name in ("volume", "kpi.qa")]
    data = break_even_workbook(case, break_even(case), cost_targets(case), swept)
    return load_workbook(io.BytesIO(data)), load_workbook(io.BytesIO(data), data_only=True)


def test_the_sheets_of_the_workbook(book: tuple[Any, Any]) -> None:
    names = ["Break-even points", "Margin curve 1", "Margin curve 2", "Cost target", "By category", "By position", "KPIs", "Contribution"]  # fmt: skip
    assert book[0].sheetnames == names


def test_every_target_is_its_plan_times_revenue_over_cost(book: tuple[Any, Any]) -> None:
    """110,700 / 67,035 of each plan; the sums, and those by category and position, are live over the rows."""
    live, values = (one["Cost target"] for one in book)
    points = book[1]["Break-even points"]
    assert (points["B2"].value, points["B3"].value, points["B4"].value) == (110_700, 67_035, 43_665)
    last = live.max_row
    for row in range(2, last):
        assert live[f"F{row}"].value == f"=E{row}*'Break-even points'!$B$2/'Break-even points'!$B$3"
        assert values[f"F{row}"].value == pytest.approx(values[f"E{row}"].value * 110_700 / 67_035)
    assert live[f"F{last}"].value == f"=SUM(F2:F{last - 1})" and values[f"F{last}"].value == pytest.approx(110_700)
    for name, key in (("By category", "A"), ("By position", "D")):
        added, shown = (one[name] for one in book)
        of = {values[f"{key}{row}"].value for row in range(2, last)}
        assert {shown[f"A{row}"].value for row in range(2, shown.max_row)} == of
        for row in range(2, shown.max_row):
            rows = [r for r in range(2, last) if values[f"{key}{r}"].value == shown[f"A{row}"].value]
            assert added[f"B{row}"].value == f"=SUMIFS('Cost target'!E:E,'Cost target'!{key}:{key},A{row})"
            assert shown[f"B{row}"].value == pytest.approx(sum(values[f"E{r}"].value for r in rows))
        assert shown[f"C{shown.max_row}"].value == pytest.approx(110_700)


def test_the_curve_of_the_workbook_is_revenue_less_cost(book: tuple[Any, Any]) -> None:
    for name in ("Margin curve 1", "Margin curve 2"):
        live, values = (one[name] for one in book)
        for row in range(2, live.max_row + 1):
            assert live[f"E{row}"].value == f"=C{row}-D{row}"
            assert values[f"E{row}"].value == pytest.approx(values[f"C{row}"].value - values[f"D{row}"].value)
    assert book[1]["Contribution"][f"D{book[1]['Contribution'].max_row}"].value == pytest.approx(43_665)


def test_a_curve_that_was_not_followed_says_so(report: tuple[ReportSheet, list[str]]) -> None:
    sheet, _ = report
    assert sheet.curve_note is None and sheet.turns[0].not_followed is None
    case = case_of_bid(read_bid(LETTERS))
    swept = sweep(case, varied(case, "volume"))
    missed = replace(swept, curve=replace(swept.curve, complete=False))
    for language, said in (("zh", "其间可能还有其他转折点"), ("en", "theremaybefurtherturningpoints")):
        told = replace(case, contract=case.contract.model_copy(update={"language": language}))
        pages = "".join(
            pages_of(
                document_pdf(
                    report_of(told, break_even(case), cost_targets(case), (missed,)), "breakeven.html.j2", None
                )
            )
        )
        assert said in pages
        book = break_even_workbook(told, break_even(case), cost_targets(case), [missed])
        (row,) = [
            row
            for row in load_workbook(io.BytesIO(book)).worksheets[0].iter_rows(values_only=True)
            if row[3] and said in "".join(row[3].split())
        ]
        assert row
