"""The simulation of groups, held against Erlang's formulas, overflow in loss systems, and the exact chain of an N-design."""

import numpy as np
import pytest

from bpo.economics.staffing.erlang import Service, erlang_b, impatient, patient
from bpo.economics.staffing.skills import Agents, Arriving, Estimate, Met, simulated

NEVER = 1e-9
"""A patience of nothing: who finds no agent free is lost, as in Erlang B."""


def holds(found: Estimate, true: float) -> None:
    """Within twice the stated error, since one true figure in twenty lies outside the error itself; how often it holds is a test of its own."""
    assert abs(found.value - true) <= 2 * found.error, f"{found} is not {true}"


def agrees(met: Met, service: Service) -> None:
    holds(met.service_level, service.service_level)
    holds(met.asa_seconds, service.asa_seconds)
    if service.abandonment:
        holds(met.abandonment, service.abandonment)
    else:
        assert met.abandonment == Estimate(0.0, 0.0)


@pytest.mark.parametrize(("contacts", "agents"), [(100, 14), (100, 12), (20, 4), (400, 48)])
def test_one_group_of_one_stream_is_erlang_c(contacts: int, agents: int) -> None:
    run = simulated((Arriving(contacts / 1800, 180, 20),), (Agents(agents, (0,)),))
    service = patient(contacts / 10, agents, 180, 20)
    agrees(run.streams[0], service)
    holds(run.occupancy[0], service.occupancy)
    assert run.streams[0].service_level.error < 0.03


@pytest.mark.parametrize(
    ("contacts", "agents", "patience"), [(100, 11, 120), (100, 8, 60), (20, 3, 300), (400, 42, 90)]
)
def test_one_group_of_one_stream_with_patience_is_erlang_a(contacts: int, agents: int, patience: float) -> None:
    run = simulated((Arriving(contacts / 1800, 180, 20, patience),), (Agents(agents, (0,)),))
    service = impatient(contacts / 10, agents, 180, 20, patience)
    agrees(run.streams[0], service)
    holds(run.occupancy[0], service.occupancy)


def test_two_streams_fully_pooled_are_one_queue_of_the_sum() -> None:
    streams = (Arriving(70 / 1800, 180, 20, 120), Arriving(30 / 1800, 180, 20, 120))
    run = simulated(streams, (Agents(11, (0, 1), longest_first=True),))
    service = impatient(10, 11, 180, 20, 120)
    for met in run.streams:
        agrees(met, service)
    holds(run.occupancy[0], service.occupancy)


@pytest.mark.parametrize(("contacts", "agents", "patience"), [(100, 11, 120), (20, 3, 300)])
def test_interval_holds_the_true_figure_nineteen_times_in_twenty(contacts: int, agents: int, patience: float) -> None:
    true = impatient(contacts / 10, agents, 180, 20, patience).service_level
    held = 0
    for seed in range(40):
        stream = Arriving(contacts / 1800, 180, 20, patience)
        run = simulated((stream,), (Agents(agents, (0,)),), contacts=10_000, seed=seed)
        level = run.streams[0].service_level
        held += abs(level.value - true) <= level.error
    assert held >= 34  # of 40 at 95%, fewer than 34 come in less than one case in a hundred


def test_overflow_of_a_loss_group() -> None:
    """5 erlangs on five trunks, then on one more: B(5) = 28.49% overflow, B(6) = 19.18% are lost (tables of Erlang B).

    What the first group carries is ``a·(1 − B(5)) = 3.576`` erlangs, the sixth ``a·(B(5) − B(6)) = 0.465``.
    """
    assert (round(erlang_b(5, 5), 4), round(erlang_b(5, 6), 4)) == (0.2849, 0.1918)
    run = simulated((Arriving(5 / 180, 180, 0, NEVER),), (Agents(5, (0,)), Agents(1, (0,))))
    holds(run.streams[0].abandonment, 0.1918)
    holds(run.occupancy[0], 3.576 / 5)
    holds(run.occupancy[1], 0.465)


def n_design(first: float, second: float, own: int, both: int, patience: float, handle: float) -> tuple[float, float]:
    """Shares that abandon in an N-design, by the balance equations of its chain with queues of at most 30.

    Stream 0 tries its own group, then the one that takes both; that one takes stream 1 first, then 0. State: busy of either group, waiting of
    either stream. Of exponential patience, those who abandon are ``waiting / patience`` a second.
    """
    most = 30
    states = [(n, m, 0, 0) for n in range(own + 1) for m in range(both + 1)]
    states += [(own, both, i, j) for i in range(most + 1) for j in range(most + 1) if i + j]
    states += [(n, both, 0, j) for n in range(own) for j in range(1, most + 1)]
    number = {state: i for i, state in enumerate(states)}
    rates = np.zeros((len(states), len(states)))
    for (n, m, i, j), at in number.items():
        to: list[tuple[tuple[int, int, int, int], float]] = []
        to.append(((n + 1, m, i, j) if n < own else (n, m + 1, i, j) if m < both else (n, m, i + 1, j), first))
        to.append(((n, m + 1, i, j) if m < both else (n, m, i, j + 1), second))
        to.append(((n, m, i - 1, j) if i else (n - 1, m, i, j), n / handle))
        to.append(((n, m, i, j - 1) if j else (n, m, i - 1, j) if i else (n, m - 1, i, j), m / handle))
        to += [((n, m, i - 1, j), i / patience), ((n, m, i, j - 1), j / patience)]
        for state, rate in to:
            if rate and state in number:
                rates[at, number[state]] += rate
    rates -= np.diag(rates.sum(axis=1))
    balance = np.vstack([rates.T[1:], np.ones(len(states))])
    share = np.linalg.solve(balance, np.eye(len(states))[-1])
    waiting = share @ np.array([state[2:] for state in states])
    return waiting[0] / patience / first, waiting[1] / patience / second


def test_an_n_design_is_as_its_chain_of_states() -> None:
    """Stream 0 overflows into a group that takes stream 1 first."""
    first, second = 6 / 180, 3 / 180
    run = simulated(
        (Arriving(first, 180, 20, 100), Arriving(second, 180, 20, 100)), (Agents(5, (0,)), Agents(4, (1, 0)))
    )
    lost = n_design(first, second, 5, 4, 100, 180)
    assert lost[1] != pytest.approx(lost[0], abs=0.005)  # the order is seen
    for met, true in zip(run.streams, lost, strict=True):
        holds(met.abandonment, true)


def test_same_seed_same_figures() -> None:
    streams, groups = (Arriving(100 / 1800, 180, 20),), (Agents(14, (0,)),)
    once = simulated(streams, groups, contacts=2_000)
    simulated.cache_clear()
    assert simulated(streams, groups, contacts=2_000) == once
    assert simulated(streams, groups, contacts=2_000, seed=1) != once


@pytest.mark.parametrize(("agents", "endless"), [(8, True), (9, True), (11, False)])
def test_a_queue_that_grows_without_end_is_told(agents: int, endless: bool) -> None:
    """10 erlangs and nobody abandons: fewer than 10 agents never catch up."""
    run = simulated((Arriving(100 / 1800, 180, 20),), (Agents(agents, (0,)),))
    assert run.streams[0].endless == endless
