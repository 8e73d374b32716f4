"""The file that says what the columns of a supplier's invoice are: YAML, no code; ``docs/cli/audit.md`` explains it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from bpo.core.documents import expect, read_document
from bpo.core.fields import Called, FileModel, Identifier, Names
from bpo.core.validation import read_model
from bpo.core.words import Text
from bpo.facts.reading.mapped import NamesOfFiles
from bpo.facts.sources.excel import Excel
from bpo.facts.sources.source import Delimited

PAGE = "docs/cli/audit.md"


class InvoiceColumns(FileModel):
    """The columns of the table; several for one are joined by a space."""

    page: ClassVar[str] = PAGE

    label: Names
    amount: str
    clause: Names | None = None
    quantity: str | None = None
    rate: str | None = None


class InvoiceSums(FileModel):
    """Rows that are no lines but sums, by what stands in their ``label``."""

    page: ClassVar[str] = PAGE

    net: NamesOfFiles = ()
    tax: NamesOfFiles = ()
    total: NamesOfFiles = ()
    payable: NamesOfFiles = ()


class InvoiceMapping(FileModel):
    """What the invoices of one supplier look like, as workbooks or CSV files."""

    page: ClassVar[str] = PAGE

    invoice: Identifier
    format: Annotated[Delimited | Excel, Field(discriminator="kind"), Called(Text(zh="文件格式", en="file format"))]
    map: InvoiceColumns
    sums: InvoiceSums = InvoiceSums()
    amounts: Literal["with_tax", "without_tax"] | None = None
    files: NamesOfFiles = ()

    @property
    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """What is read, with its columns."""
        told: dict[str, Any] = {name: getattr(self.map, name) for name in InvoiceColumns.model_fields}
        return {name: (one,) if isinstance(one, str) else tuple(one) for name, one in told.items() if one is not None}


def read_invoice_mapping(path: Path) -> InvoiceMapping:
    """The file that maps a supplier's invoices.

    Raises:
        BpoError: with every mistake in it.
    """
    document = read_document(path)
    expect(document, "invoice")
    return read_model(document, InvoiceMapping)
