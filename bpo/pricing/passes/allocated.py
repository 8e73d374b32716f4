"""A priced month is allocated to the client's entities: every line, tax and total, by largest remainder.

Prices, tiers, KPIs and minimums know of one client only. Afterwards each line is cut by its key, each tax by what the lines
that it is on were cut by, so that the entities' statements add up to the whole to the cent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bpo.contracts.adjustments.values import joined
from bpo.contracts.clause import Clause
from bpo.contracts.header.entities import SPLIT, Key
from bpo.contracts.model import Contract
from bpo.contracts.portions import LinePortion, Portion, TaxPortion
from bpo.contracts.statement import Charge, tax_base
from bpo.core.errors import BpoError, Problem, choices, fail
from bpo.core.figure_names import side_name
from bpo.core.words import Pct, Text, Words
from bpo.pricing.limits import CUT
from bpo.pricing.pricing import MovedTax, Pricing
from bpo.pricing.restated import identity

BY_QUANTITY = Words(
    "allocated-by-quantity", en="{part} of {whole} ({quantity})", zh="{whole} 中的 {part}（{quantity}）"
)
BY_SHARE = Words("allocated-by-share", en="agreed share {share}", zh="约定份额 {share}")
BY_LINES = Words("allocated-by-lines", en="as {lines}: {share}", zh="同{lines}：{share}")
AS_BILLED = Words("allocated-as-billed", en="as what is billed: {share}", zh="同应开票金额：{share}")
AS_THEN = Words("allocated-as-then", en="{label}: as that month was allocated", zh="{label}：按该月分摊")
NO_AMOUNT = Words("allocated-nothing", en="nothing to allocate", zh="无可分摊金额")

NOBODY = Words(
    "allocation-entity-missing",
    en="'{quantity}' has {part} of {period} that name no entity ({column}); they cannot be allocated: complete the export, or give the parts",
    zh="'{quantity}' 在 {period} 有 {part} 未写明主体（{column}），无法分摊：请补全数据，或直接提供各主体数值",
)
STRANGER = Words(
    "allocation-entity-unknown",
    en="'{quantity}' has {part} of {period} for '{given}', which is not among the contract's entities",
    zh="'{quantity}' 在 {period} 有 {part} 属于 '{given}'，但合同的 entities 中没有",
)
NEGATIVE = Words(
    "allocation-part-negative",
    en="'{quantity}' of {period} is {part} for '{given}': nothing is allocated by a part below zero",
    zh="'{quantity}' 在 {period} 对 '{given}' 为 {part}：不能按负数分摊",
)
NOTHING = Words(
    "allocation-by-nothing",
    en="'{quantity}' of {period} is 0 for every entity, so nothing can be allocated by it; agree on shares for such a month "
    "('allocation: otherwise: …')",
    zh="'{quantity}' 在 {period} 对各主体均为 0，无法据此分摊；请约定此时的份额（allocation: otherwise: …）",
)


@dataclass(frozen=True, slots=True)
class _Cut:
    """How something is cut: the share of each entity, which make 1, and what is said of each."""

    shares: Sequence[Fraction]
    rule: Words
    values: Sequence[Mapping[str, Any]]
    amounts: Sequence[Decimal] | None = None
    """What each entity has, where that is known."""

    def of(self, charge: Charge, contract: Contract) -> list[LinePortion]:
        amounts = self.amounts or contract.money.apportion([Fraction(charge.amount) * share for share in self.shares])
        parts = zip(amounts, self.shares, self.values, strict=True)
        return [LinePortion(amount, share, self.rule, values) for amount, share, values in parts]


def allocated(pricing: Pricing) -> Pricing:
    """Every line, tax and total is allocated to the client's entities, by largest remainder.
    各行、各项税额与合计按最大余数法分摊至委托方各主体。

    Raises:
        BpoError: for facts of an entity that the contract does not know, or of none, and for a key that is nothing.
    """
    contract = pricing.contract
    if not contract.entities:
        return pricing
    cuts = _cuts(pricing)
    lines = [cuts[charge.clause].of(charge, contract) for charge in pricing.lines]
    taxes = _taxes(pricing, cuts, lines)
    sums = [sum((line[i].amount for line in lines), Decimal(0)) for i in range(len(contract.entities))]
    paid = [sum((tax[i].amount for tax in taxes), contract.money.units(0)) for i in range(len(contract.entities))]
    included = contract.prices.tax == "included"
    nets = [lines - tax if included else lines for lines, tax in zip(sums, paid, strict=True)]
    totals = [net + tax for net, tax in zip(nets, paid, strict=True)]
    withheld = iter(contract.prices.withholding)
    kept = [
        (cuts.get(one.clause) or _as_billed(nets if next(withheld).of == "net" else totals)).of(one, contract)
        for one in pricing.deductions
    ]
    portions = tuple(
        Portion(
            entity=entity.id, name=entity.name, tax_no=entity.tax_no, po=entity.po, cost_centre=entity.cost_centre,
            lines=tuple(line[i] for line in lines), taxes=tuple(tax[i] for tax in taxes),
            net=nets[i], tax=paid[i], total=totals[i], deductions=tuple(line[i] for line in kept),
        )
        for i, entity in enumerate(contract.entities)
    )  # fmt: skip
    return replace(pricing, portions=portions)


def _taxes(
    pricing: Pricing, cuts: Mapping[str, _Cut], lines: Sequence[Sequence[LinePortion]]
) -> list[list[TaxPortion]]:
    """Each tax cut by what its lines were cut by: on charges and credits that cancel out entities may owe opposite sums."""
    charges, taxed, money = pricing.lines, pricing.taxed, pricing.contract.money
    entities = range(len(pricing.contract.entities))
    restated = {one.line.clause: one.taxes for one in pricing.true_ups if one.taxes is not None}
    mine = [i for i, charge in enumerate(charges) if charge.clause not in restated]
    amounts = []
    for of_each in taxed.by_tax[: taxed.own]:
        own = [(Fraction(of_each[i]), cuts[charges[i].clause].shares) for i in mine if of_each[i]]
        exact = [sum((part * shares[e] for part, shares in own), Fraction(0)) for e in entities]
        amounts.append(money.apportion(exact))
    found = []
    for n, tax in enumerate(taxed.taxes[: taxed.own]):
        of_code = [i for i, other in enumerate(taxed.taxes[: taxed.own]) if other.code == tax.code]
        members = [i for i in mine if charges[i].tax_code == tax.code]
        portions = []
        for e in entities:
            net = sum((lines[i][e].amount for i in members), money.units(0))
            if pricing.contract.prices.tax == "included":
                net -= sum((amounts[i][e] for i in of_code), money.units(0))
            base = tax_base(tax.of, net, [amounts[i][e] for i in of_code if i < n])
            portions.append(TaxPortion(base, amounts[n][e]))
        found.append(portions)
    found += [[TaxPortion(money.units(0), money.units(0)) for _ in entities] for _ in taxed.taxes[len(found) :]]
    for name, moved in restated.items():
        for one in moved:
            at = next(n for n, tax in enumerate(taxed.taxes) if identity(tax) == identity(one.line))
            parts = _moved_parts(pricing, one, cuts[name].shares)
            found[at] = [
                TaxPortion(had.base + base, had.amount + amount)
                for had, (base, amount) in zip(found[at], parts, strict=True)
            ]
    return found


def _moved_parts(pricing: Pricing, moved: MovedTax, shares: Sequence[Fraction]) -> list[tuple[Decimal, Decimal]]:
    """What each entity has of the difference of a restated month's tax: as that month had it; by the line, if they are others now."""
    contract, none = pricing.contract, pricing.contract.money.units(0)
    parts = [moved.by_entity.get(entity.id, (none, none)) for entity in contract.entities]
    whole = (moved.line.base, moved.line.amount)
    if all(sum((part[i] for part in parts), Decimal(0)) == whole[i] for i in (0, 1)):
        return parts
    if not any(shares):
        shares = [Fraction(1, len(contract.entities))] * len(contract.entities)
    apportioned = [contract.money.apportion([Fraction(one) * share for share in shares]) for one in whole]
    return list(zip(*apportioned, strict=True))


