"""Many contracts, one month: price each, draw its documents, record it. One bad client never stops the others.

While the documents of one contract are drawn the next is priced; recorded and told of they are in the order that was asked for.
"""

from __future__ import annotations

from collections import deque
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
from bpo.core.words import Sentence, Words
from bpo.desk.agreed import agreed_figures
from bpo.desk.closing import closing_note, system_user
from bpo.desk.drawing import Drawers, Drawing, drawers
from bpo.desk.months import restated_into, versions_at_closing
from bpo.desk.outdated import Outdated, outdated
from bpo.desk.revisions import date_of, next_date, seen_before
from bpo.desk.run import MeasuresFile, Priced, load, months_before, period_named, price_month, read_measures_file
from bpo.desk.workspace import Workspace, near
from bpo.invoice import Bill, Replaced, draw_bill, files_of, review_file
from bpo.ledger import Ledger, Recorded, StatementRow, open_ledger
from bpo.pricing.in_force import in_force
from bpo.pricing.passes.effective import effective_days

SAME_CONTRACT = Words(
    "bill-same-contract",
    en="contract '{contract}' was billed a moment ago from {path}; one contract has one file",
    zh="合同 '{contract}' 刚才已按 {path} 出账；一份合同只能有一个文件",
)
OVERTAKEN = Words(
    "bill-overtaken",
    en="other processes bill this contract at the same time: {id} was taken while its documents were drawn. Nothing was recorded; bill it again",
    zh="其他进程正在同时结算该合同：生成文件期间 {id} 已被占用。本次未登记，请再次出账",
)
ATTEMPTS = 20

OTHER_PERIODS = Words(
    "bill-other-periods", en="it is billed by other periods than {period}", zh="该合同不按 {period} 这样的账期结算"
)


@dataclass(frozen=True)
class Billed:
    """What came of one contract: its statement, where it is recorded and its documents; or its problems.

    ``agreed`` is the file whose figures stand in place of what would be counted. ``not_due`` says why a contract of a whole
    workspace has no bill in the period, which is no failure: it does not hold then, or is billed by other periods.
    """

    path: Path
    priced: Priced | None = None
    recorded: Recorded | None = None
    files: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()
    outdated: tuple[Outdated, ...] = ()
    """The statements of the contract that rest on others which no longer stand."""
    agreed: str = ""
    not_due: Sentence | None = None

    @property
    def failed(self) -> bool:
        return self.priced is None and self.not_due is None


@dataclass(frozen=True)
class _Run:
    """What all contracts of one call share."""

    workspace: Workspace
    ledger: Ledger
    drawers: Drawers
    period_name: str
    given: MeasuresFile | None
    taken_over: Sequence[MeasuresFile]
    now: datetime
    keep_drawn: bool
    whole_workspace: bool
    dated: date | None
    review: bool
    who: str


def bill_all(
    workspace: Workspace, paths: Sequence[Path], period_name: str | None, *, given: Path | None = None,
    history_files: Sequence[Path] = (), now: datetime, keep_drawn: bool = False, whole_workspace: bool = False,
    dated: date | None = None, review: bool = True, jobs: int | None = 1, who: str | None = None,
) -> Iterator[Billed]:  # fmt: skip
    """Bill every contract for the period, each by itself: a problem is part of its result and stops no other.

    Args:
        given: figures that stand in place of what would be counted; without it, those of the workspace's ``measures``.
        history_files: measures files of earlier months that were billed elsewhere.
        now: when; with its time zone.
        keep_drawn: leave the documents of a bill that has not changed as they are, if they are there. Otherwise they are
            drawn again: templates and what the reviewer reads may have changed.
        dated: the day that stands on the papers; without it one that was named for the draft before, else that of the contract.
        whole_workspace: whether ``paths`` are all there are, so that some may have nothing to bill in the period.
        review: whether the reviewer's copy is drawn; one that is there already is, so that it stays true.
        jobs: how many processes draw; as many as there are cores if None.
        who: bills; without it the system's user.

    Raises:
        BpoError: if no contract can be billed: the period, the given figures or the ledger are wrong.
    """
    figures = read_measures_file(given, period_name) if given is not None else None
    if period_name is None and figures is None:
        for path in paths:
            load(path)  # a file that is not there is told before the month that is not named
    name = period_named(period_name, figures)
    taken_over = [read_measures_file(file) for file in history_files]
    with open_ledger(workspace.database) as ledger, drawers(len(paths), jobs) as drawing:
        run = _Run(
            workspace,
            ledger,
            drawing,
            name,
            figures,
            taken_over,
            now,
            keep_drawn,
            whole_workspace,
            dated,
            review,
            who or system_user(),
        )
        done: dict[str, Path] = {}
        begun: deque[_Month | Billed] = deque()
        for path in paths:
            begun.append(_begun(run, path, done))
            while begun and (len(begun) > drawing.at_once or _is_ready(begun[0])):
                yield _ended(run, begun.popleft())
        while begun:
            yield _ended(run, begun.popleft())


