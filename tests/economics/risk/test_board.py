"""The board's page: prices, conditions, approvals and cash as worked by hand; present values and rates of return as published."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from fractions import Fraction as F
from pathlib import Path

import numpy as np
import pytest

from bpo.bid import offer_of
from bpo.bid.board import Board, board_of, board_report
from bpo.bid.risk import Risked
from bpo.core.errors import BpoError
from bpo.core.words import Lang
from bpo.desk.bids import bid_of
from bpo.economics.risk.cash import cash_figures, cash_spreads
from bpo.economics.risk.corridor import Priced, Wanted, price_corridor
from bpo.economics.risk.figures import risk_figures
from bpo.economics.risk.must_hold import must_hold
from bpo.economics.risk.run import Results, risk
from bpo.report.charts import waterfall_plot
from bpo.report.model import Chart, Waterfall
from bpo.report.screen import report_text
from bpo.report.speech import Speech

HERE = Path(__file__).parent


def results_of(tmp_path: Path, *changes: tuple[str, str]) -> Results:
    """The bid of letters, some of its text changed: 1,200 letters at 30 and a portal at 1,000 for three months, 2 complaints a month at 50.

    Revenue is 3 × (37,000 f − 100) at prices of f, cost 60,000 of agents, 1,500 of rent and 5% of the revenue.
    """
    for name in ("letters-contract.yaml", "letters-costs.yaml"):
        shutil.copy(HERE / name, tmp_path)
    text = (HERE / "board.yaml").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "board.yaml"
    path.write_text(text, "utf-8")
    return risk(bid_of(path), 128, 7, 1)


def factors(results: Results, *wanted: tuple[F, F]) -> tuple[list[F | None], bool]:
    found = price_corridor(Priced(results, {}, 1), [Wanted(*one) for one in wanted])
    return [one.factor for one in found], found[0].straight


def test_prices_at_which_so_many_draws_lose(tmp_path: Path) -> None:
    """A quarter of the draws pays 120,000 for agents: 0.95 × (111,000 f − 300) = 121,500 at f ≈ 1.154907; the others 61,500, at f ≈ 0.585918."""
    results = results_of(tmp_path)
    found, straight = factors(results, (F(0), F("0.1")), (F(0), F("0.25")), (F(0), F("0.24")))
    assert straight and found == [F("1.1550"), F("0.5860"), F("1.1550")]
    priced = Priced(results, {}, 1)
    assert [priced.chance(factor, F(0)) for factor in (F("1.1549"), F("1.1550"))] == [F(1, 4), 0]


def test_prices_at_which_so_many_draws_miss_a_floor(tmp_path: Path) -> None:
    """0.65 R − 0.05 R = 121,500: R = 202,500 and f = 202,800 / 111,000 ≈ 1.827027."""
    assert factors(results_of(tmp_path), (F("0.35"), F("0.05")))[0] == [F("1.8271")]


def test_where_a_cap_bends_the_draws_all_are_priced_again(tmp_path: Path) -> None:
    """76 complaints are 3,800, capped at 10% of 36,000 f: from f ≈ 1.0556 on R = 3 × (37,000 f − 3,800). Agents of 190%, 114,000, need
    R = 115,500 / 0.95, f ≈ 1.198009; the line through 1 and 1.1 leads elsewhere."""
    changes = (("times: 0.2%", "times: 6.34%"), ("200%: 25%", "190%: 25%"))
    assert factors(results_of(tmp_path, *changes), (F(0), F("0.1"))) == ([F("1.1981")], False)


def test_a_price_that_would_have_to_be_eleven_times_as_much_is_none(tmp_path: Path) -> None:
    results = results_of(tmp_path, ("100%: 75%, 200%: 25%", "100%: 75%, 1000%: 25%"))
    assert factors(results, (F("0.9"), F("0.1")))[0] == [None]  # R × (1 − 0.95) = 601,500: more than a hundred times


def test_as_far_as_an_input_may_go(tmp_path: Path) -> None:
    """At 35% of 110,700 costs may come to 71,955: agents to 64,920, 108.2%; drawn evenly from 100% to 200%, 91.8% lie beyond."""
    results = results_of(tmp_path, ("{discrete: {100%: 75%, 200%: 25%}}", "{uniform: [100%, 200%]}"))
    (one,) = must_hold(results, {}, risk_figures(results).weights, F("0.35"))
    assert one.least == 1 and one.most is not None and F("1.0815") <= one.most <= F("1.082")
    assert abs(one.chance - F("0.918")) <= F(1, 100)
    (all_of_it,) = must_hold(results, {}, risk_figures(results).weights, F(-2))
    assert all_of_it.always and all_of_it.chance == 0
    (nothing,) = must_hold(results, {}, risk_figures(results).weights, F("0.5"))
    assert nothing.least is None and nothing.chance == 1


def board(results: Results) -> Board:
    return board_of(Risked(results, risk_figures(results), "base"), offer_of(results.bid), {}, 1)


def test_a_chance_above_what_is_borne_needs_the_approval(tmp_path: Path) -> None:
    """A quarter of the draws loses: 25% is borne by the director's floor, 24% by the board's; planned at 39.4% the bid is below neither."""
    found = board(results_of(tmp_path))
    assert [(one.chance, one.planned_below, one.needed) for one in found.judged] == [
        (F(1, 4), False, False),
        (F(1, 4), False, True),
    ]
    assert found.approval is not None and found.approval.floor.approved_by.en == "Board"
    # the board's floor: 0.8 R − 0.05 R = 121,500, R = 162,000, f ≈ 1.462162
    assert found.alone_at is not None and found.alone_at.factor == F("1.4622")
    said = {lang: report_text(board_report(found), lang) for lang in ("zh", "en")}
    assert (
        "only with the approval of: Board. The margin comes to less than 20% with a chance of 25%; 24% is borne"
        in said["en"]
    )
    assert "146.22% of these prices on: 172,042 with tax, 52,042 above the tender's ceiling: out of reach" in " ".join(
        said["en"].split()
    )
    assert "须经Board审批" in said["zh"] and "审批规则" in said["zh"]


def test_without_floors_and_above_the_ceiling_it_is_said(tmp_path: Path) -> None:
    text = (HERE / "board.yaml").read_text("utf-8")
    floors = text[text.index("  margin_floor:") :]
    found = board(results_of(tmp_path, (floors, "")))
    assert "names no margin floor" in report_text(board_report(found), "en")
    over = board(results_of(tmp_path, ('"120,000"', '"100,000"')))
    assert "the total is 17,660 above the tender's ceiling" in report_text(
        board_report(over), "en"
    )  # 111,000 × 1.06 = 117,660


def test_the_waterfall_adds_up(tmp_path: Path) -> None:
    report = board_report(board(results_of(tmp_path)))
    (fall,) = (part.data for one in report.sections for part in one.parts if isinstance(part, Chart))
    assert isinstance(fall, Waterfall)
    wholes, running = [], F(0)
    for _, amount, whole in fall.steps:
        assert not whole or not running or running == amount
        running = amount if whole else running + amount
        wholes += [amount] if whole else []
    assert wholes == [117_660, 110_700, 43_665, 43_665 - 15_000]  # a quarter of 60,000
    drawn = waterfall_plot(
        Waterfall((("a", F(100), True), ("b", F(-40), False), ("c", F(60), True))), Speech("en", "CNY")
    )
    first, step, last = drawn.bars
    assert float(first.high_width) == pytest.approx(float(step.low_width) / 0.4, abs=0.2)
    assert float(last.high_width) == pytest.approx(float(first.high_width) * 0.6, abs=0.2)
    assert float(step.low_x) == pytest.approx(float(last.high_x) + float(last.high_width), abs=0.2)


DAY = date(2008, 1, 1)
YEARS = [DAY + timedelta(365 * n) for n in range(6)]


def test_values_and_rates_are_those_of_published_examples() -> None:
    """Microsoft's examples of XNPV (2,086.65 at 9%) and XIRR (37.34%), NPV (1,188.44 at 10%) and IRR (−2.1% and 8.7%)."""
    days = [DAY, date(2008, 3, 1), date(2008, 10, 30), date(2009, 2, 15), date(2009, 4, 1)]
    (one,) = cash_figures(DAY, days, np.array([[-10_000.0, 2_750, 4_250, 3_250, 2_750]]), 0.09)
    assert one.value == pytest.approx(2_086.647602, abs=1e-6) and one.irr == pytest.approx(0.373362535, abs=1e-8)
    # so far −10,000, −7,250, −3,000, 250: back on 15 February 2009, after 411 days
    assert one.peak == -10_000 and one.payback == pytest.approx(411 / 365 * 12)
    (npv,) = cash_figures(DAY, YEARS[1:5], np.array([[-10_000.0, 3_000, 4_200, 6_800]]), 0.1)
    assert npv.value == pytest.approx(1_188.44, abs=0.005)
    flows = np.array([[-70_000.0, 12_000, 15_000, 18_000, 21_000, 26_000]])
    assert [cash_figures(DAY, YEARS[:n], flows[:, :n], None)[0].irr for n in (5, 6)] == pytest.approx(
        [-0.021, 0.087], abs=5e-4
    )


