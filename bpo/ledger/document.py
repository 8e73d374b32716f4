"""A statement as the ledger keeps it: one document of exact JSON with the number of its format.

A new field that has a default needs no new format and no migration: older documents lack it, and are read with the default.
A field that is renamed, or means another thing, needs the next format number and a migration.
"""

from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ValidationError

from bpo.contracts.billed import billed_quantity, priced_steps
from bpo.contracts.statement import Charge, Statement
from bpo.core.codec import STORED, why_not_read
from bpo.life.events import Recorded

FORMAT = 1


class Document(BaseModel):
    model_config = STORED

    format: Literal[1]
    statement: Statement


def written(statement: Statement) -> str:
    """The statement as JSON in the order of its fields, compact and legible.

    Raises:
        TypeError: if a float, or a value of another type than the field's, is anywhere in it.
    """
    try:
        return Document(format=FORMAT, statement=statement).model_dump_json(warnings="error")
    except ValueError as error:  # pydantic's own, which says nothing of a type
        raise TypeError(f"the ledger keeps exact values only: {error}") from error


def read(document: str) -> Statement:
    """The statement, equal to the one that was written.

    Raises:
        ValueError: if the document is not understood, or what it says does not add up.
    """
    try:
        return Document.model_validate_json(document).statement
    except ValidationError as error:
        raise ValueError(why_not_read(error)) from error


def face_of(statement: Statement) -> dict[str, Any]:
    """What stands beside the document in columns, to be searched and listed."""
    same = ("contract", "currency", "net", "tax", "total", "payable")
    return {
        "period_name": statement.period.name,
        "period_start": statement.period.start,
        "period_end": statement.period.end,
        "title_zh": statement.title.zh,
        "title_en": statement.title.en,
        **{name: getattr(statement, name) for name in same},
    }


def lines_of(statement: Statement) -> list[dict[str, Any]]:
    """The lines and then the deductions, for people who ask in SQL.

    Raises:
        ValueError: if there is not one line tax for each charge.
    """
    lines = [(charge, tax) for charge, tax in zip(statement.charges, statement.line_taxes, strict=True)]
    return [_line(n, charge, tax=tax, deducted=False) for n, (charge, tax) in enumerate(lines, 1)] + [
        _line(n, charge, tax=None, deducted=True) for n, charge in enumerate(statement.deductions, len(lines) + 1)
    ]


def quantities_of(statement: Statement) -> list[dict[str, Any]]:
    """What each of :func:`lines_of` bills, with its unit and its rate, where one number says it."""
    return [_quantity(charge, statement) for charge in (*statement.charges, *statement.deductions)]


def recorded_event(statement: Statement, run: str, content: str) -> Recorded:
    """What the journal tells of a statement that was billed: of each clause what is to be paid for it, tax included."""
    lines: dict[str, Decimal] = {}
    for charge, tax in zip(statement.charges, statement.line_taxes, strict=True):
        taxed = charge.amount if statement.prices_include_tax else charge.amount + tax
        lines[charge.clause] = lines.get(charge.clause, Decimal(0)) + taxed
    deductions: dict[str, Decimal] = {}
    for charge in statement.deductions:
        deductions[charge.clause] = deductions.get(charge.clause, Decimal(0)) + charge.amount
    return Recorded(statement.currency, lines, deductions, run, content)


def _line(position: int, charge: Charge, **of_tax: Any) -> dict[str, Any]:
    same = {name: getattr(charge, name) for name in ("clause", "kind", "amount", "tax_code", "source")}
    label = {"label_zh": charge.label.zh, "label_en": charge.label.en}
    return {"position": position, **same, **label, "file_line": charge.where, **of_tax}


def _quantity(charge: Charge, statement: Statement) -> dict[str, Any]:
    billed, priced = billed_quantity(charge, statement.measures), priced_steps(charge)
    if billed is None:
        return {"quantity": None, "unit": "", "rate": None}
    return {"quantity": billed[0], "unit": billed[1], "rate": priced[0].rate if len(priced) == 1 else None}
