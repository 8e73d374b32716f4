"""The scenario file: what a bid expects of the contract's term, month by month, and how it is staffed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar

from pydantic import Field, model_validator

from bpo.contracts.load import LoadedContract, read_contract
from bpo.contracts.model import Contract
from bpo.core.documents import Document, expect, read_document
from bpo.core.errors import BpoError, Problem, Where, choices, fail
from bpo.core.factors import Changed
from bpo.core.fields import FileModel, Identifier, Label, Mistake
from bpo.core.figure_names import FigureName, part_name
from bpo.core.measures import Measures
from bpo.core.periods import Period
from bpo.core.units import UNITS, WHOLE
from bpo.core.validation import read_model
from bpo.core.vocabulary import KPI, QUANTITY
from bpo.core.words import Pct, Text, Words
from bpo.economics.costs.cost_checks import currency_problems
from bpo.economics.costs.cost_item import MonthName
from bpo.economics.costs.costs import Costs, costs_of
from bpo.economics.risk.distributions import Correlated, Uncertain
from bpo.economics.scenario.figure_sources import FigureField, day_of, kpis_of_versions, names_of_days, versions_of
from bpo.economics.scenario.handle_time_kpis import handle_time_kpis
from bpo.economics.scenario.offer import Offer
from bpo.economics.scenario.owners import owner_problems
from bpo.economics.staffing.groups import Group, groups_checked
from bpo.economics.staffing.people import People
from bpo.economics.staffing.schedule import WeekSchedule
from bpo.economics.staffing.shares import ShareOfWhole, is_percent
from bpo.economics.staffing.staffed import StaffedMonth
from bpo.economics.staffing.streams import Streams
from bpo.pricing.checked_measures import unit_of

T = TypeVar("T")

NO_SUCH_FILE = Words(
    "scenario-file-missing",
    en="there is no file '{given}' beside this one; mend its name",
    zh="同一目录下没有文件 '{given}'；请更正文件名",
)
BASE_IS_NO_VARIANT = Words(
    "variant-base",
    en="the base is the scenario as it is written; call this variant otherwise",
    zh="基准即方案本身；请为该情景另取名称",
)
NOT_A_FACTOR = Words(
    "variant-factor",
    en="'{given}' multiplies what is planned: {factor} would be {percent} of it; write a factor from 10% to 1,000%, such as 90%",
    zh="'{given}' 是对计划值的倍数：{factor} 即计划值的 {percent}；请写 10% 至 1,000% 之间的倍数，例如 90%",
)
FACTORS = (Fraction(1, 10), Fraction(10))
"""What a factor in a variant may be: beyond, a value was meant, such as 4,200 for a wage or 3% for attrition."""
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
NO_SUCH_DAYS = Words(
    "scenario-figure-of-no-days",
    en="'{name}' is given for the days from {day} on, but no wording of it begins there inside a month",
    zh="'{name}' 按 {day} 起的日期给出，但月中并无自该日起的条款版本",
)
RATE_AS_QUANTITY = Words(
    "scenario-rate-as-quantity",
    en="'{given}' is a rate, and '{name}' is a number of {unit}; name what is counted, such as '{stream}.handled'",
    zh="'{given}' 是比率，而 '{name}' 按{unit}计数；请写计数的驱动量，例如 '{stream}.handled'",
)
PERCENT_AS_QUANTITY = Words(
    "scenario-percent-as-quantity",
    en="'{name}' is a number of {unit}, not {given}; write the number, or a share of something: {{of: calls.handled, times: {given}}}",
    zh="'{name}' 按{unit}计数，不能写 {given}；请写数字，或写某驱动量的比例：{{of: calls.handled, times: {given}}}",
)


class Months(FileModel):
    """The first and the last billing period."""

    first: Annotated[MonthName, Field(alias="from")]
    last: Annotated[MonthName, Field(alias="to")]

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.last < self.first:
            raise Mistake(MONTHS_ORDER, ("to",), first=self.first, last=self.last)
        return self


class Expected(FileModel):
    """What ``price()`` is given: the contract's figures by their ids, each from a driver, a number, or by month."""

    quantities: dict[str, FigureField] = {}
    kpis: dict[str, FigureField] = {}


class Scenario(FileModel):
    """Streams of work with their volumes, the people who do it, and the contract's figures that follow."""

    scenario: Identifier
    label: Label | None = None
    contract: str
    costs: str
    months: Months | None = None
    streams: Streams
    groups: tuple[Group, ...] = ()
    people: People
    measures: Expected = Expected()
    variants: dict[Identifier, dict[str, Changed]] = {}
    uncertain: dict[str, Uncertain] = {}
    correlated: list[Correlated] = []
    discount_rate_a_year: ShareOfWhole | None = None
    owners: dict[str, str] = {}
    quote: Offer | None = None

    @model_validator(mode="after")
    def _groups(self) -> Self:
        groups_checked(self.groups, self.streams)
        return self


