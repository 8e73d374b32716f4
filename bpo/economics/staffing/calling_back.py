"""Erlang C and A with call-backs: who would wait may hang up and is called back by an agent for whom nobody waits on the line.

While all ``n`` agents are busy, callers join the line at the rate ``u(i)``, ``i`` of whom wait already: λ, and ``(1 − share)·λ`` from where a
call-back is offered; they leave it at ``d(i) = n·μ + i·θ``, answered or out of patience. So the line of a busy desk is a birth-and-death
chain, ``π(i + 1) = π(i)·u(i) / d(i + 1)``, whatever number of call-backs there is. An agent who becomes free when nobody waits calls back, if
there is anybody to be called; of all time the desk is busy

    b = a·B / (n − a + a·B + θ·L/μ), ``B`` Erlang B of n − 1 agents, ``L = Σ i·π(i)``:

what comes is answered or gives up, and less than n are busy as in Erlang's chain. With no share it is Erlang C or A.

From one such agent to the next it takes a time D, in which A callers ask to be called back; those wait like customers of a queue with one server
and service times D, in batches: ``E[A(A − 1)] / (2·(1 − E[A])) + E[∫A] / E[D]`` of them on average, by Little's law so long each. D's moments are those
of a first passage. If callers of all lengths of line are offered one it is the wait of the second of two classes with priority (Cobham).

Sources: M. Armony and C. Maglaras, *On customer contact centers with a call-back option*, Operations Research 52(2), 2004, whose desk this is, answering
the line first; A. Cobham, *Priority assignment in waiting line problems*, Operations Research 2(1), 1954; D. Kendall's embedded chain of the M/G/1 queue.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bpo.economics.staffing.erlang import Service, erlang_b

_NEGLIGIBLE = 1e-18


@dataclass(frozen=True, slots=True)
class Offer:
    """The ``share`` of those who take a call-back if the wait is ``from_seconds`` or more; ``left_out`` of the service level, or late."""

    share: float
    from_seconds: float = 0.0
    within_seconds: float = math.inf
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """The line of a busy desk: ``joins`` and ``asks`` are rates of callers who wait and who are to be called back, ``leaves`` of those who
    stop waiting, ``time`` the share of busy time, each by how many wait; ``giving_up`` is the rate of one who waits."""

    joins: Sequence[float]
    asks: Sequence[float]
    leaves: Sequence[float]
    time: Sequence[float]
    giving_up: float


def calling_back(
    load: float, agents: int, handle_seconds: float, within_seconds: float, patience_seconds: float | None, offer: Offer
) -> Service:
    """What callers meet; the speed of answer is that of who waits on the line.

    Args:
        load: in erlangs, of all callers.
        agents: how many there are; they call back as well.
        handle_seconds: of a contact, whoever calls.
        within_seconds: the threshold of the service level.
        patience_seconds: how long callers wait on the line on average before they leave; None if nobody does.
        offer: of a call-back.
    """
    if not load:
        return Service(0.0, 1.0, 0.0, 0.0, 0.0)
    if not agents:
        return Service(1.0, 0.0, math.inf, 0.0, 0.0)
    if patience_seconds is None and load >= agents:
        return Service(1.0, 0.0, math.inf, 0.0, 1.0)
    line = _line_of(load, agents, handle_seconds, patience_seconds, offer)
    asked, called_seconds = _waits_of_call_backs(line)
    if math.isinf(called_seconds):  # those to be called back become more and more
        return Service(1.0, 0.0, math.inf, 0.0, 1.0)
    rate, spread = load / handle_seconds, 0.0 if patience_seconds is None else handle_seconds / patience_seconds
    idle = load * erlang_b(load, agents - 1)
    length = sum(i * share for i, share in enumerate(line.time))
    busy = idle / (agents - load + idle + spread * length)
    in_time, answered, waited = _answered(line, within_seconds)
    called, left = busy * asked / rate, busy * spread * length / load
    level = 1 - busy + busy * in_time / rate
    on_the_line = 1 - busy + busy * answered / rate
    served = load * (1 - left) / agents
    level = level / (1 - called) if offer.left_out and called < 1 else level
    asa = busy * waited / rate / on_the_line if on_the_line > 0 else 0.0
    return Service(busy, min(1.0, level), asa, left, served, called, called_seconds)


def _line_of(load: float, agents: int, handle_seconds: float, patience_seconds: float | None, offer: Offer) -> _Line:
    """As long a line as there is any chance of."""
    rate, ending = load / handle_seconds, agents / handle_seconds
    giving_up = 0.0 if patience_seconds is None else 1 / patience_seconds
    offered = max(
        0, math.ceil(offer.from_seconds * ending - 1e-9) - 1
    )  # who finds so many waits for one more to be answered
    joins, asks, leaves, weight = [], [], [], [1.0]
    i, whole = 0, 1.0
    while True:
        share = offer.share if i >= offered else 0.0
        joins.append(rate * (1 - share))
        asks.append(rate * share)
        leaves.append(ending + i * giving_up)
        following = weight[-1] * joins[-1] / (ending + (i + 1) * giving_up)
        if i >= offered and following <= _NEGLIGIBLE * whole and joins[-1] < leaves[-1]:
            break
        weight.append(following)
        whole += following
        i += 1
        if whole > 1e200:
            weight, whole = [one / whole for one in weight], 1.0
    return _Line(joins, asks, leaves, [one / whole for one in weight], giving_up)


def _waits_of_call_backs(line: _Line) -> tuple[float, float]:
    """How many ask to be called back in a second of a busy desk, and how many seconds they wait on average; endless if they become more and more.

    From ``i`` who wait to one less: the time, how many ask meanwhile, ``E[A(A − 1)]`` and ``E[∫A]``, each from those of one more.
    """
    time = asked = pairs = area = 0.0
    for joins, asks, leaves in zip(reversed(line.joins), reversed(line.asks), reversed(line.leaves), strict=True):
        own_time = (1 + joins * time) / leaves
        own_asked = (asks + joins * asked) / leaves
        pairs = (2 * asks * own_asked + joins * (pairs + 2 * asked * own_asked)) / leaves
        area = (asks * own_time + joins * (area + asked * own_time)) / leaves
        time, asked = own_time, own_asked
    if not asked:
        return 0.0, 0.0
    if asked >= 1:
        return asked / time, math.inf
    waiting = pairs / (2 * (1 - asked)) + area / time
    return asked / time, waiting * time / asked


def _answered(line: _Line, within_seconds: float) -> tuple[float, float, float]:
    """Of the callers who join the line in a second of a busy desk: those who are answered in time, who are answered, and the seconds they waited.

    Who finds ``i`` waiting is answered after ``i + 1`` others stopped, at rates ``n·μ + i·θ`` down to ``n·μ``: the time is Erlang's, or with
    patience ``−ln(z)/θ`` of a ``z`` of the beta distribution.
    """
    import numpy as np
    from scipy.special import betainc, gammainc

    joins = np.array(line.joins) * np.array(line.time)
    place = np.arange(1.0, len(joins) + 1)
    ending, giving_up = line.leaves[0], line.giving_up
    if not giving_up:
        return (
            float(joins @ gammainc(place, ending * within_seconds)),
            float(joins.sum()),
            float(joins @ place / ending),
        )
    others = ending / giving_up
    stays = others / (others + place)
    in_time = stays * betainc(place, others + 1, -math.expm1(-giving_up * within_seconds))
    waits = np.cumsum(1 / (others + place)) / giving_up
    return float(joins @ in_time), float(joins @ stays), float(joins @ (stays * waits))
