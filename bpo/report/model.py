"""A report as plain values: who and what it is about, then sections of tables, charts and notes.

It is built once, in no language and without layout: a label is said in both languages, a number is exact, a column says what its
numbers are. A live figure is a relation between named columns and rows (``bpo/report/relation.py``). What draws a report
(terminal, page, PDF, workbook, JSON) takes it from here; ``docs/making-reports.md`` shows how one is made.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Flag, auto
from fractions import Fraction
from typing import Any, Literal

from bpo.core.words import Text, Words
from bpo.report.speech import Language

Label = Text | Words | str
"""A text in both languages, or a name that is the same in both."""
Value = Label | int | Fraction | Decimal | date | None


class Medium(Flag):
    """Where something is shown: the terminal, a page (PDF and HTML), a workbook. JSON has everything."""

    SCREEN = auto()
    PAPER = auto()
    BOOK = auto()


SCREEN, PAPER, BOOK = Medium.SCREEN, Medium.PAPER, Medium.BOOK
EVERYWHERE = SCREEN | PAPER | BOOK


@dataclass(frozen=True, slots=True)
class Format:
    """How a value is written.

    ``places`` are decimals of a number or percentage, half rounded up; ``padded`` ones are always all there. Money has those
    of its ``currency``, the report's if none is named, unless paper shows it in ``whole`` units. ``on_screen`` are the decimals of the terminal, where they differ.
    A number that is ``brief`` is there in full if it ends within six decimals, else rounded to four, after ≈.
    """

    kind: Literal["text", "money", "rate", "percent", "number", "day"]
    places: int = 2
    padded: bool = False
    whole: bool = False
    on_screen: int | None = None
    brief: bool = False
    currency: str = ""

    @property
    def is_text(self) -> bool:
        return self.kind == "text"


TEXT, MONEY, RATE, DAY = Format("text"), Format("money"), Format("rate"), Format("day")
WHOLE_MONEY = Format("money", whole=True)
NUMBER, COUNT, PERCENT = Format("number"), Format("number", 0), Format("percent")
TENTHS = Format("percent", 1, padded=True)
"""A share to a tenth of a percent."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with what its column does not say of it.

    Args:
        value: the exact value; what a relation gives needs none.
        format: where it is not its column's.
        relation: how it follows from others.
        said: what people read in its place, such as why there is no number.
        detail: a second line below it.
        mark: what paper sets small beside it, such as the number of a clause.
        screen: a shorter name for the terminal.
    """

    value: Value = None
    format: Format | None = None
    relation: str = ""
    said: Label = ""
    detail: Label = ""
    screen: Label = ""
    mark: str = ""


UNSAID = Text.of("")
"""What a cell says that has a value and says nothing of it, or a text that is not there."""
BLANK = Cell("")
"""Nothing to say; a number that is None is said to be none (–)."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its key. ``relation`` holds along each row that gives it no cell; ``sum`` adds it up in the last row.

    ``width`` is that of a worksheet, in letters; ``wraps`` lets the terminal break its texts; ``screen`` is a shorter title there,
    ``book`` a longer one of the worksheet. Paper sets ``group`` above the columns that share it, and shades the numbers of ``shaded`` ones by their size.
    """

    key: str
    title: Label
    format: Format = TEXT
    width: int = 18
    relation: str = ""
    sum: bool = False
    wraps: bool = False
    screen: Label = ""
    book: Label = ""
    group: Label = ""
    shaded: bool = False
    media: Medium = EVERYWHERE


RowKind = Literal["plain", "strong", "head", "band", "sum", "note"]


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its cells, each under its column's key.

    ``relation`` holds for every column of numbers that has neither a cell here nor a relation of its own; ``format`` is that of
    all its numbers. A ``head`` stands above the ``band`` rows that it sums up, a ``sum`` below what it adds; neither is added up again.
    """

    cells: Mapping[str, Value | Cell]
    key: str = ""
    kind: RowKind = "plain"
    relation: str = ""
    format: Format | None = None
    media: Medium = EVERYWHERE

    def cell(self, column: str) -> Cell | None:
        """What was given for the column; None if nothing was."""
        if column not in self.cells:
            return None
        given = self.cells[column]
        return given if isinstance(given, Cell) else Cell(given)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under typed columns. Keys of rows and columns are all different: relations call both by name.

    Args:
        key: its name in relations, templates and JSON.
        columns: in their order.
        rows: in theirs.
        title: above it on paper and on the terminal.
        sheet: the name of its worksheet, else its title or its section's.
        look: how paper draws it: a class of the style sheet, or ``cards``.
        total: begins the row of the columns' sums, if any is summed.
        turned: paper draws its one row as names with their values; the last stands out.
        empty: what stands where there is no row.
        filtered: its worksheet can be filtered by every column.
    """

    key: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: Label = ""
    sheet: Label = ""
    look: str = ""
    total: Label = ""
    turned: bool = False
    empty: Label = ""
    filtered: bool = False
    media: Medium = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Note:
    """Sentences, each on a line of its own; paper sets one that is ``plain`` as large as the text."""

    lines: tuple[Label, ...]
    key: str = ""
    plain: bool = False
    media: Medium = SCREEN | PAPER


@dataclass(frozen=True, slots=True)
class Curve:
    """A figure as an input moves: points in order, broken after those in ``breaks``; ``dots`` stand out; ``level`` is a line across."""

    points: tuple[tuple[Fraction, Fraction], ...]
    breaks: frozenset[int] = frozenset()
    dots: tuple[tuple[Fraction, Fraction], ...] = ()
    level: Fraction | None = None
    places: Format = PERCENT


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar, and a point of a line, for each name; nothing where there is no figure. ``band`` is the low and the high end around the line."""

    names: tuple[str, ...]
    bars: tuple[Fraction | None, ...] = ()
    line: tuple[Fraction | None, ...] = ()
    level: Fraction | None = None
    unit: str = ""
    band: tuple[tuple[Fraction, Fraction] | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Tornado:
    """For each input the figure at its low and at its high end, around the plan; the widest first."""

    plan: Fraction
    bars: tuple[tuple[Label, Fraction, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Waterfall:
    """From one sum to another: each step begins where the one before ended; a ``whole`` is a sum that is reached, drawn from zero."""

    steps: tuple[tuple[Label, Fraction, bool], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its caption, each part of it with its mark (■, ●) if there is more than one, and what it is of."""

    key: str
    data: Curve | Bars | Tornado | Waterfall
    caption: tuple[Label, ...] = ()
    of: Label = ""
    media: Medium = SCREEN | PAPER


Part = Table | Note | Chart


@dataclass(frozen=True, slots=True)
class Section:
    """Parts under one heading, which paper numbers; without a title they stand alone. ``kept``: on one page."""

    key: str
    title: Label
    parts: tuple[Part, ...]
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A party: its name, and rows of a heading and a text."""

    name: Label
    rows: tuple[tuple[Label, Label], ...] = ()


@dataclass(frozen=True, slots=True)
class Masthead:
    """The first page's head: the document's name and title, its number, the day it was made, rows about it, the parties.

    ``internal`` marks every page; ``number_name`` is what the number is called.
    """

    document: Label
    title: Label
    contract: str
    number: str
    number_name: Label
    day: date
    supplier: Box
    client: Box | None = None
    meta: tuple[tuple[Label, Label], ...] = ()
    internal: Label = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A document: its head and its sections; the language of its papers, and the currency of its amounts.

    ``headings`` are the words that its templates get by name. ``moved`` names what a template may have asked for and no longer
    has, with what stands in its place.
    """

    masthead: Masthead
    sections: tuple[Section, ...]
    language: Language
    currency: str
    headings: Mapping[str, Words] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    computed: dict[Any, Value] = field(default_factory=dict, compare=False, repr=False)
    """What relations came to, each once for all media (``bpo/report/relation.py``)."""

    def parts(self, medium: Medium) -> list[tuple[Section, Part]]:
        """What a medium shows, in order."""
        return [(one, part) for one in self.sections for part in one.parts if medium & part.media]

    def tables(self) -> dict[str, Table]:
        """Every table by its key."""
        found = [part for one in self.sections for part in one.parts if isinstance(part, Table)]
        assert len({one.key for one in found}) == len(found), "two tables of one key"
        return {one.key: one for one in found}


def filled(words: Words, **values: object) -> Text:
    """A sentence with its values, in both languages."""
    return told((words, values))


def told(said: tuple[Words, Mapping[str, Any]]) -> Text:
    """The same for a sentence that is kept beside its values."""
    words, values = said
    return Text(zh=words.say("zh", values), en=words.say("en", values))


def stacked(*lines: Text) -> Text:
    """Texts as one, each on a line of its own."""
    return Text(zh="\n".join(one.zh for one in lines), en="\n".join(one.en for one in lines))
