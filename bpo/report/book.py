"""A workbook being written: its sheets, ready to be printed, and its cells by the type of their values."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, BinaryIO

from bpo.core.words import ratio_text


@dataclass(frozen=True, slots=True)
class Formula:
    """A live cell: its formula, without ``=``, and the value that viewers without recalculation show."""

    text: str
    value: Decimal | Fraction | int | str


Cell = str | int | Fraction | Decimal | date | Formula

INK = "#1F5362"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letter(at: int) -> str:
    """The name of a column, counted from 0: A, B, …, Z, AA, …"""
    return LETTERS[at] if at < 26 else LETTERS[at // 26 - 1] + LETTERS[at % 26]


@contextmanager
def written(target: BinaryIO, title: str, author: str, day: date) -> Iterator[Any]:
    """A workbook that is written into ``target`` when the block ends: text in it is only ever text, the day its date."""
    import xlsxwriter

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as file:
        file.set_properties({"title": title, "author": author, "created": datetime(day.year, day.month, day.day)})
        yield file


PLACES = range(5)
"""As many decimals as any currency has."""


def _money(places: int) -> str:
    return "#,##0" + ("." + "0" * places if places else "")


class Book:
    """A workbook being written. ``places`` are the currency's decimals; ``footer`` stands on each printed page."""

    def __init__(self, file: Any, places: int, footer: str) -> None:
        self.file, self.places, self.footer = file, places, footer
        money = _money(places)
        exact = "#,##0." + "0" * places + "#" * (6 - places)
        patterns = {
            "text": "@", "number": "#,##0.######", "rate": exact, "money": money,
            "day": "yyyy-mm-dd", "percent": "0.00%", "whole": "#,##0",
        }  # fmt: skip
        patterns |= {f"money{others}": _money(others) for others in PLACES}
        base = {"font_name": "Noto Sans SC", "font_size": 10, "valign": "top"}
        self.cells = {
            name: file.add_format({**base, "num_format": pattern, "text_wrap": name == "text"})
            for name, pattern in patterns.items()
        }
        self.sums = {
            name: file.add_format({**base, "num_format": pattern, "top": 1, "top_color": INK, "font_color": INK})
            for name, pattern in patterns.items()
        }
        self.heading = file.add_format(
            {**base, "font_color": INK, "bottom": 1, "bottom_color": INK, "text_wrap": True, "valign": "bottom"}
        )
        self.title = file.add_format({**base, "font_size": 16, "font_color": INK})
        self.label = file.add_format({**base, "font_color": "#69757B"})

    def write(self, sheet: Any, row: int, at: int, value: Cell, style: str, looks: Mapping[str, Any]) -> None:
        """A cell by the type of its value, never by what a text looks like: ``=1+1`` in a name stays a name."""
        if isinstance(value, str):
            sheet.write_string(row, at, value, looks["text"])
        elif isinstance(value, Formula):
            shown = value.value if isinstance(value.value, str) else float(value.value)
            sheet.write_formula(row, at, f"={value.text}", looks[style], shown)
        elif isinstance(value, date):
            sheet.write_datetime(row, at, datetime(value.year, value.month, value.day), looks["day"])
        else:
            # Excel shows 500 as "500." under a pattern whose decimals are all optional.
            optional = style == "number" or (style == "rate" and not self.places)
            whole = isinstance(value, int) or (optional and value == int(value))
            look, ratio = looks["whole" if whole else style], ratio_text(Fraction(value)).replace(",", "")
            if ratio:  # what has no end as a decimal stands in the cell as it was calculated
                sheet.write_formula(row, at, f"={ratio}", look, float(value))
            else:
                sheet.write_number(row, at, float(value), look)

    def sheet(self, name: str) -> Any:
        """A new sheet, ready to be printed."""
        sheet = self.file.add_worksheet(name)
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
        sheet.hide_gridlines(2)
        sheet.set_footer(f"&L{self.footer}&R&P / &N")
        return sheet
