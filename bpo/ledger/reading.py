"""Rows as the values they were made from."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy.orm import selectinload
from sqlalchemy.orm.interfaces import ORMOption

from bpo.contracts.drawn import Drawn
from bpo.contracts.portions import LinePortion, Portion, TaxPortion
from bpo.contracts.statement import Charge, KpiVerdict, Score, Statement, Step, TaxLine
from bpo.core.measures import KpiResult
from bpo.core.periods import Period
from bpo.core.words import Text, Words, decode
from bpo.ledger import measures
from bpo.ledger.models import (
    StoredCharge,
    StoredHead,
    StoredStep,
    StoredTax,
    StoredVerdict,
)
from bpo.ledger.values import StatementRow, StoredStatement

WHOLE: tuple[ORMOption, ...] = tuple(
    selectinload(part)
    for part in (
        StoredHead.contract_version,
        StoredHead.measures,
        StoredHead.charges,
        StoredHead.steps,
        StoredHead.scores,
        StoredHead.verdicts,
        StoredHead.taxes,
        StoredHead.portions,
        StoredHead.line_portions,
        StoredHead.tax_portions,
        StoredHead.drawn,
        StoredHead.lake_versions,
        StoredHead.history,
    )
)
"""What to load of a statement: fourteen queries in all, for one statement or for many."""


def statement_of(head: StoredHead) -> Statement:
    """The statement, equal to the one that was recorded.

    Raises:
        AssertionError, KeyError, TypeError, ValueError, ArithmeticError: if the rows were changed by hand.
    """
    steps: dict[int, list[Step]] = defaultdict(list)
    for step in head.steps:
        steps[step.charge].append(_step(step))
    scores: dict[int, list[Score]] = defaultdict(list)
    for score in head.scores:
        scores[score.charge].append(Score(score.kpi, score.full_marks, score.marks))
    charges = [(row, _charge(row, steps[row.position], scores[row.position])) for row in head.charges]
    return Statement(
        contract=head.contract,
        title=Text(zh=head.title_zh, en=head.title_en),
        document=Text(zh=head.document_zh, en=head.document_en),
        period=Period(head.period_start, head.period_end, head.period_name),
        currency=head.currency,
        prices_include_tax=head.prices_include_tax,
        charges=tuple(charge for row, charge in charges if not row.deducted),
        deductions=tuple(charge for row, charge in charges if row.deducted),
        portions=_portions(head),
        drawn=tuple(
            Drawn(row.number, row.entity, row.limit_amount, row.includes_tax, row.before, row.now) for row in head.drawn
        ),
        verdicts={row.name: _verdict(row) for row in head.verdicts},
        taxes=tuple(_tax(row) for row in head.taxes),
        line_taxes=tuple(row.line_tax for row in head.charges if not row.deducted),
        net=head.net,
        tax=head.tax,
        total=head.total,
        measures=measures.from_json(head.measures.json),
        history=tuple(link.earlier for link in head.history),
    )


def stored_of(head: StoredHead) -> StoredStatement:
    """The statement with what it was made from; raises as :func:`statement_of`."""
    return StoredStatement(
        id=head.id,
        revision=head.revision,
        state=head.state,
        created_at=head.created_at,
        engine=head.engine,
        lake_versions={row.table_name: row.version for row in head.lake_versions},
        contract_sha256=head.contract_version.sha256,
        contract_path=head.contract_version.path,
        statement=statement_of(head),
    )


def face_of(head: StoredHead) -> StatementRow:
    return StatementRow(
        id=head.id,
        contract=head.contract,
        title=Text(zh=head.title_zh, en=head.title_en),
        period_name=head.period_name,
        revision=head.revision,
        state=head.state,
        currency=head.currency,
        net=head.net,
        tax=head.tax,
        total=head.total,
        engine=head.engine,
        created_at=head.created_at,
    )


def _charge(row: StoredCharge, steps: list[Step], scores: list[Score]) -> Charge:
    return Charge(
        clause=row.clause,
        label=Text(zh=row.label_zh, en=row.label_en),
        kind=row.kind,
        steps=tuple(steps),
        amount=row.amount,
        tax_code=row.tax_code,
        where=row.file_line,
        source=row.source,
        scores=tuple(scores),
        damages=row.damages,
    )


def _portions(head: StoredHead) -> tuple[Portion, ...]:
    deducted = {row.position for row in head.charges if row.deducted}
    lines: dict[int, list[tuple[bool, LinePortion]]] = defaultdict(list)
    for line in head.line_portions:
        own = LinePortion(line.amount, line.share, line.rule, decode(line.rule_values))
        lines[line.portion].append((line.charge in deducted, own))
    taxes: dict[int, list[TaxPortion]] = defaultdict(list)
    for tax in head.tax_portions:
        taxes[tax.portion].append(TaxPortion(tax.base, tax.amount))
    return tuple(
        Portion(
            entity=row.entity,
            name=Text(zh=row.name_zh, en=row.name_en),
            tax_no=row.tax_no,
            po=row.po,
            cost_centre=row.cost_centre,
            lines=tuple(line for is_deducted, line in lines[row.position] if not is_deducted),
            taxes=tuple(taxes[row.position]),
            net=row.net,
            tax=row.tax,
            total=row.total,
            deductions=tuple(line for is_deducted, line in lines[row.position] if is_deducted),
        )
        for row in head.portions
    )


def _tax(row: StoredTax) -> TaxLine:
    note = None if row.note_zh is None or row.note_en is None else Text(zh=row.note_zh, en=row.note_en)
    return TaxLine(row.code, Text(zh=row.name_zh, en=row.name_en), row.rate, row.base, row.amount, note)


def _step(row: StoredStep) -> Step:
    rule = Words(row.rule, en=row.rule_en, zh=row.rule_zh)
    return Step(rule, decode(row.rule_values), row.amount, row.quantity, row.unit, row.rate, row.source)


def _verdict(row: StoredVerdict) -> KpiVerdict:
    return KpiVerdict(
        result=KpiResult(row.kpi, row.value, row.numerator, row.denominator, row.sample, row.unit, row.why_not),
        label=Text(zh=row.label_zh, en=row.label_en),
        formula=row.formula,
        formula_values=decode(row.formula_values),
        judged=row.judged,
        target=row.target,
        better=row.better,
        met=row.met,
        score=row.score,
        marks=row.marks,
        reason=row.reason,
        where=row.file_line,
        source=row.source,
    )
