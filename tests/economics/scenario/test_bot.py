"""Deflection: what a bot takes, what is returned to agents, what it earns, and how it is varied; worked by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from bpo.core.errors import BpoError
from bpo.economics.margin.sensitivity import tornado
from bpo.economics.margin.vary import varied
from bpo.economics.scenario.case import case_of_bid
from bpo.economics.scenario.changes import inputs
from bpo.economics.scenario.projection import project
from bpo.economics.scenario.scenario import Bid, read_bid

LETTERS = Path(__file__).parents[1] / "bids" / "letters.yaml"
BOT = "{takes: {2027-01: 25%, 2027-03: 50%}, returned: 20%}"
PAID = "  - {id: solved, model: workload, quantity: {given: contact}, rate: 5}\n"


def bid_with(folder: Path, bot: str | None = BOT, paid: bool = False) -> Bid:
    """The letters, of which a bot takes some; ``paid``: at 5.00 each that it solves."""
    for file in LETTERS.parent.glob("letters*.yaml"):
        text = file.read_text(encoding="utf-8")
        if file.name == "letters.yaml" and bot is not None:
            text = text.replace("workload: {productive: 75%}", f"workload: {{productive: 75%}}, bot: {bot}")
        if paid:
            text = text.replace("kpis:\n  - {id: qa", f"{PAID}kpis:\n  - {{id: qa")
            text = text.replace("letters: letters.handled", "letters: letters.handled, solved: letters.bot_solved")
        (folder / file.name).write_text(text, encoding="utf-8")
    return read_bid(folder / "letters.yaml")


def test_a_bot_by_month(tmp_path: Path) -> None:
    """Of 1,200 the bot takes a quarter, 300, and solves 240; 960 × 15 min / 75% / 160 h are 2 heads, 16,000. 960 × 30 + 1,000, less 2
    complaints (1.92) of 50: 29,700. Costs 16,000 + 500 + 5%. In March it takes 600 and solves 480; 720 letters are 1.5 heads."""
    months = project(bid_with(tmp_path)).months
    assert [month.drivers["letters.bot_taken"] for month in months] == [300, 300, 600]
    assert [month.drivers["letters.bot_solved"] for month in months] == [240, 240, 480]
    assert [month.drivers["letters.offered"] for month in months] == [960, 960, 720]
    assert [month.drivers["heads"] for month in months] == [2, 2, Fraction(3, 2)]
    assert (months[0].revenue, months[0].cost) == (29700, 16000 + 500 + 1485)
    assert (months[2].revenue, months[2].cost) == (22550, 12000 + 500 + Fraction(22550, 20))


def test_what_the_bot_solves_has_a_price_of_its_own(tmp_path: Path) -> None:
    """240 at 5.00 in January, 480 in March."""
    months = project(bid_with(tmp_path, paid=True)).months
    assert [month.revenue for month in months] == [29700 + 1200, 29700 + 1200, 22550 + 2400]


def test_the_share_is_an_input(tmp_path: Path) -> None:
    """Twice: 600 taken in January, all 1,200 in March, of which the 240 that are returned need half a head. 2.01 times are more than all."""
    bid = bid_with(tmp_path)
    assert "letters.bot" in inputs(bid) and "letters.bot" not in inputs(read_bid(LETTERS))
    twice = project(bid, {"letters.bot": Fraction(2)}).months
    assert [month.drivers["letters.offered"] for month in twice] == [720, 720, 240]
    assert twice[2].drivers["heads"] == Fraction(1, 2)
    with pytest.raises(
        BpoError, match=r"'letters.bot' is 50% as planned, and 201% of it 100.5%: too much; 199.9% is the most"
    ):
        project(bid, {"letters.bot": Fraction(201, 100)})
    assert project(bid).months[0].drivers["letters.offered"] == 960, (
        "what was kept of one share is not taken for another"
    )


def test_the_range_ends_where_the_bot_takes_all(tmp_path: Path) -> None:
    case = case_of_bid(bid_with(tmp_path, "{takes: 80%}"))
    assert (varied(case, "letters.bot").first, varied(case, "letters.bot").last) == (Fraction(1, 2), Fraction(5, 4))
    (bar,) = tornado(case, ["letters.bot"])
    assert bar.at_low is not None and bar.at_high is not None and bar.at_low > bar.at_high, (
        "a letter earns more than it costs"
    )


def test_a_bot_that_solves_nothing_changes_nothing(tmp_path: Path) -> None:
    plain = project(read_bid(LETTERS))
    for bot in ("{takes: 0%}", "{takes: 30%, returned: 100%}"):
        found = project(bid_with(tmp_path, bot))
        assert (found.revenue, found.cost) == (plain.revenue, plain.cost)
        assert found.months[0].drivers["letters.bot_solved"] == 0
    assert "letters.bot_solved" not in plain.months[0].drivers


def test_a_bot_that_solves_all_leaves_nobody(tmp_path: Path) -> None:
    month = project(bid_with(tmp_path, "{takes: 100%}")).months[0]
    assert (month.drivers["letters.offered"], month.drivers["heads"], month.revenue) == (0, 0, 1000)
    assert "letters.aht_seconds" not in month.drivers


WRONG = [
    ("{takes: 101%}", "101% is more than 100%", "101% 超过 100%"),
    ("{returned: 20%}", "'takes' is missing here", "此处缺少 'takes'"),
    (
        "{takes: 30}",
        "30 means 3,000% here; write 30% or 3,000%, whichever is meant",
        "30 在此即 3,000%；请按本意写 30% 或 3,000%",
    ),
]


@pytest.mark.parametrize(("bot", "english", "chinese"), WRONG)
def test_a_wrong_share_is_told(tmp_path: Path, bot: str, english: str, chinese: str) -> None:
    with pytest.raises(BpoError) as error:
        bid_with(tmp_path, bot)
    (problem,) = error.value.problems
    assert str(problem.where).endswith("letters.yaml:5")
    assert english in problem.say("en") and chinese in problem.say("zh")


def test_a_share_from_a_later_month_on_is_told(tmp_path: Path) -> None:
    with pytest.raises(BpoError, match="each figure here holds from its month on, and the first is of 2027-02"):
        project(bid_with(tmp_path, "{takes: {2027-02: 10%}}"))
