"""Why a line is what it is: its steps, the clause that says so, and how every number in it was counted."""

from collections.abc import Iterable, Sequence
from typing import Any

from bpo.contracts.clause import Clause
from bpo.contracts.model import Contract
from bpo.contracts.statement import Charge, KpiVerdict, Statement
from bpo.core.counting import how_counted
from bpo.core.documents import Document
from bpo.core.errors import Where, choices, fail
from bpo.core.figure_names import FigureName, is_part_of
from bpo.core.measures import Measures, Need
from bpo.core.vocabulary import AMOUNT
from bpo.core.words import Lang, Words, show_number
from bpo.desk.explaining import Explained
from bpo.invoice import headings
from bpo.invoice.tables import NO_VALUE, counts_text, measured, met_said, note_of, steps_of
from bpo.kpi.base import Kpi
from bpo.pricing.in_force import in_force
from bpo.report import model as m
from bpo.report.screen import table_text
from bpo.report.speech import Speech, clause_number

UNKNOWN_LINE = Words(
    "line-unknown", en="there is no line or KPI '{given}' in this contract", zh="本合同没有名为 '{given}' 的行或指标"
)
HEAD = Words("explain-head", en="{id}  {label}: {value}", zh="{id}  {label}：{value}")
AS_BILLED = Words("explain-as-billed", en="{period}, as billed in {id}", zh="{period}，按已出账的 {id}")
COMPUTED = Words("explain-computed", en="{period}, computed now", zh="{period}，现在计算")
CHANGED = Words(
    "explain-changed",
    en="{period}, computed now: the contract was changed since {id} was billed",
    zh="{period}，现在计算：{id} 出账后合同已修改",
)
CLAUSE = Words("explain-clause", en="clause: {where}", zh="条款：{where}")
IN_PAPER = Words(
    "explain-in-paper", en="clause: {where} ({source} of the signed contract)", zh="条款：{where}（签署合同 {source}）"
)
FORMULA = Words("explain-formula", en="formula: {formula}", zh="公式：{formula}")
RATIO = Words("explain-ratio", en="counted: {counts} = {value}", zh="计算：{counts} = {value}")
VALUE_GIVEN = Words("explain-value", en="value: {value}", zh="实际值：{value}")
JUDGED = Words("explain-judged", en="judged as: {value} ({reason})", zh="按 {value} 判定（{reason}）")
ROUNDED = Words(
    "explain-rounded", en="judged as: {value} (rounded as the contract says)", zh="按 {value} 判定（按合同约定舍入）"
)
MEETS = Words("explain-target", en="target: {target}, {met}", zh="目标：{target}，{met}")
MARKS = Words("explain-marks", en="marks: {score} of {full}", zh="得分：{score}，满分 {full}")
USED_BY = Words("explain-used-by", en="used by: {lines}", zh="被引用于：{lines}")
USED_BY_NONE = Words("explain-used-by-none", en="used by: no line; it is only shown", zh="未被任何行引用，仅作展示")
COUNTED = Words("explain-counted", en="how it was counted:", zh="统计口径：")
GIVEN = Words("explain-given", en="{id}: {given}; evidence: {note}", zh="{id}：{given}；依据：{note}")
NEED = Words("explain-need", en="{id}: {how}", zh="{id}：{how}")
WHERE = Words("explain-where", en="where {where}", zh="条件 {where}")
ROWS = Words(
    "explain-rows",
    en="{rows} rows, version {version} of the table in the lake",
    zh="{rows} 行，事实库中该表第 {version} 版",
)
ROWS_ALONE = Words("explain-rows-alone", en="{rows} rows", zh="{rows} 行")
EVIDENCE = Words("explain-evidence", en="evidence: {note}", zh="依据：{note}")
SPLIT = Words("explain-split", en="split by {by}", zh="按 {by} 拆分")
CLAUSE_LINES_MAX = 25


