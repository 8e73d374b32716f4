"""Volumes at which a contract's price may bend or jump, as they are written in its clauses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from bpo.contracts.model import Contract
from bpo.fields import Part

BOUNDS = ("up_to", "contracted", "at_least", "at_most", "minimum_contacts", "hours")
"""Fields that hold a bound of a volume; those of KPIs and shares among them do no harm."""
PACKAGE = "package"
PACKAGES_MAX = 100


def volume_knots(contract: Contract, last: Fraction) -> list[Fraction]:
    """Every bound of a volume up to ``last`` in the terms and adjustments, in order; of packages as many as a person would count.

    What is no volume is looked at in vain, nothing else.
    """
    found = {bound for clause in contract.clauses for name, bound in _numbers(clause) if name in BOUNDS}
    for size in {size for clause in contract.clauses for name, size in _numbers(clause) if name == PACKAGE}:
        found |= {size * n for n in range(1, min(PACKAGES_MAX, int(last / size)) + 1)}
    return sorted(bound for bound in found if 1 < bound <= last)


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
