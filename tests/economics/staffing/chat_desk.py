"""A chat desk simulated event by event, in plain Python: every agent with his own chats, nothing evened out between them."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random
from statistics import fmean, stdev

BATCHES = 20
T_OF_19 = 2.093
"""Student's t of 19 degrees of freedom: 95% of the means lie within so many standard errors."""


@dataclass(frozen=True)
class Measured:
    """A mean over batches, and half the width of its 95% confidence interval."""

    mean: float
    error: float

    @classmethod
    def of(cls, batches: Sequence[float]) -> Measured:
        return cls(fmean(batches), T_OF_19 * stdev(batches) / sqrt(len(batches)))


def simulated(
    arrivals_a_second: float,
    agents: int,
    handle_seconds: Sequence[float],
    within: float,
    patience: float | None,
    seed: int,
    chats: int = 200_000,
) -> dict[str, Measured]:
    """Service level, abandonment and filled slots, each in 20 batches after a warm-up of one.

    A chat goes to one of the agents with the fewest. An agent with k chats ends one of them at the rate ``k / handle_seconds[k − 1]``.
    """
    random, at_once = Random(seed), len(handle_seconds)
    ends = [0.0, *(k / seconds for k, seconds in enumerate(handle_seconds, start=1))]
    held, waiting, now = [0] * agents, deque[float](), 0.0
    in_time, left, filled = [0.0] * (BATCHES + 1), [0.0] * (BATCHES + 1), [0.0] * (BATCHES + 1)
    begun, size, arrived = [0.0] * (BATCHES + 2), chats // BATCHES, 0
    while arrived < size * (BATCHES + 1):
        batch = arrived // size
        rates = [ends[k] for k in held]
        ending, leaving = sum(rates), 0.0 if patience is None else len(waiting) / patience
        step = random.expovariate(total := arrivals_a_second + ending + leaving)
        filled[batch] += step * sum(held) / (agents * at_once)
        now += step
        begun[batch + 1] = now
        pick = random.random() * total
        if pick < arrivals_a_second:
            arrived += 1
            least = min(held)
            if least == at_once:
                waiting.append(now)
            else:
                held[random.choice([one for one, k in enumerate(held) if k == least])] += 1
                in_time[batch] += 1
        elif pick < arrivals_a_second + leaving:
            del waiting[random.randrange(len(waiting))]
            left[batch] += 1
        else:
            agent = random.choices(range(agents), rates)[0]
            if waiting:
                in_time[batch] += now - waiting.popleft() <= within
            else:
                held[agent] -= 1
    lasted = [begun[n + 1] - begun[n] for n in range(BATCHES + 1)]
    return {
        "service_level": Measured.of([one / size for one in in_time[1:]]),
        "abandonment": Measured.of([one / size for one in left[1:]]),
        "occupancy": Measured.of([one / seconds for one, seconds in zip(filled[1:], lasted[1:], strict=True)]),
    }
