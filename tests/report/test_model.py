"""The page that shows how a report is made, and what relations mean."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from openpyxl import load_workbook

from bpo.report.as_json import REPORT_SCHEMA, report_json
from bpo.report.draw import report_book, report_html
from bpo.report.model import (
    BLANK,
    BOOK,
    MONEY,
    NUMBER,
    PERCENT,
    RATE,
    Box,
    Cell,
    Column,
    Format,
    Masthead,
    Report,
    Row,
    Section,
    Table,
)
from bpo.report.page import PageTable, page_of
from bpo.report.relation import Figures, Place
from bpo.report.screen import report_text
from bpo.report.shown import number_text
from bpo.report.speech import Speech
from tests.report.examples import PAGE, month_of

HEAD = Masthead("Report", "Title", "c-1", "R-1", "No.", date(2027, 2, 1), Box("Acme"))


def report_of(*tables: Table) -> Report:
    return Report(HEAD, tuple(Section(f"s{n}", f"S{n}", (one,)) for n, one in enumerate(tables)), "en", "CNY")


def made() -> Report:
    return month_of({"Calls": (160, Fraction(45)), "Letters": (40, Fraction("50.5"))}, 12000)


def test_the_terminal_shows_what_the_page_shows() -> None:
    (shown,) = re.findall(r"^```text\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert report_text(made(), "en") == shown.rstrip()


# 160 × 45 = 7,200 and 40 × 50.5 = 2,020, together 9,220; 12,000 less that is 2,780.
def test_the_workbook_is_live() -> None:
    data = report_book(made())
    live: Any = load_workbook(io.BytesIO(data))
    values: Any = load_workbook(io.BytesIO(data), data_only=True)
    costs, result = live.worksheets
    assert [costs[f"D{n}"].value for n in (2, 3, 4)] == ["=B2*C2", "=B3*C3", "=SUM(D2:D3)"]
    assert costs["E2"].value == '=IF(D4=0,"",D2/D4)'
    assert costs["E4"].value is None and costs["A4"].value == "Sum"
    assert [result[f"B{n}"].value for n in (2, 3, 4)] == [12000, "='Costs'!$D$4", "=B2-B3"]
    assert [values.worksheets[1][f"B{n}"].value for n in (2, 3, 4)] == [12000, 9220, 2780]


def test_the_page_stands_alone_and_says_both() -> None:
    page = report_html(made())
    assert "<link" not in page and "<style>" in page
    assert "9,220.00" in page and "78.09%" in page


def test_json_is_exact_and_as_its_schema_says() -> None:
    found = report_json(made())
    assert found["tables"][0]["rows"][0]["cells"] == {
        "work": "Calls", "hours": "160", "rate": "45", "cost": "7200", "share": "360/461",
    }  # fmt: skip
    assert found["tables"][0]["rows"][2]["row"] == "total"
    assert matches(found, REPORT_SCHEMA)
    assert not matches({**found, "more": 1}, REPORT_SCHEMA)
    assert not matches({key: value for key, value in found.items() if key != "notes"}, REPORT_SCHEMA)


def matches(value: Any, schema: Any) -> bool:
    """JSON Schema, as much of it as the schema of reports uses."""
    if "anyOf" in schema:
        return any(matches(value, one) for one in schema["anyOf"])
    if "enum" in schema:
        return value in schema["enum"]
    kinds = {"object": dict, "array": list, "string": str, "null": type(None)}
    if not isinstance(value, kinds[schema["type"]]):
        return False
    if isinstance(value, list):
        return all(matches(one, schema["items"]) for one in value)
    if not isinstance(value, dict):
        return True
    known, more = schema.get("properties", {}), schema.get("additionalProperties", True)
    if set(schema.get("required", ())) - set(value) or (more is False and set(value) - set(known)):
        return False
    return all(matches(one, known.get(key, more if isinstance(more, dict) else {"type": "string"})) for key, one in value.items() if key in known or isinstance(more, dict))  # fmt: skip


def figures(table: Table, *others: Table) -> tuple[Figures, Report]:
    report = report_of(table, *others)
    return Figures(report), report


def test_of_two_relations_that_of_the_column_holds() -> None:
    """The change of a margin is the change, not the margin of the changes; a rate has none."""
    columns = (Column("name", ""), Column("a", "A", NUMBER), Column("b", "B", NUMBER), Column("c", "C", NUMBER, relation="{b} - {a}"))  # fmt: skip
    rows = (
        Row({"name": "revenue", "a": 10, "b": 14}, "revenue"),
        Row({"name": "cost", "a": 4, "b": None}, "cost"),
        Row({"name": "margin"}, "margin", relation="{revenue} - {cost}"),
        Row({"name": "rate", "c": BLANK}, "rate", relation="{margin} / {revenue}"),
    )
    found, _ = figures(Table("t", columns, rows))
    assert [found.shown(Place("t", n, "a")) for n in range(4)] == [10, 4, 6, Fraction(3, 5)]
    assert [found.shown(Place("t", n, "c")) for n in range(4)] == [4, "", "", ""], (
        "what follows from nothing is nothing"
    )


def test_a_share_of_nothing_is_no_figure() -> None:
    columns = (Column("name", ""), Column("a", "A", NUMBER), Column("b", "B", NUMBER), Column("share", "S", PERCENT, relation="{a} / {b}"))  # fmt: skip
    table = Table("t", columns, (Row({"name": "x", "a": 1, "b": 0}), Row({"name": "y", "a": 1, "b": 8})))
    page = page_of(report_of(table)).parts["t"]
    assert isinstance(page, PageTable)
    assert [row.cells[3].text.main for row in page.rows] == ["–", "12.5%"]
    sheet: Any = load_workbook(io.BytesIO(report_book(report_of(table)))).worksheets[0]
    assert sheet["D2"].value == '=IF(C2=0,"",B2/C2)'


def test_a_sum_passes_over_heads_and_other_sums() -> None:
    columns = (Column("name", "N"), Column("amount", "A", MONEY))
    rows = (
        Row({"name": "all", "amount": Cell(relation="SUM({t.amount})")}, "all", "head"),
        Row({"name": "x", "amount": 3}, kind="band"),
        Row({"name": "y", "amount": 4}, kind="band"),
        Row({"name": "half", "amount": Cell(relation="-({all} - 1) / 2")}, kind="sum"),
    )
    found, _ = figures(Table("t", columns, rows))
    assert [found.shown(Place("t", n, "amount")) for n in (0, 3)] == [7, -3]


def test_a_part_of_another_table_by_a_key() -> None:
    leaves = Table("leaves", (Column("kind", "K"), Column("amount", "A", MONEY)), tuple(Row({"kind": k, "amount": a}) for k, a in (("x", 1), ("y", 2), ("x", 5))))  # fmt: skip
    kinds = Table("kinds", (Column("kind", "K"), Column("of", "A", MONEY, relation="SUMIFS({leaves.amount}, {leaves.kind}, {kind})")), (Row({"kind": "x"}), Row({"kind": "z"})))  # fmt: skip
    found, report = figures(kinds, leaves)
    assert [found.shown(Place("kinds", n, "of")) for n in (0, 1)] == [6, 0]
    sheet: Any = load_workbook(io.BytesIO(report_book(report))).worksheets[0]
    assert sheet["B2"].value == "=SUMIFS('S1'!$B$2:$B$4,'S1'!$A$2:$A$4,A2)"


def test_formulas_keep_their_brackets_and_skip_what_is_not_in_the_workbook() -> None:
    columns = (Column("n", ""), Column("hidden", "", NUMBER, media=~BOOK), Column("a", "A", NUMBER), Column("b", "B", NUMBER), Column("c", "C", NUMBER, relation="{a} - ({b} - MAX({a}, 2)) * 3"))  # fmt: skip
    table = Table("t", columns, (Row({"n": "x", "a": 5, "b": 9, "hidden": 1}),))
    sheet: Any = load_workbook(io.BytesIO(report_book(report_of(table)))).worksheets[0]
    assert sheet["D2"].value == "=B2-(C2-MAX(B2,2))*3"
    assert Figures(report_of(table)).shown(Place("t", 0, "c")) == 5 - (9 - 5) * 3


@pytest.mark.parametrize("name", ["nobody", "t.nobody", "t.x.nobody", "nobody.a"])
def test_a_name_that_is_not_there_stops_the_programmer(name: str) -> None:
    table = Table("t", (Column("n", ""), Column("a", "A", NUMBER, relation=f"{{{name}}} + 1")), (Row({"n": "x"}, "x"),))
    with pytest.raises(AssertionError, match="nobody"):
        page_of(report_of(table))


def test_rows_and_columns_share_no_key() -> None:
    table = Table("t", (Column("a", "A", NUMBER),), (Row({"a": 1}, "a"),))
    with pytest.raises(AssertionError, match="share a key"):
        page_of(report_of(table))


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        ("0.125", PERCENT, "12.5%"), ("0.12345", PERCENT, "12.35%"), ("2.5", Format("number", 0), "3"), ("-2.5", Format("number", 0), "-3"),
        ("1234.5", MONEY, "1,234.50"), ("1234.5", Format("money", whole=True), "1,235"), ("0.5", Format("number", 2, padded=True), "0.50"),
        ("3.8", RATE, "3.80"),
    ],
)  # fmt: skip
def test_halves_are_rounded_up(number: str, form: Format, text: str) -> None:
    from bpo.report.model import PAPER

    assert number_text(Fraction(number), form, Speech("en", "CNY"), PAPER) == text


def test_a_template_that_wants_what_has_moved_is_told_where_it_is(tmp_path: Any) -> None:
    from bpo.core.errors import BpoError
    from bpo.report.draw import report_pdf

    (tmp_path / "report.html.j2").write_text(
        '{% extends "bid.html.j2" %}\n{% block body %}\n{{ sheet.rows }}{% endblock %}'
    )
    moved = replace(made(), moved={"rows": "sheet.parts.costs.rows"})
    with pytest.raises(BpoError) as caught:
        report_pdf(moved, templates=tmp_path)
    (problem,) = caught.value.problems
    assert problem.where is not None and problem.where.line == 3
    assert "sheet.parts.costs.rows" in problem.say("en") and "docs/templates.md" in problem.say("zh")
