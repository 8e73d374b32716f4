"""The page of what libraries really do: every test and every finding that it names is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "dev" / "behaviour.md").read_text("utf-8")
ROWS = [line.strip("|").split(" | ") for line in PAGE.splitlines() if line.startswith("| ")][1:]


@pytest.mark.parametrize("row", ROWS, ids=[row[0][:40] for row in ROWS])
def test_every_row_names_tests_that_are_there(row: list[str]) -> None:
    assert len(row) == 4, row
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row[3])
    assert named, f"nothing guards against: {row[0]}"
    for file, test in named:
        tree = ast.parse((ROOT / file).read_text("utf-8"))
        assert test in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, (file, test)
    for script in re.findall(r"`(findings/[\w.-]+)`", row[2]):
        assert (ROOT / script).is_file(), script


def test_every_finding_is_on_the_page() -> None:
    assert {f"findings/{one.name}" for one in (ROOT / "findings").glob("*.sh")} <= set(
        re.findall(r"findings/[\w.-]+\.sh", PAGE)
    )
