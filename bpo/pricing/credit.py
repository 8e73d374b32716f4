"""A credit or debit note: what moves of the lines of a statement that is at the client, as a statement (贷项／借项通知单)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from bpo.contracts.model import Contract
from bpo.contracts.portions import LinePortion, Portion, TaxPortion
from bpo.contracts.statement import Charge, Statement, Step, TaxLine
from bpo.core.measures import Measures
from bpo.core.words import Text, Words
from bpo.pricing.passes.allocated import AS_THEN

CREDIT_NOTE = Text(zh="贷项通知单", en="Credit note")
DEBIT_NOTE = Text(zh="借项通知单", en="Debit note")
MOVED = Words(
    "note-moved",
    en="Line of {original}, billed at {amount}: {reason}",
    zh="{original} 的该行（原金额 {amount}）：{reason}",
)


def note_of(
    contract: Contract, statement: Statement, moved: Mapping[str, Decimal], deducted: Mapping[str, Decimal], original: str, reason: str,
    tax_left: Mapping[str, Decimal] = MappingProxyType({}),
) -> Statement:  # fmt: skip
    """The note as a statement of its own: a line for each clause that moves, its tax in proportion to that of the line.

    Args:
        contract: as the statement was billed.
        statement: what is corrected.
        moved: by clause, what moves of its lines, with tax; below zero it is given back. All of a line gives its tax to the cent.
        deducted: by clause, what moves of what is taken from the payment.
        original: the number that the client knows it by.
        reason: why; it stands on the note.
        tax_left: by clause, the tax that earlier notes left of a line of which all that they left is given back now.

    Returns:
        A statement whose total is the sum of ``moved``; that of everything given back is the statement with its signs turned.
    """
    money = contract.money
    none = money.units(0)
    lines = [(clause, money.round(Fraction(amount))) for clause, amount in moved.items() if amount]
    taxes = [
        -tax_left[clause] if clause in tax_left else _tax(contract, statement, clause, amount)
        for clause, amount in lines
    ]
    included = statement.prices_include_tax
    shown = [amount if included else amount - tax for (_, amount), tax in zip(lines, taxes, strict=True)]
    charges = [
        _line(_charges(statement, clause), amount, original, reason)
        for (clause, _), amount in zip(lines, shown, strict=True)
    ]
    kept = [_deduction(statement, clause, amount, original, reason) for clause, amount in deducted.items() if amount]
    total, tax = sum((amount for _, amount in lines), none), sum(taxes, none)
    whole = total == -statement.total and tax == -statement.tax
    found = (
        [replace(one, base=-one.base, amount=-one.amount) for one in statement.taxes]
        if whole
        else _taxes(contract, statement, charges, taxes)
    )
    note = replace(
        statement,
        document=DEBIT_NOTE if total > 0 else CREDIT_NOTE,
        charges=tuple(charges), deductions=tuple(kept), taxes=tuple(found), line_taxes=tuple(taxes),
        net=total - tax, tax=tax, total=total,
        verdicts={}, measures=Measures(statement.period.name), history=(), portions=(), drawn=(), second=None,
    )  # fmt: skip
    return replace(note, portions=_portions(contract, statement, note))


def _charges(statement: Statement, clause: str) -> list[Charge]:
    return [charge for charge in statement.charges if charge.clause == clause]


def _tax(contract: Contract, statement: Statement, clause: str, moved: Decimal) -> Decimal:
    """Of what moves of a clause's lines, the tax that it has in it."""
    own = [n for n, charge in enumerate(statement.charges) if charge.clause == clause]
    tax = sum((statement.line_taxes[n] for n in own), Decimal(0))
    amount = sum((statement.charges[n].amount for n in own), Decimal(0))
    taxed = amount if statement.prices_include_tax else amount + tax
    if not taxed:
        return contract.money.units(0)
    return contract.money.round(Fraction(tax) * Fraction(moved) / Fraction(taxed))


def _line(of: Sequence[Charge], amount: Decimal, original: str, reason: str) -> Charge:
    first = of[0]
    billed = sum((charge.amount for charge in of), Decimal(0))
    step = Step(
        MOVED,
        {"original": original, "amount": billed, "reason": Text.of(reason)},
        Fraction(amount),
        source=first.source,
    )
    return replace(first, steps=(step,), amount=amount, scores=())


