"""A term in another currency than the statement: priced in its own, then converted at the month's rate, and said in both."""

from dataclasses import replace
from fractions import Fraction

from bpo.contracts.adjustments.exchange_rate import NOT_A_RATE
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, Step
from bpo.contracts.terms.term import Term
from bpo.core.errors import fail
from bpo.core.money import Money
from bpo.core.units import MONEY_UNIT
from bpo.core.words import Text, Words, exact_text

CONVERTED = Words(
    "currency-converted",
    en="Agreed in {currency}: {amount} at {rate} ({name}). Prices below are converted, sums in words are not",
    zh="以 {currency} 计价：{amount}，汇率 {rate}（{name}）。以下单价与金额均已折算，文字中的金额除外",
)
CONVERTED_BY = Words(
    "currency-converted-note",
    en="Agreed in {currency}: {amount} at {rate} ({name}, {note}). Prices below are converted, sums in words are not",
    zh="以 {currency} 计价：{amount}，汇率 {rate}（{name}，{note}）。以下单价与金额均已折算，文字中的金额除外",
)
ROUNDED = Words(
    "currency-rounded",
    en="Rounded in {currency}, then converted and rounded to {unit} {own}",
    zh="先以 {currency} 舍入，折算后舍入到 {unit} {own}",
)


def money_of(term: Term, month: Month) -> Money:
    """The currency that a term is priced in, rounded as the contract's."""
    return Money(term.currency, month.money.mode) if term.currency else month.money


def converted(charge: Charge, term: Term, month: Month) -> Charge:
    """The line in the statement's currency: what it comes to in its own, to the minor unit, at the month's rate.

    Raises:
        BpoError: if the rate is missing or not above zero.
    """
    assert term.currency is not None and term.exchange is not None, "a term in another currency names its rate"
    rate = month.quantity(term.exchange, term).total
    if rate <= 0:
        raise fail(NOT_A_RATE, term.where, given=term.exchange, period=month.period.name, rate=rate)
    foreign = f"{charge.amount:,}"
    evidence = month.measures.evidence.get(term.exchange)
    note = evidence.note if evidence is not None else ""
    said = {"currency": term.currency, "amount": foreign, "rate": rate, "name": month.label_of(term.exchange)}
    head = Step(
        CONVERTED_BY if note else CONVERTED, {**said, "note": note} if note else said, Fraction(0), source=charge.source
    )
    steps = [head, *(_scaled(step, rate) for step in charge.steps if not step.is_rounding)]
    amount = month.money.round(Fraction(charge.amount) * rate)
    odd = Fraction(amount) - sum((step.amount for step in steps), Fraction(0))
    if odd:
        values = {"currency": term.currency, "unit": month.money.units(1), "own": month.money.currency}
        steps.append(Step(ROUNDED, values, odd, kind="rounding"))
    both = f"{foreign} {term.currency} × {exact_text(rate)}"
    label = Text(zh=f"{charge.label.zh}（{both}）", en=f"{charge.label.en} ({both})")
    return replace(charge, label=label, steps=tuple(steps), amount=amount)


def _scaled(step: Step, rate: Fraction) -> Step:
    """A step in the statement's currency; a percent of money is not multiplied, the money is."""
    if step.unit == MONEY_UNIT:
        quantity = None if step.quantity is None else step.quantity * rate
        return replace(step, amount=step.amount * rate, quantity=quantity)
    return replace(step, amount=step.amount * rate, rate=None if step.rate is None else step.rate * rate)
