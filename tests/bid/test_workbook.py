"""The workbook's sums, products and percentages are formulas, and the values beside them are the projection's."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from bpo.bid import draw_bid, files_of
from bpo.bid.calculation import calculation_report
from bpo.bid.unit_prices import unit_prices
from bpo.economics.scenario.projection import Projection
from bpo.report.draw import report_book

SHEETS = ["Result", "Quotes", "Months", "Build-up", "Costs", "Revenue", "Staffing"]


@pytest.fixture(scope="module")
def books(hotline: Projection) -> tuple[Any, Any]:
    """The workbook with its formulas, and with the values that were written beside them."""
    offer = hotline.bid.scenario.quote
    assert offer is not None
    prices = unit_prices(hotline, offer, "base")
    data = report_book(calculation_report(hotline, offer.model_copy(update={"language": "en"}), "base", prices))
    return load_workbook(io.BytesIO(data)), load_workbook(io.BytesIO(data), data_only=True)


def rows_of(sheet: Any, column: str = "A") -> dict[str, int]:
    return {str(cell.value): cell.row for cell in sheet[column] if cell.value is not None}


def test_the_sheets(books: tuple[Any, Any]) -> None:
    assert books[0].sheetnames == SHEETS


def test_every_amount_of_cost_is_its_quantity_times_its_rate(books: tuple[Any, Any], hotline: Projection) -> None:
    live, values = (book["Costs"] for book in books)
    count = sum(len(month.costs) for month in hotline.months)
    for row in range(2, count + 2):
        assert live[f"H{row}"].value == f"=F{row}*G{row}"
        assert values[f"F{row}"].value * values[f"G{row}"].value == pytest.approx(values[f"H{row}"].value, abs=0.005)
    assert live[f"H{count + 2}"].value == f"=SUM(H2:H{count + 1})"
    assert values[f"H{count + 2}"].value == pytest.approx(float(hotline.cost))


def test_months_are_added_up_from_the_lines(books: tuple[Any, Any], hotline: Projection) -> None:
    live, values = (book["Months"] for book in books)
    at = rows_of(live)
    last = "AK"  # the 36th month; the sum stands in AL
    labour, calls = at["Labour"], at["Calls handled"]
    costs, lines = sum(len(month.costs) for month in hotline.months) + 1, books[0]["Revenue"].max_row - 1
    added = ",".join(f"'Costs'!${column}$2:${column}${costs}" for column in "HA")
    assert live[f"B{labour}"].value == f'=SUMIFS({added},"2027-01",\'Costs\'!$D$2:$D${costs},"labour")'
    added = ",".join(f"'Revenue'!${column}$2:${column}${lines}" for column in "GA")
    assert live[f"{last}{calls}"].value == f'=SUMIFS({added},"2029-12",\'Revenue\'!$B$2:$B${lines},"inbound")'
    revenue, cost, margin, rate, total = (
        at[name] for name in ("Revenue (without tax)", "Cost", "Margin", "Margin %", "Cumulative margin")
    )
    assert live[f"C{margin}"].value == f"=C{revenue}-C{cost}"
    assert live[f"C{rate}"].value == f'=IF(C{revenue}=0,"",C{margin}/C{revenue})'
    assert live[f"C{total}"].value == f"=B{total}+C{margin}"
    every = live[f"AL{revenue}"].value.removeprefix("=").split("+")
    assert every == [f"{get_column_letter(n)}{revenue}" for n in range(2, 38)] and every[-1] == f"{last}{revenue}"
    for row, value in (
        (revenue, hotline.revenue),
        (cost, hotline.cost),
        (margin, hotline.margin),
        (total, hotline.margin),
    ):
        assert values[f"AL{row}"].value == pytest.approx(float(value))
    for n, month in enumerate(hotline.months):
        assert values.cell(margin, n + 2).value == pytest.approx(float(month.margin))


def test_the_sums_of_months_cover_their_rows(books: tuple[Any, Any]) -> None:
    """Each total is the sum of exactly the rows of its section."""
    live, values = (book["Months"] for book in books)
    at = rows_of(live)
    for name, first, last in (
        ("Revenue (without tax)", "Calls handled", "Most of a month's deductions"),
        ("Cost", "Labour", "Finance"),
    ):
        total = at[name]
        assert live[f"B{total}"].value == "=" + "+".join(f"B{row}" for row in range(at[first], at[last] + 1))
        parts = [values[f"B{row}"].value for row in range(at[first], at[last] + 1)]
        assert sum(parts) == pytest.approx(values[f"B{total}"].value)


def test_the_build_up_adds_up_to_all_cost(books: tuple[Any, Any], hotline: Projection) -> None:
    live, values = (book["Build-up"] for book in books)
    end = rows_of(live)["Sum"]
    last = sum(len(month.costs) for month in hotline.months) + 1
    for cell, column in (("E2", "F"), ("G2", "H")):
        assert live[cell].value == f"=SUMIFS('Costs'!${column}$2:${column}${last},'Costs'!$B$2:$B${last},A2)"
    assert live["H2"].value == f'=IF(G{end}=0,"",G2/G{end})'
    assert sum(values[f"G{row}"].value for row in range(2, end)) == pytest.approx(float(hotline.cost))
    assert sum(values[f"H{row}"].value for row in range(2, end)) == pytest.approx(1)


def test_the_result_refers_to_the_months(books: tuple[Any, Any], hotline: Projection) -> None:
    live, values = (book["Result"] for book in books)
    at = rows_of(live)
    assert live[f"B{at['Margin']}"].value == "=B4-B5"
    assert live[f"B{at['Margin %']}"].value == '=IF(B4=0,"",B6/B4)'
    assert values[f"B{at['Margin']}"].value == pytest.approx(float(hotline.margin))
    assert values[f"B{at['Margin %']}"].value == pytest.approx(float(hotline.margin / hotline.revenue))
    assert values["B3"].value == pytest.approx(float(sum(month.statement.total for month in hotline.months)))


def test_every_formula_names_cells_that_are_there(books: tuple[Any, Any]) -> None:
    import re

    for sheet in books[0]:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    assert all(name in SHEETS for name in re.findall(r"'([^']+)'!", cell.value))
                    assert "#REF" not in cell.value


def test_the_same_bid_gives_the_same_bytes(hotline: Projection, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    draws: list[Callable[[], Any]] = [lambda: draw_bid(hotline, "base", tmp_path)] * 2
    first, second = (draw() for draw in draws)
    assert first == second
    assert [file.name for file in first] == [
        "LJ-2027-01.pdf",
        "LJ-2027-01-calculation.pdf",
        "LJ-2027-01-calculation.xlsx",
    ]
    offer = hotline.bid.scenario.quote
    assert offer is not None
    assert files_of(offer, "low", tmp_path)[0].name == "LJ-2027-01-low.pdf"


def test_one_cost_in_each_unit(books: tuple[Any, Any], hotline: Projection) -> None:
    """Each price is the term's sum over the quantity; at the margin floor of 12% the revenue is what covers cost / (1 − 12%)."""
    live, values = (book["Quotes"] for book in books)
    assert [cell.value for cell in live[1]] == [
        "One cost, several quotes", "Quantity", "Cost", "As quoted", "As quoted, With tax", "At the margin floor",
        "At the margin floor, With tax",
    ]  # fmt: skip
    assert (live["C2"].value, live["D2"].value) == ("='Result'!$B$5", "='Result'!$B$4")
    assert values["D2"].value == pytest.approx(float(hotline.revenue))
    at = rows_of(live)
    for name, driver in (("contact", "contacts"), ("seat-month", "seats"), ("head-month", "heads")):
        row, quantity = at[name], sum(month.drivers[driver] for month in hotline.months)
        assert live[f"D{row}"].value == f'=IF(B{row}=0,"",D2/B{row})'
        assert values[f"D{row}"].value == pytest.approx(float(hotline.revenue / quantity))
        assert values[f"E{row}"].value == pytest.approx(float(hotline.revenue / quantity) * 1.06)
        assert values[f"F{row}"].value < values[f"D{row}"].value  # 14.39% is quoted
    assert (values[f"B{at['month']}"].value, values["B2"].value) == (36, 1)
    # Management at 5% of the revenue and surcharges go with it: the cost at the floor is a little below the plan's.
    floor, plan = values["F2"].value, float(hotline.cost)
    assert plan * 0.99 < floor * 0.88 < plan
