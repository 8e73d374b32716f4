"""The annex: each line's steps, the KPI sheet with what follows from it, and how each number was counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bpo.contracts.statement import Charge, KpiVerdict, Score, Statement
from bpo.core.vocabulary import yes_or_no
from bpo.core.words import Text, Words, show_number
from bpo.invoice import headings as h
from bpo.invoice.bill import Bill
from bpo.invoice.counted import Counted, counted_of, label_of
from bpo.report.speech import Said, Speech, clause_number


@dataclass(frozen=True, slots=True)
class StepRow:
    """``clause`` is filled where it is not the line's own; ``note`` marks a step that moves no money, or only rounds.

    A ``…_ratio`` is what was rounded to be printed, exactly.
    """

    rule: Said
    quantity: str
    unit: Said
    rate: str
    amount: str
    clause: str
    note: bool
    quantity_ratio: str
    rate_ratio: str
    amount_ratio: str


@dataclass(frozen=True, slots=True)
class LineSteps:
    number: str
    label: Said
    clause: str
    amount: str
    steps: tuple[StepRow, ...]


@dataclass(frozen=True, slots=True)
class KpiRow:
    """``fraction`` is numerator / denominator; ``judged`` is filled where it is not the measured value; ``met`` is
    ``yes``, ``no`` or nothing, for the style, and ``met_text`` its words; ``evidence`` is what a given value rests on."""

    label: Said
    clause: str
    formula: Said
    target: str
    actual: str
    fraction: str
    judged: str
    reason: Said
    evidence: str
    met: str
    met_text: Said
    marks: str
    score: str


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
    kpis: tuple[KpiRow, ...]
    has_marks: bool
    scorecards: tuple[Scorecard, ...]
    counted: tuple[Counted, ...]
    both_counts: tuple[Said, ...]


def annex_of(bill: Bill, speech: Speech) -> Annex:
    """The annex in the document's language."""
    statement = bill.statement
    verdicts = statement.verdicts
    all_lines = (*statement.charges, *statement.deductions)
    return Annex(
        lines=tuple(_line(i, charge, speech) for i, charge in enumerate(all_lines, start=1)),
        kpis=tuple(_kpi(verdict, note_of(name, statement), speech) for name, verdict in verdicts.items()),
        has_marks=any(verdict.marks is not None for verdict in verdicts.values()),
        scorecards=tuple(_scorecard(charge, verdicts, speech) for charge in statement.charges if charge.scores),
        counted=counted_of(bill, speech),
        both_counts=tuple(speech.words(*said) for said in _both(bill).values()),
    )


def _both(bill: Bill) -> Mapping[str, tuple[Words, Mapping[str, Any]]]:
    """What supplier and client counted, under the names of this document."""
    return bill.statement.both_counts({name: label_of(name, bill) for name in bill.statement.measures.sides})


def note_of(name: str, statement: Statement) -> str:
    """What a figure that was given rests on, in the words of the measures file."""
    evidence = statement.measures.evidence.get(name)
    return evidence.note if evidence else ""


def _line(number: int, charge: Charge, speech: Speech) -> LineSteps:
    rows = tuple(
        StepRow(
            speech.words(step.rule, step.values),
            speech.quantity(step.quantity, step.unit),
            speech.unit(step.unit) if step.quantity is not None else Said(""),
            speech.rate(step.rate, step.unit),
            speech.exact_money(step.amount) if step.amount else "",
            clause_number(step.source) if step.source != charge.source else "",
            note=step.is_rounding or not step.amount,
            quantity_ratio=speech.ratio(step.quantity),
            rate_ratio=speech.rate_ratio(step.rate, step.unit),
            amount_ratio="" if step.is_rounding else speech.ratio(step.amount),
        )
        for step in charge.steps
    )
    clause = clause_number(charge.source)
    return LineSteps(str(number), speech.text(charge.label), clause, speech.money(charge.amount), rows)


def _kpi(verdict: KpiVerdict, note: str, speech: Speech) -> KpiRow:
    result, target = verdict.result, verdict.target
    sign = "≥" if verdict.better == "high" else "≤"
    fraction = ""
    if result.numerator is not None and result.denominator is not None:
        fraction = f"{show_number(result.numerator)} / {show_number(result.denominator)}"
    judged_apart = verdict.judged != result.value
    actual = speech.measured(result.value, result.unit, target)
    if judged_apart and verdict.judged is not None and actual == speech.measured(verdict.judged, result.unit, target):
        actual = speech.measured(result.value, result.unit, verdict.judged)
    met = {True: "yes", False: "no", None: ""}[verdict.met]
    return KpiRow(
        label=speech.text(verdict.label),
        clause=clause_number(verdict.source),
        formula=speech.words(verdict.formula, verdict.formula_values),
        target=f"{sign} {speech.measured(target, result.unit)}" if target is not None else "",
        actual=actual,
        fraction=fraction,
        judged=speech.measured(verdict.judged, result.unit, target) if judged_apart else "",
        reason=_reason(verdict, speech),
        evidence=note,
        met=met,
        met_text=speech.text(yes_or_no(bool(verdict.met))) if met else Said(""),
        marks=_number(verdict.marks),
        score=_number(verdict.score),
    )


def _reason(verdict: KpiVerdict, speech: Speech) -> Said:
    if verdict.reason is not None:
        return speech.words(verdict.reason, verdict.reason_values)
    return speech.words(verdict.result.why_not) if verdict.result.why_not else Said("")


def _number(value: Fraction | None) -> str:
    return "" if value is None else show_number(value, 2)


def _scorecard(charge: Charge, verdicts: Mapping[str, KpiVerdict], speech: Speech) -> Scorecard:
    total = sum((score.marks or Fraction(0) for score in charge.scores), Fraction(0))
    total = next((step.values["score"] for step in charge.steps if step.kind in ("score", "scaled")), total)
    steps = [step for step in charge.steps if not step.is_rounding]
    said = [step for step in steps if step.amount or step.kind in ("marks", "scaled")]
    moving = said or steps[-1:]  # the rows above say how each KPI scored
    return Scorecard(
        label=speech.text(charge.label),
        rows=tuple(_score(score, verdicts, speech) for score in charge.scores),
        marks=_number(sum((score.full for score in charge.scores), Fraction(0))),
        score=_number(total),
        explanation=tuple(speech.words(step.rule, step.values) for step in moving),
        amount=speech.money(charge.amount),
    )


def _score(score: Score, verdicts: Mapping[str, KpiVerdict], speech: Speech) -> ScoreRow:
    label = verdicts[score.kpi].label if score.kpi in verdicts else Text.of(score.kpi)
    marks = _number(score.marks) if score.marks is not None else str(speech.words(h.NOT_MEASURED))
    return ScoreRow(speech.text(label), _number(score.full), marks)
