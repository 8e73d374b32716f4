"""The break-even report: the figures, the curve and the cost-control target; then items, turning points, contributions. Internal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from bpo.bid import BASE, number_of_case, offer_of_case, turns
from bpo.bid import break_even_words as w
from bpo.bid import headings as b
from bpo.bid.break_even_curve import curve_parts, turning_table
from bpo.bid.break_even_goals import goals_sections
from bpo.bid.break_even_plan import contribution_table, per_table, plan_table
from bpo.bid.break_even_targets import items, kpi_bands, kpis, targets_on_screen, targets_parts
from bpo.bid.front import head_of
from bpo.bid.variants import variant_of_case
from bpo.contracts.model import Contract
from bpo.core.words import Text, show
from bpo.economics.margin.breakeven import BreakEven, safety
from bpo.economics.margin.goals import Goals
from bpo.economics.margin.seats_needed import SeatsNeeded
from bpo.economics.margin.targets import Targets
from bpo.economics.margin.vary import Swept
from bpo.economics.scenario.case import Case
from bpo.report import model as m
from bpo.report.draw import papers
from bpo.report.headings import FLOATS_NOTE
from bpo.report.shown import rounded
from bpo.report.speech import Speech

FACTOR, SEATS = m.Format("number", 4), m.Format("number", 1)


@dataclass(frozen=True, slots=True)
class Found:
    """What was computed: the figures at the plan, the cost-control target, and the inputs that were varied, the first of which is drawn."""

    case: Case
    figures: BreakEven
    targets: Targets
    swept: Sequence[Swept]
    variant: str = BASE
    seats: Sequence[SeatsNeeded] = ()
    goals: Goals | None = None

    @property
    def contract(self) -> Contract:
        return self.case.contract


def break_even_report(found: Found) -> m.Report:
    """The report of a bid, or of a month as stated; its papers are in the language of the quote, else of the contract."""
    case, h, contract = found.case, b.INTERNAL, found.contract
    offer = offer_of_case(case)
    language = offer.language if offer and offer.language else contract.language
    speech = Speech(language, contract.currency)
    varied = found.swept[0].varied.name
    name = Text(zh=turns.input_name(varied, contract).zh, en=varied)
    title = m.filled(w.TITLE, title=_titled(found), name=name, currency=contract.currency)
    whole_units = m.Note((m.filled(b.WHOLE_UNITS, currency=contract.currency),), media=m.PAPER)
    sections = (
        m.Section(
            "points", h["break_even_points"], (m.Note((title,), media=m.SCREEN), _cards(found), _points(found, speech))
        ),
        m.Section(
            "curve",
            h["margin_curve"],
            (
                *curve_parts(found.swept, contract, speech),
                plan_table(found.figures, contract, found.swept[0], speech, found.seats),
            ),
        ),
        m.Section(
            "target", h["cost_target"], (*targets_parts(case, found.targets), targets_on_screen(case, found.targets))
        ),
        m.Section("kpis", h["kpi_worth"], (kpis(contract, found.targets, speech), whole_units)),
        *items(case, found.targets),
        *kpi_bands(contract, found.targets, speech),
        *(goals_sections(case, found.goals, speech) if found.goals is not None else ()),
        m.Section("turning", h["turning_points"], (turning_table(found.swept, contract),)),
        m.Section("contribution", h["contribution"], (contribution_table(found.figures, contract),)),
        m.Section("per", h["of_a_unit"], (per_table(found.figures),)),
    )
    return m.Report(_head(found), sections, language, contract.currency, b.BOOK, MOVED)


def draw_break_even(found: Found, folder: Path, templates: Path | None = None) -> Mapping[Path, bytes]:
    """The report as ``<number>-break-even.pdf`` and ``….xlsx``; nothing is written. The same figures give the same bytes.

    Raises:
        BpoError: if a template is wrong.
    """
    pdf, _ = break_even_files(found.case, folder, found.variant)
    return papers(break_even_report(found), pdf.with_name(pdf.stem), "breakeven.html.j2", templates)


def break_even_files(case: Case, folder: Path, variant: str = BASE) -> tuple[Path, Path]:
    """``<number>-break-even.pdf`` and ``….xlsx``; the name of a variant after the number."""
    number = number_of_case(case) if variant == BASE else f"{number_of_case(case)}-{variant}"
    return folder / f"{number}-break-even.pdf", folder / f"{number}-break-even.xlsx"


def _titled(found: Found) -> Text:
    title = found.contract.title
    return title if found.variant == BASE else m.filled(w.OF_VARIANT, title=title, variant=found.variant)


def _head(found: Found) -> m.Masthead:
    case = found.case
    months = [month.period.name for month in case.at().months]
    meta: list[tuple[m.Label, m.Label]] = []
    if case.bid is not None:
        meta.append((b.INTERNAL["scenario"], case.bid.scenario.label or case.bid.scenario.scenario))
        if found.variant != BASE:
            meta.append((b.INTERNAL["variant"], variant_of_case(found.variant, case)))
    meta.append((b.BOOK["term" if months[1:] else "period"], " – ".join(dict.fromkeys((months[0], months[-1])))))
    number_name = b.BOOK["quote_number" if offer_of_case(case) else "contract"]
    return head_of(
        case.contract, offer_of_case(case), b.INTERNAL["break_even"], number_of_case(case), number_name, meta
    )


def _cards(found: Found) -> m.Table:
    """The figures of the first page."""
    contract, figures = found.contract, found.figures

    def card(name: m.Label, value: m.Cell | Fraction | int | None, form: m.Format, kind: bool = False) -> m.Row:
        return m.Row({"name": name, "value": value}, kind="strong" if kind else "plain", format=form)

    price = turns.at_turn(figures.price)
    fall: m.Label = w.NO_TURN if price is None else m.filled(w.MAY_FALL, safety=_percent(1 - price))
    rows = [
        *(card(m.filled(w.HELD, name=_of(name, contract)), turns.at_turn(turn), FACTOR, True) for name, turn in figures.coefficients.items()),
        card(w.PRICES, m.Cell(price, detail=fall), m.PERCENT, True),
        *(card(m.filled(w.SEATS, name=_of(one.clause, contract)), m.Cell(one.breaks_even, detail=m.filled(w.SEATS_PLANNED, planned=rounded(one.planned, 1))), SEATS, True) for one in found.seats),
        *(card(turns.input_name(one.varied.name, contract), *_of_input(one, found), True) for one in found.swept),
        *(card(b.INTERNAL[name], getattr(figures, name), m.WHOLE_MONEY) for name in ("revenue", "cost", "margin")),
        card(b.INTERNAL["payback"], figures.payback, m.COUNT),
    ]  # fmt: skip
    return m.Table(
        "figures", (m.Column("name", ""), m.Column("value", "", m.NUMBER)), tuple(rows), look="cards", media=m.PAPER
    )


def _of(name: str, contract: Contract) -> Text:
    return contract.labels()[name] if name else w.ALL


def _percent(share: Fraction) -> str:
    return rounded(share * 100, 2) + "%"


def _of_input(one: Swept, found: Found) -> tuple[m.Cell, m.Format]:
    """Where an input turns the margin: a volume in contacts, a limit as it would be, else a share of the plan or its own value."""
    place, form, safe = turns.reached(one), turns.places_format(one, found.contract), safety(one)
    if place is None:
        return m.Cell(detail=w.NO_TURN), form
    limit = _limit(found) if one.varied.name == "occupancy" else None
    if limit is not None:
        return m.Cell(limit * place, detail=m.filled(w.INSTEAD_OF, planned=_percent(limit))), m.PERCENT
    detail: m.Label = "" if safe is None else m.filled(w.ONE_MORE, safety=_percent(safe))
    if one.varied.contacts is not None:
        return m.Cell(place * one.varied.contacts, detail=detail), m.COUNT
    return m.Cell(place, detail=detail, said="" if form is m.PERCENT else show(place, "en")), form


def _limit(found: Found) -> Fraction | None:
    """The occupancy limit of the streams, if they have the same."""
    case = found.case
    streams = case.bid.scenario.streams if case.bid is not None else ()
    limits = {stream.occupancy_at_most for stream in streams if stream.occupancy_at_most is not None}
    factor = case.bid.variant(found.variant).get("occupancy", Fraction(1)) if case.bid is not None else Fraction(1)
    return limits.pop() * factor if len(limits) == 1 else None


def _points(found: Found, speech: Speech) -> m.Table:
    """Revenue, cost and margin; then every break-even point with what it is of the plan and the sentences about it."""
    h, contract, figures = b.INTERNAL, found.contract, found.figures
    tax = sum((month.spent.income_tax for month in found.case.at().months), Fraction(0))
    rows = [
        m.Row({"name": h["revenue"], "amount": figures.revenue}, "revenue"),
        m.Row({"name": h["cost"], "amount": figures.cost}, "cost"),
        m.Row({"name": h["margin"], "amount": m.Cell(relation="{revenue} - {cost}")}, "margin"),
        m.Row({"name": h["margin_rate"], "amount": m.Cell(relation="{margin} / {revenue}", format=m.PERCENT)}),
        m.Row({"name": h["payback"], "amount": figures.payback}),
        *(m.Row({"name": m.filled(w.HELD, name=_of(name, contract)), "of_plan": turns.at_turn(turn)}) for name, turn in figures.coefficients.items()),
        m.Row({"name": w.PRICES, "of_plan": turns.at_turn(figures.price)}, format=m.PERCENT),
        *(m.Row({"name": m.filled(w.SEATS, name=_of(one.clause, contract)), "amount": one.breaks_even, "of_plan": m.Cell(one.breaks_even / one.planned, m.PERCENT)}) for one in found.seats),
    ]  # fmt: skip
    for one in found.swept:
        place, contacts = turns.reached(one), one.varied.contacts
        reached = place * contacts if place is not None and contacts is not None else None
        sentences = [said for lang in speech.langs for said in turns.turns_said(one, contract, lang)]
        sentences += (
            [] if one.curve.complete else [turns.not_followed(one, contract).say(lang) for lang in speech.langs]
        )
        cells = {
            "amount": reached,
            "of_plan": m.Cell(place, turns.places_format(one, contract)),
            "turning_points": "\n".join(sentences),
        }
        rows.append(m.Row({"name": turns.input_name(one.varied.name, contract), **cells}))
    if tax:
        rows.append(m.Row({"name": w.WITHOUT_TAX, "amount": figures.cost - tax}, "borne"))
    rows.append(m.Row({"name": FLOATS_NOTE}, kind="note"))
    columns = (
        m.Column("name", h["sheet_points"], width=44),
        m.Column("amount", b.BOOK["amount"], m.MONEY, 22),
        m.Column("of_plan", h["of_plan"], m.NUMBER, 14),
        m.Column("turning_points", h["turning_points"], width=70),
    )
    return m.Table("points", columns, tuple(rows), sheet=h["sheet_points"], media=m.BOOK)


MOVED = {
    "figures": "sheet.parts.figures.rows",
    "curve": "sheet.parts.curve.plot",
    "curve_of": "sheet.parts.curve.of",
    "curve_note": "sheet.parts.curve_note",
    "target": "sheet.parts.categories.rows' and 'sheet.parts.items.rows",
    "positions": "sheet.parts.positions.rows",
    "elsewhere": "sheet.sections.elsewhere.rest",
    "kpis": "sheet.parts.kpis.rows",
    "turns": "sheet.parts.turning.rows",
    "contributions": "sheet.parts.contribution.rows",
    "per": "sheet.parts.per.rows",
    "note": "sheet.sections.kpis.rest",
}
"""Where a template finds today what it had by these names before."""
