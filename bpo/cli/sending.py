"""``bpo send`` mails issued statements, each once."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from bpo.cli.living import as_option, reason_option, say_one
from bpo.cli.living_outputs import LifeOutput, MailedOutput
from bpo.cli.options import format_option, period_option
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, option, verb
from bpo.core.words import Lang, Words
from bpo.desk.life.acting import by
from bpo.desk.life.letters import Wish
from bpo.desk.life.sending import Mailed, send_all, to_send
from bpo.desk.workspace import find_workspace, near

WHICH = Words(
    "send-which", en="name statements, or write --all with --period", zh="请写结算单编号，或写 --all 与 --period"
)
BEFORE = Words(
    "send-before",
    en="{id}: was sent on {on}; --again sends it once more",
    zh="{id}：已于 {on} 发送；再次发送请写 --again",
)
GONE_TO = Words("send-to", en="  to {to}, {message}", zh="  发至 {to}，{message}")
NONE = Words("send-none", en="No statement of {period} is issued.", zh="{period} 没有已出具的结算单。")


@verb(
    en="Mail issued statements with their PDF and workbook, and the e-invoice if there is one: by the mail server of bpo.yaml, else as "
    "files in the outbox. What was sent is not sent again.",
    zh="以邮件发送已出具的结算单，附 PDF、工作簿及电子发票（如有）：通过 bpo.yaml 中的邮件服务器，否则写入待发邮件目录。已发送的不会重复发送。",
)
@argument("statements", nargs=-1, en="Ids of statements, one or many.", zh="一个或多个结算单编号。")
@option("--all", "every", is_flag=True, en="All that are issued of --period.", zh="该账期所有已出具的结算单。")
@period_option
@option(
    "--to",
    multiple=True,
    metavar="ADDRESS",
    en="To whom; else the client's email.",
    zh="收件人；默认为合同中客户的 email。",
)
@option(
    "--attach",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    en="A file besides; may be repeated.",
    zh="另附文件，可重复。",
)
@option(
    "--again",
    is_flag=True,
    en="Also what was sent already, or may have been.",
    zh="已发送或是否送达不明的，也再次发送。",
)
@as_option
@reason_option
@format_option
@click.pass_obj
def send(
    session: Session, statements: tuple[str, ...], every: bool, period: str | None, to: tuple[str, ...], attach: tuple[Path, ...],
    again: bool, name: str | None, reason: str, form: str,
) -> None:  # fmt: skip
    if bool(statements) == every or every != (period is not None):
        raise click.UsageError(WHICH.say(session.lang))
    workspace = find_workspace(Path.cwd())
    chosen = to_send(workspace, period) if period is not None else statements
    doer, printed, refused = by(workspace, name, reason, datetime.now(UTC)), [], False
    for one in send_all(workspace, chosen, Wish(to, attach, again), doer):
        refused |= bool(one.problems)
        printed.append(_output(one, session.lang))
        if form != "json":
            _say(one, session.lang)
    if form == "json":
        echo_json(printed)
    elif not chosen:
        click.echo(NONE.say(session.lang, {"period": period}))
    if refused:
        sys.exit(1)


def _say(one: Mailed, lang: Lang) -> None:
    if one.before and one.life is not None:
        click.echo(BEFORE.say(lang, {"id": one.statement, "on": one.life.sent_on}))
        return
    say_one(one.statement, one.life, one.problems, lang)
    if one.to:
        click.echo(GONE_TO.say(lang, {"to": list(one.to), "message": one.message}))
    if one.file is not None:
        click.echo(f"  {near(one.file)}")


def _output(one: Mailed, lang: Lang) -> MailedOutput:
    return MailedOutput(
        statement=one.statement,
        life=None if one.life is None else LifeOutput.of(one.life, lang),
        files=[] if one.file is None else [str(one.file)],
        problems=[problem.say(lang) for problem in one.problems],
        to=list(one.to),
        message=one.message,
        before=one.before,
    )
