"""A correction of its own: the difference of two whole statements of one month, as a statement (更正结算单)."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from bpo.contracts.model import Contract
from bpo.contracts.portions import LinePortion, Portion, TaxPortion
from bpo.contracts.statement import Charge, Statement
from bpo.core.measures import Restated
from bpo.pricing.passes.allocated import AS_THEN
from bpo.pricing.passes.trued_up import true_ups_of
from bpo.pricing.pricing import TrueUp, begun
from bpo.pricing.restated import moved_taxes, said_of


def correction(contract: Contract, was: Statement, now: Statement, original: str, note: str = "") -> Statement:
    """What a month comes to now less what it was billed at: a line for each tax code and nature, with the reasons line by line.

    Args:
        contract: as loaded.
        was: the statement that is corrected.
        now: the same month, priced again.
        original: the id of the statement that is corrected.
        note: why.

    Returns:
        A statement of which net, tax, total and what is to be paid are the differences of the two, to the cent.
    """
    pricing = begun(contract, now.measures)
    restated = {now.period.name: Restated(now.measures, original, note)}
    said = said_of(was, now, restated, pricing.contract.labels())
    found = list(true_ups_of(pricing, was, now, said, moved_taxes(was, now), _every_line))
    charges = [one for one in found if not one.line.is_deducted]
    deductions = [one for one in found if one.line.is_deducted]
    none = contract.money.units(0)
    taxes = [moved for one in charges for moved in one.taxes or ()]
    by_line = [sum((moved.line.amount for moved in one.taxes or ()), none) for one in charges]
    return replace(
        now, charges=tuple(one.line for one in charges), deductions=tuple(one.line for one in deductions),
        taxes=tuple(moved.line for moved in taxes), line_taxes=tuple(by_line),
        net=now.net - was.net, tax=now.tax - was.tax, total=now.total - was.total,
        portions=_portions(was, now, charges, deductions), drawn=(), second=None,
    )  # fmt: skip


def _every_line(statement: Statement) -> list[Charge]:
    """All that makes the price, and all that is taken from the payment, whatever took it."""
    kept = [one if one.is_deducted else replace(one, payment=True) for one in statement.deductions]
    return [*statement.charges, *kept]


def _portions(
    was: Statement, now: Statement, charges: Sequence[TrueUp], deductions: Sequence[TrueUp]
) -> tuple[Portion, ...]:
    """What each entity has of the difference; none, where the entities are others now."""
    before = {one.entity: one for one in was.portions}
    if set(before) != {one.entity for one in now.portions}:
        return ()
    return tuple(
        replace(
            one,
            lines=tuple(_line(each, one.entity) for each in charges),
            deductions=tuple(_line(each, one.entity) for each in deductions),
            taxes=tuple(TaxPortion(*moved.by_entity[one.entity]) for each in charges for moved in each.taxes or ()),
            net=one.net - before[one.entity].net,
            tax=one.tax - before[one.entity].tax,
            total=one.total - before[one.entity].total,
        )
        for one in now.portions
    )


def _line(one: TrueUp, entity: str) -> LinePortion:
    amount = one.by_entity.get(entity, one.line.amount - one.line.amount)
    share = Fraction(amount) / Fraction(one.line.amount) if one.line.amount else Fraction(0)
    return LinePortion(amount, share, AS_THEN, {"label": one.line.label})
