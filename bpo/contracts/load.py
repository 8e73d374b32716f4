"""A contract file becomes a :class:`Contract`, or every mistake in it with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from bpo.contracts.clause import Clause, Loc
from bpo.contracts.cycle_rules import against_cycle
from bpo.contracts.header.ceilings import order_problems
from bpo.contracts.header.due import AfterDays
from bpo.contracts.header.e_invoice_rules import e_invoice_problems
from bpo.contracts.header.entities import allocation_problems
from bpo.contracts.header.fapiao_rules import fapiao_problems
from bpo.contracts.language import in_words_of_today
from bpo.contracts.model import Contract
from bpo.contracts.names import name_problems
from bpo.contracts.versions import read_versions
from bpo.core.documents import Document, expect, read_document
from bpo.core.errors import BpoError, Problem
from bpo.core.expr import CALENDAR_FUNCTIONS
from bpo.core.validation import problems_of
from bpo.core.words import Words
from bpo.core.yaml_tree import Node, texts_in

NO_CALENDAR = Words(
    "calendar-missing",
    en="this asks which days are worked, but the contract has no calendar; write 'billing: {{calendar: CN}}' (a country such as "
    "CN, US, IN, PH, or one with its region, such as US-CA)",
    zh="此处需判断工作日或节假日，但合同未写日历；请写 billing: {{calendar: CN}}（国家代码，如 CN、US、IN、PH，或加地区，如 US-CA）",
)
_CALLED = re.compile(rf"\b({'|'.join(CALENDAR_FUNCTIONS)})\s*\(", re.IGNORECASE)


def calendar_places(contract: Contract, document: Document) -> list[Node]:
    """The values in the contract's file that read the calendar, in the order of the file; those of amendments are read with the
    version that each makes."""
    asked = any(need.calendar_calls() for need in contract.needs())
    found = [
        node
        for name, node in texts_in(document.root, but="amendments")
        if (name == "prorated" and node.value == "working_days") or (asked and _CALLED.search(str(node.value)))
    ]
    for section, clauses in (("terms", contract.terms), ("adjustments", contract.adjustments)):
        for i, clause in enumerate(clauses):
            found += [document.find((section, i, *at))[0] for at in clause.calendar_at()]
    for name in ("statement_date", "due", "accepted_after"):
        rule: AfterDays | None = getattr(contract.billing, name)
        found += [document.find(("billing", name))[0]] if rule is not None and rule.reads_calendar else []
    return found


def without_calendar(contract: Contract, document: Document) -> Iterator[Problem]:
    """What reads the calendar of a contract that has none."""
    if contract.billing.calendar is None:
        for node in calendar_places(contract, document):
            call = _CALLED.search(str(node.value))
            offset, width = (call.start(), len(call[1])) if call else (0, 0)
            yield Problem(NO_CALENDAR, document.where(node, offset, width))


NEVER_BILLED = Words(
    "day-outside-contract",
    en="{day} lies outside the contract's days, {start} to {end}: it would never be billed",
    zh="{day} 不在合同有效期 {start} 至 {end} 内：将永远不会计收",
)


@dataclass(frozen=True, slots=True)
class LoadedContract:
    """A contract with the document it was read from."""

    contract: Contract
    document: Document

    @property
    def sha256(self) -> str:
        return self.document.sha256

    @property
    def versions(self) -> list[LoadedContract]:
        """The contract as signed and as amended, each with its text; itself alone if it was never amended."""
        found = [LoadedContract(version.contract, version.document) for version in self.contract.versions]
        return found or [self]


def load_contract(path: str | Path) -> Contract:
    """Read a contract.

    Raises:
        BpoError: with every problem in the file, each with file:line, the line itself, and how to mend it.
    """
    return read_contract(read_document(path)).contract


def read_contract(document: Document) -> LoadedContract:
    """The same for a document that was read already."""
    expect(document, "contract")
    document = in_words_of_today(document)
    problems: list[Problem] = []
    contract: Contract | None = None
    try:
        contract = Contract.model_validate(document.plain())
    except ValidationError as error:
        problems = problems_of(error, document, Contract)
    else:
        entities, lines = contract.entities, [clause.id for clause in contract.clauses]
        problems = [
            *_of_days(contract, document),
            *allocation_problems(entities, contract.allocation, lines, contract.quantities, document),
            *e_invoice_problems(contract, document),
            *fapiao_problems(contract, lines, document),
            *order_problems(contract.purchase_orders, {entity.id for entity in entities}, document),
        ]
    problems += name_problems(document, contract)
    if contract is not None and contract.amendments and not problems:
        problems = read_versions(contract, document, _read_version)
    if problems or contract is None:
        raise BpoError(sorted(problems, key=lambda p: (p.where.line, p.where.column) if p.where else (0, 0)))
    return LoadedContract(contract, document)


def _read_version(document: Document) -> tuple[Contract | None, list[Problem]]:
    """One version of an amended contract, or its mistakes."""
    try:
        contract = Contract.model_validate(document.plain())
    except ValidationError as error:
        return None, problems_of(error, document, Contract)
    return contract, [*_of_days(contract, document), *name_problems(document, contract)]


def _of_days(contract: Contract, document: Document) -> Iterator[Problem]:
    """Days that cannot be told to be worked; and a one-off fee, a milestone or a release on a day outside the contract would be left out of every month, silently."""
    start, end = contract.effective.start, contract.effective.end
    places: list[tuple[Loc, Clause]] = [(("terms", i), clause) for i, clause in enumerate(contract.terms)]
    places += [(("adjustments", i), clause) for i, clause in enumerate(contract.adjustments)]
    for place, clause in places:
        for day, at in clause.days():
            if day < start or (end is not None and day > end):
                values = {"day": day, "start": start, "end": end or "…"}
                yield Problem(NEVER_BILLED, document.place(*place, *at), values)
    yield from without_calendar(contract, document)
    yield from against_cycle(contract, document)
