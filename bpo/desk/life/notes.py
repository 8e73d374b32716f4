"""Credit and debit notes that were issued, as statements of their own: a pure matter of what is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.desk.life.issuing import file_stem
from bpo.desk.months import CORRECTION, contract_then
from bpo.desk.workspace import Workspace
from bpo.invoice import Bill
from bpo.invoice.fapiao_red import Noted
from bpo.ledger import Ledger, StoredStatement, open_ledger
from bpo.ledger.document import read
from bpo.life.events import Corrected
from bpo.life.life import ZERO, Correction, Life, total_of
from bpo.life.numbers import CREDIT_NOTE, DEBIT_NOTE
from bpo.pricing.credit import note_of
from bpo.pricing.in_force import in_force


@dataclass(frozen=True, slots=True)
class Note:
    """A note that was issued: its statement, the contract of that, and what it corrects: the statement ``of`` the id, by its number."""

    contract: Contract
    statement: Statement
    correction: Correction
    original: str
    reason: str
    of: str = ""

    @property
    def bill(self) -> Bill:
        """As it goes to the client."""
        held = in_force(self.contract, self.statement.period)
        return Bill(
            statement=self.statement, header=held, statement_id=file_stem(self.correction.number), drawn_on=self.correction.on,
            labels=held.labels(), number=self.correction.number, corrects=self.original, reason=self.reason,
        )  # fmt: skip


def issued_note(ledger: Ledger, number: str) -> Note | None:
    """The note of a number; None if no credit or debit note on a statement has it."""
    notes = {one.number: one for one in ledger.documents() if one.series.kind in (CREDIT_NOTE, DEBIT_NOTE)}
    life = ledger.life(notes[number].subject) if number in notes else None
    return note_at(ledger, life, number) if life is not None and life.kind == "statement" else None


def note_at(ledger: Ledger, life: Life, number: str) -> Note:
    """The note of a number among the corrections of a statement."""
    at = next(n for n, one in enumerate(life.corrections) if one.number == number)
    correction, before = life.corrections[at], replace(life, corrections=life.corrections[:at])
    reason = [one for one in ledger.entries(life.statement) if one.verb == Corrected.verb][at].reason
    return Note(*note_in(ledger, before, correction, reason), correction, life.number, reason, life.statement)


def note_in(ledger: Ledger, life: Life, correction: Correction, reason: str) -> tuple[Contract, Statement]:
    """A note as a statement of its own, and the contract that it is of.

    Args:
        life: of the statement that it corrects, before the correction.
    """
    if correction.revision:
        stored = ledger.stored(correction.revision)
        found = restated(ledger, stored)
        assert found is not None, "a revision of a note restates a month"
        return contract_then(ledger, stored).contract, read(found[1])
    of = ledger.stored(life.standing_lines)
    contract = contract_then(ledger, of).contract
    earlier = _earlier(ledger, life, correction)
    left = _tax_left(ledger, life, (of.statement, *earlier), correction.lines)
    moved = correction.lines, correction.deductions
    return contract, note_of(contract, of.statement, *moved, life.number, reason, left, earlier)


def _earlier(ledger: Ledger, life: Life, correction: Correction) -> list[Statement]:
    """The notes before a correction, where it hangs on them: it ends a line that they moved, or takes back one that stands no more."""
    notes = [(n, one) for n, one in enumerate(life.corrections) if not one.revision]
    standing, (moved, moved_kept) = ledger.life(life.standing_lines), life.moved()
    ends = _ended(standing, moved, correction.lines)
    if not (ends or moved_kept.keys() & correction.deductions.keys() - standing.deductions.keys()):
        return []
    return [note_in(ledger, replace(life, corrections=life.corrections[:n]), one, "")[1] for n, one in notes]


def _ended(standing: Life, moved: Mapping[str, Decimal], lines: Mapping[str, Decimal]) -> list[str]:
    """The lines of which all that earlier notes left moves now, be it that they left nothing but what they moved."""
    left = {name: standing.lines.get(name, ZERO) + amount for name, amount in moved.items()}
    return [name for name, amount in lines.items() if name in left and amount == -left[name]]


def _tax_left(ledger: Ledger, life: Life, of: Sequence[Statement], lines: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Of lines of which a note gives back all that earlier ones left, the tax that they left: each of them was rounded by itself."""
    ends = _ended(ledger.life(life.standing_lines), life.moved()[0], lines)
    return {name: total_of(_tax_of(one, name) for one in of) for name in ends}


def _tax_of(statement: Statement, clause: str) -> Decimal:
    taxes = zip(statement.charges, statement.line_taxes, strict=True)
    return total_of(tax for charge, tax in taxes if charge.clause == clause)


def noted(ledger: Ledger, note: Note) -> Noted:
    """A note as the tax invoices that follow on it are made of it."""
    life, number = ledger.life(note.of), note.correction.number
    at = next(n for n, one in enumerate(life.corrections) if one.number == number)
    before = replace(life, corrections=life.corrections[:at])
    was, now = restated_pair(ledger, note.correction) or (ledger.stored(before.standing_lines).statement, None)
    invoices = tuple(one.number for one in life.invoices if one.amount > 0)
    return Noted(note.statement, number, was, now, invoices, note.reason)


def restated_pair(ledger: Ledger, correction: Correction) -> tuple[Statement, Statement] | None:
    """Of a note on a restated month, the statement that is corrected and the one in its place; None of any other note."""
    if not correction.revision:
        return None
    now = ledger.stored(correction.revision)
    found = restated(ledger, now)
    assert found is not None, "a revision of a note restates a month"
    return ledger.stored(found[0]).statement, now.statement


def restated(ledger: Ledger, stored: StoredStatement) -> tuple[str, str] | None:
    """Of a revision that restates a month, the statement that it corrects, and the correction as it is stored."""
    for one in ledger.restatements(stored.statement.contract):
        if one.form == CORRECTION and one.goes_into == stored.id:
            return one.original, one.document
    return None


def restating_of(workspace: Workspace, statements: Sequence[str]) -> dict[str, str]:
    """Of statements, those that restate a month by a correction, each with its original: a note has their difference, no number of their own."""
    with open_ledger(workspace.database) as ledger:
        found = {one: restated(ledger, ledger.stored(one)) for one in statements}
    return {one: pair[0] for one, pair in found.items() if pair is not None}
