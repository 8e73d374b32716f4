"""A desk with call-backs simulated event by event, in plain Python: who waits on the line, who is to be called back, who is busy."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from random import Random

from tests.economics.staffing.chat_desk import BATCHES, Measured


@dataclass
class Batch:
    """What callers of a stretch met; ``waits`` of those who are answered on the line, ``later`` of those who are called back."""

    offered: int = 0
    in_time: int = 0
    left: int = 0
    asked: int = 0
    waits: list[float] = field(default_factory=list)
    later: list[float] = field(default_factory=list)


def simulated(
    arrivals_a_second: float, agents: int, handle_seconds: float, within: float, patience: float | None, share: float,
    from_seconds: float, seed: int, calls: int = 200_000,
) -> dict[str, Measured]:  # fmt: skip
    """Who finds all busy is told the wait of the line, one more ``handle_seconds / agents`` for each who waits and for himself; if it is
    ``from_seconds`` or more he takes a call-back with the chance ``share``. An agent who is free takes the line first, then calls back."""
    random, batches = Random(seed), [Batch() for _ in range(BATCHES + 1)]
    busy, now, arrived, size = 0, 0.0, 0, calls // BATCHES
    line, later = deque[float](), deque[float]()
    while arrived < size * (BATCHES + 1):
        batch = batches[arrived // size]
        ending, leaving = busy / handle_seconds, 0.0 if patience is None else len(line) / patience
        now += random.expovariate(total := arrivals_a_second + ending + leaving)
        pick = random.random() * total
        if pick < arrivals_a_second:
            arrived += 1
            batch.offered += 1
            if busy < agents:
                busy += 1
                batch.in_time += 1
                batch.waits.append(0.0)
            elif (len(line) + 1) * handle_seconds / agents >= from_seconds and random.random() < share:
                batch.asked += 1
                later.append(now)
            else:
                line.append(now)
        elif pick < arrivals_a_second + leaving:
            del line[random.randrange(len(line))]
            batch.left += 1
        elif line:
            batch.waits.append(now - line.popleft())
            batch.in_time += batch.waits[-1] <= within
        elif later:
            batch.later.append(now - later.popleft())
        else:
            busy -= 1
    done = batches[1:]
    return {
        "service_level": Measured.of([one.in_time / size for one in done]),
        "abandonment": Measured.of([one.left / size for one in done]),
        "called_back": Measured.of([one.asked / size for one in done]),
        "asa_seconds": Measured.of([sum(one.waits) / len(one.waits) for one in done]),
        "called_seconds": Measured.of([sum(one.later) / max(1, len(one.later)) for one in done]),
    }
