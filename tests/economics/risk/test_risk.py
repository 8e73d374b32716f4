"""A bid under uncertainty: spreads of zero are the quote, samples have the moments of their formulas, chances are those worked by hand."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction as F
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import spearmanr

from bpo.bid.risk import Risked, draw_risk, risk_report
from bpo.core.errors import BpoError
from bpo.core.money import to_places
from bpo.core.traced import largest
from bpo.desk.bids import bid_of
from bpo.economics.risk import run
from bpo.economics.risk.alike import may_go_together
from bpo.economics.risk.distributions import Uncertain
from bpo.economics.risk.evaluator import Evaluator
from bpo.economics.risk.figures import RiskFigures, risk_figures
from bpo.economics.risk.inputs import Input, Inputs, uncertain_inputs
from bpo.economics.risk.many import Batch, Many
from bpo.economics.risk.outcome import in_millionths
from bpo.economics.risk.run import Results, risk
from bpo.economics.risk.sampling import sampled
from bpo.economics.scenario.projection import project
from bpo.economics.staffing.many_plans import many_plans
from bpo.economics.staffing.queueing import Queue, plans
from bpo.report.screen import report_text

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes the bid of letters with other uncertain inputs."""
    for name in ("letters-contract.yaml", "letters-costs.yaml"):
        shutil.copy(HERE / name, tmp_path)
    plan = (HERE / "letters.yaml").read_text("utf-8").partition("uncertain:")[0]

    def written(text: str) -> Path:
        path = tmp_path / "letters.yaml"
        path.write_text(plan + text, "utf-8")
        return path

    return written


def drawn(path: Path, draws: int = 128, jobs: int = 1) -> tuple[Results, RiskFigures]:
    results = risk(bid_of(path), draws, 7, jobs)
    return results, risk_figures(results)


NO_SPREAD = """\
uncertain:
  volume: {pert: [100%, 100%, 100%]}
  letters.handle_seconds: {triangular: [900, 900, 900], as: value}
  wage: {normal: {mean: 100%, sd: 0}}
  cost.rent: {uniform: [500, 500], as: value}
  price: {lognormal: {mean: 100%, sd: 0}, each_month: yes}
  cost.agents: {discrete: {100%: 100%}}
  shrinkage: {history: [100%, 100%]}
  kpi.qa: {pert: [96%, 96%, 96%], each_month: yes}
"""


def test_spreads_of_zero_are_the_quote(write: Write) -> None:
    results, figures = drawn(write(NO_SPREAD))
    plan = project(bid_of(write("")))
    for one, value in zip(
        figures.spreads[:4], (plan.margin, plan.margin / plan.revenue, plan.revenue, plan.cost), strict=True
    ):
        exact = F(round(value * 10**6), 10**6)
        assert {one.quoted, one.mean, *one.percentiles} == {exact}, one.name
        assert set(one.errors) == {0} and one.stands_at == 0
    assert (results.revenue == [in_millionths(month.revenue) for month in plan.months]).all()
    assert (results.cost == [in_millionths(month.cost) for month in plan.months]).all()


def test_every_draw_is_what_its_projection_says(write: Write) -> None:
    text = (HERE / "letters.yaml").read_text("utf-8").partition("uncertain:")[2]
    path = write("uncertain:" + text)
    results, _ = drawn(path)
    bid, sample = bid_of(path), results.sample
    for number in (0, 1, 64, 127):
        one = sample.draw(number)
        assert one.by_month and len(one.by_month) == 3
        plan = project(bid, one.changes, one.by_month)
        assert results.revenue[number].tolist() == [in_millionths(month.revenue) for month in plan.months]
        assert results.cost[number].tolist() == [in_millionths(month.cost) for month in plan.months]


