"""The shares of a client's entities, from the statement and its notes as they are stored."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from bpo.contracts.model import Contract
from bpo.contracts.portions import Portion
from bpo.contracts.statement import Statement
from bpo.desk.life.notes import note_in
from bpo.desk.receivables.owed import Share, debtor_of
from bpo.ledger import Ledger
from bpo.life.events import Registered
from bpo.life.life import Life
from bpo.receivables.matching import bare
from bpo.receivables.shares import apportioned


def shares_of(ledger: Ledger, contract: Contract, life: Life, registered: Iterable[Registered]) -> tuple[Share, ...]:
    """The share of each entity of a statement; none where the client is one.

    Args:
        registered: the tax invoices of the statement.
    """
    if not contract.entities:
        return ()
    statement = ledger.statement(life.statement)
    notes = [_note(ledger, life, n, statement, contract) for n in range(len(life.corrections))]
    parties = {one.id: one for one in contract.entities}
    invoices = list(registered)
    return tuple(
        Share(
            entity=own.entity,
            debtor=debtor_of(parties[own.entity]),
            payable=own.payable,
            lines=dict(_lines(statement, own)),
            notes={one.number: note[n] for one, note in zip(life.corrections, notes, strict=True)},
            invoices=frozenset(one.number for one in invoices if _may_be(contract, own, one)),
        )
        for n, own in enumerate(statement.portions)
    )


def _lines(statement: Statement, own: Portion) -> Iterator[tuple[str, Fraction]]:
    """The share of every clause, whose lines may be several."""
    charges = [*statement.charges, *statement.deductions]
    amounts: dict[str, list[Fraction]] = {}
    for charge, part in zip(charges, [*own.lines, *own.deductions], strict=True):
        whole = amounts.setdefault(charge.clause, [Fraction(0), Fraction(0)])
        whole[0] += Fraction(part.amount)
        whole[1] += Fraction(charge.amount)
    for clause, (part_of, all_of) in amounts.items():
        yield clause, part_of / all_of if all_of else Fraction(0)


def _note(ledger: Ledger, life: Life, n: int, statement: Statement, contract: Contract) -> Sequence[Decimal]:
    """What each entity has of a note, as it stands on the note; where the entities are others by then, as of what was payable."""
    before, correction = replace(life, corrections=life.corrections[:n]), life.corrections[n]
    portions: Mapping[str, Portion] = {}
    if correction.lines or correction.deductions or correction.revision:
        portions = {one.entity: one for one in note_in(ledger, before, correction, "")[1].portions}
    own = [portions[one.entity].payable for one in statement.portions if one.entity in portions]
    if len(own) == len(portions) == len(statement.portions) and sum(own) == correction.amount:
        return own
    return apportioned(correction.amount, [Fraction(one.payable) for one in statement.portions], contract.money)


def _may_be(contract: Contract, own: Portion, invoice: Registered) -> bool:
    """Whether a tax invoice may be an entity's: it is made out to it, or to none of them."""
    told = {bare(invoice.title), bare(invoice.tax_no)} - {""}
    if not told:
        return True
    mine = {one.id: {bare(one.name.zh), bare(one.name.en), bare(one.tax_no)} & told for one in contract.entities}
    return bool(mine[own.entity]) or not any(mine.values())
