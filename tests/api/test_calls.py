"""The calls of ``import bpo``: amounts worked by hand, and every way to get them wrong."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas
import polars as pl
import pytest

import bpo
from bpo.api.frames import facts_of
from bpo.desk.workspace import make_workspace

EXAMPLES = Path(__file__).resolve().parents[2] / "contracts" / "examples"
MINUTES = bpo.load(EXAMPLES / "tiny-workload.yaml")


def calls(**changes: Any) -> pl.DataFrame:
    columns = {
        "interaction_id": ["a", "b", "c"],
        "started_at": [datetime(2026, 3, day, 10) for day in (2, 3, 4)],
        "direction": ["inbound"] * 3,
        "outcome": ["handled", "abandoned", "handled"],
        "talk_seconds": [85, None, 40],
    }
    return pl.DataFrame({name: values for name, values in (columns | changes).items() if values is not None})


def codes(error: pytest.ExceptionInfo[bpo.BpoError]) -> list[str]:
    return [problem.code for problem in error.value.problems]


def test_frames_are_counted_and_priced() -> None:
    """85 s are two begun minutes, 40 s one; 3 minutes at 0.85."""
    measures = bpo.measure(MINUTES, "2026-03", {"interactions": calls()})
    statement = bpo.price(MINUTES, measures)
    assert measures.quantities["minutes"].total == 3 and statement.total == Decimal("2.55")
    (line,) = statement.lines().to_dicts()
    assert (line["quantity"], line["unit"], line["rate"], line["amount"]) == (
        3,
        "minute",
        Decimal("0.85"),
        Decimal("2.55"),
    )
    assert sum(statement.steps()["amount"]) == Decimal("2.55")


def test_a_moment_without_a_zone_is_of_the_contracts_wall_clock() -> None:
    """00:30 on 1 March in Shanghai is February in UTC."""
    edge = calls(started_at=[datetime(2026, 3, 1, 0, 30), datetime(2026, 3, 3), datetime(2026, 3, 31, 23, 59)])
    assert bpo.measure(MINUTES, "2026-03", {"interactions": edge}).quantities["minutes"].total == 3


def test_plain_figures_are_priced() -> None:
    assert bpo.price(MINUTES, {"minutes": 1200}).total == Decimal("1020.00")
    assert bpo.price(MINUTES, {"minutes": Fraction(1, 3)}, period="2026-05").period.name == "2026-05"


@pytest.mark.parametrize(
    ("figures", "code"),
    [
        ({"minuts": 1}, "figure-of-no-clause"),
        ({"minutes": 1.5}, "figure-not-exact"),
        ({"minutes": "a lot"}, "figure-not-exact"),
        ({}, "quantity-missing"),
    ],
)
def test_wrong_figures(figures: dict[str, Any], code: str) -> None:
    with pytest.raises(bpo.BpoError) as error:
        bpo.price(MINUTES, figures)
    assert codes(error) == [code]


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        ({"calls": calls()}, "frame-table-unknown"),
        ({"interactions": calls(duration=[1, 2, 3])}, "frame-column-unknown"),
        ({"interactions": calls(outcome=None)}, "frame-column-missing"),
        ({"interactions": calls(talk_seconds=None)}, "frame-column-needed"),
        ({"interactions": calls(talk_seconds=["1:25", "", "40"])}, "frame-column-type"),
        ({"interactions": calls(line=["first", "second", "third"])}, "frame-column-type"),
        ({"interactions": calls(resolved=["y", "n", "n"])}, "frame-column-type"),
        ({}, "frame-table-needed"),
        ({"interactions": 5}, "frame-unreadable"),
        ({"interactions": None}, "frame-unreadable"),
        ({"interactions": {"interaction_id": ["a", "b"], "outcome": ["handled"]}}, "frame-unreadable"),
        ({"interactions": calls(outcome=["handled", "answered", "handled"])}, "frame-rows-broken"),
        ({"interactions": calls(talk_seconds=[-1, None, 40])}, "frame-rows-broken"),
        ({"interactions": calls(interaction_id=["a", "b", "a"])}, "frame-key-twice"),
    ],
)
def test_frames_that_cannot_be_facts(frames: dict[str, Any], code: str) -> None:
    with pytest.raises(bpo.BpoError) as error:
        bpo.measure(MINUTES, "2026-03", frames)
    assert codes(error) == [code]


def test_a_curve_a_quote_and_a_workspace(tmp_path: Path) -> None:
    make_workspace(tmp_path)
    frame = bpo.curve(MINUTES, {"minutes": 0}, "minutes", 0, 100).frame()
    assert frame.select("value", "total", "line.minutes").rows()[-1] == (100, 85, 85)
    quote = bpo.quote(EXAMPLES / "bids" / "manila-seats" / "scenario.yaml")
    months = quote.months()
    assert months.height == 24 and abs(Fraction(sum(months["margin"])) - quote.margin) < Fraction(1, 10**9)
    assert quote.lines()["month"].n_unique() == 24 and set(quote.costs().columns) >= {"month", "item", "amount"}
    desk = bpo.open_workspace(tmp_path / "contracts")
    assert "acme" in desk.contracts() and desk.statements().is_empty()
    for wrong in (lambda: desk.statement("acme", "2026-03"), lambda: desk.price("acmee", "2026-03")):
        with pytest.raises(bpo.BpoError):
            wrong()


def test_check_says_what_is_wrong_or_unwise(tmp_path: Path) -> None:
    assert bpo.check(EXAMPLES / "tiny-workload.yaml") == []
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(
        (EXAMPLES / "tiny-workload.yaml").read_text("utf-8").replace("model: workload", "model: work"), "utf-8"
    )
    (problem,) = bpo.check(wrong)
    assert problem.where is not None and problem.where.line == 13


def test_importing_bpo_imports_nothing_else() -> None:
    code = "import sys; before = set(sys.modules); import bpo; print(*sorted({m.split('.')[0] for m in set(sys.modules) - before}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"polars", "pydantic", "yaml"} & set(run.stdout.split())
    assert set(bpo.__all__) <= set(dir(bpo)) and all(getattr(bpo, name) for name in bpo.__all__)
    with pytest.raises(AttributeError):
        bpo.nothing  # noqa: B018


def test_a_pandas_frame_is_counted_as_a_polars_frame_is() -> None:
    """Pandas keeps whole numbers with gaps as floats; 85 s and 40 s are three begun minutes."""
    frame = pandas.DataFrame(calls().to_dict(as_series=False))
    assert frame["talk_seconds"].dtype == float
    assert bpo.measure(MINUTES, "2026-03", {"interactions": frame}).quantities["minutes"].total == 3


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"talk_seconds": [85.0, None, 40.5]}, "'interactions.talk_seconds' must be whole, which 40.5 is not"),
        ({"started_at": [1, 2, 3]}, "'interactions.started_at' is Int64 and must be instant"),
    ],
)
def test_no_value_is_changed_to_fit_its_column(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(bpo.BpoError, match=f"^{re.escape(said)}$"):
        bpo.measure(MINUTES, "2026-03", {"interactions": calls(**changes)})


QUEUES = """contract: queues
title: Queues
account: tiny
currency: CNY
effective: {from: 2026-01-01}
supplier: {name: A}
client: {name: B}
billing: {timezone: Asia/Shanghai}
prices: {tax: excluded}
terms:
  - {id: loans, model: workload, quantity: {count: interactions, where: "queue = 'loans' AND agent IS NOT NULL"}, rate: 2}
  - id: handling
    model: workload
    quantity: {sum: interactions, of: "coalesce(talk_seconds, 0) + coalesce(hold_seconds, 0)", unit: second}
    rate: 1
