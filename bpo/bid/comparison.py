"""Scenarios and variants side by side, what the result depends on, and a clause's worth. Internal."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from bpo.bid import BASE
from bpo.bid import headings as b
from bpo.bid import plan_headings as p
from bpo.bid.comparison_grid import grid_section
from bpo.bid.front import masthead, speech_of, stem_of
from bpo.bid.turns import at_turn
from bpo.bid.variants import changes_said, input_called
from bpo.core.words import Pct, Text, show
from bpo.economics.costs.driver_names import driver_name
from bpo.economics.margin.grid import Grid
from bpo.economics.margin.sensitivity import Bar, ClauseWorth, Side
from bpo.economics.scenario.case import Case
from bpo.economics.scenario.scenario import Bid
from bpo.report import model as m
from bpo.report.draw import papers
from bpo.report.headings import FLOATS_NOTE
from bpo.report.shown import number_text
from bpo.report.speech import NOTHING, Speech

FACTOR = m.Format("number", 4, padded=True)


@dataclass(frozen=True, slots=True)
class Compared:
    """What is compared: ``bars`` and ``worth``, where they were asked for, are those of the first side's ``case``, a bid."""

    case: Case
    sides: Sequence[Side]
    bars: Sequence[Bar] = ()
    worth: ClauseWorth | None = None
    grid: Grid | None = None

    @property
    def bid(self) -> Bid:
        assert self.case.bid is not None
        return self.case.bid


def draw_comparison(compared: Compared, folder: Path, templates: Path | None = None) -> Mapping[Path, bytes]:
    """The comparison as ``<number>-comparison.pdf`` and ``….xlsx``; nothing is written. The same figures give the same bytes.

    Raises:
        BpoError: if a template is wrong.
    """
    stem = folder / f"{stem_of(compared.bid.scenario, BASE)}-comparison"
    return papers(comparison(compared), stem, "comparison.html.j2", templates)


def comparison(compared: Compared) -> m.Report:
    """The report of a comparison; its papers are in the language of the first side's quote or contract."""
    contract, scenario = compared.case.contract, compared.bid.scenario
    months, speech = compared.case.at().months, speech_of(scenario, contract)
    period = f"{months[0].period.name} – {months[-1].period.name}"
    sections = [
        m.Section(
            "side_by_side",
            p.COMPARED["side_by_side"],
            (_sides(compared.sides), _changes(compared), _whole_units(contract.currency)),
        )
    ]
    if compared.bars:
        sections.append(_depends_on(compared, speech))
    if compared.worth is not None:
        sections.append(_clause(compared.case, compared.worth, speech))
    if compared.grid is not None:
        sections.append(grid_section(compared.case, compared.grid))
    document, number_name = p.COMPARED["scenarios_compared"], p.PLAN["plan_number"]
    head = masthead(scenario, contract, document, number_name, [(b.BOOK["period"], period)])
    return m.Report(head, tuple(sections), speech.language, contract.currency, p.COMPARED_BOOK, MOVED)


def _changes(compared: Compared) -> m.Table:
    """What each variant changes."""
    bid = compared.bid
    rows = []
    for one in compared.sides:
        said = changes_said(one.changes, bid.contract, bid.scenario, bid.costs)
        if said.en:
            rows.append(m.Row({"variant": one.name, "changes": said}))
    columns = (
        m.Column("variant", b.INTERNAL["variant"], width=24, screen=p.VARIANT),
        m.Column("changes", p.COMPARED["changes"], width=70, wraps=True, screen=p.CHANGES),
    )
    media = m.EVERYWHERE if rows else m.PAPER
    return m.Table("changes", columns, tuple(rows), sheet=p.COMPARED["changes"], look="sides changes", media=media)


def _whole_units(currency: str) -> m.Note:
    return m.Note((m.filled(b.WHOLE_UNITS, currency=currency),), media=m.PAPER)