def _deduction(statement: Statement, clause: str, amount: Decimal, original: str, reason: str) -> Charge:
    own = [one for one in statement.deductions if one.clause == clause]
    return _line(own, amount, original, reason)


def _taxes(
    contract: Contract, statement: Statement, charges: Sequence[Charge], taxes: Sequence[Decimal]
) -> list[TaxLine]:
    """What moves of each tax: of the taxes of one code each has its part, by what the statement has of them."""
    found: list[TaxLine] = []
    for code in dict.fromkeys(one.code for one in statement.taxes):
        of_code = [one for one in statement.taxes if one.code == code]
        own = [n for n, charge in enumerate(charges) if charge.tax_code == code]
        if not own:
            continue
        tax = sum((taxes[n] for n in own), contract.money.units(0))
        amount = sum((charges[n].amount for n in own), contract.money.units(0))
        net = amount - tax if statement.prices_include_tax else amount
        all_tax = sum((Fraction(one.amount) for one in of_code), Fraction(0))
        shares = [Fraction(one.amount) / all_tax if all_tax else Fraction(1, len(of_code)) for one in of_code]
        parts = contract.money.apportion([Fraction(tax) * share for share in shares])
        for one, part in zip(of_code, parts, strict=True):
            base = net if one.of == "net" else contract.money.round(_part(one, net, of_code))
            found.append(replace(one, base=base, amount=part))
    return found


def _part(tax: TaxLine, net: Decimal, of_code: Sequence[TaxLine]) -> Fraction:
    """The base of a tax on other taxes, as large beside the net amount as it was."""
    base = next((one.base for one in of_code if one.of == "net" and one.base), None)
    return Fraction(tax.base) * Fraction(net) / Fraction(base) if base is not None else Fraction(0)


def _portions(contract: Contract, statement: Statement, note: Statement) -> tuple[Portion, ...]:
    """What each entity has of it: of every line by what it had of the statement's, of every tax by what it had of that."""
    if not statement.portions:
        return ()
    money, entities = contract.money, range(len(statement.portions))
    lines = [_shared(contract, statement, charge, deducted=False) for charge in note.charges]
    kept = [_shared(contract, statement, charge, deducted=True) for charge in note.deductions]
    taxes, bases = [], []
    for tax in note.taxes:
        n = next(
            i
            for i, one in enumerate(statement.taxes)
            if (one.code, one.name, one.rate) == (tax.code, tax.name, tax.rate)
        )
        whole = statement.taxes[n]
        taxes.append(_cut(contract, tax.amount, [p.taxes[n].amount for p in statement.portions], whole.amount))
        bases.append(_cut(contract, tax.base, [p.taxes[n].base for p in statement.portions], whole.base))
    found = []
    for e in entities:
        amount = sum((line[e].amount for line in lines), money.units(0))
        tax_of = sum((one[e] for one in taxes), money.units(0))
        net, total = (amount - tax_of, amount) if statement.prices_include_tax else (amount, amount + tax_of)
        found.append(
            replace(
                statement.portions[e],
                lines=tuple(line[e] for line in lines),
                deductions=tuple(line[e] for line in kept),
                taxes=tuple(TaxPortion(base[e], one[e]) for base, one in zip(bases, taxes, strict=True)),
                net=net,
                tax=tax_of,
                total=total,
            )
        )
    return tuple(found)


def _shared(contract: Contract, statement: Statement, charge: Charge, *, deducted: bool) -> list[LinePortion]:
    all_of = statement.deductions if deducted else statement.charges
    own = [n for n, one in enumerate(all_of) if one.clause == charge.clause]
    had = [
        sum(((p.deductions if deducted else p.lines)[n].amount for n in own), Decimal(0)) for p in statement.portions
    ]
    whole = sum((all_of[n].amount for n in own), Decimal(0))
    amounts = _cut(contract, charge.amount, had, whole)
    shares = [Fraction(part) / Fraction(whole) if whole else Fraction(0) for part in had]
    return [
        LinePortion(amount, share, AS_THEN, {"label": charge.label})
        for amount, share in zip(amounts, shares, strict=True)
    ]


def _cut(contract: Contract, amount: Decimal, had: Sequence[Decimal], whole: Decimal) -> list[Decimal]:
    if not whole:
        return [amount if n == 0 else contract.money.units(0) for n in range(len(had))]
    return contract.money.apportion([Fraction(amount) * Fraction(part) / Fraction(whole) for part in had])
