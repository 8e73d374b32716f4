"""Work with a due time: positions by hand, the troughs that it fills, what a day leaves, and its laws."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from bpo.core.cycles import Months
from bpo.core.errors import BpoError
from bpo.economics.staffing.deferred import Deferred, least_positions
from bpo.economics.staffing.staffed import StaffedMonth
from bpo.economics.staffing.staffing import staff
from tests.economics.working import OFFICE, work

MAIL = """\
  - id: mail
    volume: 4400
    handle_seconds: 360
    workload: WORKLOAD
    pattern: {days: {mon-fri: 100%}, half_hours: {"09:00": 100%}}
people:"""


def june(workload: str, calls: int = 22000, mail: int = 4400) -> StaffedMonth:
    """22 working days: 14 positions for calls from 09:00 to 14:00, and 200 mails each morning, 20 h of work, at 80% 25 h at the desk."""
    read = work(OFFICE.replace("people:", MAIL.replace("WORKLOAD", workload)))
    volumes = {"calls": Fraction(calls), "mail": Fraction(mail)}
    return staff(read.streams, read.people, Months().period("2026-06"), volumes)


CASES = [
    # 25 h due in 5 h, beside the calls in each of them: 5 more. In 2.5 h: 10 more.
    ('{productive: 80%, within_hours: 5, worked: {mon-fri: "09:00-14:00"}}', 22000, 19, 5, 0),
    ('{productive: 80%, within_hours: 2.5, worked: {mon-fri: "09:00-14:00"}}', 22000, 24, 10, 0),
    # Without calls the same 5; without hours of its own it is worked on where it comes, in the one half hour: 25 h in ½ h are 50.
    ('{productive: 80%, within_hours: 5, worked: {mon-fri: "09:00-14:00"}}', 0, 5, 5, 0),
    ("{productive: 80%, within_hours: 0.5}", 0, 50, 50, 0),
    # After the calls, from 14:00 to 18:00, eight half hours of 14 positions are 56 h: nobody more is needed.
    ('{productive: 80%, within_hours: 9, worked: {mon-fri: "09:00-18:00"}}', 22000, 14, 14, 0),
    # Ten half hours beside the calls and that at 14:00, (10 × (T − 14) + T) / 2 ≥ 25: T ≥ 17.3. With 18, 20 h beside them and 10 positions then.
    ('{productive: 80%, within_hours: 5.5, worked: {mon-fri: "08:00-14:30"}}', 22000, 18, 10, 0),
    # The hour from 08:00 the day after too, (10 × (T − 14) + 3 × T) / 2 ≥ 25: T ≥ 14.6. With 15, 5 h beside the calls and 7.5 h at 14:00 are
    # done on the day; 12.5 h at the desk, 10 h of work, are 100 mails that wait for the morning.
    ('{productive: 80%, within_hours: 6.5, worked: {mon-fri: "08:00-14:30"}}', 22000, 15, 15, 100),
    # Two half hours a day, 25 h: 25 positions. What 24 leave of a day would be more each day.
    ('{productive: 80%, within_hours: 40, worked: {mon-fri: "16:00-17:00"}}', 0, 25, 25, 0),
]


@pytest.mark.parametrize(("workload", "calls", "positions", "at_once", "left"), CASES)
def test_positions_by_hand(workload: str, calls: int, positions: int, at_once: int, left: int) -> None:
    month = june(workload, calls)
    mail = month.streams[1]
    assert (month.positions, mail.positions) == (positions, at_once)
    assert mail.backlog == left
    assert mail.productive_hours == 4400 * 360 / 3600 / Fraction(8, 10), "as of all work that can wait"


def test_a_due_time_beyond_the_day_spreads_the_week() -> None:
    """All of a week's work comes on Monday, 1,000 mails of 6 minutes, 100 h; within 40 h, of eight a day, it is 2.5 positions, so 3.
    They do 24 h on Monday and leave 76 h, 760 mails. (29 June is a Monday: its mails are due in July.)"""
    mail = MAIL.replace("WORKLOAD", '{within_hours: 40, worked: {mon-fri: "09:00-17:00"}}').replace(
        "mon-fri: 100%", "mon: 100%"
    )
    read = work(OFFICE.replace("people:", mail))
    month = staff(read.streams, read.people, Months().period("2026-06"), {"calls": Fraction(0), "mail": Fraction(5000)})
    assert (month.positions, month.streams[1].positions, month.streams[1].backlog) == (3, 3, 760)


def test_a_month_without_mail_has_no_backlog() -> None:
    month = june("{productive: 80%, within_hours: 5}", mail=0)
    assert (month.positions, month.streams[1].positions) == (14, 0)
    assert "mail.backlog" not in month.drivers()


def test_what_comes_at_night_waits_for_the_morning() -> None:
    """200 mails at 22:00, worked on from 09:00 on, within two hours: 25 h in four half hours are 12.5 positions. Every night leaves all 200."""
    read = work(
        OFFICE.replace(
            "people:", MAIL.replace("WORKLOAD", '{productive: 80%, within_hours: 2, worked: {mon-fri: "09:00-14:00"}}')
        ).replace('half_hours: {"09:00": 100%}}', 'half_hours: {"22:00": 100%}}')
    )
    volumes = {"calls": Fraction(0), "mail": Fraction(4400)}
    month = staff(read.streams, read.people, Months().period("2026-06"), volumes)
    assert (month.positions, month.streams[1].backlog) == (13, 0), (
        "what comes after the last half hour of work counts the day after"
    )


WEEK = 7


def one(coming: list[int], due: int) -> Deferred:
    """A week of one half hour a day, in which a position does 7 parts."""
    return Deferred("mail", tuple((day, "09:00") for day in range(WEEK)), tuple(coming), 7, Fraction(1), WEEK, due)


def least(coming: list[int], queues: list[int], *dues: int) -> int:
    return least_positions([{"09:00": number} for number in queues], [one(coming, due) for due in dues])[0]


weeks = st.tuples(
    st.lists(st.integers(0, 60), min_size=WEEK, max_size=WEEK),
    st.lists(st.integers(0, 6), min_size=WEEK, max_size=WEEK),
    st.integers(1, 10),
)


@given(weeks)
def test_the_least_positions_are_those_of_a_linear_programme(drawn: tuple[list[int], list[int], int]) -> None:
    """Three weeks as inequalities over what is done by each half hour, and no more coming in a week than is done: HiGHS finds the number."""
    (coming, queues, due), count = drawn, 3 * WEEK
    come = [sum((coming * 3)[: n + 1]) for n in range(count)]
    rows, limits = [[0.0] * count + [-7.0 * WEEK]], [-float(sum(coming) + 7 * sum(queues))]
    for n in range(count):
        done = [float(at == n) - float(at == n - 1) for at in range(count)]
        rows += [[-one for one in done] + [0.0], [*done, -7.0]]
        limits += [0.0, -7.0 * queues[n % WEEK]]
    bounds = [(come[n - due + 1] if n >= due - 1 else 0, come[n]) for n in range(count)]
    solved = linprog([0.0] * count + [1.0], A_ub=rows, b_ub=limits, bounds=[*bounds, (max(queues), None)])
    assert solved.status == 0
    assert least(coming, queues, due) == math.ceil(solved.fun - 1e-6)


@given(weeks)
def test_more_time_never_needs_more(drawn: tuple[list[int], list[int], int]) -> None:
    coming, queues, due = drawn
    assert least(coming, queues, due + 1) <= least(coming, queues, due)


@given(weeks)
def test_two_works_need_no_fewer_than_one(drawn: tuple[list[int], list[int], int]) -> None:
    coming, queues, due = drawn
    assert least(coming, queues, due) <= least(coming, queues, due, due)


MISTAKES = [
    ("{within_hours: 5.25}", "", "5.25 hours are not whole half hours; write 0.5, 8 or 8.5"),
    ('{worked: {mon-fri: "09:00-14:00"}}', "pattern", "'worked' has no effect here: it goes with within_hours"),
    ('{within_hours: 5, worked: {mon-fry: "09:00-14:00"}}', "", "unknown weekday 'fry'"),
    ('{within_hours: 5, worked: {mon-fri: "09:10"}}', "", "'09:10' is not a half hour"),
    ('{within_hours: 5, worked: {mon-fri: "09:00", fri: "10:00"}}', "", "Fri stands here twice"),
    (
        "{within_hours: 5}",
        "pattern",
        "work with a due time has both: 'within_hours' under workload, and a 'pattern' of when it comes",
    ),
    (
        "{productive: 80%}",
        "",
        "work with a due time has both: 'within_hours' under workload, and a 'pattern' of when it comes",
    ),
]


@pytest.mark.parametrize(("workload", "without", "said"), MISTAKES)
def test_a_mistake_is_told(workload: str, without: str, said: str) -> None:
    mail = "\n".join(row for row in MAIL.splitlines() if not without or f"{without}:" not in row)
    with pytest.raises(BpoError) as error:
        work(OFFICE.replace("people:", mail.replace("WORKLOAD", workload)))
    assert said in error.value.problems[0].say("en")
    assert 11 <= error.value.problems[0].where.line <= 15  # type: ignore[union-attr]


def test_a_month_that_is_closed_is_told() -> None:
    read = work(OFFICE.replace("people:", MAIL.replace("WORKLOAD", "{within_hours: 5}")))
    period, pattern = Months().period("2026-06"), read.streams[1].pattern
    assert pattern is not None
    mail = read.streams[1].altered(pattern=pattern.altered(closed=frozenset(period.each_day())))
    with pytest.raises(BpoError, match="'mail' has 4,400 contacts in 2026-06, but the pattern is open on no day of it"):
        staff([mail], read.people, period, {"mail": Fraction(4400)})