def test_no_rate_where_nothing_is_laid_out_or_never_comes_back() -> None:
    never, at_once = cash_figures(DAY, YEARS[:2], np.array([[-5.0, -1], [5.0, 1]]), None)
    assert (never.irr, never.payback, never.peak) == (None, None, -6)
    assert (at_once.irr, at_once.payback, at_once.peak, at_once.value) == (None, 0, 0, None)


def test_cash_of_a_bid(tmp_path: Path) -> None:
    """At 0% the value is the margin, 43,665 as planned. A month pays 22,345 and 2,214 of VAT on its last day, its bill comes 30 days later:
    two months are laid out before the first, 49,118; with agents of twice as much 89,118."""
    cash = {one.name: one for one in cash_spreads(results_of(tmp_path))}
    assert cash["value"].planned == 43_665 and cash["value"].percentiles == (-16_335, 43_665, 43_665)
    assert cash["peak"].planned == -49_118
    # with agents of 40,000 a month 44,559 are paid and 39,114 come back: never even again, at the worst before the first bill
    assert cash["payback"].has == F(3, 4) and cash["peak"].percentiles[0] == -2 * 44_559


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("chance_at_most: 25%", "chance_at_most: 125%", ("board.yaml:19: 125% is more than 100%", "超过 100%")),
        ("discount_rate_a_year: 0%", "discount_rate_a_year: 8", ("board.yaml:12", "board.yaml:12")),
    ],
)
def test_what_cannot_be_is_told_at_its_line(
    old: str, new: str, said: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BpoError) as error:
        results_of(Path(), (old, new))
    (problem,) = error.value.problems
    langs: tuple[Lang, Lang] = ("en", "zh")
    assert all(part in problem.say(lang) for part, lang in zip(said, langs, strict=True))