kpis:
  - {id: sl20, kpi: service_level, threshold_seconds: 20, abandons: negative, target: 80%}
"""


def test_every_column_that_a_clause_reads_is_asked_for(tmp_path: Path) -> None:
    """One of two columns that are added up is enough, as is knowing of no agent; a condition and a waiting time cannot be guessed."""
    (tmp_path / "queues.yaml").write_text(QUEUES, "utf-8")
    contract = bpo.load(tmp_path / "queues.yaml")
    with pytest.raises(bpo.BpoError) as error:
        bpo.measure(contract, "2026-03", {"interactions": calls()})
    named = [(one.values["need"], one.values["table"], one.values["given"]) for one in error.value.problems]
    assert named == [("loans", "interactions", "queue"), ("sl20", "interactions", "wait_seconds")]
    assert [one.where.line for one in error.value.problems if one.where] == [11, 17]
    with pytest.raises(bpo.BpoError) as error:
        bpo.measure(
            contract, "2026-03", {"interactions": calls(talk_seconds=None, queue=["loans"] * 3)}, {"sl20": "80%"}
        )
    assert [one.values["given"] for one in error.value.problems] == ["hold_seconds", "talk_seconds"]
    given = bpo.measure(
        contract, "2026-03", {"interactions": calls(queue=["loans", "loans", "cards"])}, {"sl20": "80%"}
    )
    assert (given.quantities["loans"].total, given.quantities["handling"].total) == (0, 125)


@pytest.mark.parametrize("steps", [0, -3])
def test_a_curve_has_a_step(steps: int) -> None:
    with pytest.raises(bpo.BpoError, match=f"a curve has one step at least, not {steps}"):
        bpo.curve(MINUTES, {"minutes": 0}, "minutes", 0, 100, steps=steps)


def test_a_day_as_a_moment_is_its_first_one_on_the_wall_clock() -> None:
    """1 March begins at 05:00 UTC in New York: at midnight UTC it is still February there."""
    days = calls(started_at=[date(2026, 3, 1)] * 3)
    facts = facts_of({"interactions": days}, "tiny", "America/New_York").frames["interactions"]
    assert facts.collect()["started_at"].to_list() == [datetime(2026, 3, 1, 5, tzinfo=UTC)] * 3


def test_exact_numbers_of_python_are_figures() -> None:
    for number in (Decimal("1200.5"), Fraction(2401, 2)):
        assert bpo.price(MINUTES, {"minutes": number}).total == Decimal("1020.43")  # 1,020.425, half up


@pytest.mark.parametrize(
    "call",
    [
        lambda: bpo.price("acme.yaml", {}),  # type: ignore[arg-type]
        lambda: bpo.price(MINUTES, "measures.yaml"),  # type: ignore[arg-type]
        lambda: bpo.price(MINUTES, {3: 4}),  # type: ignore[dict-item]
        lambda: bpo.measure(MINUTES, 202603, {}),  # type: ignore[arg-type]
    ],
)
def test_what_is_of_another_type_is_said(call: Any) -> None:
    with pytest.raises(TypeError, match=r"expected a (Contract|Mapping|str), not the (str|int) "):
        call()


def test_an_end_of_a_curve_is_exact() -> None:
    with pytest.raises(bpo.BpoError) as error:
        bpo.curve(MINUTES, {"minutes": 1200}, "minutes", 0.5, 2)  # type: ignore[arg-type]
    assert codes(error) == ["figure-not-exact"]


def test_nothing_is_counted_where_the_contract_does_not_hold() -> None:
    with pytest.raises(bpo.BpoError) as error:
        bpo.measure(MINUTES, "2019-01", {"interactions": calls()})
    assert codes(error) == ["contract-not-effective"]


def test_a_variant_that_a_bid_has_not_is_refused(tmp_path: Path) -> None:
    make_workspace(tmp_path / "desk")
    scenario = tmp_path / "desk" / "bids" / "hotline" / "scenario.yaml"
    with pytest.raises(bpo.BpoError) as error:
        bpo.quote(scenario, "nothing")
    assert codes(error) == ["variant-unknown"]
    assert bpo.quote(scenario, "base").margin == bpo.quote(scenario).margin
