"""Months that are killed while they are billed, approved, issued and sent; ``scripts/kill_months.py`` kills more of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.kill_months import try_kills
from tests.ledger.conftest import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_a_month_that_was_killed_and_run_again_is_that_of_one_nobody_disturbed(tmp_path: Path, kind: str) -> None:
    found = try_kills(tmp_path, kills=5, contracts=3, kind=kind)
    assert found.wrong == []
    assert (found.killed, found.desks > 0) == (5, True)