def _cuts(pricing: Pricing) -> dict[str, _Cut]:
    """How each line is cut: by a key of its own, as the lines that it is about, or by the contract's key."""
    contract = pricing.contract
    assert contract.allocation is not None
    charges = {charge.clause: charge for charge in (*pricing.lines, *pricing.deductions)}
    problems: list[Problem] = []
    cuts: dict[str, _Cut] = {}

    for clause in contract.clauses:
        own = contract.allocation.lines.get(clause.id)
        about = [] if own is not None else [charges[name] for name in _about(clause)]
        try:
            if not charges[clause.id].amount:  # nothing to cut: a month without a key's quantity may well be one
                cuts[clause.id] = _nothing(contract)
                continue
            cuts[clause.id] = _as_lines(about, cuts) or _by_key(pricing, own or contract.allocation.by)
        except BpoError as error:
            problems += [problem for problem in error.problems if problem not in problems]
            cuts[clause.id] = _nothing(contract)  # for the adjustments that name it
    if problems:
        raise BpoError(problems)
    known = {one.line.clause: one.by_entity for one in pricing.true_ups}
    limits = [charge.clause for charge in charges.values() if charge.kind == CUT]
    for name in (*known, *limits):  # a true-up as its month had it, what a limit cuts off of every line
        then = _as_then(contract, charges[name], known[name]) if name in known else None
        same = [one for one in charges.values() if one.clause in cuts and one.tax_code == charges[name].tax_code]
        cuts[name] = then or _as_lines(same, cuts) or _by_key(pricing, contract.allocation.by)
    return cuts


