"""``bpo fapiao``: the register of tax invoices."""

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import click

from bpo.cli.fapiao import fapiao_lines
from bpo.cli.invoicing_outputs import FapiaoActOutput, FapiaoFileOutput, FapiaoListOutput
from bpo.cli.living import as_option, day_of, day_option, reason_option
from bpo.cli.options import NUMBER, format_option
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, option, verb, verbs
from bpo.core.errors import fail
from bpo.core.fields import Mistake, read_number
from bpo.core.words import Lang, Words, show
from bpo.desk.life.acting import by
from bpo.desk.life.invoicing import (
    Entered,
    GivenInvoice,
    GivenRed,
    enter_all,
    enter_file,
    registered,
    reissue,
    take_back,
)
from bpo.desk.workspace import find_workspace
from bpo.report.screen import Column, table

RECORDED = Words(
    "fapiao-recorded",
    en="invoice {number}: {total} {currency}, of which {tax} tax",
    zh="发票 {number}：{total} {currency}，其中税额 {tax}",
)
READ = Words(
    "fapiao-read",
    en="{rows} rows: {entered} recorded, {known} known already, {aside} set aside",
    zh="共 {rows} 行：登记 {entered}，已登记过 {known}，搁置 {aside}",
)
NUMBER_HEAD = Words("fapiao-head-number", en="invoice", zh="发票号码")
DATE = Words("fapiao-head-date", en="date", zh="开票日期")
NET = Words("fapiao-head-net", en="net", zh="金额")
TAX = Words("fapiao-head-tax", en="tax", zh="税额")
TOTAL = Words("fapiao-head-total", en="total", zh="价税合计")
CURRENCY = Words("fapiao-head-currency", en="currency", zh="币种")
OF = Words("fapiao-head-of", en="statements", zh="结算单")
NOTE = Words("fapiao-head-note", en="note", zh="备注")
STATEMENT = Words("fapiao-head-statement", en="statement", zh="结算单")
LEFT = Words("fapiao-head-left", en="to be invoiced", zh="待开票")
RED_OF = Words("fapiao-red-of", en="red, of {original}", zh="红字，原发票 {original}")
TAKEN_BACK = Words("fapiao-taken-back", en="taken back by {reds}; {left} left", zh="已由 {reds} 红冲，余 {left}")
NONE = Words("fapiao-none", en="No tax invoice is recorded.", zh="尚未登记发票。")
NOT_AN_AMOUNT = Words(
    "fapiao-of-amount", en="'{given}' is not STATEMENT or STATEMENT=AMOUNT", zh="'{given}' 应写为 结算单 或 结算单=金额"
)


@verbs(
    en="The register of tax invoices: record the tax office's numbers, red invoices, reissue.",
    zh="发票台账：登记发票号码、红字发票与重开。",
)
def fapiao() -> None:
    """Its verbs stand below."""


number_argument = argument("number", en="The invoice's number.", zh="发票号码。")
of_option = option(
    "--of", multiple=True, metavar="STATEMENT[=AMOUNT]", en="A statement that is on it, or so much of it with tax.",
    zh="对应的结算单，或其中的含税金额。",
)  # fmt: skip
title_option = option("--title", default="", en="To whom it is made out.", zh="购买方名称。")
tax_no_option = option("--tax-no", default="", en="The buyer's tax number.", zh="购买方识别号。")
net_option = option(
    "--net", type=NUMBER, en="The amount without tax; else as in the statements.", zh="金额（不含税）；默认按结算单。"
)
tax_option = option("--tax", type=NUMBER, en="The tax; else as in the statements.", zh="税额；默认按结算单。")
confirmation_option = option(
    "--confirmation", required=True, en="The number of the confirmation form.", zh="红字发票信息确认单编号。"
)


