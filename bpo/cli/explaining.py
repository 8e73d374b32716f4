"""Why a line is what it is: its steps, the clause that says so, and how every number in it was counted."""

from collections.abc import Iterable, Sequence
from typing import Any

from bpo.cli.screen import statement_text
from bpo.contracts.clause import Clause
from bpo.contracts.statement import Charge, KpiVerdict, Statement
from bpo.core.counting import how_counted
from bpo.core.documents import Document
from bpo.core.errors import Where
from bpo.core.figure_names import FigureName
from bpo.core.measures import Measures, Need
from bpo.core.vocabulary import AMOUNT, NET, PAYABLE, TAX, TOTAL
from bpo.core.words import Lang, Words, show_number
from bpo.desk.asked import TOTALS, asked, ids_of
from bpo.desk.explaining import Explained
from bpo.invoice import headings
from bpo.invoice.tables import NO_VALUE, counts_text, lines_of, measured, met_said, note_of, steps_of
from bpo.report import model as m
from bpo.report.screen import table_text
from bpo.report.speech import Speech, clause_number

ASK_FOR = Words(
    "explain-ask-for",
    en="Explain one of these with: --line ID (or net, tax, total, payable)",
    zh="说明其中一项：--line 编号（或 net、tax、total、payable）",
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


def explanation(explained: Explained, line: str | None, lang: Lang) -> str:
    """The text for a line, a KPI or a total; without a name, all of them with the names to ask for.

    Raises:
        BpoError: if the contract has neither.
    """
    loaded, statement = explained.loaded, explained.statement
    if line is None:
        return "\n".join([_origin(explained, lang), "", statement_text(statement, lang), "", ASK_FOR.say(lang)])
    if line in TOTALS and line not in ids_of(explained):
        return "\n".join([*_total(line, statement, lang), _origin(explained, lang), "", _lines(statement, lang)])
    about = asked(explained, line)
    if about.charge is not None:
        head, body = _charge(about.charge, statement, lang)
    else:
        (head, body), *rest = [_kpi(name, statement, about.users, lang) for name in about.verdicts]
        body += [text for other, more in rest for text in ("", other, *more)]
    counted = _counted(about.needs, statement.measures, lang)
    counted += _given(about.figures, about.needs, statement.measures, lang)
    both = [words.say(lang, values) for words, values in _both(about.figures, statement)]
    place = _place(about.where, about.source, loaded.document, lang)
    return "\n".join([head, _origin(explained, lang), "", *body, *both, "", *place, *counted])


def _lines(statement: Statement, lang: Lang) -> str:
    speech = Speech(lang, statement.currency)
    return table_text(lines_of(statement, speech), speech, lang)


def _total(name: str, statement: Statement, lang: Lang) -> list[str]:
    label = {"net": NET, "tax": TAX, "total": TOTAL, "payable": PAYABLE}[name]
    amount = Speech(lang, statement.currency).money(getattr(statement, name))
    return [HEAD.say(lang, {"id": name, "label": label, "value": f"{amount} {statement.currency}"})]


def _both(figures: frozenset[str], statement: Statement) -> list[tuple[Words, dict[str, Any]]]:
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
    users = [f"{clause.id} ({clause.where})" for clause in clauses]
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


def _counted(needs: Iterable[Need], measures: Measures, lang: Lang) -> list[str]:
    listed = [line for need in needs for line in _need(need, measures, lang)]
    return ["", COUNTED.say(lang), *listed] if listed else []


def _given(figures: frozenset[str], needs: Sequence[Need], measures: Measures, lang: Lang) -> list[str]:
    """What given quantities rest on, where it was noted; of a KPI it stands above."""
    names = sorted(figures & set(measures.quantities) - {need.id for need in needs})
    noted = [(name, found.note) for name in names if (found := measures.evidence.get(name)) is not None and found.note]
    return [GIVEN.say(lang, {"id": name, "given": headings.GIVEN, "note": note}) for name, note in noted]


def _need(need: Need, measures: Measures, lang: Lang) -> list[str]:
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
    head = NEED.say(lang, {"id": need.id, "how": how_counted(need, lang)})
    return [f"  {head}", *(f"      {part}" for part in parts)]
