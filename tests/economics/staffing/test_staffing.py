"""A month staffed: figures by hand, laws, and the time that three years take."""

from __future__ import annotations

import time
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.core.calendars import Calendar
from bpo.core.cycles import Months
from bpo.core.errors import BpoError
from bpo.core.periods import Period, month_after
from bpo.economics.staffing.erlang import patient
from bpo.economics.staffing.people import People, Team
from bpo.economics.staffing.queueing import Queue, plans
from bpo.economics.staffing.staffed import StaffedMonth
from bpo.economics.staffing.staffing import staff, staff_months
from bpo.economics.staffing.streams import volumes_of
from tests.economics.working import HOTLINE, OFFICE, office, work

JUNE = Months().period("2026-06")
"""30 days from Monday: 5 Mondays, 5 Tuesdays, 4 of every other weekday; 22 of them from Monday to Friday."""


def june(volume: int | Fraction = 22000, **people: object) -> StaffedMonth:
    streams, team = office(**people)
    return staff(streams, team, JUNE, {"calls": Fraction(volume)})


def there(heads: int) -> Team:
    """A team that has learned."""
    return Team(Fraction(heads), Fraction(0), Fraction(0))


def test_a_month_by_hand() -> None:
    """Every half hour has 100 calls of 180 s, 10 erlangs: 14 agents. 22 days × 10 half hours × 14 × ½ h = 1,540 hours at the desk."""
    month = june()
    (calls,) = month.streams
    assert [interval.plan.positions for interval in calls.intervals] == [14] * 50
    assert {interval.contacts for interval in calls.intervals} == {Fraction(100)}
    assert [interval.days for interval in calls.intervals[::10]] == [5, 5, 4, 4, 4]
    assert calls.productive_hours == 1540
    assert (round(float(calls.service_level or 0), 4), round(float(calls.asa_seconds or 0), 2)) == (0.8884, 7.84)
    assert calls.occupancy == Fraction(10, 14)
    assert (calls.handled, calls.abandoned, calls.abandonment_rate) == (22000, 0, 0)
    assert calls.handle_minutes == 66000
    assert (month.positions, month.seats) == (14, 14)


def test_rostered_and_heads_by_hand() -> None:
    """14 / 0.7 = 20 rostered; 1,540 h / (160 × 0.7) = 13.75 heads, paid 2,200 h = 1,540 / 0.7."""
    month = june()
    assert office()[1].rostered(14) == 20
    assert month.team.heads == Fraction("13.75")
    assert month.paid_hours == 2200


def test_whole_heads() -> None:
    """Full-time heads are no fewer than the 20 who are rostered at once, 3,200 paid hours; by their hours 13.75 would be 14."""
    whole = june(heads="whole")
    assert (whole.team.heads, whole.paid_hours) == (20, 3200)
    assert office(heads="whole")[1].team(Fraction(1540)).heads == 14
    assert office(heads="whole")[1].team(Fraction(1540), there(13), positions=14).hires == 7


def test_productive_hours_of_a_head() -> None:
    """176 h × (1 − 10.3%) × (1 − 14%) = 135.77, of 150 heads 20,365.49; 2,080 productive hours at 75% need 2,773 paid."""
    people = work(HOTLINE).people
    assert round(float(people.productive_hours_a_month), 2) == 135.77
    assert round(float(people.productive_hours_a_month * 150), 2) == 20365.49
    _, quarter = office(shrinkage=Fraction(1, 4))
    assert int(quarter.team(Fraction(2080)).heads * 160) == 2773


def test_seats() -> None:
    """1.1 seats a position: 14 × 1.1 = 15.4, so 16."""
    assert june(seats_per_position="110%").seats == 16


def test_whole_heads_join_and_leave_whole() -> None:
    """Of 14 heads 7% leave, 0.98 a month: one each, and 0.02 less is due each time. Of 20 heads with 3%, 0.6 are due: one leaves and 0.4
    are ahead; 0.2 in the next month, nobody; then 0.8, one. The first three months have 1.8 leavers due, and two."""
    _, people = office(heads="whole", attrition_a_month="7%")
    one = people.team(Fraction(1540), there(14))
    assert (one.heads, one.leavers, one.hires, one.due) == (14, 1, 1, Fraction("-0.02"))
    _, people = office(heads="whole", attrition_a_month="3%")
    team, left = there(20), []
    for _ in range(5):
        team = people.team(Fraction(2240), team)
        left.append(int(team.leavers))
        assert (team.heads, team.hires) == (20, team.leavers)
    assert left == [1, 0, 1, 0, 1], "3 in five months, 5 × 0.6"


