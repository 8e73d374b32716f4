"""One bid has one revenue and one margin, whichever verb is asked: as billed, to the cent."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from tests.cli.desk import Desk

EXAMPLES = Path(__file__).resolve().parents[2] / "contracts/examples/bids"
BIDS = sorted(path.name for path in EXAMPLES.iterdir())


@pytest.mark.parametrize("name", BIDS)
def test_every_verb_prints_the_same_revenue(tmp_path: Path, name: str) -> None:
    for file in (EXAMPLES / name).glob("*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    desk = Desk(tmp_path)
    quote = desk.json("quote", "scenario.yaml")
    broken = desk.json("breakeven", "draft.yaml", "--scenario", "scenario.yaml", "--vary", "price")["figures"]
    compared = desk.json("compare", "scenario.yaml", "--variant", "low")["sides"][0]
    solved = desk.json("solve", "scenario.yaml", "--margin", "15%")["today"]
    solved["margin"] = str(Fraction(solved["revenue"]) - Fraction(solved["cost"]))
    for key in ("revenue", "cost", "margin"):
        figures = [float(Fraction(one[key])) for one in (quote, broken, compared, solved)]
        assert figures == [pytest.approx(figures[0], abs=0.001)] * 4, key
    parts = [Fraction(one["revenue"]) - Fraction(one["variable"]) for one in broken["contributions"]]
    left = sum(parts) + Fraction(broken["rounding"]) - Fraction(broken["fixed"]) - Fraction(broken["allocated"])
    assert float(left) == pytest.approx(float(Fraction(broken["margin"])), abs=0.001)


def test_the_shipped_bids_are_there() -> None:
    assert {"hotline", "manila-seats"} <= set(BIDS)
