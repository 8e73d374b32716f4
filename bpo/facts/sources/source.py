"""The source file: how an export becomes the rows of a canonical table. YAML, no code; ``docs/sources.md`` explains it.

Everything that can be checked without the export is checked by ``load.py``, all mistakes at once; what needs the export's
columns is checked by ``mapping.py`` when a file is opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PrivateAttr, model_validator

from bpo.core.documents import Document
from bpo.core.errors import Problem, Where
from bpo.core.fields import Called, Identifier, Label, Mistake, WholeNumber, YesNo
from bpo.core.tables import Table, known_table
from bpo.core.words import Text, Words
from bpo.facts.personal import CUSTOMER, How
from bpo.facts.sources.checks import Check
from bpo.facts.sources.database_format import Database
from bpo.facts.sources.event_formats import CallCenter, QueueLog
from bpo.facts.sources.excel import Excel
from bpo.facts.sources.json_format import Json
from bpo.facts.sources.same_key import NEWEST, SameKeyField
from bpo.facts.sources.source_fields import (
    Encoding,
    MomentFormat,
    Pattern,
    Quote,
    Separator,
    SourcePart,
    TableName,
    Timezone,
)
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
NOT_HOURS = Words(
    "map-hours-as-without-hours",
    en="'hours_as' says what decimal hours were made from; write 'duration: hours' beside it",
    zh="hours_as 说明小数小时由何换算而来；请同时写 duration: hours",
)
WHEN_OR_BEGINS = Words(
    "skip-when-or-begins",
    en="write either 'when', a condition, or 'begins', the text that such a row begins with",
    zh="请写 when（条件）或 begins（该行开头的文字），二者取一",
)

NO_FILE = Words("source-no-file", en="rows of a database come from no file", zh="数据库的记录没有文件名")
ONE_UNPIVOT = Words(
    "unpivot-two-ways",
    en="write either 'unpivot', a list of rows, or 'unpivot_columns', a row for each of the columns that fit",
    zh="请写 unpivot（逐行列出）或 unpivot_columns（符合的每列一行），二者取一",
)


class Delimited(SourcePart):
    """Text with one row a line; a quoted field may hold the separator and line ends."""

    kind: Literal["delimited"]
    separator: Separator = ","
    quote: Quote = '"'
    encoding: Encoding = "utf-8-sig"
    header: YesNo = True
    skip: WholeNumber = 0
    decimal_comma: YesNo = False
    columns: tuple[str, ...] = ()
    """Names in the order of the file, where it has no header; a name that ends in ``?`` may be missing at the row's end."""

    @model_validator(mode="after")
    def _named(self) -> Delimited:
        if not self.header and not self.columns:
            raise Mistake(NO_COLUMNS)
        return self


class Parquet(SourcePart):
    """A Parquet file; its columns keep their types."""

    kind: Literal["parquet"]


Format = Annotated[
    Delimited | Excel | Parquet | Json | Database | QueueLog | CallCenter | Xml,
    Field(discriminator="kind"),
    Called(Text(zh="文件格式", en="file format")),
]
Duration = Literal["seconds", "hh:mm:ss", "mm:ss", "h:mm", "minutes", "hours", "units", "iso8601", "milliseconds"]


class Entry(SourcePart):
    """Where one column comes from."""

    source: str | None = Field(default=None, alias="from")
    format: MomentFormat | None = None
    codes: dict[str, str | None] | None = None
    otherwise: str | None = None
    duration: Duration = "seconds"
    hours_as: Literal["seconds", "minutes"] = "seconds"
    """Of decimal hours, the whole numbers that they were made from: 1.68 hours are 6,048 seconds, or 101 minutes."""
    rounded: YesNo = False
    not_before: str | None = None
    if_earlier: Literal["reject", "empty"] = "reject"
    seconds_from: str | None = None
    to: str | None = None
    times: str | None = None
    """A column with the count that a mean or a share is of: what is kept is their product."""
    personal: How | None = None
    """What is kept of a personal value; without it, a hash of ``customer`` and of what the source lists as personal."""

    @property
    def gives_duration(self) -> bool:
        """Whether the entry itself says that durations come in, not numbers."""
        return "duration" in self.model_fields_set

    @model_validator(mode="after")
    def _one_origin(self) -> Entry:
        difference = self.seconds_from is not None and self.to is not None
        if (self.source is not None) == difference or (self.seconds_from is None) != (self.to is None):
            raise Mistake(FROM_OR_SECONDS)
        if "hours_as" in self.model_fields_set and self.duration != "hours":
            raise Mistake(NOT_HOURS, at=("hours_as",))
        return self


def _listed(given: Any) -> Any:
    """``files: calls_*.csv`` is short for a list of one."""
    return [given] if isinstance(given, str) else given


