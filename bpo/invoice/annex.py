"""The annex: each line's steps, the KPI sheet with what follows from it, and how each number was counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from bpo.contracts.statement import Charge, KpiVerdict, Score, Statement
from bpo.core.words import Text, Words
from bpo.invoice import headings as h
from bpo.invoice.bill import Bill
from bpo.invoice.counted import Counted, counted_of, label_of
from bpo.invoice.tables import kpis_of, number_or_none, steps_of
from bpo.report.page import fields_of
from bpo.report.speech import Said, Speech, clause_number


@dataclass(frozen=True, slots=True)
class LineSteps:
    number: str
    label: Said
    clause: str
    amount: str
    steps: tuple[SimpleNamespace, ...]


@dataclass(frozen=True, slots=True)
class ScoreRow:
    kpi: Said
    marks: str
    score: str


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A scorecard with its total, scaled and rounded as the contract says, and the line that it leads to."""

    label: Said
    rows: tuple[ScoreRow, ...]
    marks: str
    score: str
    explanation: tuple[Said, ...]
    amount: str


@dataclass(frozen=True, slots=True)
class Annex:
    lines: tuple[LineSteps, ...]
    kpis: tuple[SimpleNamespace, ...]
    has_marks: bool
    scorecards: tuple[Scorecard, ...]
    counted: tuple[Counted, ...]
    both_counts: tuple[Said, ...]
    clock: Said


def annex_of(bill: Bill, speech: Speech) -> Annex:
    """The annex in the document's language."""
    statement = bill.statement
    verdicts = statement.verdicts
    all_lines = (*statement.charges, *statement.deductions)
    return Annex(
        lines=tuple(_line(i, charge, speech) for i, charge in enumerate(all_lines, start=1)),
        kpis=fields_of(kpis_of(statement, speech), speech),
        has_marks=any(verdict.marks is not None for verdict in verdicts.values()),
        scorecards=tuple(_scorecard(charge, verdicts, speech) for charge in all_lines if charge.scores),
        counted=counted_of(bill, speech),
        both_counts=tuple(speech.words(*said) for said in _both(bill).values()),
        clock=_clock(statement, speech),
    )


def _clock(statement: Statement, speech: Speech) -> Said:
    clock = statement.measures.clock
    return speech.words(h.CLOCK, {"zone": clock.zone, "rules": clock.rules}) if clock is not None else Said("")


def _both(bill: Bill) -> Mapping[str, tuple[Words, Mapping[str, Any]]]:
    """What supplier and client counted, under the names of this document."""
    return bill.statement.both_counts({name: label_of(name, bill) for name in bill.statement.measures.sides})


def _line(number: int, charge: Charge, speech: Speech) -> LineSteps:
    rows = fields_of(steps_of([(number, charge)], speech), speech)
    clause = clause_number(charge.source)
    return LineSteps(str(number), speech.text(charge.label), clause, speech.money(charge.amount), rows)


def _scorecard(charge: Charge, verdicts: Mapping[str, KpiVerdict], speech: Speech) -> Scorecard:
    total = sum((score.marks or Fraction(0) for score in charge.scores), Fraction(0))
    total = next((step.values["score"] for step in charge.steps if step.kind in ("score", "scaled")), total)
    steps = [step for step in charge.steps if not step.is_rounding]
    said = [step for step in steps if step.amount or step.kind in ("marks", "scaled")]
    moving = said or steps[-1:]  # the rows above say how each KPI scored
    return Scorecard(
        label=speech.text(charge.label),
        rows=tuple(_score(score, verdicts, speech) for score in charge.scores),
        marks=number_or_none(sum((score.full for score in charge.scores), Fraction(0))),
        score=number_or_none(total),
        explanation=tuple(speech.words(step.rule, step.values) for step in moving),
        amount=speech.money(charge.amount),
    )


def _score(score: Score, verdicts: Mapping[str, KpiVerdict], speech: Speech) -> ScoreRow:
    label = verdicts[score.kpi].label if score.kpi in verdicts else Text.of(score.kpi)
    marks = number_or_none(score.marks) if score.marks is not None else str(speech.words(h.NOT_MEASURED))
    return ScoreRow(speech.text(label), number_or_none(score.full), marks)
