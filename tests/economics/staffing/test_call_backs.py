"""Call-backs: by hand, against Cobham's formula and a simulation, their laws, and what a scenario makes of them."""

from __future__ import annotations

import math
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.core.cycles import Months
from bpo.core.errors import BpoError
from bpo.economics.staffing.calling_back import Offer, calling_back
from bpo.economics.staffing.erlang import Service, erlang_c, impatient, patient
from bpo.economics.staffing.queueing import Queue
from bpo.economics.staffing.staffed import StaffedMonth
from bpo.economics.staffing.staffing import staff
from tests.economics.staffing.call_back_desk import simulated
from tests.economics.working import OFFICE, work

JUNE = Months().period("2026-06")


def test_one_agent_by_hand() -> None:
    """Half an erlang, one agent, 100 s a contact; of those who find him busy, half the time, half wait on the line. They join it at 0.0025 a second
    and leave it at 0.01: wait 100 / (1 − ¼) = 133.33 s of those who wait, longer than 60 s e^(−0.0075 × 60) of them. Line and call-backs together are
    ½ on average, as they are without; the line is ½ × ⅓ = ⅙, so that call-backs are ⅓, at ½ × 0.0025 a second: 266.67 s each."""
    service = calling_back(0.5, 1, 100, 60, None, Offer(0.5))
    assert service.waiting == pytest.approx(0.5)
    assert service.called_back == pytest.approx(0.25)
    assert service.called_seconds == pytest.approx(800 / 3)
    assert service.asa_seconds == pytest.approx(0.25 * 400 / 3 / 0.75)
    assert service.service_level == pytest.approx(0.5 + 0.25 * (1 - math.exp(-0.45)))
    assert calling_back(0.5, 1, 100, 60, None, Offer(0.5, left_out=True)).service_level == pytest.approx(
        service.service_level / 0.75
    )
    assert service.occupancy == pytest.approx(0.5)


def test_a_caller_with_patience_by_hand() -> None:
    """One erlang, one agent, everything takes 100 s, patience too; everybody is offered a call-back who would be second on the line, and takes it. So the
    line is 0 or 1, joined at 0.01 and left at 0.02 a second: ⅔ and ⅓ of the busy time. B of no agent is 1: b = 1 / (1 − 1 + 1 + ⅓) = ¾. A third
    of the callers who find him busy ask, ¼ of all; the line's third gives up at 0.01 a second, ¼ of all. D from an empty line: m₁ = 1 / 0.02 = 50,
    m₀ = 1.5 / 0.01 = 150; a₁ = 0.01 / 0.02 = ½, a₀ = ½; f₁ = ½, f₀ = f₁ + 2·½·½ = 1; g₁ = 0.01 × 50 / 0.02 = 25, g₀ = 25 + ½ × 150 = 100: 1 / (2 × ½) + 100 / 150
    = 5/3 wait, who ask at ½ / 150 a second: 500 s."""
    service = calling_back(1, 1, 100, 0, 100, Offer(1, 200))
    assert (service.waiting, service.called_back, service.abandonment) == pytest.approx((0.75, 0.25, 0.25))
    assert service.called_seconds == pytest.approx(500)
    assert service.service_level == pytest.approx(0.25)
    assert service.asa_seconds == pytest.approx(0.25 * 50 / 0.5)
    assert service.occupancy == pytest.approx(0.75)


@pytest.mark.parametrize("share", [0.1, 0.5, 1.0])
def test_the_wait_is_that_of_a_second_class(share: float) -> None:
    """Cobham 1954, n servers and one rate: the second class waits ``C / (nμ·(1 − σ₁)·(1 − σ))`` of all, ``1 / (nμ·(1 − σ₁)·(1 − σ))`` who wait at all."""
    load, agents, handle = 10.0, 13, 180.0
    service = calling_back(load, agents, handle, 20, None, Offer(share))
    first, both = (1 - share) * load / agents, load / agents
    assert service.called_seconds == pytest.approx(handle / agents / ((1 - first) * (1 - both)))
    assert service.waiting == pytest.approx(erlang_c(load, agents))


@pytest.mark.parametrize("patience", [None, 120.0])
def test_nobody_who_takes_one_is_erlang(patience: float | None) -> None:
    found = calling_back(40, 45, 180, 20, patience, Offer(0.0))
    erlang = patient(40, 45, 180, 20) if patience is None else impatient(40, 45, 180, 20, patience)
    for name in Service.__dataclass_fields__:
        assert getattr(found, name) == pytest.approx(getattr(erlang, name), rel=1e-9), name


DESKS = (
    (10.0, 12, None, 0.3, 0.0),
    (10.0, 11, None, 0.5, 30.0),
    (10.0, 10, 90.0, 0.3, 0.0),
    (10.0, 9, 60.0, 0.25, 30.0),
    (3.0, 4, 300.0, 0.8, 60.0),
)


@pytest.mark.parametrize(("load", "agents", "patience", "share", "from_seconds"), DESKS)
def test_a_simulated_desk(load: float, agents: int, patience: float | None, share: float, from_seconds: float) -> None:
    """Each figure lies within one and a half times the simulation's 95% interval: five desks of five figures may miss once."""
    found = calling_back(load, agents, 180, 20, patience, Offer(share, from_seconds))
    for name, one in simulated(load / 180, agents, 180, 20, patience, share, from_seconds, seed=5).items():
        assert getattr(found, name) == pytest.approx(one.mean, abs=1.5 * one.error + 1e-9), name


