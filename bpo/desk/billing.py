"""Many contracts, one month: price each, draw its documents, record it. One bad client never stops the others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from bpo import __version__
from bpo.contracts.header.due import DueDates, due_dates
from bpo.contracts.load import LoadedContract
from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.contracts.taken_over import COMPLETE, missing_of
from bpo.core.errors import BpoError, Problem, Where, fail, refused
from bpo.core.periods import Period
from bpo.core.words import Words
from bpo.desk.closing import who
from bpo.desk.months import restated_into, versions_at_closing
from bpo.desk.outdated import Outdated, outdated
from bpo.desk.run import MeasuresFile, Priced, load, months_before, period_named, price_month, read_measures_file
from bpo.desk.workspace import Workspace
from bpo.invoice import Bill, draw_bill, files_of
from bpo.ledger import Ledger, Recorded, open_ledger
from bpo.pricing.in_force import in_force

SAME_CONTRACT = Words(
    "bill-same-contract",
    en="contract '{contract}' was billed a moment ago from {path}; one contract has one file",
    zh="合同 '{contract}' 刚才已按 {path} 出账；一份合同只能有一个文件",
)
OVERTAKEN = Words(
    "bill-overtaken",
    en="another process billed this contract at the same time; this one is recorded as {id}: bill it again to write its documents",
    zh="另一进程同时结算了该合同；本次已登记为 {id}：请再次出账以生成文件",
)


@dataclass(frozen=True)
class Billed:
    """What came of one contract: its statement, where it is recorded and its documents; or its problems."""

    path: Path
    priced: Priced | None = None
    recorded: Recorded | None = None
    files: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()
    outdated: tuple[Outdated, ...] = ()
    """The statements of the contract that rest on others which no longer stand."""


@dataclass(frozen=True)
class _Run:
    """What all contracts of one call share."""

    workspace: Workspace
    ledger: Ledger
    period_name: str
    given: MeasuresFile | None
    taken_over: Sequence[MeasuresFile]
    now: datetime
    keep_drawn: bool


def bill_all(
    workspace: Workspace, paths: Sequence[Path], period_name: str | None, *, given: Path | None = None,
    history_files: Sequence[Path] = (), now: datetime, keep_drawn: bool = False,
) -> Iterator[Billed]:  # fmt: skip
    """Bill every contract for the period, each by itself: a problem is part of its result and stops no other.

    Args:
        given: figures that stand in place of what would be counted.
        history_files: measures files of earlier months that were billed elsewhere.
        now: when; with its time zone.
        keep_drawn: leave the documents of a bill that has not changed as they are, if they are there. Otherwise they are
            drawn again: templates and what the reviewer reads may have changed.

    Raises:
        BpoError: if no contract can be billed: the period, the given figures or the ledger are wrong.
    """
    figures = read_measures_file(given, period_name) if given is not None else None
    name = period_named(period_name, figures)
    taken_over = [read_measures_file(file) for file in history_files]
    done: dict[str, Path] = {}
    with open_ledger(workspace.database) as ledger:
        run = _Run(workspace, ledger, name, figures, taken_over, now, keep_drawn)
        for path in paths:
            try:
                loaded = load(path)
                contract = loaded.contract.contract
                if contract in done:
                    raise fail(SAME_CONTRACT, contract=contract, path=str(done[contract]))
                done[contract] = path
                yield _bill(run, path, loaded)
            except BpoError as error:
                yield Billed(path, problems=tuple(_at(path, problem) for problem in error.problems))
            except OSError as error:
                yield Billed(path, problems=(_at(path, refused(error)),))


def _at(path: Path, problem: Problem) -> Problem:
    """Of many contracts, which one: a problem without a place is the contract's."""
    return problem if problem.where is not None else replace(problem, where=Where(str(path)))


def _bill(run: _Run, path: Path, loaded: LoadedContract) -> Billed:
    """Documents are drawn before anything is recorded, and recorded before they are put in place: all or nothing."""
    from bpo.report.files import placing

    period = loaded.contract.cycle.period(run.period_name)
    contract = in_force(loaded.contract, period)
    statements, ids = earlier_months(run.ledger, loaded.contract, period, run.taken_over)
    at = versions_at_closing(run.ledger, contract.contract, period.name)
    restated = restated_into(run.ledger, contract.contract, period.name)
    priced = price_month(run.workspace, contract, period, run.given, statements, at=at, restated=restated)
    statement = replace(priced.statement, history=tuple(ids.get(name, name) for name in priced.statement.history))
    text = loaded.document.text
    foreseen = run.ledger.foresee(statement, contract_text=text, engine=__version__)
    if not foreseen.new:  # what is stored is drawn: the table versions read then, not those of today
        stored = run.ledger.stored(foreseen.statement_id)
        statement, drawn_at = stored.statement, stored.created_at
    else:
        drawn_at = run.now
    bill = _document(priced, statement, foreseen, statements, drawn_at.date())
    folder = run.workspace.statements / period.name
    files = files_of(bill, folder)
    if run.keep_drawn and not foreseen.new and all(file.is_file() for file in files):
        return Billed(path, priced, foreseen, files, outdated=tuple(outdated(run.ledger, contract.contract)))
    with placing(draw_bill(bill, folder, run.workspace.templates)):
        recorded = run.ledger.record(
            statement, contract_text=text, contract_path=str(path), lake_versions=dict(priced.measured.lake_versions),
            engine=__version__, now=run.now, who=who(), house=run.workspace.house,
        )  # fmt: skip
        if recorded.statement_id != foreseen.statement_id:  # another process billed it in between
            raise fail(OVERTAKEN, id=recorded.statement_id)
    return Billed(path, priced, recorded, files, outdated=tuple(outdated(run.ledger, contract.contract)))


def _document(
    priced: Priced, statement: Statement, recorded: Recorded, earlier: Sequence[Statement], drawn_on: date
) -> Bill:
    contract, period = priced.contract, priced.period
    before = contract.cycle.before(period).name
    dates, unknown = dates_of(contract, period, drawn_on)
    return Bill(
        statement=statement, header=contract, statement_id=recorded.statement_id, revision=recorded.revision,
        drawn_on=drawn_on, dates=dates, needs=contract.needs(),
        previous=next((s for s in earlier if s.period.name == before and missing_of(s) == COMPLETE), None), findings=(*priced.measured.findings, *unknown),
        labels=contract.labels(),
    )  # fmt: skip


def earlier_months(
    ledger: Ledger, contract: Contract, period: Period, taken_over: Sequence[MeasuresFile] = ()
) -> tuple[list[Statement], dict[str, str]]:
    """The months before, oldest first, and the ids of those billed here; others are priced from their measures files.

    Raises:
        BpoError: for a measures file of a month that is not earlier, or that was billed here.
    """
    stored = ledger.earlier(contract.contract, period)
    ids = {found.statement.period.name: found.id for found in stored}
    billed = {found.statement.period.name: found.statement for found in stored}
    return months_before(contract, period, taken_over, billed, ids), ids


def dates_of(contract: Contract, period: Period, drawn_on: date) -> tuple[DueDates, tuple[Problem, ...]]:
    """When it is due and accepted. If that hangs on working days of a year that is not known yet there are no dates, the rule is
    printed, and the reviewer is told why."""
    billing = contract.billing
    try:
        return due_dates(billing.due, billing.accepted_after, billing.calendar, period.end, drawn_on, billing.where), ()
    except BpoError as error:
        return DueDates(), error.problems
