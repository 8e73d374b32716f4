"""The curve of a break-even report: drawn, place by place, and where it turns."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from bpo.bid import break_even_words as w
from bpo.bid import headings as b
from bpo.bid import turns
from bpo.bid.plan_headings import COST, MARGIN, REVENUE
from bpo.contracts.model import Contract
from bpo.core.words import Pct, Text
from bpo.economics.costs.driver_names import driver_name
from bpo.economics.margin.breakeven import losing
from bpo.economics.margin.margin_curve import BreakEvenPoint, Sample
from bpo.economics.margin.vary import Swept
from bpo.report import model as m
from bpo.report.speech import Speech

ROWS_MAX = 20
"""Places of a curve that fit a screen."""
TURNING_POINTS = 6
"""The number of their section."""


def curve_parts(swept: Sequence[Swept], contract: Contract, speech: Speech) -> Iterator[m.Part]:
    """The first input's curve as it is drawn; the places of each; on the terminal what turns the first."""
    first = swept[0]
    name = m.filled(w.OF_INPUT, name=turns.input_name(first.varied.name, contract))
    form = turns.places_format(first, contract)
    places = form if form is m.PERCENT else m.Format("number", 6)
    yield m.Chart("curve", margin_curve(first, places), (b.INTERNAL["margin"],), name)
    if not first.curve.complete:
        yield m.Note((m.filled(w.MAY_TURN_MORE, section=TURNING_POINTS),), "curve_note", media=m.PAPER)
    for number, one in enumerate(swept, start=1):
        sheet = str(speech.words(b.INTERNAL["sheet_curve"]))
        yield _spots(one, contract, f"curve{number}", f"{sheet[:29]} {number}" if swept[1:] else sheet, one is first)
    lines: list[m.Label] = [
        Text(*both) for both in zip(*(turns.turns_said(first, contract, lang) for lang in ("zh", "en")), strict=True)
    ]
    if (lost := losing(first)) is not None:
        words = w.LOSES if lost.price_factor is not None else w.EARNS_NOTHING
        lines.append(m.filled(words, loss=lost.loss, factor=Pct(lost.price_factor or Fraction(0))))
    yield m.Note((*lines, *(() if first.curve.complete else (turns.not_followed(first, contract),))), media=m.SCREEN)


def margin_curve(swept: Swept, places: m.Format) -> m.Curve:
    """The margin over the range of an input: broken where it jumps, a dot on each turn, a line at no margin."""
    spots, found = swept.curve.spots, swept.curve.turns
    breaks = [n for n, (one, after) in enumerate(pairwise(spots)) if any(_between(turn, one, after) for turn in found)]
    dots = tuple(dot for turn in found for dot in _ends(turn))
    return m.Curve(tuple((spot.place, spot.margin) for spot in spots), frozenset(breaks), dots, Fraction(0), places)


def _between(turn: BreakEvenPoint, before: Sample, after: Sample) -> bool:
    return turn.kind == "jump" and before.place <= turn.place and turn.end <= after.place != before.place


def _ends(turn: BreakEvenPoint) -> tuple[tuple[Fraction, Fraction], ...]:
    if turn.kind == "jump":
        return (turn.place, turn.before), (turn.end, turn.after)
    return ((turn.place, Fraction(0)),)


def _spots(one: Swept, contract: Contract, key: str, sheet: str, on_screen: bool) -> m.Table:
    """The places of a curve; the terminal shows the ends, what stands beside a turn, and as many others as fit."""
    contacts, form, shown = one.varied.contacts, turns.places_format(one, contract), set(map(id, _shown(one)))
    rows = []
    for spot in one.curve.spots:
        place = m.Cell(spot.place, form, screen=turns.said(one.varied, spot.place, contract, "en"))
        count = None if contacts is None else spot.place * contacts
        cells = {"place": place, "contacts": count, "revenue": spot.revenue, "cost": spot.cost}
        rows.append(m.Row(cells, media=m.SCREEN | m.BOOK if id(spot) in shown else m.BOOK))
    columns = (
        m.Column("place", turns.input_name(one.varied.name, contract), m.NUMBER, 16, screen=w.PLACE),
        m.Column("contacts", driver_name("contacts"), m.Format("number", on_screen=0), 16, screen=w.CONTACTS),
        *sums_columns(),
    )
    return m.Table(key, columns, tuple(rows), sheet=sheet, media=m.SCREEN | m.BOOK if on_screen else m.BOOK)


def _shown(swept: Swept) -> list[Sample]:
    """The ends, what stands beside a turn, and of the rest what lies nearest to even places, as many as fit a screen."""
    spots, found = swept.curve.spots, swept.curve.turns
    beside = {0, len(spots) - 1}
    for i, spot in enumerate(spots):
        if any(abs(spot.place - place) <= swept.varied.step for turn in found for place in (turn.place, turn.end)):
            beside.add(i)
    rest, room = [i for i in range(len(spots)) if i not in beside], max(0, ROWS_MAX - len(beside))
    if len(rest) > room:
        first, last = spots[0].place, spots[-1].place
        even = [first + (last - first) * n / (room + 1) for n in range(1, room + 1)]
        rest = [min(rest, key=lambda i: abs(spots[i].place - place)) for place in even]
    return [spots[i] for i in sorted({*beside, *rest})]


def turning_table(swept: Sequence[Swept], contract: Contract) -> m.Table:
    """Each input that was varied: where the margin turns, and whether the curve was followed along every stretch."""
    rows = []
    for one in swept:
        said = ("\n".join(turns.turns_said(one, contract, lang)) for lang in ("zh", "en"))
        missed: m.Label = "" if one.curve.complete else turns.not_followed(one, contract)
        name = m.filled(w.OF_INPUT, name=turns.input_name(one.varied.name, contract))
        rows.append(m.Row({"label": name, "turns": m.Cell(Text(*said), detail=missed)}))
    columns = (m.Column("label", b.INTERNAL["varied"]), m.Column("turns", b.INTERNAL["turning_points"]))
    return m.Table("turning", columns, tuple(rows), look="build-up turning kept", media=m.PAPER)


def sums_columns() -> tuple[m.Column, ...]:
    """Revenue, cost, and what one leaves of the other."""
    h = b.INTERNAL
    return (
        m.Column("revenue", h["revenue"], m.MONEY, 20, screen=REVENUE),
        m.Column("cost", h["cost"], m.MONEY, 20, screen=COST),
        m.Column("margin", h["margin"], m.MONEY, 20, relation="{revenue} - {cost}", screen=MARGIN),
    )
