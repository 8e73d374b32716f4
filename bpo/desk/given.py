"""What is not counted in a backtest: figures of files, and those by which the month was billed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.documents import Document
from bpo.core.errors import BpoError, Problem, choices, fail
from bpo.core.figure_names import FigureName, is_given
from bpo.core.measures import Measures, Need
from bpo.core.periods import Period
from bpo.core.words import Words
from bpo.desk.run import read_sound
from bpo.pricing.in_force import in_force

V = TypeVar("V")

SAME_PERIOD = Words(
    "backtest-measures-twice",
    en="'{given}' has the figures of {period} too; keep one file a period",
    zh="'{given}' 也是 {period} 的数据；每个账期只留一个文件",
)
READ_BY_NONE = Words(
    "backtest-measures-unread",
    en="none of these contracts reads the figure '{given}'",
    zh="所回测的合同均不读取数据 '{given}'",
)
NO_FILES = Words(
    "backtest-measures-none",
    en="'{given}' has no measures file of these periods; a file names its period: 'period: {period}'",
    zh="'{given}' 中没有这些账期的数据文件；文件内须写明账期：period: {period}",
)


@dataclass(frozen=True, slots=True)
class File:
    """The figures of one period, and where they stand."""

    measures: Measures
    document: Document


def read_files(folder: Path, periods: Sequence[Period], contracts: Sequence[Contract]) -> dict[str, File]:
    """The measures files of a folder and those below it, by their periods; those of other periods are left.

    Raises:
        BpoError: with what is wrong in them, a period that has two, a figure that no contract reads, or if there is none.
    """
    found: dict[str, File] = {}
    problems: list[Problem] = []
    names, known = {period.name for period in periods}, sorted({name for one in contracts for name in _names(one)})
    for path in sorted(folder.rglob("*.yaml")):
        try:
            given = read_sound(path)
        except BpoError as error:
            problems += error.problems
            continue
        period = given.measures.period
        if period not in names:
            continue
        if period in found:
            values = {"given": found[period].document.path, "period": period}
            problems.append(Problem(SAME_PERIOD, given.document.place("period"), values))
        found[period] = File(given.measures, given.document)
        problems += _unread(found[period], known)
    if problems:
        raise BpoError(problems)
    if not found:
        raise fail(NO_FILES, None, given=str(folder), period=periods[0].name)
    return found


def _unread(file: File, known: Sequence[str]) -> Iterator[Problem]:
    for section, figures in (("quantities", file.measures.quantities), ("kpis", file.measures.kpis)):
        for name in figures:
            if FigureName.of(name).owner not in known:
                yield Problem(READ_BY_NONE, file.document.place(section, name), choices(name, known))


def _names(contract: Contract) -> set[str]:
    """The figures that a contract reads, in any of its versions."""
    versions = [contract, *(version.contract for version in contract.versions)]
    return {FigureName.of(name).owner for one in versions for name in _figures(one)}


def _figures(contract: Contract) -> set[str]:
    return {*contract.figure_names(), *(kpi.id for kpi in contract.kpis)}


@dataclass(frozen=True, slots=True)
class Taken:
    """What is given for a month of a contract, and which of it stood in the statement by which the month was billed."""

    measures: Measures
    of_statement: tuple[str, ...] = ()


def given_for(
    contract: Contract, period: Period, file: File | None, billed: Statement | None, other: Contract | None
) -> Taken:
    """The figures of the file that this contract reads, and of the bill what was not counted there.

    A figure that can be counted is taken from the bill only where the contract counts the same under that name: it was agreed
    in place of the count.

    Args:
        contract: whose month it is.
        period: the month.
        file: the figures that were given for it.
        billed: the statement by which it was billed under ``other``.
        other: the contract in force.
    """
    contract = in_force(contract, period)
    own = {FigureName.of(name).owner for name in _figures(contract)}
    given = Measures(period.name) if file is None else _only(file.measures, contract, own)
    if billed is None or other is None:
        return Taken(given)
    mine, theirs = _needs(contract), _needs(in_force(other, period))
    entered = _not_counted(billed.measures, in_force(other, period))
    agreed = {name for name, spec in contract.quantities.items() if spec.agreed is not None}

    def taken(name: str) -> bool:
        owner = FigureName.of(name).owner
        if owner not in own or owner in agreed or is_given(owner, {**given.quantities, **given.kpis}):
            return False
        return not mine.get(owner) or mine.get(owner) == theirs.get(owner)

    found = [name for name in entered if taken(name)]
    quantities = {name: one for name, one in billed.measures.quantities.items() if name in found}
    kpis = {name: one for name, one in billed.measures.kpis.items() if name in found}
    # a bill of the same contract also rests on what it brings of other months
    base = given.beside(billed.measures) if contract.contract == other.contract else given
    both = replace(base, quantities={**quantities, **given.quantities}, kpis={**kpis, **given.kpis})
    return Taken(both, tuple(found))


def _only(measures: Measures, contract: Contract, own: set[str]) -> Measures:
    """Of figures that several contracts read, those of one."""

    def mine(figures: Mapping[str, V], names: Collection[str] = own) -> dict[str, V]:
        return {name: one for name, one in figures.items() if FigureName.of(name).owner in names}

    lines = {clause.id for clause in contract.clauses}
    return replace(
        measures,
        quantities=mine(measures.quantities),
        kpis=mine(measures.kpis),
        sides=mine(measures.sides),
        series=mine(measures.series),
        evidence=mine(measures.evidence),
        late={month: mine(kpis) for month, kpis in measures.late.items()},
        disputed=mine(measures.disputed, lines),
        paid_later={month: mine(paid, lines) for month, paid in measures.paid_later.items()},
    )


def _needs(contract: Contract) -> dict[str, list[Need]]:
    """What is counted for each figure, without what it is kept apart by."""
    found: dict[str, list[Need]] = {}
    for need in contract.needs():
        found.setdefault(FigureName.of(need.id).owner, []).append(replace(need, each=None))
    return found


def _not_counted(measures: Measures, contract: Contract) -> list[str]:
    """The figures of a bill that were given: nobody counted rows for them."""
    counted = {name for name, evidence in measures.evidence.items() if evidence.table}
    needs = {kpi.id: [need.id for need in kpi.counted()] for kpi in contract.kpis}
    kpis = [
        name
        for name, result in measures.kpis.items()
        if result.value is not None
        and not (needs.get(FigureName.of(name).owner) and set(needs[FigureName.of(name).owner]) <= counted)
    ]
    return [*(name for name in measures.quantities if name not in counted), *kpis]
