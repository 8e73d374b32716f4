"""The real exports through their source files alone: the figures of the data's README, counted independently of this project."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from bpo.core.tables import INTERACTIONS
from bpo.facts.ingest import IngestReport, ingest
from bpo.facts.lake.lake import Lake
from bpo.facts.sources.load import load_source
from tests.real_data import real_data

SOURCES = Path(__file__).resolve().parents[2] / "contracts" / "examples" / "sources"
MONTHS = ("january", "february", "march", "april")


def enter(lake: Lake, source: str, *parts: str) -> IngestReport:
    return ingest(real_data(*parts), load_source(SOURCES / f"{source}.yaml"), lake)


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> tuple[Lake, list[IngestReport]]:
    lake = Lake(tmp_path_factory.mktemp("bank"))
    return lake, [enter(lake, "anonymous-bank", "anonymous-bank", f"{month}.txt") for month in MONTHS]


def test_not_one_call_of_the_bank_is_lost(bank: tuple[Lake, list[IngestReport]]) -> None:
    lake, reports = bank
    assert [report.rows_read for report in reports] == [31_599, 33_344, 38_801, 32_036]
    assert [report.entered for report in reports] == [31_599, 33_344, 38_801, 32_035]
    assert lake.scan(INTERACTIONS).select(pl.len()).collect().item() == 135_779
    assert lake.quarantine().collect().select("line", "rules").rows() == [(9_675, "talk_seconds.longer")]


# month: rows, AGENT, queue HANG, AGENT <= 20 s, AGENT <= 30 s, sum q_time, sum ser_time of AGENT, PHANTOM
FIGURES = {
    1: (31_599, 27_060, 3_101, 16_402, 17_987, 947_857, 4_964_204, 240),
    2: (33_344, 27_162, 3_963, 16_209, 17_729, 1_107_512, 4_790_100, 278),
    3: (38_801, 27_847, 8_604, 11_387, 12_726, 2_587_056, 5_173_551, 407),
    4: (
        32_035,
        23_582,
        5_694,
        10_605,
        11_747,
        1_821_578,
        4_991_212,
        305,
    ),  # without one call of 182 s that has 30,278 s of talk
}


@pytest.mark.parametrize("month", FIGURES)
def test_the_figures_of_the_bank(bank: tuple[Lake, list[IngestReport]], month: int) -> None:
    lake, _ = bank
    local = pl.col("started_at").dt.convert_time_zone("Asia/Jerusalem")
    handled = pl.col("outcome") == "handled"
    wait = pl.col("wait_seconds")
    found = (
        lake.scan(INTERACTIONS)
        .filter(pl.col("account") == "anonymous-bank", local.dt.year() == 1999, local.dt.month() == month)
        .select(
            rows=pl.len(),
            agent=handled.sum(),
            hang=(pl.col("outcome") == "abandoned").sum(),
            within_20=(handled & (wait <= 20)).sum(),
            within_30=(handled & (wait <= 30)).sum(),
            waited=wait.filter(handled).sum(),
            served=pl.col("talk_seconds").filter(handled).sum(),
            phantom=(pl.col("outcome") == "void").sum(),
        )
        .collect()
    )
    assert found.row(0) == FIGURES[month]


def test_quirks_of_the_bank(bank: tuple[Lake, list[IngestReport]]) -> None:
    facts = bank[0].scan(INTERACTIONS).collect()
    day = pl.col("started_at").dt.convert_time_zone("Asia/Jerusalem").dt.date()
    assert facts.filter(day.is_between(datetime(1999, 1, 11).date(), datetime(1999, 1, 12).date())).height == 0
    assert facts["ivr_seconds"].min() == 0
    assert facts["category"].unique().sort().to_list() == ["AA", "IN", "NE", "NW", "PE", "PS", "TT"]
    assert not facts["customer"].is_in(["0"]).any()
    for column in ("queued_at", "answered_at", "ended_at"):
        late = facts.filter(pl.col(column) < pl.col("started_at"))
        assert late.height == 0, column
        assert facts.filter(pl.col(column) > pl.col("started_at") + pl.duration(hours=12)).height == 0, column


def test_midnight_at_the_bank(bank: tuple[Lake, list[IngestReport]]) -> None:
    """Served after midnight, counted from the text itself: the clock shows less than half of what it showed at entry."""
    over = 0
    for month in MONTHS:
        with real_data("anonymous-bank", f"{month}.txt").open() as file:
            for row in csv.DictReader(file, delimiter="\t"):
                entry, served = (int(row[name].split(":")[0]) for name in ("vru_entry", "ser_start"))
                over += row["outcome"] == "AGENT" and row["ser_start"] != "0:00:00" and entry == 23 and served == 0
    days = [pl.col(name).dt.convert_time_zone("Asia/Jerusalem").dt.date() for name in ("started_at", "answered_at")]
    facts = bank[0].scan(INTERACTIONS).filter(days[1] > days[0]).collect()
    assert facts.height == over > 0


def test_the_restaurants(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    report = enter(lake, "restaurant-bookings", "restaurant-bookings", "calls.csv")
    assert (report.rows_read, report.entered) == (25_100, 25_100)
    facts = lake.scan(INTERACTIONS).collect()
    answered = facts.filter(pl.col("outcome") == "handled")
    assert (answered.height, facts.filter(pl.col("outcome") == "abandoned").height) == (24_731, 369)
    assert facts.filter(pl.col("disposition") == "Booking completed").height == 23_115
    assert facts["units"].sum() == 97_403
    assert round(Decimal(int(answered["wait_seconds"].sum())) / 24_731, 2) == Decimal("22.98")


def test_asterisk(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    master = enter(lake, "asterisk-cdr", "asterisk", "Master.csv")
    assert (master.rows_read, master.entered) == (14, 14)
    facts = lake.scan(INTERACTIONS).collect()
    assert facts["started_at"].min() == datetime.fromtimestamp(1690325492, UTC), "the clock agrees with the ids"
    assert facts.group_by("outcome").len().sort("outcome").rows() == [("handled", 11), ("unanswered", 3)]
    assert facts.filter(pl.col("answered_at").is_null())["outcome"].unique().to_list() == ["unanswered"]
    good = enter(lake, "asterisk-cdr-csv", "asterisk", "good.csv")
    assert (good.rows_read, good.entered, good.quarantined) == (5, 1, 4), "five records with one id"


def test_freeswitch(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    report = enter(lake, "freeswitch-cdr", "freeswitch", "Master.csv")
    assert (report.rows_read, report.entered, report.known, report.quarantined) == (10, 8, 1, 1)
    assert report.bad_rows[0].line == 10
    assert report.bad_rows[0].reason.en == "same key as Master.csv:8, other content in: disposition"
    again = enter(lake, "freeswitch-cdr", "freeswitch", "Master.csv")
    assert (again.entered, again.known, again.quarantined) == (0, 9, 1)
