"""A report as its template sees it: texts and tuples of texts, nothing to calculate and nothing to call."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, zip_longest
from types import SimpleNamespace
from typing import Any

from bpo.core.money import round_units
from bpo.core.words import ratio_text
from bpo.report.charts import Plot, TornadoPlot, bars_plot, curve_plot, tornado_plot, waterfall_plot
from bpo.report.model import BLANK, PAPER, Bars, Box, Chart, Column, Label, Note, Report, Row, Table, Tornado, Waterfall
from bpo.report.page_words import PageWords, page_words
from bpo.report.relation import Figures, Place, Span
from bpo.report.shown import cell_said, form_of, label_said
from bpo.report.speech import Said, Speech
from bpo.report.templating import Moved

SHADES = 6


@dataclass(frozen=True, slots=True)
class Pair:
    """A heading with its value."""

    name: Said
    value: Said


@dataclass(frozen=True, slots=True)
class PartyBox:
    name: Said
    rows: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class PageColumn:
    """``side`` is ``n`` for numbers, which stand right, else nothing."""

    key: str
    kind: str
    title: Said
    side: str


@dataclass(frozen=True, slots=True)
class PageCell:
    """A cell under the key of its column; ``more`` are further lines of its text. ``ratio`` is what had to be rounded, exactly,
    ``detail`` what is said below, ``mark`` what stands small beside it, ``shade`` 1 to 6 with the number in a column that is
    shaded, below zero -1 to -6, else 0."""

    key: str
    text: Said
    more: tuple[Said, ...]
    side: str
    ratio: str
    detail: Said
    shade: int
    mark: str = ""


@dataclass(frozen=True, slots=True)
class PageRow:
    key: str
    kind: str
    cells: tuple[PageCell, ...]


@dataclass(frozen=True, slots=True)
class PageTable:
    """``groups`` stand above the columns: each with how many it is above."""

    kind: str
    key: str
    look: str
    title: Said
    groups: tuple[tuple[Said, int], ...]
    columns: tuple[PageColumn, ...]
    rows: tuple[PageRow, ...]
    empty: Said


@dataclass(frozen=True, slots=True)
class PageNote:
    kind: str
    key: str
    lines: tuple[Said, ...]
    plain: bool


@dataclass(frozen=True, slots=True)
class PageChart:
    """``kind`` is ``chart`` or ``tornado``, the macro that draws ``plot``."""

    kind: str
    key: str
    caption: tuple[Said, ...]
    of: Said
    plot: Plot | TornadoPlot


PagePart = PageTable | PageNote | PageChart


@dataclass(frozen=True, slots=True)
class PageSection:
    """``number`` is empty for one without a title. ``lead`` are the parts that stay on one page with it: those before the first
    table, or all of a section that is kept."""

    key: str
    number: str
    title: Said
    lead: tuple[PagePart, ...]
    rest: tuple[PagePart, ...]


@dataclass(frozen=True)
class Page:
    """Everything that a report's template prints; ``docs/templates.md`` describes it."""

    lang: str
    bilingual: bool
    h: Mapping[str, Said]
    document: Said
    title: Said
    contract: str
    number: str
    number_name: Said
    date: str
    pages: tuple[PageWords, ...]
    meta: tuple[Pair, ...]
    supplier: PartyBox
    client: PartyBox | None
    internal: Said
    sections: Mapping[str, PageSection]
    parts: Mapping[str, PagePart]
    moved: Mapping[str, str]

    def __getattr__(self, name: str) -> Any:
        if name in self.moved:
            raise Moved(name, self.moved[name])
        raise AttributeError(name)


def page_of(report: Report) -> Page:
    """The page in the report's language."""
    head, speech = report.masthead, Speech(report.language, report.currency)
    figures, sections, number = Figures(report), {}, 0
    for section in report.sections:
        shown = tuple(_part(part, figures, speech) for part in section.parts if PAPER & part.media)
        if shown:
            number += bool(section.title)
            title = label_said(section.title, speech)
            tables = [n for n, part in enumerate(shown) if isinstance(part, PageTable)]
            cut = len(shown) if section.kept or not tables else tables[0]
            number_shown = str(number) if title else ""
            sections[section.key] = PageSection(section.key, number_shown, title, shown[:cut], shown[cut:])
    return Page(
        lang="en" if speech.language == "en" else "zh-CN",
        bilingual=speech.language == "both",
        h={name: speech.words(words) for name, words in report.headings.items()},
        document=label_said(head.document, speech),
        title=label_said(head.title, speech),
        contract=head.contract,
        number=head.number,
        number_name=label_said(head.number_name, speech),
        date=head.day.isoformat(),
        pages=page_words(speech),
        meta=_pairs(head.meta, speech),
        supplier=party_box(head.supplier, speech),
        client=None if head.client is None else party_box(head.client, speech),
        internal=label_said(head.internal, speech),
        sections=sections,
        parts={part.key: part for one in sections.values() for part in (*one.lead, *one.rest) if part.key},
        moved=report.moved,
    )