def _sides(sides: Sequence[Side]) -> m.Table:
    """A figure a row, a side a column, and the change from the first of two to the second."""
    keys, h = [f"side{n}" for n in range(1, len(sides) + 1)], b.INTERNAL

    def each(
        values: Iterable[m.Cell | Fraction | None], label: m.Cell | Text
    ) -> dict[str, m.Cell | Text | Fraction | None]:
        return {"label": label, **dict(zip(keys, values, strict=True))}

    rows = [
        m.Row(each((one.revenue for one in sides), m.Cell(h["revenue"], screen=p.REVENUE)), "revenue", format=m.WHOLE_MONEY),
        m.Row(each((one.cost for one in sides), m.Cell(h["cost"], screen=p.COST)), "cost", format=m.WHOLE_MONEY),
        m.Row({"label": m.Cell(h["margin"], screen=p.MARGIN)}, "margin", "strong", "{revenue} - {cost}", m.WHOLE_MONEY),
        m.Row({"label": m.Cell(h["margin_rate"], screen=p.OF_REVENUE), "change": m.BLANK}, "margin_rate", "strong", "{margin} / {revenue}", m.PERCENT),
        m.Row({"label": m.Cell(h["markup_rate"], screen=p.OF_COST), "change": m.BLANK}, "markup_rate", relation="{margin} / {cost}", format=m.PERCENT),
    ]  # fmt: skip
    for name in dict.fromkeys(driver for one in sides for driver, _ in one.drivers):
        form = m.Format("number", 1 if name in ("seats", "heads") else 0, padded=True, on_screen=2)
        rows.append(m.Row(each((dict(one.drivers).get(name) for one in sides), driver_name(name)), name, format=form))
    if any(one.limits for one in sides):
        factors = (at_turn(one.limits.coefficient) if one.limits else None for one in sides)
        prices, factor = m.Cell(p.COMPARED["break_even_price"]), m.Cell(p.COMPARED["k_star"])
        rows.append(m.Row(each(map(_price, sides), prices) | {"change": m.BLANK}, "break_even_price", format=m.TENTHS))
        rows.append(m.Row(each(factors, factor) | {"change": m.BLANK}, "k_star", format=FACTOR))
    rows.append(m.Row({"label": FLOATS_NOTE}, kind="note", media=m.BOOK))
    columns = [
        m.Column("label", p.COMPARED["total_of"], width=34, screen=p.WHAT),
        *(m.Column(key, one.name, m.NUMBER) for key, one in zip(keys, sides, strict=True)),
    ]
    if len(sides) == 2:
        change = p.COMPARED["difference_of"]
        columns.append(m.Column("change", change, m.NUMBER, relation="{side2} - {side1}", screen=p.CHANGE))
    return m.Table("sides", tuple(columns), tuple(rows), sheet=p.COMPARED["sheet_side_by_side"], look="sides")


def _price(side: Side) -> m.Cell | None:
    """Where the prices turn the margin; where they never do, whether it pays."""
    if side.limits is None:
        return None
    at = at_turn(side.limits.price)
    return m.Cell(at, said="" if at is not None else p.PAYS_ANYWAY if side.margin > 0 else p.LOSES_ANYWAY)


