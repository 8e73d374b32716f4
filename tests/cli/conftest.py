"""The small desk, ingested once a session; each test works in a copy."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

import bpo.desk.billing
import bpo.desk.drawing
from bpo.invoice import Bill, files_of
from tests.cli.desk import Desk, copy_of, new_desk


@pytest.fixture(scope="session")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = new_desk(tmp_path_factory.mktemp("desk") / "work")
    said = desk.run("ingest", "exports/2026-01.csv", "exports/2026-02.csv", "--source", "sources/desk-calls.yaml")
    assert said.code == 0, said.err
    return desk


@pytest.fixture
def desk(ingested: Desk, tmp_path: Path) -> Desk:
    """A workspace with January and February in its lake."""
    return copy_of(ingested, tmp_path / "desk")


@pytest.fixture
def plain_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents of one line each, for tests that are not about documents: drawing takes a second."""

    def draw(bill: Bill, folder: Path, templates: Path | None = None) -> Mapping[Path, bytes]:
        return {file: f"{bill.statement_id} {bill.statement.total}".encode() for file in files_of(bill, folder)}

    monkeypatch.setattr(bpo.desk.billing, "draw_bill", draw)
    monkeypatch.setattr(bpo.desk.drawing, "cores", lambda: 1)  # in this process, where the line above holds
