"""Chats held several at once: by hand, against published figures and a simulation, and their laws."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.core.cycles import Months
from bpo.economics.staffing.chats import chatting
from bpo.economics.staffing.erlang import Service, impatient, patient
from bpo.economics.staffing.queueing import Queue
from bpo.economics.staffing.staffed import StreamMonth
from bpo.economics.staffing.staffing import staff
from tests.economics.staffing.chat_desk import simulated
from tests.economics.working import OFFICE, work


def test_one_agent_with_two_slots_by_hand() -> None:
    """A chat each 100 s; alone one takes 100 s, beside another 150 s. ``μ(1) = 1/100``, ``μ(2) = 2/150``, so that the odds of 0, 1, 2, 3, …
    chats are 1, 1, ¾, ¾², ¾³, …: 2 + ¾/(1 − ¾) = 5. Three fifths wait, 1 / (2/150 − 1/100) = 300 s on average; (1 + 2·3)/5 = 1.4 are held.
    """
    service = chatting(1, 1, (1, 1.5), 100, 60)
    assert service.waiting == pytest.approx(0.6)
    assert service.asa_seconds == pytest.approx(0.6 * 300)
    assert service.service_level == pytest.approx(1 - 0.6 * math.exp(-60 / 300))
    assert service.occupancy == pytest.approx(1.4 / 2)


def test_chats_of_another_implementation() -> None:
    """CCmath, `Erlang Python library <https://erlang.ccmath.com>`_, worked example of its chat functions: 240 chats an hour, 5 agents with 3
    at once, 3, 3.5 and 4 minutes, patience 1 minute: 15.44% abandon, agents are busy 86.78%, and the average speed of answer, there that of
    a customer of endless patience, is 0.22 minutes. (Its service level of such a customer, printed as 75.44%, comes to 74.44% of the same chain.)
    """
    times = (1, 3.5 / 3, 4 / 3)
    service = chatting(4 * 3, 5, times, 180, 20, 60)
    assert (f"{service.abandonment:.2%}", f"{service.occupancy:.2%}") == ("15.44%", "86.78%")
    odds = [1.0]
    for n in range(1, 101):
        each, more = divmod(min(n, 15), 5)
        rate = sum(k / (3 * times[k - 1]) for k in [each] * (5 - more) + [each + 1] * more if k)
        odds.append(odds[-1] * 4 / (rate + max(0, n - 15)))
    whole, full = sum(odds), 15 / 4
    assert service.waiting == pytest.approx(sum(odds[15:]) / whole)
    endless = sum(odds[15 + j] * sum(1 / (full + k) for k in range(j + 1)) for j in range(86)) / whole
    assert round(endless, 2) == 0.22


@pytest.mark.parametrize("patience", [None, 120.0])
@pytest.mark.parametrize("at_once", [1, 3])
def test_chats_that_take_no_longer_are_calls_of_so_many_agents(at_once: int, patience: float | None) -> None:
    found = chatting(40, 15 if at_once == 3 else 45, (1.0,) * at_once, 180, 20, patience)
    erlang = patient(40, 45, 180, 20) if patience is None else impatient(40, 45, 180, 20, patience)
    for name in Service.__dataclass_fields__:
        assert getattr(found, name) == pytest.approx(getattr(erlang, name), rel=1e-12), name


def test_nothing_comes_and_nobody_is_there() -> None:
    assert chatting(0, 3, (1, 1.5), 180, 20).service_level == 1
    assert chatting(2, 0, (1, 1.5), 180, 20, 60).abandonment == 1
    assert chatting(8, 3, (1, 1.5), 180, 20).asa_seconds == math.inf  # 3 × 2 / 1.5 = 4 erlangs are the most
    assert chatting(4, 3, (1, 1.5), 180, 20).service_level == 0
    assert chatting(3.99, 3, (1, 1.5), 180, 20).service_level > 0


SIMULATED = [
    (10, 7, (1.0, 1.25, 1.5), None),
    (10, 6, (1.0, 1.25, 1.5), 120.0),
    (12, 5, (1.0, 1.0, 1.0), 60.0),
    (30, 18, (1.0, 1.4, 1.8), 120.0),
]


@pytest.mark.parametrize(("load", "agents", "times", "patience"), SIMULATED)
def test_chats_against_a_simulation(load: float, agents: int, times: tuple[float, ...], patience: float | None) -> None:
    """The model holds chats evenly spread; at a desk one agent may be left with one beside another with three. Where nothing grows this
    changes nothing; where it does, one point of service level and 5% of filled slots are the most seen beyond the simulation's own error."""
    grows = times[-1] > 1
    measured = simulated(load / 420, agents, [420 * one for one in times], 30, patience, seed=7)
    service = chatting(load, agents, times, 420, 30, patience)
    for name in ("service_level", "abandonment"):
        apart = abs(getattr(service, name) - measured[name].mean)
        assert apart <= measured[name].error + (0.01 if grows else 0), name
    apart = abs(service.occupancy / measured["occupancy"].mean - 1)
    assert apart <= measured["occupancy"].error / service.occupancy + (0.05 if grows else 0)


