"""The file that says what the columns of a bank's export are: YAML, no code; ``docs/cli/pay.md`` explains it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import Field

from bpo.contracts.header.header import CurrencyCode
from bpo.core.documents import expect, read_document
from bpo.core.fields import Called, FileModel, Identifier, Mistake, Names
from bpo.core.validation import read_model
from bpo.core.words import Text, Words
from bpo.facts.reading.mapped import NamesOfFiles
from bpo.facts.sources.excel import Excel
from bpo.facts.sources.source import Delimited
from bpo.facts.sources.source_fields import MomentFormat

PAGE = "docs/cli/pay.md"

HOW_MUCH = Words(
    "bank-map-amount",
    en="write 'amount' (below zero for what goes out, or with 'direction'), or 'credit' for what comes in and 'debit' for what goes out",
    zh="请写 amount（支出为负数，或配合 direction），或用 credit 表示贷方（来款）、debit 表示借方（支出）",
)
INCOMING_MISSING = Words(
    "bank-map-incoming",
    en="'direction' needs 'incoming': what stands there for money that comes in, such as [C, 贷]",
    zh="写了 direction 就须写 incoming：该列中表示来款的写法，例如 [C, 贷]",
)
NO_CURRENCY = Words(
    "bank-map-currency",
    en="write the account's 'currency', or the column of it under 'map'",
    zh="请写账户的 currency，或在 map 中写明币种列",
)


class Columns(FileModel):
    """The columns of the export; several for one are joined by a space."""

    page: ClassVar[str] = PAGE

    day: str
    amount: str | None = None
    credit: str | None = None
    debit: str | None = None
    direction: str | None = None
    currency: str | None = None
    payer: Names | None = None
    payer_account: Names | None = None
    text: Names | None = None
    reference: Names | None = None
    charges: str | None = None

    def check_fields(self) -> None:
        if (self.amount is None) == (self.credit is None):
            raise Mistake(HOW_MUCH)
        if self.amount is None:
            self.only_with("amount", "direction")
        else:
            self.only_with("credit", "debit")


class BankExport(FileModel):
    """What the exports of one account look like."""

    page: ClassVar[str] = PAGE

    bank: Identifier
    account: str
    currency: CurrencyCode | None = None
    format: Annotated[Delimited | Excel, Field(discriminator="kind"), Called(Text(zh="文件格式", en="file format"))]
    map: Columns
    incoming: Names | None = None
    day_format: MomentFormat | None = None
    files: NamesOfFiles = ()

    def check_fields(self) -> None:
        if self.map.direction is not None and self.incoming is None:
            raise Mistake(INCOMING_MISSING)
        if self.map.direction is None:
            self.only_with("direction", "incoming")
        if self.currency is None and self.map.currency is None:
            raise Mistake(NO_CURRENCY)

    @property
    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """What is read, with its columns."""
        told: dict[str, Any] = {name: getattr(self.map, name) for name in Columns.model_fields}
        return {name: (one,) if isinstance(one, str) else tuple(one) for name, one in told.items() if one is not None}


def read_mapping(path: Path) -> BankExport:
    """The file that maps a bank's export.

    Raises:
        BpoError: with every mistake in it.
    """
    document = read_document(path)
    expect(document, "bank")
    return read_model(document, BankExport)
