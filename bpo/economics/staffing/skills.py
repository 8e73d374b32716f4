"""Groups of agents who share streams: what callers meet, by a simulation that says its error.

Contacts of every stream come at random (Poisson), take exponential times and have an exponential patience or none, as in Erlang C and A,
with which one group of one stream therefore agrees. Who calls goes to the first group that takes the stream and has an agent free; who is
free takes who waits of the first stream that his group has, or whoever waits longest. Nobody is put through to another agent later.

The run is cut into batches of equal time, of which the first is left out, and each figure has an interval of 95% by the batches' means (A. M.
Law, *Simulation modeling and analysis*, chapter 9). The same seed gives the same figures. Who abandons is noticed when an agent would take
him, which changes nothing for anyone else and saves an event.
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from random import Random
from statistics import fmean, stdev

BATCHES = 20
STUDENT_T = 2.093
"""The 97.5% point of Student's distribution with 19 degrees of freedom."""
CONTACTS = 100_000
"""So many come in all batches together."""
TIMES_A_BATCH = 10
"""An agent serves about so many contacts in a batch at least, so that batches hardly depend on one another."""
SEED = 20260101
_ENDLESS_ABOVE = 0.005
"""A queue is taken to grow without end if, of all who came, more than this share still wait when the last batch is over."""


@dataclass(frozen=True, slots=True)
class Arriving:
    """A stream: contacts a second, their times in seconds, and the threshold of the service level."""

    rate: float
    handle_seconds: float
    within_seconds: float
    patience_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Agents:
    """A group: how many, and the streams they take (numbers, in order), the first first unless whoever waits longest is."""

    positions: int
    takes: tuple[int, ...]
    longest_first: bool = False


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and how far it may be off: the half of an interval that holds the true one in 95 of 100 runs."""

    value: float
    error: float

    @classmethod
    def of(cls, batches: Sequence[float]) -> Estimate:
        """By the means of batches; fewer than two say nothing."""
        if len(batches) < 2:
            return cls(math.nan, math.nan)
        return cls(fmean(batches), STUDENT_T * stdev(batches) / math.sqrt(len(batches)))

    @property
    def unknown(self) -> bool:
        """Whether there is no figure, as of the wait where nobody is answered."""
        return math.isnan(self.value)


@dataclass(frozen=True, slots=True)
class Met:
    """What callers of a stream meet; figures are those of :class:`~bpo.economics.staffing.erlang.Service`. ``endless``: the queue grows on."""

    service_level: Estimate
    asa_seconds: Estimate
    abandonment: Estimate
    endless: bool


@dataclass(frozen=True, slots=True)
class Simulated:
    """By stream, and the occupancy of each group, in their orders."""

    streams: tuple[Met, ...]
    occupancy: tuple[Estimate, ...]


class _Tally:
    """What a stream's callers met in each batch: offered, answered, answered in time, seconds waited by those answered."""

    def __init__(self) -> None:
        self.offered = [0] * (BATCHES + 2)
        self.answered = [0] * (BATCHES + 2)
        self.in_time = [0] * (BATCHES + 2)
        self.waited = [0.0] * (BATCHES + 2)

    def met(self, waiting: int) -> Met:
        kept = [n for n in range(1, BATCHES + 1) if self.offered[n]]
        answered = [n for n in kept if self.answered[n]]
        offered = sum(self.offered[n] for n in kept)
        return Met(
            Estimate.of([self.in_time[n] / self.offered[n] for n in kept]),
            Estimate.of([self.waited[n] / self.answered[n] for n in answered]),
            Estimate.of([1 - self.answered[n] / self.offered[n] for n in kept]),
            waiting > _ENDLESS_ABOVE * offered,
        )


@lru_cache(maxsize=128)
def simulated(
    streams: tuple[Arriving, ...], groups: tuple[Agents, ...], contacts: int = CONTACTS, seed: int = SEED
) -> Simulated:
    """What callers of streams meet with groups of agents.

    Args:
        streams: each with contacts.
        groups: in the order in which a caller tries them.
        contacts: how many come in all batches together, and more where agents are many, so that a batch is ten handle times long; a batch
            before them and one after are not counted.
        seed: of the random numbers.
    """
    held = sum(group.positions for group in groups) * TIMES_A_BATCH
    return _Run(streams, groups, max(contacts, held * BATCHES), seed).run()


