"""Blocks of draws, priced: those that go the same way together, the others by themselves."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from bpo.economics.risk.alike import Together, may_go_together
from bpo.economics.risk.outcome import SUMS, Month, asked_of, evaluate
from bpo.economics.risk.sampling import AnyWhole, Draw, Sample
from bpo.economics.scenario.scenario import Bid


class Evaluator:
    """Prices draws of a sample by their numbers. Within a variant factors multiply, and a KPI's value takes the place of its own."""

    def __init__(self, bid: Bid, sample: Sample, changes: Mapping[str, Fraction], together: bool = True) -> None:
        self.bid, self.sample, self.changes = bid, sample, changes
        self.asked = asked_of(bid.contract)
        self.together = together and may_go_together(bid)

    def draw(self, number: int) -> Draw:
        """A draw around what the variant changes."""
        one = self.sample.draw(number)
        by_month = tuple(self._around(month) for month in one.by_month)
        return Draw({**self.changes, **self._around(one.changes)}, by_month)

    def _around(self, drawn: Mapping[str, Fraction]) -> dict[str, Fraction]:
        return {
            name: value if name.startswith("kpi.") else value * self.changes.get(name, Fraction(1))
            for name, value in drawn.items()
        }

    def block(self, start: int, end: int) -> Mapping[str, AnyWhole]:
        """The outcome of the draws from ``start`` on, before ``end``, each as by itself."""
        every = np.arange(start, end)
        unlike, first, place = np.unique(self.sample.values[start:end], axis=0, return_index=True, return_inverse=True)
        draws, alone = every[first], np.arange(len(unlike))
        found: dict[str, AnyWhole] = {}
        if self.together and len(draws) > 1:
            month = Together(self.bid, self.asked, self.sample, self.changes, draws)
            month.run()
            alone = np.flatnonzero(~month.alive)
            found = {
                **dict(zip(SUMS, month.money, strict=False)),
                "clauses": month.money[len(SUMS) :].swapaxes(0, 1),
                "kpis": month.kpis,
                "bands": month.bands,
            }
        rows = arrays([evaluate(self.bid, self.asked, self.draw(int(draws[n]))) for n in alone]) if len(alone) else {}
        for name, values in rows.items():
            if name not in found:
                found[name] = np.zeros((len(draws), *values.shape[1:]), dtype=values.dtype)
            found[name][alone] = values
        return {**{name: values[place] for name, values in found.items()}, "alone": np.full(1, len(alone))}


def arrays(rows: list[list[Month]]) -> dict[str, AnyWhole]:
    """The months of draws as arrays, as :class:`~bpo.economics.risk.run.Results` has them."""

    def by(name: str, kind: type[np.signedinteger[Any]]) -> AnyWhole:
        found = np.array([[getattr(one, name) for one in row] for row in rows], dtype=kind)
        return found if found.ndim == 2 else found.swapaxes(1, 2)

    return {
        **{name: by(name, np.int64) for name in (*SUMS, "clauses")},
        "kpis": by("kpis", np.int8),
        "bands": by("bands", np.int8),
    }
