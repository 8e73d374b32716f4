"""Volumes at which a price or a cost may bend or jump, as they are written in the clauses and items."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from bpo.contracts.model import Contract
from bpo.core.fields import Part
from bpo.economics.costs.cost_file import Costs

BOUNDS = ("up_to", "contracted", "at_least", "at_most", "minimum_contacts", "hours")
"""Fields that hold a bound of a volume; those of KPIs and shares among them do no harm."""
PACKAGE = "package"
MULTIPLES_MAX = 1_000
"""Of packages and begun steps so many ends are listed; beyond them, the margin itself tells where it bends."""


def volume_knots(contract: Contract, last: Fraction) -> list[Fraction]:
    """Every bound of a volume up to ``last`` in the terms and adjustments, and every end of a package, in order.

    What is no volume is looked at in vain, nothing else.
    """
    found = {bound for clause in contract.clauses for name, bound in _numbers(clause) if name in BOUNDS}
    for size in {size for clause in contract.clauses for name, size in _numbers(clause) if name == PACKAGE}:
        found |= {size * n for n in range(1, min(MULTIPLES_MAX, int(last / size)) + 1)}
    return sorted(bound for bound in found if 1 < bound <= last)


def cost_knots(costs: Costs, first: Mapping[str, Fraction], last: Mapping[str, Fraction]) -> list[Fraction]:
    """Where items of one for each begun so many take one more, as shares of the way from one month's drivers to another's.

    Drivers are taken to move straight, as those of a stated month do.
    """
    found: set[Fraction] = set()
    for item in costs.items:
        if item.begun is None or not first.keys() & last.keys() >= {item.driver}:
            continue
        size, low, high = item.begun / item.times if item.times else None, first[item.driver], last[item.driver]
        if size is not None and low < high:
            steps = range(math.ceil(low / size), math.floor(high / size) + 1)[:MULTIPLES_MAX]
            found |= {(size * n - low) / (high - low) for n in steps}
    return sorted(found)


def _numbers(part: Any) -> Iterator[tuple[str, Fraction]]:
    """Every number in a clause, with the name of its field."""
    if isinstance(part, Part):
        for name in type(part).model_fields:
            value = getattr(part, name)
            if isinstance(value, (Fraction, int)) and not isinstance(value, bool):
                yield name, Fraction(value)
            yield from _numbers(value)
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from _numbers(value)
    elif isinstance(part, (list, tuple)):
        for value in part:
            yield from _numbers(value)
