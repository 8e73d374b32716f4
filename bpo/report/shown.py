"""A value as people read it: on paper, and on the terminal."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from bpo.core.money import Money, round_to, round_units
from bpo.core.words import Text, Words, show_number
from bpo.report.model import SCREEN, Cell, Column, Format, Label, Medium, Row, Value
from bpo.report.speech import NOTHING, Said, Speech


def form_of(cell: Cell, row: Row, column: Column) -> Format:
    """How a cell is written: as it says, else as its row does, else as its column."""
    return cell.format or (column.format if column.format.is_text else row.format or column.format)


def label_said(label: Label, speech: Speech) -> Said:
    """A label in the language of the reader, or in both."""
    if isinstance(label, Words):
        return speech.words(label)
    return speech.text(label) if isinstance(label, Text) else Said(label)


def value_said(value: Value, form: Format, speech: Speech, medium: Medium) -> Said:
    """A value in the form of its column."""
    if isinstance(value, Text | Words | str):
        return label_said(value, speech)
    if value is None:
        return Said("" if form.is_text or medium is SCREEN else NOTHING)
    if isinstance(value, date):
        return Said(value.isoformat())
    return Said(number_text(Fraction(value), form, speech, medium))


def cell_said(cell: Cell, value: Value, form: Format, speech: Speech, medium: Medium) -> Said:
    """A cell: what it says instead of its value, or its value."""
    instead = cell.screen if medium is SCREEN and cell.screen else cell.said
    return label_said(instead, speech) if instead else value_said(value, form, speech, medium)


def number_text(number: Fraction, form: Format, speech: Speech, medium: Medium) -> str:
    """A number, half rounded up, to the places of its form: the one way in which reports show one."""
    on_screen = medium is SCREEN
    places = form.on_screen if on_screen and form.on_screen is not None else form.places
    if form.brief:
        return _brief(number, form, speech)
    if form.kind == "money":
        if form.whole and not on_screen:
            return f"{round_units(number, 'half_up'):,}"
        own = Speech(speech.language, form.currency) if form.currency else speech
        return own.money(Money(own.currency).round(number))
    if form.kind == "rate":
        return speech.exact_money(number)
    if form.kind == "percent":
        return rounded(number * 100, places, form.padded and not on_screen) + "%"
    return rounded(number, places, form.padded and not on_screen)


def _brief(number: Fraction, form: Format, speech: Speech) -> str:
    if form.kind == "percent":
        return speech.percent(number)
    return speech.brief_rate(number) if form.kind == "rate" else speech.brief(number)


def rounded(number: Fraction, places: int, padded: bool = False) -> str:
    """To so many decimals at most, or always.

    >>> rounded(Fraction(1, 8), 2), rounded(Fraction(3, 2), 2), rounded(Fraction(3, 2), 2, padded=True)
    ('0.13', '1.5', '1.50')
    """
    whole = round_to(number, Fraction(1, 10**places))
    return f"{Decimal(int(whole * 10**places)).scaleb(-places):,}" if padded else show_number(whole, places)