def test_who_leaves_is_replaced() -> None:
    """20 heads, 10% leave: 18 stay. 13.75 × 2 are needed: 9.5 join. Without a ramp they work as all others do."""
    _, people = office(attrition_a_month="10%")
    team = people.team(Fraction(3080), there(20))
    assert (team.heads, team.leavers, team.hires) == (Fraction("27.5"), 2, Fraction("9.5"))


def test_joiners_learn_and_leave_as_others_do() -> None:
    """Needed 27.5, 18 stayed, joiners do half: 18 + h/2 = 27.5, h = 19, heads 37. A month later 10% of all are gone: of 33.3 there are
    17.1 joiners, who lack 20%, 3.42 heads. The 29.88 that the others make are 2.38 too many, and of those who joined last, who do 80%,
    2.38 / 0.8 = 2.975 are released: 30.325 heads. The month after, nothing is lacking any more: 27.5 needed, 27.2925 stayed."""
    _, people = office(attrition_a_month="10%", ramp=["50%", "80%"])
    first = people.team(Fraction(3080), there(20))
    assert (first.heads, first.hires, first.learning) == (37, 19, (19,))
    second = people.team(Fraction(3080), first)
    assert (second.heads, second.hires, second.leavers) == (Fraction("30.325"), 0, Fraction("3.7"))
    assert (second.released, second.learning) == (Fraction("2.975"), (0,))
    third = people.team(Fraction(3080), second)
    assert (third.heads, third.hires) == (Fraction("27.2925") + 2 * Fraction("0.2075"), 2 * Fraction("0.2075"))


def test_a_long_ramp_with_attrition() -> None:
    """100 of whom 10 joined last month and 20 before; half leave. 5 lack half, 10 lack a tenth, 3.5: 46.5 heads' work; 50 are needed, and
    joiners do a quarter: 3.5 / ¼ = 14."""
    _, people = office(attrition_a_month="50%", ramp=["25%", "50%", "90%"])
    team = people.team(Fraction(50 * 112), Team(Fraction(100), *[Fraction(0)] * 3, (Fraction(10), Fraction(20))))
    assert (team.heads, team.hires, team.learning) == (64, 14, (14, 5))


def test_who_joined_last_is_released_first() -> None:
    """20 of whom 6 joined last month, at 50%, and 4 before, at 80%: 20 − 3 − 0.8 = 16.2 heads' work. 12 are needed, 4.2 too many: the
    six go, 3, then 1.2 / 0.8 = 1.5 of the four: 12.5 heads stay, of whom 2.5 do 80%."""
    _, people = office(ramp=["30%", "50%", "80%"])
    team = people.team(Fraction(12 * 112), Team(Fraction(20), *[Fraction(0)] * 3, (Fraction(6), Fraction(4))))
    assert (team.heads, team.released, team.learning) == (Fraction("12.5"), Fraction("7.5"), (0, 0))
    nobody = people.team(Fraction(0), Team(Fraction(20), *[Fraction(0)] * 3, (Fraction(6), Fraction(4))))
    assert (nobody.heads, nobody.released) == (0, 20)


def test_a_peak_of_one_month_is_met_by_joiners_of_that_month() -> None:
    """9 heads, then 15 are needed of whom joiners do 30%: 6 / 0.3 = 20 join. A month later 9 are enough, and those 20 go again."""
    _, people = office(ramp=["30%", "60%"])
    peak = people.team(Fraction(15 * 112), there(9))
    assert (peak.heads, peak.hires) == (29, 20)
    after = people.team(Fraction(9 * 112), peak)
    assert (after.heads, after.released) == (9, 20)
    _, kept = office(ramp=["30%", "60%"], surplus="kept")
    assert kept.team(Fraction(9 * 112), peak).heads == 29


def test_a_slack_month() -> None:
    """20 heads and 13.75 needed: released down to them, or kept."""
    assert office()[1].team(Fraction(1540), there(20)).heads == Fraction("13.75")
    _, kept = office(surplus="kept", attrition_a_month="10%")
    team = kept.team(Fraction(1540), there(20))
    assert (team.heads, team.hires) == (18, 0)


