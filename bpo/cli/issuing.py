"""``bpo issue`` numbers statements and draws their documents; ``bpo sent`` notes that one left the house by other means."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from bpo.cli.living import (
    acted,
    as_option,
    day_of,
    day_option,
    meant,
    reason_option,
    say_done,
    say_one,
    some_statements,
    whole_period,
)
from bpo.cli.options import format_option
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, option, verb
from bpo.core.words import Words
from bpo.desk.life.acting import by, sent_by_hand
from bpo.desk.workspace import find_workspace, near

LEFT_OUT = Words(
    "issue-left-out",
    en="{id} restates {original} and gets no number of its own: its difference is issued by bpo credit {id} --reason TEXT",
    zh="{id} 重述 {original}，不另编号；其差额请用 bpo credit {id} --reason TEXT 出具",
)


@verb(
    en="Issue approved statements: each gets its number, its PDF and workbook are drawn with it, and their hashes are kept for "
    "ever. What was issued already is put in place again, if it would be drawn the same.",
    zh="出具已审批的结算单：编号、生成带编号的 PDF 与工作簿，并永久保存其散列值。已出具的，若内容相同则重新放置文件。",
)
@some_statements
@whole_period
@day_option(
    "--date",
    "on",
    en="The date of the documents; that of the statement unless said.",
    zh="单据日期；默认为结算单的日期。",
)
@as_option
@reason_option
@format_option
@click.pass_obj
def issue(
    session: Session,
    statements: tuple[str, ...],
    period: str | None,
    on: datetime | None,
    name: str | None,
    reason: str,
    form: str,
) -> None:
    from bpo.desk.life.issuing import issue_all
    from bpo.desk.life.notes import restating_of

    workspace = find_workspace(Path.cwd())
    doer, printed, refused = by(workspace, name, reason, datetime.now(UTC)), [], False
    chosen = meant(session, workspace, statements, period, ("approved", "numbered"))
    if period is not None:
        restating = restating_of(workspace, chosen)
        chosen = [one for one in chosen if one not in restating]
        for revision, original in restating.items():
            click.echo(LEFT_OUT.say(session.lang, {"id": revision, "original": original}), err=True)
    for one in issue_all(workspace, chosen, on and on.date(), doer):
        refused |= bool(one.problems)
        printed.append(acted(one.statement, one.life, one.files, one.problems, session.lang))
        if form != "json":
            say_one(one.statement, one.life, one.problems, session.lang)
            for file in one.files:
                click.echo(f"  {near(file)}")
    if form == "json":
        echo_json(printed)
    if refused:
        sys.exit(1)


@verb(
    en="Note that issued statements were sent by other means: by hand, by post, through the client's portal. The days in which the "
    "client may object begin.",
    zh="登记已出具的结算单以其他方式送达：当面、邮寄或通过客户系统。客户的异议期开始计算。",
)
@some_statements
@whole_period
@day_option("--on", en="The day; today unless said.", zh="日期；默认为今天。")
@option("--to", multiple=True, en="Who received it.", zh="接收人。")
@as_option
@reason_option
@format_option
@click.pass_obj
def sent(
    session: Session,
    statements: tuple[str, ...],
    period: str | None,
    on: datetime | None,
    to: tuple[str, ...],
    name: str | None,
    reason: str,
    form: str,
) -> None:
    workspace = find_workspace(Path.cwd())
    doer = by(workspace, name, reason, datetime.now(UTC))
    chosen = meant(session, workspace, statements, period, ("issued",))
    say_done(sent_by_hand(workspace, chosen, day_of(on), to, doer), session.lang, form)
