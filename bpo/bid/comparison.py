"""Scenarios and variants side by side as their template sees them, what the result depends on, and a clause's worth. Internal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from bpo.bid import BASE
from bpo.bid import headings as b
from bpo.bid import plan_headings as p
from bpo.bid.break_even_report import INPUTS
from bpo.bid.calculation import Figure, money, percent
from bpo.bid.front import fixed, front, share, speech_of, stem_of
from bpo.bid.months import ratio
from bpo.bid.tornado_chart import Tornado, tornado_chart
from bpo.core.words import Text
from bpo.economics.costs.driver_names import driver_name
from bpo.economics.margin.crossings import Turn
from bpo.economics.margin.sensitivity import Bar, ClauseWorth, Side
from bpo.economics.scenario.case import Case
from bpo.economics.scenario.scenario import Bid
from bpo.invoice.face import PartyBox, Row
from bpo.report.page_words import PageWords
from bpo.report.speech import NOTHING, Said, Speech


@dataclass(frozen=True, slots=True)
class Compared:
    """What is compared: ``bars`` and ``worth``, where they were asked for, are those of the first side's ``case``, a bid."""

    case: Case
    sides: Sequence[Side]
    bars: Sequence[Bar] = ()
    worth: ClauseWorth | None = None

    @property
    def bid(self) -> Bid:
        assert self.case.bid is not None
        return self.case.bid


@dataclass(frozen=True, slots=True)
class SideRow:
    """A figure of every side; ``change`` is that of two, the second less the first."""

    name: Said
    values: tuple[str, ...]
    change: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class BarRow:
    name: Said
    span: str
    at_low: str
    at_high: str
    swing: str


@dataclass(frozen=True, slots=True)
class ComparisonSheet:
    """Everything that the comparison prints; ``docs/templates.md`` describes it."""

    lang: str
    bilingual: bool
    h: Mapping[str, Said]
    document: Said
    title: Said
    contract: str
    number: str
    date: str
    pages: tuple[PageWords, ...]
    meta: tuple[Row, ...]
    supplier: PartyBox
    sides: tuple[str, ...]
    has_change: bool
    rows: tuple[SideRow, ...]
    tornado: Tornado | None
    around: Said
    bars: tuple[BarRow, ...]
    clause: Said | None
    worth: tuple[Figure, ...]
    note: Said


def draw_comparison(compared: Compared, folder: Path, templates: Path | None = None) -> Mapping[Path, bytes]:
    """The comparison as ``<number>-comparison.pdf`` and ``….xlsx``; nothing is written. The same figures give the same bytes.

    Raises:
        BpoError: if a template is wrong.
    """
    from bpo.bid.comparison_book import comparison_workbook
    from bpo.report.pdf import document_pdf

    stem = f"{stem_of(compared.bid.scenario, BASE)}-comparison"
    return {
        folder / f"{stem}.pdf": document_pdf(comparison_sheet(compared), "comparison.html.j2", templates),
        folder / f"{stem}.xlsx": comparison_workbook(compared),
    }


def comparison_sheet(compared: Compared) -> ComparisonSheet:
    """The sheet of a comparison, in the language of the first side's quote or contract."""
    contract, scenario = compared.case.contract, compared.bid.scenario
    speech, months = speech_of(scenario, contract), compared.case.at().months
    labels = [input_said(bar.name, compared.case, speech) for bar in compared.bars]
    clause = None if compared.worth is None else speech.text(contract.labels()[compared.worth.clause])
    meta = ((p.COMPARED_BOOK["period"], Said(f"{months[0].period.name} – {months[-1].period.name}")),)
    return ComparisonSheet(
        **front(scenario, contract, p.COMPARED["scenarios_compared"], p.COMPARED_BOOK, meta),
        sides=tuple(one.name for one in compared.sides),
        has_change=len(compared.sides) == 2,
        rows=tuple(_rows(compared.sides, speech)),
        tornado=tornado_chart(compared.bars, labels) if compared.bars else None,
        around=speech.words(p.AROUND, {"margin": money(compared.bars[0].planned if compared.bars else None)}),
        bars=tuple(_bar(bar, label, speech) for bar, label in zip(compared.bars, labels, strict=True)),
        clause=clause,
        worth=tuple(_worth(compared.worth, speech)) if compared.worth is not None else (),
        note=speech.words(b.WHOLE_UNITS, {"currency": contract.currency}),
    )


