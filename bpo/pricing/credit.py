"""A credit or debit note: what moves of the lines of a statement that is at the client, as a statement (贷项／借项通知单)."""

from collections.abc import Iterator, Mapping, Sequence
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
    tax_left: Mapping[str, Decimal] = MappingProxyType({}), earlier: Sequence[Statement] = (),
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
        earlier: the notes before this one. What they moved of a line that the month has no more, since it was restated, is taken from
            them.

    Returns:
        A statement whose total is the sum of ``moved``; that of everything given back is the statement with its signs turned.
    """
    money, of = contract.money, (statement, *earlier)
    none = money.units(0)
    lines = [(clause, money.round(Fraction(amount))) for clause, amount in moved.items() if amount]
    taxes = [
        -tax_left[clause] if clause in tax_left else _tax(contract, of, clause, amount) for clause, amount in lines
    ]
    included = statement.prices_include_tax
    shown = [amount if included else amount - tax for (_, amount), tax in zip(lines, taxes, strict=True)]
    charges = [
        _line([charge for charge, _ in _billed(of, clause)], amount, original, reason)
        for (clause, _), amount in zip(lines, shown, strict=True)
    ]
    kept = [_deduction(of, clause, amount, original, reason) for clause, amount in deducted.items() if amount]
    total, tax = sum((amount for _, amount in lines), none), sum(taxes, none)
    whole = total == -statement.total and tax == -statement.tax
    found = (
        [replace(one, base=-one.base, amount=-one.amount) for one in statement.taxes]
        if whole
        else _taxes(contract, of, charges, taxes)
    )
    note = replace(
        statement,
        document=DEBIT_NOTE if total > 0 else CREDIT_NOTE,
        charges=tuple(charges), deductions=tuple(kept), taxes=tuple(found), line_taxes=tuple(taxes),
        net=total - tax, tax=tax, total=total,
        verdicts={}, measures=Measures(statement.period.name), history=(), portions=(), drawn=(), second=None,
    )  # fmt: skip
    return replace(note, portions=_portions(contract, of, note))


def _of_clause(of: Sequence[Statement], clause: str, *, deducted: bool = False) -> Iterator[tuple[Statement, int]]:
    """A clause's lines, each as its statement and place: those of the statement; of one that it has not, those of the notes before."""
    statement, *notes = of
    for sources in ([statement], notes):
        found = [
            (one, n)
            for one in sources
            for n, charge in enumerate(one.deductions if deducted else one.charges)
            if charge.clause == clause
        ]
        if found:
            yield from found
            return


def _billed(of: Sequence[Statement], clause: str) -> list[tuple[Charge, Decimal]]:
    """A clause's lines, each with its tax."""
    return [(one.charges[n], one.line_taxes[n]) for one, n in _of_clause(of, clause)]


def _tax(contract: Contract, of: Sequence[Statement], clause: str, moved: Decimal) -> Decimal:
    """Of what moves of a clause's lines, the tax that it has in it."""
    own = _billed(of, clause)
    tax = sum((one for _, one in own), Decimal(0))
    amount = sum((charge.amount for charge, _ in own), Decimal(0))
    taxed = amount if of[0].prices_include_tax else amount + tax
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


def _deduction(of: Sequence[Statement], clause: str, amount: Decimal, original: str, reason: str) -> Charge:
    own = [one.deductions[n] for one, n in _of_clause(of, clause, deducted=True)]
    return _line(own, amount, original, reason)


def _taxes(
    contract: Contract, of: Sequence[Statement], charges: Sequence[Charge], taxes: Sequence[Decimal]
) -> list[TaxLine]:
    """What moves of each tax: of the taxes of one code each has its part, by what the statement has of them."""
    found: list[TaxLine] = []
    for code in dict.fromkeys(one.code for statement in of for one in statement.taxes):
        source = next(one for one in of if any(tax.code == code for tax in one.taxes))
        of_code = [one for one in source.taxes if one.code == code]
        own = [n for n, charge in enumerate(charges) if charge.tax_code == code]
        if not own:
            continue
        tax = sum((taxes[n] for n in own), contract.money.units(0))
        amount = sum((charges[n].amount for n in own), contract.money.units(0))
        net = amount - tax if source.prices_include_tax else amount
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


def _portions(contract: Contract, of: Sequence[Statement], note: Statement) -> tuple[Portion, ...]:
    """What each entity has of it: of every line by what it had of the statement's, of every tax by what it had of that."""
    statement = of[0]
    if not statement.portions:
        return ()
    money, entities = contract.money, range(len(statement.portions))
    lines = [_shared(contract, of, charge, deducted=False) for charge in note.charges]
    kept = [_shared(contract, of, charge, deducted=True) for charge in note.deductions]
    taxes, bases = [], []
    for tax in note.taxes:
        source, n = next(
            (statement, i)
            for statement in of
            for i, one in enumerate(statement.taxes)
            if (one.code, one.name, one.rate) == (tax.code, tax.name, tax.rate)
        )
        whole, had = source.taxes[n], [_portion(source, own.entity) for own in statement.portions]
        none = money.units(0)
        taxes.append(_cut(contract, tax.amount, [p.taxes[n].amount if p else none for p in had], whole.amount))
        bases.append(_cut(contract, tax.base, [p.taxes[n].base if p else none for p in had], whole.base))
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


def _portion(statement: Statement, entity: str) -> Portion | None:
    return next((own for own in statement.portions if own.entity == entity), None)


def _shared(contract: Contract, of: Sequence[Statement], charge: Charge, *, deducted: bool) -> list[LinePortion]:
    """What each entity has of a line: by what it had of the clause's."""
    had, whole = [Decimal(0)] * len(of[0].portions), Decimal(0)
    for source, n in _of_clause(of, charge.clause, deducted=deducted):
        whole += (source.deductions if deducted else source.charges)[n].amount
        for e, own in enumerate(of[0].portions):
            part = _portion(source, own.entity)
            if part is not None:
                had[e] += (part.deductions if deducted else part.lines)[n].amount
    if sum(had, Decimal(0)) != whole:  # its entities were others: nothing says how it was shared among those of now
        whole = Decimal(0)
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
