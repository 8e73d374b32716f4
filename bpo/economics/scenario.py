"""The scenario file: what a bid expects of the contract's term, month by month, and how it is staffed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from bpo.contracts.load import LoadedContract, read_contract
from bpo.contracts.model import Contract
from bpo.documents import Document, read_document
from bpo.economics.amended_figures import kpis_of_versions, versions_of
from bpo.economics.cost_and_contract import currency_problems
from bpo.economics.cost_item import MonthName
from bpo.economics.costs import Costs, read_costs
from bpo.economics.figures import FigureField
from bpo.economics.offer import Offer
from bpo.economics.people import People
from bpo.economics.staffing import StaffedMonth
from bpo.economics.streams import Streams
from bpo.errors import BpoError, Problem, choices
from bpo.fields import Identifier, Label, Mistake, Part, Positive, read_model
from bpo.words import Words

MONTHS_ORDER = Words(
    "scenario-months-order",
    en="the scenario ends ({last}) before it begins ({first})",
    zh="方案截止月 {last} 早于起始月 {first}",
)
NO_SUCH_FIGURE = Words(
    "scenario-figure-unknown",
    en="contract '{contract}' has no {kind} '{given}'",
    zh="合同 '{contract}' 没有{kind} '{given}'",
)


class Months(Part):
    """The first and the last billing period."""

    first: Annotated[MonthName, Field(alias="from")]
    last: Annotated[MonthName, Field(alias="to")]

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.last < self.first:
            raise Mistake(MONTHS_ORDER, ("to",), first=self.first, last=self.last)
        return self


class Expected(Part):
    """What ``price()`` is given: the contract's figures by their ids, each from a driver, a number, or by month."""

    quantities: dict[str, FigureField] = {}
    kpis: dict[str, FigureField] = {}


class Scenario(Part):
    """Streams of work with their volumes, the people who do it, and the contract's figures that follow."""

    scenario: Identifier
    label: Label | None = None
    contract: str
    costs: str
    months: Months | None = None
    streams: Streams
    people: People
    measures: Expected = Expected()
    variants: dict[Identifier, dict[str, Positive]] = {}
    quote: Offer | None = None


@dataclass(frozen=True)
class Bid:
    """A scenario with the contract and the costs that it names, and the texts that they were read from."""

    scenario: Scenario
    document: Document
    loaded: LoadedContract
    costs: Costs
    staffed: dict[object, tuple[StaffedMonth, ...]] = field(default_factory=dict, compare=False, repr=False)
    """Staffings that were computed, by what they depend on."""
    counted: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    """Volumes out of facts, by stream and month of the facts (:func:`~bpo.economics.facts_volumes.facts_volumes`)."""

    @property
    def contract(self) -> Contract:
        return self.loaded.contract

    def variant(self, name: str) -> Mapping[str, Fraction]:
        """The changes of a named variant; ``base`` has none unless it is written."""
        return self.scenario.variants.get(name, {})


def read_scenario(path: str | Path) -> tuple[Scenario, Document]:
    """A scenario alone, as staffing needs it.

    Raises:
        BpoError: with every mistake in the file.
    """
    document = read_document(path)
    return read_model(document, Scenario), document


def read_bid(path: str | Path) -> Bid:
    """A scenario with its contract and its costs; their files stand beside it.

    Raises:
        BpoError: with every mistake in the three files.
    """
    scenario, document = read_scenario(path)
    beside = Path(path).parent
    problems: list[Problem] = []
    loaded: LoadedContract | None = None
    costs: Costs | None = None
    try:
        loaded = read_contract(read_document(beside / scenario.contract))
    except BpoError as error:
        problems += error.problems
    try:
        costs = read_costs(beside / scenario.costs)
    except BpoError as error:
        problems += error.problems
    if loaded is not None:
        problems += _unknown_figures(scenario, document, loaded.contract)
    if loaded is not None and costs is not None:
        problems += currency_problems(costs, loaded.contract)
    if problems or loaded is None or costs is None:
        raise BpoError(problems)
    return Bid(scenario, document, loaded, costs)


def _unknown_figures(scenario: Scenario, document: Document, contract: Contract) -> list[Problem]:
    """Figures of the scenario that the contract would never read."""
    found = []
    read = {name for one in versions_of(contract) for name in one.figure_names()}
    known = {"quantities": read, "kpis": set(kpis_of_versions(contract))}
    for section, names in known.items():
        for name in getattr(scenario.measures, section):
            if name.partition("@")[0] not in names:
                _, key = document.find(("measures", section, name))
                where = document.where(key) if key is not None else None
                values = {"contract": contract.contract, "kind": section, **choices(name, names)}
                found.append(Problem(NO_SUCH_FIGURE, where, values))
    return found