class _Run:
    """One run: the only thing here that changes. Agents who become free are events; arrivals follow one another."""

    def __init__(self, streams: Sequence[Arriving], groups: Sequence[Agents], contacts: int, seed: int) -> None:
        self.streams, self.groups, self.random = streams, groups, Random(seed)
        self.rate = sum(stream.rate for stream in streams)
        self.batch_seconds = contacts / self.rate / BATCHES
        self.free = [group.positions for group in groups]
        self.tried = [[g for g, one in enumerate(groups) if s in one.takes] for s in range(len(streams))]
        self.queues: list[deque[tuple[float, float]]] = [deque() for _ in streams]
        self.ends: list[tuple[float, int]] = []
        self.tallies = [_Tally() for _ in streams]
        self.busy = [[0.0] * (BATCHES + 2) for _ in groups]

    def run(self) -> Simulated:
        over = self.batch_seconds * (BATCHES + 2)
        counted = self.batch_seconds * (BATCHES + 1)
        below = list(accumulate(stream.rate for stream in self.streams))
        now = self.random.expovariate(self.rate)
        waiting: list[int] | None = None
        while now < over:
            while self.ends and self.ends[0][0] <= now:
                ended, group = heapq.heappop(self.ends)
                self._next(group, ended)
            if waiting is None and now >= counted:
                waiting = [sum(left > now for _, left in queue) for queue in self.queues]
            self._arrive(min(bisect(below, self.random.random() * self.rate), len(below) - 1), now)
            now += self.random.expovariate(self.rate)
        assert waiting is not None
        met = tuple(tally.met(still) for tally, still in zip(self.tallies, waiting, strict=True))
        return Simulated(met, tuple(self._occupancy(group) for group in range(len(self.groups))))

    def _arrive(self, stream: int, now: float) -> None:
        self.tallies[stream].offered[int(now / self.batch_seconds)] += 1
        for group in self.tried[stream]:
            if self.free[group]:
                self.free[group] -= 1
                self._answer(group, stream, now, now)
                return
        patience = self.streams[stream].patience_seconds
        left = math.inf if patience is None else now + self.random.expovariate(1 / patience)
        self.queues[stream].append((now, left))

    def _next(self, group: int, now: float) -> None:
        """An agent is free: he takes who waits, if anyone does whom his group takes."""
        chosen = None
        for stream in self.groups[group].takes:
            queue = self.queues[stream]
            while queue and queue[0][1] <= now:  # abandoned meanwhile
                queue.popleft()
            if queue and (chosen is None or queue[0] < self.queues[chosen][0]):
                chosen = stream
                if not self.groups[group].longest_first:
                    break
        if chosen is None:
            self.free[group] += 1
        else:
            self._answer(group, chosen, self.queues[chosen].popleft()[0], now)

    def _answer(self, group: int, stream: int, came: float, now: float) -> None:
        tally, batch = self.tallies[stream], int(came / self.batch_seconds)
        tally.answered[batch] += 1
        tally.in_time[batch] += now - came <= self.streams[stream].within_seconds
        tally.waited[batch] += now - came
        ends = now + self.random.expovariate(1 / self.streams[stream].handle_seconds)
        heapq.heappush(self.ends, (ends, group))
        busy, batch = self.busy[group], int(now / self.batch_seconds)
        while now < ends and batch < len(busy):
            until = min(ends, (batch + 1) * self.batch_seconds)
            busy[batch] += until - now
            now, batch = until, batch + 1

    def _occupancy(self, group: int) -> Estimate:
        whole = self.groups[group].positions * self.batch_seconds
        return (
            Estimate.of([self.busy[group][n] / whole for n in range(1, BATCHES + 1)]) if whole else Estimate(0.0, 0.0)
        )
