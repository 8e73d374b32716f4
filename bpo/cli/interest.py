"""``bpo interest``: late interest is billed, in notes of its own."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click

from bpo.cli.living import as_option
from bpo.cli.options import DAY, format_option
from bpo.cli.paying_outputs import InterestNoteOutput, InterestStretchOutput
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, option, verb
from bpo.core.errors import fail
from bpo.core.words import Lang, Words
from bpo.desk.life.acting import by
from bpo.desk.receivables.interest_note import Noted, bill_interest, drawn_again
from bpo.desk.workspace import find_workspace, near
from bpo.report.screen import report_text

NONE = Words(
    "interest-none", en="no late interest is to be billed up to {until}", zh="截至 {until} 没有应计收的逾期利息"
)
NOTE = Words(
    "interest-note",
    en="{number}: {amount} {currency} of late interest to {client}",
    zh="{number}：向{client}计收逾期利息 {amount} {currency}",
)
WOULD = Words(
    "interest-would",
    en="{amount} {currency} of late interest to {client}: only looked at",
    zh="向{client}计收逾期利息 {amount} {currency}：仅查看",
)
NOT_WRITTEN = Words(
    "interest-not-written",
    en="{client}: {amount} {currency} together, so no note is written; the next one settles it, or bpo credit gives back what a note billed",
    zh="{client}：合计 {amount} {currency}，不出单据；并入下一张，或用 bpo credit 冲减已计收的金额",
)
LINE = Words("interest-line", en="    {statement}: {amount}", zh="    {statement}：{amount}")
WHICH = Words(
    "interest-which",
    en="write the STATEMENTS of which late interest is to be billed, or --all; or one number of a note with --again",
    zh="请写明要计收逾期利息的结算单，或 --all；或用 --again 加一张逾期利息单的编号",
)


@verb(
    en="Bill late interest by the contract: a note for each client, with a number of its own. Days that are billed are not billed again; "
    "what is entered later for such days is settled by the next note.",
    zh="按合同计收逾期利息：每个客户一张逾期利息单，单独编号。已计收的天数不再计收；之后补记的来款在下一张中结算。",
    name="interest",
)
@argument("statements", nargs=-1, en="Statements, by number or id.", zh="结算单编号或标识。")
@option("--all", "every", is_flag=True, en="Of all statements that were paid late.", zh="全部逾期结算单。")
@option("--on", "until", type=DAY, en="The last day that counts; today unless said.", zh="计息截止日，默认当天。")
@option("--date", "on", type=DAY, en="The date of the notes; today unless said.", zh="单据日期，默认当天。")
@option("--check", is_flag=True, en="Look only: nothing is written.", zh="仅查看，不出单据。")
@option(
    "--again",
    is_flag=True,
    en="The argument is the number of a note: put its files in place again.",
    zh="参数为逾期利息单编号：重新放置其文件。",
)
@as_option
@format_option
@click.pass_obj
def interest(
    session: Session,
    statements: tuple[str, ...],
    every: bool,
    until: date | None,
    on: date | None,
    check: bool,
    again: bool,
    name: str | None,
    form: str,
) -> None:
    workspace = find_workspace(Path.cwd())
    if bool(statements) == every or (again and len(statements) != 1):
        raise fail(WHICH)
    if again:
        _say_files(drawn_again(workspace, statements[0]))
        return
    day, last, doer = on or date.today(), until or date.today(), by(workspace, name, "", datetime.now(UTC))
    found = bill_interest(workspace, statements, last, day, doer, check=check)
    if form == "json":
        echo_json([_output(one) for one in found])
        return
    for one in found:
        _say(one, session.lang, check)
    if not found:
        click.echo(NONE.say(session.lang, {"until": last}))


def _say(one: Noted, lang: Lang, check: bool) -> None:
    note = one.note
    values = {"number": note.number, "amount": one.amount, "currency": note.currency, "client": one.name}
    words = WOULD if check and one.amount > 0 else NOTE if note.number else NOT_WRITTEN
    click.echo(words.say(lang, values))
    if one.report is not None:
        click.echo("\n" + report_text(one.report, lang) + "\n")
    else:
        for statement, amount in note.lines.items():
            click.echo(LINE.say(lang, {"statement": one.numbers[statement], "amount": amount}))
    _say_files(one.files)


def _say_files(files: Sequence[Path]) -> None:
    for file in files:
        click.echo(f"  {near(file)}")


def _output(one: Noted) -> InterestNoteOutput:
    note = one.note
    told = {
        name: getattr(note, name)
        for name in ("number", "client", "currency", "on", "until", "due", "lines", "settled", "limited")
    }
    stretches = [
        InterestStretchOutput(
            statement=part.statement,
            first=part.first.isoformat(),
            last=part.last.isoformat(),
            days=(part.last - part.first).days + 1,
            open=part.open,
            rate=part.rate,
            amount=part.amount,
        )
        for part in note.stretches
    ]
    more = {"amount": one.amount, "stretches": stretches, "files": [near(file) for file in one.files]}
    return InterestNoteOutput.model_validate(told | more)