def _depends_on(compared: Compared, speech: Speech) -> m.Section:
    """The tornado, and its bars in a table; an input that cannot go so far is drawn to the plan."""
    h, planned = p.COMPARED_BOOK, compared.bars[0].planned
    rows = [_bar(bar, compared.case, speech) for bar in compared.bars]
    bars = [(called(bar.name, compared.case), _end(bar.at_low, bar), _end(bar.at_high, bar)) for bar in compared.bars]
    columns = (
        m.Column("input", h["input"], width=40, wraps=True, screen=p.INPUT),
        m.Column("name", h["value"], width=26, screen=p.VARY, media=m.SCREEN | m.BOOK),
        m.Column("low", h["low"], m.NUMBER, 12, media=m.BOOK),
        m.Column("high", h["high"], m.NUMBER, 12, media=m.BOOK),
        m.Column("span", h["low_high"], m.NUMBER, screen=p.RANGE, media=m.SCREEN | m.PAPER),
        m.Column("at_low", h["at_low"], m.WHOLE_MONEY, screen=p.AT_LOW),
        m.Column("at_high", h["at_high"], m.WHOLE_MONEY, screen=p.AT_HIGH),
        m.Column("swing", h["swing"], m.WHOLE_MONEY, relation="ABS({at_high} - {at_low})", screen=p.SWING),
    )
    around = m.filled(p.AROUND, margin=number_text(planned, m.WHOLE_MONEY, speech, m.PAPER))
    return m.Section("depends_on", h["depends_on"], (
        m.Chart("tornado", m.Tornado(planned, tuple(bars)), (h["at_low"], h["at_high"]), media=m.PAPER),
        m.Note((around,), media=m.PAPER),
        m.Table("bars", columns, tuple(rows), sheet=h["sheet_tornado"], look="sides bars"),
    ))  # fmt: skip


def _end(margin: Fraction | None, bar: Bar) -> Fraction:
    return bar.planned if margin is None else margin


def _bar(bar: Bar, case: Case, speech: Speech) -> m.Row:
    form, both = m.PERCENT if bar.unit == "ratio" else m.NUMBER, (bar.low, bar.high)
    measured = " / ".join(speech.measured(end, bar.unit) for end in both)
    plain = " / ".join(show(Pct(end) if bar.unit == "ratio" else end, "en") for end in both)
    ends = {
        key: m.Cell(_end(margin, bar), said=NOTHING if margin is None else "")
        for key, margin in (("at_low", bar.at_low), ("at_high", bar.at_high))
    }
    low, high, span = m.Cell(bar.low, form), m.Cell(bar.high, form), m.Cell(said=measured, screen=plain)
    return m.Row({"input": called(bar.name, case), "name": bar.name, "low": low, "high": high, "span": span, **ends})


def _clause(case: Case, worth: ClauseWorth, speech: Speech) -> m.Section:
    """The margin with a clause and without it."""
    h, label = p.COMPARED_BOOK, case.contract.labels()[worth.clause]
    columns = (
        m.Column("clause", h["clause"], width=34, media=m.BOOK),
        m.Column("clause_id", h["clause_id"], width=20, media=m.BOOK),
        m.Column("with_clause", h["with_clause"], m.WHOLE_MONEY, 20),
        m.Column("without_clause", h["without_clause"], m.WHOLE_MONEY, 20),
        m.Column("worth", h["worth"], m.WHOLE_MONEY, relation="{with_clause} - {without_clause}"),
    )
    row = m.Row(
        {"clause": label, "clause_id": worth.clause, "with_clause": worth.with_it, "without_clause": worth.without_it}
    )
    margin, value = (number_text(one, m.WHOLE_MONEY, speech, m.SCREEN) for one in (worth.without_it, worth.worth))
    return m.Section("clause", h["clause_value"], (
        m.Note((label,), plain=True, media=m.PAPER),
        m.Table("clause", columns, (row,), sheet=h["sheet_clause"], look="figures result", turned=True, media=m.PAPER | m.BOOK),
        m.Note((m.filled(p.WITHOUT, clause=worth.clause, margin=margin, worth=value),), media=m.SCREEN),
    ), kept=True)  # fmt: skip


def called(name: str, case: Case) -> Text:
    """An input as people call it."""
    return input_called(name, case.contract, case.bid.scenario if case.bid is not None else None, case.costs)


MOVED = {
    "sides": "sheet.parts.sides.columns",
    "has_change": "sheet.parts.sides.columns",
    "rows": "sheet.parts.sides.rows",
    "tornado": "sheet.parts.tornado.plot",
    "around": "sheet.sections.depends_on.lead",
    "bars": "sheet.parts.bars.rows",
    "clause": "sheet.sections.clause.lead",
    "worth": "sheet.parts.clause.rows",
    "note": "sheet.sections.side_by_side.rest",
}
"""Where a template finds today what it had by these names before."""
