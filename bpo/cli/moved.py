"""The lines of a statement that move, for the terminal: as they are, and as they would be."""

from collections.abc import Sequence
from decimal import Decimal

from bpo.core.vocabulary import AMOUNT
from bpo.core.words import Lang, Words
from bpo.desk.outdated import MovedLine
from bpo.report.screen import Column, table
from bpo.report.speech import Speech

LINE = Words("moved-line", en="line", zh="行")
NOW = Words("moved-now", en="now", zh="现为")


def moved_text(lines: Sequence[MovedLine], speech: Speech, lang: Lang) -> str:
    """A line a row; of one that is there only before, or only now, the other amount is empty."""
    columns: list[Column] = [(LINE, "left"), (AMOUNT, "right"), (NOW, "right")]
    rows = [
        [line.clause, *("" if amount is None else speech.money(amount) for amount in (line.amount, line.amount_now))]
        for line in lines
    ]
    return table(columns, rows, lang)


def signed(amount: Decimal, speech: Speech) -> str:
    """A difference with its sign."""
    return f"{'+' if amount > 0 else ''}{speech.money(amount)}"
