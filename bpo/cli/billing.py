"""Verbs that bill: bill, explain, show."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click

from bpo.cli.billing_all import bill_workspace
from bpo.cli.billing_lines import FINDING, agreed_note, say_line, say_outdated, say_problems
from bpo.cli.explained_json import explained_json
from bpo.cli.explaining import explanation
from bpo.cli.living import as_option
from bpo.cli.moved import signed
from bpo.cli.options import DAY, contract_argument, format_option, history_option, measures_option, period_option
from bpo.cli.outputs import StatementRowOutput
from bpo.cli.restating import restate_all
from bpo.cli.row_target import to_option
from bpo.cli.screen import echo_json, statement_text
from bpo.cli.speech import Session, argument, option, verb
from bpo.contracts.statement_json import OutdatedOutput, statement_json
from bpo.core.vocabulary import AMOUNT
from bpo.core.words import Lang, Words
from bpo.desk.billing import Billed, bill_all
from bpo.desk.corrections import Corrected, correction_called, corrections
from bpo.desk.explaining import to_explain
from bpo.desk.months import CORRECTION, NEXT
from bpo.desk.outdated import Outdated, all_outdated, outdated
from bpo.desk.revisions import superseded
from bpo.desk.run import period_named
from bpo.desk.workspace import find_workspace, near, workspace_of
from bpo.invoice.headings import WHAT
from bpo.ledger import Form, StatementRow, open_ledger
from bpo.life.states import state_name
from bpo.report.screen import Column, table
from bpo.report.speech import Speech

RECORDED = Words("bill-recorded", en="{id}: draft, revision {revision}", zh="{id}：草稿，第 {revision} 版")
UNCHANGED = Words(
    "bill-unchanged", en="{id}: nothing has changed since it was billed", zh="{id}：与上次出账相比没有变化"
)
SOME_FAILED = Words(
    "bill-some-failed",
    en="{done} of {all} contracts were billed; {failed} could not be, see above",
    zh="{all} 份合同中 {done} 份已出账，{failed} 份未能出账，见上",
)
FILES_IN = Words(
    "bill-files-in",
    en="PDFs and workbooks, named by statement, are in {folder}",
    zh="PDF 与工作簿按结算单命名，位于 {folder}",
)
ONE_CONTRACT = Words(
    "bill-measures-of-one",
    en="--measures and --history hold the figures of one contract; bill the others without them",
    zh="--measures 与 --history 是某一份合同的数据；其他合同请分别出账",
)
ALL_OR_NAMED = Words(
    "bill-all-or-named",
    en="name contracts, or write --all for those of the workspace: their figures are in its measures/, and --measures, --history "
    "and --restate are of one contract",
    zh="请写明合同，或用 --all 结算工作区的全部合同：其数据在 measures/ 中；--measures、--history 与 --restate 只用于一份合同",
)
ROWS_OF_A_LINE = Words(
    "explain-rows-of-a-line",
    en="--rows and --to show what was counted for one line or KPI: write --line, and no --measures",
    zh="--rows 与 --to 显示某一行或指标所统计的明细：请写 --line，且不写 --measures",
)
ROWS_EXPLAINED = 10
WITH_RESTATE = Words(
    "bill-with-restate",
    en="--into and --reason say how a month is restated; write --restate too",
    zh="--into 与 --reason 说明如何重述账期；请同时写 --restate",
)
STATEMENT = Words("show-statement", en="statement", zh="结算单")
CREATED = Words("show-created", en="made on (UTC)", zh="生成时间（UTC）")
STATE = Words("show-state", en="state", zh="状态")
REPLACED = Words("show-replaced", en="replaced by {id}", zh="已由 {id} 取代")
READ = Words("show-read", en="reads {id} ({state})", zh="引用 {id}（{state}）")
READ_ELSEWHERE = Words("show-read-elsewhere", en="reads {id}, billed elsewhere", zh="引用在别处结算的 {id}")
NONE_STORED = Words("show-none", en="nothing was billed yet", zh="尚未出账")
CORRECTS = Words(
    "show-corrects",
    en="{id} corrects {original} by {total} {currency}; the whole month is {into}",
    zh="{id} 将 {original} 更正 {total} {currency}；该账期整体为 {into}",
)


@verb(
    en="Bill a month: measure, price, record a draft, write its PDFs and workbook. One contract's mistakes stop no other. "
    "A statement is printed in full for one contract, as a line for each of several.",
    zh="出账：统计、计价、登记草稿，并生成 PDF 与工作簿。某份合同出错不影响其他合同。"
    "一份合同时打印完整结算单，多份时每份一行。",
)
@argument(
    "contracts",
    nargs=-1,
    type=click.Path(path_type=Path, dir_okay=False),
    en="Contract files, one or many; none with --all.",
    zh="一个或多个合同文件；使用 --all 时不写。",
)
@option(
    "--all",
    "whole_workspace",
    is_flag=True,
    en="Every contract of the workspace that has something to bill in the period.",
    zh="工作区内当期有费用可结的全部合同。",
)
@period_option
@measures_option
@history_option
@option(
    "--date",
    "dated",
    metavar="DAY",
    type=DAY,
    en="The day that stands on the statement; otherwise that of the contract, or the day after the period.",
    zh="结算单的日期；默认按合同约定，未约定则为账期结束的次日。",
)
@option(
    "--review/--no-review",
    "review",
    default=None,
    en="Draw the reviewer's copy: done for contracts that are named, not with --all.",
    zh="生成复核件：写明合同时默认生成，--all 时默认不生成。",
)
@option(
    "--jobs",
    type=click.IntRange(min=1),
    en="Processes that draw the documents of several contracts; as many as there are processors unless said.",
    zh="多份合同时生成文件的进程数；默认按处理器数。",
)
@option(
    "--restate",
    is_flag=True,
    en="Count and price a billed month again on the newest facts, and adjust the difference.",
    zh="按最新数据重新统计并计价已出账的账期，调整差额。",
)
@option(
    "--into",
    type=click.Choice([NEXT, CORRECTION]),
    default=NEXT,
    en="With --restate: where the difference stands, in the next statement or as a correction of its own.",
    zh="与 --restate 合用：差额列入下一期结算单（next），或单独更正（correction）。",
)
@option(
    "--reason",
    default="",
    en="With --restate: why; printed with the adjustment.",
    zh="与 --restate 合用：原因，随调整列示。",
)
@as_option
@format_option
@click.pass_obj
def bill(
    session: Session,
    contracts: tuple[Path, ...],
    whole_workspace: bool,
    period: str | None,
    measures: Path | None,
    history: tuple[Path, ...],
    dated: date | None,
    review: bool | None,
    jobs: int | None,
    restate: bool,
    into: Form,
    reason: str,
    name: str | None,
    form: str,
) -> None:
    if whole_workspace == bool(contracts) or (whole_workspace and (measures or history or restate)):
        raise click.UsageError(ALL_OR_NAMED.say(session.lang))
    if len(contracts) > 1 and (measures or history):
        raise click.UsageError(ONE_CONTRACT.say(session.lang))
    if not restate and (reason or into != NEXT):
        raise click.UsageError(WITH_RESTATE.say(session.lang))
    workspace = workspace_of(contracts, Path.cwd())
    if restate:
        restate_all(session.lang, workspace, contracts, period, measures, into, reason.strip(), name, form)
        return
    if whole_workspace:
        done = bill_workspace(
            session.lang, workspace, period_named(period, None), dated, form, review=bool(review), jobs=jobs, who=name
        )
        sys.exit(0 if done else 1)
    results, now = [], datetime.now(UTC)
    for billed in bill_all(
        workspace, contracts, period, given=measures, history_files=history, now=now, dated=dated,
        review=review is not False, jobs=jobs, who=name,
    ):  # fmt: skip
        results.append(billed)
        say_problems(billed, session.lang)
        if len(contracts) == 1:
            _say_whole(billed, session.lang, form, given=measures is not None)
        else:
            say_line(billed, session.lang, form)
    if form == "json":
        priced = [(billed.priced, billed.outdated) for billed in results if billed.priced]
        found = [statement_json(one.statement, session.lang, outdated) for one, outdated in priced]
        if found or len(contracts) > 1:
            echo_json(found[0] if len(contracts) == 1 else found)
    elif len(contracts) > 1:
        for folder in sorted({file.parent for billed in results for file in billed.files}):
            click.echo(FILES_IN.say(session.lang, {"folder": str(near(folder))}))
    failed = sum(1 for billed in results if billed.priced is None)
    if failed and len(results) > 1:
        values = {"all": len(results), "done": len(results) - failed, "failed": failed}
        click.echo(SOME_FAILED.say(session.lang, values), err=True)
    sys.exit(1 if failed else 0)


def _say_whole(billed: Billed, lang: Lang, form: str, given: bool) -> None:
    """A statement on the screen; where its files are goes beside it, to stderr when the output is for machines."""
    if billed.priced is None or billed.recorded is None:
        return
    if form == "table":
        click.echo(statement_text(billed.priced.statement, lang) + "\n")
    for finding in billed.priced.measured.findings:
        click.echo(FINDING.say(lang, {"finding": finding.words.say(lang, finding.values)}), err=True)
    if billed.agreed and not given:
        click.echo(FINDING.say(lang, {"finding": agreed_note(billed, lang)}), err=True)
    words = RECORDED if billed.recorded.new else UNCHANGED
    values = {"id": billed.recorded.statement_id, "revision": billed.recorded.revision}
    click.echo(words.say(lang, values), err=form == "json")
    for file in billed.files:
        click.echo(f"  {near(file)}", err=form == "json")
    say_outdated(billed.outdated, lang)


@verb(
    en="Why is this amount what it is? Steps, clause with its line in the file, what was counted and how. A month that was "
    "billed is explained as it was billed; without --period, the last one.",
    zh="为什么是这个金额？列出计算步骤、条款及所在行、统计口径与记录数。已出账的账期按出账时的数据说明；"
    "不写 --period 则为最近一期。",
)
@contract_argument
@period_option
@measures_option
@history_option
@option(
    "--line",
    en="The id of a line or of a KPI, or net, tax, total, payable; without it, all of them.",
    zh="行或指标的编号，或 net、tax、total、payable；不写则列出全部。",
)
@option(
    "--rows",
    "with_rows",
    is_flag=True,
    en="The first rows behind the line or KPI, with file and line.",
    zh="附该行或指标背后的前几条明细，含文件与行号。",
)
@to_option
@format_option
@click.pass_obj
def explain(
    session: Session,
    contract: Path,
    period: str | None,
    measures: Path | None,
    history: tuple[Path, ...],
    line: str | None,
    with_rows: bool,
    target: Path | None,
    form: str,
) -> None:
    if (with_rows or target) and (line is None or measures is not None):
        raise click.UsageError(ROWS_OF_A_LINE.say(session.lang))
    explained = to_explain(contract, period, measures, history, Path.cwd())
    if form == "json":
        echo_json(explained_json(explained, line, session.lang))
    else:
        click.echo(explanation(explained, line, session.lang))
    if line is not None and (with_rows or target):
        from bpo.cli.rows import rows_text, write_rows
        from bpo.desk.counted_rows import counted_rows

        found = counted_rows(contract, explained.statement.period.name, line, Path.cwd())
        if with_rows and form != "json":
            click.echo("\n" + rows_text(found, ROWS_EXPLAINED, session.lang))
        if target is not None:
            write_rows(found, target, session.lang, apart=form == "json")


@verb(
    en="Print a stored statement; without an id, list what was billed.",
    zh="显示已登记的结算单；不写编号则列出全部。",
    name="show",
)
@argument("statement", required=False, en="The id of a statement.", zh="结算单编号。")
@format_option
@click.pass_obj
def show_statement(session: Session, statement: str | None, form: str) -> None:
    with open_ledger(find_workspace(Path.cwd()).database) as ledger:
        if statement is None:
            rows = ledger.list()
            _say_list(rows, all_outdated(ledger, rows), session.lang, form)
            if form == "table":
                _say_corrections(corrections(ledger, dict.fromkeys(row.contract for row in rows)), session.lang)
            return
        corrected = correction_called(ledger, statement)
        stored = ledger.statement(statement) if corrected is None else corrected.statement
        found = [one for one in outdated(ledger, stored.contract) if one.id == statement]
        states = {row.id: state_name(row.state) for row in ledger.list(stored.contract)} if stored.history else {}
    if form == "json":
        echo_json(statement_json(stored, session.lang, found))
    else:
        click.echo(statement_text(stored, session.lang))
        for month in stored.history:
            read = READ if month in states else READ_ELSEWHERE
            click.echo(read.say(session.lang, {"id": month, "state": states.get(month)}))
        say_outdated(found, session.lang)


def _say_corrections(found: Iterable[Corrected], lang: Lang) -> None:
    for one in found:
        total, currency = one.statement.total, one.statement.currency
        values = {"id": one.id, "original": one.original, "into": one.into, "currency": currency}
        click.echo(CORRECTS.say(lang, {**values, "total": signed(total, Speech(lang, currency))}))


def _say_list(rows: Sequence[StatementRow], found: Mapping[str, Outdated], lang: Lang, form: str) -> None:
    replaced = superseded(rows)
    if form == "json":
        printed = [StatementRowOutput.of(row, lang) for row in rows]
        for row in printed:
            row.superseded_by = replaced.get(row.id)
            row.outdated = OutdatedOutput.of(found[row.id], lang) if row.id in found else None
        echo_json(printed)
        return
    if not rows:
        click.echo(NONE_STORED.say(lang))
        return
    columns: list[Column] = [(STATEMENT, "left"), (WHAT, "fold"), (AMOUNT, "right"), (CREATED, "left"), (STATE, "left")]
    cells = [
        [
            row.id,
            row.title.say(lang),
            f"{Speech(lang, row.currency).money(row.total)} {row.currency}",
            f"{row.created_at:%Y-%m-%d %H:%M}",
            REPLACED.say(lang, {"id": replaced[row.id]}) if row.id in replaced else state_name(row.state).say(lang),
        ]
        for row in rows
    ]
    click.echo(table(columns, cells, lang))
    say_outdated(found.values(), lang)