def _at(path: Path, problem: Problem) -> Problem:
    """Of many contracts, which one: a problem without a place is the contract's."""
    return problem if problem.where is not None else replace(problem, where=Where(str(path)))


@dataclass(frozen=True)
class _Month:
    """A contract's month that is priced, and its documents that are being drawn."""

    path: Path
    text: str
    found: Gathered
    drawn: _Drawn


def _begun(run: _Run, path: Path, done: dict[str, Path]) -> _Month | Billed:
    """A contract that is priced and whose documents are begun, or what came of it where there is nothing to draw."""
    try:
        loaded = load(path)
        contract = loaded.contract.contract
        if contract in done:
            raise fail(SAME_CONTRACT, contract=contract, path=str(done[contract]))
        done[contract] = path
        if run.whole_workspace and (why := not_due(loaded.contract, run.period_name)) is not None:
            return Billed(path, not_due=why)
        found = gathered(run.workspace, run.ledger, loaded, run.period_name, run.given, run.taken_over)
        dated = run.dated or next_date(run.ledger, found.priced.contract, loaded.sha256, found.priced.period)
        priced = replace(found.priced, statement=replace(found.statement, dated=dated))
        found = replace(found, priced=priced)
        return _Month(path, loaded.document.text, found, _drawn(run, found, loaded.document.text))
    except BpoError as error:
        return Billed(path, problems=tuple(_at(path, problem) for problem in error.problems))
    except OSError as error:
        return Billed(path, problems=(_at(path, refused(error)),))


def _is_ready(one: _Month | Billed) -> bool:
    return isinstance(one, Billed) or one.drawn.drawing is None or one.drawn.drawing.ready()


def _ended(run: _Run, one: _Month | Billed) -> Billed:
    """Documents are drawn before anything is recorded, and recorded before they are put in place: all or nothing."""
    if isinstance(one, Billed):
        return one
    try:
        recorded, files = _recorded(run, one)
        older = tuple(outdated(run.ledger, one.found.statement.contract))
    except BpoError as error:
        return Billed(one.path, problems=tuple(_at(one.path, problem) for problem in error.problems))
    except OSError as error:
        return Billed(one.path, problems=(_at(one.path, refused(error)),))
    return Billed(one.path, one.found.priced, recorded, files, outdated=older, agreed=one.found.agreed)


@dataclass(frozen=True)
class Gathered:
    """A month as it would be recorded now: its statement names the months before it by their ids. ``agreed`` is the file that its
    figures are of, ``earlier`` the months before."""

    priced: Priced
    earlier: Sequence[Statement] = ()
    agreed: str = ""

    @property
    def statement(self) -> Statement:
        return self.priced.statement


def gathered(
    workspace: Workspace, ledger: Ledger, loaded: LoadedContract, period_name: str, given: MeasuresFile | None = None,
    taken_over: Sequence[MeasuresFile] = (),
) -> Gathered:  # fmt: skip
    """A contract's month by the figures, facts and months that hold now; nothing is recorded.

    Raises:
        BpoError: with every problem of the contract, the figures or the facts.
    """
    period = loaded.contract.cycle.period(period_name)
    contract = in_force(loaded.contract, period)
    given = given or agreed_figures(workspace, contract.contract, period.name)
    earlier, ids = earlier_months(ledger, loaded.contract, period, taken_over)
    at = versions_at_closing(ledger, contract.contract, period.name)
    restated = restated_into(ledger, contract.contract, period.name)
    priced = price_month(workspace, contract, period, given, earlier, at=at, restated=restated)
    history = tuple(ids.get(name, name) for name in priced.statement.history)
    note = closing_note(workspace, ledger, contract, priced.statement)
    measured = replace(priced.measured, findings=(*note, *priced.measured.findings))
    priced = replace(priced, measured=measured, statement=replace(priced.statement, history=history))
    return Gathered(priced, earlier, str(near(Path(given.document.path))) if given is not None else "")


