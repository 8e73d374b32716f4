"""The lines of a statement's face: what was charged, how much of it, at what price."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from bpo.contracts.statement import Charge, Step
from bpo.invoice import headings as h
from bpo.invoice.bill import Bill
from bpo.invoice.speech import MONEY_UNIT, Said, Speech

ROWS_OF_A_FACE = 10
"""Lines that fit on the first page beside the rest; where bands below them would need more, they stay in the annex."""
BANDS_OF_A_LINE = 4


@dataclass(frozen=True, slots=True)
class Band:
    """A part of a line that has a unit price of its own."""

    rule: Said
    quantity: str
    price: str
    amount: str


@dataclass(frozen=True, slots=True)
class Line:
    number: str
    label: Said
    clause: str
    quantity: str
    unit: Said
    price: Said
    tax: str
    amount: str
    bands: tuple[Band, ...] = ()


def priced_steps(charge: Charge) -> list[Step]:
    """The steps that multiply a quantity by a rate."""
    return [step for step in charge.steps if step.quantity is not None and step.rate is not None]


def is_quantity_times_rate(charge: Charge) -> bool:
    """Whether those steps alone make the line; a fee, a minimum or a cap beside them does not stand in one unit price."""
    return sum((step.amount for step in priced_steps(charge)), Fraction(0)) == charge.exact


def lines_of(bill: Bill, speech: Speech) -> list[Line]:
    """A line for each charge, with its bands where the face has room for them."""
    charges = bill.statement.charges
    rates = {tax.code: tax.rate for tax in bill.statement.taxes}
    taxed = bool(bill.statement.taxes)
    bands = [_bands(charge, speech) for charge in charges]
    room = len(charges) + Fraction(2, 3) * sum(map(len, bands)) <= ROWS_OF_A_FACE  # a band is set smaller than a line
    return [
        _line(
            number,
            charge,
            parts if room else (),
            speech.percent(rates.get(charge.tax_code, Fraction(0))) if taxed else "",
            speech,
        )
        for number, (charge, parts) in enumerate(zip(charges, bands, strict=True), start=1)
    ]


def _line(number: int, charge: Charge, bands: tuple[Band, ...], tax: str, speech: Speech) -> Line:
    priced = priced_steps(charge)
    units = {step.unit for step in priced}
    quantity, unit, price = "", Said(""), Said("")
    if len(units) == 1:
        name = units.pop()
        quantity = speech.brief(sum((step.quantity or Fraction(0) for step in priced), Fraction(0)), name)
        unit = speech.unit(name)
        price = Said(speech.brief_rate(priced[0].rate, name))
    if len(priced) > 1 or (priced and not is_quantity_times_rate(charge)):
        price = Said("") if bands else speech.words(h.SEE_ANNEX)
    if not is_quantity_times_rate(charge):
        quantity, unit = "", Said("")
    if any(step.unit == MONEY_UNIT for step in priced) and len(priced) > 1:
        quantity, unit = "", Said("")  # shares of the same amounts would be added up twice
    return Line(
        str(number), speech.text(charge.label), charge.source, quantity, unit, price, tax, speech.money(charge.amount), bands
    )  # fmt: skip


def _bands(charge: Charge, speech: Speech) -> tuple[Band, ...]:
    parts = priced_steps(charge)
    if parts and not is_quantity_times_rate(charge):
        parts = [step for step in charge.steps if step.amount and not step.is_rounding]
    if not 1 < len(parts) <= BANDS_OF_A_LINE:
        return ()
    return tuple(
        Band(
            speech.words(step.rule, step.values),
            speech.brief(step.quantity, step.unit),
            speech.brief_rate(step.rate, step.unit),
            speech.exact_money(step.amount),
        )
        for step in parts
    )
