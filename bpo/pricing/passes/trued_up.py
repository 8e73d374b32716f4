"""What earlier months come to now, less what was billed for them: lines of the statement that brings the new values (指标补差)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from bpo.contracts.statement import PAYABLE_ROUNDING, Charge, Statement, Step
from bpo.core.words import Text, Words
from bpo.pricing.limits import CUT
from bpo.pricing.passes.disputed import DISPUTED
from bpo.pricing.passes.withheld import WITHHOLDING
from bpo.pricing.pricing import MovedTax, Pricing, TrueUp

MOVED = Words(
    "true-up-moved",
    en="{label} of {month}: {after} in place of {before}",
    zh="{month} 的{label}：由 {before} 变为 {after}",
)
KIND = "true_up"
"""The kind of the line that trues up an earlier month."""
RESTATED = "restated"
"""The kind of the line that adjusts an earlier month which is restated, or reads one that is."""
ADJUSTED = (KIND, RESTATED)


class TrueUpName(NamedTuple):
    """The id of such a line: the month it is of and, where there are several for one month, which it is.

    >>> str(TrueUpName("2026-02")), str(TrueUpName("2026-02", 2)), TrueUpName.of("true_up.2026-02.2").month
    ('true_up.2026-02', 'true_up.2026-02.2', '2026-02')
    """

    month: str
    number: int = 1
    kind: str = KIND

    @classmethod
    def of(cls, line: str) -> TrueUpName:
        kind, month, *number = line.split(".")
        return cls(month, int(number[0]) if number else 1, kind)

    def __str__(self) -> str:
        return ".".join((self.kind, self.month, *([str(self.number)] if self.number > 1 else [])))


def trued_up(pricing: Pricing) -> Pricing:
    """What earlier months come to now, less what was billed for them, is a line of this month.
    以往账期现应计金额与已结算金额之差，作为本期的一行。
    """
    if not pricing.true_ups and pricing.month.history is pricing.billed:
        return pricing
    month = replace(
        pricing.month,
        charges=(*pricing.month.charges, *(one.line for one in pricing.true_ups)),
        history=pricing.billed,  # limits are held against what was billed
    )
    return replace(pricing, month=month)


def true_ups_of(
    pricing: Pricing, was: Statement, now: Statement, said: Sequence[Step],
    taxes: Sequence[MovedTax] | None = None, lines: Callable[[Statement], Sequence[Charge]] | None = None,
) -> Iterator[TrueUp]:  # fmt: skip
    """A line for each tax code and nature of which something moved, with its parts by entity; one of 0 if only something is said.

    Args:
        taxes: of a month that is restated, or reads one, the differences of its taxes.
        lines: which lines of a statement count; those of the contract's clauses, if left out.
    """
    lines = lines or own_lines
    money = pricing.contract.money
    before = {line.clause: line for line in lines(was)}
    after = {line.clause: line for line in lines(now)}
    entities = [portion.entity for portion in now.portions]
    groups: dict[Group, list[Step]] = {}
    parts: dict[Group, dict[str, Decimal]] = {}
    for name in dict.fromkeys([*after, *before]):
        line = after.get(name) or before[name]
        amounts = [lines[name].amount if name in lines else money.units(0) for lines in (before, after)]
        shared = {entity: _of_entity(now, entity, name) - _of_entity(was, entity, name) for entity in entities}
        if amounts[0] == amounts[1] and (taxes is None or not any(shared.values())):
            continue
        values = {"label": line.label, "month": now.period.name, "before": amounts[0], "after": amounts[1]}
        step = Step(MOVED, values, Fraction(amounts[1] - amounts[0]), source=line.source)
        groups.setdefault(_group(line), []).extend([step] if step.amount else [])  # entities may share it otherwise
        own = parts.setdefault(_group(line), dict.fromkeys(entities, money.units(0)))
        for entity in entities:
            own[entity] += shared[entity]
    for moved in taxes or ():
        groups.setdefault((moved.line.code, False, False), [])
    if not groups and said:
        groups = {(pricing.month.tax_code, False, False): []}
    kind, label = KIND, Text(zh=f"{now.period.name} 指标补差", en=f"True-up of {now.period.name}")
    if taxes is not None:
        kind, label = RESTATED, Text(zh=f"{now.period.name} 重述调整", en=f"Restatement of {now.period.name}")
    for number, (group, steps) in enumerate(groups.items(), start=1):
        code, damages, payment = group
        own_taxes = None if taxes is None else tuple(one for one in taxes if (one.line.code, False, False) == group)
        steps = [*(said if number == 1 else ()), *steps, *(one.said for one in own_taxes or ())]
        amount = money.round(sum((step.amount for step in steps), Fraction(0)))
        name = str(TrueUpName(now.period.name, number, kind))
        line = Charge(name, label, kind, tuple(steps), amount, code, damages=damages, payment=payment)
        yield TrueUp(line, parts.get(group, {}), own_taxes)


def own_lines(statement: Statement) -> list[Charge]:
    """The lines of the contract's clauses: neither true-ups, nor what a limit cuts or the client withholds or disputes."""
    lines = (*statement.charges, *statement.deductions)
    return [line for line in lines if line.kind not in (*ADJUSTED, CUT, WITHHOLDING, DISPUTED, PAYABLE_ROUNDING)]


Group = tuple[str, bool, bool]


def _group(line: Charge) -> Group:
    """Lines of one tax code and nature are trued up together."""
    return line.tax_code, line.damages, line.payment


def sums(lines: Iterable[Charge]) -> dict[Group, Decimal]:
    found: dict[Group, Decimal] = {}
    for line in lines:
        found[_group(line)] = found.get(_group(line), Decimal(0)) + line.amount
    return {group: amount for group, amount in found.items() if amount}


def _of_entity(statement: Statement, entity: str, clause: str) -> Decimal:
    """What an entity had of a line."""
    for own in statement.portions:
        lines = zip((*statement.charges, *statement.deductions), (*own.lines, *own.deductions), strict=True)
        found = next((part.amount for line, part in lines if line.clause == clause), None)
        if own.entity == entity and found is not None:
            return found
    return Decimal(0)
