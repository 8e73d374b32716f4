"""A statement beside the month before and beside the revision that it replaces: lines, quantities and KPIs."""

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace

import pytest

from bpo.contracts.statement import Statement
from bpo.invoice.against import Against, against_of
from bpo.invoice.bill import Bill, Replaced
from bpo.invoice.pdf import reviewer_pdf
from bpo.invoice.sheet import sheet_of, speech_of
from tests.contracts.making import bill as billed
from tests.contracts.making import contract
from tests.invoice.conftest import pages_of
from tests.invoice.test_front import front

CONTRACT = """
terms: [{id: calls, model: workload, label: Calls, quantity: {count: interactions}, rate: 2}]
kpis:
  - {id: level, kpi: entered, unit: ratio, label: Level, target: 80%}
  - {id: speed, kpi: entered, unit: second, label: Speed}
adjustments: [{id: poor, kind: penalty, label: Poor level, kpi: level, when: missed, amount: 100}]
"""


def month(calls: int, level: str | None, speed: str | None = "12", period: str = "2026-01") -> Statement:
    return billed(CONTRACT, {"calls": calls}, {"level": level, "speed": speed}, period)


def bill_of(
    now: Statement, previous: Statement | None = None, replaced: Statement | None = None, lang: str = "en"
) -> Bill:
    """What is billed with what it is held against."""
    other = None if replaced is None else Replaced("test-2026-02-r1", replaced)
    head = contract(f"language: {lang}\n{CONTRACT}")
    return Bill(now, head, "test-2026-02-r2", date(2026, 3, 1), previous=previous, replaced=other, labels=head.labels())


def shown(rows: tuple[SimpleNamespace, ...], *columns: str) -> Mapping[str, tuple[str, ...]]:
    return {str(row.label): tuple(str(getattr(row, column)) for column in columns) for row in rows}


def held(bill: Bill) -> tuple[Against, ...]:
    return against_of(bill, speech_of(bill))


def test_quantities_and_kpis_stand_beside_those_of_the_month_before() -> None:
    """1,000 calls, then 1,100: 100 more, 10%. 81.5%, then 79.9%: 1.6 points less, and no longer met."""
    now, before = month(1100, "0.799", "12", "2026-02"), month(1000, "0.815", "15.5")
    (beside,) = held(bill_of(now, previous=before))
    assert (beside.name, beside.now) == ("2026-01", "2026-02")
    assert shown(beside.quantities, "before", "now", "difference", "change") == {
        "Calls": ("1,000", "1,100", "+100", "+10.0%")
    }
    assert shown(beside.kpis, "before", "now", "difference", "met") == {
        "Level": ("81.5%", "79.9%", "-1.6 points", "yes → no"),
        "Speed": ("15.5 seconds", "12 seconds", "-3.5", "–"),
    }
    lines = shown(beside.lines, "before", "now", "difference", "change")
    assert lines["Calls"] == ("2,000.00", "2,200.00", "+200.00", "+10.0%")


@pytest.mark.parametrize(
    ("before", "now", "difference"),
    [("12", "12", "0"), ("12", "12.125", "+0.13"), (None, "12", "–"), ("12", None, "–")],
)
def test_a_kpi_that_one_of_them_lacks_has_no_difference(before: str | None, now: str | None, difference: str) -> None:
    pair = month(1, "0.8", now, "2026-02"), month(1, "0.79", before)
    (beside,) = held(bill_of(*pair))
    assert shown(beside.kpis, "difference", "met") == {"Level": ("+1 points", "no → yes"), "Speed": (difference, "–")}


def test_the_revision_that_is_replaced_stands_before_the_month_before() -> None:
    """Six calls of 2 less, and the level corrected from 79% to 81%: the penalty of 100 is gone."""
    now, was = month(994, "0.81", period="2026-02"), month(1000, "0.79", period="2026-02")
    bill = bill_of(now, month(900, "0.9"), was)
    revision, before = held(bill)
    assert str(revision.title) == "Compared with test-2026-02-r1, which it replaces"
    assert (revision.name, revision.now, before.name) == ("test-2026-02-r1", "test-2026-02-r2", "2026-01")
    assert shown(revision.lines, "before", "now", "difference") == {
        "Calls": ("2,000.00", "1,988.00", "-12.00"),
        "Poor level": ("-100.00", "0.00", "+100.00"),
        "Total": ("1,900.00", "1,988.00", "+88.00"),
    }
    summary, looks, _ = front(bill)
    assert summary["Against test-2026-02-r1"] == "+88.00 (+4.6%)"
    assert looks[:2] == [
        "Poor level: +100.00 (+100.0%) against test-2026-02-r1, now 0.00.",
        "Calls: -12.00 (-0.6%) against test-2026-02-r1, now 1,988.00.",
    ]


def test_a_revision_with_the_same_lines_says_so() -> None:
    now = month(1000, "0.81", period="2026-02")
    assert front(bill_of(now, replaced=now))[1][0] == "Every line is as in test-2026-02-r1, which it replaces."


@pytest.mark.parametrize(("lang", "words"), [("en", "whichitreplaces"), ("zh", "与被取代的test-2026-02-r1比较")])
def test_both_comparisons_are_printed_in_the_language_of_the_document(lang: str, words: str) -> None:
    now, was = month(994, "0.81", period="2026-02"), month(1000, "0.79", period="2026-02")
    text = "".join(pages_of(reviewer_pdf(sheet_of(bill_of(now, month(900, "0.9"), was, lang), internal=True))))
    assert words in text and ("no → yes" if lang == "en" else "否 → 是").replace(" ", "") in text


def test_a_first_draft_of_a_first_month_is_held_against_nothing() -> None:
    assert held(bill_of(month(1, "0.8"))) == ()
