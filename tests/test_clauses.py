"""The list of clauses and the scenarios are complete: each names the other, and every row has the YAML that expresses it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
AREAS = sorted((ROOT / "docs" / "clauses").glob("*.md"))
SCENARIOS = {folder.parent.name for folder in (ROOT / "tests" / "scenarios").glob("*/expect.yaml")}
CASES = {folder.parent.name for folder in (ROOT / "tests" / "cases").glob("*/source.yaml")}
"""What hangs on how an export is read: exports with their source files."""
WHOLE_CONTRACTS = {"city_hotline", "tech_support_begins_mid_month", "telesales", "figures_missing", "kpi_not_measured"}
"""Months of whole contracts and refusals, which stand for no single clause."""


def rows(area: Path) -> list[list[str]]:
    """The rows of an area's table: clause, rule, YAML, scenario."""
    lines = [line for line in area.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))] for line in lines[1:]]


def scenarios_of(row: list[str]) -> set[str]:
    return set(re.findall(r"`(\w+)`", row[-1]))


@pytest.mark.parametrize("area", AREAS, ids=lambda area: area.stem)
def test_every_row_has_its_yaml_and_scenarios_that_exist(area: Path) -> None:
    for row in rows(area):
        assert len(row) == 4, row
        assert row[2], row
        assert row[3], row
        assert scenarios_of(row) <= SCENARIOS, row
        assert set(re.findall(r"`cases/(\w+)`", row[-1])) <= CASES, row


def test_every_scenario_is_listed() -> None:
    listed = {name for area in AREAS for row in rows(area) for name in scenarios_of(row)}
    assert SCENARIOS - listed - WHOLE_CONTRACTS == set()


def test_every_area_is_on_the_list() -> None:
    page = (ROOT / "docs" / "clauses.md").read_text(encoding="utf-8")
    assert [area.name for area in AREAS if f"(clauses/{area.name})" not in page] == []