def test_months_one_after_the_other() -> None:
    """1,540 h, then 2,640 h, 24 positions: 13.75 heads, 10% leave, 12.375 stay; (23.571 − 12.375) / ½ = 22.393 join. In the third month nine tenths of these
    are still there and lack 20%; what the team can do too much is released, at 80% a head."""
    streams, people = office(attrition_a_month="10%", ramp=["50%", "80%"])
    volumes = [{"calls": Fraction(22000)}, {"calls": Fraction(44000)}, {"calls": Fraction(44000)}]
    hours = [one.productive_hours for one in (june(), june(44000))]
    needed = hours[1] / 112
    done = staff_months(streams, people, [(JUNE, each) for each in volumes])
    assert done[0].team.hires == done[0].team.heads == Fraction("13.75")
    assert done[0].team.leavers == 0
    stayed = Fraction("13.75") * Fraction(9, 10)
    assert done[1].team.hires == (needed - stayed) * 2
    able = done[1].team.heads * Fraction(9, 10) - done[1].team.hires * Fraction(9, 50)
    assert done[2].drivers()["released"] == done[2].team.released == (able - needed) / Fraction(4, 5) > 0


def test_days_that_the_month_has() -> None:
    """February 2027 has 4 of every weekday, so a Monday has 20% / 4 of it; a holiday that counts as Sunday is closed here."""
    streams, people = office()
    february = Months().period("2027-02")
    (calls,) = staff(streams, people, february, {"calls": Fraction(22000)}).streams
    assert {interval.contacts for interval in calls.intervals} == {Fraction(22000, 20 * 10)}
    closed = work(OFFICE.replace("half_hours:", "holidays: sun\n      half_hours:")).streams
    calendar = Calendar.model_validate({"country": "US"})  # Washington's birthday, Monday 15 February
    (calls,) = staff(closed, people, february, {"calls": Fraction(22000)}, calendar=calendar).streams
    assert [interval.days for interval in calls.intervals[::10]] == [3, 4, 4, 4, 4]
    # Weights of a closed day go to the others: 3 × 20% + 16 × 20% = 380% are 22,000.
    assert calls.intervals[0].contacts == Fraction(22000, 19 * 10)
    assert sum(interval.contacts * interval.days for interval in calls.intervals) == 22000


def test_the_month_is_weighted_by_contacts() -> None:
    """Of 120 calls a day 100 come in one half hour, 10 erlangs, and 20 in the next, 2 erlangs; 1.2 times five wait less than ten do."""
    busy = OFFICE.replace('"09:00-14:00": 100%', '"09:00": 5/6, "09:30": 1/6').replace("volume: 22000", "volume: 2640")
    (calls,) = staff(work(busy).streams, work(busy).people, JUNE, {"calls": Fraction(2640)}).streams
    many, few = patient(10, 14, 180, 20), patient(2, 4, 180, 20)
    assert [one.plan.positions for one in calls.intervals[:2]] == [14, 4]
    assert float(calls.service_level or 0) == pytest.approx((100 * many.service_level + 20 * few.service_level) / 120)
    assert float(calls.asa_seconds or 0) == pytest.approx((100 * many.asa_seconds + 20 * few.asa_seconds) / 120)
    assert calls.occupancy == Fraction(100 + 20, (14 + 4) * 10), "120 calls of 180 s in 18 half hours of a position"


def test_a_volume_so_small_that_one_is_enough() -> None:
    """One call a month: somebody sits there in each of 220 half hours, 110 hours, and is hardly ever busy."""
    month = june(1)
    (calls,) = month.streams
    assert (month.positions, {one.plan.positions for one in calls.intervals}) == (1, {1})
    assert calls.productive_hours == 110
    assert calls.occupancy == Fraction(180, 3600 * 110)
    assert (calls.service_level or 0) > Fraction(999, 1000)


def test_a_centre_of_five_thousand_erlangs() -> None:
    """50,000 calls of 180 s in each half hour of 22 × 10; both formulas, finite and at once."""
    streams, people = office()
    for patience in (None, Fraction(120)):
        stream = streams[0].model_copy(update={"patience_seconds": patience})
        plans.cache_clear()
        began = time.process_time()
        (calls,) = staff([stream], people, JUNE, {"calls": Fraction(50000 * 220)}).streams
        assert time.process_time() - began < 0.5
        assert 4000 <= calls.positions <= 5100
        assert (calls.service_level or 0) >= Fraction(4, 5)
        assert (calls.occupancy or 0) <= 1


