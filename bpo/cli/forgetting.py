"""``bpo forget`` and ``bpo rehash``: a person leaves the lake; customers in the clear are hashed. Neither says who."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from bpo.cli.facts import TABLE
from bpo.cli.options import format_option
from bpo.cli.outputs import ForgetOutput
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, option, verb
from bpo.core.errors import fail
from bpo.core.words import Lang, Words, show
from bpo.desk.forgetting import resting_on_older
from bpo.desk.keys import key_of_lake, key_to_ingest
from bpo.desk.workspace import Workspace, find_workspace
from bpo.facts.lake.forget import Changed, Forgotten, erase_history, forget, rehash
from bpo.facts.lake.lake import Lake, reading_lake
from bpo.report.screen import Column, table

NOBODY_NAMED = Words(
    "forget-nobody-named",
    en="say whom: their number, or - to read it from the standard input, where no shell remembers it",
    zh="请写明客户号码，或用 - 从标准输入读取（避免留在命令历史中）",
)
NOT_THERE = Words("forget-not-there", en="nobody in the lake has this number", zh="事实库中没有该号码")
ROWS = Words("forget-rows", en="rows", zh="行数")
VERSION = Words("forget-version", en="version", zh="版本")
IN_QUARANTINE = Words(
    "forget-quarantined", en="{count} unusable rows no longer say the number", zh="{count} 行隔离数据已不再显示该号码"
)
MASKED = Words(
    "forget-masked",
    en="{count} rows keep only the last characters of a number such as this; whether it is theirs nobody can tell",
    zh="{count} 行仅保留号码末位，无法判断是否属于该客户",
)
ELSEWHERE = Words(
    "forget-elsewhere",
    en="{count} rows of {column} still have the number in them; withdraw their files, map the column with personal: hash and ingest them again",
    zh="{column} 中仍有 {count} 行含有该号码；请撤回相应文件，对该列使用 personal: hash 后重新导入",
)
STILL_OLDER = Words(
    "forget-older",
    en="older versions of the lake still hold it. bpo forget --erase-history deletes them; {statements} then cannot be counted again from "
    "their rows (what they billed stays in the ledger)",
    zh="事实库的以往版本仍保留原数据。bpo forget --erase-history 可将其删除；此后{statements}无法再按原始行重新统计（台账中的结算结果不变）",
)
ERASED = Words(
    "forget-erased",
    en="older versions of the lake are deleted; {statements} cannot be counted again from their rows (what they billed stays in the ledger)",
    zh="事实库的以往版本已删除；{statements}无法再按原始行重新统计（台账中的结算结果不变）",
)
NO_STATEMENT = Words("forget-no-statement", en="no statement", zh="没有结算单")
EXPORTS = Words(
    "forget-exports",
    en="the exports themselves are not touched: delete or mend those that name them, or the next ingest sets their rows aside",
    zh="导出文件本身未改动：请删除或修改含该客户的文件，否则再次导入时相应行会进入隔离区",
)
ALL_HASHED = Words("rehash-none", en="no customer is in the clear", zh="没有明文客户")


@verb(
    en="Take a person out of the lake. Rows and counts stay: their number becomes a token of nobody.",
    zh="从事实库中删除某个客户：行与计数不变，其号码替换为随机标识。",
    name="forget",
)
@argument(
    "customer", required=False, en="Their number, or their hash; - reads it.", zh="客户号码或散列值；- 从标准输入读取。"
)
@option(
    "--erase-history",
    "erased",
    is_flag=True,
    en="Also delete all older versions of the lake; statements made from them cannot be counted again.",
    zh="同时删除事实库的全部以往版本；据其出账的结算单将无法重新统计。",
)
@format_option
@click.pass_obj
def forget_customer(session: Session, customer: str | None, erased: bool, form: str) -> None:
    workspace, lang = find_workspace(Path.cwd()), session.lang
    if customer == "-":
        customer = sys.stdin.readline()
    if not (customer or "").strip() and not erased:
        raise fail(NOBODY_NAMED)
    lake = Lake(workspace.lake)
    with reading_lake(workspace.lake):
        done = forget(lake, customer.strip(), key_of_lake(workspace)) if customer and customer.strip() else None
        statements = _erased(lake, workspace) if erased else resting_on_older(workspace, lake.versions())
    if form == "json":
        echo_json(ForgetOutput.of(_parts(done, statements, erased), lang))
    elif done is not None and done.rows:
        click.echo(changed_text(done.changed, lang))
    notes = _notes(done, lang) if done is not None else []
    if erased or (done is not None and done.rows):
        named = statements or NO_STATEMENT
        notes.append((ERASED if erased else STILL_OLDER).say(lang, {"statements": named}))
    for note in notes:
        click.echo(note, err=True)
    nobody = done is not None and not (done.rows or done.quarantined or done.masked or done.elsewhere)
    sys.exit(1 if nobody and not erased else 0)


def _erased(lake: Lake, workspace: Workspace) -> list[str]:
    return resting_on_older(workspace, erase_history(lake))


def _parts(done: Forgotten | None, statements: Sequence[str], erased: bool) -> dict[str, object]:
    found = done or Forgotten((), 0, 0, {})
    return {
        "changed": found.changed,
        "quarantined": found.quarantined,
        "masked": found.masked,
        "elsewhere": found.elsewhere,
        "statements": statements,
        "erased": erased,
    }


def _notes(done: Forgotten, lang: Lang) -> list[str]:
    notes = [IN_QUARANTINE.say(lang, {"count": done.quarantined})] if done.quarantined else []
    notes += [MASKED.say(lang, {"count": done.masked})] if done.masked else []
    notes += [ELSEWHERE.say(lang, {"column": name, "count": many}) for name, many in done.elsewhere.items()]
    if not done.rows:
        return notes or [NOT_THERE.say(lang)]
    return [*notes, EXPORTS.say(lang)]


def changed_text(changed: Sequence[Changed], lang: Lang) -> str:
    columns: list[Column] = [(TABLE, "left"), (ROWS, "right"), (VERSION, "right")]
    return table(columns, [[one.table, show(one.rows, lang), str(one.version)] for one in changed], lang)


@verb(
    en="Hash the customers of the lake that are in the clear, under the key of the workspace.",
    zh="以工作区密钥将事实库中的明文客户散列。",
    name="rehash",
)
@option(
    "--account", "accounts", multiple=True, en="Only those of this account; may be repeated.", zh="仅限该账户，可重复。"
)
@click.pass_obj
def rehash_customers(session: Session, accounts: tuple[str, ...]) -> None:
    workspace, lang = find_workspace(Path.cwd()), session.lang
    lake = Lake(workspace.lake)
    with reading_lake(workspace.lake):
        changed = rehash(lake, key_to_ingest(workspace), accounts)
        statements = resting_on_older(workspace, lake.versions())
    click.echo(changed_text(changed, lang) if changed else ALL_HASHED.say(lang))
    if changed:
        click.echo(STILL_OLDER.say(lang, {"statements": statements or NO_STATEMENT}), err=True)
