"""``bpo e-invoice``: a billed month as an electronic invoice after EN 16931."""

from datetime import datetime
from pathlib import Path

import click

from bpo.cli.bids import WRITTEN
from bpo.cli.speech import Session, argument, option, verb
from bpo.core.words import Words
from bpo.desk.e_invoicing import Given, write_e_invoice
from bpo.desk.workspace import find_workspace, near

COMES_TO = Words(
    "e-invoice-comes-to",
    en="{number}: {total} {currency}, to be paid {payable}",
    zh="{number}：价税合计 {total} {currency}，应付 {payable}",
)


@verb(
    en="Write a statement or note as an electronic invoice after EN 16931, in the format that its contract asks for, with the number and "
    "day that it is issued with.",
    zh="将结算单或更正单据按 EN 16931 写成电子发票，格式依合同约定，用其出具时的编号与日期。",
    name="e-invoice",
)
@argument(
    "statement",
    en="The id of a statement, or the number of a statement or note that is issued.",
    zh="结算单标识，或已出具的结算单、更正单据的编号。",
)
@option(
    "--number",
    default="",
    en="Of a statement that is not issued: the number of the invoice.",
    zh="尚未出具时：发票号码。",
)
@option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    en="Of a statement that is not issued: the day of the invoice.",
    zh="尚未出具时：开票日期。",
)
@option(
    "--credits",
    "original",
    default="",
    en="Of a statement that is not issued: make a credit note, which corrects the invoice of this number.",
    zh="尚未出具时：开具贷项通知单，更正该号码的发票。",
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
    day: datetime | None,
    original: str,
    entity: str | None,
    output: Path | None,
) -> None:
    given = Given(number, None if day is None else day.date(), original)
    made = write_e_invoice(find_workspace(Path.cwd()), statement, given, entity, output)
    values = {"number": made.number, "total": made.total, "payable": made.payable, "currency": made.currency}
    click.echo(COMES_TO.say(session.lang, values))
    click.echo(WRITTEN.say(session.lang, {"path": str(near(made.path))}))
