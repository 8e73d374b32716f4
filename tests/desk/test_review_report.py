"""The list of a month's drafts as a workbook and on paper."""

from __future__ import annotations

import io
from datetime import date

import openpyxl

from bpo.contracts.load import read_contract
from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.documents import parse_document
from bpo.core.errors import Problem, Where
from bpo.core.measures_file import parse_measures
from bpo.core.words import Sentence
from bpo.desk.review_report import review_report
from bpo.desk.reviewing import ENDS, NOTHING_BILLED, Reviewed
from bpo.pricing.moved import Known, moved
from bpo.pricing.price import price
from bpo.report.as_json import report_json
from bpo.report.workbook import report_workbook

MADE = """\
contract: {name}
title: {{zh: 热线 {name}, en: Hotline {name}}}
currency: {currency}
effective: {{from: {start}}}
supplier: {{name: Supplier}}
client: {{name: Client}}
ceiling: {{amount: 500, tax: excluded}}
prices: {{tax: excluded, rate: 0%}}
terms:
  - {{id: calls, model: workload, quantity: {{given: call}}, rate: 2}}
"""


def drafted(name: str, currency: str, calls: tuple[int | None, int], *looks: Sentence) -> Reviewed:
    """So many calls at 2 the month before, none if there was no such month, and this month."""
    start = "2026-02-01" if calls[0] is None else "2026-01-01"
    text = MADE.format(name=name, currency=currency, start=start)
    contract: Contract = read_contract(parse_document(text, f"{name}.yaml")).contract
    before: Statement | None = None
    if calls[0] is not None:
        before = price(contract, parse_measures(f"period: 2026-01\nquantities: {{calls: {calls[0]}}}\n"))
    history = [before] if before is not None else []
    now = price(contract, parse_measures(f"period: 2026-02\nquantities: {{calls: {calls[1]}}}\n"), history)
    why = moved(Known(contract, before, ()), Known(contract, now, history)) if before is not None else None
    return Reviewed(name, "2026-02", contract.title, f"{name}-2026-02-r1", "draft", now, before, why, looks)


FOUND = [
    Reviewed("wrong", "2026-02", problems=(Problem(NOTHING_BILLED, Where("contracts/wrong.yaml", 7)),)),
    drafted("north", "CNY", (50, 110), Sentence(ENDS, {"day": "2026-04-30"})),
    drafted("south", "CNY", (None, 80)),
    drafted("east", "JPY", (40, 30)),
]


def test_sums_by_currency_are_last_month_its_change_and_what_is_new() -> None:
    """CNY: 100 → 220 is +120, and 160 without a last month: 380. JPY: 80 → 60."""
    tables = {one["table"]: one["rows"] for one in report_json(review_report(FOUND, date(2026, 3, 3), "en"))["tables"]}
    names = ("currency", "contracts", "before", "difference", "first", "payable")
    assert [tuple(row["cells"][name] for name in names) for row in tables["sums"]] == [
        ("CNY", "2", "100", "120", "160", "380"),
        ("JPY", "1", "80", "-20", "0", "60"),
    ]
    assert [row["cells"]["why"] and row["cells"]["why"]["en"] for row in tables["drafts"]] == [
        None,
        "volume +120.00",
        None,
        "volume -20",
    ]


def test_every_sheet_can_be_filtered_below_a_header_that_stays() -> None:
    book = openpyxl.load_workbook(io.BytesIO(report_workbook(review_report(FOUND, date(2026, 3, 3), "en"))))
    assert book.sheetnames == ["By currency", "Drafts", "What deserves a look", "Parked", "Limits nearly used up"]
    for name, rows in (("Drafts", 5), ("What deserves a look", 2), ("Parked", 2), ("Limits nearly used up", 2)):
        sheet = book[name]
        last = sheet.cell(rows, sheet.max_column).coordinate
        assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:{last}"), name
    drafts = [[cell.value for cell in row] for row in book["Drafts"].iter_rows(min_row=2)]
    assert drafts[0][:3] == ["wrong", None, "parked"]
    north = dict(zip([cell.value for cell in book["Drafts"][1]], drafts[1], strict=True))
    assert (north["Payable"], north["Last month"], north["Change"], north["Volume"], north["To look at"]) == (
        220,
        100,
        120,
        120,
        1,
    )
    assert [cell.value for cell in book["Parked"][2]][:2] == ["wrong", "contracts/wrong.yaml:7"]
    assert [cell.value for cell in book["Limits nearly used up"][2]][2:7] == ["Contract ceiling", "CNY", 500, 100, 220]
