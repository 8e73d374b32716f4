"""Terminal, JSON, PDF and workbook of one statement say the same figures: all four are read back."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from bpo.cli.screen import statement_text
from bpo.contracts.load import load_contract
from bpo.contracts.statement import Statement
from bpo.contracts.statement_json import statement_json
from bpo.core.measures_file import parse_measures, read_measures
from bpo.invoice.bill import Bill
from bpo.invoice.pdf import client_pdf
from bpo.invoice.sheet import sheet_of
from bpo.invoice.tables import steps_of
from bpo.invoice.workbook import workbook
from bpo.pricing.price import price
from bpo.report.screen import table_text
from bpo.report.speech import Speech
from tests.invoice import test_entities as group
from tests.report.test_media import NUMBER, close

EXAMPLES = Path(__file__).resolve().parents[2] / "contracts" / "examples"
Run = list[str]


@dataclass(frozen=True)
class Read:
    """A bill, and its JSON: what the other media are held against."""

    bill: Bill
    json: dict[str, Any]

    @property
    def statement(self) -> Statement:
        return self.bill.statement

    def lines(self) -> list[dict[str, Any]]:
        return [*self.json["charges"], *self.json.get("deductions", [])]

    def steps(self) -> Iterator[dict[str, Any]]:
        for line in self.lines():
            yield from line["steps"]


def bank_collections() -> Bill:
    """In both languages, with tiers and KPIs."""
    contract = load_contract(EXAMPLES / "bank-collections.yaml")
    statement = price(contract, read_measures(EXAMPLES / "measures" / "bank-collections.yaml"))
    return Bill(statement, contract, "bank-r1", date(2026, 4, 2))


def three_entities() -> Bill:
    """Three entities, and a deduction."""
    contract = load_contract(group.CONTRACT)
    return Bill(price(contract, parse_measures(group.FIGURES)), contract, "group-r1", date(2026, 2, 3))


@pytest.fixture(scope="module", params=[bank_collections, three_entities], ids=["tiers-and-kpis", "entities"])
def read(request: pytest.FixtureRequest) -> Read:
    bill = request.param()
    return Read(bill, statement_json(bill.statement, "en"))


def says(text: str, runs: Iterable[Run]) -> None:
    """Each run of figures stands in the text, one after the other."""
    found, tried = NUMBER.findall(text), 0
    for run in runs:
        at = range(len(found) - len(run) + 1)
        assert any(all(close(found[i + n], one) for n, one in enumerate(run)) for i in at), run
        tried += 1
    assert tried > 4


def of_steps(read: Read) -> Iterator[Run]:
    for step in read.steps():
        run = [step[name] for name in ("quantity", "rate", "amount") if step[name] is not None]
        if Fraction(step["amount"]) and not step["rule"].startswith("round"):
            yield run


def of_totals(read: Read, *, with_base: bool) -> Iterator[Run]:
    wholes = [read.json, *read.json.get("entities", [])]
    for whole in wholes:
        for tax, rate in zip(whole["taxes"], (tax["rate"] for tax in read.json["taxes"]), strict=True):
            yield [rate, tax["base"], tax["amount"]] if with_base else [rate, tax["amount"]]
        yield from ([whole[name]] for name in ("net", "total", "payable") if name in whole)
        yield from ([line["amount"]] for line in (*whole["charges"], *whole.get("deductions", [])))


def test_the_terminal_says_the_figures_of_the_json(read: Read) -> None:
    statement, speech = read.statement, Speech("en", read.statement.currency)
    text = statement_text(statement, "en")
    kpis = ([kpi["judged"], *_counts(kpi), kpi["target"]] for kpi in read.json["kpis"].values() if kpi["judged"])
    says(text, [*of_totals(read, with_base=False), *([one for one in run if one] for run in kpis)])
    for line in read.json["charges"]:
        (row,) = (row for row in text.split("\n\n")[1].splitlines() if row.startswith(f"{line['clause']} "))
        assert close(NUMBER.findall(row)[-1], line["amount"])
    lines = [(0, line) for line in (*statement.charges, *statement.deductions)]
    says(table_text(steps_of(lines, speech), speech, "en"), of_steps(read))


def test_paper_says_the_figures_of_the_json(read: Read) -> None:
    pages = PdfReader(io.BytesIO(client_pdf(sheet_of(read.bill)))).pages
    kpis = ([kpi["target"], kpi["value"], *_counts(kpi)] for kpi in read.json["kpis"].values() if kpi["value"])
    told = [*of_totals(read, with_base=True), *of_steps(read), *([one for one in run if one] for run in kpis)]
    says("\n".join(page.extract_text() for page in pages), told)


def _counts(kpi: dict[str, Any]) -> Run:
    return [kpi["numerator"], kpi["denominator"]] if kpi["numerator"] and kpi["denominator"] else []


def columns(sheet: Any, *letters: str) -> list[list[Any]]:
    """The rows of a sheet below its heading, these columns of them."""
    return [[sheet[f"{letter}{n}"].value for letter in letters] for n in range(2, sheet.max_row + 1)]


def same(shown: list[list[Any]], exact: list[list[str | None]]) -> None:
    assert len(shown) == len(exact) > 0
    for row, figures in zip(shown, exact, strict=True):
        wanted = [None if one is None else pytest.approx(float(Fraction(one)), rel=1e-12) for one in figures]
        assert row == wanted


def test_the_workbook_has_the_figures_of_the_json(read: Read) -> None:
    book: Any = load_workbook(io.BytesIO(workbook(read.bill)), data_only=True)
    face, lines, steps, kpis, _, *entities = book.worksheets
    values = [row[1].value for row in face.iter_rows() if isinstance(row[1].value, int | float)]
    totals = [read.json[name] for name in ("net", "tax", "total")]
    deducted = [line["amount"] for line in read.json.get("deductions", [])]
    same([values], [[*totals, *deducted, *([read.json["payable"]] if deducted else [])]])
    same(columns(lines, "K")[:-1], [[line["amount"]] for line in read.json["charges"]])
    assert [lines.cell(lines.max_row, at).value for at in (13, 14, 15)] == [float(one) for one in totals]
    counting = [
        one for one in read.steps() if not one["rule"].startswith("rounding")
    ]  # lines are rounded on their own sheet
    same(columns(steps, "F", "H", "I")[:-1], [[one["quantity"], one["rate"], one["amount"]] for one in counting])
    judged = [[one["value"], one["judged"], one["target"]] for one in read.json["kpis"].values()]
    same(columns(kpis, "E", "F", "G")[: len(judged)], judged)
    for whole, row in zip(
        read.json.get("entities", []), columns(entities[0], *"FGHI") if entities else [], strict=False
    ):
        tax = str(sum(Fraction(one["amount"]) for one in whole["taxes"]))
        same([row], [[whole["net"], tax, whole["total"], whole["payable"]]])
    parts = [
        [part["share"], part["amount"]]
        for whole in read.json.get("entities", [])
        for part in (*whole["charges"], *whole["deductions"])
    ]
    if parts:
        same(columns(entities[1], "F", "G")[:-1], parts)
