"""``docs/sample.md`` tells the truth about the dirt, and names every export."""

from __future__ import annotations

from pathlib import Path

from bpo.sample import SampleFile

PAGE = Path(__file__).parents[2] / "docs" / "sample.md"


def test_the_table_of_dirt_is_what_the_files_hold(sample: dict[str, SampleFile]) -> None:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.read_text("utf-8").splitlines()]
    header = next(row for row in rows if row[0] == "source")
    sources = {file.source for file in sample.values()}
    told = {row[0]: dict(zip(header[1:], map(int, row[1:]), strict=True)) for row in rows if row[0] in sources}
    assert set(told) == sources
    for name, file in sample.items():
        assert {kind: file.dirt.get(kind, 0) for kind in header[1:]} == told[file.source], name


def test_every_export_is_described(sample: dict[str, SampleFile]) -> None:
    page = PAGE.read_text("utf-8")
    for name in sample:
        told = name.split("/")[1].replace("2026-01", "YYYY-MM").replace("2026-02", "YYYY-MM")
        assert f"`{told}`" in page, name
