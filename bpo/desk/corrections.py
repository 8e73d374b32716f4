"""Corrections: the statements of their own by which months that were billed were corrected (更正结算单)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bpo.contracts.statement import Statement
from bpo.desk.months import CORRECTION
from bpo.ledger import Ledger
from bpo.ledger.document import read

ENDING = "-correction"


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction by its id: it turns the statement ``original`` into the revision ``into``."""

    id: str
    original: str
    into: str
    statement: Statement


def correction_id(revision: str) -> str:
    """What the correction is called that leads to a revision."""
    return f"{revision}{ENDING}"


def corrections(ledger: Ledger, contracts: Iterable[str]) -> Iterator[Corrected]:
    """The corrections of contracts, oldest first."""
    for contract in contracts:
        for one in ledger.restatements(contract):
            if one.form == CORRECTION:
                yield Corrected(correction_id(one.goes_into), one.original, one.goes_into, read(one.document))


def correction_called(ledger: Ledger, name: str) -> Corrected | None:
    """A correction by its id; None for what is called otherwise.

    Raises:
        BpoError: if there is no revision that such a correction could lead to.
    """
    if not name.endswith(ENDING):
        return None
    contract = ledger.statement(name.removesuffix(ENDING)).contract
    return next((one for one in corrections(ledger, [contract]) if one.id == name), None)
