"""One contract, one month: gather its measures and price them. Nothing is stored."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bpo.contracts.load import LoadedContract, read_contract
from bpo.contracts.model import Contract
from bpo.contracts.month import QUANTITY_MISSING
from bpo.contracts.statement import Statement
from bpo.core.cycles import checked_name
from bpo.core.documents import FILE_BYTES_MAX, Document, decode_document, read_document
from bpo.core.errors import BpoError, Problem, Where, fail, in_order
from bpo.core.figure_names import is_given
from bpo.core.measures import Measures, Restated
from bpo.core.measures_file import placed, read_what_is_sound
from bpo.core.periods import Period
from bpo.core.words import Sentence, Words
from bpo.desk.lake import lake_at
from bpo.desk.workspace import Workspace
from bpo.pricing.in_force import in_force
from bpo.pricing.passes.charged import KPI_NOT_MEASURED
from bpo.pricing.passes.checked import unknown_figures
from bpo.pricing.passes.effective import effective_days
from bpo.pricing.price import price, price_elsewhere

if TYPE_CHECKING:
    from bpo.metering.doubts import Doubt

PERIOD_NEEDED = Words("period-needed", en="which month? write --period 2026-02", zh="请指明账期，例如 --period 2026-02")

WITHOUT_THEM = Words(
    "finding-in-money",
    en="{finding}. Without that the total is {without} instead of {total}",
    zh="{finding}。如剔除，总额为 {without}，而非 {total}",
)
HISTORY_NOT_EARLIER = Words(
    "history-not-earlier",
    en="{given} is not before {period}: only earlier months are history",
    zh="{given} 不早于 {period}：只有以往月份才是历史数据",
)
HISTORY_BILLED_HERE = Words(
    "history-billed-here",
    en="{given} was billed here as {id}, which is what counts; leave this file out",
    zh="{given} 已在此出账（{id}），以其为准；请去掉该文件",
)
ANOTHER_CONTRACT = Words(
    "measures-of-another-contract",
    en="not one of these figures is of contract '{contract}', which reads: {read}; this is the file of another contract",
    zh="这些数据无一属于合同 '{contract}'（该合同的数据：{read}）；此为另一份合同的数据文件",
)
READS_NOTHING = Words(
    "measures-of-a-contract-that-reads-none",
    en="contract '{contract}' reads no figures, its measures file holds 'period' alone; this is the file of another contract",
    zh="合同 '{contract}' 不需要任何数据，其数据文件只写 period；此为另一份合同的数据文件",
)


@dataclass(frozen=True)
class MeasuresFile:
    """A measures file: figures that were agreed or counted elsewhere, and where each stands.

    ``problems`` are those of reading it; ``measures`` is then the rest without what they are about (``left_out``), and may have
    problems of its own.
    """

    measures: Measures
    document: Document
    problems: tuple[Problem, ...] = ()
    left_out: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Measured:
    """A month's measures, what the reviewer should know about the data, and the versions of the tables that were read.

    ``doubts`` are the last of the findings: rows that cannot be meant, and still count.
    """

    measures: Measures
    findings: tuple[Problem, ...] = ()
    lake_versions: tuple[tuple[str, int], ...] = ()
    doubts: "tuple[Doubt, ...]" = ()


@dataclass(frozen=True)
class Priced:
    """A priced month with all that it was made from; ``history`` are the statements of the months before."""

    contract: Contract
    period: Period
    measured: Measured
    statement: Statement
    history: tuple[Statement, ...] = ()


def load(path: Path) -> LoadedContract:
    """Read a contract with its document."""
    return read_contract(read_document(path))


STDIN = Path("-")
"""Stands for the standard input in place of a file of figures."""


def read_measures_file(path: Path, period_name: str | None = None) -> MeasuresFile:
    """Read a measures file, or the standard input for ``-``. What is wrong with it is told together with what pricing finds.

    Raises:
        BpoError: if it is no YAML, or its period is no name of a period.
    """
    if period_name is not None:
        checked_name(period_name)
    piped = path == STDIN
    document = decode_document(sys.stdin.buffer.read(FILE_BYTES_MAX + 1), "<stdin>") if piped else read_document(path)
    measures, problems, left_out = read_what_is_sound(document, period_name)
    try:
        checked_name(measures.period)
    except BpoError as error:
        node, _ = document.find(("period",))
        not_a_month = [Problem(p.words, document.where(node), p.values) for p in error.problems]
        raise BpoError([*problems, *not_a_month]) from None
    return MeasuresFile(measures, document, tuple(problems), left_out)


def read_sound(path: Path, period_name: str | None = None) -> MeasuresFile:
    """The same for a use that prices nothing: raises BpoError with every problem of reading it."""
    given = read_measures_file(path, period_name)
    if given.problems:
        raise BpoError(given.problems)
    return given


def period_named(period_name: str | None, given: MeasuresFile | None) -> str:
    """The name of the month that is meant: the one asked for, else that of the given figures.

    Raises:
        BpoError: if neither says, or what was asked for is no name of a period.
    """
    name = period_name or (given.measures.period if given is not None else None)
    if name is None:
        raise fail(PERIOD_NEEDED)
    return checked_name(name)


def months_before(
    contract: Contract,
    period: Period,
    taken_over: Sequence[MeasuresFile],
    billed: Mapping[str, Statement] | None = None,
    ids: Mapping[str, str] | None = None,
) -> list[Statement]:
    """The statements of earlier months, oldest first: those billed here, and others priced from their measures files.

    Args:
        taken_over: the figures of months that were billed elsewhere.
        billed: the statements billed here, and ``ids`` theirs, by the names of their months.

    Raises:
        BpoError: for figures of a month that is not earlier, or that was billed here.
    """
    statements = dict(billed or {})
    problems = [problem for given in taken_over for problem in _history_problems(given, period, ids or {})]
    if problems:
        raise BpoError(problems)
    for given in sorted(taken_over, key=lambda given: given.measures.period):
        before = [statements[name] for name in sorted(statements) if name < given.measures.period]
        statements[given.measures.period] = price_month(
            None, contract, contract.cycle.period(given.measures.period), given, before, elsewhere=True
        ).statement
    return [statements[name] for name in sorted(statements)]


def _history_problems(given: MeasuresFile, period: Period, ids: Mapping[str, str]) -> Iterator[Problem]:
    name = given.measures.period
    node, _ = given.document.find(("period",))
    where = given.document.where(node)
    if name >= period.name:
        yield Problem(HISTORY_NOT_EARLIER, where, {"given": name, "period": period.name})
    elif name in ids:
        yield Problem(HISTORY_BILLED_HERE, where, {"given": name, "id": ids[name]})


def measured(
    workspace: Workspace | None,
    contract: Contract,
    period: Period,
    given: MeasuresFile | None,
    at: Mapping[str, int] | None = None,
) -> Measured:
    """The month's measures: what is given stands, the rest is counted over the lake, or over its tables ``at`` some versions.

    A lake is not even opened when everything is given, or when there is no workspace.

    Raises:
        BpoError: if the contract does not hold in the period, or facts are missing.
    """
    contract = in_force(contract, period)
    effective_days(contract, period)
    agreed = given.measures if given is not None else None
    if given is not None:
        _belongs(given, contract, will_count=workspace is not None)
    if agreed is not None and (workspace is None or _holds_all(agreed, contract)):
        return Measured(agreed)
    assert workspace is not None, "without given figures there must be a workspace"
    from bpo.facts.lake.lake import reading_lake
    from bpo.metering import measure
    from bpo.metering.cross_checks import cross_checks
    from bpo.metering.doubts import doubts
    from bpo.metering.findings import findings, told_once

    lake = lake_at(workspace, at)
    with reading_lake(workspace.lake):
        try:
            measures = measure(lake, contract, period, agreed)
        except BpoError as error:
            raise BpoError(told_once(error.problems, lake)) from None
        found, doubted = findings(lake, contract, period, agreed), tuple(doubts(lake, contract, period))
        found += cross_checks(lake, contract, period)
    versions = {e.table: e.version for e in measures.evidence.values() if e.version is not None}
    told = (*found, *(doubt.problem for doubt in doubted))
    return Measured(measures, told, tuple(sorted(versions.items())), doubted)


def _belongs(given: MeasuresFile, contract: Contract, *, will_count: bool) -> None:
    """Refuse figures of another contract, and misspelled ones before the lake is asked for what they were to say.

    Raises:
        BpoError: with the names that the contract does not know; pricing tells them as well if nothing is counted.
    """
    unknown = list(unknown_figures(contract, given.measures))
    names = {*given.measures.quantities, *given.measures.kpis}
    near = any("nearest" in problem.values for problem in unknown)
    if names and not near and names <= {problem.values["given"] for problem in unknown}:
        read = sorted({*contract.figure_names(), *(kpi.id for kpi in contract.kpis)})
        words = ANOTHER_CONTRACT if read else READS_NOTHING
        raise fail(words, Where(given.document.path), contract=contract.contract, read=read)
    if unknown and will_count:
        raise BpoError(unknown)


def _holds_all(agreed: Measures, contract: Contract) -> bool:
    quantities = all(is_given(need.id, agreed.quantities) for need in contract.quantity_needs())
    return quantities and all(is_given(kpi.id, agreed.kpis) for kpi in contract.kpis if kpi.needs())


def price_month(
    workspace: Workspace | None, contract: Contract, period: Period, given: MeasuresFile | None = None,
    history: Sequence[Statement] = (), elsewhere: bool = False, at: Mapping[str, int] | None = None,
    restated: Mapping[str, Restated] | None = None,
) -> Priced:  # fmt: skip
    """A contract's month, measured or given, priced; nothing is stored. One that was billed ``elsewhere`` as far as it can be told.

    Args:
        at: the versions of the lake's tables that count, of a month that is closed.
        restated: earlier months that this one's statement restates.

    Raises:
        BpoError: with every problem of the measures or the facts; one about a given figure stands at its line.
    """
    wrong = given.problems if given is not None else ()
    contract = in_force(contract, period)
    try:
        found = measured(None if wrong else workspace, contract, period, given, at)
        if restated:
            measures = replace(found.measures, restated={**restated, **found.measures.restated})
            found = replace(found, measures=measures)
        statement = (price_elsewhere if elsewhere else price)(contract, found.measures, history)
    except BpoError as error:
        if given is None:
            raise
        told = [placed(problem, given.document) for problem in error.problems if _stands(problem, given, workspace)]
        raise BpoError(in_order([*wrong, *told])) from None
    if wrong:
        raise BpoError(wrong)
    if found.doubts and workspace is not None:
        found = _with_their_money(workspace, Priced(contract, period, found, statement), given, history, at)
    return Priced(contract, period, found, statement, tuple(history))


def _with_their_money(
    workspace: Workspace,
    priced: Priced,
    given: MeasuresFile | None,
    history: Sequence[Statement],
    at: Mapping[str, int] | None,
) -> Measured:
    """Each doubt with the total that the month would have without it; without a word of money, if it would be the same or none."""
    from bpo.facts.lake.lake import reading_lake
    from bpo.metering import measure
    from bpo.metering.doubts import Mended

    agreed, total, told = given.measures if given is not None else None, priced.statement.total, []
    for doubt in priced.measured.doubts:
        with reading_lake(workspace.lake):
            try:
                measures = measure(Mended(lake_at(workspace, at), doubt), priced.contract, priced.period, agreed)
                measures = replace(measures, restated=priced.measured.measures.restated)
                without = price(priced.contract, measures, history).total
            except BpoError:  # without these rows there are none to count
                without = total
        values = {
            "finding": Sentence(doubt.problem.words, doubt.problem.values),
            "without": f"{without:,}",
            "total": f"{total:,}",
        }
        told.append(doubt.problem if without == total else Problem(WITHOUT_THEM, None, values))
    certain = priced.measured.findings[: -len(priced.measured.doubts)]
    return replace(priced.measured, findings=(*certain, *told))


def _stands(problem: Problem, given: MeasuresFile, workspace: Workspace | None) -> bool:
    """Whether a problem is more than a consequence of figures that could not be read: these are missing, and nothing was counted."""
    if not given.problems:
        return True
    named = {str(problem.values.get(place)) for place in ("given", "name", "kpi")}
    counts = problem.is_a(QUANTITY_MISSING, KPI_NOT_MEASURED) and workspace is not None
    return not (counts or named & given.left_out)