TOGETHER = {
    "letters": (HERE / "letters.yaml", "", 40),
    "seats": (
        ROOT / "contracts/examples/bids/manila-seats/scenario.yaml",
        "\nuncertain:\n  attrition: {pert: [80%, 100%, 140%]}\n  exchange.PHP: {normal: {mean: 100%, sd: 4%}}\n"
        "  wage: {uniform: [98%, 106%], each_month: yes}\n",
        6,
    ),
}


@pytest.mark.parametrize("name", TOGETHER)
def test_draws_that_go_together_come_to_what_each_comes_to_by_itself(name: str, tmp_path: Path) -> None:
    original, more, draws = TOGETHER[name]
    shutil.copytree(original.parent, tmp_path / "bid")
    path = tmp_path / "bid" / original.name
    path.write_text(path.read_text("utf-8") + more, "utf-8")
    bid = bid_of(path)
    sample = sampled(uncertain_inputs(bid), len(project(bid).months), draws, 7)
    together, alone = (Evaluator(bid, sample, {}, way).block(0, draws) for way in (True, False))
    assert alone["alone"].tolist() == [draws] and together["alone"][0] <= (0 if may_go_together(bid) else draws)
    for what in ("revenue", "clauses", "kpis", "bands"):
        assert (together[what] == alone[what]).all(), what
    assert abs(together["cost"] - alone["cost"]).max() <= 1  # a millionth: floats beside fractions


@pytest.mark.parametrize("more", ["concurrency: {at_once: 2, each_adds: 30%}", "call_back: {taken_by: 30%}"])
def test_draws_of_queues_that_are_not_erlangs_are_those_of_their_projections(more: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "contracts/examples/bids/manila-seats", tmp_path / "bid")
    path = tmp_path / "bid" / "scenario.yaml"
    text = path.read_text("utf-8").replace("    goal:", f"    {more}\n    goal:")
    path.write_text(text + "\nuncertain:\n  volume: {uniform: [95%, 105%]}\n", "utf-8")
    bid = bid_of(path)
    plan = project(bid)
    assert plan.cost != project(bid_of(ROOT / "contracts/examples/bids/manila-seats/scenario.yaml")).cost
    sample = sampled(uncertain_inputs(bid), len(plan.months), 2, 7)
    together, alone = (Evaluator(bid, sample, {}, way).block(0, 2) for way in (True, False))
    assert (together["revenue"] == alone["revenue"]).all()
    assert abs(together["cost"] - alone["cost"]).max() <= 1


def test_draws_have_the_shifts_of_the_quote(tmp_path: Path) -> None:
    """The heads of a draw are those of the schedule, whether draws go together or each by itself; a spread of zero is the quote."""
    shutil.copytree(ROOT / "contracts/examples/bids/manila-seats", tmp_path / "bid")
    path = tmp_path / "bid" / "scenario.yaml"
    shifts = "{working_time: PH, kinds: [{id: day, hours: 8, starts: '00:00-23:00', every_hours: 8, days_a_week: 5}]}"
    text = path.read_text("utf-8").replace("\npeople:\n", f"\npeople:\n  shifts: {shifts}\n")
    path.write_text(text + "\nuncertain:\n  wage: {uniform: [100%, 100%]}\n", "utf-8")
    bid = bid_of(path)
    plan = project(bid)
    assert all((month.staffed.scheduled_hours or 0) > month.staffed.productive_hours for month in plan.months)
    sample = sampled(uncertain_inputs(bid), len(plan.months), 2, 7)
    for way in (True, False):
        found = Evaluator(bid, sample, {}, way).block(0, 2)
        assert abs(found["cost"][0] - [in_millionths(month.cost) for month in plan.months]).max() <= 1


QUEUES = (
    Queue(245, 20, 0.85, 120, 0.85),
    Queue(300, 10, 0.9, 60),
    Queue(180, 30, 0.8),
    Queue(420, 60, 0.95, None, 0.8),
)


