"""Where the real call records are: beside the repository, never in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REAL_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def real_data(*parts: str) -> Path:
    """The path of a real file; where the folder is missing the test skips, and fails where CI is set."""
    path = REAL_DATA.joinpath(*parts)
    if not path.exists():
        reason = f"the real data is not here: ../shared/data/{'/'.join(parts)}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path
