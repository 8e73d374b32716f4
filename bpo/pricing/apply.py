"""Passes applied in turn, and all that is wrong with a month told at once."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from bpo.core.errors import BpoError, Problem
from bpo.core.measures import Measures
from bpo.pricing.passes.agreed import agreed
from bpo.pricing.passes.checked import checked
from bpo.pricing.passes.reconciled import reconciled
from bpo.pricing.pricing import Pricing

Pass = Callable[[Pricing], Pricing]
ON_FIGURES = (agreed, reconciled, checked)
"""The passes that refuse figures; the month is tried further without those."""


def apply(passes: Sequence[Pass], begun: Pricing) -> Pricing:
    """The month after all passes.

    Raises:
        BpoError: with what the first pass refuses that refuses anything; of figures also with what else would stop the month.
    """
    done = begun
    for one in passes:
        try:
            done = one(done)
        except BpoError as error:
            late = one is passes[0] and begun.measures.late  # which are looked at first
            if not late and one not in ON_FIGURES:
                raise
            rest = replace(begun.measures, late={}) if late else begun.measures
            raise BpoError([*error.problems, *_behind(passes, begun, rest, error.problems)]) from None
    return done


def _behind(passes: Sequence[Pass], begun: Pricing, rest: Measures, wrong: Sequence[Problem]) -> list[Problem]:
    """What else would stop the month once the wrong figures are mended."""
    rest, told = _without(rest, wrong)
    try:
        apply(passes, begun.with_measures(rest))
    except BpoError as error:
        return [one for one in error.problems if not told & {one.values.get("given"), one.values.get("kpi")}]
    return []


def _without(measures: Measures, problems: Sequence[Problem]) -> tuple[Measures, set[str]]:
    """The measures less what is wrong with them, and the names that need no second word."""
    names = {str(problem.values.get(place)) for problem in problems for place in ("name", "given", "nearest")}
    rest = replace(
        measures, quantities=_less(measures.quantities, names), kpis=_less(measures.kpis, names),
        evidence=_less(measures.evidence, names), sides=_less(measures.sides, names),
    )  # fmt: skip
    return rest, names


T = TypeVar("T")


def _less(figures: Mapping[str, T], names: Collection[str]) -> dict[str, T]:
    return {name: one for name, one in figures.items() if name not in names}