loads = st.floats(0.1, 60)
patiences = st.one_of(st.none(), st.floats(20, 600))


@given(load=loads, patience=patiences, at_once=st.integers(1, 6), answered=st.floats(0.5, 0.95))
def test_more_at_once_never_needs_more_agents(
    load: float, patience: float | None, at_once: int, answered: float
) -> None:
    """Where a chat takes no longer beside others."""
    fewer, more = (
        Queue(300, 20, answered, patience, times=(1.0,) * count).fewest(load)[0] for count in (at_once, at_once + 1)
    )
    assert more <= fewer


@given(load=loads, at_once=st.integers(1, 6), adds=st.floats(0, 1), answered=st.floats(0.5, 0.95))
def test_nor_where_each_takes_longer_but_an_agent_finishes_more(
    load: float, at_once: int, adds: float, answered: float
) -> None:
    """With up to 100% for each further chat an agent finishes no fewer an hour: more at once needs no more, if nobody leaves."""
    fewer, more = (
        Queue(300, 20, answered, times=tuple(1 + adds * k for k in range(count))).fewest(load)[0]
        for count in (at_once, at_once + 1)
    )
    assert more <= fewer


@given(load=loads, patience=patiences, adds=st.floats(0, 1), agents=st.integers(1, 40))
def test_more_agents_never_answer_fewer(load: float, patience: float | None, adds: float, agents: int) -> None:
    """The search for the fewest rests on it."""
    times = tuple(1 + adds * k for k in range(3))
    less, more = (chatting(load, count, times, 300, 20, patience) for count in (agents, agents + 1))
    assert more.service_level >= less.service_level - 1e-9
    assert more.occupancy <= less.occupancy + 1e-9


def june(concurrency: str) -> StreamMonth:
    read = work(OFFICE.replace("handle_seconds: 180", f"handle_seconds: 180\n    concurrency: {concurrency}"))
    return staff(read.streams, read.people, Months().period("2026-06"), {"calls": Fraction(22000)}).streams[0]


def test_a_month_of_chats() -> None:
    """10 erlangs in each of 220 half hours. Three at once, none slower: 5 agents, since 15 with one each meet the goal and 12 do not.
    With half as long again for each further one, 2/1.5 = 1.33 and 3/2 = 1.5 of what one at a time does: 10/1.5 = 6.7, so 7 at least."""
    alike = june("3")
    assert {interval.plan.positions for interval in alike.intervals} == {5}
    assert (alike.aht_seconds, alike.at_once) == (pytest.approx(180), 3)
    assert alike.occupancy == pytest.approx(Fraction(10, 15))
    slower = june("{at_once: 3, each_adds: 50%}")
    plan = slower.intervals[0].plan
    assert plan.positions >= 7
    held = plan.occupancy * plan.positions * 3
    assert slower.handle_minutes == 220 * 30 * held, "what is held on average, for 220 half hours"
    assert slower.aht_seconds == held * 18, "100 chats in 1,800 s: one each 18 s, so held × 18 s is how long one takes"
    assert 180 < float(slower.aht_seconds or 0) < 360
    assert slower.occupancy == pytest.approx(plan.occupancy)


def test_one_at_once_is_the_same_as_none_written() -> None:
    read = work(OFFICE)
    none = staff(read.streams, read.people, Months().period("2026-06"), {"calls": Fraction(22000)}).streams[0]
    assert june("1") == none
