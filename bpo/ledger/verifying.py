"""Whether anything of the ledger was touched: the chain, the lives, the statements' rows, the numbers and the documents.

Everything is read as the text that is stored, so that what was changed is told and nothing stops the reading. Prices are computed
again by the desk, which knows how.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from bpo.core.errors import BpoError, Problem
from bpo.ledger import faults as f
from bpo.ledger.content import content_of, contents_of_months
from bpo.ledger.issuing import versions_text
from bpo.life.entry import FIRST, hash_of, read_event
from bpo.life.events import DocumentIssued, DocumentNumbered, Recorded
from bpo.life.folding import after
from bpo.life.life import Life
from bpo.life.months import MonthClosed, MonthOpened, MonthRestated, OfMonth
from bpo.life.states import WAY_OF

COLUMNS = ("number", "at", "who", "verb", "subject", "reason", "event", "previous", "hash")
Row = Mapping[str, Any]
OF_MONTHS = {"restatements": (MonthRestated.verb,), "closings": (MonthClosed.verb, MonthOpened.verb)}
OF_DOCUMENT = ("number", "supplier", "kind", "year", "position", "subject", "issued_on", "created_at")


@dataclass(frozen=True, slots=True)
class Checked:
    """How much was held against what, the last hash of the journal, and what was found to be touched."""

    entries: int
    statements: int
    documents: int
    last: str
    findings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """What the journal says: of each statement its life and how it was recorded, of each number how it was given and issued, and what was
    decided of months, by the verb: contract, period and content, each as often as it is told."""

    lives: dict[str, Life]
    recorded: dict[str, Recorded]
    numbered: dict[str, Row]
    issued: dict[str, DocumentIssued]
    months: dict[str, Counter[tuple[str, str, str]]]


def verify(connection: Connection) -> Checked:
    """Hold everything against the journal, and the journal against itself."""
    query = f"SELECT {', '.join(COLUMNS)} FROM journal ORDER BY number"  # names of columns, all from here
    rows: list[Row] = [dict(row) for row in connection.execute(text(query)).mappings()]
    findings = list(_chain(connection, rows))
    told, of_lives = _lives(rows)
    findings += of_lives
    findings += _statements(connection, told)
    findings += _documents(connection, told)
    findings += _months(connection, told)
    statements = connection.execute(text("SELECT count(*) FROM statements")).scalar_one()
    documents = connection.execute(text("SELECT count(*) FROM documents")).scalar_one()
    return Checked(len(rows), statements, documents, rows[-1]["hash"] if rows else FIRST, tuple(findings))


def _chain(connection: Connection, rows: Sequence[Row]) -> Iterator[Problem]:
    """Every row has the number after the last one, its hash, and that of the row before; the head has the last one's."""
    number, last = 0, FIRST
    for entry in rows:
        if entry["number"] != number + 1:
            yield Problem(f.ENTRIES_GONE, None, {"first": number + 1, "last": entry["number"] - 1})
        elif entry["previous"] != last:
            yield Problem(f.ENTRY_UNCHAINED, None, {"number": entry["number"], "before": number})
        told = entry["hash"]
        if hash_of(*(entry[name] for name in COLUMNS[:-1])) != told:
            values = {"number": entry["number"], "verb": entry["verb"], "subject": entry["subject"]}
            yield Problem(f.ENTRY_CHANGED, None, values)
        number, last = entry["number"], told
    head = connection.execute(text("SELECT number, hash FROM journal_head WHERE id = 1")).first()
    if head is None or (head.number, head.hash) != (number, last):
        yield Problem(f.HEAD_CHANGED, None, {"number": number, "head": head.number if head else "–"})