@given(
    st.floats(0.1, 60), st.integers(1, 80), st.one_of(st.none(), st.floats(20, 900)), st.floats(0.01, 1), st.floats(0, 120)
)  # fmt: skip
def test_figures_are_shares_and_everybody_is_served_or_leaves(
    load: float, agents: int, patience: float | None, share: float, from_seconds: float
) -> None:
    service = calling_back(load, agents, 180, 20, patience, Offer(share, from_seconds))
    for one in (service.waiting, service.service_level, service.abandonment, service.occupancy, service.called_back):
        assert -1e-12 <= one <= 1 + 1e-12
    if not math.isinf(service.asa_seconds):
        assert service.occupancy == pytest.approx(load * (1 - service.abandonment) / agents)
        assert service.called_back <= service.waiting * share + 1e-12


def test_more_agents_are_met_with_less_waiting() -> None:
    for agents in range(11, 30):
        less, more = (calling_back(10, n, 180, 20, None, Offer(0.3)) for n in (agents, agents + 1))
        assert more.service_level > less.service_level and more.called_seconds < less.called_seconds


def june(call_back: str) -> StaffedMonth:
    read = work(OFFICE.replace("goal:", f"call_back: {call_back}\n    goal:") if call_back else OFFICE)
    return staff(read.streams, read.people, JUNE, {"calls": F(22000)})


def test_a_month_with_call_backs() -> None:
    """Ten erlangs in each half hour: without call-backs 14 agents for 80% in 20 s, since 13 answer 79.56%. With 30% of those who would wait
    13 do: C = 28.53% find them busy; 1 − C·(0.3 + 0.7·e^(−(13 − 7)·20/180)) = 81.19%. 8.56% are called back, 1,882.78 of 22,000, after
    180 / 13 / ((1 − 7/13)·(1 − 10/13)) = 130 s; on the line 6.55 s are waited."""
    assert june("").positions == 14
    month = june("{taken_by: 30%}")
    stream = month.streams[0]
    waiting = erlang_c(10, 13)
    assert month.positions == 13
    assert float(stream.service_level or 0) == pytest.approx(1 - waiting * (0.3 + 0.7 * math.exp(-2 / 3)))
    assert float(stream.call_backs or 0) == pytest.approx(22000 * 0.3 * waiting)
    assert float(stream.call_back_seconds or 0) == pytest.approx(130)
    assert float(stream.asa_seconds or 0) == pytest.approx(waiting * 0.7 * 30 / (1 - 0.3 * waiting))
    assert stream.handled == 22000 and stream.abandonment_rate == 0
    assert stream.handle_minutes == 22000 * 3
    drivers = month.drivers()
    assert (drivers["calls.call_backs"], drivers["calls.call_back_seconds"]) == (
        stream.call_backs,
        stream.call_back_seconds,
    )


def test_left_out_of_the_service_level() -> None:
    """12 agents: C = 44.94%, of whom 30% ask; 1 − C·(0.3 + 0.7·e^(−5·20/180)) = 68.47% of all, 79.14% of the others, which 13 make 88.79%."""
    month = june("{taken_by: 30%, in_service_level: left_out}")
    waiting = erlang_c(10, 12)
    late = 1 - waiting * (0.3 + 0.7 * math.exp(-5 / 9))
    assert late / (1 - 0.3 * waiting) < 0.8 and month.positions == 13
    waiting = erlang_c(10, 13)
    late = 1 - waiting * (0.3 + 0.7 * math.exp(-2 / 3))
    assert float(month.streams[0].service_level or 0) == pytest.approx(late / (1 - 0.3 * waiting))


@pytest.mark.parametrize(("within", "positions"), [("2.17", 13), ("2.16", 14), ("1", 15)])
def test_how_long_a_call_back_may_take(within: str, positions: int) -> None:
    """13 agents call back after 130 s, which is 2.1667 minutes; 14 after 180/14/((1 − 7/14)·(1 − 10/14)) = 90 s, 15 after 67.5, 16 after 53.3."""
    assert june(f"{{taken_by: 30%, within_minutes: {within}}}").positions == (16 if within == "1" else positions)


def test_a_month_without_calls() -> None:
    read = work(OFFICE.replace("goal:", "call_back: {taken_by: 30%}\n    goal:"))
    drivers = staff(read.streams, read.people, JUNE, {"calls": F(0)}).drivers()
    assert drivers["calls.call_backs"] == 0 and "calls.call_back_seconds" not in drivers


WRONG = (
    ("call_back: {taken_by: 0%}", "call-back-nobody"),
    ("call_back: {taken_by: 120%}", "share-above-all"),
    ("call_back: {taken_by: 30%, in_service_level: no}", "choice-unknown"),
    ("call_back: {taken_by: 30%}\n    concurrency: 2", "field-unused"),
)


@pytest.mark.parametrize(("written", "code"), WRONG)
def test_mistakes(written: str, code: str) -> None:
    with pytest.raises(BpoError) as raised:
        work(OFFICE.replace("goal:", f"{written}\n    goal:"))
    assert [problem.code for problem in raised.value.problems] == [code]


def test_no_other_queue_is_changed() -> None:
    assert Queue.of(work(OFFICE).streams[0], "2026-06").offer is None
