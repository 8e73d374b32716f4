"""The small desk, ingested once a session; each test works in a copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli import drawn
from tests.cli.desk import Desk, copy_of, new_desk


@pytest.fixture(autouse=True)
def drawn_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of tests that are about drawing (``draws_itself`` of their file) nothing is kept."""
    for place in () if getattr(request.module, "draws_itself", False) else drawn.PLACES:
        monkeypatch.setattr(place, "laid_out", drawn.drawn_once)


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
    drawn.in_one_line(monkeypatch)
