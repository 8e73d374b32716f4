"""A workspace may stand in any folder that people name: with spaces, in Chinese, with signs that a URL would quote."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from bpo.core.errors import BpoError
from bpo.core.tables import EVENTS
from bpo.facts.lake.lake import Lake
from bpo.facts.types import schema_of


def event(number: int) -> pl.LazyFrame:
    schema = schema_of(EVENTS)
    row = {
        **dict.fromkeys(schema), "event_id": str(number), "occurred_at": datetime(2026, 1, number, tzinfo=UTC),
        "kind": "complaint", "account": "desk",
    }  # fmt: skip
    return pl.LazyFrame([row], schema=schema, orient="row")


@pytest.mark.parametrize("name", ["plain", "with a space", "工作区", "a#1", "100%", "a+b&c"])
def test_what_was_added_is_read_again(tmp_path: Path, name: str) -> None:
    lake = Lake(tmp_path / name / "lake")
    for number in (1, 2):
        lake.append(EVENTS, event(number), {})
    assert lake.scan(EVENTS).select("event_id").collect()["event_id"].sort().to_list() == ["1", "2"]
    assert lake.scan(EVENTS, version=0).select(pl.len()).collect().item() == 1
    assert lake.versions() == {"events": 1}


def test_a_folder_that_delta_would_look_for_under_another_name_is_refused(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "a%20b" / "lake")
    with pytest.raises(BpoError, match="such as %20"), lake.locked():
        raise AssertionError("nothing is ingested there")
    assert not lake.place.path.exists()
