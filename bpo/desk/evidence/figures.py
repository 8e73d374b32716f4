"""The figures of a statement by their places, so that two can be held against each other whatever their wording."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bpo.contracts.statement import Statement
from bpo.ledger.document import written

WORDING = frozenset(
    {"rule", "values", "formula", "formula_values", "reason", "reason_values", "why_not", "where", "source"}
)
"""Sentences, and where a clause stands: they may be told otherwise by a later version."""
APART = frozenset({"measures", "rounded_with"})
"""What is compared by itself, or only there while the month is priced."""
EXPLAINING = frozenset({"steps"})


def figures_of(statement: Statement, with_steps: bool) -> dict[str, str]:
    """Every number, name and mark in it, by its place: ``charges.0.amount``; in ``with_steps`` also those of the explanation."""
    left_out = WORDING | APART | (frozenset() if with_steps else EXPLAINING)
    return dict(_flat(json.loads(written(statement))["statement"], "", left_out))


def _flat(value: Any, place: str, left_out: frozenset[str]) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        if value.keys() == {"zh", "en"}:
            return
        for name, part in value.items():
            if name not in left_out:
                yield from _flat(part, f"{place}.{name}" if place else name, left_out)
    elif isinstance(value, list):
        for n, part in enumerate(value):
            yield from _flat(part, f"{place}.{n}", left_out)
    elif value not in (None, "", False):
        yield place, str(value)


def differences(told: Mapping[str, str], again: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """The places at which two differ, each with what was told and what it is again; – where one has nothing."""
    for place in dict.fromkeys([*told, *again]):
        ours, theirs = again.get(place, "–"), told.get(place, "–")
        if ours != theirs:
            yield place, theirs, ours
