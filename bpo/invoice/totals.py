"""What a statement comes to, or one entity's part of it: net, taxes, total, deductions, and what is payable."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from bpo.contracts.portions import Portion
from bpo.contracts.statement import Statement
from bpo.core import vocabulary as words
from bpo.core.words import Text
from bpo.report import model as m
from bpo.report.speech import Said, Speech

Kind = Literal["net", "tax", "total", "deduction", "payable"]
OURS: tuple[Kind, ...] = ("net", "total", "payable")
"""Whose names are words of the product, not of the contract."""


@dataclass(frozen=True, slots=True)
class Amount:
    """One of the totals: ``rate`` is a tax's, ``detail`` what paper says beside the name. ``is_nothing``: a tax on nothing beside one
    on something, a deduction of nothing, or what is payable where it is the total."""

    kind: Kind
    name: Text
    amount: Decimal
    rate: str = ""
    detail: str = ""
    is_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    name: Said
    detail: str
    amount: str


@dataclass(frozen=True, slots=True)
class Totals:
    """As templates have them: ``taxes`` is empty where no tax is charged; then ``net`` is the total. ``deductions`` are netted
    from the payment; ``payable`` is what remains, and is there only if something is deducted."""

    net: Total
    taxes: tuple[Total, ...]
    total: Total
    deductions: tuple[Total, ...]
    payable: Total | None


def amounts_of(statement: Statement, own: Portion | None, speech: Speech) -> list[Amount]:
    """The totals in their order; of one entity, or of all."""
    whole, taxed = own or statement, bool(statement.taxes) or own is not None
    found = [Amount("net", words.NET, whole.net)]
    deducted = any(one.amount for one in whole.deductions)
    for n, tax in enumerate(statement.taxes):
        part = own.taxes[n] if own else tax
        rate = speech.percent(tax.rate)  # alone where a note says on what the tax is due, or why it is not
        detail = rate if tax.note and own is None else f"{rate} × {speech.money(part.base)}"
        nothing = not part.base and any(other.base for other in whole.taxes)
        found.append(Amount("tax", tax.name, part.amount, rate, detail, nothing))
    found.append(Amount("total", words.TOTAL if taxed else words.TOTAL_UNTAXED, whole.total))
    for n, deduction in enumerate(statement.deductions):
        of_it = own.deductions[n] if own else None
        rule = str(speech.words(*of_it.said)) if of_it else ""
        amount = (of_it or deduction).amount
        found.append(Amount("deduction", deduction.label, amount, detail=rule, is_nothing=not amount))
    if statement.deductions:
        found.append(Amount("payable", words.PAYABLE, whole.payable, is_nothing=not deducted))
    return found


def totals_of(statement: Statement, own: Portion | None, speech: Speech, *, zero_lines: bool = True) -> Totals:
    """The totals on paper; those to be paid with their currency. Without ``zero_lines`` those that are nothing are left out."""
    said: dict[Kind, list[Total]] = {"tax": [], "deduction": [], "payable": []}
    for one in amounts_of(statement, own, speech):
        if one.is_nothing and not zero_lines:
            continue
        name = words.heading(one.name) if one.kind in OURS else one.name
        amount = speech.payable(one.amount) if one.kind in ("total", "payable") else speech.money(one.amount)
        said.setdefault(one.kind, []).append(Total(speech.text(name), one.detail, amount))
    (net,), (total,), payable = said["net"], said["total"], said["payable"]
    return Totals(net, tuple(said["tax"]), total, tuple(said["deduction"]), payable[0] if payable else None)


def total_rows(statement: Statement, own: Portion | None, speech: Speech) -> list[m.Row]:
    """The totals below a table of lines on the terminal; the net amount only where it is not the total."""
    return [
        m.Row(
            {"label": f"{one.name.say(speech.langs[0])} {one.rate}".rstrip(), "amount": one.amount},
            kind="sum",
            media=m.SCREEN,
        )
        for one in amounts_of(statement, own, speech)
        if one.kind != "net" or statement.taxes or own is not None
    ]