def explanation(explained: Explained, line: str, lang: Lang) -> str:
    """The text for a line or a KPI.

    Raises:
        BpoError: if the contract has neither.
    """
    loaded, statement = explained.loaded, explained.statement
    contract = in_force(loaded.contract, statement.period)
    lines = {clause.id: clause for clause in contract.clauses}
    kpis: dict[str, Kpi] = {kpi.id: kpi for kpi in contract.kpis}
    for kpi in loaded.contract.kpis:  # a KPI that is judged part by part is asked for by its own name as well
        kpis |= {kpi.id: kpi, **{name: kpi for name in statement.verdicts if is_part_of(name, kpi.id)}}
    others = {
        charge.clause: charge for charge in (*statement.charges, *statement.deductions) if charge.clause not in lines
    }
    if line in lines:
        charge = next(charge for charge in (*statement.charges, *statement.deductions) if charge.clause == line)
        head, body = _charge(charge, statement, lang)
        where, source, needs = lines[line].where, lines[line].clause, _needs(contract, lines[line])
        figures = {line, *(need.id for need in needs), *(reference.name for reference in lines[line].references())}
    elif line in kpis:
        told = [line] if line in statement.verdicts else [n for n in statement.verdicts if is_part_of(n, line)]
        (head, body), *rest = [_kpi(name, statement, lines.values(), lang) for name in told]
        body += [text for other, more in rest for text in ("", other, *more)]
        where, source, needs = kpis[line].where, kpis[line].clause, kpis[line].counted()
        figures = {line}
    elif line in others:
        head, body = _charge(others[line], statement, lang)
        where, source, needs, figures = None, "", [], set()
    else:
        raise fail(UNKNOWN_LINE, Where(loaded.document.path), **choices(line, [*lines, *kpis, *others]))
    counted = [
        *_counted(needs, statement.measures, contract.billing.shifts, lang),
        *_given(figures, needs, statement.measures, lang),
    ]
    both = [words.say(lang, values) for words, values in _both(figures, statement)]
    return "\n".join([
        head, _origin(explained, lang), "", *body, *both, "", *_place(where, source, loaded.document, lang), *counted,
    ])  # fmt: skip


def _both(figures: set[str], statement: Statement) -> list[tuple[Words, dict[str, Any]]]:
    """What both parties counted of these figures, or of their parts."""
    counts = statement.both_counts()
    return [said for name, said in counts.items() if {name, FigureName.of(name).whole} & figures]


def _origin(explained: Explained, lang: Lang) -> str:
    words = AS_BILLED if explained.billed else CHANGED if explained.older else COMPUTED
    values = {"period": explained.statement.period.name, "id": explained.billed or explained.older}
    return words.say(lang, values)


def _charge(charge: Charge, statement: Statement, lang: Lang) -> tuple[str, list[str]]:
    speech = Speech(lang, statement.currency)
    amount = speech.money(charge.amount)
    head = {"id": charge.clause, "label": charge.label, "value": f"{amount} {statement.currency}"}
    total = m.Row({"rule": AMOUNT, "amount": m.Cell(said=amount)}, kind="sum", media=m.SCREEN)
    return HEAD.say(lang, head), [table_text(steps_of([(0, charge)], speech, [total]), speech, lang)]


def _kpi(name: str, statement: Statement, clauses: Iterable[Clause], lang: Lang) -> tuple[str, list[str]]:
    verdict = statement.verdicts[name]
    speech = Speech(lang, statement.currency)
    head = HEAD.say(lang, {"id": name, "label": verdict.label, "value": measured(verdict, speech)})
    body = [FORMULA.say(lang, {"formula": verdict.formula.say(lang, verdict.formula_values)})]
    body += _measured(verdict, speech, lang)
    if verdict.target is not None:
        target = speech.measured(verdict.target, verdict.result.unit)
        body.append(MEETS.say(lang, {"target": target, "met": met_said(verdict.met) or NO_VALUE}))
    if verdict.marks is not None:
        score = NO_VALUE if verdict.score is None else show_number(verdict.score)
        body.append(MARKS.say(lang, {"score": score, "full": verdict.marks}))
    if note := note_of(name, statement):
        body.append(EVIDENCE.say(lang, {"note": note}))
    used = ("kpi", FigureName.of(name).whole)
    users = [
        f"{clause.id} ({clause.where})"
        for clause in clauses
        if any((reference.kind, reference.name) == used for reference in clause.references())
    ]
    body.append(USED_BY.say(lang, {"lines": users}) if users else USED_BY_NONE.say(lang))
    return head, body


