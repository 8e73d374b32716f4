"""Blocks of draws, priced. The seam behind which draws may share what they have in common."""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from bpo.economics.risk.outcome import Month, asked_of, evaluate
from bpo.economics.risk.sampling import Draw, Sample, Whole
from bpo.economics.scenario.scenario import Bid


class Evaluator:
    """Prices draws of a sample by their numbers."""

    def __init__(self, bid: Bid, sample: Sample, changes: Mapping[str, Fraction]) -> None:
        self.bid, self.sample, self.changes = bid, sample, changes
        self.asked = asked_of(bid.contract)

    def draw(self, number: int) -> Draw:
        """A draw within the variant: factors multiply, and a KPI's value takes the place of its own."""
        one = self.sample.draw(number)
        return Draw(
            around(one.changes, self.changes), tuple(around(month, self.changes, only=True) for month in one.by_month)
        )

    def block(self, start: int, end: int) -> Mapping[str, Whole]:
        """The outcome of the draws from ``start`` on, before ``end``."""
        known: dict[tuple[int, ...], list[Month]] = {}
        rows = []
        for number in range(start, end):
            drawn = tuple(self.sample.values[number].tolist())
            if drawn not in known:
                known[drawn] = evaluate(self.bid, self.asked, self.draw(number))
            rows.append(known[drawn])
        return {**arrays(rows), "alone": np.full(1, len(known))}


def around(drawn: Mapping[str, Fraction], changes: Mapping[str, Fraction], only: bool = False) -> dict[str, Fraction]:
    """What is drawn, as a multiple of what the variant changes; with ``only``, those that are drawn alone."""
    found = {
        name: value if name.startswith("kpi.") else value * changes.get(name, Fraction(1))
        for name, value in drawn.items()
    }
    return found if only else {**changes, **found}


def arrays(rows: list[list[Month]]) -> dict[str, Whole]:
    """The months of draws as arrays, as :class:`~bpo.economics.risk.run.Results` has them."""
    return {
        "revenue": np.array([[one.revenue for one in row] for row in rows], dtype=np.int64),
        "cost": np.array([[one.cost for one in row] for row in rows], dtype=np.int64),
        **{
            name: np.array([[getattr(one, name) for one in row] for row in rows], dtype=kind).swapaxes(1, 2)
            for name, kind in (("clauses", np.int64), ("kpis", np.int8), ("bands", np.int8))
        },
    }
