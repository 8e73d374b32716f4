"""Many contracts, one month: price each, record it, write its documents. One bad client never stops the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from bpo import __version__
from bpo.contracts.model import Contract
from bpo.contracts.price import price
from bpo.contracts.statement import Statement
from bpo.errors import BpoError, Problem, fail
from bpo.invoice import Bill, write_bill
from bpo.ledger import Ledger, open_ledger
from bpo.measures import Measures
from bpo.measures_file import read_measures
from bpo.periods import Period
from bpo.run import PERIOD_NEEDED, Priced, load, price_month
from bpo.workspace import Workspace


@dataclass(frozen=True)
class Billed:
    """What came of one contract: its statement and documents, or its problems."""

    path: Path
    priced: Priced | None = None
    statement_id: str = ""
    revision: int = 0
    new: bool = False
    files: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()


def bill_all(
    workspace: Workspace, paths: Sequence[Path], period_name: str | None, *,
    given: Path | None = None, history_files: Sequence[Path] = (), now: datetime,
) -> Iterator[Billed]:  # fmt: skip
    """Bill every contract for the period, each by itself: a problem is part of its result and stops no other."""
    with open_ledger(workspace.database) as ledger:
        for path in paths:
            try:
                yield _bill(workspace, ledger, path, period_name, given, history_files, now)
            except BpoError as error:
                yield Billed(path, problems=error.problems)


def _bill(
    workspace: Workspace, ledger: Ledger, path: Path, period_name: str | None, given: Path | None,
    history_files: Sequence[Path], now: datetime,
) -> Billed:  # fmt: skip
    contract = load(path).contract
    taken_over = [read_measures(file) for file in history_files]
    name = period_name or (read_measures(given).period if given is not None else None)
    if name is None:
        raise fail(PERIOD_NEEDED)
    period = contract.cycle.period(name)
    earlier = ledger.earlier(contract.contract, period)
    statements = _history(contract, [stored.statement for stored in earlier], taken_over, period)
    priced = price_month(workspace, path, name, given, statements)
    ids = {stored.statement.period.name: stored.id for stored in earlier}
    statement = replace(priced.statement, history=tuple(ids.get(name, name) for name in priced.statement.history))
    text = priced.loaded.document.text
    recorded = ledger.record(
        statement,
        contract_text=text,
        contract_path=str(path),
        lake_versions=priced.lake_versions,
        engine=__version__,
        now=now,
    )
    drawn = now if recorded.new else ledger.stored(recorded.statement_id).created_at
    before = contract.cycle.before(period).name
    bill = Bill(
        statement=statement, header=contract, statement_id=recorded.statement_id, revision=recorded.revision,
        drawn_on=drawn.date(), due_on=due_on(contract, period, drawn.date()), needs=contract.needs(),
        previous=next((s for s in statements if s.period.name == before), None), findings=priced.findings,
    )  # fmt: skip
    files = write_bill(bill, workspace.statements / period.name, workspace.templates)
    return Billed(path, priced, recorded.statement_id, recorded.revision, recorded.new, tuple(files))


def _history(
    contract: Contract, stored: Sequence[Statement], taken_over: Sequence[Measures], period: Period
) -> list[Statement]:
    """Earlier months, oldest first: what was billed here; months billed elsewhere are priced from their measures files."""
    found = {statement.period.name: statement for statement in stored}
    for measures in sorted(taken_over, key=lambda measures: measures.period):
        if measures.period < period.name and measures.period not in found:
            before = [found[name] for name in sorted(found) if name < measures.period]
            found[measures.period] = price(contract, measures, before)
    return [found[name] for name in sorted(found)]


def due_on(contract: Contract, period: Period, drawn_on: date) -> date | None:
    """The due date, where it hangs on a day that is known when the statement is drawn."""
    due = contract.billing.due
    known = {"statement": drawn_on, "period_end": period.end}
    return due.on(known[due.after]) if due is not None and due.after in known else None
