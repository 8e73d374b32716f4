"""Sobol' indices against published values, and of bids whose shares of the variance are worked by hand."""

from fractions import Fraction as F
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import qmc

from bpo.core.errors import BpoError
from bpo.economics.risk.indices import Index, indices, indices_of
from bpo.economics.scenario.scenario import read_bid
from tests.cli.desk import Desk

LETTERS = Path(__file__).resolve().parents[1] / "bids"


def bid_in(folder: Path, uncertain: str) -> Path:
    for file in LETTERS.glob("letters*.yaml"):
        (folder / file.name).write_bytes(file.read_bytes())
    scenario = folder / "letters.yaml"
    scenario.write_text(scenario.read_text("utf-8") + uncertain, "utf-8")
    return scenario


def test_the_ishigami_function() -> None:
    """sin x₁ + 7 sin² x₂ + 0.1 x₃⁴ sin x₁ on [−π, π]³: S = 0.3139, 0.4424, 0 and T = 0.5576, 0.4424, 0.2437 (Saltelli et al.,
    *Sensitivity Analysis in Practice*, 2004; Ishigami and Homma 1990)."""
    points = qmc.Sobol(6, scramble=True, rng=np.random.default_rng(7)).random(8192) * 2 * np.pi - np.pi
    first, second = points[:, :3], points[:, 3:]
    pages = [first, second, *(np.where(np.arange(3) == n, second, first) for n in range(3))]
    margins = np.array([np.sin(x[:, 0]) * (1 + 0.1 * x[:, 2] ** 4) + 7 * np.sin(x[:, 1]) ** 2 for x in pages])
    found = {one.names[0]: one for one in indices_of([("x1",), ("x2",), ("x3",)], margins, 1)}
    published = {"x1": (0.3139, 0.5576), "x2": (0.4424, 0.4424), "x3": (0.0, 0.2437)}
    for name, (own, total) in published.items():
        one = found[name]
        assert float(one.first) == pytest.approx(own, abs=0.005)
        assert float(one.total) == pytest.approx(total, abs=0.005)
        assert one.first_between[0] <= own <= one.first_between[1]
        assert one.total_between[0] <= total <= one.total_between[1]
    assert list(found) == ["x1", "x2", "x3"]  # the largest total first


def by_name(found: tuple[Index, ...]) -> dict[tuple[str, ...], Index]:
    return {one.names: one for one in found}


def test_straight_costs_have_the_shares_of_their_variances(tmp_path: Path) -> None:
    """Agents 60,000 × [90%, 110%] span 12,000, rent 1,500 × [50%, 150%] spans 1,500: of even spans the variances are as 12,000² to
    1,500², 64 to 1. Nothing does anything together, so both indices are 64/65 and 1/65."""
    uncertain = "uncertain: {cost.agents: {uniform: [90%, 110%]}, cost.rent: {uniform: [50%, 150%]}}\n"
    found = indices(read_bid(bid_in(tmp_path, uncertain)), 1024, 7, 1)
    assert (found.base, found.priced) == (1024, 4096)
    own = by_name(found.all)
    for name, share in (("cost.agents", F(64, 65)), ("cost.rent", F(1, 65))):
        one = own[name,]
        assert abs(one.first - share) < F(2, 100) and abs(one.total - share) < F(1, 100)
    again = indices(read_bid(tmp_path / "letters.yaml"), 1024, 7, 1)
    assert again == found  # with its intervals


def test_inputs_that_multiply_do_so_together(tmp_path: Path) -> None:
    """Agents cost 60,000 × wage × time, both uniform on [50%, 150%]: V(wage) = V(time) = 1/12, so V = 2/12 + 1/144 = 25/144: by itself
    12/25 each, and 13/25 with what they do together."""
    uncertain = "uncertain: {cost.agents: {uniform: [50%, 150%]}, letters.handle_seconds: {uniform: [50%, 150%]}}\n"
    for one in indices(read_bid(bid_in(tmp_path, uncertain)), 2048, 3, 1).all:
        assert abs(one.first - F(12, 25)) < F(2, 100) and abs(one.total - F(13, 25)) < F(2, 100)


def test_correlated_inputs_are_one_group(tmp_path: Path) -> None:
    uncertain = (
        "uncertain: {cost.agents: {uniform: [90%, 110%]}, cost.rent: {uniform: [50%, 150%]}, volume: {uniform: [90%, 100%], each_month: yes}}\n"
        "correlated: [{pair: [cost.agents, cost.rent], rank: 0.5}]\n"
    )
    found = indices(read_bid(bid_in(tmp_path, uncertain)), 128, 7, 1)
    assert {one.names for one in found.all} == {("cost.agents", "cost.rent"), ("volume",)}
    assert found.priced == 128 * 4


@pytest.mark.parametrize("base", [0, 32, 100, 131_072])
def test_a_sample_is_a_power_of_two(tmp_path: Path, base: int) -> None:
    scenario = bid_in(tmp_path, "uncertain: {cost.agents: {uniform: [90%, 110%]}}\n")
    with pytest.raises(BpoError) as told:
        indices(read_bid(scenario), base, 7, 1)
    assert told.value.problems[0].code == "risk-sobol-draws"


def test_of_one_input_both_are_all_and_of_none_that_moves_anything_zero(tmp_path: Path) -> None:
    scenario = bid_in(tmp_path, "uncertain: {cost.agents: {uniform: [90%, 110%]}, wage: {uniform: [90%, 110%]}}\n")
    own = by_name(indices(read_bid(scenario), 256, 7, 1).all)  # the letters bid has no wages
    assert own["wage",].total == own["wage",].first == 0
    assert abs(own["cost.agents",].total - 1) < F(2, 100)


def test_one_input_alone_has_the_whole_variance(tmp_path: Path) -> None:
    scenario = bid_in(tmp_path, "uncertain: {cost.agents: {uniform: [90%, 110%]}}\n")
    (only,) = indices(read_bid(scenario), 256, 7, 1).all
    assert abs(only.first - 1) < F(5, 100) and abs(only.total - 1) < F(2, 100)


def test_the_verb_prints_them(tmp_path: Path) -> None:
    bid_in(tmp_path, "uncertain: {cost.agents: {uniform: [90%, 110%]}, cost.rent: {uniform: [50%, 150%]}}\n")
    desk = Desk(tmp_path)
    options = ("--draws", "100", "--jobs", "1", "--sobol", "64")
    said = desk.run("risk", "letters.yaml", *options)
    assert said.code == 0 and "First order" in said.out and "256 further draws" in said.out, said.err
    printed = desk.json("risk", "letters.yaml", *options)["sobol"]
    assert [one["inputs"] for one in printed["indices"]] == [["cost.agents"], ["cost.rent"]]
    assert desk.json("risk", "letters.yaml", *options[:4])["sobol"] is None
