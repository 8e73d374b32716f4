"""Every file of the sample goes through its source file into a lake, and each kind of dirt ends where it should.

The counts are those that the sample says it wrote; ``test_files.py`` holds them against the files without the product.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from bpo.core.tables import TABLES, table
from bpo.facts.ingest import IngestReport, ingest
from bpo.facts.lake.lake import Lake
from bpo.facts.sources.load import load_source
from bpo.sample import SampleFile

SOURCES = Path(__file__).parents[2] / "contracts" / "examples" / "sources"
CLIENTS = ("city-hotline", "insurer-telesales", "tech-support")

Written = dict[str, SampleFile]


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return Lake(tmp_path_factory.mktemp("lake"))


@pytest.fixture(scope="module")
def reports(sample: Written, lake: Lake) -> dict[str, IngestReport]:
    """All files, in the order in which the sample gives them."""
    return {
        name: ingest(file.path, load_source(SOURCES / f"{file.source}.yaml"), lake) for name, file in sample.items()
    }


def test_each_export_has_a_source_file_of_its_client(sample: Written) -> None:
    for file in sample.values():
        source = load_source(SOURCES / f"{file.source}.yaml")
        assert source.source == file.source
        assert source.account in CLIENTS and file.source.startswith(str(source.account))


def test_every_row_is_entered_set_aside_or_known(sample: Written, reports: dict[str, IngestReport]) -> None:
    for name, file in sample.items():
        report, dirt = reports[name], file.dirt
        unusable = sum(dirt.get(kind, 0) for kind in ("missing", "negative_duration", "unknown_code", "broken_line"))
        known = dirt.get("duplicate", 0) + dirt.get("sent_before", 0)
        assert (report.rows_read, report.quarantined, report.known) == (file.rows, unusable, known), name
        assert report.entered == file.rows - unusable - known, name


@pytest.mark.parametrize(
    ("name", "rule", "kind"),
    [
        ("city-hotline/calls-2026-01.csv", "started_at.required", "missing"),
        ("city-hotline/calls-2026-01.csv", "talk_seconds.at_least", "negative_duration"),
        ("city-hotline/calls-2026-01.csv", "outcome.code", "unknown_code"),
        ("city-hotline/calls-2026-02.csv", "row.fields", "broken_line"),
        ("city-hotline/evaluations-2026-02.xlsx", "score.required", "missing"),
        ("city-hotline/cases-2026-01.txt", "opened_at.required", "missing"),
        ("insurer-telesales/dials-2026-01.tsv", "outcome.code", "unknown_code"),
        ("insurer-telesales/sales-2026-02.tsv", "sold_at.required", "missing"),
        ("insurer-telesales/timesheets-2026-02.tsv", "activity.code", "unknown_code"),
        ("tech-support/contacts-2026-02.csv", "wrap_up_seconds.at_least", "negative_duration"),
        ("tech-support/timesheets-2026-01.csv", "activity.known", "unknown_code"),
    ],
)
def test_the_reason_names_the_dirt(
    sample: Written, reports: dict[str, IngestReport], name: str, rule: str, kind: str
) -> None:
    broken = {count.rule: count.breaches for count in reports[name].by_rule}
    assert broken[rule] == sample[name].dirt[kind] > 0


def test_no_text_keeps_its_trailing_spaces(reports: dict[str, IngestReport], lake: Lake) -> None:
    assert reports
    for known in TABLES:
        texts = [column.name for column in known.columns if column.type == "text"]
        spaced = lake.scan(known).select(pl.col(name).str.ends_with(" ").any() for name in texts).collect()
        assert True not in spaced.row(0), known.name


def _calls(lake: Lake, account: str) -> pl.LazyFrame:
    interactions = table("interactions")
    assert interactions is not None
    return lake.scan(interactions).filter(pl.col("account") == account)


def test_calls_past_midnight_end_on_the_next_day(sample: Written, reports: dict[str, IngestReport], lake: Lake) -> None:
    assert reports
    local = [pl.col(name).dt.convert_time_zone("Asia/Shanghai").dt.date() for name in ("started_at", "ended_at")]
    calls = _calls(lake, "city-hotline").select(local)
    overnight = calls.filter(pl.col("ended_at") == pl.col("started_at").dt.offset_by("1d")).collect().height
    files = [sample[f"city-hotline/calls-2026-{month}.csv"] for month in ("01", "02")]
    assert overnight == sum(file.dirt["past_midnight"] for file in files)
    assert calls.filter(pl.col("ended_at") > pl.col("started_at").dt.offset_by("1d")).collect().height == 0


@pytest.mark.parametrize(
    ("client", "export", "hours_from_utc"),
    [
        ("city-hotline", "calls-2026-{}.csv", 8),
        ("insurer-telesales", "dials-2026-{}.tsv", 8),
        ("tech-support", "contacts-2026-{}.csv", -5),
    ],
)
def test_a_contact_counts_in_the_month_in_which_it_began_at_home(
    sample: Written, reports: dict[str, IngestReport], lake: Lake, client: str, export: str, hours_from_utc: int
) -> None:
    """What entered from January's file, less the rows of February in it, is January; what they left, and more, is February."""
    names = [f"{client}/{export.format(month)}" for month in ("01", "02")]
    began = _calls(lake, client).select("started_at").collect()["started_at"]
    starts = [datetime(2026, month, 1, tzinfo=UTC) - timedelta(hours=hours_from_utc) for month in (1, 2, 3, 4)]
    found = [began.is_between(first, last, closed="left").sum() for first, last in pairwise(starts)]
    january, february = (reports[name].entered for name in names)
    early, late = (sample[name].dirt["next_month"] for name in names)
    assert found == [january - early, february + early - late, late]


def test_values_arrive_exactly(reports: dict[str, IngestReport], lake: Lake) -> None:
    """Some values, each of another notation, read off the exports by eye."""
    assert reports
    roster = table("roster")
    assert roster is not None
    rows = lake.scan(roster).collect()
    lead = rows.filter(pl.col("agent") == "A1001").row(0, named=True)
    assert (lead["labour_cost"], lead["grade"], lead["seat"], lead["to_day"]) == (
        Decimal("6840.0000"),
        "Lead",
        "S01",
        None,
    )
    assert rows.filter(pl.col("agent") == "TS03").row(0, named=True)["labour_cost"] == Decimal("9850.0000")
    evaluations = table("evaluations")
    assert evaluations is not None
    agents = lake.scan(evaluations).filter(pl.col("account") == "city-hotline").select("agent").collect()["agent"]
    assert agents.str.contains(r"^80\d\d$").all(), "numbers of Excel come back without a decimal point"
