"""A workbook of plain rows, written row by row: for whoever wants to sort, filter and add up what was counted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

EXCEL_ROWS = 1_048_576
"""Rows of a sheet, its heading among them."""
WIDTH, WIDE = 16, 38


@dataclass(frozen=True)
class RowSheet:
    """A sheet: ``columns`` have a key and what stands above; those in ``numbers`` that come as exact text are numbers in the sheet."""

    name: str
    columns: Sequence[tuple[str, str]]
    rows: Iterable[Mapping[str, Any]]
    numbers: frozenset[str] = frozenset()


@contextmanager
def _written(target: Path, day: date) -> Iterator[Any]:
    import xlsxwriter

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(str(target), options) as file:
        file.set_properties({"created": datetime(day.year, day.month, day.day)})
        yield file


def write_rows_book(target: Path, sheets: Iterable[RowSheet], day: date, rows_max: int = EXCEL_ROWS) -> dict[str, int]:
    """Write the workbook; a row that a sheet has no room for is left out.

    Args:
        day: stands as its date, so that the same rows give the same bytes.
        rows_max: of a sheet, with its heading.

    Returns:
        By sheet, how many rows were left out.
    """
    left_out = {}
    with _written(target, day) as file:
        heading, plain = file.add_format({"bold": True, "bottom": 1}), file.add_format({"num_format": "yyyy-mm-dd"})
        for one in sheets:
            sheet = file.add_worksheet(one.name[:31])
            sheet.freeze_panes(1, 0)
            for at, (_, title) in enumerate(one.columns):
                sheet.set_column(at, at, WIDTH if len(title) <= WIDTH else WIDE)
                sheet.write_string(0, at, title, heading)
            last = 0
            left_out[one.name] = 0
            for row in one.rows:
                if last + 1 >= rows_max:
                    left_out[one.name] += 1
                    continue
                last += 1
                for at, (key, _) in enumerate(one.columns):
                    _write(sheet, last, at, row[key], key in one.numbers, plain)
            sheet.autofilter(0, 0, last, max(0, len(one.columns) - 1))
    return left_out


def _write(sheet: Any, row: int, at: int, value: Any, is_number: bool, day: Any) -> None:
    """A cell by the type of its value: text in it is only ever text."""
    if value is None:
        return
    if isinstance(value, str) and is_number:
        value = Fraction(value)
    if isinstance(value, str):
        sheet.write_string(row, at, value)
    elif isinstance(value, bool):
        sheet.write_boolean(row, at, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, at, datetime(value.year, value.month, value.day), day)
    else:
        assert isinstance(value, (int, Decimal, Fraction)), f"no cell holds a {type(value)}"
        sheet.write_number(row, at, float(value))
