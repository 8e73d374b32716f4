"""A bid as its verbs read it: scenario, contract and costs, and volumes that the scenario takes from the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from bpo.contracts.model import Contract
from bpo.economics.projection import periods_of
from bpo.economics.scenario import Bid, Scenario, read_bid
from bpo.words import Words

NO_VARIANT = Words("variant-unknown", en="the scenario has no variant '{given}'", zh="方案中没有情景 '{given}'")


def bid_of(path: Path) -> Bid:
    """The bid of a scenario file, with volumes out of facts counted.

    Raises:
        BpoError: with every mistake in the files, or for months that the lake does not hold.
    """
    bid = read_bid(path)
    return replace(bid, counted=counted_volumes(path, bid.scenario, bid.contract))


def counted_volumes(path: Path, scenario: Scenario, contract: Contract) -> Mapping[str, Mapping[str, Fraction]]:
    """Volumes out of facts, if any stream asks for them: the lake is that of the workspace that the scenario lies in."""
    if all(stream.volume.facts is None for stream in scenario.streams):
        return {}
    from bpo.economics.facts_volumes import facts_volumes
    from bpo.facts.faults import reading_lake
    from bpo.facts.lake import Lake
    from bpo.workspace import workspace_of

    folder = workspace_of([path], Path.cwd()).lake
    months = [period.name for period in periods_of(scenario, contract)]
    with reading_lake(folder):
        return facts_volumes(scenario.streams, Lake(folder), contract, months)
