"""The workbook computes: a spreadsheet engine comes to every cached figure, and to other ones when an input moves."""

import io
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import formualizer
import openpyxl
import pytest

from bpo.contracts.load import load_contract
from bpo.core import shipped
from bpo.core.measures_file import read_measures
from bpo.invoice.bill import Bill
from bpo.invoice.workbook import workbook
from bpo.pricing.price import price
from tests.invoice import bills
from tests.invoice.test_media import three_entities

EXAMPLES = shipped.examples_folder()
MEASURED = sorted((EXAMPLES / "measures").glob("*.yaml"))


def example(measures: Path) -> Bill:
    contract = load_contract(EXAMPLES / measures.name)
    return Bill(price(contract, read_measures(measures)), contract, "S-1", date(2026, 4, 2), labels=contract.labels())


def cells(content: bytes, *, values: bool) -> dict[tuple[str, str], Any]:
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=values)
    return {(sheet.title, cell.coordinate): cell.value for sheet in book for row in sheet.iter_rows() for cell in row}


def recomputed(content: bytes) -> int:
    """How many formulas a spreadsheet engine computed, each to the value that the file holds, to 12 digits."""
    again = formualizer.recalculate_xlsx_bytes(content)
    assert again["summary"]["errors"] == 0 and not again["summary"]["unknown_functions"]
    written, formulas = cells(content, values=True), cells(content, values=False)
    for at, value in cells(again["bytes"], values=True).items():
        known = written[at]
        assert value == (pytest.approx(known, rel=1e-12, abs=1e-9) if isinstance(known, float) else known), (
            at,
            formulas[at],
        )
    return int(again["formula_cells"])


@pytest.mark.parametrize("measures", MEASURED, ids=lambda path: path.stem)
def test_every_figure_of_an_example_is_what_its_formula_gives(measures: Path) -> None:
    bill = example(measures)
    # each line: before rounding, amount or not, net, tax, total; each sheet its sums
    assert recomputed(workbook(bill)) >= 3 * len(bill.statement.charges)


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_every_figure_of_a_month_is_what_its_formula_gives(language: str) -> None:
    # 4 lines of 5 figures (one rounded with another line is a number), 5 steps, 5 sums of these, 3 of the face, 3 KPIs, 2 sums of marks
    assert recomputed(workbook(bills.hotline(language=language))) >= 4 * 5 - 1 + 5 + 5 + 3 + 3 + 2


def test_entities_and_deductions_too() -> None:
    assert recomputed(workbook(three_entities())) > 20


def test_another_volume_gives_the_amounts_worked_by_hand() -> None:
    """Of us-support: 27,000 minutes in place of 28,000 at 0.88 take 880.00 off 89,500.00, which has no tax."""
    bill = example(EXAMPLES / "measures" / "us-support.yaml")
    content = workbook(bill)
    at = next(where for where, value in cells(content, values=True).items() if where[0] == "Steps" and value == 28_000)
    book = openpyxl.load_workbook(io.BytesIO(content))
    book[at[0]][at[1]] = 27_000
    moved = io.BytesIO()
    book.save(moved)
    again = cells(formualizer.recalculate_xlsx_bytes(moved.getvalue())["bytes"], values=True)
    totals = {
        again["Statement", f"A{n}"]: again["Statement", f"B{n}"]
        for n in range(1, 30)
        if ("Statement", f"A{n}") in again
    }
    assert totals["Total"] == pytest.approx(88_620)
    assert again["Lines", "K2"] == pytest.approx(42_760)  # 20,000 × 0.95 + 27,000 × 0.88


def test_a_share_of_other_lines_follows_them() -> None:
    """Of hotline-12345: the month's assessment is a share of the seats before rounding, so its base is that cell."""
    content = workbook(example(EXAMPLES / "measures" / "hotline-12345.yaml"))
    formulas = cells(content, values=False)
    steps = {value: at for at, value in formulas.items() if value == -0.023}
    (sheet, rate) = steps[-0.023]
    row = rate[1:]
    assert formulas[sheet, f"F{row}"].endswith("!$J$2") and formulas[sheet, f"I{row}"] == f"=F{row}*H{row}"


def test_rounding_that_a_sheet_cannot_do_stays_a_number() -> None:
    """1.665 rounded half to even is 1.66, where ROUND would say 1.67."""
    head = bills.header(language="en", prices={"tax": "excluded", "rounding": "half_even"})
    charge = bills.flat("calls", bills.Text.of("Calls"), "5", "call", "0.333", head)
    content = workbook(Bill(bills.statement([charge], head), head, "S-1", date(2026, 3, 2)))
    assert (cells(content, values=True)["Lines", "K2"], cells(content, values=False)["Lines", "K2"]) == (1.66, 1.66)
    recomputed(content)


def test_a_kpi_of_a_day_stands_beside_its_true_counts() -> None:
    """384 of 465 is 128/155 reduced: the sheet shows what was counted."""
    bill = bills.hotline(language="en")
    day = {"2026-02-03": Fraction(384, 465)}
    series = {
        "sl20": day,
        "sl20.numerator": {"2026-02-03": Fraction(384)},
        "sl20.denominator": {"2026-02-03": Fraction(465)},
    }
    measures = replace(bill.statement.measures, series=series)
    content = workbook(replace(bill, statement=replace(bill.statement, measures=measures)))
    shown, formulas = cells(content, values=True), cells(content, values=False)
    assert [shown["Daily", f"{letter}4"] for letter in "BC"] == [384, 465]
    assert formulas["Daily", "D4"] == '=IF(C4=0,"",B4/C4)' and shown["Daily", "D4"] == pytest.approx(384 / 465)
    recomputed(content)
