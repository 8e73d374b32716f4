"""Reminders go up by one level at a time; nothing is reminded twice at one level, and what is not late never."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from bpo.receivables.reminding import Reminded, letters
from tests.receivables.owed import item

EARLY, LATE = item("INV-0001", "100", due="2026-03-31"), item("INV-0002", "50", due="2026-04-10")


def levels(on: str, *before: Reminded) -> list[dict[str, int]]:
    found = letters([LATE, EARLY], before, date.fromisoformat(on))
    return [{one.number: level for one, level in letter.items} for letter in found]


def test_the_first_goes_on_the_third_day() -> None:
    assert levels("2026-04-02") == []
    assert levels("2026-04-03") == [{"INV-0001": 1}]


def test_the_letter_lists_what_is_late_besides() -> None:
    """On 11 April INV-0002 is one day late: no reason for a letter of its own, and on that of INV-0001."""
    assert levels("2026-04-11") == [{"INV-0001": 1, "INV-0002": 0}]


def test_no_level_is_skipped_and_none_comes_twice() -> None:
    first = Reminded("s-INV-0001", 1, date(2026, 4, 3))
    assert levels("2026-04-12", first) == []
    assert levels("2026-04-13", first) == [{"INV-0001": 1, "INV-0002": 1}]
    assert levels("2026-04-15", first) == [{"INV-0001": 2, "INV-0002": 1}]
    assert levels("2026-12-31") == [{"INV-0001": 1, "INV-0002": 1}]


def test_a_client_has_seven_days_before_the_next_level() -> None:
    """Reminded for the first time on 1 May, 31 days late and two levels behind: the second goes on the 9th."""
    first = Reminded("s-INV-0001", 1, date(2026, 5, 1))
    other = Reminded("s-INV-0002", 3, date(2026, 5, 1))
    assert levels("2026-05-08", first, other) == []
    assert levels("2026-05-09", first, other) == [{"INV-0001": 2, "INV-0002": 3}]


def test_a_letter_has_the_level_of_its_firmest_item() -> None:
    before = [Reminded("s-INV-0001", 2, date(2026, 4, 20)), Reminded("s-INV-0002", 1, date(2026, 4, 20))]
    (letter,) = letters([EARLY, LATE], before, date(2026, 5, 31))
    assert letter.level == 3


def test_what_is_paid_or_of_no_due_day_is_not_reminded_of() -> None:
    paid, undated = replace(EARLY, open=Decimal(0)), replace(EARLY, due=None)
    assert letters([paid, undated], [], date(2027, 1, 1)) == []


def test_a_client_has_a_letter_for_each_currency() -> None:
    dollars = item("INV-0003", "9", due="2026-03-31", currency="USD")
    assert [one.currency for one in letters([EARLY, dollars], [], date(2026, 5, 1))] == ["CNY", "USD"]