@dataclass(frozen=True)
class Bid:
    """A scenario with the contract and the costs that it names, and the texts that they were read from."""

    scenario: Scenario
    document: Document
    loaded: LoadedContract
    costs: Costs
    staffed: dict[object, tuple[StaffedMonth, ...]] = field(default_factory=dict, compare=False, repr=False)
    """Staffings that were computed, by what they depend on."""
    billed: list[tuple[tuple[object, ...], Any]] = field(default_factory=list, compare=False, repr=False)
    """The months as priced at the plan, which no cost moves, and the very contract, scenario and facts that they were priced for."""
    priced: dict[str, list[tuple[Contract, Measures, Any]]] = field(default_factory=dict, compare=False, repr=False)
    """By month, of a contract whose months hang on themselves alone, what was priced first and last, and by which contract."""
    weeks: list[tuple[tuple[object, ...], tuple[Period, ...], WeekSchedule | None]] = field(
        default_factory=list, compare=False, repr=False
    )
    """The schedule of its shifts, and the very scenario, facts and calendar, and the months, that it was found for."""
    counted: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    """Volumes out of facts, by stream and month of the facts (:func:`~bpo.economics.scenario.facts_volumes.facts_volumes`)."""

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
    expect(document, "scenario")
    scenario = read_model(document, Scenario)
    problems = _wrong_variants(scenario, document)
    if not (Path(path).parent / scenario.contract).is_file():
        problems.append(Problem(NO_SUCH_FILE, document.place("contract"), {"given": scenario.contract}))
    if problems:
        raise BpoError(problems)
    return scenario, document


def read_bid(path: str | Path) -> Bid:
    """A scenario with its contract and its costs; their files stand beside it.

    Raises:
        BpoError: with every mistake in the three files.
    """
    document = read_document(path)
    expect(document, "scenario")
    problems: list[Problem] = []
    scenario = _read(problems, lambda: read_model(document, Scenario))
    loaded = _read(problems, lambda: read_contract(_beside(document, path, "contract")))
    costs = _read(problems, lambda: costs_of(_beside(document, path, "costs")))
    if scenario is not None:
        problems += _wrong_variants(scenario, document)
    if scenario is not None and loaded is not None:
        problems += _wrong_figures(scenario, document, loaded.contract)
    if loaded is not None and costs is not None:
        problems += currency_problems(costs, loaded.contract)
        if scenario is not None:
            problems += owner_problems(scenario.owners, document, costs, loaded.contract)
    if problems or scenario is None or loaded is None or costs is None:
        raise BpoError(problems)
    kpis = scenario.measures.kpis
    if found := handle_time_kpis(loaded.contract, scenario.streams, kpis):
        scenario = scenario.altered(measures=scenario.measures.altered(kpis={**kpis, **found}))
    return Bid(scenario, document, loaded, costs)


def _read(problems: list[Problem], reader: Callable[[], T]) -> T | None:
    """What is read; or None, and the mistakes with those of the other files."""
    try:
        return reader()
    except BpoError as error:
        problems += [one for one in error.problems if one not in problems]
        return None


def _beside(document: Document, path: str | Path, name: str) -> Document:
    """The file that the scenario names, though the rest of the scenario may be wrong.

    Raises:
        BpoError: if the scenario does not name it, there is no such file, or it cannot be read.
    """
    scenario = document.plain()
    named = scenario.get(name) if isinstance(scenario, Mapping) else None
    if not isinstance(named, str):
        read_model(document, Scenario)  # tells what is missing
        raise AssertionError(f"a scenario without {name} was read")
    file = Path(path).parent / named
    if not file.is_file():
        raise fail(NO_SUCH_FILE, document.place(name), given=named)
    return read_document(file)


def _wrong_variants(scenario: Scenario, document: Document) -> list[Problem]:
    """Variants of values where factors are meant."""
    found = []
    for variant, changes in scenario.variants.items():
        node, key = document.find(("variants", variant))
        if variant == "base" and changes:
            found.append(Problem(BASE_IS_NO_VARIANT, document.where(key or node)))
        for name, value in changes.items():
            found += factor_problems(name, value, document.place("variants", variant, name))
    return found


def factor_problems(name: str, value: Fraction, where: Where | None = None) -> Iterator[Problem]:
    """What is wrong with a value of an input: a factor of the plan lies within bounds, a KPI has a value of its own."""
    if not name.startswith("kpi.") and not FACTORS[0] <= value <= FACTORS[1]:
        yield Problem(NOT_A_FACTOR, where, {"given": name, "factor": value, "percent": Pct(value)})


def _wrong_figures(scenario: Scenario, document: Document, contract: Contract) -> list[Problem]:
    """Figures of the scenario that the contract would never read, and numbers of things that are a rate or a percentage."""
    found = []
    read = {name for one in versions_of(contract) for name in one.figure_names()}
    days = names_of_days(contract)
    known = {"quantities": (QUANTITY, read), "kpis": (KPI, set(kpis_of_versions(contract)))}
    for section, (kind, names) in known.items():
        for name, figure in getattr(scenario.measures, section).items():
            node, key = document.find(("measures", section, name))
            if FigureName.of(name).whole not in names:
                values = {"contract": contract.contract, "kind": kind, **choices(name, names)}
                found.append(Problem(NO_SUCH_FIGURE, document.where(key or node), values))
            elif (day := day_of(name)) and part_name(FigureName.of(name).whole, day) not in days:
                values = {"name": name, "day": day}
                found.append(Problem(NO_SUCH_DAYS, document.where(key or node), values))
            elif section == "quantities":
                units = (unit_of(one, Measures(""), FigureName.of(name).whole) for one in versions_of(contract))
                unit = next(filter(None, units), "")
                values = {"name": name, "unit": UNITS.get(unit, Text.of(unit))}
                if figure.rate_of is not None and unit in WHOLE:
                    rate = {"given": figure.of, "stream": figure.rate_of}
                    found.append(Problem(RATE_AS_QUANTITY, document.where(node), {**values, **rate}))
                written = document.find(("measures", section, name, "value"))[0].value
                if is_percent(written) and unit in WHOLE:
                    found.append(Problem(PERCENT_AS_QUANTITY, document.where(node), {**values, "given": written}))
    return found
