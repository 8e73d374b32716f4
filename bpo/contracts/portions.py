"""What one buying entity has of a statement: its part of every line, of the taxes and of the totals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bpo.core.codec import ExactDecimal, ExactFraction, TypedValues
from bpo.core.words import Text, Words


@dataclass(frozen=True, slots=True)
class LinePortion:
    """An entity's part of one line. ``share`` is exact, and ``rule`` with its values says where it comes from."""

    amount: ExactDecimal
    share: ExactFraction
    rule: Words
    values: TypedValues

    @property
    def said(self) -> tuple[Words, Mapping[str, Any]]:
        """Where the share comes from, with its values."""
        return self.rule, self.values


@dataclass(frozen=True, slots=True)
class TaxPortion:
    """An entity's part of one of the statement's taxes: its ``base`` is without tax."""

    base: ExactDecimal
    amount: ExactDecimal


@dataclass(frozen=True, slots=True)
class Portion:
    """One entity's part of a statement, in the order of its charges, deductions and taxes.

    The portions of all entities add up to the statement: line by line, tax by tax, and in every total.
    """

    entity: str
    name: Text
    tax_no: str
    po: str
    cost_centre: str
    lines: tuple[LinePortion, ...]
    taxes: tuple[TaxPortion, ...]
    net: ExactDecimal
    tax: ExactDecimal
    total: ExactDecimal
    deductions: tuple[LinePortion, ...] = ()

    @property
    def payable(self) -> Decimal:
        """What the entity pays: its total less its deductions."""
        return self.total + sum((line.amount for line in self.deductions), Decimal(0))

    def __post_init__(self) -> None:
        assert self.net + self.tax == self.total, f"{self.entity}: net and tax do not make the total"
        assert sum((tax.amount for tax in self.taxes), Decimal(0)) == self.tax, f"{self.entity}: taxes do not add up"
        lines = sum((line.amount for line in self.lines), Decimal(0))
        assert lines in (self.net, self.total), f"{self.entity}: the lines do not add up"


def add_up(parts: Sequence[Sequence[Decimal]], whole: Sequence[Decimal]) -> bool:
    """Whether the entities' amounts, one sequence an entity, make the statement's."""
    return all(len(own) == len(whole) for own in parts) and all(
        sum((own[i] for own in parts), Decimal(0)) == amount for i, amount in enumerate(whole)
    )
