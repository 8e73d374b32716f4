"""What limits leave of a month where the contract says that billing stops there."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from bpo.contracts.header.tax import DEDUCTS_MORE, Taxed
from bpo.contracts.model import Contract
from bpo.contracts.statement import Charge, Step, rounded
from bpo.core.errors import BpoError, Problem
from bpo.core.words import Words
from bpo.pricing.limits import CUT, Limit, before, limits_of
from bpo.pricing.passes.taxed import tax_on
from bpo.pricing.pricing import Pricing

STOPPED = Words(
    "limit-stopped",
    en="Billed up to {what}: of {limit}, {before} was billed before, so {room} of {now} remains to be billed",
    zh="以{what}为限：限额 {limit}，此前已计 {before}，本期 {now} 中可计 {room}",
)
BELOW_PASSED_ON = Words(
    "limit-below-passed-on",
    en="{what} leaves {gross} to be billed under the tax code '{code}', less than the {deducted} of '{given}' that are deducted there: "
    "agree whether such a month is refused (when_reached: refuse) or billed beyond it (warn)",
    zh="{what}仅余 {gross} 可在税码 '{code}' 下开票，少于应扣除的 '{given}' {deducted}：请约定此时不出账（when_reached: refuse）或超额出账（warn）",
)


def stopped(pricing: Pricing) -> Pricing:
    """Limits with ``stop`` cut the month to what they leave: a line for each tax code, and the tax on what remains.
    到限额即停止出账（stop）的，本期以余额为限：按税码各列一行扣减，并就余下金额重新计税。
    """
    lines, taxed = pricing.lines, pricing.taxed
    whole = len(lines)
    for limit in limits_of(pricing):
        now = taxed.total if limit.includes_tax else taxed.net
        billed = before(pricing, limit)
        room = max(Fraction(0), limit.limit - billed)
        if limit.when_reached != "stop" or now <= room:
            continue
        amounts = {"limit": limit.limit, "before": billed, "room": room, "now": Fraction(now)}
        values = {"what": limit.what, **{name: pricing.contract.money.round(one) for name, one in amounts.items()}}
        kept, less = lines, Fraction(0)
        while (taxed.total if limit.includes_tax else taxed.net) > room:  # tax is rounded: at most some cents more
            kept = [*lines, *_cut(pricing.contract, lines, 1 - room / Fraction(now), less, limit, values)]
            taxed, less = _retaxed(pricing, kept, limit), less + Fraction(pricing.contract.money.units(1))
        lines = kept
    if len(lines) == whole:
        return pricing
    month = replace(pricing.month, charges=(*pricing.month.charges, *lines[whole:]))
    return replace(pricing, month=month, taxed=taxed)


def _retaxed(pricing: Pricing, kept: Sequence[Charge], limit: Limit) -> Taxed:
    """The tax on what a limit leaves, which may be less than the cost that is deducted from it."""
    try:
        return tax_on(pricing, kept)
    except BpoError as error:
        told = [Problem(BELOW_PASSED_ON, limit.where, {**one.values, "what": limit.what}) for one in error.problems]
        pairs = zip(error.problems, told, strict=True)
        raise BpoError([below if one.is_a(DEDUCTS_MORE) else one for one, below in pairs]) from None


def _cut(
    contract: Contract, lines: Sequence[Charge], share: Fraction, less: Fraction, limit: Limit, values: dict[str, object]
) -> Iterator[Charge]:  # fmt: skip
    for number, code in enumerate(dict.fromkeys(line.tax_code for line in lines if line.amount), start=1):
        whole = sum((Fraction(line.amount) for line in lines if line.tax_code == code), Fraction(0))
        steps, amount = rounded([Step(STOPPED, values, -whole * share - (less if number == 1 else 0))], contract.money)
        name = f"purchase-order-{limit.number}" if limit.number else "contract-ceiling"
        clause = name if number == 1 else f"{name}-{number}"
        yield Charge(clause, limit.what, CUT, steps, amount, code, str(limit.where or ""))
