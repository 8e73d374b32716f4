"""Why a line is what it is: its steps, the clause that says so, and how every number in it was counted."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from bpo.cli.screen import AMOUNT, LABEL, PRICE, QUANTITY, UNIT, table, verdicts_text
from bpo.contracts.clause import Clause
from bpo.contracts.statement import Charge
from bpo.errors import Where, choices, fail
from bpo.measures import Measures, Need
from bpo.run import Priced
from bpo.units import unit_name
from bpo.words import Lang, Words, show, show_number

UNKNOWN_LINE = Words(
    "line-unknown", en="there is no line or KPI '{given}' in this contract", zh="本合同没有名为 '{given}' 的行或指标"
)
CLAUSE = Words("explain-clause", en="clause: {where}", zh="条款：{where}")
IN_PAPER = Words("explain-in-paper", en=" ({source} of the signed contract)", zh="（签署合同 {source}）")
FORMULA = Words("explain-formula", en="formula: {formula}", zh="公式：{formula}")
COUNTED = Words("explain-counted", en="how it was counted:", zh="统计口径：")
OUTSIDE = Words("explain-outside", en="given, not counted", zh="为给定数据，非统计所得")
NEED = Words("explain-need", en="{id}: {op} of {of} over {table}", zh="{id}：对 {table} 的 {of} 做 {op}")
NEED_ROWS = Words("explain-need-rows", en="{id}: {op} over {table}", zh="{id}：对 {table} 做 {op}")
WHERE = Words("explain-where", en="where {where}", zh="条件 {where}")
EVERY_ROW = Words("explain-every-row", en="every row", zh="全部记录")
ROWS = Words("explain-rows", en="{rows} rows, version {version} of the table", zh="{rows} 行，数据表第 {version} 版")
SPLIT = Words("explain-split", en="split by {by}", zh="按 {by} 拆分")
INCREMENTS = Words(
    "explain-increments", en="each rounded up to {first}/{then} seconds", zh="逐条按 {first}/{then} 秒进位"
)


def explanation(priced: Priced, line: str, lang: Lang) -> str:
    """The text for a line or a KPI.

    Raises:
        BpoError: if the contract has neither.
    """
    contract, statement = priced.loaded.contract, priced.statement
    charge = next((charge for charge in statement.charges if charge.clause == line), None)
    if charge is not None:
        clause = next(clause for clause in contract.clauses if clause.id == line)
        return "\n".join(
            [
                *_charge(charge, statement.currency, lang),
                *_excerpt(clause.where),
                "",
                *_counted(priced, _needs(priced, clause), lang),
            ]
        )
    if line in statement.verdicts:
        return "\n".join(_kpi(priced, line, lang))
    known = [*(charge.clause for charge in statement.charges), *statement.verdicts]
    raise fail(UNKNOWN_LINE, Where(priced.loaded.document.path), **choices(line, known))


def _charge(charge: Charge, currency: str, lang: Lang) -> list[str]:
    columns = [(LABEL, "left"), (QUANTITY, "right"), (UNIT, "left"), (PRICE, "right"), (AMOUNT, "right")]
    rows = [
        [
            step.rule.say(lang, step.values),
            "" if step.quantity is None else show(step.quantity, lang),
            unit_name(step.unit, lang),
            "" if step.rate is None else show(step.rate, lang),
            show_number(step.amount) if step.amount else "",
        ]
        for step in charge.steps
    ]
    paper = IN_PAPER.say(lang, {"source": charge.source}) if charge.source else ""
    head = f"{charge.clause}  {charge.label.say(lang)}  {charge.amount:,} {currency}"
    return [head, "", table(columns, rows, lang), "", CLAUSE.say(lang, {"where": charge.where}) + paper]


def _kpi(priced: Priced, name: str, lang: Lang) -> list[str]:
    verdict = priced.statement.verdicts[name]
    kpi = next(kpi for kpi in priced.loaded.contract.kpis if kpi.id == name)
    return [
        verdicts_text([(name, verdict)], lang),
        "",
        FORMULA.say(lang, {"formula": verdict.formula.say(lang, verdict.formula_values)}),
        CLAUSE.say(lang, {"where": verdict.where}),
        *_excerpt(kpi.where),
        "",
        *_counted(priced, kpi.needs(), lang),
    ]


def _excerpt(where: Where | None) -> list[str]:
    return [f"{where.line:5d} | {where.text}"] if where is not None and where.text else []


def _needs(priced: Priced, clause: Clause) -> list[Need]:
    """What a clause counts: its own needs, those of the quantities and KPIs it names, and those of the lines it builds on."""
    contract = priced.loaded.contract
    found = {need.id: need for need in clause.needs()}
    for reference in clause.references():
        if reference.kind == "quantity" and reference.name in contract.quantities:
            found |= {need.id: need for need in contract.quantities[reference.name].needs(reference.name)}
        elif reference.kind == "kpi":
            found |= {need.id: need for kpi in contract.kpis if kpi.id == reference.name for need in kpi.needs()}
        elif reference.kind == "line":
            below = next(other for other in contract.clauses if other.id == reference.name)
            found |= {need.id: need for need in _needs(priced, below)}
    return list(found.values())


def _counted(priced: Priced, needs: Iterable[Need], lang: Lang) -> list[str]:
    listed = list(needs)
    return (
        [COUNTED.say(lang), *(line for need in listed for line in _need(need, priced.measures, lang))] if listed else []
    )


def _need(need: Need, measures: Measures, lang: Lang) -> list[str]:
    words = NEED_ROWS if need.of is None else NEED
    values = {"id": need.id, "op": need.op, "table": need.table, "of": need.of.sql() if need.of else ""}
    parts = [WHERE.say(lang, {"where": need.where.sql()}) if need.where else EVERY_ROW.say(lang)]
    if need.increments:
        parts.append(INCREMENTS.say(lang, {"first": need.increments.first, "then": need.increments.then}))
    if need.by:
        parts.append(SPLIT.say(lang, {"by": ", ".join(need.by)}))
    evidence = measures.evidence.get(need.id)
    parts.append(
        OUTSIDE.say(lang)
        if evidence is None
        else ROWS.say(lang, {"rows": evidence.rows, "version": Fraction(evidence.version or 0)})
    )
    return [f"  {words.say(lang, values)}", *(f"      {part}" for part in parts)]
