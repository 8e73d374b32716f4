"""The shapes of the JSON of verbs about a statement's life and the ledger's journal."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from bpo.core.output import Number, Output, Said

Iso = Annotated[str, BeforeValidator(lambda given: given if isinstance(given, str) else given.isoformat())]


class DisputeOutput(Output):
    """A dispute; ``conceded`` is null while it is open. ``table`` is empty where the amounts were given, not counted by the records."""

    name: str
    amount: Number
    lines: dict[str, Number]
    records: list[str]
    table: str
    theirs: str
    conceded: Number | None
    accepted: list[str]


class LifeOutput(Output):
    """A statement's life so far. Amounts have tax in them; ``open`` is below zero where too much was paid."""

    statement: str
    state: str
    currency: str
    number: str
    payable: Number
    disputed: Number
    confirmed: Number
    owed: Number
    invoiced: Number
    paid: Number
    open: Number
    issued_on: Iso | None
    sent_on: Iso | None
    answer_by: Iso | None
    deemed: bool
    prepared_by: str
    reviewed_by: str
    approved_by: str
    disputes: list[DisputeOutput]


class ActOutput(Output):
    """What came of one statement; ``life`` is null where it was refused, for the reasons in ``problems``."""

    statement: str
    life: LifeOutput | None = None
    files: list[str] = []
    problems: list[str] = []


class MailedOutput(ActOutput):
    """What came of sending one: ``to`` and ``message`` are of what was sent now, ``before`` says that it was sent already."""

    to: list[str] = []
    message: str = ""
    before: bool = False


class EntryOutput(Output):
    """A row of the journal."""

    number: int
    at: Iso
    who: str
    verb: str
    subject: str
    reason: str
    event: dict[str, Any]
    previous: str
    hash: str


class LedgerCheckOutput(Output):
    """``bpo ledger verify``: how much was held against what, and what was touched."""

    entries: int
    statements: int
    documents: int
    priced: int
    last: str
    findings: list[Said] = Field(default=[])
