"""Credit and debit notes: what was sent is never changed, and a document of its own says what moves of it, and why."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.errors import BpoError, Problem, choices, fail, refused
from bpo.core.money import Money
from bpo.core.words import Words
from bpo.desk.life.acting import in_units
from bpo.desk.life.issuing import drawn_by, same_as_issued, series_of
from bpo.desk.life.notes import Note, note_at, note_in, restated
from bpo.desk.months import contract_then
from bpo.desk.workspace import Workspace
from bpo.invoice import draw_issued
from bpo.ledger import By, Ledger, StoredStatement, open_ledger
from bpo.ledger.document import read
from bpo.ledger.issuing import issue_document, number_document
from bpo.life.events import Corrected, Merged
from bpo.life.faults import LINE_UNKNOWN
from bpo.life.life import ZERO, Correction, Dispute, Life, total_of
from bpo.life.numbers import CREDIT_NOTE, DEBIT_NOTE

PAGE = "docs/cli/credit.md"
NOTHING_LEFT = Words(
    "credit-nothing",
    en="no note on '{id}': its corrections took back all that is meant, or every amount is 0",
    zh="无需对 '{id}' 出具单据：所涉金额已全部冲销，或均为 0",
)
TOO_MUCH = Words(
    "credit-too-much",
    en="'{id}': {left} is left of line '{line}', and {amount} would be given back; a line cannot be credited beyond what was billed, and "
    "what is in dispute or was conceded is given back by --dispute alone",
    zh="'{id}'：行 '{line}' 余额为 {left}，拟冲减 {amount}；冲减不能超过已计金额，争议中或已让步的部分只能用 --dispute 冲减",
)
DISPUTE_OPEN = Words(
    "credit-dispute-open",
    en="dispute '{dispute}' of '{id}' is not settled: say with bpo settle how much is conceded",
    zh="'{id}' 的争议 '{dispute}' 尚未解决：请先用 bpo settle 写明让步金额",
)
DISPUTE_DONE = Words(
    "credit-dispute-done",
    en="dispute '{dispute}' of '{id}' conceded nothing that is still to be credited",
    zh="'{id}' 的争议 '{dispute}' 没有尚待冲减的金额",
)
WHICH = Words(
    "credit-which",
    en="say what the note on '{id}' is about: --line, --dispute or --whole; only a revision that restates a month needs none of them",
    zh="请写明 '{id}' 的更正内容：--line、--dispute 或 --whole；仅重述账期的修订稿无须写",
)
NOT_SENT = Words(
    "credit-not-sent",
    en="the original '{original}' was not sent: approve and issue '{id}' in its place",
    zh="原单 '{original}' 尚未发送：请直接审批并出具 '{id}'",
)
SAME_AS_BEFORE = Words(
    "credit-no-difference",
    en="'{id}' comes to the same as '{original}': there is nothing to correct",
    zh="'{id}' 与 '{original}' 金额相同，无需更正",
)
NO_NOTE = Words(
    "credit-no-note", en="no credit or debit note has the number '{given}'", zh="没有编号为 '{given}' 的更正单据"
)
CLAUSE_GONE = Words(
    "credit-dispute-lines",
    en="dispute '{dispute}' concedes {amount}, and its lines have {left} left to be credited",
    zh="争议 '{dispute}' 让步 {amount}，而相关行仅余 {left} 可冲减",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a note moves: ``lines`` with amounts to give back (all that is left, if None), settled ``disputes``, or the ``whole``.

    With ``debit`` the amounts are charged in addition.
    """

    lines: Mapping[str, Decimal | None]
    disputes: tuple[str, ...] = ()
    whole: bool = False
    debit: bool = False


@dataclass(frozen=True, slots=True)
class Credited:
    """A note: its number, what it comes to, its files, and the life of the statement after it; or why it was refused."""

    statement: str
    number: str = ""
    amount: Decimal = ZERO
    life: Life | None = None
    files: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()


def credit(workspace: Workspace, statement: str, wanted: Wanted, on: date, doer: By) -> Credited:
    """Issue a note on a statement that is at the client: numbered, drawn and told in one transaction.

    Without lines, disputes or the whole, the statement is a revision that restates a month: the note has its difference.

    Args:
        on: the date of the note.
    """
    with open_ledger(workspace.database) as ledger:
        try:
            stored = ledger.stored(statement)
            original = restated(ledger, stored)
            if original is not None and not (wanted.lines or wanted.disputes or wanted.whole):
                return _revision(workspace, ledger, stored, original, on, doer)
            if not (wanted.lines or wanted.disputes or wanted.whole):
                raise fail(WHICH, id=statement)
            return _note(workspace, ledger, stored, wanted, on, doer)
        except BpoError as error:
            return Credited(statement, problems=error.problems)
        except OSError as error:
            return Credited(statement, problems=(refused(error),))


