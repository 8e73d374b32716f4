"""``bpo e-invoice``: a billed month as an electronic invoice after EN 16931."""

from datetime import date
from pathlib import Path

import click

from bpo.cli.bids import WRITTEN
from bpo.cli.speech import Session, argument, option, verb
from bpo.core.words import Words
from bpo.desk.e_invoicing import write_e_invoice
from bpo.desk.workspace import find_workspace, near
from bpo.invoice.electronic.standard import Issue

COMES_TO = Words(
    "e-invoice-comes-to",
    en="{number}: {total} {currency}, to be paid {payable}",
    zh="{number}：价税合计 {total} {currency}，应付 {payable}",
)


@verb(
    en="Write a stored statement as an electronic invoice after EN 16931, in the format that its contract asks for.",
    zh="将已登记的结算单按 EN 16931 写成电子发票，格式依合同约定。",
    name="e-invoice",
)
@argument("statement", en="The id of a statement.", zh="结算单编号。")
@option("--number", required=True, en="The number of the invoice.", zh="发票号码。")
@option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    en="The day on which it is issued.",
    zh="开票日期。",
)
@option(
    "--credits",
    "original",
    en="Make a credit note, which corrects the invoice of this number.",
    zh="开具贷项通知单，更正该号码的发票。",
)
@option("--entity", en="Of a client of several: the one that is invoiced.", zh="多主体客户中的受票主体。")
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    en="The folder; otherwise that of the month's statements.",
    zh="写入的文件夹；默认为当期结算单的文件夹。",
)
@click.pass_obj
def e_invoice(
    session: Session,
    statement: str,
    number: str,
    day: date,
    original: str | None,
    entity: str | None,
    output: Path | None,
) -> None:
    on = date(day.year, day.month, day.day)
    issue = Issue(number, on, "credit_note", original) if original else Issue(number, on)
    made = write_e_invoice(find_workspace(Path.cwd()), statement, issue, entity, output)
    values = {"number": number, "total": made.total, "payable": made.payable, "currency": made.currency}
    click.echo(COMES_TO.say(session.lang, values))
    click.echo(WRITTEN.say(session.lang, {"path": str(near(made.path))}))
