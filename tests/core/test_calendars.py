"""Which days are worked: China's moved days by the State Council's notice, other countries, and what the parties agreed.

China 2026: 国务院办公厅关于2026年部分节假日安排的通知 (国办发明电〔2025〕7号), printed in the State Council's gazette,
https://www.gov.cn/gongbao/2025/issue_12406/202511/content_7048922.html; written out here by hand, day by day.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from bpo.core.calendars import Calendar
from bpo.core.cycles import Months
from bpo.core.errors import BpoError
from bpo.core.fields import Mistake

CN = Calendar(country="CN")


def days(first: str, last: str) -> list[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


NOTICE_2026 = {
    "New Year 元旦": (("2026-01-01", "2026-01-03"), ["2026-01-04"]),
    "Spring Festival 春节": (("2026-02-15", "2026-02-23"), ["2026-02-14", "2026-02-28"]),
    "Qingming 清明节": (("2026-04-04", "2026-04-06"), []),
    "Labour Day 劳动节": (("2026-05-01", "2026-05-05"), ["2026-05-09"]),
    "Dragon Boat 端午节": (("2026-06-19", "2026-06-21"), []),
    "Mid-Autumn 中秋节": (("2026-09-25", "2026-09-27"), []),
    "National Day 国庆节": (("2026-10-01", "2026-10-07"), ["2026-09-20", "2026-10-10"]),
}


@pytest.mark.parametrize("name", NOTICE_2026)
def test_china_2026_is_the_state_councils_notice(name: str) -> None:
    off, worked = NOTICE_2026[name]
    assert [day for day in days(*off) if CN.is_working_day(day)] == []
    assert [day for day in worked if not CN.is_working_day(date.fromisoformat(day))] == []


def test_every_other_day_of_china_2026_is_worked_from_monday_to_friday() -> None:
    named = {day for off, _ in NOTICE_2026.values() for day in days(*off)}
    named |= {date.fromisoformat(day) for _, worked in NOTICE_2026.values() for day in worked}
    for day in days("2026-01-01", "2026-12-31"):
        if day not in named:
            assert CN.is_working_day(day) == (day.weekday() < 5), day


def test_chinas_statutory_holidays_are_the_festivals_themselves() -> None:
    """13 days since 2025 (全国年节及纪念日放假办法, art. 2): New Year 1, Spring Festival 4 with its eve, Qingming 1, Labour Day 2,
    Dragon Boat 1, Mid-Autumn 1, National Day 3. Days off in exchange are not among them."""
    expected = ["01-01", "02-16", "02-17", "02-18", "02-19", "04-05", "05-01", "05-02", "06-19", "09-25"]
    expected += ["10-01", "10-02", "10-03"]
    found = [day for day in days("2026-01-01", "2026-12-31") if CN.is_holiday(day)]
    assert found == [date.fromisoformat(f"2026-{day}") for day in expected]


def test_working_days_of_a_month() -> None:
    """February 2026 has 20 days from Monday to Friday; the 16th to 20th and the 23rd are off, the 14th and 28th are worked: 16.
    October has 22: the 1st, 2nd, 5th, 6th and 7th are off, the 10th is worked: 18."""
    assert CN.working_days(Months().period("2026-02"), None) == 16
    assert CN.working_days(Months().period("2026-10"), None) == 18


@pytest.mark.parametrize(
    ("country", "day", "holiday"),
    [
        ("US", "2026-07-03", True),  # Independence Day falls on a Saturday
        ("US", "2026-03-31", False),
        ("US-CA", "2026-03-31", True),  # Cesar Chavez Day
        ("GB-ENG", "2026-04-06", True),  # Easter Monday
        ("GB-SCT", "2026-04-06", False),
        ("PH", "2026-04-09", True),  # Araw ng Kagitingan
        ("IN", "2026-01-26", True),  # Republic Day
    ],
)
def test_a_region_adds_its_own_holidays(country: str, day: str, holiday: bool) -> None:
    calendar, then = Calendar(country=country), date.fromisoformat(day)
    assert calendar.is_holiday(then) == holiday
    assert calendar.is_working_day(then) == (not holiday)


def test_a_year_before_its_notice_is_not_known() -> None:
    """The notice for 2027 is not in the library; its rules alone would miss every moved day."""
    assert CN.knows(date(2026, 12, 31)) and not CN.knows(date(2027, 1, 1))
    with pytest.raises(BpoError) as refused:
        CN.working_days(Months(22).period("2027-01"), None)
    assert refused.value.problems[0].values["year"] == "2027"


def test_a_year_with_an_estimated_holiday_is_not_known() -> None:
    """Eid al-Fitr is proclaimed; the United States' holidays are fixed by law."""
    assert Calendar(country="PH").knows(date(2026, 1, 1)) and not Calendar(country="PH").knows(date(2027, 1, 1))
    assert Calendar(country="US").knows(date(2035, 1, 1))


