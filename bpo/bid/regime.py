"""The KPI regime of a quote: what is measured against which target, and what follows for the price."""

from dataclasses import dataclass
from fractions import Fraction

from bpo.contracts.adjustments.effects import Teller
from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.report.speech import NOTHING, Said, Speech, clause_number


@dataclass(frozen=True, slots=True)
class KpiRow:
    """A KPI with its target and full marks; empty where the contract has none."""

    label: Said
    clause: str
    formula: Said
    target: str
    marks: str


@dataclass(frozen=True, slots=True)
class ConsequenceRow:
    label: Said
    clause: str
    effects: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Regime:
    kpis: tuple[KpiRow, ...]
    has_marks: bool
    consequences: tuple[ConsequenceRow, ...]


def regime_of(contract: Contract, first: Statement, speech: Speech) -> Regime:
    """The KPIs as the first month judges them, and each adjustment in short."""
    kpis = tuple(
        KpiRow(
            speech.text(verdict.label),
            clause_number(verdict.source),
            speech.words(verdict.formula, verdict.formula_values),
            _target(verdict.target, verdict.result.unit, verdict.better, speech),
            speech.quantity(verdict.marks),
        )
        for verdict in first.verdicts.values()
    )
    tell = Teller(
        labels=contract.labels(),
        units={one.id: one.measured_in() for one in contract.kpis},
        targets={one.id: one.target for one in contract.kpis},
        money=lambda amount: f"{speech.exact_money(amount)} {contract.currency}",
        measured=speech.measured,
        day=speech.day,
    )
    return Regime(
        kpis,
        any(kpi.marks for kpi in kpis),
        tuple(
            ConsequenceRow(
                speech.text(one.shown_label), clause_number(one.clause), tuple(map(speech.text, one.effects(tell)))
            )
            for one in contract.adjustments
        ),
    )


def _target(target: Fraction | None, unit: str, better: str, speech: Speech) -> str:
    if target is None:
        return NOTHING
    return f"{'≤' if better == 'low' else '≥'} {speech.measured(target, unit)}"
