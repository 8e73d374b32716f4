"""Volumes out of what happened: the contacts of a year, counted month by month as metering counts a bill."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from bpo.contracts.model import Contract
from bpo.core.errors import BpoError, Problem
from bpo.economics.staffing.streams import Stream
from bpo.metering import Facts, Pinned
from bpo.metering.count import count_all


def facts_volumes(
    streams: Sequence[Stream], lake: Facts, contract: Contract, months: Iterable[str]
) -> dict[str, dict[str, Fraction]]:
    """What the facts hold for streams whose volume is ``{facts: …, year: 2026}``: by stream and month of that year.

    Args:
        streams: of the scenario; those with typed volumes are left out.
        lake: the facts; rows of the contract's account are read, in its time zone, by its billing cycle.
        contract: of the bid; it need not hold in the year that is counted.
        months: of the scenario; each is counted in the year of the facts, once.

    Raises:
        BpoError: for every month without facts: missing is never zero.
    """
    names = list(months)
    pinned = Pinned(lake, lake.versions())
    found: dict[str, dict[str, Fraction]] = {}
    problems: list[Problem] = []
    for stream in streams:
        if stream.volume.facts is None:
            continue
        need = stream.volume.facts.need(stream.id)
        found[stream.id] = {}
        for month in dict.fromkeys(stream.volume.fact_month(name) for name in names):
            try:
                counted = count_all(pinned, contract, contract.cycle.period(month), [need])
            except BpoError as error:
                problems += [Problem(one.words, stream.volume.where, one.values) for one in error.problems]
            else:
                found[stream.id][month] = counted[stream.id].total / need.divisor
    if problems:
        raise BpoError(problems)
    return found
