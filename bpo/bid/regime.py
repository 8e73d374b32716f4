"""The KPI regime of a quote: what is measured against which target, and what follows for the price."""

from bpo.bid import headings as b
from bpo.bid.front import CLAUSE, of_clause
from bpo.contracts.adjustments.effects import Teller
from bpo.contracts.model import Contract
from bpo.contracts.statement import KpiVerdict, Statement
from bpo.core.words import Text
from bpo.invoice.headings import HEADINGS
from bpo.report import model as m
from bpo.report.speech import Speech, clause_number


def regime_tables(contract: Contract, first: Statement, speech: Speech) -> tuple[m.Table, ...]:
    """The KPIs as the first month judges them, and each adjustment in short; those of which there are any."""
    return tuple(one for one in (_kpis(first, speech), _consequences(contract, speech)) if one.rows)


def _kpis(first: Statement, speech: Speech) -> m.Table:
    """A KPI with its target and full marks; empty where the contract has none."""
    rows = [
        m.Row(
            {
                **of_clause(verdict.label, verdict.source),
                "formula": m.told(verdict.said),
                "target": _target(verdict, speech),
                "marks": m.BLANK if verdict.marks is None else verdict.marks,
            }
        )
        for verdict in first.verdicts.values()
    ]
    columns = [
        m.Column("line", HEADINGS["kpi"], width=30, wraps=True),
        CLAUSE,
        m.Column("formula", HEADINGS["formula"], width=54, wraps=True),
        m.Column("target", HEADINGS["target"], m.NUMBER),
    ]
    if any(verdict.marks is not None for verdict in first.verdicts.values()):
        columns.append(m.Column("marks", HEADINGS["marks"], m.NUMBER))
    return m.Table("kpis", tuple(columns), tuple(rows), look="regime")


def _target(verdict: KpiVerdict, speech: Speech) -> m.Cell:
    if verdict.target is None:
        return m.Cell()
    sign, unit = "≤" if verdict.better == "low" else "≥", verdict.result.unit
    form = m.PERCENT if unit == "ratio" else None
    return m.Cell(verdict.target, form, said=Text.of(f"{sign} {speech.measured(verdict.target, unit)}"))


def _consequences(contract: Contract, speech: Speech) -> m.Table:
    """An adjustment with what follows, a sentence a line; its clause where no short sentence says it."""
    tell = Teller(
        labels=contract.labels(),
        units={one.id: one.measured_in() for one in contract.kpis},
        targets={one.id: one.target for one in contract.kpis},
        money=lambda amount: f"{speech.exact_money(amount)} {contract.currency}",
        measured=speech.measured,
        day=speech.day,
    )
    rows = []
    for one in contract.adjustments:
        effects, named = one.effects(tell), of_clause(one.shown_label, one.clause)
        clause = f"{speech.words(HEADINGS['clause'])} {clause_number(one.clause)}"
        rows.append(m.Row({**named, "effects": m.stacked(*effects) if effects else m.Cell("", detail=clause)}))
    columns = (
        m.Column("line", HEADINGS["line"], width=30),
        CLAUSE,
        m.Column("effects", b.OFFER["follows"], width=70, wraps=True),
    )
    return m.Table("consequences", columns, tuple(rows), sheet=b.OFFER["follows"], look="follows")