@pytest.mark.parametrize("queue", QUEUES, ids=str)
def test_many_loads_need_the_positions_that_each_needs(queue: Queue) -> None:
    chance = np.random.default_rng(3)
    load, handle = chance.uniform(0.05, 60, 200), chance.uniform(0.8, 1.2, 200) * queue.handle_seconds
    found = many_plans(queue, handle, load, 2)
    assert found.told.mean() > 0.95
    for n in np.flatnonzero(found.told):
        own = replace(queue, handle_seconds=float(handle[n]))
        (plan,) = plans(own, (float(load[n]),))
        plan = plan if plan.positions >= 2 else own.plan(float(load[n]), 2)
        assert found.positions[n] == plan.positions
        for name in ("answered", "left", "busy"):
            assert abs(getattr(found, name)[n] - getattr(plan, name)) <= 1, name
        assert found.wait[n] == pytest.approx(plan.wait, rel=1e-9, abs=2)


def carried(*values: float, fine: int | None = None) -> tuple[Many, Batch]:
    batch = Batch(0, np.ones(len(values), dtype=bool), True)
    return Many.carried(np.array(values), batch, fine), batch


def test_a_number_for_many_draws_keeps_to_those_that_go_the_same_way() -> None:
    one, batch = carried(3.5, 2.0, 5.0, 3.0, fine=10)
    assert one > 3 and batch.same.tolist() == [True, False, True, False]
    two, batch = carried(0.125, 0.135, 0.1349999, fine=None)
    assert to_places(two, 2).values.tolist() == [0.13, 0.14, 0.13] and not batch.same.all()  # type: ignore[attr-defined]
    half, batch = carried(0.125, 0.135, -0.125, fine=1000)
    rounded = to_places(half, 2)
    assert batch.same.tolist() == [True, True, False] and rounded.values.tolist()[:2] == [0.13, 0.14]  # type: ignore[attr-defined]
    digits, batch = carried(2.0, 2.0, 3.0, fine=2)
    assert hash(digits) == hash(F(2)) and batch.same.tolist() == [True, True, False]
    wide, batch = carried(1.0, 4.0, fine=1)
    assert largest(2, wide).values.tolist() == [2, 4] and batch.same.all()


def test_what_is_drawn_each_month_changes_that_month_alone(write: Write) -> None:
    bid = bid_of(write(""))
    mixed = project(bid, {}, ({"volume": F("1.1")}, {"kpi.qa": F("0.9")}, {"cost.rent": F(2)}))
    alone = [project(bid, {"volume": F("1.1")}), project(bid, {"kpi.qa": F("0.9")}), project(bid, {"cost.rent": F(2)})]
    for n, (month, one) in enumerate(zip(mixed.months, alone, strict=True)):
        assert (month.revenue, month.cost) == (one.months[n].revenue, one.months[n].cost)


MOMENTS = {
    # Malcolm et al., 1959; variance after Vose, 2008: (0.8 + 4 + 1.4) / 6, (mean − 0.8)(1.4 − mean) / 7
    "pert": ({"pert": ["80%", "100%", "140%"]}, 6.2 / 6, (6.2 / 6 - 0.8) * (1.4 - 6.2 / 6) / 7),
    # (a + b + c) / 3, (a² + b² + c² − ab − ac − bc) / 18
    "triangular": ({"triangular": ["80%", "100%", "140%"]}, 3.2 / 3, (0.64 + 1 + 1.96 - 0.8 - 1.12 - 1.4) / 18),
    "uniform": ({"uniform": ["0.5", "1.5"]}, 1.0, 1 / 12),
    "normal": ({"normal": {"mean": "1", "sd": "10%"}}, 1.0, 0.01),
    "lognormal": ({"lognormal": {"mean": "110%", "sd": "30%"}}, 1.1, 0.09),
    # 0.7 × 1 + 0.3 × 1.15; 0.7 × 0.3 × 0.15²
    "discrete": ({"discrete": {"100%": "70%", "115%": "30%"}}, 1.045, 0.21 * 0.0225),
    # 0.9, 1 and 1.3, each a third
    "history": ({"history": ["0.9", "1", "1.3"]}, 3.2 / 3, (0.81 + 1 + 1.69) / 3 - (3.2 / 3) ** 2),
}


