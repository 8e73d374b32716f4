"""``bpo ageing``, ``bpo account`` and ``bpo remind``: what is owed, to whom it is told, and who is reminded."""

from datetime import UTC, date, datetime
from pathlib import Path

import click

from bpo.cli.bids import folder_option, tell_files
from bpo.cli.living import as_option
from bpo.cli.options import DAY, page_format_option
from bpo.cli.papers import show_report
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, option, verb
from bpo.core.words import Words
from bpo.desk.life.acting import by
from bpo.desk.receivables.account_report import account_report, client_meant
from bpo.desk.receivables.ageing_report import ageing_report
from bpo.desk.receivables.books import books_of
from bpo.desk.receivables.letters import LETTER, Written, remind
from bpo.desk.receivables.never_billed import not_billed
from bpo.desk.workspace import find_workspace
from bpo.ledger import open_ledger
from bpo.report.as_json import report_json
from bpo.report.screen import report_text

NONE_DUE = Words("remind-none", en="no reminder is due on {day}", zh="{day} 没有应发的催款函")
TOLD = Words("remind-told", en="{number}: reminder {level} to {client}", zh="{number}：致{client}的第 {level} 次催款函")
REMINDERS = "reminders"

on_option = option("--on", type=DAY, en="The day; today unless said.", zh="日期，默认当天。")


@verb(
    en="The ageing as of a day: what is unbilled, unconfirmed, uninvoiced and unpaid, by client and currency.",
    zh="截至某日的账龄表：未出单、未确认、未开票、未收款，按客户与币种。",
    name="ageing",
)
@on_option
@folder_option
@page_format_option
@click.pass_obj
def ageing(session: Session, on: date | None, folder: Path | None, form: str) -> None:
    workspace = find_workspace(Path.cwd())
    with open_ledger(workspace.database) as ledger:
        books = books_of(ledger)
    day = on or date.today()
    never = not_billed(workspace, books, day)
    made = ageing_report(books, day, workspace.settings.receivables.buckets, never)
    show_report(session, made, form, folder, workspace.templates)


@verb(
    en="The account of a client: what it owed, every movement, what is open, late interest.",
    zh="客户往来对账单：期初、各笔往来、未付款项与逾期利息。",
    name="account",
)
@argument("client", en="The client's name or tax number, or one of its contracts.", zh="客户名称、税号，或其任一合同。")
@option("--from", "first", type=DAY, en="The first day; all unless said.", zh="起始日，默认全部。")
@option("--on", "last", type=DAY, en="The last day; today unless said.", zh="截止日，默认当天。")
@folder_option
@page_format_option
@click.pass_obj
def account(
    session: Session, client: str, first: date | None, last: date | None, folder: Path | None, form: str
) -> None:
    workspace = find_workspace(Path.cwd())
    with open_ledger(workspace.database) as ledger:
        books = books_of(ledger)
    made = account_report(books, client_meant(books, client), first, last or date.today())
    show_report(session, made, form, folder, workspace.templates, template=LETTER)


@verb(
    en="Write the reminders that are due on a day, each a PDF in the client's language, and keep that they were written.",
    zh="生成某日应发的催款函（客户语言的 PDF），并记录在案。",
    name="remind",
)
@on_option
@option(
    "--client",
    metavar="NAME",
    en="Only this client: its name, tax number or a contract.",
    zh="仅此客户：名称、税号或合同。",
)
@option("--check", is_flag=True, en="Look only: nothing is written.", zh="仅查看，不生成。")
@as_option
@option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    en="Where to write; reminders beside the statements, unless said.",
    zh="写入的文件夹，默认为结算单目录下的 reminders。",
)
@option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    en="A table to read, or JSON for machines.",
    zh="供阅读的表格，或供程序使用的 JSON。",
)
@click.pass_obj
def send_reminders(
    session: Session, on: date | None, client: str | None, check: bool, name: str | None, folder: Path | None, form: str
) -> None:
    workspace, day = find_workspace(Path.cwd()), on or date.today()
    key = None
    if client is not None:
        with open_ledger(workspace.database) as ledger:
            key = client_meant(books_of(ledger), client)
    doer = by(workspace, name, "", datetime.now(UTC))
    found = remind(workspace, day, key, folder or workspace.statements / REMINDERS, doer, check=check)
    if form == "json":
        echo_json([report_json(one.report) for one in found])
    elif not found:
        click.echo(NONE_DUE.say(session.lang, {"day": day}))
    else:
        for one in found:
            click.echo(_told(session, one) + "\n\n" + report_text(one.report, session.lang) + "\n")
    tell_files(session, [one.file for one in found if one.file is not None], apart=False, aside=form != "table")


def _told(session: Session, one: Written) -> str:
    values = {"number": one.number, "level": one.letter.level, "client": one.report.masthead.title}
    return TOLD.say(session.lang, values)
