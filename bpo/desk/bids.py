"""A bid as the verbs and Python read it: scenario, contract and costs, and volumes that the scenario takes from the facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from bpo.bid import BASE
from bpo.contracts.model import Contract
from bpo.core.errors import BpoError, choices, fail
from bpo.core.words import Words
from bpo.desk.workspace import workspace_of
from bpo.economics.risk.distributions import Uncertain
from bpo.economics.scenario.changes import variant_problems
from bpo.economics.scenario.projection import periods_of
from bpo.economics.scenario.scenario import Bid, Scenario, read_bid

NO_VARIANT = Words("variant-unknown", en="the scenario has no variant '{given}'", zh="方案中没有情景 '{given}'")


@dataclass(frozen=True)
class FromFacts:
    """Volumes by stream and month, and what is uncertain of those that are forecast, by the input's name."""

    volumes: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    uncertain: Mapping[str, Uncertain] = field(default_factory=dict)


def bid_of(path: Path) -> Bid:
    """The bid of a scenario file, with volumes out of facts; what is forecast is as uncertain as such forecasts were, unless it is written.

    Raises:
        BpoError: with every mistake in the files, or for months that the lake does not hold.
    """
    bid = read_bid(path)
    if problems := list(variant_problems(bid)):
        raise BpoError(problems)
    found = volumes_from_facts(path, bid.scenario, bid.contract)
    if found.uncertain:
        uncertain = {**found.uncertain, **bid.scenario.uncertain}
        bid = replace(bid, scenario=bid.scenario.altered(uncertain=uncertain))
    return replace(bid, counted=found.volumes)


def counted_volumes(path: Path, scenario: Scenario, contract: Contract) -> Mapping[str, Mapping[str, Fraction]]:
    """Volumes out of facts, counted or forecast, if any stream asks for them."""
    return volumes_from_facts(path, scenario, contract).volumes


def volumes_from_facts(path: Path, scenario: Scenario, contract: Contract) -> FromFacts:
    """What streams ask of the facts: the lake is that of the workspace that the scenario lies in."""
    if not any(stream.volume.is_counted for stream in scenario.streams):
        return FromFacts()
    from bpo.economics.scenario.facts_volumes import facts_volumes
    from bpo.economics.scenario.forecast_volumes import forecast_volumes
    from bpo.facts.lake.lake import Lake, reading_lake

    folder = workspace_of([path], Path.cwd()).lake
    periods = periods_of(scenario, contract)
    with reading_lake(folder):
        counted = facts_volumes(scenario.streams, Lake(folder), contract, [period.name for period in periods])
        expected, uncertain = forecast_volumes(scenario.streams, Lake(folder), contract, periods)
    return FromFacts({**counted, **expected}, uncertain)


def changes_of(scenario: Scenario, variant: str) -> dict[str, Fraction]:
    """The changes of a variant; ``base`` has none unless it is written.

    Raises:
        BpoError: for a name that the scenario does not have.
    """
    known = scenario.variants
    if variant != BASE and variant not in known:
        raise fail(NO_VARIANT, scenario.where, **choices(variant, [BASE, *known]))
    return dict(known.get(variant, {}))