def _entry(given: Any) -> Any:
    """``agent: server`` is short for ``agent: {from: server}``."""
    return {"from": given} if isinstance(given, str) else given


Entries = dict[str, Annotated[Entry, BeforeValidator(_entry, json_schema_input_type=str | Entry)]]


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


class UnpivotColumns(SourcePart):
    """Each cell of the columns whose heading fits becomes a row: a day a column, an agent a row.

    ``headings`` is a regular expression that the whole heading fits. Expressions of ``map`` and ``only`` may name :data:`HEADING`
    and :data:`CELL`; cells that are empty, or of which ``only`` is not true, are no rows.
    """

    headings: Pattern
    only: str | None = None
    map: Entries


HEADING, CELL = "heading", "cell"
"""What the expressions of :class:`UnpivotColumns` call the column's name and its value."""


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
    unpivot_columns: UnpivotColumns | None = None
    only: str | None = None
    skip: tuple[Annotated[Skip, BeforeValidator(_skip, json_schema_input_type=str | Skip)], ...] = ()
    reject: tuple[Rejection, ...] = ()
    checks: tuple[Check, ...] = ()
    same_key: SameKeyField | None = None
    one_if_alike: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    """Columns of the export that are never shown: what is mapped from one of them alone is kept as a hash."""
    files: Annotated[tuple[str, ...], BeforeValidator(_listed, json_schema_input_type=str | tuple[str, ...])] = ()
    """What its files are called, such as ``calls_*.csv`` or ``calls/*.csv``."""
    file_as: str | None = Field(default=None, min_length=1)
    """A name for a column with the name of the file, in which the month may stand."""
    _document: Document = PrivateAttr()
    _adds: tuple[tuple[int | str, ...], Entries] | None = PrivateAttr(default=None)
    """Of a variant: where what it adds to ``map`` stands, and what that is."""
    _heading: str | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _one_unpivot(self) -> Source:
        if self.unpivot and self.unpivot_columns is not None:
            raise Mistake(ONE_UNPIVOT, at=("unpivot_columns",))
        return self

    @model_validator(mode="after")
    def _a_file_to_name(self) -> Source:
        if self.file_as is not None and isinstance(self.format, Database):
            raise Mistake(NO_FILE, at=("file_as",))
        return self

    @property
    def table(self) -> Table:
        return known_table(self.table_name)

    @property
    def sha256(self) -> str:
        """Of the source file as it is written."""
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

    def how_kept(self, name: str) -> How | None:
        """What is kept of a mapped column that is personal; None of any other."""
        entry = self.map[name]
        listed = entry.source is not None and entry.source.strip('"') in self.personal
        return entry.personal or ("hash" if listed or name == CUSTOMER else None)

    @property
    def hidden(self) -> dict[str, How]:
        """The mapped columns of which the lake does not keep the value, and what it keeps."""
        kept = {name: self.how_kept(name) for name in self.map}
        return {name: how for name, how in kept.items() if how is not None and how != "keep"}

    @property
    def filled(self) -> set[str]:
        """The columns that its rows have: those that it maps, and what follows from them."""
        return {name for name in self.table.names if name in self.map or self.table.follows(name, self.map)}

    @property
    def mapped(self) -> set[str]:
        """The columns that any of its rows has."""
        return {name for variant in self.variants() for name in variant.filled}

    @property
    def decimal_comma(self) -> bool:
        """Whether numbers of the export have a comma before their decimals."""
        return isinstance(self.format, Delimited | Excel) and self.format.decimal_comma

    @property
    def heading(self) -> str | None:
        """Of a variant for one column: its name."""
        return self._heading

    def variants(self, headings: Sequence[str] = ("",)) -> list[Source]:
        """The source once for each row that a row of the export becomes, every one with its own ``map``.

        Args:
            headings: The columns of the export that :class:`UnpivotColumns` means.
        """
        if self.unpivot_columns is not None:
            adds = ("unpivot_columns", "map"), self.unpivot_columns.map
            return [self._variant(*adds, heading) for heading in headings]
        return [self._variant(("unpivot", number), more) for number, more in enumerate(self.unpivot)] or [self]

    def _variant(self, at: tuple[int | str, ...], more: Entries, heading: str | None = None) -> Source:
        one = self.model_copy(update={"map": {**self.map, **more}})
        one._adds, one._heading = (at, more), heading
        return one

    def is_unpivoted(self, name: str) -> bool:
        """Whether an entry of a variant's ``map`` is of this variant alone."""
        return self._adds is not None and name in self._adds[1]

    def _written(self, loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
        """Where an entry of a variant's ``map`` stands in the file."""
        if self._adds is None or loc[0] != "map" or not self.is_unpivoted(str(loc[1])):
            return loc
        return (*self._adds[0], *loc[1:])

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
