"""Scenarios by weight: the mixture of their draws, worked by hand; of one scenario it is itself."""

from fractions import Fraction as F
from pathlib import Path

import numpy as np
import pytest

from bpo.core.errors import BpoError
from bpo.economics.risk.figures import risk_figures
from bpo.economics.risk.mixture import Weighed, mixture, of_results, weights_of
from bpo.economics.risk.run import risk
from bpo.economics.scenario.scenario import read_bid
from tests.cli.desk import Desk

LETTERS = Path(__file__).resolve().parents[1] / "bids"
UNCERTAIN = "uncertain: {volume: {pert: [80%, 100%, 120%]}}\n"


def drawn(name: str, weight: F, margins: list[int], revenue: int = 100) -> Weighed:
    earned = np.full(len(margins), revenue * 10**6, dtype=np.int64)
    return Weighed(name, weight, earned, earned - np.array(margins, dtype=np.int64) * 10**6)


def test_the_mixture_by_hand() -> None:
    """Of weight 3/4: −10, 10, 20, 40; of 1/4: −30, 50. Means 15 and 10: 3/4 × 15 + 1/4 × 10 = 13.75. Losses 1/4 and 1/2: 3/16 + 2/16 =
    5/16. Each draw of the first weighs 3/16, of the second 2/16: up to −30 2/16, −10 5/16, 10 8/16, 20 11/16, 40 14/16, 50 all. 5% and 10% are
    below 12.5%, 25% below 31.25%, 50% is just reached at 10, 75% at 40, 90% and 95% at 50. Below 15 of 100: two of four, one of two."""
    found = mixture([drawn("a", F(3, 4), [40, -10, 20, 10]), drawn("b", F(1, 4), [50, -30])], [F(15, 100)])
    assert found.whole.margin == F("13.75") and found.whole.loss == F(5, 16) and found.whole.below == (F(1, 2),)
    assert found.whole.percentiles == (-30, -30, -10, 10, 40, 50, 50)
    assert (found.whole.revenue, found.whole.cost, found.whole.draws) == (100, F("86.25"), 6)
    assert [one.margin for one in found.parts] == [15, 10] and [one.loss for one in found.parts] == [F(1, 4), F(1, 2)]


def test_a_weight_of_one_is_the_scenario_itself() -> None:
    first, second = drawn("a", F(1), [40, -10, 20, 10]), drawn("b", F(0), [-500, -300])
    found = mixture([first, second], [F(15, 100)])
    alone = mixture([first], [F(15, 100)])
    assert found.whole == alone.whole and found.whole.draws == 4


def test_a_bid_of_weight_one_has_the_figures_of_its_risk(tmp_path: Path) -> None:
    for file in LETTERS.glob("letters*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    scenario = tmp_path / "letters.yaml"
    scenario.write_text(scenario.read_text("utf-8") + UNCERTAIN, "utf-8")
    results = risk(read_bid(scenario), 500, 7, 1)
    other = risk(read_bid(scenario), 300, 7, 1, {"price": F(1, 2)})
    margin, figures = risk_figures(results).spreads[0], risk_figures(results)
    whole = mixture([of_results("base", F(1), results), of_results("low", F(0), other)], []).whole
    assert (whole.margin, whole.percentiles) == (margin.mean, margin.percentiles)
    assert whole.loss == figures.chances[0].of_draws
    half = mixture([of_results("base", F(1, 2), results), of_results("low", F(1, 2), other)], []).whole
    assert half.loss == F(1, 2)  # at half of the prices every draw loses, as planned none does
    assert whole.loss == 0


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (["low"], "risk-weight"),
        (["low=many"], "risk-weight"),
        (["=50%"], "risk-weight"),
        (["low=-10%", "base=110%"], "risk-weight"),
        (["low=50%", "low=50%"], "risk-weight-twice"),
        (["low=50%", "base=49.9%"], "risk-weights-whole"),
    ],
)
def test_weights_that_are_none(given: list[str], code: str) -> None:
    with pytest.raises(BpoError) as told:
        weights_of(given)
    assert told.value.problems[0].code == code


def test_weights_are_shares_of_variants_and_files() -> None:
    assert weights_of(["base=60%", "a=b.yaml=40%"]) == {"base": F(3, 5), "a=b.yaml": F(2, 5)}
    assert weights_of([]) == {}


def test_the_verb_weighs_variants_and_files(tmp_path: Path) -> None:
    """Planned 43,665; the variant at half of the prices −9,060 (see test_grid.py), and the same file where nothing is uncertain."""
    for file in LETTERS.glob("letters*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    plain = (tmp_path / "letters.yaml").read_text("utf-8")
    (tmp_path / "uncertain.yaml").write_text(
        plain.replace("  high:", "  half: {price: 50%}\n  high:") + UNCERTAIN, "utf-8"
    )
    desk = Desk(tmp_path)
    options = ("--draws", "100", "--jobs", "1", "--weight", "half=25%", "--weight", "letters.yaml=75%")
    found = desk.json("risk", "uncertain.yaml", *options)["weighed"]
    assert [(one["name"], one["weight"], one["draws"]) for one in found["scenarios"]] == [
        ("half", "0.25", 100),
        ("letters.yaml", "0.75", 1),
    ]
    assert found["scenarios"][1]["margin"] == "43665" and found["together"]["percentiles"]["50"] == "43665"
    assert found["together"]["loss"] == "0.25"
    said = desk.run("risk", "uncertain.yaml", *options)
    assert "Expected margin" in said.out and "All by weight" in said.out
    said = desk.run("risk", "uncertain.yaml", *options[:4], "--weight", "halv=100%")
    assert said.code == 1 and "half" in said.err