def test_who_is_released_is_told() -> None:
    """20 heads, 10% leave, 13.75 are needed of the 18 that stay: 4.25 are released."""
    _, people = office(attrition_a_month="10%")
    team = people.team(Fraction(1540), there(20))
    assert (team.heads, team.hires, team.leavers, team.released) == (Fraction("13.75"), 0, 2, Fraction("4.25"))
    _, kept = office(surplus="kept", attrition_a_month="10%")
    assert kept.team(Fraction(1540), there(20)).released == 0


@given(
    hours=st.integers(0, 9000), before=st.integers(0, 80), joined=st.lists(st.integers(0, 20), max_size=2),
    surplus=st.sampled_from(["released", "kept"]), heads=st.sampled_from(["fte", "whole"]),
)  # fmt: skip
def test_heads_add_up(hours: int, before: int, joined: list[int], surplus: str, heads: str) -> None:
    """Who was there, less who left and was released, with who joined, is who is there; nobody joins while others are released."""
    _, people = office(attrition_a_month="7%", ramp=["50%", "80%", "90%"], surplus=surplus, heads=heads)
    before += sum(joined)
    learning = tuple(Fraction(one) for one in joined)
    team = people.team(Fraction(hours), Team(Fraction(before), *[Fraction(0)] * 3, learning), 3)
    lacking = sum(one * (1 - does) for one, does in zip(team.learning, people.ramp, strict=False))
    assert (team.heads - lacking) * people.productive_hours_a_month >= hours, "enough are there, learning as they are"
    assert min(team.learning) >= 0 and sum(team.learning) <= team.heads
    assert heads == "fte" or {one.denominator for one in (team.heads, team.hires, team.leavers, team.released)} == {1}
    assert before - team.leavers - team.released + team.hires == team.heads
    assert not (team.hires and team.released) and min(team.hires, team.released) >= 0


def test_work_that_can_wait() -> None:
    """1,200 letters of 900 s are 300 h; at 90% productive 333⅓ h at the desk, two positions of 176 h."""
    streams = work(HOTLINE).streams[1:]
    month = staff(streams, work(HOTLINE).people, JUNE, {"letters": Fraction(1200)})
    (letters,) = month.streams
    assert letters.productive_hours == Fraction(1000, 3)
    assert (letters.positions, month.positions) == (2, 2)
    assert letters.handle_minutes == 18000
    assert not {"letters.service_level", "letters.asa_seconds"} & set(month.drivers())


def test_abandonment_and_the_limit_of_occupancy() -> None:
    streams, people = office()
    impatient = streams[0].model_copy(update={"patience_seconds": Fraction(60)})
    (calls,) = staff([impatient], people, JUNE, {"calls": Fraction(22000)}).streams
    assert calls.positions < 14, "who abandons frees the line for the others"
    assert calls.handled == 22000 - calls.abandoned == 22000 * (1 - (calls.abandonment_rate or 0))
    assert (calls.service_level or 0) >= Fraction(4, 5)
    limited = streams[0].model_copy(update={"occupancy_at_most": Fraction(60, 100)})
    (calls,) = staff([limited], people, JUNE, {"calls": Fraction(22000)}).streams
    assert (calls.positions, calls.occupancy) == (17, Fraction(10, 17))  # 10 / 0.6 = 16.7


def test_a_month_without_calls_has_no_service_level() -> None:
    """Nothing is zero because it is missing: what was not measured is not among the drivers."""
    month = june(0)
    assert month.drivers()["calls.offered"] == month.drivers()["positions"] == month.paid_hours == 0
    assert "calls.service_level" not in month.drivers()


def test_drivers() -> None:
    drivers = june().drivers()
    assert set(drivers) == {
        "month", "contacts", "minutes", "positions", "seats", "heads", "productive_hours", "paid_hours", "hires", "leavers",
        "released", "calls.offered", "calls.handled", "calls.abandoned", "calls.handle_minutes", "calls.productive_hours", "calls.positions",
        "calls.service_level", "calls.asa_seconds", "calls.abandonment_rate", "calls.occupancy", "calls.aht_seconds", "aht_seconds",
    }  # fmt: skip
    assert all(type(value) is Fraction for value in drivers.values())
    assert (drivers["month"], drivers["contacts"], drivers["minutes"]) == (1, 22000, 66000)