def _note(
    workspace: Workspace, ledger: Ledger, stored: StoredStatement, wanted: Wanted, on: date, doer: By
) -> Credited:
    from bpo.report.files import write_all

    with ledger.book(doer) as book:
        life = book.life(stored.id)
        lines, kept = moves_of(life, wanted, _lines_of(ledger, life))
        outcomes = tuple(one.name for one in life.disputes if one.is_owing) if wanted.whole else wanted.disputes
        amount = total_of(lines.values()) + total_of(kept.values())
        kind = DEBIT_NOTE if amount > 0 else CREDIT_NOTE
        series = series_of(ledger, stored, on, kind)
        number = number_document(book, stored.id, series, workspace.settings.numbers, on)
        event = Corrected(number, amount, on, outcomes, lines, kept, total_of(kept.values()))
        after = book.append(stored.id, event)
        correction = Correction(number, amount, on, outcomes, lines, kept, event.deducted)
        files = _drawn(workspace, ledger, life, correction, doer.reason)
        issue_document(book, stored.id, number, _hashes(files), drawn_by())
    return Credited(stored.id, number, amount, after, tuple(write_all(files)))


def drawn_again(workspace: Workspace, number: str) -> tuple[Path, ...]:
    """The files of a note put in place again, as they were issued.

    Raises:
        BpoError: if there is no such note, or it would be drawn otherwise now.
    """
    from bpo.report.files import write_all

    with open_ledger(workspace.database) as ledger:
        notes = {one.number: one for one in ledger.documents() if one.series.kind in (CREDIT_NOTE, DEBIT_NOTE)}
        if number not in notes:
            raise fail(NO_NOTE, **choices(number, notes))
        note = note_at(ledger, ledger.life(notes[number].subject), number)
        files = _files(workspace, note.contract, note.statement, note.correction, note.original, note.reason)
        same_as_issued(notes[number], _hashes(files))
        return tuple(write_all(files))


def moves_of(
    life: Life, wanted: Wanted, standing: tuple[Mapping[str, Decimal], Mapping[str, Decimal]]
) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """What a note moves of each line and each deduction, with tax; below zero it is given back.

    Args:
        standing: the lines and deductions that stand, as billed or restated, with tax.

    Raises:
        BpoError: for lines that are not there, or more than is left of them.
    """
    moved, moved_kept = life.moved()
    left = {clause: amount + moved.get(clause, ZERO) for clause, amount in standing[0].items()}
    kept = {clause: amount + moved_kept.get(clause, ZERO) for clause, amount in standing[1].items()}
    if (
        wanted.whole
    ):  # what notes moved of lines that the month has no more, since it was restated, is taken back with it
        found = _turned({**moved, **left}), _turned({**moved_kept, **kept})
        if not any(found):
            raise fail(NOTHING_LEFT, id=life.statement)
        return found
    asked: dict[str, Decimal] = {}
    if not wanted.debit:
        _leave_disputes(life, left, wanted.disputes)
    for name in wanted.disputes:
        for line, amount in _conceded(life, name, left).items():
            asked[line] = asked.get(line, ZERO) + amount
    for line, given in wanted.lines.items():
        if line not in left:
            raise fail(LINE_UNKNOWN, id=life.statement, **choices(line, left))
        asked[line] = asked.get(line, ZERO) + (left[line] if given is None else in_units(life.currency, given))
    for line, amount in asked.items():
        if wanted.debit and amount < 0:
            raise fail(TOO_MUCH, id=life.statement, line=line, left=left[line], amount=-amount)
        if not wanted.debit and not (0 <= amount <= left[line] if left[line] >= 0 else left[line] <= amount <= 0):
            raise fail(TOO_MUCH, id=life.statement, line=line, left=left[line], amount=amount)
    moving = {line: amount if wanted.debit else -amount for line, amount in asked.items() if amount}
    if not moving:
        raise fail(NOTHING_LEFT, id=life.statement)
    return moving, {}


def _leave_disputes(life: Life, left: dict[str, Decimal], carried_out: Collection[str]) -> None:
    """What is in dispute, or was conceded, is given back by the dispute's own note alone: taken off twice, less than nothing would be owed."""
    for one in life.disputes:
        if one.name in carried_out or not (one.is_open or one.is_owing):
            continue
        for line, amount in (one.lines if one.is_open else _shares(life, one, left)).items():
            if line in left:
                left[line] -= amount


