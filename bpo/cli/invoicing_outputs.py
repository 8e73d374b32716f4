"""The shapes of the JSON of tax invoices, and of credit and debit notes."""

from typing import Annotated

from pydantic import BeforeValidator

from bpo.cli.living_outputs import Iso, LifeOutput
from bpo.core.output import Number, Output, Said


class TaxInvoiceOutput(Output):
    """A tax invoice; ``left_of`` is what red ones left of each statement, with tax."""

    number: str
    on: Iso
    currency: str
    net: Number
    tax: Number
    total: Number
    title: str
    tax_no: str
    shares: dict[str, Number]
    original: str
    confirmation: str
    reason: str
    reds: list[str]
    left_of: dict[str, Number]


class FapiaoActOutput(Output):
    """What came of one invoice; ``invoice`` is null where it was refused, for the reasons in ``problems``."""

    number: str
    invoice: TaxInvoiceOutput | None
    findings: list[Said]
    problems: list[Said]


class FapiaoFileOutput(Output):
    """``bpo fapiao read``: every row is entered, known already or set aside."""

    rows: int
    entered: list[FapiaoActOutput]
    known: list[str]
    aside: list[Said]


class UninvoicedOutput(Output):
    statement: str
    currency: str
    whole: Number
    invoiced: Number
    left: Number


class FapiaoListOutput(Output):
    invoices: list[TaxInvoiceOutput]
    uninvoiced: list[UninvoicedOutput]


class CreditOutput(Output):
    """A note; ``life`` is the statement's after it, or null where it was refused, for the reasons in ``problems``."""

    statement: str
    number: str
    amount: Number
    life: LifeOutput | None
    files: list[Annotated[str, BeforeValidator(str)]]
    problems: list[Said]
