"""docs/python.md: its blocks run in a new workspace, one after the other, as a notebook's cells."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bpo
from bpo.desk.workspace import make_workspace

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "python.md").read_text(encoding="utf-8")


def test_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_workspace(tmp_path / "desk")
    monkeypatch.chdir(tmp_path / "desk")
    names: dict[str, object] = {"bpo": bpo}
    for number, block in enumerate(re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)):
        exec(compile(block, f"docs/python.md, block {number}", "exec"), names)
    assert isinstance(names["statement"], bpo.Statement) and isinstance(names["offer"], bpo.Quote)


def test_the_page_names_every_call() -> None:
    for name in bpo.__all__:
        assert f"bpo.{name}" in PAGE or f"`{name}`" in PAGE or name in ("KpiResult", "Quantity", "Problem"), name
