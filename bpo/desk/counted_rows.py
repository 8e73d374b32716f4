"""The rows behind a clause, a quantity or a KPI of a month: those of the lake that were counted for it, with file and line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bpo.contracts.load import LoadedContract
from bpo.contracts.model import Contract
from bpo.core.errors import Where, choices, fail
from bpo.core.measures import Need
from bpo.core.periods import Period
from bpo.core.words import Words
from bpo.desk.asked import needs_of
from bpo.desk.months import versions_at_closing
from bpo.desk.run import load, period_named
from bpo.desk.workspace import Workspace, workspace_of
from bpo.ledger import StoredStatement, open_ledger
from bpo.metering.behind import column_of, rows_behind
from bpo.metering.count import count_all
from bpo.metering.needs import columns_of
from bpo.metering.row_files import records, write_csv, write_parquet
from bpo.pricing.in_force import in_force
from bpo.pricing.passes.effective import effective_days
from bpo.report.files import in_place
from bpo.report.rows_book import RowSheet, write_rows_book

if TYPE_CHECKING:
    from bpo.facts.lake.seen import Facts

UNKNOWN = Words(
    "rows-unknown", en="nothing is counted under '{given}' in this contract", zh="本合同没有以 '{given}' 为名统计的内容"
)
GIVEN = Words(
    "rows-given",
    en="'{given}' was not counted over rows in {statement}: its figure was given",
    zh="'{given}' 在 {statement} 中并非按明细统计：其数值为给定",
)
COUNTS_NOTHING = Words(
    "rows-none-needed",
    en="'{given}' counts no rows: it takes its figures from other lines, or they are given",
    zh="'{given}' 不统计任何明细：其数据取自其他行，或由外部给定",
)
LEFT_OUT = Words(
    "rows-left-out",
    en="{rows} rows of {table} are more than a sheet holds and are not in the workbook; write them to .parquet or .csv",
    zh="{table} 有 {rows} 行超出工作表容量，未写入；请改写为 .parquet 或 .csv",
)


@dataclass(frozen=True)
class CountedRows:
    """The rows behind some needs of a contract's month.

    ``billed`` is the id of the statement whose versions of the lake are read; without one, the newest are.
    """

    facts: "Facts"
    contract: Contract
    period: Period
    window: Period
    needs: Sequence[Need]
    billed: str = ""

    @property
    def tables(self) -> list[str]:
        return list(dict.fromkeys(need.table for need in self.needs))

    def needs_on(self, table: str) -> list[Need]:
        return [need for need in self.needs if need.table == table]

    def counted(self) -> dict[str, tuple[Fraction, int]]:
        """What was counted for each need, and over how many rows."""
        counted = count_all(self.facts, self.contract, self.window, self.needs)
        return {need.id: (counted[need.id].total, counted[need.id].rows) for need in self.needs}

    def rows(self, table: str) -> Iterator[Mapping[str, Any]]:
        """The rows of a table, each with what it adds to each need."""
        return records(self._frames(table), self.contract.billing.timezone)

    @staticmethod
    def column(need: Need) -> str:
        """The key under which a row has what it adds to a need."""
        return column_of(need)

    def first(self, table: str, most: int) -> list[Mapping[str, Any]]:
        return list(islice(self.rows(table), most))

    def columns_asked(self, table: str) -> list[str]:
        """The columns of the table that the needs read."""
        return sorted({name for need in self.needs_on(table) for name in columns_of(need)})

    def write(self, target: Path) -> tuple[list[Path], dict[str, int]]:
        """All rows in a file; of several tables a file each, named by table, but for a workbook, which has a sheet each.

        Returns:
            The files, and by table the rows that a workbook has no room for.
        """
        zone = self.contract.billing.timezone
        if target.suffix == ".xlsx":
            return [target], in_place(target, self._book)
        several, files = len(self.tables) > 1, []
        for table in self.tables:
            file = target.with_name(f"{target.stem}-{table}{target.suffix}") if several else target
            frames = self._frames(table)
            in_place(file, partial(write_parquet, frames) if target.suffix == ".parquet" else _csv_writer(frames, zone))
            files.append(file)
        return files, {}

    def _frames(self, table: str) -> Iterator[Any]:
        return rows_behind(self.facts, self.contract, self.window, self.needs_on(table))

    def _book(self, target: Path) -> dict[str, int]:
        return write_rows_book(target, (self._sheet(table) for table in self.tables), self.period.end)

    def _sheet(self, table: str) -> RowSheet:
        from bpo.core.tables import known_table
        from bpo.facts.types import PROVENANCE

        own = [*PROVENANCE, *known_table(table).names]
        needs = [column_of(need) for need in self.needs_on(table)]
        return RowSheet(table, [(name, name) for name in (*needs, *own)], self.rows(table), frozenset(needs))


def _csv_writer(frames: Iterator[Any], zone: str) -> Any:
    return lambda target: write_csv(frames, target, zone)


def counted_rows(path: Path, period_name: str | None, name: str, start: Path) -> CountedRows:
    """What is counted of a contract's month for a clause, a quantity, a KPI, or one of the counts of a KPI.

    Of a month that was billed with this text of the contract, as it was billed: facts that came later change nothing.

    Raises:
        BpoError: if nothing is counted under that name, or its figure was given.
    """
    loaded = load(path)
    workspace = workspace_of([path], start)
    with open_ledger(workspace.database) as ledger:
        found = ledger.list(loaded.contract.contract, period_name)
        last = max(found, key=lambda row: (row.period_name, row.revision), default=None)
        stored = ledger.stored(last.id) if last is not None else None
        month = stored.statement.period.name if stored else period_named(period_name, None)
        at = versions_at_closing(ledger, loaded.contract.contract, month)
    period = loaded.contract.cycle.period(month)
    contract = in_force(loaded.contract, period)
    needs = needs_named(contract, name, loaded)
    billed = stored if stored is not None and stored.contract_sha256 == loaded.sha256 else None
    return rows_of(workspace, contract, period, needs, billed, at)


def rows_of(
    workspace: Workspace,
    contract: Contract,
    period: Period,
    needs: Sequence[Need],
    billed: StoredStatement | None,
    at: Mapping[str, int] | None = None,
) -> CountedRows:
    """The rows behind needs: as they were billed; or as they were ``at`` the closing of the month, or as they are now.

    Raises:
        BpoError: if the contract does not hold in the month, or none of the figures was counted in what was billed.
    """
    from bpo.facts.lake.lake import Lake
    from bpo.facts.lake.seen import AsOf, Pinned

    lake, window = Lake(workspace.lake), effective_days(contract, period)
    if billed is None:
        newest = Pinned(lake, lake.versions()) if at is None else AsOf(lake, at)
        return CountedRows(newest, contract, period, window, needs)
    evidence = billed.statement.measures.evidence
    counted = [need for need in needs if need.id in evidence and evidence[need.id].version is not None]
    if not counted:
        raise fail(GIVEN, contract.place(needs[0].id), given=needs[0].id, statement=billed.id)
    return CountedRows(Pinned(lake, billed.lake_versions), contract, period, window, counted, billed.id)


def needs_named(contract: Contract, name: str, loaded: LoadedContract) -> list[Need]:
    """What is counted under a name.

    Raises:
        BpoError: if there is nothing of that name, or it counts nothing.
    """
    every = {need.id: need for need in contract.needs()}
    clauses = {clause.id: clause for clause in contract.clauses}
    kpis = {kpi.id: kpi for kpi in contract.kpis}
    if name in clauses:
        found = needs_of(contract, clauses[name])
    elif name in kpis:
        found = kpis[name].counted()
    elif name in contract.quantities:
        found = contract.quantities[name].needs(name)
    elif name in every:
        found = [every[name]]
    else:
        known = [*clauses, *contract.quantities, *kpis, *every]
        raise fail(UNKNOWN, Where(loaded.document.path), **choices(name, list(dict.fromkeys(known))))
    if not found:
        raise fail(COUNTS_NOTHING, contract.place(name), given=name)
    return [every.get(need.id, need) for need in found]
