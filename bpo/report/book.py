"""Sheets of a workbook: headed tables with typed columns, sums as formulas, ready to be printed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, BinaryIO, Literal

from bpo.core.words import Words, ratio_text
from bpo.report.speech import Speech


@dataclass(frozen=True, slots=True)
class Formula:
    """A live cell: its formula, without ``=``, and the value that viewers without recalculation show."""

    text: str
    value: Decimal | Fraction | int | str


Cell = str | int | Fraction | Decimal | date | Formula | None
Style = Literal["text", "number", "rate", "money", "exact", "day", "percent"]
Sum = tuple[int, Decimal | Fraction | int | Formula]
"""A column and what it adds up to: the value that viewers without recalculation show; or a formula of its own."""

INK, RULE = "#1F5362", "#CFD6D9"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the name of its heading (or ``title`` itself), its width in characters, and how its cells look."""

    heading: str
    width: int
    style: Style = "text"
    title: str = ""


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


class Book:
    """A workbook being written. ``places`` are the currency's decimals; ``footer`` stands on each printed page."""

    def __init__(self, file: Any, speech: Speech, places: int, footer: str, headings: Mapping[str, Words]) -> None:
        self.file, self.speech, self.footer, self.headings = file, speech, footer, headings
        self.places = places
        money = "#,##0" + ("." + "0" * places if places else "")
        exact = "#,##0." + "0" * places + "#" * (6 - places)
        patterns = {
            "text": "@", "number": "#,##0.######", "rate": exact, "money": money, "exact": exact,
            "day": "yyyy-mm-dd", "percent": "0.00%", "whole": "#,##0",
        }  # fmt: skip
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

    def table(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Cell]],
        sums: Sequence[Sum] = (),
        percents: Collection[tuple[int, int]] = (),
    ) -> None:
        """A sheet with one headed table. ``percents`` are the cells (row, column) that show a ratio as a percentage."""
        sheet = self.sheet(self._name(name))
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, column.title or self._say(column.heading), self.heading)
        for down, row in enumerate(rows):
            for at, value in enumerate(row):
                style = "percent" if (down, at) in percents else columns[at].style
                self.write(sheet, down + 1, at, value, style)
        if rows and sums:
            end = len(rows) + 1
            for at in range(len(columns)):
                sheet.write_blank(end, at, None, self.sums["text"])
            sheet.write_string(end, 0, self._say("sum"), self.sums["text"])
            for at, value in sums:
                live = value if isinstance(value, Formula) else Formula(f"SUM({letter(at)}2:{letter(at)}{end})", value)
                sheet.write_formula(end, at, f"={live.text}", self.sums[columns[at].style], float(live.value))

    def write(
        self, sheet: Any, row: int, at: int, value: Cell, style: str, looks: Mapping[str, Any] | None = None
    ) -> None:
        """A cell by the type of its value, never by what a text looks like: ``=1+1`` in a name stays a name."""
        looks = self.cells if looks is None else looks
        if value is None:
            return
        if isinstance(value, str):
            sheet.write_string(row, at, value, looks["text"])
        elif isinstance(value, Formula):
            shown = value.value if isinstance(value.value, str) else float(value.value)
            sheet.write_formula(row, at, f"={value.text}", looks[style], shown)
        elif isinstance(value, date):
            sheet.write_datetime(row, at, datetime(value.year, value.month, value.day), looks["day"])
        else:
            # Excel shows 500 as "500." under a pattern whose decimals are all optional.
            optional = style == "number" or (style in ("rate", "exact") and not self.places)
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

    def _name(self, name: str) -> str:
        return self._say(name)[:31]

    def _say(self, name: str) -> str:
        return str(self.speech.words(self.headings[name]))