@pytest.mark.parametrize("name", MOMENTS)
def test_a_sample_has_the_moments_of_its_formula(name: str) -> None:
    written, mean, variance = MOMENTS[name]
    one = Input("volume", Uncertain.model_validate(written), F(1))
    values = sampled(Inputs((one,), ()), 1, 8192, 7).of("volume")
    low, high = one.spread.span
    assert values.mean() == pytest.approx(mean, abs=2e-4) and values.var() == pytest.approx(variance, rel=5e-3)
    assert low <= F(values.min()).limit_denominator(10**6) and F(values.max()).limit_denominator(10**6) <= high


def test_a_cut_keeps_all_draws_within_it() -> None:
    spread = Uncertain.model_validate({"normal": {"mean": "1", "sd": "10%"}, "least": "95%", "most": "120%"})
    values = sampled(Inputs((Input("volume", spread, F(1)),), ()), 1, 1024, 7).of("volume")
    assert values.min() >= 0.95 and values.max() <= 1.2
    # A normal cut at −0.5 and 2 deviations: mean 1 + 0.1 × (φ(0.5) − φ(2)) / (Φ(2) − Φ(−0.5)) = 1 + 0.1 × 0.298074 / 0.668712
    assert values.mean() == pytest.approx(1.044574, abs=3e-4)


def test_rank_correlations_are_those_that_are_written() -> None:
    spreads = {
        "a": {"pert": ["0.5", "1", "2"]},
        "b": {"uniform": ["0.5", "1.5"]},
        "c": {"lognormal": {"mean": "1", "sd": "0.5"}},
    }
    inputs = tuple(Input(name, Uncertain.model_validate(text), F(1)) for name, text in spreads.items())
    sample = sampled(Inputs(inputs, (("a", "b", F("0.6")), ("b", "c", F("-0.3")))), 1, 8192, 7)
    found = {pair: spearmanr(sample.of(pair[0]), sample.of(pair[1])).statistic for pair in ("ab", "bc", "ac")}
    assert found == {
        "ab": pytest.approx(0.6, abs=0.01),
        "bc": pytest.approx(-0.3, abs=0.01),
        "ac": pytest.approx(0, abs=0.03),
    }


