"""Records that came after a statement was counted: which, from which files, and what the month would come to with them (迟到数据)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.errors import BpoError
from bpo.core.measures import Restated
from bpo.core.tables import INTERACTIONS, TRAFFIC, known_table
from bpo.core.words import Sentence
from bpo.desk.counting import count_again
from bpo.desk.months import NEXT, contract_then, restated_of
from bpo.desk.outdated import MovedLine, moved_lines
from bpo.desk.workspace import Workspace
from bpo.facts.lake.lake import Lake, reading_lake
from bpo.facts.lake.since import LateFile, late_files
from bpo.ledger import Ledger, Restatement, StatementRow, StoredStatement, open_ledger
from bpo.pricing.in_force import in_force
from bpo.pricing.price import price

NEAR_THEIR_TIME = (INTERACTIONS.name, TRAFFIC.name)


@dataclass(frozen=True, slots=True)
class Late:
    """A statement, the files whose records came after it was counted, and what it would come to with them; None, and ``why``, where
    that cannot be told. ``restated_in`` is the period whose statement has adjusted a part of them already."""

    id: str
    statement: Statement
    files: tuple[LateFile, ...]
    now: Statement | None = None
    why: tuple[Sentence, ...] = ()
    restated_in: str = ""

    @property
    def contract(self) -> str:
        return self.statement.contract

    @property
    def period(self) -> str:
        return self.statement.period.name

    @property
    def came(self) -> int:
        return sum(one.came for one in self.files)

    @property
    def gone(self) -> int:
        return sum(one.gone for one in self.files)

    @property
    def total(self) -> Decimal:
        return self.statement.total

    @property
    def total_now(self) -> Decimal | None:
        return None if self.now is None else self.now.total

    @property
    def difference(self) -> Decimal | None:
        return None if self.now is None else self.now.total - self.statement.total

    @property
    def lines(self) -> list[MovedLine]:
        """The lines that would move."""
        return [] if self.now is None else moved_lines(self.statement, self.now)


@dataclass(frozen=True, slots=True)
class _Counted:
    """What a statement's month was last counted on: the versions of the tables, and the statement that it comes to by them."""

    versions: Mapping[str, int]
    statement: Statement
    restated_in: str = ""


def late(workspace: Workspace, contracts: Collection[str], period_name: str | None) -> list[Late]:
    """The latest statements after which records came, by contract and period.

    Args:
        contracts: only these; all, if there are none.
        period_name: only of this period.

    Raises:
        BpoError: if the ledger or the lake cannot be read.
    """
    with open_ledger(workspace.database) as ledger, reading_lake(workspace.lake):
        rows = [row for row in _latest(ledger) if not contracts or row.contract in contracts]
        of_period = {row.contract for row in rows if period_name is None or row.period_name == period_name}
        return [one for name in sorted(of_period) for one in _of_contract(workspace, ledger, name, period_name)]


def _latest(ledger: Ledger) -> list[StatementRow]:
    return list({(row.contract, row.period_name): row for row in ledger.list()}.values())


def _of_contract(workspace: Workspace, ledger: Ledger, name: str, period_name: str | None) -> Iterator[Late]:
    """Those of a contract: its statements and restatements are read once, each wording of it once."""
    months, restatements = ledger.current(name), ledger.restatements(name)
    read: dict[tuple[str, str], Contract] = {}
    earlier: list[Statement] = []
    for stored in months:
        if period_name in (None, stored.statement.period.name):
            wording = stored.contract_sha256, stored.contract_path
            if wording not in read:
                read[wording] = contract_then(ledger, stored).contract
            found = _late(workspace, read[wording], stored, list(earlier), restatements)
            if found is not None:
                yield found
        earlier.append(stored.statement)


def _late(
    workspace: Workspace,
    contract: Contract,
    stored: StoredStatement,
    earlier: Sequence[Statement],
    restatements: Sequence[Restatement],
) -> Late | None:
    counted = _counted(contract, stored, earlier, restatements)
    files = files_since(Lake(workspace.lake), contract, stored.statement, counted.versions)
    if not files:
        return None
    found = Late(stored.id, counted.statement, tuple(files), restated_in=counted.restated_in)
    try:
        measures = count_again(workspace, contract, stored, contract).measures
        return replace(found, now=price(contract, measures.beside(stored.statement.measures), earlier))
    except BpoError as error:
        return replace(found, why=tuple(Sentence(one.words, one.values) for one in error.problems))


def _counted(
    contract: Contract, stored: StoredStatement, earlier: Sequence[Statement], restatements: Sequence[Restatement]
) -> _Counted:
    """As the month was billed, or as it was restated since."""
    name = stored.statement.period.name
    mine = [one for one in restatements if (one.form, one.period_name, one.original) == (NEXT, name, stored.id)]
    if not mine:
        return _Counted(stored.lake_versions, stored.statement)
    into = mine[-1].goes_into
    restated: Restated = restated_of(restatements, into)[name]
    evidence = restated.measures.evidence.values()
    versions = {one.table: one.version for one in evidence if one.version is not None}
    again = price(contract, restated.measures.beside(stored.statement.measures), earlier)
    return _Counted({**stored.lake_versions, **versions}, again, into)


def files_since(lake: Lake, contract: Contract, statement: Statement, versions: Mapping[str, int]) -> list[LateFile]:
    """The files whose records came into a statement's month, or left it, after these versions: of the tables that were read for it, or
    would be."""
    period = statement.period
    tables = dict.fromkeys([*versions, *(need.table for need in in_force(contract, period).needs() if need.table)])
    counted = {one.table for one in statement.measures.evidence.values()}
    found = []
    for name in [one for one in tables if one in versions or one in counted]:
        found += late_files(
            lake, known_table(name), versions.get(name), contract.account_of_facts, period.start, period.end,
            contract.billing.timezone,
        )  # fmt: skip
    return found


def billed_already(
    workspace: Workspace, before: Mapping[str, int], spans: Sequence[tuple[str, date | datetime, date | datetime]]
) -> list[str]:
    """The latest statements whose month has records that came after these versions of the lake's tables.

    Args:
        before: the version of each table before the ingest.
        spans: the tables that changed, each with the first and the last time of what was read.
    """
    database = workspace.database
    if not isinstance(database, str) and not database.exists():
        return []
    lake, found = Lake(workspace.lake), []
    with open_ledger(database) as ledger:
        for row in _latest(ledger):
            tables = [name for name, first, last in spans if _may_touch(row, name, first, last)]
            if not tables:
                continue
            stored = ledger.stored(row.id)
            contract, period = contract_then(ledger, stored).contract, stored.statement.period
            counted = {one.table for one in stored.statement.measures.evidence.values()}
            if any(
                late_files(
                    lake, known_table(name), before.get(name), contract.account_of_facts, period.start, period.end,
                    contract.billing.timezone,
                )
                for name in tables
                if name in counted
            ):  # fmt: skip
                found.append(row.id)
    return found


def _may_touch(row: StatementRow, table: str, first: date | datetime, last: date | datetime) -> bool:
    """Whether the days of what was read can reach a statement's. Contacts and totals lie near their time, with a day of grace for
    clocks; a case may be closed, and a sale be cancelled, long after it began."""
    if table not in NEAR_THEIR_TIME:
        return True
    days = [moment.date() if isinstance(moment, datetime) else moment for moment in (first, last)]
    return days[0] - timedelta(days=1) <= row.period_end and days[1] + timedelta(days=1) >= row.period_start
