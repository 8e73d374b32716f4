"""``bpo credit``: a credit or debit note on a statement that is at the client."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import click

from bpo.cli.invoicing_outputs import CreditOutput
from bpo.cli.living import as_option, day_of, day_option, reason_option, statement_argument
from bpo.cli.options import format_option
from bpo.cli.registering import shares_of
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, option, verb
from bpo.core.words import Lang, Words
from bpo.desk.life.acting import by
from bpo.desk.life.crediting import Credited, Wanted, credit, drawn_again
from bpo.desk.receivables.interest_credit import credit_drawn_again, credit_interest
from bpo.desk.workspace import find_workspace, near
from bpo.life.states import NAMES

ISSUED = Words(
    "credit-issued",
    en="{number}: {amount} {currency} on '{statement}', of which {owed} is owed now ({state})",
    zh="{number}：'{statement}' 变动 {amount} {currency}，现应付 {owed}（{state}）",
)


@verb(
    en="Issue a credit note on a statement that was sent: lines, settled disputes or all of it; with --debit, a debit note. A revision "
    "that restates a month gives a note of its difference. Numbered in a series of its own; it names its original and says why.",
    zh="对已发送的结算单出具贷项通知单：部分行、已解决的争议或全部；--debit 为借项通知单。重述账期的修订稿按差额出具。单独编号，写明原单与原因。",
    name="credit",
)
@statement_argument
@option(
    "--line",
    "lines",
    multiple=True,
    metavar="LINE[=AMOUNT]",
    en="A line, or so much of it with tax.",
    zh="行，或其中的含税金额。",
)
@option(
    "--dispute", "disputes", multiple=True, en="A settled dispute: what was conceded.", zh="已解决的争议：让步部分。"
)
@option("--whole", is_flag=True, en="All that is left.", zh="全部余额。")
@option("--debit", is_flag=True, en="Charge the lines' amounts in addition.", zh="按所写行与金额加收。")
@option(
    "--again",
    is_flag=True,
    en="STATEMENT is the number of a note: put its files in place again.",
    zh="参数为更正单据编号：重新放置其文件。",
)
@day_option("--date", "on", en="The date of the note; today unless said.", zh="单据日期；默认为今天。")
@as_option
@reason_option
@format_option
@click.pass_obj
def credit_note(
    session: Session, statement: str, lines: tuple[str, ...], disputes: tuple[str, ...], whole: bool, debit: bool, again: bool,
    on: datetime | None, name: str | None, reason: str, form: str,
) -> None:  # fmt: skip
    workspace = find_workspace(Path.cwd())
    if again:
        _say_files(credit_drawn_again(workspace, statement) or drawn_again(workspace, statement))
        return
    wanted = Wanted(shares_of(lines), disputes, whole, debit)
    doer = by(workspace, name, reason, datetime.now(UTC))
    found = credit_interest(workspace, statement, wanted, day_of(on), doer)
    found = found or credit(workspace, statement, wanted, day_of(on), doer)
    if form == "json":
        echo_json(CreditOutput.of(found, session.lang))
    else:
        _say(found, session.lang)
    if found.problems:
        sys.exit(1)


def _say(found: Credited, lang: Lang) -> None:
    for problem in found.problems:
        click.echo(problem.say(lang), err=True)
    if found.life is not None:
        life = found.life
        values: dict[str, object] = {
            "number": found.number, "statement": found.statement, "amount": _signed(found.amount), "currency": life.currency,
            "owed": f"{life.owed:,}", "state": NAMES[life.state],
        }  # fmt: skip
        click.echo(ISSUED.say(lang, values))
        _say_files(found.files)


def _say_files(files: Sequence[Path]) -> None:
    for file in files:
        click.echo(f"  {near(file)}")


def _signed(amount: Decimal) -> str:
    return f"{amount:+,}"
