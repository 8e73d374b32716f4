"""Plain tables that stay readable in a narrow terminal, in a pipe and in both scripts."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Literal

from bpo.core.words import Lang, Words

WIDTH_MIN, WIDTH_OF_A_PIPE = 80, 110
FOLD_MIN, GAP = 10, 2

Column = tuple[Words, Literal["left", "right", "fold"]]
"""A title, and the side on which cells stand; those of a ``fold`` column stand left and may take several lines."""

Row = Sequence[str]


def table(columns: Sequence[Column], rows: Iterable[Row], lang: Lang, totals: Iterable[Row] = ()) -> str:
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
