"""How much a line bills: the steps that multiply a quantity by a rate, and the one number that says it, where there is one."""

from fractions import Fraction

from bpo.contracts.statement import Charge, Step
from bpo.core.measures import Measures
from bpo.core.units import MONEY_UNIT


def priced_steps(charge: Charge) -> list[Step]:
    """The steps that multiply a quantity by a rate."""
    return [step for step in charge.steps if step.quantity is not None and step.rate is not None]


def is_quantity_times_rate(charge: Charge) -> bool:
    """Whether those steps alone make the line; a fee, a minimum or a cap beside them does not stand in one unit price."""
    return sum((step.amount for step in priced_steps(charge)), Fraction(0)) == charge.exact


def billed_quantity(charge: Charge, measures: Measures) -> tuple[Fraction, str] | None:
    """How much a line bills, with its unit; None where no one number says it.

    That is where a fee, a minimum or a cap is beside the priced steps, where they have several units, or where they price the
    same amounts or contacts more than once: then their sum is not what was counted.
    """
    priced = priced_steps(charge)
    units = {step.unit for step in priced}
    if len(units) != 1 or not is_quantity_times_rate(charge):
        return None
    (unit,) = units
    total = sum((step.quantity or Fraction(0) for step in priced), Fraction(0))
    counted = measures.quantities.get(charge.clause)
    if len(priced) > 1 and (unit == MONEY_UNIT or (counted is not None and counted.total != total)):
        return None
    return total, unit