def _measured(verdict: KpiVerdict, speech: Speech, lang: Lang) -> list[str]:
    """What was measured and, where it is another, the value that was judged, with the reason."""
    result = verdict.result
    actual = NO_VALUE if result.value is None else speech.measured(result.value, result.unit, verdict.target)
    counts = counts_text(result)
    values = {"counts": counts, "value": actual}
    lines = [RATIO.say(lang, values) if counts else VALUE_GIVEN.say(lang, values)]
    if verdict.reason is not None:
        lines.append(JUDGED.say(lang, {"value": measured(verdict, speech), "reason": verdict.why}))
    elif verdict.judged != result.value:
        lines.append(ROUNDED.say(lang, {"value": measured(verdict, speech)}))
    return lines


def _place(where: Where | None, source: str, document: Document, lang: Lang) -> list[str]:
    """The clause's place and its text as it stands in the file."""
    if where is None:
        return []
    words = IN_PAPER if source else CLAUSE
    return [words.say(lang, {"where": str(where), "source": clause_number(source)}), *_excerpt(where, document.lines)]


def _excerpt(where: Where, lines: list[str]) -> list[str]:
    """The clause's first line and those that are written deeper than its dash."""
    taken = [where.line]
    cut = False
    for number in range(where.line + 1, len(lines) + 1):
        line = lines[number - 1]
        if not line.strip() or len(line) - len(line.lstrip()) < where.column - 1:
            break
        if cut := len(taken) == CLAUSE_LINES_MAX:
            break
        taken.append(number)
    shown = [f"{number:5d} | {lines[number - 1]}" for number in taken]
    return [*shown, "      | …"] if cut else shown


def _needs(contract: Contract, clause: Clause) -> list[Need]:
    """What a clause counts: its own needs, those of the quantities and KPIs it names, and those of the lines it builds on."""
    found = {need.id: need for need in contract.needs_of(clause)}
    for reference in clause.references():
        if reference.kind == "quantity" and reference.name in contract.quantities:
            found |= {need.id: need for need in contract.quantities[reference.name].needs(reference.name)}
        elif reference.kind == "kpi":
            found |= {need.id: need for kpi in contract.kpis if kpi.id == reference.name for need in kpi.counted()}
        elif reference.kind == "line":
            below = next(other for other in contract.clauses if other.id == reference.name)
            found |= {need.id: need for need in _needs(contract, below)}
    return list(found.values())


def _counted(needs: Iterable[Need], measures: Measures, shifts: str, lang: Lang) -> list[str]:
    listed = [line for need in needs for line in _need(need, measures, shifts, lang)]
    return ["", COUNTED.say(lang), *listed] if listed else []


def _given(figures: set[str], needs: Sequence[Need], measures: Measures, lang: Lang) -> list[str]:
    """What given quantities rest on, where it was noted; of a KPI it stands above."""
    names = sorted(figures & set(measures.quantities) - {need.id for need in needs})
    noted = [(name, found.note) for name in names if (found := measures.evidence.get(name)) is not None and found.note]
    return [GIVEN.say(lang, {"id": name, "given": headings.GIVEN, "note": note}) for name, note in noted]


def _need(need: Need, measures: Measures, shifts: str, lang: Lang) -> list[str]:
    evidence, parts = measures.evidence.get(need.id), []
    if need.where:
        parts.append(WHERE.say(lang, {"where": need.where.sql()}))
    elif evidence is not None and not evidence.note:
        parts.append(headings.WHOLE_TABLE.say(lang))
    if need.by:
        parts.append(SPLIT.say(lang, {"by": ", ".join(need.split())}))
    if evidence is None:
        parts.append(headings.GIVEN.say(lang))
    elif evidence.note:
        parts += [headings.GIVEN.say(lang), EVIDENCE.say(lang, {"note": evidence.note})]
    else:
        words_of_rows = ROWS_ALONE if evidence.version is None else ROWS
        parts.append(words_of_rows.say(lang, {"rows": evidence.rows, "version": evidence.version or 0}))
    head = NEED.say(lang, {"id": need.id, "how": how_counted(need, lang, shifts)})
    return [f"  {head}", *(f"      {part}" for part in parts)]
