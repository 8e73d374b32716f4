"""The calls of ``import bpo``: load, check, measure, price, curve, quote."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from numbers import Rational
from pathlib import Path
from typing import Any

from bpo.advice.check import advice
from bpo.advice.curve import curve as curve_of
from bpo.api.frames import facts_of, needed
from bpo.api.results import Curve, Quote, Statement
from bpo.contracts import statement as priced
from bpo.contracts.load import load_contract, read_contract
from bpo.contracts.model import Contract
from bpo.core.documents import read_document
from bpo.core.errors import BpoError, Problem, choices, fail
from bpo.core.fields import Mistake, read_number
from bpo.core.figure_names import FigureName
from bpo.core.measures import KpiResult, Measures, Quantity
from bpo.core.measures_file import read_measures as read_file
from bpo.core.words import Words
from bpo.desk.bids import bid_of, changes_of
from bpo.desk.lake import lake_at
from bpo.desk.months import closing_in
from bpo.desk.workspace import FILE, find_workspace
from bpo.economics.scenario.projection import project
from bpo.facts.lake.lake import Lake
from bpo.facts.lake.seen import AsOf
from bpo.metering import measure as measure_facts
from bpo.pricing.in_force import in_force
from bpo.pricing.passes.agreed import with_agreed
from bpo.pricing.passes.effective import effective_days
from bpo.pricing.price import price as price_measures

NO_FIGURE = Words(
    "figure-of-no-clause",
    en="contract '{contract}' reads no quantity or KPI '{given}'",
    zh="合同 '{contract}' 不读取名为 '{given}' 的数量或指标",
)
NOT_EXACT = Words(
    "figure-not-exact",
    en="'{name}' is {given}, which is no exact number; write it as a text or a whole number, such as \"83.02%\" or 1200",
    zh="'{name}' 的值 {given} 不是精确数值；请写成文本或整数，例如 \"83.02%\" 或 1200",
)
NO_STEP = Words("curve-no-step", en="a curve has one step at least, not {given}", zh="曲线至少有一步，不能为 {given}")
Figure = int | str | Fraction | Decimal | Quantity | KpiResult
Figures = Mapping[str, Figure]


def load(path: str | Path) -> Contract:
    """Read a contract.

    Raises:
        BpoError: with every mistake in the file.
    """
    return load_contract(path)


def check(path: str | Path) -> list[Problem]:
    """What is wrong with a contract file; if nothing is, what is legal but unwise and not accepted in it."""
    try:
        loaded = read_contract(read_document(path))
    except BpoError as error:
        return list(error.problems)
    return advice(loaded)


def read_measures(path: str | Path) -> Measures:
    """Read a measures file: a month's agreed or counted figures.

    Raises:
        BpoError: with every mistake in the file.
    """
    return read_file(path)


def measure(
    contract: Contract,
    period: str,
    facts: Lake | str | Path | Mapping[str, Any],
    given: Measures | Figures | None = None,
) -> Measures:
    """Count what a contract needs of a month.

    Args:
        contract: as loaded.
        period: the month's name, ``2026-02``.
        facts: a lake, the folder of one, a workspace, or frames by the names of their tables:
            ``{"interactions": frame}`` with the columns of ``docs/tables`` that the contract reads.
        given: figures that stand in place of what would be counted.

    Raises:
        BpoError: if the contract does not hold in the period, or facts are missing or cannot be facts.
    """
    named = _kept(contract, Contract).cycle.period(_kept(period, str))
    effective_days(in_force(contract, named), named)
    agreed = None if given is None else given if isinstance(given, Measures) else figures(contract, given, period)
    if isinstance(facts, Mapping):
        held = in_force(contract, named)
        framed = facts_of(facts, held.account_of_facts, held.billing.timezone)
        if problems := needed(framed, held, with_agreed(held, agreed or Measures(period))):
            raise BpoError(problems)
        return measure_facts(framed, contract, named, agreed)
    return measure_facts(
        facts if isinstance(facts, Lake) else _lake(Path(facts), contract, period), contract, named, agreed
    )


def _lake(folder: Path, contract: Contract, period: str) -> Lake | AsOf:
    """A lake's folder; or a workspace, of which a month that was closed has the facts of its closing."""
    if not (folder / FILE).is_file():
        return Lake(folder)
    workspace = find_workspace(folder)
    return lake_at(workspace, closing_in(workspace, contract.contract, period))


