"""``bpo diff``: which clauses changed between two contracts, and what the month costs under each."""

from decimal import Decimal
from pathlib import Path

import click

from bpo.cli.options import format_option, measures_option
from bpo.cli.outputs import DiffOutput
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, verb
from bpo.contracts.difference import Change, changes
from bpo.contracts.statement import Statement
from bpo.core.words import Lang, Words
from bpo.desk.run import load, price_month, read_measures_file
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
COST = Words("diff-cost", en="{period} under both ({currency}):", zh="{period} 按两份合同分别计价（{currency}）：")


@verb(
    en="Which clauses changed between two contracts, and with --measures what the month costs under each.",
    zh="列出两份合同的条款差异；给出 --measures 时按两份合同分别计价。",
    name="diff",
)
@argument("old", type=click.Path(path_type=Path, dir_okay=False), en="The contract as it was.", zh="原合同。")
@argument("new", type=click.Path(path_type=Path, dir_okay=False), en="The contract as it would be.", zh="新合同。")
@measures_option
@format_option
@click.pass_obj
def diff(session: Session, old: Path, new: Path, measures: Path | None, form: str) -> None:
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
