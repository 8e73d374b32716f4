"""Charge-backs in the lines that a coefficient is about: each takes back what its month paid, at that month's coefficient."""

from collections.abc import Sequence
from fractions import Fraction

from bpo.contracts.clause import Clause
from bpo.contracts.month import Month
from bpo.contracts.statement import Step
from bpo.core.sums import ONE, ZERO, exact_sum
from bpo.core.words import Pct, Words

AS_PAID = Words(
    "multiplier-charged-back",
    en="Charged back of {month}: {base}, and {rate} of it, as the coefficient of {month} was paid",
    zh="{month} 扣回 {base}：按 {month} 支付时的系数一并扣回其 {rate}",
)


def charged_back(month: Month, lines: Sequence[str]) -> dict[str, Fraction]:
    """What these lines take back of each earlier month, below zero.

    What a minimum raises is not taken back, and neither is anything of a line that comes to its maximum all the same.
    """
    charges = month.lines(lines)
    kept = {charge.clause: ONE for charge in charges}
    taken = {charge.clause: [step for step in charge.steps if step.kind == "charged_back"] for charge in charges}
    for charge in charges:
        limited = exact_sum(step.amount for step in charge.steps if step.kind == "limit")
        held = [name for name in (charge.clause, *charge.rounded_with) if name in taken]
        back = -exact_sum(step.amount * kept[name] for name in held for step in taken[name])
        if limited and back:
            share = max(ZERO, back - limited) / back if limited > 0 else ZERO
            kept |= {name: kept[name] * share for name in held}
    found: dict[str, Fraction] = {}
    for name, steps in taken.items():
        for step in steps:
            key = str(step.values["month"])
            found[key] = found.get(key, ZERO) + step.amount * kept[name]
    return {name: found[name] for name in sorted(found) if found[name]}


def as_paid(clause: Clause, month: Month, name: str, base: Fraction) -> Step:
    """The step that takes back what the clause paid on ``base``, which is taken back of the month of this name."""
    rate = _paid(clause, month, name)
    values = {"month": name, "base": -base, "rate": Pct(rate)}
    return clause.step(AS_PAID, values, base * rate, base, "money", rate, kind="charged_back")


def _paid(clause: Clause, month: Month, name: str) -> Fraction:
    """What the clause came to for one unit of money in a month: of several sites or wordings, all of them together; 0 if it was not
    there, or moved nothing."""
    earlier = month.back(month.cycle.between(name, month.period.name), clause)
    rated = earlier.rated_steps(clause.id) if earlier is not None else []
    steps = [step for step in rated if step.kind != "charged_back"]
    base = exact_sum(step.quantity or ZERO for step in steps)
    if base:
        return exact_sum(step.amount for step in steps) / base
    return next((step.rate for step in steps if step.rate is not None), ZERO)
