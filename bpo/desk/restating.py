"""A month that was billed is counted and priced again, and the difference is a line of the next statement or a correction of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from bpo import __version__
from bpo.contracts.load import LoadedContract
from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.codec import codec_of
from bpo.core.errors import fail
from bpo.core.measures import Measures, Restated
from bpo.core.words import Words
from bpo.desk.billing import OVERTAKEN, dates_of
from bpo.desk.corrections import correction_id
from bpo.desk.counting import Counted, count_again
from bpo.desk.given import File
from bpo.desk.months import CORRECTION, NEXT, contract_then, restated_into
from bpo.desk.run import load, read_sound
from bpo.desk.workspace import Workspace
from bpo.invoice import Bill, draw_bill, files_of
from bpo.ledger import By, Form, Ledger, Recorded, Restatement, StoredStatement, open_ledger
from bpo.ledger.document import written
from bpo.ledger.issuing import ISSUED
from bpo.ledger.keys import priced_figures
from bpo.pricing.correction import correction
from bpo.pricing.in_force import in_force
from bpo.pricing.passes.recomputed import months_restated
from bpo.pricing.price import price
from bpo.pricing.restated import restated_since

NOT_BILLED = Words(
    "restate-not-billed",
    en="{period} of '{contract}' was not billed, so there is nothing to restate: bill it",
    zh="合同 '{contract}' 的 {period} 尚未出账，无从重述：请直接出账",
)
NO_NEXT = Words(
    "restate-no-next",
    en="no statement of '{contract}' follows {last}, which could have the adjustment; write --into correction",
    zh="合同 '{contract}' 在 {last} 之后不再有结算单可列示调整；请写 --into correction",
)
ADJUSTED_ALREADY = Words(
    "restate-adjusted",
    en="{period} was restated in the statement of {into} already, and a correction would bill the difference twice; restate it with --into next",
    zh="{period} 已在 {into} 结算单中重述，再作更正会重复计算差额；请用 --into next 重述",
)


@dataclass(frozen=True, slots=True)
class MovedMonth:
    """A month as it was known, and as it is now."""

    was: Statement
    now: Statement

    @property
    def period(self) -> str:
        return self.now.period.name

    @property
    def difference(self) -> Decimal:
        """Of what is billed, with tax."""
        return self.now.total - self.was.total


@dataclass(frozen=True, slots=True)
class Restating:
    """What came of restating a month: the statement that is ``original``, the months that move, and where the difference stands."""

    original: StoredStatement
    form: Form
    goes_into: str
    changed: bool
    months: tuple[MovedMonth, ...]
    correction: Statement | None = None
    outdated: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()

    @property
    def difference(self) -> Decimal:
        return sum((one.difference for one in self.months), Decimal(0))


def restate(
    workspace: Workspace, path: Path, period_name: str, *, form: Form, given: Path | None, doer: By
) -> Restating:
    """Count and price a billed month again, and remember the difference for the next statement, or as a correction.

    Args:
        form: ``next``: a line of the statement after the last one that was billed; ``correction``: a statement of its own.
        given: figures that stand in place of what was given or would be counted.
        doer: who, when, and why: the reason is printed with the adjustment.

    Raises:
        BpoError: if the month was not billed, cannot be counted or priced, or has nowhere to stand.
    """
    loaded = load(path)
    contract = loaded.contract
    contract.cycle.period(period_name)
    with open_ledger(workspace.database) as ledger:
        stored = _original(ledger, contract.contract, period_name, form)
        if stored is None:
            raise fail(NOT_BILLED, contract=contract.contract, period=period_name)
        then = contract_then(ledger, stored).contract
        counted = count_again(workspace, contract, stored, then, _file(given, period_name))
        if form == NEXT:
            return _in_next(ledger, contract, stored, counted.measures, doer)
        return _corrected(workspace, ledger, loaded, path, stored, counted, doer)


def _original(ledger: Ledger, contract: str, period_name: str, form: Form) -> StoredStatement | None:
    """What is restated: the latest revision; by a correction that of which the client has the lines, whatever was drafted since."""
    rows = ledger.list(contract=contract, period=period_name)
    issued = [row.id for row in rows if row.state in ISSUED] if form == CORRECTION else []
    if not issued:
        return ledger.latest(contract, period_name)
    return ledger.stored(ledger.life(issued[-1]).standing_lines)


def _file(given: Path | None, period_name: str) -> File | None:
    if given is None:
        return None
    found = read_sound(given, period_name)
    return File(found.measures, found.document)


def _in_next(ledger: Ledger, contract: Contract, stored: StoredStatement, measures: Measures, doer: By) -> Restating:
    name, history = stored.statement.period.name, [one.statement for one in ledger.current(contract.contract)]
    last = history[-1].period.name
    into = contract.cycle.after(last, 1)
    if contract.effective_part(contract.cycle.period(into)) is None:
        raise fail(NO_NEXT, contract=contract.contract, last=last)
    waiting = restated_into(ledger, contract.contract, into)
    known = _known(history, waiting, name)
    restated = Restated(measures.counted, stored.id, doer.reason)
    changed = priced_figures(known) != priced_figures(restated.measures)
    months = months_restated(contract, history, {**waiting, name: restated}) if changed or waiting else []
    if changed:
        document = codec_of(Restated).dump_json(restated, warnings="error").decode()
        kept = Restatement(contract.contract, name, stored.id, NEXT, into, document, doer.at)
        ledger.restate(kept, doer)
    return Restating(stored, "next", into, changed, tuple(MovedMonth(*pair) for pair in months))


def _known(history: Sequence[Statement], waiting: Mapping[str, Restated], name: str) -> Measures:
    """The figures of a month as they are known: as it was billed, or restated since."""
    since = {**restated_since(one.measures for one in history), **waiting}
    billed = next(one.measures for one in history if one.period.name == name)
    return (since[name].measures if name in since else billed).counted


def _corrected(
    workspace: Workspace, ledger: Ledger, loaded: LoadedContract, path: Path, stored: StoredStatement, counted: Counted,
    doer: By,
) -> Restating:  # fmt: skip
    from bpo.report.files import placing

    contract, was = loaded.contract, stored.statement
    own = ledger.restatements(contract.contract)
    into = next((one.goes_into for one in own if (one.form, one.period_name) == (NEXT, was.period.name)), None)
    if into is not None:
        raise fail(ADJUSTED_ALREADY, period=was.period.name, into=into)
    earlier = ledger.earlier(contract.contract, was.period)
    again = price(contract, counted.measures.beside(was.measures), [one.statement for one in earlier])
    ids = {one.statement.period.name: one.id for one in earlier}
    again = replace(again, history=tuple(ids.get(name, name) for name in again.history))
    text = loaded.document.text
    foreseen = ledger.foresee(again, contract_text=text, engine=__version__)
    told = {(one.original, one.goes_into) for one in own if one.form == CORRECTION}
    if foreseen.statement_id == stored.id or (stored.id, foreseen.statement_id) in told:
        return Restating(stored, "correction", stored.id, False, ())
    found, folder = correction(contract, was, again, stored.id, doer.reason), workspace.statements / was.period.name
    bill = _document(contract, found, foreseen, doer.at)
    with placing(draw_bill(bill, folder, workspace.templates)):
        recorded = ledger.record(
            again, contract_text=text, contract_path=str(path), lake_versions=counted.versions, engine=__version__,
            now=doer.at, who=doer.who, house=workspace.house, as_foreseen=foreseen.statement_id,
        )  # fmt: skip
        if recorded.statement_id != foreseen.statement_id:  # another process billed it in between
            raise fail(OVERTAKEN, id=foreseen.statement_id)
        kept = written(found)
        ledger.restate(
            Restatement(
                contract.contract, was.period.name, stored.id, CORRECTION, recorded.statement_id, kept, doer.at
            ),
            doer,
        )
    later = tuple(one.id for one in ledger.current(contract.contract) if stored.id in one.statement.history)
    months = (MovedMonth(was, again),)
    return Restating(stored, "correction", recorded.statement_id, True, months, found, later, files_of(bill, folder))


def _document(contract: Contract, found: Statement, recorded: Recorded, now: datetime) -> Bill:
    held = in_force(contract, found.period)
    dates, unknown = dates_of(held, found.period, now.date())
    return Bill(
        statement=found, header=held, statement_id=correction_id(recorded.statement_id), revision=recorded.revision,
        drawn_on=now.date(), dates=dates, needs=held.needs(), findings=unknown, labels=held.labels(),
    )  # fmt: skip
