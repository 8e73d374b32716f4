"""Unit prices as an indexation changes them, a column for each day from which they hold."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from bpo.bid import headings as b
from bpo.bid.price_list import unit_name
from bpo.contracts.adjustments.indexation import Indexation
from bpo.contracts.model import Contract
from bpo.contracts.terms.term import Term
from bpo.core.words import Text
from bpo.report import model as m
from bpo.report.speech import Speech

DAYS_MOST = 6
"""More days than this do not fit beside each other; the service levels say every change all the same."""


def indexed_prices(
    priced: Sequence[tuple[Text, Term, Fraction, Contract]], contract: Contract, speech: Speech
) -> Iterator[m.Table]:
    """``price × Π(1 + factor)`` from each day on, as the contract writes its prices; nothing where no price changes by itself.

    Args:
        priced: what each term is called, the number of units that its prices are of, and the wording that has it.
        contract: whose indexation counts.
        speech: of the quote.
    """
    indexations = [one for one in contract.adjustments if isinstance(one, Indexation)]
    first, last = contract.effective.start, contract.effective.end
    changes = {change.start for one in indexations for change in one.changes}
    days = [first, *sorted(day for day in changes if first < day and (last is None or day <= last))]
    if not 1 < len(days) <= DAYS_MOST:
        return
    rows = [row for each in priced for row in _rows(*each, indexations, days)]
    columns = (
        m.Column("line", b.BOOK["line"], width=40, wraps=True),
        m.Column("unit", b.OFFER["price_per"]),
        *(m.Column(f"d{n}", m.filled(b.FROM_DAY, day=speech.day(day)), m.RATE) for n, day in enumerate(days)),
    )
    if rows:
        title = b.OFFER["indexed"]
        yield m.Table("indexed", columns, tuple(rows), title, look="tender")


def _rows(
    label: Text, term: Term, per: Fraction, version: Contract, indexations: Sequence[Indexation], days: Sequence[date]
) -> Iterator[m.Row]:
    own = [one for one in indexations if term.id in one.on]
    rows = list(term.price_rows(version)) if own else []
    for row in rows:
        if row.price is None:
            continue
        several = per if row.unit not in ("month", "") else Fraction(1)
        rule = m.filled(row.rule, **row.values)
        name = label if len(rows) == 1 else Text(zh=f"{label.zh} · {rule.zh}", en=f"{label.en} · {rule.en}")
        prices = {f"d{n}": row.price * several * _factor(own, day) for n, day in enumerate(days)}
        yield m.Row({"line": name, "unit": unit_name(row, several), **prices})


def _factor(indexations: Sequence[Indexation], day: date) -> Fraction:
    """Each is a line of its own beside those that it adjusts: what they add adds up."""
    return 1 + sum((one.factor_on(day) - 1 for one in indexations), Fraction(0))