@verb(
    en="Record a tax invoice of one statement or several. A statement may have several invoices, each with its amount.",
    zh="登记发票，对应一份或多份结算单；一份结算单也可分多张发票，各写金额。",
)
@number_argument
@of_option
@day_option("--date", "on", en="The invoice's date; today unless said.", zh="开票日期；默认为今天。")
@net_option
@tax_option
@title_option
@tax_no_option
@as_option
@reason_option
@format_option
@click.pass_obj
def add(
    session: Session, number: str, of: tuple[str, ...], on: datetime | None, net: Fraction | None, tax: Fraction | None, title: str,
    tax_no: str, name: str | None, reason: str, form: str,
) -> None:  # fmt: skip
    workspace = find_workspace(Path.cwd())
    given = GivenInvoice(number, day_of(on), shares_of(of), _decimal(net), _decimal(tax), title, tax_no)
    doer = by(workspace, name, reason, datetime.now(UTC))
    _say(list(enter_all(workspace, [given], doer)), session.lang, form)


@verb(
    en="Record the invoices of the tax office's export, or of a table with its headings; the remark names the statements.",
    zh="登记电子税务局导出的发票文件，或列名相同的表格；备注中写结算单编号。",
)
@argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True), en="The file.", zh="文件。")
@as_option
@reason_option
@format_option
@click.pass_obj
def read(session: Session, file: Path, name: str | None, reason: str, form: str) -> None:
    workspace, lang = find_workspace(Path.cwd()), session.lang
    found = enter_file(workspace, file, by(workspace, name, reason, datetime.now(UTC)))
    if form == "json":
        echo_json(FapiaoFileOutput.of(found, lang))
    else:
        for problem in found.aside:
            click.echo(problem.say(lang), err=True)
        for one in found.entered:
            _say_one(one, lang)
        counts = {"entered": len(found.entered), "known": len(found.known), "aside": len(found.aside)}
        click.echo(READ.say(lang, {"rows": found.rows, **counts}))
    if found.aside:
        sys.exit(1)


@verb(
    en="Record a red invoice: it takes back what is left of an invoice, or a part.",
    zh="登记红字发票：冲回原发票的余额或其中一部分。",
)
@number_argument
@option("--original", required=True, en="The invoice that it takes back.", zh="被红冲的发票号码。")
@confirmation_option
@of_option
@day_option("--date", "on", en="The invoice's date; today unless said.", zh="开票日期；默认为今天。")
@as_option
@reason_option
@format_option
@click.pass_obj
def red(
    session: Session, number: str, original: str, confirmation: str, of: tuple[str, ...], on: datetime | None, name: str | None,
    reason: str, form: str,
) -> None:  # fmt: skip
    workspace, shares = find_workspace(Path.cwd()), shares_of(of)
    amounts = {statement: amount for statement, amount in shares.items() if amount is not None}
    if len(amounts) < len(shares):
        raise fail(NOT_AN_AMOUNT, given=next(one for one in of if "=" not in one))
    given = GivenRed(number, original, day_of(on), confirmation, amounts)
    _say([take_back(workspace, given, by(workspace, name, reason, datetime.now(UTC)))], session.lang, form)


@verb(
    en="Take an invoice back and record the one in its place, such as one with the right title; both or neither.",
    zh="红冲原发票并登记重开的发票（如抬头有误）；两者同时登记。",
    name="reissue",
)
@argument("original", en="The invoice that is wrong.", zh="有误的发票号码。")
@option("--red", "red_number", required=True, en="The red invoice's number.", zh="红字发票号码。")
@option("--new", "new_number", required=True, en="The new invoice's number.", zh="重开的发票号码。")
@confirmation_option
@day_option("--date", "on", en="The date of both; today unless said.", zh="两者的开票日期；默认为今天。")
@title_option
@tax_no_option
@as_option
@reason_option
@format_option
@click.pass_obj
def reissue_invoice(
    session: Session, original: str, red_number: str, new_number: str, confirmation: str, on: datetime | None, title: str, tax_no: str,
    name: str | None, reason: str, form: str,
) -> None:  # fmt: skip
    workspace, day = find_workspace(Path.cwd()), day_of(on)
    taken = GivenRed(red_number, original, day, confirmation, {})
    new = GivenInvoice(new_number, day, {}, title=title, tax_no=tax_no)
    _say(list(reissue(workspace, taken, new, by(workspace, name, reason, datetime.now(UTC)))), session.lang, form)