def _about(clause: Clause) -> list[str]:
    """The lines that an adjustment changes, or else those it takes its share of; the base of a cap or a rate is neither."""
    lines = [reference for reference in clause.references() if reference.kind == "line"]
    changed = [reference.name for reference in lines if reference.at[0] == "on"]
    return changed or [reference.name for reference in lines if reference.at[0] == "of"]


def _nothing(contract: Contract) -> _Cut:
    return _Cut([Fraction(0)] * len(contract.entities), NO_AMOUNT, [{}] * len(contract.entities))


def _as_then(contract: Contract, charge: Charge, parts: Mapping[str, Decimal]) -> _Cut | None:
    """As the month had it that is trued up; None if the entities are no longer those of that month."""
    amounts = [parts.get(entity.id, contract.money.units(0)) for entity in contract.entities]
    if sum(amounts, Decimal(0)) != charge.amount:
        return None
    shares = [Fraction(amount) / Fraction(charge.amount) if charge.amount else Fraction(0) for amount in amounts]
    return _Cut(shares, AS_THEN, [{"label": charge.label}] * len(amounts), amounts)


def _as_lines(about: Sequence[Charge], cuts: Mapping[str, _Cut]) -> _Cut | None:
    """As the lines that it is about, taken together; None where they do not say: there are none, or they cancel out."""
    if not about:
        return None
    parts = [[Fraction(line.amount) * share for share in cuts[line.clause].shares] for line in about]
    weights = [sum(own, Fraction(0)) for own in zip(*parts, strict=True)]
    whole = sum(weights, Fraction(0))
    if not whole or any(weight * whole < 0 for weight in weights):
        return None
    shares = [weight / whole for weight in weights]
    lines = joined([line.label for line in about])
    return _Cut(shares, BY_LINES, [{"lines": lines, "share": Pct(share)} for share in shares])


def _as_billed(amounts: Sequence[Decimal]) -> _Cut:
    """As the net or total, of which the client withholds a part; where that is nothing, so is what is withheld."""
    whole = sum((Fraction(amount) for amount in amounts), Fraction(0))
    shares = [Fraction(amount) / whole if whole else Fraction(0) for amount in amounts]
    return _Cut(shares, AS_BILLED, [{"share": Pct(share)} for share in shares])


def _by_key(pricing: Pricing, key: Key) -> _Cut:
    if key.named:
        return _by_quantity(pricing, key.named)
    shares = [key.shares.get(entity.id, Fraction(0)) for entity in pricing.contract.entities]
    return _Cut(shares, BY_SHARE, [{"share": Pct(share)} for share in shares])


def _by_quantity(pricing: Pricing, name: str) -> _Cut:
    """In proportion to the parts of a quantity by entity: counted as ``name.entities``, or given as its parts."""
    contract, month, allocation = pricing.contract, pricing.month, pricing.contract.allocation
    assert allocation is not None
    counted = side_name(name, SPLIT)
    source = counted if counted in month.measures.quantities else name
    parts = month.parts(source, allocation.column, allocation)
    _check_parts(contract, month.period.name, source, parts)
    whole = sum(parts.values(), Fraction(0))
    if not whole:
        if allocation.otherwise is None:
            raise fail(NOTHING, allocation.where, quantity=name, period=month.period.name)
        return _by_key(pricing, allocation.otherwise)
    own = [parts.get(entity.id, Fraction(0)) for entity in contract.entities]
    label = contract.quantities[name].label or Text.of(name)
    said = [{"part": part, "whole": whole, "quantity": label} for part in own]
    return _Cut([part / whole for part in own], BY_QUANTITY, said)


def _check_parts(contract: Contract, period: str, quantity: str, parts: Mapping[str, Fraction]) -> None:
    """Nothing stays unallocated silently."""
    allocation = contract.allocation
    assert allocation is not None
    known = {entity.id for entity in contract.entities}
    problems = []
    for given, part in parts.items():
        values = {"quantity": quantity, "period": period, "part": part}
        if part < 0:
            problems.append(Problem(NEGATIVE, allocation.where, {**values, "given": given}))
        elif part and not given:
            problems.append(Problem(NOBODY, allocation.where, {**values, "column": allocation.column}))
        elif part and given not in known:
            problems.append(Problem(STRANGER, allocation.where, {**values, **choices(given, known)}))
    if problems:
        raise BpoError(problems)
