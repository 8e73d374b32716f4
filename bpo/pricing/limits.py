"""Ceilings and purchase orders in a month: which hold, what was billed under them before, and what a statement comes to."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bpo.contracts.adjustments.limits import CAPPED, CAPPED_WITHIN
from bpo.contracts.header.ceilings import PurchaseOrder, WhenReached
from bpo.contracts.month import same_currency
from bpo.contracts.statement import Charge, Statement, Step
from bpo.contracts.taken_over import missing_of
from bpo.contracts.terms.gainshare import CAPPED as AT_CEILING
from bpo.core.errors import BpoError, Problem, Where, fail
from bpo.core.words import Text, Words
from bpo.pricing.pricing import Pricing

NO_ORDER = Words(
    "purchase-order-none",
    en="no purchase order{of} holds on {day}: nothing may be billed without one; add the next order",
    zh="{day} 没有有效的采购订单{of}：无订单不得出账；请补充下一张订单",
)
NOT_ALLOCATED = Words(
    "limit-not-allocated",
    en="{period} was billed without a part for '{entity}', so nobody knows what it drew of {what}; bill it again, or give 'used'",
    zh="{period} 出账时未分摊到 '{entity}'，无法得知其占用{what}的金额；请重新出账，或写明 used",
)
CUT = "ceiling"
"""The kind of the line that cuts a month to what a limit leaves."""
CEILING = Text(zh="合同总额上限", en="the contract's ceiling")
OF_LIMITS = frozenset({CAPPED.code, CAPPED_WITHIN.code, AT_CEILING.code})


def is_limit(charge: Charge, step: Step) -> bool:
    """Whether a step of a line holds it up or down: a cap, a minimum, a ceiling."""
    held = step.kind == "limit" or step.rule.code in OF_LIMITS or charge.kind == CUT
    return held and not step.is_rounding


@dataclass(frozen=True, slots=True)
class Limit:
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
    def id(self) -> str:
        return self.number or "ceiling"

    @property
    def what(self) -> Text:
        return Text(zh=f"采购订单 {self.number}", en=f"purchase order {self.number}") if self.number else CEILING


def limits_of(pricing: Pricing) -> list[Limit]:
    """Those that hold on the month's last billed day.

    Raises:
        BpoError: if orders were agreed, but none holds on that day.
    """
    contract, month = pricing.contract, pricing.month
    prices = contract.prices.tax
    found = []
    if (top := contract.ceiling) is not None:
        taxed = (top.tax or prices) == "included"
        found.append(Limit("", "", top.amount, taxed, top.used, top.when_reached, top.where, None))
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
                reached = order.when_reached
                found.append(Limit(order.number, entity, order.limit, taxed, order.used, reached, order.where, order))
    if problems:
        raise BpoError(problems)
    return found


def before(pricing: Pricing, limit: Limit) -> Fraction:
    """What was billed under it before: ``used``, and the statements since the first one here.

    Raises:
        BpoError: if a month lacks that ``used`` cannot stand for: missing is never zero.
    """
    contract, month = pricing.contract, pricing.month
    total = limit.used or Fraction(0)
    oldest = min((statement.period.name for statement in month.history), default=month.period.name)
    for ago in range(month.number - 1, 0, -1):
        period = contract.cycle.period(contract.cycle.after(month.period.name, -ago))
        part = contract.effective_part(period)
        day: date = part.end if part is not None else period.end
        if limit.order is not None and not limit.order.holds_on(day):
            continue
        if limit.used is not None and period.name < oldest:
            continue
        statement = month.earlier(ago, limit)
        assert statement is not None
        same_currency(statement, contract.currency)
        total += amount(statement, limit)
    return total


def amount(month: Statement | Pricing, limit: Limit) -> Fraction:
    """What a month, or an entity's part of it, comes to in the limit's terms."""
    if isinstance(month, Statement) and (lacking := missing_of(month).whole):
        raise BpoError(lacking)
    own = next((portion for portion in month.portions if portion.entity == limit.entity), None)
    if limit.entity and own is None:
        raise fail(NOT_ALLOCATED, limit.where, period=month.period.name, entity=limit.entity, what=limit.what)
    of = month if own is None else own
    return Fraction(of.total if limit.includes_tax else of.net)
