"""The lines of a statement's face: what was charged, how much of it, at what price."""

from dataclasses import dataclass
from fractions import Fraction
from types import SimpleNamespace

from bpo.contracts.billed import is_quantity_times_rate, priced_steps
from bpo.contracts.statement import Charge, Statement, Step
from bpo.core.units import MONEY_UNIT
from bpo.invoice.tables import lines_of
from bpo.report.page import fields_of
from bpo.report.speech import Said, Speech

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


def face_lines(statement: Statement, speech: Speech) -> tuple[SimpleNamespace, ...]:
    """A line for each charge, with its bands where the face has room for them."""
    lines, _ = shown_lines(statement, speech, zero_lines=True)
    return lines


def shown_lines(
    statement: Statement, speech: Speech, *, zero_lines: bool
) -> tuple[tuple[SimpleNamespace, ...], list[str]]:
    """The lines of a face, and the numbers of those left out; where all come to nothing, all are shown.

    Args:
        zero_lines: whether lines that come to nothing are shown beside others.
    """
    lines = fields_of(lines_of(statement, speech), speech)
    all_shown = zero_lines or not any(charge.amount for charge in statement.charges)
    shown = [one for one in zip(lines, statement.charges, strict=True) if all_shown or one[1].amount]
    bands = [_bands(charge, speech) for _, charge in shown]
    room = len(bands) + Fraction(2, 3) * sum(map(len, bands)) <= ROWS_OF_A_FACE  # a band is set smaller than a line
    for (line, charge), parts in zip(shown, bands, strict=True):
        line.bands = parts if room else ()
        line.limits = () if line.bands else tuple(speech.words(*step.said) for step in charge.steps if _is_limit(step))
        if line.bands:
            line.price, line.price_ratio = Said(""), ""
    found = tuple(line for line, _ in shown)
    return found, [line.number for line in lines if line not in found]


def _is_limit(step: Step) -> bool:
    """Whether a step raises or lowers the line: a minimum or a maximum that applies is never left to the annex."""
    return step.kind == "limit" and step.amount != 0


def _bands(charge: Charge, speech: Speech) -> tuple[Band, ...]:
    heads = charge.parts
    if heads:
        return tuple(_part(head, steps, speech) for head, steps in heads) if len(heads) <= BANDS_OF_A_LINE else ()
    parts = priced_steps(charge)
    if parts and not is_quantity_times_rate(charge):
        parts = [step for step in charge.steps if step.amount and not step.is_rounding]
    if not 1 < len(parts) <= BANDS_OF_A_LINE:
        return ()
    return tuple(_band(step, step.quantity, step.rate, step.amount, step.unit, speech) for step in parts)


def _part(head: Step, steps: list[Step], speech: Speech) -> Band:
    """What a line comes to for one site, or on the days of one wording; with its quantity and price if it has one of each."""
    units, counted = {step.unit for step in steps}, [step.quantity for step in steps if step.quantity is not None]
    has_total = len(counted) == len(steps) and len(units) == 1 and not units & {MONEY_UNIT}
    rate = steps[0].rate if len(steps) == 1 and counted else None
    total = sum(counted, Fraction(0)) if has_total else None
    amount = sum((step.amount for step in steps), Fraction(0))
    return _band(head, total, rate, amount, steps[0].unit if steps else "", speech)


def _band(
    of: Step, quantity: Fraction | None, rate: Fraction | None, amount: Fraction, unit: str, speech: Speech
) -> Band:
    return Band(
        speech.words(*of.said),
        speech.brief(quantity, unit),
        speech.brief_rate(rate, unit),
        speech.brief(amount, MONEY_UNIT),
        speech.ratio(quantity),
        speech.rate_ratio(rate, unit),
    )