def _turned(amounts: Mapping[str, Decimal]) -> dict[str, Decimal]:
    return {clause: -amount for clause, amount in amounts.items() if amount}


def _conceded(life: Life, name: str, left: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """What was conceded of a dispute, of each of its lines in proportion; of lines of the price alone."""
    dispute = life.dispute(name)
    if dispute is None:
        raise fail(LINE_UNKNOWN, id=life.statement, **choices(name, [one.name for one in life.disputes]))
    if dispute.conceded is None:
        raise fail(DISPUTE_OPEN, id=life.statement, dispute=name)
    if dispute.credited or not dispute.conceded:
        raise fail(DISPUTE_DONE, id=life.statement, dispute=name)
    found = _shares(life, dispute, left)
    if not found:
        total = total_of(amount for line, amount in dispute.lines.items() if line in left)
        raise fail(CLAUSE_GONE, dispute=name, amount=dispute.conceded, left=total)
    return found


def _shares(life: Life, dispute: Dispute, left: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """What was conceded of each line of the price, in proportion to what was disputed of it; none where those have not so much."""
    assert dispute.conceded is not None
    own = {line: amount for line, amount in dispute.lines.items() if line in left}
    total = total_of(own.values())
    if not total or abs(dispute.conceded) > abs(total):
        return {}
    shares = [Fraction(amount) * Fraction(dispute.conceded) / Fraction(total) for amount in own.values()]
    return dict(zip(own, Money(life.currency).apportion(shares), strict=True))


def _lines_of(ledger: Ledger, life: Life) -> tuple[Mapping[str, Decimal], Mapping[str, Decimal]]:
    """The lines that stand: of the statement, or of the revision that restated it last."""
    if life.standing_lines == life.statement:
        return life.lines, life.deductions
    revision = ledger.life(life.standing_lines)
    return revision.lines, revision.deductions


def _drawn(workspace: Workspace, ledger: Ledger, life: Life, correction: Correction, reason: str) -> dict[Path, bytes]:
    """The note's files: a pure matter of what is stored, so that the same note is the same bytes."""
    contract, note = note_in(ledger, life, correction, reason)
    return _files(workspace, contract, note, correction, life.number, reason)


def _files(
    workspace: Workspace, contract: Contract, note: Statement, correction: Correction, original: str, reason: str
) -> dict[Path, bytes]:
    bill = Note(contract, note, correction, original, reason).bill
    return draw_issued(bill, workspace.statements / note.period.name, workspace.templates)


def _hashes(files: Mapping[Path, bytes]) -> dict[str, str]:
    return {path.name: hashlib.sha256(content).hexdigest() for path, content in files.items()}


def _revision(
    workspace: Workspace, ledger: Ledger, stored: StoredStatement, of: tuple[str, str], on: date, doer: By
) -> Credited:
    """The difference of a restated month stands on a note of the statement that the client has."""
    from bpo.report.files import write_all

    was, document = of
    original = _at_the_client(ledger, was)
    if original is None:
        raise fail(NOT_SENT, id=stored.id, original=was)
    correction = read(document)
    with ledger.book(doer) as book:
        amount = correction.payable
        if not amount and not correction.total:
            raise fail(SAME_AS_BEFORE, id=stored.id, original=original)
        kind = DEBIT_NOTE if amount > 0 else CREDIT_NOTE
        series = series_of(ledger, stored, on, kind)
        number = number_document(book, original, series, workspace.settings.numbers, on)
        event = Corrected(number, amount, on, deducted=amount - correction.total, revision=stored.id)
        after = book.append(original, event)
        assert after is not None, "a correction is an event of a statement"
        book.append(stored.id, Merged(original, number))
        told = Correction(number, amount, on, deducted=event.deducted, revision=stored.id)
        contract = contract_then(ledger, stored).contract
        files = _files(workspace, contract, correction, told, after.number, doer.reason)
        issue_document(book, original, number, _hashes(files), drawn_by())
    return Credited(original, number, amount, after, tuple(write_all(files)))


def _at_the_client(ledger: Ledger, statement: str) -> str | None:
    """The statement that the client has: itself, or the one that it was merged into; None if neither was sent."""
    life = ledger.life(statement)
    if life.state == "merged":
        into = next(one.told for one in ledger.entries(statement) if one.verb == Merged.verb)
        assert isinstance(into, Merged)
        return into.into
    return statement if life.sent_on is not None else None
