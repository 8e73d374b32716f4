"""Chats: what customers meet where an agent holds several contacts at once, each of which takes longer the more he holds.

A new chat goes to an agent with the fewest, and waits only while all hold as many as they may. With ``n`` chats held by ``N`` agents, all
but ``n mod N`` of them have ``q = ⌊n/N⌋`` and those one more, so that chats end at the rate ``μ(n) = (N − r)·q/h(q) + r·(q + 1)/h(q + 1)``,
``h(k)`` the handle time with k at once, and at ``N·c/h(c)`` once every slot is filled. It is a birth-and-death chain, and above the last
slot the queue of Erlang C or A. If h does not grow, ``μ(n) = n/h``: N·c agents with one contact each.

Sources: G. Koole, *Staffing chat sessions*, 2013, and the chat functions of the CCmath Erlang library, whose model this is; agents as
limited processor sharing: J. Luo and J. Zhang, *Staffing and control of instant messaging contact centers*, Operations Research 61(2), 2013;
T. Tezcan and J. Zhang, *Routing and staffing in customer service chat systems with impatient customers*, Operations Research 62(4), 2014.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from bpo.economics.staffing.erlang import Service, impatiently, patiently

ONE_AT_ONCE = (1.0,)
"""How long a contact takes, as a multiple, if an agent has one at a time."""


def chatting(
    load: float,
    agents: int,
    times: Sequence[float],
    handle_seconds: float,
    within_seconds: float,
    patience_seconds: float | None = None,
) -> Service:
    """What customers of chats meet; ``occupancy`` is the share of slots that are filled.

    Args:
        load: in erlangs, as if each contact took ``handle_seconds``.
        agents: how many there are.
        times: of ``handle_seconds``, how long one takes while its agent holds one, two, …, as many as he may.
        handle_seconds: of a contact that an agent has alone.
        within_seconds: the threshold of the service level.
        patience_seconds: how long customers wait on average before they leave; None if nobody does.
    """
    if not load:
        return Service(0.0, 1.0, 0.0, 0.0, 0.0)
    slots, longest = agents * len(times), handle_seconds * times[-1]
    as_full = load * times[-1]
    if patience_seconds is None and as_full >= slots:  # the queue grows without end
        return Service(1.0, 0.0, math.inf, 0.0, 1.0)
    if not agents:
        return Service(1.0, 0.0, math.inf, 1.0, 0.0)
    blocked, held = _without_a_queue(load, agents, times)
    if patience_seconds is None:
        service = patiently(as_full, slots, blocked, longest, within_seconds)
    else:
        service = impatiently(as_full, slots, blocked, longest, within_seconds, patience_seconds)
    return replace(service, occupancy=service.waiting + (1 - service.waiting) * held / slots)


def _without_a_queue(load: float, agents: int, times: Sequence[float]) -> tuple[float, float]:
    """While nobody waits: the share of time in which all slots are filled; and how many are filled on average while not all are.

    ``B(n) = a·B(n − 1) / (m(n) + a·B(n − 1))`` with ``m(n) = h(1)·μ(n)``, the recurrence of Erlang B; ``M(n) = M(n − 1)·(1 − B(n)) + n·B(n)``.
    """
    blocked, held, before = 1.0, 0.0, 0.0
    ending = [0.0, *(k / longer for k, longer in enumerate(times, start=1))]
    for n in range(1, agents * len(times) + 1):
        each, more = divmod(n, agents)
        rate = (agents - more) * ending[each] + (more * ending[each + 1] if more else 0.0)
        arriving = load * blocked
        blocked = arriving / (rate + arriving)
        before, held = held, held + (n - held) * blocked
    return blocked, before
