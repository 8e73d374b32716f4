"""``bpo diff``: which clauses changed between two contracts, and what the month costs under each; or what differs between two statements."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import click

from bpo.cli.options import format_option, measures_option
from bpo.cli.outputs import DiffOutput
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, verb
from bpo.contracts.difference import Change, changes
from bpo.contracts.statement import Statement
from bpo.contracts.statements_compared import LinePair
from bpo.core.vocabulary import KPI, NET, QUANTITY, TAX, TOTAL
from bpo.core.vocabulary import PAYABLE as PAYABLE_SUM
from bpo.core.words import Lang, Words
from bpo.desk.comparing import StatementsCompared, compare_statements
from bpo.desk.run import load, price_month, read_measures_file
from bpo.desk.workspace import find_workspace
from bpo.report.screen import Column, table
from bpo.report.speech import Speech

SAME = Words("diff-same", en="the contracts say the same", zh="两份合同内容相同")
KINDS = {
    "added": Words("diff-added", en="added", zh="新增"),
    "removed": Words("diff-removed", en="removed", zh="删除"),
    "changed": Words("diff-changed", en="changed", zh="修改"),
    "moved": Words("diff-moved", en="order", zh="顺序"),
}
WHAT = Words("diff-what", en="what", zh="变更")
WHERE = Words("diff-where", en="where", zh="位置")
BEFORE = Words("diff-before", en="before", zh="原合同")
AFTER = Words("diff-after", en="after", zh="新合同")
LINE = Words("diff-line", en="line", zh="行")
CHANGE = Words("diff-change", en="change", zh="变动")
PAYABLE = Words("diff-payable", en="payable", zh="应付金额")
STATEMENTS = Words("diff-statements", en="{old} and {new} ({currency})", zh="{old} 与 {new}（{currency}）")
BEFORE_OF = Words("diff-before-of", en="old", zh="前")
AFTER_OF = Words("diff-after-of", en="new", zh="后")
QUANTITY_BEFORE = Words("diff-quantity-before", en="old quantity", zh="前数量")
QUANTITY_AFTER = Words("diff-quantity-after", en="new quantity", zh="后数量")
SUM_NAMES = {"net": NET, "tax": TAX, "total": TOTAL, "payable": PAYABLE_SUM}
COST = Words("diff-cost", en="{period} under both ({currency}):", zh="{period} 按两份合同分别计价（{currency}）：")


@verb(
    en="Which clauses changed between two contracts, and with --measures what the month costs under each. Or, by their ids, what "
    "differs between two statements.",
    zh="列出两份合同的条款差异；给出 --measures 时按两份合同分别计价。或按编号比较两份结算单。",
    name="diff",
)
@argument(
    "old",
    type=click.Path(path_type=Path, dir_okay=False),
    en="The contract as it was, or the id of a statement.",
    zh="原合同，或结算单编号。",
)
@argument(
    "new",
    type=click.Path(path_type=Path, dir_okay=False),
    en="The contract as it would be, or the id of a statement.",
    zh="新合同，或结算单编号。",
)
@measures_option
@format_option
@click.pass_obj
def diff(session: Session, old: Path, new: Path, measures: Path | None, form: str) -> None:
    if measures is None and not any(one.exists() or one.suffix or len(one.parts) > 1 for one in (old, new)):
        _say_statements(compare_statements(find_workspace(Path.cwd()), str(old), str(new)), session.lang, form)
        return
    both = load(old), load(new)
    found = changes(both[0].document, both[1].document)
    statements: list[Statement] = []
    if measures is not None:
        given = read_measures_file(measures)
        for contract in (loaded.contract for loaded in both):
            period = contract.cycle.period(given.measures.period)
            statements.append(price_month(None, contract, period, given).statement)
    if form == "json":
        rows = _amounts(statements) if statements else []
        lines = [{"line": name or "payable", "before": before, "after": after} for name, before, after in rows]
        echo_json(DiffOutput.of({"changes": found, "lines": lines}, session.lang))
        return
    click.echo(_changes_text(found, session.lang) if found else SAME.say(session.lang))
    if statements:
        click.echo("\n" + _lines_text(statements, session.lang))


def _say_statements(found: StatementsCompared, lang: Lang, form: str) -> None:
    """Two statements: their contracts, lines, sums, quantities and KPIs."""
    was, told = found.old.statement, found.compared
    if form == "json":
        same = {"changes": found.changes, "quantities": told.quantities, "kpis": told.kpis}
        echo_json(DiffOutput.of({**same, "lines": (*told.lines, *told.sums)}, lang))
        return
    speech = Speech(lang, found.new.statement.currency)
    currencies = dict.fromkeys((was.currency, found.new.statement.currency))
    head = {"old": found.old.id, "new": found.new.id, "currency": ", ".join(currencies)}
    parts = [STATEMENTS.say(lang, head)]
    if found.changes:
        parts.append(_changes_text(list(found.changes), lang))
    side: list[Column] = [(BEFORE_OF, "right"), (AFTER_OF, "right")]
    rows = [_line_row(one, speech) for one in told.lines]
    counted: list[Column] = [(QUANTITY_BEFORE, "right"), (QUANTITY_AFTER, "right")]
    sums = [_line_row(one, speech, SUM_NAMES[one.line].say(lang)) for one in told.sums]
    parts.append(table([(LINE, "left"), *counted, *side, (CHANGE, "right")], rows, lang, sums))
    if told.quantities:
        figures = [
            [q.quantity, _figure(q.before, q.unit, speech), _figure(q.after, q.unit, speech)] for q in told.quantities
        ]
        parts.append(table([(QUANTITY, "left"), *side], figures, lang))
    if told.kpis:
        kpis = [[k.kpi, _figure(k.before, k.unit, speech), _figure(k.after, k.unit, speech)] for k in told.kpis]
        parts.append(table([(KPI, "left"), *side], kpis, lang))
    click.echo("\n\n".join(parts))


def _line_row(one: LinePair, speech: Speech, name: str = "") -> list[str]:
    amounts = ["" if amount is None else speech.money(amount) for amount in (one.before, one.after)]
    counts = ["" if one is None else speech.quantity(one) for one in (one.quantity_before, one.quantity_after)]
    counts = counts if one.quantity_before != one.quantity_after else ["", ""]
    return [name or one.line, *counts, *amounts, speech.money((one.after or Decimal(0)) - (one.before or Decimal(0)))]


def _figure(value: Fraction | None, unit: str, speech: Speech) -> str:
    return "–" if value is None else str(speech.measured(value, unit))


def _changes_text(found: list[Change], lang: Lang) -> str:
    columns: list[Column] = [(WHAT, "left"), (WHERE, "left"), (BEFORE, "left"), (AFTER, "left")]
    rows = []
    for change in found:
        place = ".".join(part for part in (change.section, change.name, change.field) if part)
        rows.append([KINDS[change.kind].say(lang), place, change.before, change.after])
    return table(columns, rows, lang)


def _amounts(statements: list[Statement]) -> list[tuple[str, Decimal | None, Decimal | None]]:
    """Each line of either statement with its amount under both, then what is payable."""
    by_line = [{line.clause: line.amount for line in (*s.charges, *s.deductions)} for s in statements]
    names = dict.fromkeys([*by_line[1], *by_line[0]])
    rows: list[tuple[str, Decimal | None, Decimal | None]] = [(n, by_line[0].get(n), by_line[1].get(n)) for n in names]
    return [*rows, ("", statements[0].payable, statements[1].payable)]


def _lines_text(statements: list[Statement], lang: Lang) -> str:
    columns: list[Column] = [(LINE, "left"), (BEFORE, "right"), (AFTER, "right"), (CHANGE, "right")]
    speech = Speech(lang, statements[1].currency)
    rows = [
        [
            name or PAYABLE.say(lang),
            "" if before is None else speech.money(before),
            "" if after is None else speech.money(after),
            speech.money((after or Decimal(0)) - (before or Decimal(0))),
        ]
        for name, before, after in _amounts(statements)
    ]
    head = COST.say(lang, {"period": statements[1].period.name, "currency": statements[1].currency})
    return head + "\n\n" + table(columns, rows[:-1], lang, rows[-1:])
