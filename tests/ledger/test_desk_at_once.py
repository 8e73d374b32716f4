"""Eight processes that bill the contracts of one desk at once, and then approve, issue and send them; ``scripts/at_once.py`` takes more contracts."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.at_once import try_at_once
from scripts.kill_months import databases


@pytest.mark.parametrize(("kind", "revisions"), [("sqlite", False), ("sqlite", True), ("postgresql", False)])
def test_eight_at_once_lose_double_and_leave_nothing(tmp_path: Path, kind: str, revisions: bool) -> None:
    with databases(kind) as new:
        found = try_at_once(tmp_path / "desk", 8, 2, new(1), revisions=revisions)
    assert found.wrong == []
    assert (found.statements, found.numbers, found.mails) == (2, 2, 2)
    assert found.told["life-not-now"] > 0, "somebody comes second to approve"
