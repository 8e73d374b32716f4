"""docs/economics/costs.md: its examples come to what stands beside them, and it has every field; the example bid's costs add up."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from pydantic import BaseModel

from bpo.core.cycles import Months
from bpo.core.documents import parse_document
from bpo.core.fields import read_number
from bpo.core.money import round_to
from bpo.economics.costs.cost_file import Costs, WorkingCapital
from bpo.economics.costs.cost_item import Item, Wage
from bpo.economics.costs.cost_levies import NAMES as LEVIES
from bpo.economics.costs.cost_levies import Levy
from bpo.economics.costs.costs import cost_of, costs_by, costs_of, month_costs, read_costs

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "economics" / "costs.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
EXAMPLES = [[text for _, text in BLOCKS[i : i + 3]] for i in range(0, len(BLOCKS), 3)]
HOTLINE = ROOT / "contracts" / "examples" / "bids" / "hotline" / "costs.yaml"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example[2].splitlines()[-1].split()[0])
def test_an_example_comes_to_what_stands_beside_it(example: list[str]) -> None:
    text, drivers, amounts = example
    given = {name: read_number(value) for name, value in parse_document(drivers).plain().items()}
    found = month_costs(
        costs_of(parse_document(f"costs: bid\ncurrency: CNY\n{text}")), given, 1, Months().period("2027-01")
    ).lines
    shown = {line.item: round_to(line.amount, Fraction(1, 100)) for line in found}
    assert shown == {name: Fraction(amount) for name, amount in (line.split() for line in amounts.splitlines())}


@pytest.mark.parametrize("model", [Costs, Item, Wage, Levy, WorkingCapital], ids=lambda model: model.__name__)
def test_every_field_is_on_the_page(model: type[BaseModel]) -> None:
    for name, field in model.model_fields.items():
        assert re.search(rf"\b{field.alias or name}\b", PAGE), name
    assert all(f"`{name}`" in PAGE for name in LEVIES)


def test_the_costs_of_the_example_bid() -> None:
    """40 heads: 3 team leaders, 2 quality analysts and a trainer. 4,200 + 37.4% of it in levies is 5,770.80 a head."""
    drivers = {
        "heads": Fraction(40), "seats": Fraction(38), "paid_hours": Fraction(7040), "minutes": Fraction(210_000),
        "hires": Fraction(2), "revenue": Fraction(420_000), "vat": Fraction(25_200),
    }  # fmt: skip
    lines = month_costs(read_costs(HOTLINE), drivers, 1, Months().period("2027-01")).lines
    by_item = costs_by(lines, "item")
    agents = [line for line in lines if line.item.split(".")[0] == "agents"]
    assert cost_of(agents) == 40 * Fraction("5770.80")
    assert [
        next(line.quantity for line in lines if line.item == id) for id in ("team_leaders", "quality", "trainers")
    ] == [3, 2, 1]
    assert by_item["night"] == 7040 * Fraction("0.2") * 5
    assert by_item["set_up"] == Fraction(300_000, 36)
    assert by_item["management"] == 21_000
    assert by_item["telecom"] == 210_000 * Fraction("0.06") / Fraction("1.09")
    shares = {name: amount / cost_of(lines) for name, amount in costs_by(lines, "category").items()}
    assert Fraction(55, 100) < shares["labour"] < Fraction(70, 100)
    assert Fraction(5, 100) < shares["supervision"] < Fraction(20, 100)
