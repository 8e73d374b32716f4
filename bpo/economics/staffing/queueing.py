"""The fewest positions that meet a goal, half hour by half hour. Here floats of the Erlang formulas become exact numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from bpo.economics.staffing.calling_back import Offer, calling_back
from bpo.economics.staffing.chats import ONE_AT_ONCE, chatting
from bpo.economics.staffing.erlang import Service, impatient, patient
from bpo.economics.staffing.streams import Stream

PLACES = 10
UNIT = 10**PLACES
_SLACK = 1e-12
ERLANGS_MAX = 20_000
"""More than any centre in one half hour: beyond it a volume or a handle time is in the wrong unit."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The positions of a half hour and what callers meet; figures are whole numbers of 10⁻¹⁰, exact where they are added up. ``answered`` is of
    those who count, ``called`` the share that takes a call-back and has it after ``called_wait``."""

    positions: int
    answered: int
    wait: int
    left: int
    busy: int
    called: int = 0
    called_wait: int = 0

    @property
    def service_level(self) -> Fraction:
        return Fraction(self.answered, UNIT)

    @property
    def asa_seconds(self) -> Fraction:
        return Fraction(self.wait, UNIT)

    @property
    def abandonment_rate(self) -> Fraction:
        return Fraction(self.left, UNIT)

    @property
    def occupancy(self) -> Fraction:
        return Fraction(self.busy, UNIT)

    @property
    def called_back_rate(self) -> Fraction:
        return Fraction(self.called, UNIT)

    @property
    def call_back_seconds(self) -> Fraction:
        return Fraction(self.called_wait, UNIT)


@dataclass(frozen=True, slots=True)
class Queue:
    """What a half hour's positions depend on besides its load. Without patience nobody abandons (Erlang C); ``times`` is how much
    longer a contact takes while an agent holds one, two, … at once."""

    handle_seconds: float
    within_seconds: float
    answered: float
    patience_seconds: float | None = None
    occupancy_at_most: float = 1.0
    times: tuple[float, ...] = ONE_AT_ONCE
    offer: Offer | None = None

    @classmethod
    def of(cls, stream: Stream, month: str) -> Queue:
        assert stream.goal is not None
        return cls(
            float(stream.handle_seconds.of(month)),
            float(stream.goal.within_seconds),
            float(stream.goal.answered),
            None if stream.patience_seconds is None else float(stream.patience_seconds),
            1.0 if stream.occupancy_at_most is None else float(stream.occupancy_at_most),
            ONE_AT_ONCE if stream.concurrency is None else tuple(float(one) for one in stream.concurrency.each),
            None if stream.call_back is None else stream.call_back.offer(),
        )

    @property
    def is_plain(self) -> bool:
        """Whether it is Erlang's, of one contact at a time and without call-backs: what is computed for many loads at once."""
        return len(self.times) == 1 and self.offer is None

    def service(self, load: float, positions: int) -> Service:
        if len(self.times) > 1:
            held = (self.handle_seconds, self.within_seconds, self.patience_seconds)
            return chatting(load, positions, self.times, *held)
        if self.offer is not None:
            waits = (self.handle_seconds, self.within_seconds, self.patience_seconds)
            return calling_back(load, positions, *waits, self.offer)
        if self.patience_seconds is None:
            return patient(load, positions, self.handle_seconds, self.within_seconds)
        return impatient(load, positions, self.handle_seconds, self.within_seconds, self.patience_seconds)

    def meets(self, service: Service) -> bool:
        if self.offer is not None and service.called_seconds > self.offer.within_seconds:
            return False
        return service.service_level >= self.answered - _SLACK and service.occupancy <= self.occupancy_at_most + _SLACK

    def fewest(self, load: float, at_least: int = 1) -> tuple[int, Service]:
        """The fewest positions, not below ``at_least``, and what callers meet then: steps that double, then halves of the last.

        The search begins above what is too few in any case: of ``busy`` agents, all with as many contacts as they hold, and of slots
        that are filled by contacts which take no longer than one alone does.
        """
        busy, alone = load * self.times[-1] / len(self.times), load / len(self.times)
        if self.patience_seconds is None:
            below = max(math.floor(busy), math.ceil(alone / self.occupancy_at_most - _SLACK) - 1)
        else:  # no more are answered than there are positions
            below = math.ceil(busy * self.answered - 1e-9) - 1
        failing = max(below, at_least - 1, 0)
        found, step = failing + 1, 1
        while not self.meets(service := self.service(load, found)):
            failing, found, step = found, found + step, step * 2
        while found - failing > 1:
            middle = (failing + found) // 2
            tried = self.service(load, middle)
            if self.meets(tried):
                found, service = middle, tried
            else:
                failing = middle
        return found, service

    def plan(self, load: float, positions: int) -> Plan:
        """What callers meet with so many positions."""
        return Plan(positions, *_units(self.service(load, positions)))


@lru_cache(maxsize=512)
def plans(queue: Queue, loads: tuple[float, ...]) -> tuple[Plan, ...]:
    """The plan for every load; none for no load. A greater load never needs fewer positions, so each search begins where the last ended."""
    found: dict[float, Plan] = {0.0: Plan(0, *_units(queue.service(0, 0)))}
    positions = 1
    for load in sorted(set(loads) - {0.0}):
        positions, service = queue.fewest(load, positions)
        found[load] = Plan(positions, *_units(service))
    return tuple(found[load] for load in loads)


def in_units(figure: float) -> Fraction:
    """A float as an exact number of 10⁻¹⁰."""
    return Fraction(round(figure * UNIT), UNIT)


def _units(service: Service) -> Iterable[int]:
    figures = (service.service_level, service.asa_seconds, service.abandonment, service.occupancy)
    return (round(figure * UNIT) for figure in (*figures, service.called_back, service.called_seconds))
