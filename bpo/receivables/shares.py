"""What each buying entity of a client owes of a statement: amounts in proportion, and payments that name no entity."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from bpo.core.money import Money
from bpo.receivables.items import NOTHING, Payment


def apportioned(amount: Decimal, weights: Sequence[Fraction], money: Money) -> list[Decimal]:
    """An amount in proportion to weights, to the cent; all of it to the first where they come to nothing."""
    whole = sum(weights, Fraction(0))
    if not whole:
        return [amount if n == 0 else money.zero for n in range(len(weights))]
    return money.apportion([Fraction(amount) * weight / whole for weight in weights])


def attributed(payments: Iterable[Payment], totals: Mapping[str, Decimal]) -> list[Payment]:
    """Every payment with the entity whose share it is of.

    One that names none fills the shares one after the other, and the last has what is more than all; taken back, it leaves them the
    other way round.

    Args:
        payments: of one statement, in the order of the journal.
        totals: what each entity owes, in their order.
    """
    payments = list(payments)
    left = dict(totals)
    for one in payments:
        if one.entity:
            left[one.entity] -= one.amount
    held: dict[str, dict[str, Decimal]] = {}
    found = []
    for one in payments:
        if one.entity:
            found.append(one)
            continue
        of_line = held.setdefault(one.line, dict.fromkeys(totals, NOTHING))
        for entity, amount in _filled(one.amount, left) if one.amount >= 0 else _left(one.amount, of_line):
            left[entity] -= amount
            of_line[entity] += amount
            found.append(replace(one, amount=amount, entity=entity))
    return found


def _filled(amount: Decimal, left: Mapping[str, Decimal]) -> Iterator[tuple[str, Decimal]]:
    last = list(left)[-1]
    for entity, most in left.items():
        part = amount if entity == last else min(amount, max(most, NOTHING))
        if part:
            yield entity, part
        amount -= part


def _left(amount: Decimal, held: Mapping[str, Decimal]) -> Iterator[tuple[str, Decimal]]:
    first = next(iter(held))
    for entity, had in reversed(list(held.items())):
        part = amount if entity == first else -min(-amount, max(had, NOTHING))
        if part:
            yield entity, part
        amount -= part
