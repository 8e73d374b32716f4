"""The source file: how an export becomes the rows of a canonical table. YAML, no code; ``docs/sources.md`` explains it.

Everything that can be checked without the export is checked by ``load.py``, all mistakes at once; what needs the export's
columns is checked by ``mapping.py`` when a file is opened.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PrivateAttr, model_validator

from bpo.core.documents import Document
from bpo.core.errors import Problem, Where
from bpo.core.fields import Called, Identifier, Label, Mistake, WholeNumber, YesNo
from bpo.core.tables import Table, known_table
from bpo.core.words import Text, Words
from bpo.facts.sources.checks import Check
from bpo.facts.sources.database_format import Database
from bpo.facts.sources.event_formats import CallCenter, QueueLog
from bpo.facts.sources.json_format import Json
from bpo.facts.sources.same_key import NEWEST, SameKeyField
from bpo.facts.sources.source_fields import Encoding, MomentFormat, Quote, Separator, SourcePart, TableName, Timezone
from bpo.facts.sources.xml_format import Xml

NO_COLUMNS = Words(
    "columns-missing",
    en="a file without a header needs 'columns': the names of its fields in order",
    zh="没有表头的文件需要写明 columns：按顺序列出各字段名称",
)
FROM_OR_SECONDS = Words(
    "map-from-or-seconds",
    en="write either 'from', or 'seconds_from' together with 'to'",
    zh="请写 from，或者同时写 seconds_from 与 to",
)
WHEN_OR_BEGINS = Words(
    "skip-when-or-begins",
    en="write either 'when', a condition, or 'begins', the text that such a row begins with",
    zh="请写 when（条件）或 begins（该行开头的文字），二者取一",
)


class Delimited(SourcePart):
    """Text with one row a line; a quoted field may hold the separator and line ends."""

    kind: Literal["delimited"]
    separator: Separator = ","
    quote: Quote = '"'
    encoding: Encoding = "utf-8-sig"
    header: YesNo = True
    skip: WholeNumber = 0
    columns: tuple[str, ...] = ()
    """Names in the order of the file, where it has no header; a name that ends in ``?`` may be missing at the row's end."""

    @model_validator(mode="after")
    def _named(self) -> Delimited:
        if not self.header and not self.columns:
            raise Mistake(NO_COLUMNS)
        return self


class Excel(SourcePart):
    """A sheet of a workbook; without ``sheet``, the first. ``skip`` rows stand before the header.

    ``cell_errors``: a row is unusable if a cell that is read holds an error or a formula without its result, or such cells
    are empty ones.
    """

    kind: Literal["excel"]
    sheet: str | None = None
    skip: WholeNumber = 0
    cell_errors: Literal["reject", "empty"] = "reject"


class Parquet(SourcePart):
    """A Parquet file; its columns keep their types."""

    kind: Literal["parquet"]


Format = Annotated[
    Delimited | Excel | Parquet | Json | Database | QueueLog | CallCenter | Xml,
    Field(discriminator="kind"),
    Called(Text(zh="文件格式", en="file format")),
]
Duration = Literal["seconds", "hh:mm:ss", "mm:ss", "h:mm", "milliseconds"]


class Entry(SourcePart):
    """Where one column comes from."""

    source: str | None = Field(default=None, alias="from")
    format: MomentFormat | None = None
    codes: dict[str, str | None] | None = None
    otherwise: str | None = None
    duration: Duration = "seconds"
    rounded: YesNo = False
    not_before: str | None = None
    if_earlier: Literal["reject", "empty"] = "reject"
    seconds_from: str | None = None
    to: str | None = None
    times: str | None = None
    """A column with the count that a mean or a share is of: what is kept is their product."""

    @property
    def gives_duration(self) -> bool:
        """Whether the entry itself says that durations come in, not numbers."""
        return "duration" in self.model_fields_set

    @model_validator(mode="after")
    def _one_origin(self) -> Entry:
        difference = self.seconds_from is not None and self.to is not None
        if (self.source is not None) == difference or (self.seconds_from is None) != (self.to is None):
            raise Mistake(FROM_OR_SECONDS)
        return self


def _entry(given: Any) -> Any:
    """``agent: server`` is short for ``agent: {from: server}``."""
    return {"from": given} if isinstance(given, str) else given


Entries = dict[str, Annotated[Entry, BeforeValidator(_entry)]]


