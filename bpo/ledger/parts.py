"""The parts of a statement as rows."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from bpo.contracts.statement import KpiVerdict, Statement, Step
from bpo.core.words import encode
from bpo.ledger.models import (
    HistoryLink,
    LakeVersion,
    StoredCharge,
    StoredDrawn,
    StoredLinePortion,
    StoredPortion,
    StoredScore,
    StoredStep,
    StoredTax,
    StoredTaxPortion,
    StoredVerdict,
)


def parts_of(statement: Statement, lake_versions: Mapping[str, int]) -> dict[str, list[object]]:
    """The rows that hang off a statement's head, by the head's attribute.

    Raises:
        ValueError: if there is not one line tax for each charge.
    """
    lines = [(charge, tax, False) for charge, tax in zip(statement.charges, statement.line_taxes, strict=True)]
    lines += [(deduction, Decimal(0), True) for deduction in statement.deductions]
    return {
        "charges": [
            StoredCharge(
                position=position,
                clause=charge.clause,
                label_zh=charge.label.zh,
                label_en=charge.label.en,
                kind=charge.kind,
                amount=charge.amount,
                line_tax=line_tax,
                tax_code=charge.tax_code,
                file_line=charge.where,
                source=charge.source,
                damages=charge.damages,
                deducted=deducted,
            )
            for position, (charge, line_tax, deducted) in enumerate(lines, 1)
        ],
        "steps": [
            _step_row(step, number, position)
            for number, (charge, _, _) in enumerate(lines, 1)
            for position, step in enumerate(charge.steps, 1)
        ],
        "scores": [
            StoredScore(charge=number, position=position, kpi=score.kpi, full_marks=score.full, marks=score.marks)
            for number, (charge, _, _) in enumerate(lines, 1)
            for position, score in enumerate(charge.scores, 1)
        ],
        "verdicts": [
            _verdict_row(name, verdict, position)
            for position, (name, verdict) in enumerate(statement.verdicts.items(), 1)
        ],
        "taxes": [
            StoredTax(
                position=position,
                code=tax.code,
                name_zh=tax.name.zh,
                name_en=tax.name.en,
                rate=tax.rate,
                base=tax.base,
                amount=tax.amount,
                note_zh=tax.note.zh if tax.note else None,
                note_en=tax.note.en if tax.note else None,
            )
            for position, tax in enumerate(statement.taxes, 1)
        ],
        **_portion_rows(statement),
        "drawn": [
            StoredDrawn(
                position=position,
                number=limit.number,
                entity=limit.entity,
                limit_amount=limit.limit,
                includes_tax=limit.includes_tax,
                before=limit.before,
                now=limit.now,
            )
            for position, limit in enumerate(statement.drawn, 1)
        ],
        "lake_versions": [LakeVersion(table_name=table, version=version) for table, version in lake_versions.items()],
        "history": [HistoryLink(position=n, earlier=earlier) for n, earlier in enumerate(statement.history, 1)],
    }


def _portion_rows(statement: Statement) -> dict[str, list[object]]:
    """What each entity has: a row for itself, one for each line and deduction, one for each tax."""
    numbered = list(enumerate(statement.portions, 1))
    return {
        "portions": [
            StoredPortion(
                position=number,
                entity=own.entity,
                name_zh=own.name.zh,
                name_en=own.name.en,
                tax_no=own.tax_no,
                po=own.po,
                cost_centre=own.cost_centre,
                net=own.net,
                tax=own.tax,
                total=own.total,
            )
            for number, own in numbered
        ],
        "line_portions": [
            StoredLinePortion(
                portion=number,
                charge=position,
                amount=line.amount,
                share=line.share,
                rule=line.rule,
                rule_values=encode(line.values),
            )
            for number, own in numbered
            for position, line in enumerate((*own.lines, *own.deductions), 1)
        ],
        "tax_portions": [
            StoredTaxPortion(portion=number, position=position, base=tax.base, amount=tax.amount)
            for number, own in numbered
            for position, tax in enumerate(own.taxes, 1)
        ],
    }


def _step_row(step: Step, number: int, position: int) -> StoredStep:
    return StoredStep(
        charge=number,
        position=position,
        rule=step.rule.code,
        rule_en=step.rule.en,
        rule_zh=step.rule.zh,
        rule_values=encode(step.values),
        quantity=step.quantity,
        unit=step.unit,
        rate=step.rate,
        amount=step.amount,
        source=step.source,
    )


def _verdict_row(name: str, verdict: KpiVerdict, position: int) -> StoredVerdict:
    result = verdict.result
    return StoredVerdict(
        position=position,
        name=name,
        kpi=result.kpi,
        value=result.value,
        numerator=result.numerator,
        denominator=result.denominator,
        sample=result.sample,
        unit=result.unit,
        why_not=result.why_not,
        label_zh=verdict.label.zh,
        label_en=verdict.label.en,
        formula=verdict.formula,
        formula_values=encode(verdict.formula_values),
        judged=verdict.judged,
        target=verdict.target,
        better=verdict.better,
        met=verdict.met,
        score=verdict.score,
        marks=verdict.marks,
        reason=verdict.reason,
        file_line=verdict.where,
        source=verdict.source,
    )