def input_said(name: str, case: Case, speech: Speech) -> Said:
    """An input as people call it: a KPI, line, cost item or stream by its label."""
    owner, _, what = name.rpartition(".")
    labels = case.contract.labels()
    if owner == "kpi":
        return speech.text(labels.get(what, Text.of(what)))
    if owner == "price":
        return speech.words(p.PRICE_OF, {"line": labels.get(what, Text.of(what))})
    if owner == "cost":
        items = {item.id: item.label for item in case.costs.items}
        return speech.words(p.COST_OF, {"item": items.get(what) or Text.of(what)})
    if owner and case.bid is not None:
        stream = next((one.name for one in case.bid.scenario.streams if one.id == owner), Text.of(owner))
        return speech.words(p.OF_INPUT, {"owner": stream, "what": p.VOLUME if what == "volume" else p.HANDLE_TIME})
    return speech.text(INPUTS.get(name) or driver_name(name))


def _rows(sides: Sequence[Side], speech: Speech) -> Iterator[SideRow]:
    for name in ("revenue", "cost", "margin"):
        values = [getattr(one, name) for one in sides]
        change = money(values[1] - values[0]) if len(sides) == 2 else ""
        yield SideRow(speech.words(b.INTERNAL[name]), tuple(money(one) for one in values), change, name == "margin")
    for name, whole in (("margin_rate", "revenue"), ("markup_rate", "cost")):
        rates = (percent(ratio(one.margin, getattr(one, whole))) for one in sides)
        yield SideRow(speech.words(b.INTERNAL[name]), tuple(rates), "", name == "margin_rate")
    for name in dict.fromkeys(driver for one in sides for driver, _ in one.drivers):
        places = 1 if name in ("seats", "heads") else 0
        figures = [dict(one.drivers).get(name) for one in sides]
        change = ""
        if len(figures) == 2 and figures[0] is not None and figures[1] is not None:
            change = fixed(figures[1] - figures[0], places)
        yield SideRow(speech.text(driver_name(name)), tuple(fixed(one, places) for one in figures), change)
    limits = [one.limits for one in sides]
    if any(limits):
        prices = tuple(_limit(one, one.limits.price, speech) if one.limits else NOTHING for one in sides)
        yield SideRow(speech.words(p.COMPARED["break_even_price"]), prices, "")
        factors = tuple(
            fixed(place(one.limits.coefficient), 4) if one.limits and one.limits.coefficient else NOTHING
            for one in sides
        )
        yield SideRow(speech.words(p.COMPARED["k_star"]), factors, "")


def _limit(side: Side, turn: Turn | None, speech: Speech) -> str:
    """Where the prices turn the margin; where they never do, whether it pays."""
    if turn is None:
        return speech.words(p.PAYS_ANYWAY if side.margin > 0 else p.LOSES_ANYWAY).main
    return share(place(turn))


def place(turn: Turn | None) -> Fraction | None:
    """Where the margin turns; of a jump the side on which it pays."""
    return None if turn is None else turn.end if turn.kind == "jump" else turn.place


def _bar(bar: Bar, label: Said, speech: Speech) -> BarRow:
    span = " / ".join(speech.measured(end, bar.unit) for end in (bar.low, bar.high))
    return BarRow(label, span, money(bar.at_low), money(bar.at_high), money(bar.swing))


def _worth(worth: ClauseWorth, speech: Speech) -> Iterator[Figure]:
    figures = (("with_clause", worth.with_it), ("without_clause", worth.without_it), ("worth", worth.worth))
    for name, amount in figures:
        yield Figure(speech.words(p.COMPARED[name]), money(amount), strong=name == "worth")
