"""The example bid, computed once, and small contracts with a quote."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpo.economics.scenario.projection import Projection, project
from bpo.economics.scenario.scenario import read_bid

HOTLINE = Path(__file__).resolve().parents[2] / "contracts/examples/bids/hotline/scenario.yaml"


@pytest.fixture(scope="session")
def hotline() -> Projection:
    return project(read_bid(HOTLINE))
