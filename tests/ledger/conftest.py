"""A ledger in a file of its own for each test, copied from one that was made once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bpo.ledger import Ledger, open_ledger


@pytest.fixture(scope="session")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("ledger") / "empty.sqlite"
    open_ledger(path).close()
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a ledger may be made; nothing is there."""
    return tmp_path / "ledger.sqlite"


@pytest.fixture
def ledger(path: Path, empty_ledger: Path) -> Iterator[Ledger]:
    shutil.copyfile(empty_ledger, path)
    with open_ledger(path) as opened:
        yield opened
