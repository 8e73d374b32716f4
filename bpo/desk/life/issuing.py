"""Issuing: an approved statement gets its number, its documents are drawn with it, and their hashes are kept for ever."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bpo import __version__
from bpo.core.errors import BpoError, Problem, Where, fail, refused
from bpo.core.words import Words
from bpo.desk.billing import dates_of
from bpo.desk.months import contract_then
from bpo.desk.revisions import date_of
from bpo.desk.workspace import Workspace
from bpo.invoice import Bill, draw_issued
from bpo.invoice.electronic.files import check_sayable
from bpo.ledger import By, IssuedDocument, Ledger, StoredStatement, open_ledger
from bpo.life.folding import check_goes_on
from bpo.life.life import Life
from bpo.life.numbers import STATEMENT, Series
from bpo.pricing.in_force import in_force

DRAWN_OTHERWISE = Words(
    "issued-otherwise",
    en="'{file}' of {number} would be drawn otherwise than it was issued: it was drawn by {then}, now it would be by {now}. "
    "What was issued stays; take the file from where it was sent, or draw it with those versions and the same templates",
    zh="{number} 的 '{file}' 现在生成的内容与出具时不同：当时由 {then} 生成，现为 {now}。"
    "已出具的不变；请取回当时发送的文件，或用当时的版本和模板重新生成",
)
DRAWN_BY = ("weasyprint", "xlsxwriter", "factur-x", "pylopdf-fonts-zh-cn", "fontpkg-noto-sans")


@dataclass(frozen=True, slots=True)
class IssuedFiles:
    """What came of one statement: its number and files, or why it was refused."""

    statement: str
    life: Life | None = None
    files: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()


def issue_all(workspace: Workspace, statements: Sequence[str], on: date | None, doer: By) -> Iterator[IssuedFiles]:
    """Issue approved statements, each by itself.

    The number is given first, in one transaction, and belongs to the statement from then on: a run that is interrupted while
    it draws goes on with the same number. What was issued already is drawn again, and put in place if it is the same.

    Args:
        on: the date of the documents, else that of each statement; one that has its number keeps its own.
    """
    with open_ledger(workspace.database) as ledger:
        for statement in dict.fromkeys(statements):
            try:
                stored = ledger.stored(statement)
                yield _issue(workspace, ledger, stored, on or date_of(stored), doer)
            except BpoError as error:
                yield IssuedFiles(statement, problems=error.problems)
            except OSError as error:
                yield IssuedFiles(statement, problems=(refused(error),))


def _issue(workspace: Workspace, ledger: Ledger, stored: StoredStatement, on: date, doer: By) -> IssuedFiles:
    from bpo.report.files import placing

    life = ledger.life(stored.id)
    check_goes_on(life)
    if not life.number:
        check_sayable(bill_of(ledger, stored, "0", on))  # what cannot be drawn is to use up no number
        series = series_of(ledger, stored, on)
        ledger.number(stored.id, series, workspace.settings.numbers, on, doer)
        life = ledger.life(stored.id)
    assert life.issued_on is not None
    files = draw_issued(
        bill_of(ledger, stored, life.number, life.issued_on),
        workspace.statements / stored.statement.period.name,
        workspace.templates,
    )
    hashes = {path.name: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    if life.state != "numbered":
        _same(ledger, life, hashes)
    with placing(files):
        if life.state == "numbered":
            life = ledger.issue(stored.id, hashes, drawn_by(), doer)
    return IssuedFiles(stored.id, life, tuple(files))


def issued_files(workspace: Workspace, ledger: Ledger, stored: StoredStatement, life: Life) -> dict[Path, bytes]:
    """The files of an issued statement as they were issued: from their place, or drawn again where they are not there any more.

    Raises:
        BpoError: if they are not there, and would be drawn otherwise than they were issued.
    """
    (document,) = [one for one in ledger.documents(stored.id) if one.number == life.number]
    folder = workspace.statements / stored.statement.period.name
    found = {folder / name: _content(folder / name) for name in document.files}
    hashes = {path.name: hashlib.sha256(content).hexdigest() for path, content in found.items()}
    if hashes == dict(document.files):
        return found
    assert life.issued_on is not None
    drawn = draw_issued(bill_of(ledger, stored, life.number, life.issued_on), folder, workspace.templates)
    _same(ledger, life, {path.name: hashlib.sha256(content).hexdigest() for path, content in drawn.items()})
    return drawn


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def series_of(ledger: Ledger, stored: StoredStatement, on: date, kind: str = STATEMENT) -> Series:
    """Where its number counts: by the supplier of the contract, as it was billed."""
    supplier = contract_then(ledger, stored).contract.supplier
    return Series(supplier.tax_no or supplier.name.zh, kind, on.year)


def bill_of(ledger: Ledger, stored: StoredStatement, number: str, on: date) -> Bill:
    """The statement with its number, as it goes to the client."""
    statement = stored.statement
    contract = in_force(contract_then(ledger, stored).contract, statement.period)
    dates, _ = dates_of(contract, statement.period, on)
    return Bill(
        statement=statement, header=contract, statement_id=file_stem(number), drawn_on=on, dates=dates, needs=contract.needs(),
        labels=contract.labels(), number=number,
    )  # fmt: skip


def file_stem(number: str) -> str:
    """A number as the name of a file."""
    return re.sub(r"[^\w.-]+", "-", number).strip("-._")


def drawn_by() -> Mapping[str, str]:
    """What decides the bytes of a document besides the statement: bpo, what draws, and the fonts, with their versions."""
    found = {"bpo": __version__}
    for package in DRAWN_BY:
        try:
            found[package] = version(package)
        except PackageNotFoundError:  # a font that is not installed draws nothing
            continue
    return found


def _same(ledger: Ledger, life: Life, hashes: Mapping[str, str]) -> None:
    """Raises BpoError if a document would be drawn otherwise than it was issued."""
    (document,) = [one for one in ledger.documents(life.statement) if one.number == life.number]
    same_as_issued(document, hashes)


def same_as_issued(document: IssuedDocument, hashes: Mapping[str, str]) -> None:
    """Raises BpoError if a document's files would be drawn otherwise than they were issued."""
    then, now = (_versions(one) for one in (document.drawn_by, drawn_by()))
    for name, digest in hashes.items():
        if document.files.get(name) != digest:
            raise fail(DRAWN_OTHERWISE, Where(name), file=name, number=document.number, then=then, now=now)


def _versions(of: Mapping[str, str]) -> list[str]:
    return [f"{name} {version}" for name, version in sorted(of.items())]