class Rejection(SourcePart):
    """Rows that the source itself declares unusable."""

    when: str
    reason: Label


class Skip(SourcePart):
    """Rows that are left out on purpose: those for which a condition holds, or whose text begins so."""

    when: str | None = None
    begins: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Skip:
        if (self.when is None) == (not (self.begins or "").strip()):
            raise Mistake(WHEN_OR_BEGINS)
        return self


def _skip(given: Any) -> Any:
    """``- day = 'Total'`` is short for ``- {when: day = 'Total'}``."""
    return {"when": given} if isinstance(given, str) else given


class Account(SourcePart):
    """Whose facts these are, where one export holds several accounts."""

    source: str = Field(alias="from")


class Source(SourcePart):
    """A source file as read. ``document`` is the file itself, for the place of a mistake found later."""

    source: Identifier
    table_name: TableName = Field(alias="table")
    account: Identifier | Account
    timezone: Timezone
    format: Format
    map: Entries
    unpivot: tuple[Entries, ...] = ()
    """Each row of the export becomes one row for each of these, which add to ``map``."""
    only: str | None = None
    skip: tuple[Annotated[Skip, BeforeValidator(_skip)], ...] = ()
    reject: tuple[Rejection, ...] = ()
    checks: tuple[Check, ...] = ()
    same_key: SameKeyField | None = None
    one_if_alike: tuple[str, ...] = ()
    _document: Document = PrivateAttr()
    _number: int | None = PrivateAttr(default=None)

    @property
    def table(self) -> Table:
        return known_table(self.table_name)

    @property
    def sha256(self) -> str:
        """Of the file itself."""
        return self._document.sha256

    @property
    def entries(self) -> dict[str, Entry]:
        """All that is read from an export by an expression: its columns, and what says which of two copies is newer."""
        newest = self.same_key.newest if self.same_key is not None else None
        if newest is None:
            return self.map
        return {**self.map, NEWEST: Entry.model_validate({"from": newest.source, "format": newest.format})}

    @property
    def joining(self) -> list[str]:
        """What the lake keeps of its rows besides facts, see :data:`~bpo.facts.types.JOINING`."""
        same = self.same_key
        of_key = ["same_key", "newness"] if same is not None else []
        withdrawn = ["withdrawn"] if same is not None and same.withdrawn_when is not None else []
        return [*of_key, *(["alike"] if self.one_if_alike else []), *withdrawn]

    def entry_place(self, name: str) -> tuple[str, ...]:
        """Where the expression of an entry stands."""
        return ("same_key", NEWEST, "from") if name == NEWEST else ("map", name, "from")

    @property
    def filled(self) -> set[str]:
        """The columns that its rows have: those that it maps, and what follows from them."""
        return {name for name in self.table.names if name in self.map or self.table.follows(name, self.map)}

    @property
    def mapped(self) -> set[str]:
        """The columns that any of its rows has."""
        return {name for variant in self.variants() for name in variant.filled}

    def variants(self) -> list[Source]:
        """The source once for each row that a row of the export becomes, every one with its own ``map``."""
        found = []
        for number, more in enumerate(self.unpivot):
            one = self.model_copy(update={"map": {**self.map, **more}})
            one._number = number
            found.append(one)
        return found or [self]

    def is_unpivoted(self, name: str) -> bool:
        """Whether an entry of a variant's ``map`` is of this variant alone."""
        return self._number is not None and name in self.unpivot[self._number]

    def _written(self, loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
        """Where an entry of a variant's ``map`` stands in the file."""
        if self._number is None or loc[0] != "map" or not self.is_unpivoted(str(loc[1])):
            return loc
        return ("unpivot", self._number, *loc[1:])

    def place(self, *loc: int | str, offset: int = 0, width: int = 0) -> Where:
        """The place of a value in the source file."""
        return self._document.where(self._document.find(self._written(loc))[0], offset, width)

    def key_place(self, *loc: int | str) -> Where:
        """The place of a name in the source file."""
        value, key = self._document.find(self._written(loc))
        return self._document.where(key or value)

    def problem(self, mistake: Mistake, *loc: int | str) -> Problem:
        """A mistake in the value at ``loc`` as a problem at its place."""
        return Problem(mistake.words, self.place(*loc, offset=mistake.offset, width=mistake.width), mistake.values)
