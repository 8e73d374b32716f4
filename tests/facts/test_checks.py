"""Checks that a source asks for: what each finds, at its bound and one beyond, and what becomes of the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.core.tables import EVALUATIONS, INTERACTIONS
from bpo.facts.ingest import IngestReport, ingest
from bpo.facts.lake.lake import Lake
from bpo.facts.sources.load import read_source

CALLS = """\
source: calls
table: interactions
account: acme
timezone: Europe/Berlin
format: {kind: delimited}
map:
  interaction_id: id
  direction: "'inbound'"
  started_at: began
  agent: agent
  outcome: {from: result, codes: {A: handled, H: abandoned}}
  talk_seconds: talk
checks:
"""
HEADER = "id,began,agent,result,talk\n"
ROSTER = """\
source: roster
table: roster
account: acme
timezone: Europe/Berlin
format: {kind: delimited}
map: {agent: agent, from_day: start, to_day: end}
"""
EVALUATED = """\
source: qa
table: evaluations
account: acme
timezone: Europe/Berlin
format: {kind: delimited}
map: {evaluation_id: id, interaction_id: contact, evaluated_at: at, score: score}
checks:
  - {check: known_contact, then: set_aside}
"""


def enter(folder: Path, text: str, yaml: str, name: str = "calls.csv", accepted: str = "") -> IngestReport:
    (folder / name).write_text(text)
    return ingest(folder / name, read_source(parse_document(yaml, "source.yaml")), Lake(folder / "lake"), accepted)


def call(number: int, day: int, agent: str = "ada", talk: int = 60, at: str = "09:00:00") -> str:
    return f"c{number},2026-03-{day:02} {at},{agent},A,{talk}\n"


def said(report: IngestReport) -> list[str]:
    return [warning.say("en").splitlines()[0] for warning in report.warnings]


CONDITION = '  - {check: condition, when: "talk_seconds > 7200", reason: longer than two hours, then: %s}\n'


def test_a_row_that_breaks_a_condition_is_set_aside_with_the_reason(tmp_path: Path) -> None:
    text = HEADER + call(1, 2, talk=7200) + call(2, 2, talk=7201)
    report = enter(tmp_path, text, CALLS + CONDITION % "set_aside")
    assert (report.entered, report.quarantined) == (1, 1)
    (bad,) = report.bad_rows
    assert (bad.line, bad.rules, bad.reason.en, bad.raw) == (
        3,
        ("check.1",),
        "longer than two hours",
        call(2, 2, talk=7201).strip(),
    )
    assert {one.rule: one.breaches for one in report.by_rule}["check.1"] == 1
    again = enter(tmp_path, text, CALLS + CONDITION % "set_aside")
    assert (again.entered, again.known, again.quarantined) == (0, 1, 1)
    assert Lake(tmp_path / "lake").quarantine().collect().height == 1


def test_a_warning_lets_the_row_in_and_names_its_line(tmp_path: Path) -> None:
    report = enter(tmp_path, HEADER + call(1, 2, talk=7200) + call(2, 2, talk=7201), CALLS + CONDITION % "warn")
    assert (report.entered, report.quarantined) == (2, 0)
    assert said(report) == ["source.yaml:14: calls.csv: 1 rows, which entered: longer than two hours. The first: 3"]


def test_a_stop_keeps_the_whole_file_out_and_an_accepted_one_says_why(tmp_path: Path) -> None:
    text = HEADER + call(1, 2) + call(2, 2, talk=7201) + "broken\n"
    with pytest.raises(BpoError) as refused:
        enter(tmp_path, text, CALLS + CONDITION % "stop")
    (problem,) = refused.value.problems
    assert problem.say("en").startswith(
        "source.yaml:14: calls.csv: 1 rows: longer than two hours; nothing of the file entered"
    )
    assert Lake(tmp_path / "lake").versions() == {}
    assert Lake(tmp_path / "lake").quarantine().collect().is_empty()
    report = enter(tmp_path, text, CALLS + CONDITION % "stop", accepted="agreed with the client on 3 March")
    assert (report.entered, report.quarantined, len(report.warnings)) == (2, 1, 1)


def test_an_agent_is_known_on_the_days_of_the_roster_alone(tmp_path: Path) -> None:
    enter(tmp_path, "agent,start,end\nada,2026-03-02,2026-03-04\nbob,2026-03-05,\n", ROSTER, "roster.csv")
    # 23:30 UTC of 4 March is 00:30 of 5 March in Berlin: the days are those of the export's own clock.
    late = "c5,2026-03-05 00:30:00,ada,A,60\n"
    text = (
        HEADER
        + call(1, 2)
        + call(2, 4)
        + call(3, 4, "bob")
        + call(4, 31, "bob")
        + late
        + call(6, 3, "cat")
        + call(7, 3, "")
    )
    report = enter(tmp_path, text, CALLS + "  - {check: known_agent}\n")
    assert report.entered == 7
    assert said(report) == [
        "source.yaml:14: calls.csv: 3 rows, which entered: agent '…' is not on the roster on that day. The first: 4, 6, 7"
    ]


def test_an_evaluation_points_at_a_contact_of_its_account(tmp_path: Path) -> None:
    enter(tmp_path, HEADER + call(1, 2), CALLS.removesuffix("checks:\n"))
    report = enter(
        tmp_path,
        "id,contact,at,score\ne1,c1,2026-03-03 10:00:00,90\ne2,c2,2026-03-03 10:00:00,80\ne3,,2026-03-03 10:00:00,70\n",
        EVALUATED,
        "qa.csv",
    )
    assert (report.entered, report.quarantined) == (2, 1)
    assert report.bad_rows[0].reason.en == "contact 'c2' is not in the lake"
    assert Lake(tmp_path / "lake").scan(EVALUATIONS).collect()["evaluation_id"].to_list() == ["e1", "e3"]


@pytest.mark.parametrize(("above", "stops"), [("25%", False), ("24.9%", True)])
def test_a_share_of_unusable_rows_stops_a_file_beyond_its_bound(tmp_path: Path, above: str, stops: bool) -> None:
    text = HEADER + call(1, 2) + call(2, 2) + call(3, 2) + "c4,2026-03-02 09:00:00,ada,?,60\n"
    yaml = CALLS + f"  - {{check: share_set_aside, above: {above}}}\n"
    if not stops:
        assert enter(tmp_path, text, yaml).quarantined == 1
        return
    with pytest.raises(BpoError) as refused:
        enter(tmp_path, text, yaml)
    assert "1 of 4 rows are unusable, which is more than 24.9%; nothing of the file entered" in refused.value.problems[
        0
    ].say("en")


@pytest.mark.parametrize(
    ("calls", "told"),
    [(6, []), (7, ["7 rows a day, where the 28 days before 2026-03-03 have 4 a day: a change of 75%, beyond 50%"])],
)
def test_the_rows_of_a_day_are_held_against_the_days_before(tmp_path: Path, calls: int, told: list[str]) -> None:
    # before: two days with rows, 5 and 3, which is 4 a day; 6 is 50% more, 7 is 75% more
    before = [call(n, 1) for n in range(5)] + [call(n, 2) for n in range(5, 8)]
    yaml = CALLS + "  - {check: rows_a_day, beyond: 50%}\n"
    assert enter(tmp_path, HEADER + "".join(before), yaml, "before.csv").warnings == ()
    report = enter(tmp_path, HEADER + "".join(call(100 + n, 3) for n in range(calls)), yaml)
    assert [line.removeprefix("source.yaml:14: calls.csv: ") for line in said(report)] == told


def test_a_day_without_rows_is_told_unless_it_is_not_worked(tmp_path: Path) -> None:
    text = HEADER + call(1, 6) + call(2, 10)  # Friday and Tuesday: Saturday, Sunday and Monday are empty
    every = enter(tmp_path, text, CALLS + "  - {check: day_without_rows}\n")
    assert said(every) == ["source.yaml:14: calls.csv: 3 days have no row: 2026-03-07, 2026-03-08, 2026-03-09"]
    worked = enter(tmp_path, text, CALLS + "  - {check: day_without_rows, weekdays: [1, 2, 3, 4, 5]}\n")
    assert said(worked) == ["source.yaml:14: calls.csv: 1 days have no row: 2026-03-09"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{check: condition, when: "talk > 1", reason: r}', "14: unknown column 'talk'"),
        (
            '{check: condition, when: "wait_seconds > 1", reason: r}',
            "14: this check looks at 'wait_seconds', which this file does not map",
        ),
        ("{check: known_contact}", "14: rows of interactions cannot be held against interactions"),
        ("{check: share_set_aside, above: 100%}", "14: 1 is no part of the rows of a file"),
        ("{check: volume}", "14: unknown check 'volume'"),
    ],
)
def test_a_check_that_cannot_be_made_is_told_with_its_line(line: str, problem: str) -> None:
    with pytest.raises(BpoError) as refused:
        read_source(parse_document(f"{CALLS}  - {line}\n", "source.yaml"))
    assert problem in refused.value.problems[0].say("en")


def test_rows_set_aside_are_no_longer_in_the_lake(tmp_path: Path) -> None:
    enter(tmp_path, HEADER + call(1, 2, talk=7200) + call(2, 2, talk=7201), CALLS + CONDITION % "set_aside")
    assert Lake(tmp_path / "lake").scan(INTERACTIONS).collect()["interaction_id"].to_list() == ["c1"]
