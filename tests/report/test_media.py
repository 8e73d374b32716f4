"""Terminal, JSON, PDF and workbook of one report say the same figures: all four are read back, for every report."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import chdir
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from bpo.bid import calculated
from bpo.bid.break_even import Found, break_even_report
from bpo.bid.comparison import Compared, comparison
from bpo.bid.forecast_report import Forecasted, forecast_report
from bpo.bid.headings import INTERNAL, OFFER
from bpo.bid.quote import quote_report
from bpo.bid.solved import Answer, Asked, solved_report
from bpo.bid.staffing_plan import staffing_report
from bpo.contracts.model import Contract
from bpo.core.words import Text, Words
from bpo.desk.backtest import backtest, backtest_report
from bpo.desk.workspace import find_workspace
from bpo.economics.forecast.forecast import forecast
from bpo.economics.margin.breakeven import break_even
from bpo.economics.margin.sensitivity import clause_worth, side, tornado, within
from bpo.economics.margin.solve import Goal
from bpo.economics.margin.targets import cost_targets
from bpo.economics.margin.vary import sweep, varied
from bpo.economics.margin.written_prices import needed_prices
from bpo.economics.scenario.case import case_of_bid
from bpo.economics.scenario.projection import project
from bpo.economics.scenario.quoted import quoted_per
from bpo.economics.scenario.scenario import read_bid
from bpo.economics.staffing.plan import staffing_plan
from bpo.report.as_json import report_json
from bpo.report.draw import TEMPLATE, report_book, report_pdf
from bpo.report.model import BOOK, PAPER, SCREEN, Medium, Report, Row, Table
from bpo.report.screen import report_text
from tests.cli.desk import CONTRACT, Desk, new_desk
from tests.desk.reports import work
from tests.economics.forecast.making import CYCLE, days, months
from tests.metering.lake import contract
from tests.report.examples import month_of

HOTLINE = Path(__file__).resolve().parents[2] / "contracts/examples/bids/hotline/scenario.yaml"
BIDS = Path(__file__).resolve().parents[1] / "economics/bids"


def compared(bid: Path) -> Report:
    case = case_of_bid(read_bid(bid))
    sides = [side(case, "base", with_limits=True), side(within(case, {"volume": Fraction(11, 10)}), "more")]
    clause = case.contract.terms[-1].id
    return comparison(Compared(case, sides, tornado(case, ["volume", "price", "wage"]), clause_worth(case, clause)))


def broken_even(bid: Path, *inputs: str) -> Report:
    case = case_of_bid(read_bid(bid))
    swept = [sweep(case, varied(case, name)) for name in inputs]
    return break_even_report(Found(case, break_even(case), cost_targets(case), swept))


def staffed(bid: Path) -> Report:
    read = read_bid(bid)
    plan = staffing_plan(read.scenario, read.contract)
    return staffing_report(plan, read.contract, "base", plan.busiest)


def quoted(bid: Path) -> Report:
    plan = project(read_bid(bid))
    offer = plan.bid.scenario.quote
    assert offer is not None
    return quote_report(offer, plan.contract, [month.statement for month in plan.months])


def solved(bid: Path) -> Report:
    """The prices of all terms and of one alone for a margin of 18%."""
    case, goal = case_of_bid(read_bid(bid)), Goal(Fraction(18, 100))
    assert case.bid is not None
    asked, document = Asked(case.bid, case, goal, "base"), case.bid.loaded.document
    answers = [
        Answer((), needed_prices(case, document, goal)),
        Answer(("letters",), needed_prices(case, document, goal, ("letters",))),
    ]
    return solved_report(asked, answers, quoted_per(case, goal), None)


def backtested() -> Report:
    """A draft at 5.00 a call beside the small desk's contract, in two months with facts and one without."""
    with TemporaryDirectory() as folder, chdir(folder):
        desk = new_desk(Path(folder))
        desk.run("ingest", "exports/2026-01.csv", "exports/2026-02.csv", "--source", "sources/desk-calls.yaml")
        draft = CONTRACT.replace("contract: desk", "contract: draft\naccount: desk").replace("rate: 4}", "rate: 5}")
        path = desk.write("drafts/draft.yaml", draft)
        return backtest_report(backtest(find_workspace(Path(folder)), [path], "2026-01..2026-03"))