def test_the_same_seed_gives_the_same_figures_for_any_number_of_processes(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("uncertain:\n  volume: {pert: [80%, 100%, 120%]}\n")
    alone = drawn(path)[1]
    monkeypatch.setattr(run, "FEW", 0)
    monkeypatch.setattr(run, "BLOCK", 50)
    assert drawn(path, jobs=2)[1] == alone
    assert risk_figures(risk(bid_of(path), 128, 8, 1)) != alone


def test_chances_and_clauses_are_those_worked_by_hand(write: Write) -> None:
    """QA is 96% or 94%, as often: 1,200 × 30 × (0.9 − 1) = −3,600 a month of the coefficient, −10,800 over three months; two complaints a
    month, 1,200 × 0.2% to the whole, at 50: −300 over the term."""
    _, figures = drawn(write("uncertain:\n  kpi.qa: {discrete: {96%: 50%, 94%: 50%}}\n"))
    chances = {(one.kind, one.id, one.band): (one.of_draws, one.of_months) for one in figures.chances}
    half = (F(1, 2), F(1, 2))
    assert chances == {
        ("loss", "", None): (0, None), ("target", "qa", None): half, ("band", "coefficient", 0): half, ("band", "coefficient", 1): half,
    }  # fmt: skip
    assert [(one.id, one.quoted, one.mean, one.worst) for one in figures.clauses] == [
        ("coefficient", 0, -5_400, -10_800),
        ("complained", -300, -300, -300),
    ]
    lost = next(one for one in figures.spreads if one.name == "penalties")
    assert (lost.percentiles[0], lost.percentiles[-1]) == (-11_100, -300)
    margin = figures.spreads[0]
    # The coefficient takes 10,800 of revenue, and 5% of it less goes to the management: 43,665 − 10,260.
    assert (margin.percentiles[0], margin.percentiles[-1]) == (33_405, 43_665) and margin.stands_at == F(1, 2)
    (weight,) = figures.weights
    assert (weight.name, weight.share, weight.rank, weight.at_low, weight.at_high) == ("kpi.qa", 1, 1, 33_405, 43_665)


def test_each_month_by_itself_misses_more_often_than_for_the_term(write: Write) -> None:
    """Three months that each miss with one half: at least once with 1 − 1/8."""
    _, figures = drawn(write("uncertain:\n  kpi.qa: {discrete: {96%: 50%, 94%: 50%}, each_month: yes}\n"), 1024)
    missed = next(one for one in figures.chances if one.kind == "target")
    assert missed.of_months == F(1, 2) and float(missed.of_draws) == pytest.approx(7 / 8, abs=0.01)


def test_a_variant_is_what_the_inputs_are_uncertain_around(write: Write) -> None:
    bid = bid_of(write("uncertain:\n  volume: {uniform: [100%, 100%]}\n"))
    results = risk(bid, 100, 7, 1, bid.variant("high"))
    plan = project(bid, bid.variant("high"))
    assert (results.revenue == [in_millionths(month.revenue) for month in plan.months]).all()


TOLD = {
    "pert: [100%, 90%, 120%]": ("letters.yaml:13: 100%, 90%, 120% do not rise: write the low value first", "未按升序"),
    "uniform: [80%, 100%, 120%]": ("letters.yaml:13: write 2 values here, such as [95%, 105%]", "此处须写 2 个值"),
    "normal: {mean: 100%, sd: -5%}": ("letters.yaml:13: a standard deviation of -0.05 cannot be", "标准差不能为"),
    "normal: {mean: 100%, sd: 30%}": ("letters.yaml:13: 'volume' can come to -50% here", "'volume' 在此可达 -50%"),
    "lognormal: {mean: 0, sd: 5%}": ("letters.yaml:13: a lognormal input is above zero throughout", "恒大于零"),
    "discrete: {90%: 50%, 110%: 40%}": ("letters.yaml:13: these probabilities make 90%; they must make 100%", "合计 90%"),
    "history: [100%]": ("letters.yaml:13: write 2 values here", "此处须写 2 个值"),
    "history: {file: past.csv, column: x}": ("letters.yaml:13: 'past.csv' has no column 'x'", "没有至少两个数值的列"),
    "uniform: [90%, 110%], pert: [1, 1, 1]": ("letters.yaml:13: write one of: triangular", "只能写一个"),
    "uniform: [1, 20]": ("letters.yaml:13: 'volume' can come to 2,000% here", "'volume' 在此可达 2,000%"),
    "uniform: [900, 1100], as: value": ("letters.yaml:13: 'volume' has no single planned value", "没有单一的计划值"),
    "uniform: [90%, 110%], least: 50%": ("letters.yaml:13: 50% lies outside of everything", "取值范围"),
    "uniform: [90%, 110%], least: 105%, most: 95%": ("letters.yaml:13: 'least' 105% is not below 'most' 95%", "不小于 most"),
}  # fmt: skip


@pytest.mark.parametrize("text", TOLD)
def test_a_spread_beyond_sense_is_told_at_its_line(text: str, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    english, chinese = TOLD[text]
    refused(write(f"uncertain:\n  volume: {{{text}}}\n"), english, chinese, monkeypatch)


def refused(path: Path, english: str, chinese: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    with pytest.raises(BpoError) as error:
        uncertain_inputs(bid_of(Path(path.name)))
    assert len(error.value.problems) == 1
    (problem,) = error.value.problems
    assert problem.say("en").startswith(english) and chinese in problem.say("zh")


THREE = """\
uncertain:
  volume: {uniform: [90%, 110%]}
  wage: {uniform: [90%, 110%]}
  kpi.qa: {uniform: [90%, 97%], each_month: yes}
  price: {uniform: [90%, 110%]}
correlated:
"""
PAIRS = {
    "  - {pair: [volume, wage], rank: 0.9}\n  - {pair: [wage, price], rank: 0.9}\n  - {pair: [volume, price], rank: -0.9}\n": (
        "letters.yaml:18: these rank correlations cannot hold together", "不能同时成立"),
    "  - {pair: [volume, wage], rank: 1.2}\n": ("letters.yaml:18: 1.2 is no rank correlation", "不是秩相关系数"),
    "  - {pair: [volume, volume], rank: 0.2}\n": ("letters.yaml:18: write two different inputs here", "两个不同的输入项"),
    "  - {pair: [volume, hours], rank: 0.2}\n": ("letters.yaml:18: 'hours' is correlated here, but not uncertain", "未写入 uncertain"),
    "  - {pair: [volume, kpi.qa], rank: 0.2}\n": ("letters.yaml:18: one of 'volume' and 'kpi.qa' is drawn each month", "一个逐月抽取"),
    "  - {pair: [volume, wage], rank: 0.2}\n  - {pair: [wage, volume], rank: 0.3}\n": (
        "letters.yaml:19: this pair has a rank correlation already", "已写过"),
}  # fmt: skip


@pytest.mark.parametrize("text", PAIRS)
def test_a_correlation_that_cannot_be_is_told_at_its_line(
    text: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused(write(THREE + text), *PAIRS[text], monkeypatch)


def test_other_inputs_are_told_too(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    refused(
        write("uncertain:\n  volum: {uniform: [90%, 110%]}\n"),
        "letters.yaml:13: this bid has no input 'volum'",
        "没有输入项",
        monkeypatch,
    )
    refused(
        write("uncertain:\n  kpi.qa: {uniform: [90%, 110%]}\n"),
        "letters.yaml:13: 'kpi.qa' can come to 110% here: the KPI",
        "在此可达 110%",
        monkeypatch,
    )
    refused(
        write("uncertain:\n  kpi.qa: {uniform: [90%, 97%], as: factor}\n"),
        "letters.yaml:13: 'kpi.qa' is drawn as its value",
        "抽取的是其数值",
        monkeypatch,
    )
    with pytest.raises(BpoError, match="does not say what is uncertain"):
        risk(bid_of(write("")), 100, 7)
    with pytest.raises(BpoError, match=r"--draws is 100 to 1,000,000"):
        risk(bid_of(write("uncertain:\n  volume: {uniform: [90%, 110%]}\n")), 99, 7)


def test_history_comes_from_a_column_beside_the_scenario(write: Write) -> None:
    path = write("uncertain:\n  volume: {history: {file: past.csv, column: of_plan}}\n")
    (path.parent / "past.csv").write_text("month,of_plan\n2026-01,90%\n2026-02,110%\n", "utf-8")
    results, _ = drawn(path)
    assert sorted(set(results.sample.of("volume").tolist())) == [0.9, 1.1]


def test_the_report_is_drawn_in_all_media_alike(write: Write, tmp_path: Path) -> None:
    results, figures = drawn(write((HERE / "letters.yaml").read_text("utf-8").partition("high: {volume: 110%}\n")[2]))
    risked = Risked(results, figures, "base")
    english, chinese = (report_text(risk_report(risked), lang) for lang in ("en", "zh"))
    assert "A loss over the term" in english and "合同期整体亏损" in chinese
    first = draw_risk(risked, tmp_path)
    assert {path.name for path in first} == {"letters-risk.pdf", "letters-risk.xlsx"}
    assert first == draw_risk(risked, tmp_path)
