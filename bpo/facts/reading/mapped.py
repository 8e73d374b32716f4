"""Rows of a table that somebody else made (a bank, a supplier), by a file that names its columns; they never enter the lake."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator

from bpo.core.errors import BpoError, Problem, Where, choices
from bpo.core.fields import normal, read_number
from bpo.core.words import Words
from bpo.facts.reading.batch import LINE
from bpo.facts.reading.export import open_export
from bpo.facts.sources.excel import Excel
from bpo.facts.sources.source import Delimited

NO_COLUMN = Words("mapped-no-column", en="the file has no column '{given}'", zh="该文件没有“{given}”列")

NamesOfFiles = Annotated[
    tuple[str, ...],
    BeforeValidator(
        lambda given: [given] if isinstance(given, str) else given, json_schema_input_type=str | tuple[str, ...]
    ),
]


@dataclass(frozen=True, slots=True)
class _Laid:
    """The format as the readers of exports ask for it. They ask for a time zone too, which a day does not have."""

    format: Delimited | Excel
    map: Mapping[str, tuple[str, ...]]
    timezone: str = "UTC"


def columns_in(path: Path, form: Delimited | Excel) -> list[str]:
    """The columns of the file, read in this way.

    Raises:
        BpoError: if the file is of another kind.
    """
    return list(open_export(path, _Laid(form, {})).columns)


def mapped_rows(
    path: Path, form: Delimited | Excel, columns: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[int, Mapping[str, str] | None]]:
    """Every row of the file in its order: its line, and the text under each name of ``columns``, those of several joined by a space.

    A row that does not have the fields of the header has None in place of texts.

    Raises:
        BpoError: if the file is of another kind, or lacks a column.
    """
    laid = _Laid(form, columns)
    export = open_export(path, laid)
    wanted = {column for several in columns.values() for column in several}
    missing = sorted(wanted - set(export.columns))
    if missing:
        raise BpoError(Problem(NO_COLUMN, Where(str(path)), choices(one, export.columns)) for one in missing)
    for batch in export.batches(laid, wanted):
        found: list[tuple[int, Mapping[str, str] | None]] = [
            (row[LINE], {name: _joined(row, several) for name, several in columns.items()})
            for row in batch.rows.iter_rows(named=True)
        ]
        found += [(row[0], None) for row in batch.faults.iter_rows()]
        yield from sorted(found, key=lambda one: one[0])


def _joined(row: Mapping[str, object], columns: tuple[str, ...]) -> str:
    texts = (normal(str(row[column])) for column in columns if row[column] is not None)
    return " ".join(text for text in texts if text)


def number_in(text: str, form: Delimited | Excel) -> Fraction:
    """A number as people write it, with a decimal comma where the format says so.

    Raises:
        Mistake: if it is none.
    """
    return read_number(text.replace(".", "").replace(",", ".") if form.decimal_comma else text)
