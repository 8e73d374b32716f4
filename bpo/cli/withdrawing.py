"""``bpo withdraw``: what was let in wrongly leaves the lake, in a version of its own."""

from pathlib import Path

import click

from bpo.cli.facts import FILE, TABLE
from bpo.cli.options import format_option
from bpo.cli.outputs import WithdrawOutput
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, option, verb
from bpo.core.documents import NOT_UTF8
from bpo.core.errors import Where, fail
from bpo.core.words import Words, show
from bpo.desk.withdrawing import withdraw_from
from bpo.desk.workspace import find_workspace
from bpo.facts.lake.batches import BATCH_LETTERS
from bpo.facts.lake.lake import reading_lake
from bpo.report.screen import Column, table

BATCH = Words("withdraw-batch", en="batch", zh="批次")
WITHDRAWN = Words("withdraw-rows", en="withdrawn", zh="撤回")
UNUSABLE = Words("withdraw-quarantined", en="of the quarantine", zh="隔离区")
BILLED_WITH = Words(
    "withdraw-billed-with",
    en="billed with it: {statements}; bill these months again",
    zh="已据此出账：{statements}；请重新出账",
)
REASON_EMPTY = Words(
    "withdraw-reason-empty",
    en="say why with --reason: it is kept with the version",
    zh="请用 --reason 说明原因：将随版本保存",
)


@verb(
    en="Take a file that was ingested, or some of its records, out of the lake. Earlier versions keep it.",
    zh="从事实库撤回已导入的文件或其中部分记录。以往版本保留原数据。",
    name="withdraw",
)
@argument("batch", en="The name of the file, or the beginning of its batch.", zh="文件名，或批次编号的开头。")
@option("--reason", required=True, en="Why; kept with the version.", zh="原因；随版本保存。")
@option(
    "--records",
    type=click.Path(path_type=Path, dir_okay=False),
    en="Only these of its records: a file with one key a line.",
    zh="仅撤回这些记录：每行一个键的文件。",
)
@format_option
@click.pass_obj
def withdraw(session: Session, batch: str, reason: str, records: Path | None, form: str) -> None:
    workspace, lang = find_workspace(Path.cwd()), session.lang
    if not reason.strip():
        raise fail(REASON_EMPTY)
    with reading_lake(workspace.lake):
        done, statements = withdraw_from(workspace, batch, reason.strip(), _keys(records))
    if form == "json":
        echo_json(WithdrawOutput.of({"withdrawn": done, "statements": statements}, lang))
        return
    columns: list[Column] = [
        (FILE, "fold"),
        (BATCH, "left"),
        (TABLE, "left"),
        (WITHDRAWN, "right"),
        (UNUSABLE, "right"),
    ]
    counted = ((one.rows, one.quarantined) for one in done)
    named = ((one.file, one.batch[:BATCH_LETTERS], one.table) for one in done)
    rows = [[*names, *(show(many, lang) for many in counts)] for names, counts in zip(named, counted, strict=True)]
    click.echo(table(columns, rows, lang))
    if statements:
        click.echo(BILLED_WITH.say(lang, {"statements": statements}), err=True)


def _keys(records: Path | None) -> list[str] | None:
    if records is None:
        return None
    try:
        text = records.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise fail(NOT_UTF8, Where(str(records)), offset=error.start + 1) from None
    return [line.strip() for line in text.splitlines() if line.strip()]
