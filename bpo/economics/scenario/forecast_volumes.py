"""Volumes out of what the facts let expect, and how wrong such forecasts were: what is uncertain of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from bpo.contracts.model import Contract
from bpo.core.periods import Period
from bpo.economics.forecast.forecast import forecast
from bpo.economics.forecast.fragment import uncertain_factor
from bpo.economics.risk.distributions import Uncertain
from bpo.economics.staffing.streams import Stream
from bpo.metering import Facts, Pinned
from bpo.metering.by_day import count_by_day


def forecast_volumes(
    streams: Sequence[Stream], lake: Facts, contract: Contract, periods: Sequence[Period]
) -> tuple[dict[str, Mapping[str, Fraction]], dict[str, Uncertain]]:
    """What is expected of streams whose volume is ``{forecast: …}``.

    Args:
        streams: of the scenario; all others are left out.
        lake: the facts; rows of the contract's account are read, in its time zone.
        contract: of the bid; its billing cycle and calendar count, and it need not hold on the days of the facts.
        periods: of the scenario, in order, all after the last day of the facts that is used.

    Returns:
        Volumes by stream and month; and by the name of the input the distribution of each stream's, where its past error could be measured.

    Raises:
        BpoError: if there are no facts, or nothing can be forecast from them.
    """
    pinned = Pinned(lake, lake.versions())
    volumes: dict[str, Mapping[str, Fraction]] = {}
    uncertain: dict[str, Uncertain] = {}
    for stream in streams:
        volume = stream.volume
        if volume.forecast is None:
            continue
        need = replace(volume.forecast.need(stream.id), by=(), each=None, lapses_after=None)
        seen = count_by_day(pinned, contract, need, volume.start, volume.until, volume.where)
        calendar = contract.billing.calendar
        found = forecast(stream.id, seen, contract.cycle, calendar, periods, volume.where, volume.method)
        volumes[stream.id] = {one.period.name: one.total for one in found.expected}
        if found.spread is not None:
            uncertain[f"{stream.id}.volume"] = Uncertain.model_validate(uncertain_factor(found.spread))
    return volumes, uncertain