def test_the_peak_is_of_all_streams_together() -> None:
    """Two streams of 14 positions whose hours do not meet need 14 seats, and 28 where they meet; a letter desk adds its own."""
    calls = work(OFFICE).streams[0]
    people = work(OFFICE).people
    pattern = calls.pattern
    assert pattern is not None
    late = type(pattern).model_validate({"days": pattern.days, "half_hours": {"15:00-20:00": "100%"}})
    both = {"calls": Fraction(22000), "late": Fraction(22000)}
    evening = calls.model_copy(update={"id": "late", "pattern": late})
    assert staff([calls, evening], people, JUNE, both).positions == 14
    same = calls.model_copy(update={"id": "late"})
    assert staff([calls, same], people, JUNE, both).positions == 28
    letters = work(HOTLINE).streams[1]
    assert staff([calls, letters], people, JUNE, {**both, "letters": Fraction(1200)}).positions == 14 + 3


def test_a_stream_that_is_never_open() -> None:
    streams, people = office()
    weekend = Period(date(2026, 6, 6), date(2026, 6, 7), "2026-06")
    with pytest.raises(BpoError) as told:
        staff(streams, people, weekend, {"calls": Fraction(5)})
    assert told.value.problems[0].code == "staffing-never-open"
    assert str(told.value.problems[0].where) == "work.yaml:8"


def test_a_volume_in_the_wrong_unit() -> None:
    """22,000 calls make 10 erlangs; 2,000 times as many make the most, 20,000, and one more is refused at once."""
    streams, people = office()
    with pytest.raises(BpoError) as told:
        staff(streams, people, JUNE, {"calls": Fraction(22000 * 2000 + 1)})
    assert told.value.problems[0].code == "staffing-too-large"


@given(
    load=st.floats(0.01, 300), patience=st.none() | st.floats(5, 600), most=st.floats(0.3, 1), goal=st.floats(0.5, 0.99)
)
def test_positions_are_the_fewest_that_meet_the_goal(
    load: float, patience: float | None, most: float, goal: float
) -> None:
    queue = Queue(245, 20, goal, patience, most)
    positions, service = queue.fewest(load)
    assert queue.meets(service)
    assert positions == 1 or not queue.meets(queue.service(load, positions - 1))
    (plan,) = plans(queue, (load,))
    assert plan.positions == positions
    together = plans(queue, (load / 3, load, load / 2, load))
    assert together[1] == together[3] == plan, "a plan does not depend on what is planned beside it"


@given(volume=st.integers(1, 200_000), more=st.integers(1, 50_000))
def test_more_volume_never_needs_fewer(volume: int, more: int) -> None:
    less, greater = june(volume), june(volume + more)
    assert less.positions <= greater.positions
    assert less.productive_hours <= greater.productive_hours
    (calls,) = less.streams
    assert sum(interval.contacts * interval.days for interval in calls.intervals) == calls.offered == volume


def test_three_years_are_staffed_in_less_than_two_seconds() -> None:
    """36 months of seven days of 48 half hours, hardly two alike, since volumes grow and no two half hours have the same share.
    Processor time, which a busy machine does not change."""
    read = work(HOTLINE)
    (calls, letters) = read.streams
    assert calls.pattern is not None
    shares = {f"{n // 2:02d}:{n % 2 * 30:02d}": f"{100 + n}/{sum(range(100, 148))}" for n in range(48)}
    pattern = type(calls.pattern).model_validate({"days": calls.pattern.days, "half_hours": shares})
    streams = (calls.model_copy(update={"pattern": pattern}), letters)
    plans.cache_clear()
    names = [month_after("2027-01", n) for n in range(36)]
    began = time.process_time()
    calendar = Calendar.model_validate({"country": "US"})
    months = [(Months().period(name), volumes_of(streams, name, names[0])) for name in names]
    done = staff_months(streams, read.people, months, calendar)
    took = time.process_time() - began
    assert len({interval for month in done for interval in month.streams[0].intervals}) > 11_000
    assert took < 2, f"{took:.2f} s"


def test_whole_heads_are_paid_whole() -> None:
    people = People.model_validate({"hours_a_month": "100", "heads": "whole"})
    assert people.team(Fraction(1001, 10)).heads == 2
    assert people.team(Fraction(100)).heads == 1
