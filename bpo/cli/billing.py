"""Verbs that bill: bill, explain, show."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from bpo.billing import Billed, bill_all
from bpo.cli.explaining import explanation
from bpo.cli.options import contract_argument, contracts_argument, format_option, measures_option, period_option
from bpo.cli.screen import AMOUNT, LABEL, echo_json, statement_text, table
from bpo.cli.speech import Session, argument, option, verb
from bpo.contracts.statement import statement_json
from bpo.ledger import open_ledger
from bpo.run import price_month
from bpo.words import Lang, Words, show
from bpo.workspace import find_workspace

RECORDED = Words("bill-recorded", en="{id}: draft, revision {revision}", zh="{id}：草稿，第 {revision} 版")
UNCHANGED = Words(
    "bill-unchanged", en="{id}: nothing has changed since it was billed", zh="{id}：与上次出账相比没有变化"
)
SOME_FAILED = Words(
    "bill-some-failed",
    en="{done} billed, {failed} could not be billed (see above)",
    zh="{done} 份已出账，{failed} 份未能出账（见上）",
)
FINDING = Words("bill-finding", en="note: {finding}", zh="提示：{finding}")
STATEMENT = Words("show-statement", en="statement", zh="结算单")
PERIOD = Words("show-period", en="period", zh="账期")
CREATED = Words("show-created", en="made on (UTC)", zh="生成时间（UTC）")
NONE_STORED = Words("show-none", en="nothing was billed yet", zh="尚未出账")


@verb(
    Words(
        "verb-bill-help",
        en="Bill a month: measure, price, record a draft, write its PDFs and workbook. One contract's mistakes stop no other.",
        zh="出账：统计、计价、登记草稿，并生成 PDF 与工作簿。某份合同出错不影响其他合同。",
    )
)
@contracts_argument
@period_option
@measures_option
@option(
    "--history",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help=Words(
        "option-history",
        en="Measures files of earlier months that were billed elsewhere.",
        zh="在别处结算的以往月份的数据文件。",
    ),
)
@format_option
@click.pass_obj
def bill(
    session: Session,
    contracts: tuple[Path, ...],
    period: str | None,
    measures: Path | None,
    history: tuple[Path, ...],
    form: str,
) -> None:
    workspace = find_workspace(Path.cwd())
    results = []
    for billed in bill_all(workspace, contracts, period, given=measures, history_files=history, now=datetime.now(UTC)):
        results.append(billed)
        _say(billed, session.lang, form)
    if form == "json":
        found = [statement_json(billed.priced.statement, session.lang) for billed in results if billed.priced]
        if found:
            echo_json(found[0] if len(contracts) == 1 else found)
    failed = sum(1 for billed in results if billed.priced is None)
    if failed and len(results) > 1:
        click.echo(SOME_FAILED.say(session.lang, {"done": len(results) - failed, "failed": failed}), err=True)
    sys.exit(1 if failed else 0)


def _say(billed: Billed, lang: Lang, form: str) -> None:
    """A statement on the screen; where its files are goes beside it, to stderr when the output is for machines."""
    for problem in billed.problems:
        click.echo(problem.say(lang) + "\n", err=True)
    if billed.priced is None:
        return
    if form == "table":
        click.echo(statement_text(billed.priced.statement, lang) + "\n")
    for finding in billed.priced.findings:
        click.echo(FINDING.say(lang, {"finding": finding.words.say(lang, finding.values)}), err=True)
    words = RECORDED if billed.new else UNCHANGED
    click.echo(words.say(lang, {"id": billed.statement_id, "revision": billed.revision}), err=form == "json")
    for file in billed.files:
        click.echo(f"  {_near(file)}", err=form == "json")


def _near(path: Path) -> str:
    """The path as the user would write it from here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


@verb(
    Words(
        "verb-explain-help",
        en="Why is this amount what it is? Steps, clause with its line in the file, what was counted and how.",
        zh="为什么是这个金额？列出计算步骤、条款及所在行、统计口径与记录数。",
    )
)
@contract_argument
@period_option
@measures_option
@option(
    "--line",
    required=True,
    help=Words("option-line", en="The id of a line or of a KPI.", zh="行或指标的编号。"),
)
@click.pass_obj
def explain(session: Session, contract: Path, period: str | None, measures: Path | None, line: str) -> None:
    workspace = find_workspace(Path.cwd()) if measures is None else None
    priced = price_month(workspace, contract, period, measures)
    click.echo(explanation(priced, line, session.lang))


@verb(
    Words(
        "verb-show-help",
        en="Print a stored statement; without an id, list what was billed.",
        zh="显示已登记的结算单；不写编号则列出全部。",
    ),
    name="show",
)
@argument(
    "statement",
    required=False,
    help=Words("argument-statement", en="The id of a statement.", zh="结算单编号。"),
)
@format_option
@click.pass_obj
def show_statement(session: Session, statement: str | None, form: str) -> None:
    with open_ledger(find_workspace(Path.cwd()).database) as ledger:
        if statement is None:
            rows = ledger.list()
        else:
            stored = ledger.statement(statement)
    if statement is not None:
        if form == "json":
            echo_json(statement_json(stored, session.lang))
        else:
            click.echo(statement_text(stored, session.lang))
        return
    if form == "json":
        echo_json(
            [
                {
                    "id": r.id,
                    "contract": r.contract,
                    "period": r.period_name,
                    "revision": r.revision,
                    "currency": r.currency,
                    "total": str(r.total),
                }
                for r in rows
            ]
        )
    elif not rows:
        click.echo(NONE_STORED.say(session.lang))
    else:
        columns = [(STATEMENT, "left"), (PERIOD, "left"), (LABEL, "left"), (AMOUNT, "right"), (CREATED, "left")]
        click.echo(
            table(
                columns,
                [
                    [
                        r.id,
                        r.period_name,
                        r.title.say(session.lang),
                        f"{r.total:,} {r.currency}",
                        show(r.created_at.replace(tzinfo=None), session.lang),
                    ]
                    for r in rows
                ],
                session.lang,
            )
        )
