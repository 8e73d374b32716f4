"""Numbers with a comma before their decimals, in delimited text and in text cells of a workbook."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from tests.facts.made import divide, divide_file, source

SCORES = """\
source: scores
table: evaluations
account: acme
timezone: UTC
format: {kind: delimited, separator: ";", decimal_comma: yes}
map: {evaluation_id: id, agent: agent, evaluated_at: at, score: score}
"""
CALLS = """\
source: calls
table: interactions
account: acme
timezone: UTC
format: {kind: delimited, separator: ";", decimal_comma: yes}
map:
  interaction_id: id
  direction: "'inbound'"
  started_at: at
  outcome: "'handled'"
  talk_seconds: {from: talk, duration: hours}
  units: units
"""


@pytest.mark.parametrize(
    ("given", "score"),
    [
        ("7,5", "7.5"),
        ("1.234,5", "1234.5"),
        ("1.234", "1234"),
        ("1 234,25", "1234.25"),
        ("1\u202f234,25", "1234.25"),
        ("1'234,25", "1234.25"),
        ("1.234.567", "1234567"),
        (",5", "0.5"),
        ("90", "90"),
        ("12.5", None),  # a point that stands before no thousand: the writer is of two minds
        ("1.23", None),
        ("1,234.5", None),
        ("7,5,1", None),
        ("good", None),
    ],
)
def test_numbers_in_delimited_text(tmp_path: Path, given: str, score: str | None) -> None:
    usable, bad, _ = divide(tmp_path, f"id;agent;at;score\n1;ann;2026-03-02 09:00;{given}\n", source(SCORES))
    assert usable["score"].to_list() == ([] if score is None else [Decimal(score)])
    assert bad["rules"].to_list() == (["score.readable"] if score is None else [])


def test_durations_and_whole_numbers_have_it_too(tmp_path: Path) -> None:
    """1,6833 hours are 6,060 s; 1.200 units are twelve hundred; a name with a comma or point stays a name."""
    text = CALLS + "  agent: agent\n"
    row = "id;at;talk;units;agent\n1.234;2026-03-02 09:00;1,6833;1.200;A. 1,5\n"
    usable, bad, _ = divide(tmp_path, row, source(text))
    assert bad.is_empty()
    assert usable.select("interaction_id", "talk_seconds", "units", "agent").rows() == [
        ("1.234", 6_060, 1_200, "A. 1,5")
    ]


def test_cells_that_are_numbers_beside_cells_that_are_text(tmp_path: Path) -> None:
    """A cell that is the number 1.234 is a little more than one, the text 1.234 more than a thousand."""
    path = tmp_path / "scores.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 1, ["id", "agent", "at", "score"])
        for row, score in enumerate(("7,5", 7.5, "1.234", 1.234, 90, "90", 0.0461), start=1):
            sheet.write_row(row, 1, [str(row), "ann", "2026-03-02 09:00", score])
    usable, bad, _ = divide_file(path, source(SCORES.replace('{kind: delimited, separator: ";", ', "{kind: excel, ")))
    assert bad.is_empty()
    assert usable["score"].to_list() == [Decimal(one) for one in ("7.5", "7.5", "1234", "1.234", "90", "90", "0.0461")]


def test_without_it_a_comma_is_no_number(tmp_path: Path) -> None:
    row = "id;agent;at;score\n1;ann;2026-03-02 09:00;7,5\n"
    assert divide(tmp_path, row, source(SCORES.replace(", decimal_comma: yes", "")))[1].height == 1
