"""Figures that are given: from a file or the standard input, and every problem of them at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import Desk

CONTRACT = """\
contract: desk
title: Desk
currency: EUR
effective: {from: 2026-01-01}
supplier: {name: Supplier}
client: {name: Client}
billing: {timezone: Europe/Berlin}
terms:
  - {id: calls, model: workload, quantity: {count: interactions}, rate: 2}
  - {id: hours, model: workload, quantity: {given: hour}, rate: 10}
kpis:
  - {id: sl, kpi: service_level, threshold_seconds: 20, abandons: negative, target: 80%}
adjustments:
  - {id: late, kind: penalty, kpi: sl, amount: 50}
"""
FIGURES = "period: 2026-02\nquantities:\n  calls: 100\n  hours: 7.5\nkpis:\n  sl: 81%\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.write("contract.yaml", CONTRACT)
    return made


@pytest.mark.parametrize(
    "verb",
    [
        ["price", "contract.yaml"],
        ["explain", "contract.yaml", "--line", "calls"],
        ["diff", "contract.yaml", "contract.yaml"],
        ["curve", "contract.yaml", "--vary", "sl", "--from", "70%", "--to", "90%"],
        ["check", "contract.yaml", "--exposure"],
    ],
    ids=lambda verb: verb[0],
)
def test_a_dash_is_the_standard_input(desk: Desk, verb: list[str]) -> None:
    desk.write("given.yaml", FIGURES)
    piped = desk.run(*verb, "--measures", "-", "--lang", "en", piped=FIGURES)
    assert (piped.code, piped.err) == (0, "")
    assert desk.run(*verb, "--measures", "given.yaml", "--lang", "en") == piped
    assert "200.00" in piped.out or verb[0] == "curve"


def test_a_mistake_in_the_standard_input_has_its_line(desk: Desk) -> None:
    said = desk.run("price", "contract.yaml", "--measures", "-", "--lang", "en", piped=FIGURES.replace("100", "many"))
    assert said.code == 1
    assert "<stdin>:3: 'many' is not a number" in said.err


def test_every_problem_of_a_file_is_told_at_once_in_its_order(desk: Desk) -> None:
    """A wrong month, a number, a name, a value, a section, and a figure that is missing: none of them hides another."""
    desk.write("given.yaml", "period: 2026-02\nquantities:\n  calls: 010\n  cals: 7\nkpis:\n  sl: 178.4%\nkpi: {}\n")
    said = desk.run("price", "contract.yaml", "--period", "2026-03", "--measures", "given.yaml", "--lang", "en")
    told = [line for line in said.err.splitlines() if ".yaml:" in line]
    lines = [f"given.yaml:{n}" for n in (1, 3, 4, 6, 7)]
    assert (said.code, [line.split(": ")[0] for line in told]) == (1, ["contract.yaml:10", *lines])
    assert "'hours' needs the quantity 'hours'" in told[0]
