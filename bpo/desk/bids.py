"""A bid as the verbs and Python read it: scenario, contract and costs, and volumes that the scenario takes from the facts."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from bpo.bid import BASE
from bpo.contracts.model import Contract
from bpo.core.errors import BpoError, choices, fail
from bpo.core.words import Words
from bpo.desk.workspace import workspace_of
from bpo.economics.scenario.changes import variant_problems
from bpo.economics.scenario.projection import periods_of
from bpo.economics.scenario.scenario import Bid, Scenario, read_bid

NO_VARIANT = Words("variant-unknown", en="the scenario has no variant '{given}'", zh="方案中没有情景 '{given}'")


def bid_of(path: Path) -> Bid:
    """The bid of a scenario file, with volumes out of facts counted.

    Raises:
        BpoError: with every mistake in the files, or for months that the lake does not hold.
    """
    bid = read_bid(path)
    if problems := list(variant_problems(bid)):
        raise BpoError(problems)
    return replace(bid, counted=counted_volumes(path, bid.scenario, bid.contract))


def counted_volumes(path: Path, scenario: Scenario, contract: Contract) -> Mapping[str, Mapping[str, Fraction]]:
    """Volumes out of facts, if any stream asks for them: the lake is that of the workspace that the scenario lies in."""
    if all(stream.volume.facts is None for stream in scenario.streams):
        return {}
    from bpo.economics.scenario.facts_volumes import facts_volumes
    from bpo.facts.lake.lake import Lake, reading_lake

    folder = workspace_of([path], Path.cwd()).lake
    months = [period.name for period in periods_of(scenario, contract)]
    with reading_lake(folder):
        return facts_volumes(scenario.streams, Lake(folder), contract, months)


def changes_of(scenario: Scenario, variant: str) -> dict[str, Fraction]:
    """The changes of a variant; ``base`` has none unless it is written.

    Raises:
        BpoError: for a name that the scenario does not have.
    """
    known = scenario.variants
    if variant != BASE and variant not in known:
        raise fail(NO_VARIANT, scenario.where, **choices(variant, [BASE, *known]))
    return dict(known.get(variant, {}))