@verb(
    en="The register, and what of the statements at clients is still to be invoiced.",
    zh="发票台账，以及已发送结算单的待开票金额。",
    name="list",
)
@format_option
@click.pass_obj
def list_invoices(session: Session, form: str) -> None:
    invoices, open_ones = registered(find_workspace(Path.cwd()))
    lang = session.lang
    if form == "json":
        echo_json(FapiaoListOutput.of({"invoices": invoices, "uninvoiced": open_ones}, lang))
        return
    columns: list[Column] = [
        (NUMBER_HEAD, "left"), (DATE, "left"), (NET, "right"), (TAX, "right"), (TOTAL, "right"), (CURRENCY, "left"), (OF, "left"),
        (NOTE, "fold"),
    ]  # fmt: skip
    rows = [
        [one.number, one.on.isoformat(), f"{one.net:,}", f"{one.tax:,}", f"{one.total:,}", one.currency, _of(one.shares), _note(one.original, one.reds, one.total_left, lang)]
        for one in invoices
    ]  # fmt: skip
    click.echo(table(columns, rows, lang) if rows else NONE.say(lang))
    if open_ones:
        left: list[Column] = [(STATEMENT, "left"), (LEFT, "right"), (CURRENCY, "left")]
        click.echo(table(left, [[one.statement, f"{one.left:,}", one.currency] for one in open_ones], lang))


def _of(shares: Mapping[str, Decimal]) -> str:
    if len(shares) == 1:
        return next(iter(shares))
    return ", ".join(f"{statement} {amount:,}" for statement, amount in shares.items())


def _note(original: str, reds: Sequence[str], left: Decimal, lang: Lang) -> str:
    if original:
        return RED_OF.say(lang, {"original": original})
    return TAKEN_BACK.say(lang, {"reds": show(list(reds), lang), "left": f"{left:,}"}) if reds else ""


def shares_of(of: Sequence[str]) -> dict[str, Decimal | None]:
    """``NAME``: all of it; ``NAME=AMOUNT``: so much of it."""
    found: dict[str, Decimal | None] = {}
    for given in of:
        statement, _, amount = given.partition("=")
        try:
            found[statement] = _decimal(read_number(amount)) if amount else None
        except Mistake:
            raise fail(NOT_AN_AMOUNT, given=given) from None
    return found


def _decimal(number: Fraction | None) -> Decimal | None:
    """In the smallest units that it has; a third is no amount."""
    if number is None:
        return None
    if 100_000_000 % number.denominator:
        raise fail(NOT_AN_AMOUNT, given=str(number))
    return Decimal(number.numerator) / Decimal(number.denominator)


def _say(done: Sequence[Entered], lang: Lang, form: str) -> None:
    if form == "json":
        echo_json([FapiaoActOutput.of(one, lang) for one in done])
    for one in done:
        if form != "json":
            _say_one(one, lang)
    if any(one.problems for one in done):
        sys.exit(1)


def _say_one(one: Entered, lang: Lang) -> None:
    for problem in (*one.problems, *one.findings):
        click.echo(problem.say(lang), err=True)
    if one.invoice is not None:
        found = one.invoice
        values = {
            "number": found.number,
            "total": f"{found.total:,}",
            "currency": found.currency,
            "tax": f"{found.tax:,}",
        }
        click.echo(RECORDED.say(lang, values))


for one in (fapiao_lines, add, read, red, reissue_invoice, list_invoices):
    fapiao.add_command(one)
