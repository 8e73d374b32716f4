"""Every folder here is a month that a lawyer can read: contract, figures or facts, and what must come of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpo.desk.worked_examples import EXPECT, find_worked_examples, run_worked_example

HERE = Path(__file__).parent
FOLDERS = find_worked_examples(HERE)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(HERE)))
def test_a_scenario(folder: Path) -> None:
    for outcome in run_worked_example(folder):
        assert outcome.differences == (), f"{outcome.name}: {outcome.differences}"


@pytest.mark.parametrize(
    ("written", "different"),
    [
        ("lines: {commission: 3469.15}", ["line commission"]),
        ("lines: {hours: 40912.50, bonus: 1}", ["line bonus"]),
        ("{net: 44255.10, tax: 2655.30, total: 46910.40}", ["tax", "total"]),
        ("met: {conversion: no}", ["met conversion"]),
        ("problems: [kpi-not-measured]", ["problems"]),
        ("cases: [{name: a, net: 44255.10}, {name: b, net: 0}]", ["net"]),
        ("cases: [{measures: {quantities: {commission: 0}}, lines: {commission: 3469.14}}]", ["line commission"]),
    ],
)
def test_what_differs_is_told(tmp_path: Path, written: str, different: list[str]) -> None:
    for name in ("contract.yaml", "measures.yaml"):
        (tmp_path / name).write_text((HERE / "telesales" / name).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / EXPECT).write_text(written, encoding="utf-8")
    found = [difference.what for outcome in run_worked_example(tmp_path) for difference in outcome.differences]
    assert found == different