def _recorded(run: _Run, month: _Month) -> tuple[Recorded, tuple[Path, ...]]:
    """Where a statement is recorded, and its documents. They are drawn again if another process took its revision meanwhile."""
    drawn = month.drawn
    for _ in range(ATTEMPTS):
        recorded = _placed(run, month, drawn)
        if recorded is not None:
            return recorded, drawn.files
        drawn = _drawn(run, month.found, month.text)
    raise fail(OVERTAKEN, id=drawn.foreseen.statement_id)


@dataclass(frozen=True)
class _Drawn:
    """Where a statement will be recorded, and its documents; None draws them where they stay as they are."""

    foreseen: Recorded
    files: tuple[Path, ...]
    drawing: Drawing | None


def _drawn(run: _Run, found: Gathered, text: str) -> _Drawn:
    statement, priced = found.statement, found.priced
    foreseen = run.ledger.foresee(statement, contract_text=text, engine=__version__)
    drawn = statement
    if not foreseen.new:  # what is stored is drawn: the table versions read then, not those of today
        stored = run.ledger.stored(foreseen.statement_id)
        drawn = replace(stored.statement, dated=date_of(stored))
    rows = run.ledger.list(statement.contract, statement.period.name)
    bill = _document(priced, drawn, foreseen, found.earlier, seen_before(rows, foreseen.revision))
    folder = run.workspace.statements / statement.period.name
    bill = replace(bill, with_review=run.review or review_file(bill, folder).is_file())
    files = files_of(bill, folder)
    if run.keep_drawn and not foreseen.new and all(file.is_file() for file in files):
        return _Drawn(foreseen, files, None)
    bill = replace(bill, replaced=_replaced(run.ledger, rows, foreseen.revision))
    return _Drawn(foreseen, files, run.drawers.begin(draw_bill, bill, folder, run.workspace.templates))


def _placed(run: _Run, month: _Month, drawn: _Drawn) -> Recorded | None:
    """Where it is recorded, its documents in their places; None where another process came first, and nothing was recorded."""
    from bpo.report.files import placing

    if drawn.drawing is None:
        return drawn.foreseen
    priced = month.found.priced
    try:
        with placing(drawn.drawing.files()):
            recorded = run.ledger.record(
                priced.statement, contract_text=month.text, contract_path=str(month.path),
                lake_versions=dict(priced.measured.lake_versions), engine=__version__, now=run.now, who=run.who,
                house=run.workspace.house, as_foreseen=drawn.foreseen.statement_id,
            )  # fmt: skip
            if recorded.statement_id != drawn.foreseen.statement_id:
                raise _Overtaken
    except _Overtaken:
        return None
    return recorded


class _Overtaken(Exception):
    """Another process took the revision, so that the documents must not be put in place."""


def not_due(contract: Contract, period_name: str) -> Sentence | None:
    """Why a contract has nothing to bill in a period; None if it has."""
    if not contract.cycle.has(period_name):
        return Sentence(OTHER_PERIODS, {"period": period_name})
    period = contract.cycle.period(period_name)
    try:
        effective_days(in_force(contract, period), period)
    except BpoError as error:
        return Sentence(error.problems[0].words, error.problems[0].values)
    return None


def _document(
    priced: Priced, statement: Statement, recorded: Recorded, earlier: Sequence[Statement], seen: int
) -> Bill:
    contract, period, drawn_on = priced.contract, priced.period, statement.dated
    assert drawn_on is not None, "what is recorded has its day"
    before = contract.cycle.before(period).name
    dates, unknown = dates_of(contract, period, drawn_on)
    return Bill(
        statement=statement, header=contract, statement_id=recorded.statement_id, revision=seen + 1,
        drawn_on=drawn_on, dates=dates, needs=contract.needs(),
        previous=next((s for s in earlier if s.period.name == before and missing_of(s) == COMPLETE), None), findings=(*priced.measured.findings, *unknown),
        labels=contract.labels(),
    )  # fmt: skip


def _replaced(ledger: Ledger, rows: Sequence[StatementRow], revision: int) -> Replaced | None:
    """The revision before the one that is drawn, whatever became of it; None of the first."""
    before = max((row for row in rows if row.revision < revision), key=lambda row: row.revision, default=None)
    return None if before is None else Replaced(before.id, ledger.stored(before.id).statement)


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
