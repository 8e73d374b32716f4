"""A report on the terminal: plain tables that stay readable in a narrow one, in a pipe and in both scripts."""

import shutil
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Literal

from bpo.core.words import Lang, Text, Words
from bpo.report.model import SCREEN, Chart, Curve, Label, Note, Part, Report, Row, Table
from bpo.report.relation import Figures, Place
from bpo.report.shown import cell_said, form_of, label_said
from bpo.report.speech import Speech

WIDTH_MIN, WIDTH_OF_A_PIPE = 80, 110
FOLD_MIN, GAP = 10, 2

Column = tuple[Words | Text, Literal["left", "right", "fold"]]
"""A title, and the side on which cells stand; those of a ``fold`` column stand left and may take several lines."""

Cells = Sequence[str]


def table(columns: Sequence[Column], rows: Iterable[Cells], lang: Lang, totals: Iterable[Cells] = ()) -> str:
    """A table with a rule under its head and its ``totals`` apart; a column in which no row says anything is left out.

    Numbers and names are never cut: where the terminal is too narrow for them, lines are longer than it.
    """
    from rich import box
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table

    body, ends = [list(row) for row in rows], [list(row) for row in totals]
    kept = [i for i in range(len(columns)) if any(row[i] for row in [*body, *ends])]
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    wide = GAP * len(kept)
    for i in kept:
        title, side = columns[i][0].say(lang), columns[i][1]
        drawn.add_column(title, justify="right" if side == "right" else "left", overflow="fold", no_wrap=side != "fold")
        cells = max(cell_len(text) for text in [title, *(row[i] for row in [*body, *ends])])
        wide += min(cells, FOLD_MIN) if side == "fold" else cells
    for part in (body, ends):
        if part is ends and ends:
            drawn.add_section()
        for row in part:
            drawn.add_row(*(row[i] for i in kept))
    written = StringIO()
    width = max(WIDTH_MIN, wide, shutil.get_terminal_size((WIDTH_OF_A_PIPE, 24)).columns)
    Console(file=written, width=width, color_system=None, markup=False, highlight=False).print(drawn)
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines())


def report_text(report: Report, lang: Lang) -> str:
    """What a report says on the terminal: its parts in their order, an empty line between them."""
    speech, figures = Speech(lang, report.currency), Figures(report)
    texts = [_part_text(part, figures, speech, lang) for _, part in report.parts(SCREEN)]
    return "\n\n".join(text for text in texts if text)


def _part_text(part: Part, figures: Figures, speech: Speech, lang: Lang) -> str:
    if isinstance(part, Note):
        return "\n".join(label_said(line, speech).main for line in part.lines)
    if isinstance(part, Chart):
        return sparks(part.data) if isinstance(part.data, Curve) else ""
    return _table_text(part, figures, speech, lang)


def table_text(one: Table, speech: Speech, lang: Lang) -> str:
    """A table that stands alone, or nothing where it has no row."""
    return _table_text(one, Figures(one), speech, lang) if one.rows else ""


def _table_text(one: Table, figures: Figures, speech: Speech, lang: Lang) -> str:
    columns = [column for column in one.columns if SCREEN & column.media]

    def said(n: int, row: Row) -> list[str]:
        return [_cell_text(Place(one.key, n, column.key), row, figures, speech) for column in columns]

    listed = [(row.kind, said(n, row)) for n, row in enumerate(figures.rows(one)) if SCREEN & row.media]
    heads: list[Column] = [
        (
            _text(column.screen or column.title),
            "right" if not column.format.is_text else "fold" if column.wraps else "left",
        )
        for column in columns
    ]
    rows, sums = ([cells for kind, cells in listed if (kind == "sum") == is_sum] for is_sum in (False, True))
    title = label_said(one.title, speech).main
    return (title + "\n\n" if title else "") + table(heads, rows, lang, sums)


def _cell_text(at: Place, row: Row, figures: Figures, speech: Speech) -> str:
    """A part of a group stands further in."""
    column = next(one for one in figures.tables[at.table].columns if one.key == at.column)
    cell = figures.cell(at)
    text = cell_said(cell, figures.shown(at), form_of(cell, row, column), speech, SCREEN).main
    inset = "  " if row.kind == "band" and column is figures.tables[at.table].columns[0] else ""
    return inset + text


def _text(label: Label) -> Words | Text:
    return Text.of(label) if isinstance(label, str) else label


SPARKS, BLOCKS = 60, "▁▂▃▄▅▆▇█"


def sparks(curve: Curve) -> str:
    """The curve as a line of blocks, low to high."""
    places, values = [place for place, _ in curve.points], [value for _, value in curve.points]
    low, high = min(values), max(values)
    drawn = []
    for n in range(SPARKS):
        place = places[0] + (places[-1] - places[0]) * n / (SPARKS - 1)
        i = max(0, min(bisect_right(places, place) - 1, len(places) - 2))
        share = (place - places[i]) / (places[i + 1] - places[i])
        value = values[i] + (values[i + 1] - values[i]) * share
        drawn.append(BLOCKS[int((value - low) / (high - low) * (len(BLOCKS) - 1)) if high > low else 0])
    return "".join(drawn)
