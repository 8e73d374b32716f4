"""``bpo report``: its media, its mistakes, and the sample's month against what ``bpo measure`` counts."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bpo.report.as_json import REPORT_SCHEMA
from tests.cli.desk import Desk

JANUARY = ("report", "agents", "contracts/desk.yaml", "--period", "2026-01")


def cells(printed: Any) -> dict[str, dict[str, Any]]:
    """The rows by their names, that of the sums as ``total``."""
    (table,) = printed["tables"]
    return {row["row"] or str(row["cells"]["name"]): row["cells"] for row in table["rows"]}


def test_a_desk_whose_calls_name_nobody(desk: Desk) -> None:
    """40 of January's 45 calls are handled, with 60 s of talk each; nothing else is known of them."""
    printed = desk.json(*JANUARY)
    jsonschema.validate(printed, REPORT_SCHEMA)
    assert {
        name: (row["contacts"], row["talk"], row["hold"], row["aht"], row["qa"]) for name, row in cells(printed).items()
    } == {
        "{'zh': '（未填写）', 'en': '(names none)'}": ("40", "2/3", None, "60", None),
        "total": ("40", "2/3", None, "60", None),
    }


def test_by_day_every_day_has_its_row(desk: Desk) -> None:
    """The first 40 calls fall on the days 1 to 28 in turn, so that 1 to 12 have two."""
    rows = cells(desk.json(*JANUARY, "--by", "day"))
    assert [rows[f"2026-01-{day:02d}"]["contacts"] for day in (1, 12, 13, 28, 29, 31)] == ["2", "2", "1", "1", "0", "0"]
    assert len(rows) == 32 and rows["total"]["contacts"] == "40"


def test_papers_and_page(desk: Desk) -> None:
    said = desk.run(*JANUARY, "--by", "day", "--folder", "out", "--format", "html")
    assert said.code == 0
    assert said.out.lstrip().startswith("<!DOCTYPE html>") and "<link" not in said.out and "<svg" in said.out
    files = sorted(Path("out") / file.name for file in (desk.root / "out").iterdir())
    assert said.err.splitlines() == [f"written: {file}" for file in files]
    assert [file.name for file in files] == ["desk-2026-01-agents-day.pdf", "desk-2026-01-agents-day.xlsx"]
    assert all((desk.root / file).read_bytes()[:2] in (b"%P", b"PK") for file in files)


@pytest.mark.parametrize(
    ("arguments", "code", "sentences"),
    [
        (["contracts/desk.yaml", "--period", "2026-03"], 1, ["contracts/desk.yaml:1: account 'desk' has no interactions from 2026-03-01 to 2026-03-31; ingest"]),
        (["contracts/desk.yaml", "--period", "2027-01"], 1, ["contracts/desk.yaml:6: the contract holds from 2026-01-01 to 2026-12-31"]),
        (["contracts/another.yaml", "--period", "2026-01"], 1, ["contracts/another.yaml:1: account 'another' has no interactions"]),
        (["contracts/desk.yaml"], 1, ["which month?"]),
        (["contracts/desk.yaml", "--period", "January"], 1, ["'January' is not a"]),
        (["contracts/none.yaml", "--period", "2026-01"], 1, ["contracts/none.yaml"]),
        (["contracts/desk.yaml", "--period", "2026-01", "--by", "teams"], 1, ["unknown --by 'teams'", "Known: agent, day, queue, team. Did you mean 'team'?"]),
    ],
)  # fmt: skip
def test_mistakes_are_told(desk: Desk, arguments: list[str], code: int, sentences: list[str]) -> None:
    said = desk.run("report", "agents", *arguments)
    assert (said.code, said.out) == (code, "")
    for sentence in sentences:
        assert sentence in said.err, said.err


def test_an_unknown_report_is_refused_in_both_languages(desk: Desk) -> None:
    assert desk.run("report", "leakage", "contracts/desk.yaml").code == 2
    said = desk.run("--lang", "zh", "report", "agents", "contracts/desk.yaml", "--period", "2026-03")
    assert "账户 'desk' 在 2026-03-01 至 2026-03-31 没有 interactions 数据" in said.err


@pytest.fixture(scope="module")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A workspace with the sample's January of two clients."""
    folder = tmp_path_factory.mktemp("sampled")
    assert Desk(folder).run("init", "my-desk").code == 0
    desk = Desk(folder / "my-desk")
    assert desk.run("sample", "exports").code == 0
    for export, source in (
        ("city-hotline/calls-2026-01.csv", "city-hotline-calls"), ("city-hotline/evaluations-2026-01.xlsx", "city-hotline-evaluations"),
        ("city-hotline/surveys-2026-01.csv", "city-hotline-surveys"), ("city-hotline/events-2026-01.csv", "city-hotline-events"),
        ("tech-support/contacts-2026-01.csv", "tech-support-contacts"), ("tech-support/surveys-2026-01.csv", "tech-support-surveys"),
        ("tech-support/roster.csv", "tech-support-roster"),
    ):  # fmt: skip
        desk.run("ingest", f"exports/{export}", "--source", f"sources/{source}.yaml")  # 1: some rows are unusable
    return desk


def totals(desk: Desk, *month: str) -> dict[str, Any]:
    """The row of the sums, which is the same whatever is kept apart, and what its rows come to."""
    reports = [cells(desk.json("report", "agents", *month, "--by", by)) for by in ("agent", "team", "queue", "day")]
    found: list[dict[str, Any]] = [rows.pop("total") for rows in reports]
    assert all(one | {"name": ""} == found[0] | {"name": ""} for one in found)
    for key in ("contacts", "talk", "evaluations", "scores"):
        assert all(
            sum(Fraction(row[key] or 0) for row in rows.values()) == Fraction(found[0][key] or 0) for rows in reports
        )
    return found[0]


def test_the_hotlines_sums_are_what_measure_counts(sampled: Desk) -> None:
    month = ("contracts/city-hotline.yaml", "--period", "2026-01")
    total, measured = totals(sampled, *month), sampled.json("measure", *month)
    assert total["contacts"] == measured["quantities"]["inbound"]["total"]
    assert total["evaluations"] == measured["kpis"]["qa"]["denominator"]


def test_the_support_desks_handle_time_is_what_measure_counts(sampled: Desk) -> None:
    month = ("contracts/tech-support.yaml", "--period", "2026-01")
    total, aht = totals(sampled, *month), sampled.json("measure", *month)["kpis"]["aht"]
    assert (Fraction(total["handle"]) * 3600, Fraction(total["timed"])) == (
        Fraction(aht["numerator"]),
        Fraction(aht["denominator"]),
    )
    assert total["qa"] is None and total["evaluations"] is None


def test_its_page_is_the_one_that_is_shown(desk: Desk) -> None:
    assert desk.run("docs", "report").out.startswith("# `bpo report`\n")
