"""The lines of a statement's face: what was charged, how much of it, at what price."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from bpo.contracts.billed import billed_quantity, is_quantity_times_rate, priced_steps
from bpo.contracts.statement import Charge, Step
from bpo.core.units import MONEY_UNIT
from bpo.invoice import headings as h
from bpo.invoice.bill import Bill
from bpo.report.speech import Said, Speech, clause_number

ROWS_OF_A_FACE = 10
"""Lines that fit on the first page beside the rest; where bands below them would need more, they stay in the annex."""
BANDS_OF_A_LINE = 4


@dataclass(frozen=True, slots=True)
class Band:
    """A part of a line that has a unit price of its own. A ``…_ratio`` is what was rounded to be printed, exactly."""

    rule: Said
    quantity: str
    price: str
    amount: str
    quantity_ratio: str = ""
    price_ratio: str = ""


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
    quantity_ratio: str = ""
    price_ratio: str = ""


def lines_of(bill: Bill, speech: Speech) -> list[Line]:
    """A line for each charge, with its bands where the face has room for them."""
    statement = bill.statement
    rates = {tax.code: tax.rate for tax in statement.taxes}
    bands = [_bands(charge, speech) for charge in statement.charges]
    room = len(bands) + Fraction(2, 3) * sum(map(len, bands)) <= ROWS_OF_A_FACE  # a band is set smaller than a line
    return [
        _line(
            number,
            charge,
            parts if room else (),
            speech.percent(rates.get(charge.tax_code, Fraction(0))) if rates else "",
            billed_quantity(charge, statement.measures),
            speech,
        )
        for number, (charge, parts) in enumerate(zip(statement.charges, bands, strict=True), start=1)
    ]


def _line(
    number: int, charge: Charge, bands: tuple[Band, ...], tax: str, billed: tuple[Fraction, str] | None, speech: Speech
) -> Line:
    priced = priced_steps(charge)
    alone = priced[0] if len(priced) == 1 and is_quantity_times_rate(charge) else None
    price = Said(speech.brief_rate(alone.rate, alone.unit)) if alone else Said("")
    if priced and not alone and not bands:
        price = speech.words(h.SEE_ANNEX)
    return Line(
        number=str(number),
        label=speech.text(charge.label),
        clause=clause_number(charge.source),
        quantity=speech.brief(*billed) if billed else "",
        unit=speech.unit(billed[1]) if billed else Said(""),
        price=price,
        tax=tax,
        amount=speech.money(charge.amount),
        bands=bands,
        quantity_ratio=speech.ratio(billed[0]) if billed else "",
        price_ratio=speech.rate_ratio(alone.rate, alone.unit) if alone else "",
    )


def _bands(charge: Charge, speech: Speech) -> tuple[Band, ...]:
    heads = charge.parts
    if heads:
        return tuple(_part(head, steps, speech) for head, steps in heads) if len(heads) <= BANDS_OF_A_LINE else ()
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
            speech.brief(step.amount, MONEY_UNIT),
            speech.ratio(step.quantity),
            speech.rate_ratio(step.rate, step.unit),
        )
        for step in parts
    )


def _part(head: Step, steps: list[Step], speech: Speech) -> Band:
    """What a line comes to for one site, or on the days of one wording; with its quantity and price if it has one of each."""
    alone = steps[0] if len(steps) == 1 and steps[0].quantity is not None and steps[0].rate is not None else None
    units = {step.unit for step in steps}
    counted = [step.quantity for step in steps if step.quantity is not None]
    total = (
        sum(counted, Fraction(0))
        if len(counted) == len(steps) and len(units) == 1 and not units & {MONEY_UNIT}
        else None
    )
    return Band(
        speech.words(head.rule, head.values),
        "" if total is None else speech.brief(total, steps[0].unit),
        speech.brief_rate(alone.rate, alone.unit) if alone else "",
        speech.brief(sum((step.amount for step in steps), Fraction(0)), MONEY_UNIT),
        "" if total is None else speech.ratio(total),
        speech.rate_ratio(alone.rate, alone.unit) if alone else "",
    )
