"""What ``breakeven`` and ``compare`` print: their pages, both languages, JSON, and what they refuse."""

from __future__ import annotations

import re
import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from tests.cli.desk import Desk

BIDS = Path(__file__).parents[1] / "economics" / "bids"
MONTH = ("letters-contract.yaml", "--costs", "month-costs.yaml", "--measures", "letters-measures.yaml")


@pytest.fixture
def bids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("COLUMNS", "100")
    for file in BIDS.glob("*.yaml"):
        shutil.copy(file, tmp_path)
    return Desk(tmp_path)


def test_json_is_exact(bids: Desk) -> None:
    """30 × 810 + 1,000 − 100 = 25,200 = 9,000 + 20 × 810."""
    found = bids.json("breakeven", *MONTH, "--vary", "letters")
    (turn,) = found["turns"]
    assert (turn["kind"], turn["from"], turn["rising"]) == ("crossing", "810", True)
    assert found["complete"] is True and found["planned"] == "1200"
    whole = found["targets"]["cost"]
    assert Fraction(whole["target"]) == 36_900 == sum(Fraction(part["target"]) for part in whole["parts"])
    sides = bids.json("compare", "letters.yaml", "--tornado", "--without", "portal")
    assert [one["name"] for one in sides["sides"]] == ["base", "high"]
    assert sides["clause"] == {"clause": "portal", "with": "43665", "without": "40815"}


def test_chinese(bids: Desk) -> None:
    said = bids.run("--lang", "zh", "breakeven", *MONTH, "--vary", "letters")
    assert said.code == 0, said.err
    assert "810：盈亏平衡，高于此值盈利" in said.out and "成本临界点" in said.out
    assert "基准" in bids.run("--lang", "zh", "compare", "letters.yaml").out


def test_below_unit_cost_the_loss_of_one_more_is_told(bids: Desk) -> None:
    """Above 1,200 letters a further one earns 20 and costs 26: 6 lost, unless prices exceed 130%."""
    costs = bids.root / "month-costs.yaml"
    costs.write_text(costs.read_text().replace("amount: 20", "amount: 26"))
    said = bids.run("breakeven", *MONTH, "--vary", "letters", "--from", "1300", "--to", "3000")
    assert said.code == 0, said.err
    assert "it loses over the whole range" in said.out
    assert "each one more loses 6; raise prices above 130% of today's" in said.out


def test_what_pays_without_a_coefficient_has_no_k(bids: Desk) -> None:
    """Letters of 36,900 cost 33,000. A coefficient on the portal's 1,000 alone: without it 3,900 − 1,000 are left. At a rent of
    29,000 in place of 9,000 no factor up to 2 makes up for the 16,100 lost."""
    contract = bids.root / "letters-contract.yaml"
    contract.write_text(contract.read_text().replace("on: [letters]", "on: [portal]"))
    for rent, shown in (("9000", "none: it pays even at 0"), ("29000", "never")):
        costs = bids.root / "month-costs.yaml"
        costs.write_text(re.sub(r"amount: 9000|amount: 9,000", f"amount: {rent}", costs.read_text()))
        said = bids.run("breakeven", *MONTH)
        assert said.code == 0, said.err
        (line,) = [line for line in said.out.splitlines() if line.startswith("K* of coefficient")]
        assert line.endswith(f" {shown}")


def test_the_ends_of_a_score_are_no_percents(bids: Desk) -> None:
    """A tenth down and up: a score of 90 goes from 81 to 99, a share of 90% from 81% to 99%."""
    contract, scenario = bids.root / "letters-contract.yaml", bids.root / "letters.yaml"
    scored = contract.read_text().replace("kpis:\n", "kpis:\n  - {id: score, kpi: qa_score, target: 85}\n")
    bonus = "adjustments:\n  - {id: good, kind: bonus, kpi: score, amount: 50}\n"
    contract.write_text(scored.replace("adjustments:\n", bonus))
    scenario.write_text(scenario.read_text().replace("{qa: 96%}", "{qa: 90%, score: 90}"))
    said = bids.run("compare", "letters.yaml", "--tornado")
    assert said.code == 0, said.err
    cells = [line.split("kpi.")[1].split() for line in said.out.splitlines() if "kpi." in line]
    ends = {f"kpi.{name}": rest[:3] for name, *rest in cells}
    assert ends == {"kpi.qa": ["81%", "/", "99%"], "kpi.score": ["81", "/", "99"]}


def test_clauses_kpis_and_inputs_are_called_by_their_labels(bids: Desk) -> None:
    """With the name that --vary takes; two lines of one label with their ids."""
    contract = bids.root / "letters-contract.yaml"
    text = contract.read_text("utf-8").replace(
        "{id: letters, model", "{id: letters, label: {zh: 信件, en: Letters answered}, model"
    )
    contract.write_text(text.replace("{id: qa, kpi", "{id: qa, label: {zh: 质检, en: Quality}, kpi"), "utf-8")
    said = [" ".join(line.split()) for line in bids.run("breakeven", *MONTH).out.splitlines()]
    assert "contribution of Letters answered 12,000.00" in said and "Quality kpi.qa 96% 0.00 0.00" in said
    chinese = bids.run("--lang", "zh", "breakeven", *MONTH).out
    assert "贡献毛益：信件" in chinese and "质检" in chinese
    tornado = [" ".join(line.split()) for line in bids.run("compare", "letters.yaml", "--tornado").out.splitlines()]
    for begins in ("Cost: Agents cost.agents 90% / 110%", "Quality kpi.qa 86.4% / 100%", "Prices price 90%"):
        assert any(line.startswith(begins) for line in tornado), tornado
    assert "成本：Agents" in bids.run("--lang", "zh", "compare", "letters.yaml", "--tornado").out
    contract.write_text(text.replace("{id: portal, model", "{id: portal, label: Letters answered, model"), "utf-8")
    assert "contribution of Letters answered (portal)" in bids.run("breakeven", *MONTH).out


def test_a_driver_that_the_month_has_not_is_told_of_its_figures(bids: Desk) -> None:
    costs = bids.root / "month-costs.yaml"
    costs.write_text(costs.read_text("utf-8").replace("per: letters", "per: leters"), "utf-8")
    said = bids.run("breakeven", *MONTH)
    assert said.code == 1 and "the figures of 2027-01 have no driver 'leters'" in said.err
    assert "2027-01 的数据中没有驱动量 'leters'" in bids.run("--lang", "zh", "breakeven", *MONTH).err


REFUSED = [
    (("breakeven", "letters-contract.yaml"), 2, "--costs FILE"),
    (("breakeven", "letters-contract.yaml", "--costs", "month-costs.yaml"), 2, "--measures FILE"),
    (("breakeven", *MONTH, "--vary", "leters"), 1, "Did you mean 'letters'?"),
    (("breakeven", *MONTH, "--from", "200%"), 1, "--to must lie above --from, which is 200%"),
    (("compare", "letters.yaml", "--variant", "hihg"), 1, "Did you mean 'high'?"),
    (("compare", "letters.yaml", "--without", "letters"), 1, "coefficient"),
]


@pytest.mark.parametrize(("arguments", "code", "told"), REFUSED)
def test_what_is_refused(bids: Desk, arguments: tuple[str, ...], code: int, told: str) -> None:
    said = bids.run(*arguments)
    assert said.code == code, said.out
    assert told in said.err
