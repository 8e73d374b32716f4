"""The margin over two inputs: every pair is priced, and the pair of the plan is the quote."""

import io
from fractions import Fraction as F
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bpo.bid.comparison import Compared, comparison
from bpo.core.errors import BpoError
from bpo.economics.margin.grid import axes_of, axis_of, grid
from bpo.economics.margin.sensitivity import side
from bpo.economics.scenario.case import case_of_bid
from bpo.economics.scenario.projection import project
from bpo.economics.scenario.scenario import read_bid
from bpo.report.draw import report_book
from bpo.report.page import PageTable, page_of
from tests.bid.conftest import HOTLINE
from tests.cli.desk import Desk

LETTERS = Path(__file__).resolve().parents[1] / "bids/letters.yaml"


def test_a_span_is_five_values_and_a_list_is_itself() -> None:
    assert axis_of("price=80%..120%").values == (F(4, 5), F(9, 10), F(1), F(11, 10), F(6, 5))
    assert axis_of("kpi.qa=96%,90%").values == (F(9, 10), F(24, 25))


@pytest.mark.parametrize(
    "given", ["price", "price=90%", "=1,2", "price=90%,90%", "price=a..b", "price=1..1", f"price={','.join(f'{n}%' for n in range(50, 66))}"]
)  # fmt: skip
def test_what_is_no_input_with_values_is_refused(given: str) -> None:
    with pytest.raises(BpoError) as told:
        axis_of(given)
    assert told.value.problems[0].code == "grid-axis"


@pytest.mark.parametrize("given", [["price=1,2"], ["price=1,2", "price=2,3"], ["price=1,2", "wage=1,2", "volume=1,2"]])
def test_a_grid_has_two_different_inputs(given: list[str]) -> None:
    with pytest.raises(BpoError) as told:
        axes_of(given)
    assert told.value.problems[0].code == "grid-two-inputs"


def test_every_pair_is_priced() -> None:
    """Half of the prices: 1,200 × 15 + 500 − 2 × 50 = 18,400 a month; agents 20,000, rent 500, management 5% = 920: 3 × −3,020.

    Volume at 120%: 1,200 × 30 + 240 × 20 + 1,000 − 3 complaints × 50 = 41,650 a month; agents 24,000, rent 500, management
    2,082.50: 3 × 15,067.50 = 45,202.50; at half of the prices 20,750 − 24,500 − 1,037.50 = −4,787.50 a month.
    """
    found = grid(case_of_bid(read_bid(LETTERS)), axis_of("price=50%,100%"), axis_of("volume=100%,120%"))
    assert [one.margin for one in found.cells] == [F(-9060), F("-14362.5"), F(43665), F("45202.5")]


@pytest.mark.parametrize("scenario", [LETTERS, HOTLINE])
def test_the_pair_of_the_plan_is_the_quote(scenario: Path) -> None:
    bid = read_bid(scenario)
    quoted = project(bid)
    found = grid(case_of_bid(read_bid(scenario)), axis_of("price=99%,100%"), axis_of("cost.rent=100%,101%"))
    at_plan = next(one for one in found.cells if one.first == one.second == 1)
    assert (at_plan.revenue, at_plan.cost) == (quoted.revenue, quoted.cost)
    assert len({one.margin for one in found.cells}) == 4


def test_it_stands_in_the_report_and_live_in_the_workbook() -> None:
    case = case_of_bid(read_bid(LETTERS))
    found = grid(case, axis_of("price=50%,100%"), axis_of("volume=100%,120%"))
    report = comparison(Compared(case, [side(case, "base")], grid=found))
    table: Any = page_of(report).parts["grid"]
    assert isinstance(table, PageTable)
    assert [[cell.text.main for cell in row.cells[1:]] for row in table.rows] == [
        ["-9,060", "-14,363"],
        ["43,665", "45,203"],
    ]
    # Sixths of the largest, 45,202.50, each begun: −9,060 is 1.2 of them, −14,362.50 1.9, 43,665 5.8.
    assert [[cell.shade for cell in row.cells[1:]] for row in table.rows] == [[-2, -2], [6, 6]]
    data = report_book(report)
    live, values = (load_workbook(io.BytesIO(data), data_only=shown)["毛利网格 Margin grid"] for shown in (False, True))
    assert live["B2"].value.startswith("=SUMIFS(") and values["B2"].value == pytest.approx(-9060)


def test_the_verb_prints_it(tmp_path: Path) -> None:
    for file in LETTERS.parent.glob("letters*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    desk = Desk(tmp_path)
    printed = desk.json("compare", "letters.yaml", "--grid", "price=50%,100%", "--grid", "volume=100%,120%")["grid"]
    assert [one["margin"] for one in printed["cells"]] == ["-9060", "-14362.5", "43665", "45202.5"]
    said = desk.run("compare", "letters.yaml", "--grid", "price=50%,100%", "--grid", "volum=100%,120%")
    assert said.code == 1 and "'volume'" in said.err
    said = desk.run("compare", "letters.yaml", "--grid", "price=50%,100%", "--grid", "volume=1,20")
    assert said.code == 1 and "1,000%" in said.err
