"""Disputed lines (争议款): the client withholds all or a part of a line now; what is agreed later is paid with a later statement.

The price stays as it is: what is disputed is taken from the payment, and what is paid later is added to a later one.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from bpo.contracts.statement import Charge, Statement, Step, rounded
from bpo.core.errors import BpoError, Problem, choices
from bpo.core.words import Text, Words
from bpo.pricing.pricing import Pricing

NO_SUCH_LINE = Words(
    "disputed-no-line",
    en="no line '{given}' of {period} was billed that could be disputed",
    zh="{period} 没有可争议的行 '{given}'",
)
MORE_THAN_BILLED = Words(
    "disputed-more-than-billed",
    en="{amount} of '{given}' is disputed, but the line comes to {billed} with its tax",
    zh="'{given}' 争议金额 {amount} 超过该行含税金额 {billed}",
)
NOT_WITHHELD = Words(
    "disputed-not-withheld",
    en="{amount} of '{given}' of {month} is to be paid, but {left} of it is still withheld",
    zh="{month} 的 '{given}' 拟支付 {amount}，但尚扣留 {left}",
)
OF_ENTITIES = Words(
    "disputed-of-entities",
    en="the lines of this contract are allocated to entities; a dispute of one of them cannot be billed yet",
    zh="本合同各行分摊至多个主体；暂不支持单独的争议款",
)
WITHHELD = Words("disputed-withheld", en="Disputed, not paid with this statement: {why}", zh="有争议，本期不付：{why}")
DISPUTED = "disputed"
"""The kind of the lines, of the client's making."""
RELEASED = Words(
    "disputed-released",
    en="Disputed in {month}, now paid; {left} stays withheld",
    zh="{month} 的争议款，现予支付；尚扣留 {left}",
)


def disputed(pricing: Pricing) -> Pricing:
    """What is disputed is taken from this payment, and what was agreed since on earlier disputes is added to it.
    有争议的金额自本期应付中扣除；以往争议已达成一致的金额计入本期应付。

    Raises:
        BpoError: for a line that was not billed, or amounts beyond what was billed or is still withheld.
    """
    measures = pricing.measures
    if not measures.disputed and not measures.paid_later:
        return pricing
    if pricing.contract.entities:
        raise BpoError([Problem(OF_ENTITIES, None, {"disputed": "", "period": measures.period})])
    found = [*_withheld(pricing), *_released(pricing)]
    if problems := [one for one in found if isinstance(one, Problem)]:
        raise BpoError(problems)
    lines = [one for one in found if isinstance(one, Charge)]
    return replace(pricing, kept_back=(*pricing.kept_back, *lines))


def _withheld(pricing: Pricing) -> Iterator[Charge | Problem]:
    included = pricing.contract.prices.tax == "included"
    lines = {line.clause: line for line in pricing.lines}
    gross = {
        line.clause: Fraction(line.amount) + (0 if included else Fraction(tax))
        for line, tax in zip(pricing.lines, pricing.taxed.by_charge, strict=True)
    }
    for name, dispute in pricing.measures.disputed.items():
        said = {"disputed": name, "period": pricing.period.name}
        if name not in lines or gross[name] <= 0:
            yield Problem(NO_SUCH_LINE, None, {**said, **choices(name, [one for one in gross if gross[one] > 0])})
            continue
        amount = gross[name] if dispute.amount is None else dispute.amount
        if not 0 < amount <= gross[name]:
            yield Problem(MORE_THAN_BILLED, None, {**said, "given": name, "amount": amount, "billed": gross[name]})
            continue
        step = Step(WITHHELD, {"why": dispute.why}, -amount)
        label = Text(zh=f"争议款：{lines[name].label.zh}", en=f"Disputed: {lines[name].label.en}")
        yield _line(pricing, f"disputed.{name}", label, step, lines[name])


def _released(pricing: Pricing) -> Iterator[Charge | Problem]:
    for month, lines in pricing.measures.paid_later.items():
        billed = next((one for one in pricing.billed if one.period.name == month), None)
        for name, amount in lines.items():
            of = next((one for one in billed.deductions if one.clause == f"disputed.{name}"), None) if billed else None
            paid = sum((_paid(one, f"paid_later.{month}.{name}") for one in pricing.billed), Decimal(0))
            left = Fraction(0) if of is None else -Fraction(of.amount) - Fraction(paid)
            if of is None or not 0 < amount <= left:
                said = {"paid_later": month, "given": name, "month": month, "amount": amount, "left": left}
                yield Problem(NOT_WITHHELD, None, said)
                continue
            step = Step(RELEASED, {"month": month, "left": left - amount}, amount)
            yield _line(pricing, f"paid_later.{month}.{name}", of.label, step, of)


def _paid(statement: Statement, name: str) -> Decimal:
    return sum((one.amount for one in statement.deductions if one.clause == name), Decimal(0))


def _line(pricing: Pricing, name: str, label: Text, step: Step, of: Charge) -> Charge:
    steps, amount = rounded([step], pricing.contract.money)
    return Charge(name, label, DISPUTED, steps, amount, of.tax_code, of.where, of.source, damages=False)
