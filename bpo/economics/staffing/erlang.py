"""The Erlang formulas: how long callers wait for so many agents, without abandonment (C) and with it (A).

The load is in erlangs, ``calls a second × handle seconds``; times are in seconds. Floats live here only: what a caller computes
on with is rounded to a :class:`~fractions.Fraction` by whoever asks (see ``staffing.py``).

Sources. Erlang B by its recurrence (A. K. Erlang, 1917; Jagerman, *Some properties of the Erlang loss function*, 1974), Erlang C
from it. Erlang A (Palm, 1943): Garnett, Mandelbaum and Reiman, *Designing a call center with impatient customers*, M&SOM 4(3),
2002; formulas as in Mandelbaum and Zeltyn, *The Palm/Erlang-A queue, with applications to call centers*, 2005, whose building
block ``A(x, y)`` is summed here with a running scale, so that no factorial, power or incomplete gamma function can overflow.
"""

import math
from dataclasses import dataclass

_RESCALE_ABOVE = 1e200
_NEGLIGIBLE = 1e-17


@dataclass(frozen=True, slots=True)
class Service:
    """What callers meet. ``service_level`` is the share of *offered* calls answered within the threshold: one that is abandoned,
    however soon, was not answered. ``asa_seconds`` is the wait of those who are answered, which here can be endless. ``called_back`` is the share
    that takes a call-back, which it has after ``called_seconds``."""

    waiting: float
    service_level: float
    asa_seconds: float
    abandonment: float
    occupancy: float
    called_back: float = 0.0
    called_seconds: float = 0.0


def erlang_b(load: float, agents: int) -> float:
    """The share of calls that find every agent busy and are lost: ``B(0) = 1``, ``B(n) = a·B(n−1) / (n + a·B(n−1))``.

    >>> round(erlang_b(10, 10), 4), erlang_b(0, 3), erlang_b(5, 0)
    (0.2146, 0.0, 1.0)
    """
    blocked = 1.0
    for n in range(1, agents + 1):
        offered = load * blocked
        blocked = offered / (n + offered)
    return blocked


def erlang_c(load: float, agents: int, blocked: float | None = None) -> float:
    """The share of calls that wait, if nobody abandons: ``C = n·B / (n − a·(1 − B))``; everyone, if the load is not below n.

    ``blocked`` is another B than Erlang's, such as that of agents who hold several chats.
    """
    if load >= agents:
        return 1.0
    if blocked is None:
        blocked = erlang_b(load, agents)
    return agents * blocked / (agents - load * (1 - blocked))


def patient(load: float, agents: int, handle_seconds: float, within_seconds: float) -> Service:
    """Erlang C (M/M/n): ``P(wait > t) = C·e^(−(n−a)·t/handle)``, ``ASA = C·handle / (n − a)``.

    >>> service = patient(10, 14, 180, 20)  # 100 calls in half an hour of 180 seconds each
    >>> round(service.service_level, 4), round(service.asa_seconds, 2), round(service.occupancy, 4)
    (0.8884, 7.84, 0.7143)
    """
    if load >= agents:  # the queue grows without end
        return Service(1.0, 0.0, math.inf, 0.0, 1.0) if load else Service(0.0, 1.0, 0.0, 0.0, 0.0)
    return patiently(load, agents, erlang_b(load, agents), handle_seconds, within_seconds)


def patiently(load: float, agents: int, blocked: float, handle_seconds: float, within_seconds: float) -> Service:
    """Erlang C of a queue below its agents: ``blocked`` is the share of time, out of that without a queue, in which all are busy."""
    waiting = erlang_c(load, agents, blocked)
    spare = (agents - load) / handle_seconds
    level = 1 - waiting * math.exp(-spare * within_seconds)
    return Service(waiting, level, waiting / spare, 0.0, load / agents)


def impatient(
    load: float, agents: int, handle_seconds: float, within_seconds: float, patience_seconds: float
) -> Service:
    """Erlang A (M/M/n+M): callers wait, each with an exponential patience of the mean given.

    With ``x = n·patience/handle``, ``y = load·patience/handle`` and ``A = A(x, y)``, ``B`` Erlang B:
    ``P(wait) = A·B / (1 + (A − 1)·B)``; ``P(abandon | wait) = 1 − (x/y)·(1 − 1/A)``;
    ``P(answered within t | wait) = x·((A − 1)/y − (A(x, y′) − 1)/y′·e^(y − y′ − (x + 1)·t/patience)) / A``, ``y′ = y·e^(−t/patience)``.
    """
    if not load:
        return Service(0.0, 1.0, 0.0, 0.0, 0.0)
    if not agents:
        return Service(1.0, 0.0, math.inf, 1.0, 0.0)
    return impatiently(load, agents, erlang_b(load, agents), handle_seconds, within_seconds, patience_seconds)


def impatiently(
    load: float, agents: int, blocked: float, handle_seconds: float, within_seconds: float, patience_seconds: float
) -> Service:
    """Erlang A of a queue: ``blocked`` is the share of time, out of that without a queue, in which all agents are busy."""
    x, y = agents * patience_seconds / handle_seconds, load * patience_seconds / handle_seconds
    log_a, beyond, waited = _series(x, y)
    waiting = blocked / (blocked + (1 - blocked) * math.exp(-log_a)) if blocked else 0.0
    answered = min(1.0, x / y * beyond)
    late = min(answered, x / y * _still_waiting(x, y, within_seconds / patience_seconds, log_a))
    served = 1 - waiting * (1 - answered)
    asa = waiting * x / y * waited * patience_seconds / served
    return Service(
        waiting, 1 - waiting + waiting * (answered - late), asa, waiting * (1 - answered), served * load / agents
    )


def _series(x: float, y: float) -> tuple[float, float, float]:
    """``A(x, y) = 1 + Σ t(j)``, ``t(j) = y^j / ((x+1)…(x+j))``: t(j) is the probability of j callers in the queue, in units of none.

    Returns ``ln A``; ``(A − 1)/A``; and ``Σ t(j)·(1/(x+1) + … + 1/(x+j)) / A``, from which the wait of the answered follows:
    who comes j-th is answered after j departures, at rates ``(x + j)/patience`` down to ``(x + 1)/patience``.
    """
    term, total, wait, waited, log_scale, j = 1.0, 0.0, 0.0, 0.0, 0.0, 0
    first = 1.0
    while True:
        j += 1
        term *= y / (x + j)
        wait += 1 / (x + j)
        total += term
        waited += term * wait
        if total > _RESCALE_ABOVE:
            term, total, waited, first = (value / _RESCALE_ABOVE for value in (term, total, waited, first))
            log_scale += math.log(_RESCALE_ABOVE)
        # What follows is less than geometric.
        if y < x + j and term * (x + j) < _NEGLIGIBLE * (first + total) * (x + j - y):
            whole = first + total
            return math.log(whole) + log_scale, total / whole, waited / whole


def _still_waiting(x: float, y: float, patiences: float, log_a: float) -> float:
    """``y·(A(x, y′) − 1)/y′ · e^(y − y′ − (x+1)·t) / A(x, y)``: the share that is answered, yet only after t."""
    later = y * math.exp(-patiences)
    log_later, beyond, _ = _series(x, later)
    if not beyond:  # the time is so long that nobody's patience outlasts it
        return 0.0
    log_share = log_later + math.log(beyond) - y * math.expm1(-patiences) - x * patiences - log_a
    return math.exp(min(700.0, log_share))