def _lives(rows: Sequence[Row]) -> tuple[_Told, list[Problem]]:
    """The lives by the journal, as far as its events may follow on each other."""
    lives: dict[str, Life] = {}
    told, findings = _Told(lives, {}, {}, {}, defaultdict(Counter)), list[Problem]()
    for entry in rows:
        subject, verb = entry["subject"], entry["verb"]
        try:
            event = read_event(verb, entry["event"])
            if isinstance(event, Recorded):
                told.recorded[subject] = event
            elif isinstance(event, DocumentNumbered):
                told.numbered[event.number] = _as_document(event, subject, entry["at"])
            elif isinstance(event, DocumentIssued):
                told.issued[event.number] = event
            elif isinstance(event, OfMonth):
                told.months[verb][subject, event.period, event.content] += 1
            if verb in WAY_OF:
                lives[subject] = after(lives.get(subject), subject, event, entry["who"])
        except (BpoError, AssertionError, ValueError, ArithmeticError, KeyError) as error:
            values = {"number": entry["number"], "verb": verb, "subject": subject, "reason": str(error)}
            findings.append(Problem(f.ENTRY_IMPOSSIBLE, None, values))
    return told, findings


def _statements(connection: Connection, told: _Told) -> Iterator[Problem]:
    """Every statement is the one that was recorded, in the state that its life has."""
    stored = connection.execute(text("SELECT id, state FROM statements ORDER BY id")).all()
    for name, state in stored:
        if name not in told.recorded:
            yield Problem(f.STATEMENT_UNTOLD, None, {"id": name})
            continue
        if content_of(connection, name) != told.recorded[name].content:
            yield Problem(f.STATEMENT_CHANGED, None, {"id": name})
        life = told.lives.get(name)
        if life is not None and life.state != state:
            yield Problem(f.STATE_CHANGED, None, {"id": name, "state": state, "told": life.state})
    for name in told.recorded.keys() - {name for name, _ in stored}:
        yield Problem(f.STATEMENT_GONE, None, {"id": name})
    orphans = "SELECT DISTINCT statement_id FROM lines WHERE statement_id NOT IN (SELECT id FROM statements)"
    for (name,) in connection.execute(text(orphans)):
        yield Problem(f.STATEMENT_GONE, None, {"id": name})


def _months(connection: Connection, of: _Told) -> Iterator[Problem]:
    """What was decided of months is what the journal tells, each as often."""
    for table, verbs in OF_MONTHS.items():
        told = sum((of.months[verb] for verb in verbs), Counter[tuple[str, str, str]]())
        there = Counter(contents_of_months(connection, table))
        for contract, period, _ in sorted((there - told).elements()):
            yield Problem(f.MONTH_CHANGED, None, {"contract": contract, "period": period, "table": table})
        for contract, period, _ in sorted((told - there).elements()):
            yield Problem(f.MONTH_GONE, None, {"contract": contract, "period": period, "table": table})


def _as_document(event: DocumentNumbered, subject: str, at: str) -> Row:
    """The row that a number was given with."""
    row = (event.number, event.supplier, event.kind, event.on.year, event.position, subject, event.on.isoformat(), at)
    return dict(zip(OF_DOCUMENT, row, strict=True))


def _documents(connection: Connection, told: _Told) -> Iterator[Problem]:
    """Every number was given by the journal, and its files are those that were issued; no series has a hole."""
    query = f"SELECT {', '.join(OF_DOCUMENT)} FROM documents ORDER BY supplier, kind, year, position"
    documents: list[Row] = [dict(row) for row in connection.execute(text(query)).mappings()]
    files: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for number, *file in connection.execute(text("SELECT number, name, sha256, drawn_by FROM document_files")):
        files[number].add(tuple(file))
    last: dict[tuple[Any, ...], int] = defaultdict(int)
    for one in documents:
        number, series = one["number"], (one["supplier"], one["kind"], one["year"])
        if one["position"] != last[series] + 1:
            values = {"number": number, "position": one["position"], "wanted": last[series] + 1}
            yield Problem(f.NUMBERS_GONE, None, values)
        last[series] = one["position"]
        if told.numbered.get(number) != one:
            yield Problem(f.DOCUMENT_CHANGED, None, {"number": number})
    for number in sorted(told.numbered.keys() - {one["number"] for one in documents}):
        yield Problem(f.DOCUMENT_GONE, None, {"number": number, "id": told.numbered[number]["subject"]})
    for number in sorted(files.keys() | told.issued.keys()):
        issued = told.issued.get(number)
        wanted = (
            {(name, digest, versions_text(issued.drawn_by)) for name, digest in issued.files.items()}
            if issued
            else set()
        )
        if files[number] != wanted:
            yield Problem(f.FILES_CHANGED, None, {"number": number})