def fields_of(table: Table, speech: Speech) -> tuple[SimpleNamespace, ...]:
    """The rows as a template of its own calls them: each cell by its column's key, and as ``<key>_ratio`` its detail.

    A text in both languages is said; a name or a number is text.
    """
    found = []
    for row in table.rows:
        fields: dict[str, Any] = {}
        for column in table.columns:
            if PAPER & column.media and PAPER & row.media:
                cell = row.cell(column.key) or BLANK
                said = cell_said(cell, cell.value, form_of(cell, row, column), speech, PAPER)
                is_said = column.format.is_text and not isinstance(cell.said or cell.value, str)
                fields[column.key] = said if is_said else str(said)
                fields[f"{column.key}_ratio"] = str(label_said(cell.detail, speech))
        if fields:
            found.append(SimpleNamespace(**fields))
    return tuple(found)


def party_box(box: Box, speech: Speech) -> PartyBox:
    return PartyBox(label_said(box.name, speech), _pairs(box.rows, speech))


def _pairs(rows: tuple[tuple[Label, Label], ...], speech: Speech) -> tuple[Pair, ...]:
    return tuple(Pair(label_said(name, speech), label_said(value, speech)) for name, value in rows)


def _part(part: Table | Note | Chart, figures: Figures, speech: Speech) -> PagePart:
    if isinstance(part, Note):
        return PageNote("note", part.key, tuple(label_said(line, speech) for line in part.lines), part.plain)
    if isinstance(part, Chart):
        caption, of = tuple(label_said(one, speech) for one in part.caption), label_said(part.of, speech)
        if isinstance(part.data, Tornado):
            return PageChart("tornado", part.key, caption, of, tornado_plot(part.data, speech))
        if isinstance(part.data, Waterfall):
            return PageChart("tornado", part.key, caption, of, waterfall_plot(part.data, speech))
        drawn = bars_plot(part.data) if isinstance(part.data, Bars) else curve_plot(part.data, speech)
        return PageChart("chart", part.key, caption, of, drawn)
    return _table(part, figures, speech)


def _table(table: Table, figures: Figures, speech: Speech) -> PageTable:
    columns = [column for column in table.columns if PAPER & column.media]
    most = _most(table, figures)
    rows = [
        PageRow(row.key, row.kind, tuple(_cell(table, n, row, column, figures, speech, most) for column in columns))
        for n, row in enumerate(figures.rows(table))
        if PAPER & row.media
    ]
    heads = [
        PageColumn(one.key, one.format.kind, label_said(one.title, speech), "" if one.format.is_text else "n")
        for one in columns
    ]
    groups = [(group, len(list(of))) for group, of in groupby(columns, lambda one: one.group)]
    if table.turned:
        rows, heads = _turned(heads, rows), []
    return PageTable(
        "table", table.key, table.look, label_said(table.title, speech),
        tuple((label_said(name, speech), span) for name, span in groups if groups[1:]), tuple(heads), tuple(rows),
        label_said(table.empty, speech),
    )  # fmt: skip


def _turned(heads: list[PageColumn], rows: list[PageRow]) -> list[PageRow]:
    """A row for each column of the one row there is: its name and its value; the last stands out."""
    (row,) = rows
    return [
        PageRow(
            head.key,
            "sum" if head is heads[-1] else "plain",
            (PageCell("name", head.title, (), "", "", Said(""), 0), cell),
        )
        for head, cell in zip(heads, row.cells, strict=True)
    ]


def _most(table: Table, figures: Figures) -> Fraction:
    """The greatest number of the columns that are shaded, whatever its sign."""
    keys = [column.key for column in table.columns if column.shaded]
    found = [figures.shown(place) for key in keys for place in figures.places(Span(table.key, key))]
    return max((abs(Fraction(one)) for one in found if isinstance(one, int | Fraction)), default=Fraction(0))


def _cell(table: Table, n: int, row: Row, column: Column, figures: Figures, speech: Speech, most: Fraction) -> PageCell:
    place = Place(table.key, n, column.key)
    cell, value = figures.cell(place), figures.shown(place)
    form = form_of(cell, row, column)
    said = cell_said(cell, value, form, speech, PAPER)
    number = Fraction(value) if isinstance(value, int | Fraction) else Fraction(0)
    ratio = ratio_text(number) if form.kind == "rate" and not form.brief else ""
    shaded = column.shaded and row.kind == "plain" and most
    text, *more = _lines(said)
    return PageCell(
        column.key,
        text,
        tuple(more),
        "" if column.format.is_text else "n",
        ratio,
        label_said(cell.detail, speech),
        round_units(number / most * SHADES, "up") if shaded else 0,
        cell.mark,
    )


def _lines(said: Said) -> list[Said]:
    """A text line by line."""
    pairs = zip_longest(said.main.split("\n"), said.second.split("\n") if said.second else (), fillvalue="")
    return [Said(main, second if second != main else "") for main, second in pairs]
