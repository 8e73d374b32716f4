"""Who handled what, worked by hand: sums, ratios of sums, and what is not known."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

import pytest
from openpyxl import load_workbook

from bpo.core.words import Lang
from bpo.report.as_json import report_json
from bpo.report.draw import report_book
from bpo.report.model import Bars, Chart, Report
from bpo.report.screen import report_text
from tests.desk.reports.work import EVALUATIONS, report

FIGURES = ("contacts", "talk", "hold", "wrap_up", "handle", "aht", "evaluations", "qa")
IN_SECONDS = ("talk", "hold", "wrap_up", "handle")
HAND: dict[str, dict[str, tuple[Any, ...]]] = {
    # contacts, talk, hold, wrap-up and all three in seconds, AHT, evaluations, QA score
    "agent": {
        "Ann": (2, 300, 20, 70, 390, 195, 2, "87.75"),
        "Bob": (1, 60, 0, 0, 60, 60, 0, None),
        "Cai": (2, 300, 30, 90, 420, 420, 1, 70),  # of one of the two contacts no time is known
        "": (1, 10, None, None, 10, 10, 1, 60),
    },
    "team": {"North": (3, 360, 20, 70, 450, 150, 3, "78.5"), "": (3, 310, 30, 90, 430, 215, 1, 70)},
    "queue": {
        "bills": (2, 300, 20, 70, 390, 195, 3, "245.5/3"),
        "cards": (2, 360, 30, 90, 480, 240, 0, None),
        "": (2, 10, None, None, 10, 10, 1, 60),
    },
    "day": {
        "2026-02-10": (3, 310, 20, 70, 400, "400/3", 1, 90),
        "2026-02-11": (3, 360, 30, 90, 480, 240, 3, "215.5/3"),
        "2026-02-12": (0, None, None, None, None, None, 0, None),
    },
}
ALL = (6, 670, 50, 160, 880, 176, 4, "76.375")


def number(text: Any) -> Fraction | None:
    if text is None:
        return None
    above, _, below = str(text).partition("/")
    return Fraction(above) / Fraction(below or 1)


def figures(one: Report) -> dict[str, tuple[Fraction | None, ...]]:
    """The rows by their names, that of the sums as ``total``; times in seconds."""
    (table,) = report_json(one)["tables"]
    found = {}
    for row in table["rows"]:
        name, cells = row["cells"]["name"], row["cells"]
        values = [
            None if (value := number(cells[key])) is None else value * (3600 if key in IN_SECONDS else 1)
            for key in FIGURES
        ]
        found[row["row"] or (name if isinstance(name, str) else "")] = tuple(values)
    return found


@pytest.mark.parametrize("by", HAND)
def test_every_figure_is_that_worked_by_hand(by: str) -> None:
    found = figures(report(by))
    for name, expected in HAND[by].items():
        assert found[name] == tuple(map(number, expected)), name
    assert found["total"] == tuple(map(number, ALL))
    # the 19 days of February on which the contract holds, or whoever handled or was evaluated; then the sums
    assert len(found) == (19 if by == "day" else len(HAND[by])) + 1


def test_the_chart_has_the_contacts_of_each() -> None:
    (chart,) = (part for one in report("queue").sections for part in one.parts if isinstance(part, Chart))
    assert isinstance(chart.data, Bars)
    assert dict(zip(chart.data.names, chart.data.bars, strict=True)) == {"bills": 2, "cards": 2, "–": 2}


def test_without_evaluations_there_is_no_score_and_a_note() -> None:
    for tables in (
        {"evaluations": []},
        {"evaluations": EVALUATIONS[-1:]},
    ):  # none at all; none while the contract holds
        one = report(**tables)
        assert {values[-2:] for values in figures(one).values()} == {(None, None)}
        assert "there is no QA score" in report_text(one, "en")


def test_a_time_that_no_row_knows_is_no_0() -> None:
    contacts = [{"interaction_id": "1", "started_at": EVALUATIONS[0]["evaluated_at"], "direction": "inbound"}]
    one = report(interactions=[{**contacts[0], "outcome": "handled", "agent": "Ann"}], evaluations=[])
    assert figures(one)["Ann"] == figures(one)["total"] == (1, *[None] * 7)


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        ("en", ["1 contacts and 1 evaluations name no agent", "Hold, h: not known of 3 of 6 handled contacts", "no contact at all on 17 of 19 days"]),
        ("zh", ["1 次联络和 1 次质检未填写座席", "保持 h：6 次人工处理的联络中有 3 次未知", "19 天中有 17 天没有任何联络记录"]),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(lang: Lang, sentences: list[str]) -> None:
    said = report_text(report(), lang)
    for sentence in sentences:
        assert sentence in said, said


def test_sums_and_ratios_of_the_workbook_are_live() -> None:
    (sheet,) = load_workbook(io.BytesIO(report_book(report()))).worksheets
    ann, total = ([cell.value for cell in sheet[line]] for line in (2, 6))
    assert (ann[0], ann[6]) == ("Ann", "=D2+E2+F2")
    assert (ann[7], ann[10]) == ('=IF(C2=0,"",G2*3600/C2)', '=IF(I2=0,"",J2/I2)')
    assert total[1:] == [
        "=SUM(B2:B5)", "=SUM(C2:C5)", "=SUM(D2:D5)", "=SUM(E2:E5)", "=SUM(F2:F5)", "=SUM(G2:G5)",
        '=IF(C6=0,"",G6*3600/C6)', "=SUM(I2:I5)", "=SUM(J2:J5)", '=IF(I6=0,"",J6/I6)',
    ]  # fmt: skip