def forecasted() -> Report:
    """Of ten months in which the first ten days of each have less."""
    seen = {day: value * (8 if day.day < 10 else 11) for day, value in days("2026-01-01", 304).items()}
    seen[date(2026, 5, 6)] = Fraction(9000)
    found = forecast("offered", seen, CYCLE, None, months("2026-11", 3))
    return forecast_report(
        Forecasted(Text.of("offered"), "offered", found, {"09:00": Fraction(3), "09:30": Fraction(1)}), small_contract()
    )


def small_contract() -> Contract:
    return contract("terms: [{id: fee, model: fixed, amount: 1}]")


REPORTS: dict[str, Callable[[], Report]] = {
    "example": lambda: month_of({"Calls": (160, Fraction(45)), "Letters": (40, Fraction("50.5"))}, 12000),
    "break-even": lambda: broken_even(BIDS / "letters.yaml", "volume", "kpi.qa"),
    "calculation": lambda: calculated(project(read_bid(HOTLINE)), "base"),
    "staffing": lambda: staffed(HOTLINE),
    "quote": lambda: quoted(HOTLINE),
    "solve": lambda: solved(BIDS / "letters.yaml"),
    "comparison": lambda: compared(BIDS / "letters.yaml"),
    "backtest": backtested,
    "forecast": forecasted,
    "agents": work.report,
    "agents-by-day": lambda: work.report("day"),
}
NUMBER = re.compile(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?%?")


@pytest.fixture(scope="module", params=REPORTS, ids=str)
def report(request: pytest.FixtureRequest) -> Report:
    return REPORTS[request.param]()


def rows(report: Report, medium: Medium) -> Iterator[tuple[Table, list[list[str | None]]]]:
    """Each table that a medium shows: of each row the exact figures of the JSON, in the order in which they stand there; None for what is no number."""
    machine = {one["table"]: one["rows"] for one in report_json(report)["tables"]}
    for _, table in report.parts(medium):
        if not isinstance(table, Table):
            continue
        given: list[Row | None] = [*table.rows, *([None] if len(machine[table.key]) > len(table.rows) else [])]
        shown = []
        for row, exact in zip(given, machine[table.key], strict=True):
            if row is not None and not medium & row.media:
                continue
            figures = []
            for column in table.columns:
                if medium & column.media:
                    cell = row.cell(column.key) if row is not None else None
                    told = cell is not None and (cell.said or (medium is SCREEN and cell.screen)) and medium is not BOOK
                    value = exact["cells"][column.key]
                    is_number = isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?(/\d+)?", value)
                    figures.append(value if is_number and not told and not column.format.is_text else None)
            shown.append(figures)
        yield table, shown


def close(text: str, exact: str) -> bool:
    """Whether a number as it is printed is the exact one, rounded at its last place."""
    digits = text.rstrip("%").replace(",", "")
    of = Fraction(exact) * (100 if text.endswith("%") else 1)
    return abs(Fraction(digits) - of) <= Fraction(Decimal(1).scaleb(Decimal(digits).as_tuple().exponent)) / 2  # type: ignore[arg-type]


def says(text: str, report: Report, medium: Medium) -> None:
    """Every run of figures of every row stands in the text, one after the other."""
    found, tried = NUMBER.findall(text), 0
    for table, lines in rows(report, medium):
        for figures in lines:
            for is_there, run in groupby(figures, lambda one: one is not None):
                if is_there:
                    wanted = [one for one in run if one is not None]
                    at = range(len(found) - len(wanted) + 1)
                    tried += 1
                    assert any(all(close(found[i + n], one) for n, one in enumerate(wanted)) for i in at), (
                        table.key,
                        wanted,
                    )
    assert tried > 5


def test_the_terminal_says_the_figures_of_the_json(report: Report) -> None:
    says(report_text(report, "en"), report, SCREEN)


TEMPLATES = {INTERNAL["calculation"].code: "calculation.html.j2", OFFER["quote"].code: "quote.html.j2"}
"""Of the documents that lay out their pages themselves."""


def test_paper_says_the_figures_of_the_json(report: Report) -> None:
    document = report.masthead.document
    template = TEMPLATES.get(document.code, TEMPLATE) if isinstance(document, Words) else TEMPLATE
    pages = PdfReader(io.BytesIO(report_pdf(report, template))).pages
    says("\n".join(page.extract_text() for page in pages), report, PAPER)


def test_the_workbook_has_the_figures_of_the_json(report: Report) -> None:
    book: Any = load_workbook(io.BytesIO(report_book(report)), data_only=True)
    tables = list(rows(report, BOOK))
    assert len(book.worksheets) == len(tables)
    for sheet, (table, lines) in zip(book.worksheets, tables, strict=True):
        for line, figures in enumerate(lines, start=2):
            for column, exact in enumerate(figures, start=1):
                if exact is not None:
                    assert sheet.cell(line, column).value == pytest.approx(float(Fraction(exact)), rel=1e-12), (
                        table.key,
                        line,
                    )


def cells(report: Report, key: str) -> dict[str, dict[str, Any]]:
    """Each row of a table by its key, else its name in English."""
    (table,) = (one for one in report_json(report)["tables"] if one["table"] == key)
    first = table["columns"][0]["column"]
    return {row["row"] or (row["cells"][first] or {}).get("en", ""): row["cells"] for row in table["rows"]}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    for file in BIDS.glob("*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return Desk(tmp_path)


def said_alike(pairs: Iterable[tuple[str | Fraction, str | Fraction]]) -> None:
    """The JSON of a verb may print to twelve places what that of a report prints exactly."""
    both = [(Fraction(one), Fraction(other)) for one, other in pairs]
    assert both
    assert all(abs(one - other) <= Fraction(1, 10**11) for one, other in both), both


def test_the_json_of_compare_has_the_figures_of_its_report(desk: Desk) -> None:
    said = desk.json("compare", "letters.yaml", "--tornado", "--limits", "--without", "portal")
    case = case_of_bid(read_bid(BIDS / "letters.yaml"))
    high = within(case, {"volume": Fraction(11, 10)})
    sides = [side(case, "base", with_limits=True), side(high, "high", with_limits=True)]
    report = comparison(Compared(case, sides, tornado(case), clause_worth(case, "portal")))
    shown = cells(report, "sides")
    for column, one in zip(("side1", "side2"), said["sides"], strict=True):
        figures = {**one["drivers"], **{name: one[name] for name in ("revenue", "cost", "margin")}}
        figures |= {"break_even_price": one["price"]["to"], "k_star": one["coefficient"]["to"]}
        said_alike((shown[name][column], value) for name, value in figures.items())
    bars = list(cells(report, "bars").values())
    assert [bar["name"] for bar in bars] == [bar["input"] for bar in said["tornado"]]
    for name in ("low", "high", "at_low", "at_high", "swing"):
        said_alike((bar[name], other[name]) for bar, other in zip(bars, said["tornado"], strict=True))
    (clause,) = cells(report, "clause").values()
    said_alike((clause[f"{name}_clause"], said["clause"][name]) for name in ("with", "without"))


def test_the_json_of_breakeven_has_the_figures_of_its_report(desk: Desk) -> None:
    said = desk.json("breakeven", "letters-contract.yaml", "--scenario", "letters.yaml")
    report = broken_even(BIDS / "letters.yaml", "volume")
    points, plan, figures = cells(report, "points"), cells(report, "plan"), said["figures"]
    for name in ("revenue", "cost", "margin"):
        said_alike([(points[name]["amount"], figures[name]), (plan[name]["value"], figures[name])])
    said_alike([(points["Prices, of today's"]["of_plan"], figures["price"]["to"])])
    earned = zip(in_order(report, "contribution"), figures["contributions"], strict=False)
    said_alike((one["contribution"], Fraction(other["revenue"]) - Fraction(other["variable"])) for one, other in earned)
    spots = list(zip(in_order(report, "curve1"), said["points"], strict=True))
    said_alike((one["place"], other["value"]) for one, other in spots)
    said_alike((one["margin"], other["margin"]) for one, other in spots)
    *categories, whole = in_order(report, "categories")
    cost = said["targets"]["cost"]
    for name in ("plan", "target"):
        said_alike(
            (one[name], other[name]) for one, other in zip([*categories, whole], [*cost["parts"], cost], strict=True)
        )


def in_order(report: Report, key: str) -> list[dict[str, Any]]:
    (table,) = (one for one in report_json(report)["tables"] if one["table"] == key)
    return [row["cells"] for row in table["rows"]]
