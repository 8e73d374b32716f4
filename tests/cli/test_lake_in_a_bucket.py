"""The whole desk over a lake in an object store says what it says over one in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import SETTINGS, TOTALS, export, new_desk
from tests.s3_server import BUCKET, s3_server


def test_a_desk_over_a_bucket_bills_what_one_over_a_folder_bills(
    tmp_path: Path, plain_files: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """161.12 by hand, see :mod:`tests.cli.desk`; the journal of the inbox is kept in the bucket too."""
    said = []
    with s3_server() as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        for name, lake in (("bucket", f"s3://{BUCKET}/lake"), ("folder", "lake")):
            desk = new_desk(tmp_path / name)
            desk.write("bpo.yaml", f"{SETTINGS}lake: {lake}\n")
            desk.write("inbox/2026-01.csv", export("2026-01"))
            desk.run("ingest")
            again = desk.run("ingest").out
            billed = desk.json("bill", "contracts/desk.yaml", "--period", "2026-01")
            assert billed["total"] == TOTALS["2026-01"] == "161.12"
            said.append((again, billed["total"], desk.json("quarantine", "list"), desk.run("late").out))
    assert said[0] == said[1]
    assert not (tmp_path / "bucket" / "s3:").exists()