def test_what_the_parties_agreed_prevails() -> None:
    agreed = Calendar.model_validate(
        {"country": "CN", "working": ["2026-10-01"], "days_off": ["2026-10-10"], "holidays": ["2026-11-02"]}
    )
    assert agreed.is_working_day(date(2026, 10, 1)) and agreed.is_holiday(date(2026, 10, 1))
    assert not agreed.is_working_day(date(2026, 10, 10)) and not agreed.is_holiday(date(2026, 10, 10))
    assert not agreed.is_working_day(date(2026, 11, 2)) and agreed.is_holiday(date(2026, 11, 2))


def test_a_year_that_is_written_out_is_known() -> None:
    written = Calendar.model_validate(
        {
            "country": "CN",
            "years": [2027],
            "holidays": ["2027-02-06"],
            "days_off": ["2027-02-08"],
            "working": ["2027-02-20"],
        }
    )
    assert written.knows(date(2027, 6, 1)) and not written.knows(date(2028, 1, 1))
    worked = [day.day for day in days("2027-02-05", "2027-02-21") if written.is_working_day(day)]
    assert worked == [5, 9, 10, 11, 12, 15, 16, 17, 18, 19, 20]
    assert not written.is_working_day(date(2027, 2, 6)) and not written.is_holiday(date(2027, 2, 8))


def test_counting_on_from_a_day() -> None:
    """From Friday 13 February 2026: Saturday the 14th is worked (1), then the festival, then Tuesday the 24th (2)."""
    assert CN.after(date(2026, 2, 13), 1, None) == date(2026, 2, 14)
    assert CN.after(date(2026, 2, 13), 2, None) == date(2026, 2, 24)
    assert CN.after(date(2026, 2, 13), 0, None) == date(2026, 2, 13)
    assert CN.next_working(date(2026, 2, 15), None) == date(2026, 2, 24)
    assert CN.next_working(date(2026, 2, 14), None) == date(2026, 2, 14)


@pytest.mark.parametrize(
    ("given", "nearest"), [("China", "CN"), ("UK", "GB"), ("CHN", "CN"), ("GB-EN", "GB-ENG"), ("美国", "US")]
)
def test_an_unknown_calendar_is_refused_with_the_one_meant(given: str, nearest: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Calendar(country=given)
    (detail,) = refused.value.errors()
    mistake = detail["ctx"]["error"]
    assert isinstance(mistake, Mistake) and mistake.values["nearest"] == nearest


def test_days_by_which_a_festival_was_extended_are_days_of_rest() -> None:
    """The Spring Festival of 2020 ended on 2 February, by a decree of 27 January (国办发明电〔2020〕1号)."""
    days = {
        day: (CN.is_holiday(day), CN.is_working_day(day))
        for day in (date(2020, 1, 27), date(2020, 1, 31), date(2020, 2, 2), date(2020, 2, 3))
    }
    assert list(days.values()) == [(True, False), (False, False), (False, False), (False, True)]