def price(
    contract: Contract,
    measures: Measures | Figures,
    history: Sequence[priced.Statement] = (),
    period: str | None = None,
) -> Statement:
    """A contract applied to a month.

    Args:
        contract: as loaded.
        measures: as counted or read; or figures by name, ``{"calls": 1200, "sl20": "83.02%"}``, with ``period``.
        history: the statements of earlier months, oldest first, where a clause reads them.
        period: of which month plain figures are; the contract's first one, if it is left out.

    Raises:
        BpoError: with every figure that a clause lacks, or that cannot be meant.
    """
    measures = _measures(contract, measures, period)
    named = contract.cycle.period(measures.period)
    return Statement.of(price_measures(contract, measures, history), in_force(contract, named))


def _measures(contract: Contract, given: Measures | Figures, period: str | None) -> Measures:
    """Measures as they are; plain figures as those of a period, or of the contract's first one."""
    if isinstance(given, Measures):
        return given
    first = _kept(contract, Contract).cycle.containing(contract.effective.start).name
    return figures(contract, _kept(given, Mapping), _kept(period or first, str))


def _number(value: object) -> Fraction:
    """A figure as an exact number: as people write it, or as Python's exact numbers have it. Raises Mistake for any other."""
    if isinstance(value, bool) or not (
        isinstance(value, Rational) or (isinstance(value, Decimal) and value.is_finite())
    ):
        return read_number(value)
    return Fraction(value)


def _kept(given: Any, wanted: type) -> Any:
    """What was given, if it is of the type; raises TypeError."""
    if not isinstance(given, wanted):
        raise TypeError(f"expected a {wanted.__name__}, not the {type(given).__name__} {given!r:.60}")
    return given


def figures(contract: Contract, given: Figures, period: str) -> Measures:
    """Plain figures as the measures of a month: those that are called as a KPI are its value, the others quantities.

    Raises:
        BpoError: for a name that no clause reads, or a number that is not exact.
    """
    held = in_force(contract, contract.cycle.period(period))
    kpis, known = {kpi.id for kpi in held.kpis}, held.figure_names()
    quantities: dict[str, Quantity] = {}
    results: dict[str, KpiResult] = {}
    problems = []
    for name, value in given.items():
        own = FigureName.of(_kept(name, str)).whole
        if own not in kpis and own not in known:
            near = choices(own, {*kpis, *known})
            problems.append(Problem(NO_FIGURE, None, {"contract": contract.contract, **near}))
        elif isinstance(value, Quantity):
            quantities[name] = value
        elif isinstance(value, KpiResult):
            results[name] = value
        else:
            try:
                number = _number(value)
            except Mistake:
                problems.append(Problem(NOT_EXACT, None, {"name": name, "given": repr(value)}))
                continue
            if own in kpis:
                results[name] = KpiResult(name, number)
            else:
                quantities[name] = Quantity(number)
    if problems:
        raise BpoError(problems)
    return Measures(period, quantities, results)


def curve(
    contract: Contract,
    measures: Measures | Figures,
    vary: str,
    first: Figure = "0%",
    last: Figure = "100%",
    steps: int = 10,
    period: str | None = None,
) -> Curve:
    """What is paid as one figure moves, everything else as stated.

    Args:
        contract: as loaded.
        measures: all figures of the month, as for :func:`price`.
        vary: a KPI or a quantity of the contract.
        first, last: where it begins and ends, as the contract writes them: ``"70%"``, ``1200``.
        steps: how many equal steps there are besides the bends.

    Raises:
        BpoError: for a name that the contract has not, a figure that is missing, or no step.
    """
    if _kept(steps, int) < 1:
        raise fail(NO_STEP, given=steps)
    start, end = _end("first", first), _end("last", last)
    return Curve(vary, tuple(curve_of(contract, _measures(contract, measures, period), vary, start, end, steps)))


def _end(name: str, value: object) -> Fraction:
    try:
        return _number(value)
    except Mistake:
        raise fail(NOT_EXACT, name=name, given=repr(value)) from None


def quote(path: str | Path, variant: str | None = None) -> Quote:
    """A bid over its term: its scenario file with the contract and the costs that it names, or a variant of it.

    Raises:
        BpoError: with every mistake in the three files, or for a variant that it has not.
    """
    bid = bid_of(Path(path))
    return Quote(project(bid, changes_of(bid.scenario, variant) if variant is not None else {}))
