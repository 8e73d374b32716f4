"""The sample's files: always the same bytes, quickly written, and exactly as dirty as they are said to be."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import pytest

from bpo.sample import SEED, SampleFile, write_sample
from bpo.sample.tech_support import exports
from tests.sample.raw import ENCODINGS, records

Written = dict[str, SampleFile]

TEXT_DIGEST = "1bfefdf09f9d857ada2e4f140f1de10a4dc7a671eea17e8869ec7faaf561fd6f"
"""Of all files but the workbooks, on Python 3.11, 3.12 and 3.13. It changes only when the sample is meant to change."""

IDENTIFIERS = {  # the column that identifies a record, by source
    "city-hotline-calls": "话单编号",
    "city-hotline-evaluations": "质检单号",
    "city-hotline-surveys": "答卷编号",
    "city-hotline-events": "事件编号",
    "city-hotline-cases": "工单编号",
    "insurer-telesales-dials": "call_uuid",
    "insurer-telesales-sales": "policy_no",
    "insurer-telesales-evaluations": "evaluation_no",
    "tech-support-contacts": "contact_id",
    "tech-support-surveys": "survey_id",
}


def test_the_same_seed_gives_the_same_bytes_in_four_seconds_of_work(sample: Written, tmp_path: Path) -> None:
    before = time.process_time()
    again = {file.path.relative_to(tmp_path).as_posix(): file for file in write_sample(tmp_path)}
    assert time.process_time() - before < 4
    assert list(again) == list(sample)
    for name, file in again.items():
        assert file.path.read_bytes() == sample[name].path.read_bytes(), name
        assert (file.rows, file.dirt, file.source) == (sample[name].rows, sample[name].dirt, sample[name].source)


def test_another_seed_gives_another_month() -> None:
    ours, others = (next(exports(seed)) for seed in (SEED, SEED + 1))
    assert ours.rows[:100] != others.rows[:100]
    assert abs(len(ours.rows) - len(others.rows)) < 500


def test_the_bytes_are_the_same_on_every_machine_and_python(sample: Written) -> None:
    digest = hashlib.sha256()
    for name, file in sample.items():
        if not name.endswith(".xlsx"):
            digest.update(file.path.read_bytes())
    assert digest.hexdigest() == TEXT_DIGEST


def test_a_workbook_carries_no_date_of_the_day_it_was_written(sample: Written) -> None:
    book = sample["city-hotline/evaluations-2026-01.xlsx"].path.read_bytes()
    assert b"2026-01-01T00:00:00Z" in book
    assert time.strftime("%Y-%m-%dT").encode() not in book


@pytest.mark.parametrize(("client", "files"), [("city-hotline", 10), ("insurer-telesales", 9), ("tech-support", 7)])
def test_each_client_has_its_exports(sample: Written, client: str, files: int) -> None:
    assert sum(name.startswith(f"{client}/") for name in sample) == files


def test_rows_are_the_records_of_the_file(sample: Written) -> None:
    for name, file in sample.items():
        assert len(records(file.path, file.source)) == file.rows, name


def test_duplicates_and_rows_sent_before_are_the_identifiers_seen_already(sample: Written) -> None:
    seen: dict[str, set[str]] = {}
    for name, file in sample.items():
        if file.source not in IDENTIFIERS:
            continue
        known = seen.setdefault(file.source, set())
        ids = [row[IDENTIFIERS[file.source]] for row in records(file.path, file.source)]
        assert all(ids), name
        assert len(ids) - len(set(ids)) == file.dirt["duplicate"], name
        assert len(set(ids) & known) == file.dirt.get("sent_before", 0), name
        known.update(ids)


def test_lines_are_blank_or_broken_as_often_as_said(sample: Written) -> None:
    for name, file in sample.items():
        if name.endswith(".xlsx"):
            continue
        lines = file.path.read_bytes().decode(ENCODINGS.get(file.source, "utf-8-sig")).splitlines()
        assert sum(not line for line in lines) == file.dirt.get("blank_line", 0), name
        separator = next(s for s in "\t;|," if s in lines[0])
        fields = lines[0].count(separator) + 1
        broken = [line for line in lines if line and line.count(separator) + 1 < fields]
        assert len(broken) == file.dirt.get("broken_line", 0), name


@pytest.mark.parametrize(
    ("name", "column", "kind"),
    [
        ("city-hotline/calls-2026-01.csv", "呼入时间", "missing"),
        ("city-hotline/calls-2026-02.csv", "呼入时间", "missing"),
        ("city-hotline/evaluations-2026-01.xlsx", "得分", "missing"),
        ("city-hotline/surveys-2026-02.csv", "评价", "missing"),
        ("city-hotline/cases-2026-01.txt", "受理时间", "missing"),
        ("insurer-telesales/dials-2026-01.tsv", "start_epoch", "missing"),
        ("insurer-telesales/sales-2026-02.tsv", "sold_at", "missing"),
        ("tech-support/contacts-2026-01.csv", "started_at", "missing"),
        ("tech-support/timesheets-2026-01.csv", "activity", "missing"),
        ("city-hotline/calls-2026-01.csv", "通话秒数", "negative_duration"),
        ("insurer-telesales/dials-2026-02.tsv", "talk_sec", "negative_duration"),
        ("insurer-telesales/timesheets-2026-01.tsv", "hours", "negative_duration"),
        ("tech-support/contacts-2026-02.csv", "wrap_s", "negative_duration"),
        ("city-hotline/calls-2026-02.csv", "结果", "unknown_code"),
        ("city-hotline/surveys-2026-01.csv", "评价", "unknown_code"),
        ("insurer-telesales/dials-2026-01.tsv", "disposition", "unknown_code"),
        ("tech-support/timesheets-2026-02.csv", "activity", "unknown_code"),
        ("city-hotline/calls-2026-01.csv", "结果", "trailing_spaces"),
        ("city-hotline/evaluations-2026-02.xlsx", "致命错误", "trailing_spaces"),
        ("tech-support/roster.csv", "grade", "trailing_spaces"),
        ("insurer-telesales/roster.tsv", "grade", "trailing_spaces"),
    ],
)
def test_fields_are_spoilt_as_often_as_said(sample: Written, name: str, column: str, kind: str) -> None:
    file = sample[name]
    rows = records(file.path, file.source)
    given = [row[column] for row in rows]
    lost = (
        file.dirt.get("broken_line", 0) if list(rows[0]).index(column) > 1 else 0
    )  # a broken line ends in its second field
    found = {
        "missing": sum(text == "" for text in given) - lost,
        "negative_duration": sum(text.startswith("-") for text in given),
        "unknown_code": given.count("X99"),
        "trailing_spaces": sum(text.endswith(" ") for text in given),
    }
    assert found[kind] == file.dirt[kind] > 0


def test_times_past_midnight_and_rows_of_the_next_month(sample: Written) -> None:
    for month, following in (("01", "2026/2/"), ("02", "2026/3/")):
        file = sample[f"city-hotline/calls-2026-{month}.csv"]
        rows = records(file.path, file.source)
        whole = [row for row in rows if row["呼入时间"] and row["结束时间"]]
        ends_earlier = [row for row in whole if _seconds(row["结束时间"]) < _seconds(row["呼入时间"])]
        assert len(ends_earlier) == file.dirt["past_midnight"] >= 10
        assert sum(row["来电日期"].startswith(following) for row in rows) == file.dirt["next_month"]


def _seconds(clock: str) -> int:
    hours, minutes, seconds = map(int, clock.split(":"))
    return hours * 3600 + minutes * 60 + seconds
