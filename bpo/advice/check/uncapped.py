"""Penalties that grow without end: per event or per point, and no cap, of their own or over several lines."""

from __future__ import annotations

from collections.abc import Iterator

from bpo.advice.check.asked import Advice, Asked
from bpo.contracts.header.accepts import Check
from bpo.core.words import Text, Words

NAME = Check.UNCAPPED
NO_CAP = Words(
    "check-uncapped",
    en="'{clause}' has no cap: it grows with every {what}, whatever the month's fee is",
    zh="条款 '{clause}' 没有封顶：随{what}增长，与当月费用无关",
)
WITH = {"event": Text(zh="每次事件", en="event"), "point": Text(zh="每个点", en="point")}


def uncapped(asked: Asked) -> Iterator[Advice]:
    held = {name for _, clause in asked.adjustments() for one in clause.caps() for name in one.lines}
    for at, clause in asked.adjustments():
        if clause.grows_with is not None and clause.sign < 0 and clause.id not in held:
            yield asked.advice(NAME, NO_CAP, at, clause.id, clause=clause.id, what=WITH[clause.grows_with])
