"""The figures of a break-even report at the plan: as the terminal lists them, what each line contributes, and a unit's."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from bpo.bid import break_even_words as w
from bpo.bid import headings as b
from bpo.bid import turns
from bpo.bid.break_even_curve import sums_columns
from bpo.bid.plan_headings import COST, MARGIN, REVENUE
from bpo.contracts.model import Contract
from bpo.core.words import Lang, Pct, Text, show
from bpo.economics.costs.driver_names import driver_name
from bpo.economics.margin.breakeven import BreakEven, safety
from bpo.economics.margin.seats_needed import SeatsNeeded
from bpo.economics.margin.vary import Swept
from bpo.report import model as m
from bpo.report.headings import SUM
from bpo.report.shown import number_text, rounded
from bpo.report.speech import Speech


def plan_table(
    figures: BreakEven, contract: Contract, one: Swept, speech: Speech, seats: Sequence[SeatsNeeded] = ()
) -> m.Table:
    """The figures at the plan, as the terminal lists them."""
    nowhere = w.EVEN_AT_NOTHING if figures.margin >= 0 else w.NEVER

    def listed() -> Iterator[tuple[m.Label, m.Cell | Fraction]]:
        yield from ((REVENUE, figures.revenue), (COST, figures.cost), (MARGIN, figures.margin))
        price = turns.at_turn(figures.price)
        yield w.PRICE_FACTOR, m.Cell(price, said=nowhere if price is None else show(Pct(price), "en"))
        for name, turn in figures.coefficients.items():
            of, place = clause_name(contract, name) if name else w.TOGETHER, turns.at_turn(turn)
            yield m.filled(w.COEFFICIENT, name=of), m.Cell(place, said=nowhere if place is None else show(place, "en"))
        if (safe := safety(one)) is not None:
            label = Text(*(f"{w.SAFETY.say(lang)} ({one.varied.name})" for lang in ("zh", "en")))
            yield label, m.Cell(safe, said=show(Pct(safe), "en"))
        for need in seats:
            label = m.filled(w.SEATS, name=clause_name(contract, need.clause))
            both = {"seats": rounded(need.breaks_even, 2), "planned": rounded(need.planned, 2)}
            yield label, m.Cell(need.breaks_even, said=m.filled(w.SEATS_OF, **both))
        for name, sums in figures.per.items():
            yield (
                w.PER[name],
                m.Cell(said=" / ".join(number_text(amount, m.MONEY, speech, m.SCREEN) for amount in sums)),
            )
        for row in figures.contributions:
            clause = m.filled(w.CONTRIBUTION, name=clause_name(contract, row.clause)) if row.clause else w.SHARED_COSTS
            yield clause, row.amount
        if figures.rounding:
            yield w.ROUNDING, figures.rounding
        yield w.FIXED_COSTS, -figures.fixed
        if figures.allocated:
            yield from ((w.CONTRIBUTED, figures.contribution), (w.OVERHEAD, -figures.allocated))
        yield w.PAYBACK, m.Cell(figures.payback, m.COUNT, said=w.NEVER if figures.payback is None else "")

    rows = tuple(m.Row({"name": name, "value": value}) for name, value in listed())
    return m.Table("plan", (m.Column("name", w.FIGURE), m.Column("value", w.VALUE, m.MONEY)), rows, media=m.SCREEN)


def clause_name(contract: Contract, name: str) -> Text:
    """A clause by its label, or by its id where it has none; with its id where another clause has the same label."""
    every = (*contract.terms, *contract.adjustments)
    labels = {clause.id: clause.label or Text.of(clause.id) for clause in every}

    def said(lang: Lang) -> str:
        own = [label.say(lang) for label in labels.values()]
        label = labels.get(name, Text.of(name)).say(lang)
        return label if own.count(label) < 2 else f"{label} ({name})"

    return Text(zh=said("zh"), en=said("en"))


def contribution_table(figures: BreakEven, contract: Contract) -> m.Table:
    """A line a row: what it earns less what moves with it; all of them less fixed and allocated costs are the margin."""
    labels, h = contract.labels(), b.INTERNAL
    rows = [
        m.Row({"line": labels.get(one.clause, Text.of(one.clause)) if one.clause else w.SHARED, "revenue": one.revenue, "cost": one.variable})
        for one in figures.contributions
    ]  # fmt: skip
    spent = m.Cell(relation="-{cost}")
    if figures.rounding:
        rows.append(m.Row({"line": w.ROUNDED, "revenue": figures.rounding, "cost": Fraction(0)}))
    rows.append(m.Row({"line": w.FIXED, "cost": figures.fixed, "contribution": spent}))
    if figures.allocated:
        before: dict[str, m.Label | Fraction] = {
            "line": w.BEFORE_ALLOCATED,
            "contribution": figures.contribution,
            "amount": figures.contribution,
        }
        rows.append(m.Row(before, kind="sum", media=m.PAPER))
    media = m.EVERYWHERE if figures.allocated else m.BOOK
    rows.append(m.Row({"line": w.ALLOCATED, "cost": figures.allocated, "contribution": spent}, media=media))
    sums = {key: m.Cell(relation=f"SUM({{contribution.{key}}})") for key in ("revenue", "cost", "contribution")}
    rows.append(
        m.Row(
            {"line": h["margin"], "amount": m.Cell(relation="SUM({contribution.contribution})")},
            kind="sum",
            media=m.PAPER,
        )
    )
    rows.append(m.Row({"line": SUM, **sums}, kind="sum", media=m.BOOK))
    columns = (
        m.Column("line", b.BOOK["line"], width=40),
        m.Column("revenue", h["revenue"], m.MONEY, 20, media=m.BOOK),
        m.Column("cost", h["cost"], m.MONEY, 20, media=m.BOOK),
        m.Column("contribution", h["contribution"], m.MONEY, 20, relation="{revenue} - {cost}", media=m.BOOK),
        m.Column("amount", b.BOOK["amount"], m.WHOLE_MONEY, relation="{contribution}", media=m.PAPER),
    )
    return m.Table(
        "contribution",
        columns,
        tuple(rows),
        sheet=h["sheet_contribution"],
        look="build-up kept",
        media=m.PAPER | m.BOOK,
    )


def per_table(figures: BreakEven) -> m.Table:
    """Revenue, cost and margin of a seat-month, hour, head and contact."""
    rows = tuple(
        m.Row({"unit": driver_name(of), "revenue": earned, "cost": spent})
        for of, (earned, spent) in figures.per.items()
    )
    columns = (m.Column("unit", b.INTERNAL["driver"]), *sums_columns())
    return m.Table("per", columns, rows, look="build-up targets kept", empty=b.INTERNAL["none"], media=m.PAPER)
