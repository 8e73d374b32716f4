"""The months of a backtest: each contract priced in order on the same facts, each month resting on those before it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bpo.contracts.statement import Statement
from bpo.core.errors import BpoError, Problem
from bpo.core.measures_file import placed
from bpo.core.periods import Period
from bpo.desk.backtest.drafts import Side, compared_with, found_in_force, held_in, read_drafts, zone_differs
from bpo.desk.backtest.span import Span
from bpo.desk.backtest.told import problem_text
from bpo.desk.given import File, Taken, given_for, read_files
from bpo.desk.workspace import Workspace
from bpo.facts.lake.lake import Lake, reading_lake
from bpo.ledger import StoredStatement, open_ledger
from bpo.metering import measure
from bpo.metering.findings import findings, told_once
from bpo.metering.shared import SharedCounts
from bpo.pricing.in_force import in_force
from bpo.pricing.passes.effective import effective_days
from bpo.pricing.price import price


@dataclass(frozen=True)
class TestedMonth:
    """A month of one contract: its statement, or why there is none.

    ``billed`` is the id of the statement that was recorded, if this is that one; ``taken`` are the figures that it was given out of
    one, ``of``.
    """

    period: Period
    statement: Statement | None = None
    problems: tuple[Problem, ...] = ()
    billed: str = ""
    taken: tuple[str, ...] = ()
    of: str = ""


@dataclass(frozen=True)
class Tested:
    """A contract with its months, in their order."""

    side: Side
    months: tuple[TestedMonth, ...]

    @property
    def statements(self) -> list[Statement]:
        return [month.statement for month in self.months if month.statement is not None]


@dataclass(frozen=True)
class Backtest:
    """Drafts on months that have happened, beside the contract in force where there is one.

    ``problems`` are of drafts that could not be tested at all; ``told`` is what whoever compares should know; ``findings`` are about the
    facts, each with its months.
    """

    periods: tuple[Period, ...]
    drafts: tuple[Tested, ...]
    in_force: Tested | None = None
    problems: tuple[Problem, ...] = ()
    told: tuple[Problem, ...] = ()
    findings: tuple[tuple[Problem, Sequence[str]], ...] = ()

    @property
    def sides(self) -> list[Tested]:
        """All that stand side by side, the contract in force first."""
        return [*([self.in_force] if self.in_force is not None else []), *self.drafts]


@dataclass
class _Run:
    """What the contracts of one backtest share, and what has been priced so far."""

    lake: Lake
    files: dict[str, File]
    billed: dict[str, StoredStatement]
    other: Side | None
    months: dict[str, list[TestedMonth]] = field(default_factory=dict)
    findings: dict[str, tuple[Problem, list[str]]] = field(default_factory=dict)


def backtest(
    workspace: Workspace,
    paths: Sequence[Path],
    periods: str,
    *,
    against: Path | None = None,
    measures: Path | None = None,
) -> Backtest:
    """Price drafts on months that have happened; nothing is recorded.

    Args:
        workspace: whose lake, contracts and ledger are read.
        paths: the drafts.
        periods: ``FIRST..LAST``, or one period.
        against: the contract in force; without it, the one that the account has in the workspace.
        measures: a folder of measures files, one a period.

    Raises:
        BpoError: if no draft can be tested, or the periods, the contract in force or the measures files are wrong.
    """
    span = Span.read(periods)
    drafts, problems = read_drafts(paths)
    if not drafts:
        raise BpoError(problems)
    lead = drafts[0]
    asked = span.of(lead.contract.cycle)
    other, why = found_in_force(workspace, drafts, against)
    told = [] if why is None else [why]
    if other is not None and (apart := compared_with(other, lead)) is not None:
        if against is not None:
            raise BpoError([apart])
        told, other = [*told, apart], None
    kept, more, refused = _beside_each_other(drafts, other, asked)
    told, problems = [*told, *more], [*problems, *refused]
    sides = [*([other] if other is not None else []), *kept]
    files = {} if measures is None else read_files(measures, asked, [side.contract for side in sides])
    billed = {} if other is None else _billed(workspace, other)
    run = _Run(Lake(workspace.lake), files, billed, other, {side.name: [] for side in sides})
    for period in asked:
        _price_month(run, sides, period)
    tried = [month for side in kept for month in run.months[side.name]]
    if all(month.statement is None for month in tried):
        raise BpoError([*problems, *_once(one for month in tried for one in month.problems)])
    tested = {side.name: Tested(side, tuple(run.months[side.name])) for side in sides}
    return Backtest(
        tuple(asked), tuple(tested[side.name] for side in kept), None if other is None else tested[other.name],
        tuple(problems), tuple(told), tuple(run.findings.values()),
    )  # fmt: skip


def _beside_each_other(
    drafts: Sequence[Side], other: Side | None, asked: Sequence[Period]
) -> tuple[list[Side], list[Problem], list[Problem]]:
    """The drafts that can stand beside the first, what is to be told of them, and why the others cannot."""
    kept, told, refused = [], [], []
    for draft in drafts:
        apart = None if draft is drafts[0] else compared_with(draft, drafts[0])
        if apart is not None:
            refused.append(apart)
            continue
        held, moved = held_in(draft, asked)
        zone = None if other is None else zone_differs(draft, other)
        told += [one for one in (moved, zone) if one is not None]
        kept.append(held)
    return kept, told, refused


def _once(problems: Iterable[Problem]) -> list[Problem]:
    """A mistake that every month has, told of the first."""
    found: dict[tuple[str, str], Problem] = {}
    for one in problems:
        found.setdefault((one.code, str(one.where)), one)
    return list(found.values())


def _billed(workspace: Workspace, other: Side) -> dict[str, StoredStatement]:
    """The statements of the contract in force by their months, as they were billed last; a ledger that is not there is not made."""
    if isinstance(workspace.database, Path) and not workspace.database.exists():
        return {}
    with open_ledger(workspace.database) as ledger:
        return {one.statement.period.name: one for one in ledger.current(other.contract.contract)}


def _price_month(run: _Run, sides: Sequence[Side], period: Period) -> None:
    """A month of all contracts: counted together, then priced each by itself."""
    stored = run.billed.get(period.name)
    to_price = []
    for side in sides:
        if side.in_force and stored is not None:
            run.months[side.name].append(TestedMonth(period, stored.statement, billed=stored.id))
        else:
            statement = None if stored is None else stored.statement
            contract = None if run.other is None else run.other.contract
            to_price.append((side, given_for(side.contract, period, run.files.get(period.name), statement, contract)))
    counts = SharedCounts()
    try:
        with reading_lake(run.lake.place):
            counts.count_for(run.lake, [(side.contract, taken.measures) for side, taken in to_price], period)
    except BpoError:  # a lake that is damaged is told by each contract that reads it
        pass
    for side, taken in to_price:
        try:
            statement = _priced(run, side, period, taken, counts)
        except BpoError as error:
            file = run.files.get(period.name)
            told = error.problems if file is None else [placed(problem, file.document) for problem in error.problems]
            run.months[side.name].append(TestedMonth(period, None, tuple(told)))
        else:
            of = stored.id if stored is not None and taken.of_statement else ""
            run.months[side.name].append(TestedMonth(period, statement, (), "", taken.of_statement, of))


def _priced(run: _Run, side: Side, period: Period, taken: Taken, counts: SharedCounts) -> Statement:
    contract = in_force(side.contract, period)
    effective_days(contract, period)
    with reading_lake(run.lake.place):
        try:
            measures = measure(run.lake, contract, period, taken.measures, counts)
        except BpoError as error:
            raise BpoError(told_once(error.problems, run.lake)) from None
        for finding in findings(run.lake, contract, period, taken.measures):
            where = run.findings.setdefault(problem_text(finding).en, (finding, []))[1]
            where += [period.name] if period.name not in where else []
        return price(contract, measures, list(_before(run, side, period)))


def _before(run: _Run, side: Side, period: Period) -> Iterator[Statement]:
    """The months before, oldest first: of the contract in force, and of a draft that changes it, also those billed before the backtest."""
    tested = [month.statement for month in run.months[side.name] if month.statement is not None]
    if run.other is not None and side.contract.contract == run.other.contract.contract:
        first = tested[0].period.name if tested else period.name
        yield from (one.statement for name, one in sorted(run.billed.items()) if name < min(first, period.name))
    yield from tested
