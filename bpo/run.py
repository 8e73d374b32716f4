"""One contract, one month: gather its measures and price them. Nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bpo.contracts.load import LoadedContract, read_contract
from bpo.contracts.price import price
from bpo.contracts.statement import Statement
from bpo.documents import read_document
from bpo.errors import BpoError, Problem, fail
from bpo.measures import Measures
from bpo.measures_file import measures_of, placed
from bpo.periods import Period
from bpo.words import Words
from bpo.workspace import Workspace

PERIOD_NEEDED = Words("period-needed", en="which month? write --period 2026-02", zh="请指明账期，例如 --period 2026-02")


@dataclass(frozen=True)
class Priced:
    """A priced month with all that it was made from."""

    loaded: LoadedContract
    period: Period
    measures: Measures
    statement: Statement
    findings: tuple[Problem, ...]
    lake_versions: dict[str, int]


def load(path: Path) -> LoadedContract:
    """Read a contract with its document."""
    return read_contract(read_document(path))


def measured(
    workspace: Workspace | None, loaded: LoadedContract, period: Period, given: Measures | None
) -> tuple[Measures, tuple[Problem, ...], dict[str, int]]:
    """The month's measures: what is given stands, the rest is counted over the lake; with findings and the versions read.

    A lake is not even opened when everything is given.
    """
    contract = loaded.contract
    wanted = {need.id for need in contract.quantity_needs()} | {kpi.id for kpi in contract.kpis if kpi.needs()}
    known = (set(given.quantities) | set(given.kpis)) if given else set()
    if given is not None and (wanted <= known or workspace is None):
        return given, (), {}
    from bpo.facts.lake import Lake
    from bpo.metering import measure
    from bpo.metering.findings import findings

    assert workspace is not None, "without given figures there must be a workspace"
    lake = Lake(workspace.lake)
    measures = measure(lake, contract, period, given)
    versions = {e.table: e.version for e in measures.evidence.values() if e.version is not None}
    return measures, tuple(findings(lake, contract, period)), versions


def price_month(
    workspace: Workspace | None,
    path: Path,
    period_name: str | None,
    given_path: Path | None = None,
    history: Sequence[Statement] = (),
) -> Priced:
    """A contract's month, measured or given, priced; nothing is stored.

    Raises:
        BpoError: with every problem of the contract, the measures or the facts.
    """
    loaded = load(path)
    document = read_document(given_path) if given_path is not None else None
    given = measures_of(document, period_name) if document is not None else None
    name = period_name or (given.period if given else None)
    if name is None:
        raise fail(PERIOD_NEEDED)
    period = loaded.contract.cycle.period(name)
    measures, found, versions = measured(workspace, loaded, period, given)
    try:
        statement = price(loaded.contract, measures, history)
    except BpoError as error:
        if document is None:
            raise
        raise BpoError(placed(problem, document) for problem in error.problems) from None
    return Priced(loaded, period, measures, statement, found, versions)
