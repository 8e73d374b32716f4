"""Cumulative billing against ceilings and purchase orders, from the statements of earlier months and this one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bpo.contracts.drawn import Drawn
from bpo.contracts.header.ceilings import PurchaseOrder, WhenReached
from bpo.contracts.header.tax import DEDUCTS_MORE, Taxed
from bpo.contracts.model import Contract
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, Statement, Step, rounded
from bpo.core.errors import BpoError, Problem, Where, fail
from bpo.core.periods import month_after
from bpo.core.words import Text, Words

REACHED = Words(
    "limit-reached",
    en="{period} comes to {now}, but of {what} only {room} remains ({limit}, of which {before} was billed before)",
    zh="{period} 应计 {now}，但{what}仅余 {room}（限额 {limit}，此前已计 {before}）",
)
NO_ORDER = Words(
    "purchase-order-none",
    en="no purchase order{of} holds on {day}: nothing may be billed without one; add the next order",
    zh="{day} 没有有效的采购订单{of}：无订单不得出账；请补充下一张订单",
)
STOPPED = Words(
    "limit-stopped",
    en="Billed up to {what}: of {limit}, {before} was billed before, so {room} of {now} remains to be billed",
    zh="以{what}为限：限额 {limit}，此前已计 {before}，本期 {now} 中可计 {room}",
)
NOT_ALLOCATED = Words(
    "limit-not-allocated",
    en="{period} was billed without a part for '{entity}', so nobody knows what it drew of {what}; bill it again, or give 'used'",
    zh="{period} 出账时未分摊到 '{entity}'，无法得知其占用{what}的金额；请重新出账，或写明 used",
)
BELOW_PASSED_ON = Words(
    "limit-below-passed-on",
    en="{what} leaves {gross} to be billed under the tax code '{code}', less than the {deducted} of '{given}' that are deducted there: "
    "agree whether such a month is refused (when_reached: refuse) or billed beyond it (warn)",
    zh="{what}仅余 {gross} 可在税码 '{code}' 下开票，少于应扣除的 '{given}' {deducted}：请约定此时不出账（when_reached: refuse）或超额出账（warn）",
)
CUT = "ceiling"
"""The kind of the line that cuts a month to what a limit leaves."""
CEILING = Text(zh="合同总额上限", en="the contract's ceiling")


@dataclass(frozen=True, slots=True)
class _Limit:
    """A ceiling or the order that holds in this month, alike."""

    number: str
    entity: str
    limit: Fraction
    includes_tax: bool
    used: Fraction | None
    when_reached: WhenReached
    where: Where | None
    order: PurchaseOrder | None

    @property
    def what(self) -> Text:
        return Text(zh=f"采购订单 {self.number}", en=f"purchase order {self.number}") if self.number else CEILING


def limits_of(contract: Contract, month: Month) -> list[_Limit]:
    """Those that hold on the month's last billed day.

    Raises:
        BpoError: if orders were agreed, but none holds on that day.
    """
    found = []
    prices = contract.prices.tax
    if (top := contract.ceiling) is not None:
        taxed = (top.tax or prices) == "included"
        found.append(_Limit("", "", top.amount, taxed, top.used, top.when_reached, top.where, None))
    problems = []
    for entity in dict.fromkeys(order.entity for order in contract.purchase_orders):
        own = [order for order in contract.purchase_orders if order.entity == entity]
        holding = [order for order in own if order.holds_on(month.effective.end)]
        if not holding:
            of = Text(zh=f"（{entity}）", en=f" of '{entity}'") if entity else Text.of("")
            problems.append(Problem(NO_ORDER, own[-1].where, {"of": of, "day": month.effective.end}))
        for order in holding:
            if order.limit is not None:
                taxed = (order.tax or prices) == "included"
                found.append(
                    _Limit(order.number, entity, order.limit, taxed, order.used, order.when_reached, order.where, order)
                )
    if problems:
        raise BpoError(problems)
    return found


def stopped(
    contract: Contract, month: Month, charges: Sequence[Charge], taxed: Taxed, tax: Callable[[Sequence[Charge]], Taxed]
) -> tuple[list[Charge], Taxed]:  # fmt: skip
    """The month cut to what limits with ``stop`` leave: a line for each tax code, whose step says it."""
    lines = list(charges)
    for limit in limits_of(contract, month):
        now = taxed.total if limit.includes_tax else taxed.net
        before = _before(contract, month, limit)
        room = max(Fraction(0), limit.limit - before)
        if limit.when_reached != "stop" or now <= room:
            continue
        values = {"what": limit.what, "limit": limit.limit, "before": before, "room": room, "now": now}
        kept, less = lines, Fraction(0)
        while (taxed.total if limit.includes_tax else taxed.net) > room:  # tax is rounded: at most some cents more
            kept = [*lines, *_cut(contract, lines, 1 - room / Fraction(now), less, limit, values)]
            taxed, less = _retaxed(kept, tax, limit), less + Fraction(contract.money.units(1))
        lines = kept
    return lines, taxed


def _retaxed(kept: Sequence[Charge], tax: Callable[[Sequence[Charge]], Taxed], limit: _Limit) -> Taxed:
    """The tax on what a limit leaves, which may be less than the cost that is deducted from it."""
    try:
        return tax(kept)
    except BpoError as error:
        raise BpoError(
            [
                Problem(BELOW_PASSED_ON, limit.where, {**problem.values, "what": limit.what})
                if problem.words is DEDUCTS_MORE
                else problem
                for problem in error.problems
            ]
        ) from None


def _cut(
    contract: Contract, lines: Sequence[Charge], share: Fraction, less: Fraction, limit: _Limit, values: dict[str, object]
) -> Iterator[Charge]:  # fmt: skip
    for number, code in enumerate(dict.fromkeys(line.tax_code for line in lines if line.amount), start=1):
        whole = sum((Fraction(line.amount) for line in lines if line.tax_code == code), Fraction(0))
        steps, amount = rounded([Step(STOPPED, values, -whole * share - (less if number == 1 else 0))], contract.money)
        name = f"purchase-order-{limit.number}" if limit.number else "contract-ceiling"
        yield Charge(
            name if number == 1 else f"{name}-{number}", limit.what, CUT, steps, amount, code, str(limit.where or "")
        )


def drawn(contract: Contract, month: Month, statement: Statement) -> tuple[Drawn, ...]:
    """What is drawn of each limit with this month.

    Raises:
        BpoError: for a limit that is exceeded and refuses.
    """
    found, problems = [], []
    for limit in limits_of(contract, month):
        before, now = _before(contract, month, limit), _amount(statement, limit)
        if limit.when_reached == "refuse" and now > 0 and before + now > limit.limit:
            values = {
                "what": limit.what,
                "limit": limit.limit,
                "before": before,
                "now": now,
                "period": month.period.name,
            }
            problems.append(Problem(REACHED, limit.where, {**values, "room": max(Fraction(0), limit.limit - before)}))
        amounts = [contract.money.round(amount) for amount in (limit.limit, before, now)]
        found.append(Drawn(limit.number, limit.entity, amounts[0], limit.includes_tax, amounts[1], amounts[2]))
    if problems:
        raise BpoError(problems)
    return tuple(found)


def _before(contract: Contract, month: Month, limit: _Limit) -> Fraction:
    """What was billed under it before: ``used``, and the statements since the first one here.

    Raises:
        BpoError: if a month lacks that ``used`` cannot stand for: missing is never zero.
    """
    total = limit.used or Fraction(0)
    oldest = min((statement.period.name for statement in month.history), default=month.period.name)
    for ago in range(month.number - 1, 0, -1):
        period = contract.cycle.period(month_after(month.period.name, -ago))
        part = contract.effective_part(period)
        day: date = part.end if part is not None else period.end
        if limit.order is not None and not limit.order.holds_on(day):
            continue
        if limit.used is not None and period.name < oldest:
            continue
        statement = month.earlier(ago, limit.number or "ceiling", limit.where)
        assert statement is not None
        total += _amount(statement, limit)
    return total


def _amount(statement: Statement, limit: _Limit) -> Fraction:
    """What a statement, or an entity's part of it, comes to in the limit's terms."""
    own = next((portion for portion in statement.portions if portion.entity == limit.entity), None)
    if limit.entity and own is None:
        raise fail(NOT_ALLOCATED, limit.where, period=statement.period.name, entity=limit.entity, what=limit.what)
    of = statement if own is None else own
    return Fraction(of.total if limit.includes_tax else of.net)
