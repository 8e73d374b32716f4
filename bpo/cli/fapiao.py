"""``bpo fapiao lines``: what China's fully digital invoice of a statement has to say."""

from pathlib import Path

import click

from bpo.cli.options import format_option
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, option, verb
from bpo.core.words import Words
from bpo.desk.fapiao import write_fapiao_lines
from bpo.desk.workspace import find_workspace, near

COMES_TO = Words(
    "fapiao-comes-to",
    en="{serial}: {lines} lines, {net} CNY + {tax} CNY tax = {total} CNY",
    zh="{serial}：{lines} 行，金额 {net} 元 + 税额 {tax} 元 = 价税合计 {total} 元",
)


@verb(
    en="Write what a fapiao of a stored statement has to say: lines with their tax classification codes, as workbook and JSON. Of a "
    "credit note it is a red-letter invoice, with the lines below zero.",
    zh="列出结算单开票所需的全部内容：各行及其税收分类编码，写成工作簿与 JSON。贷项通知单则为红字发票，各行为负数。",
    name="lines",
)
@argument("statement", en="The id of a statement, or the number of a note.", zh="结算单编号，或更正单据编号。")
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    en="The folder; otherwise that of the month's statements.",
    zh="写入的文件夹；默认为当期结算单的文件夹。",
)
@format_option
@click.pass_obj
def fapiao_lines(session: Session, statement: str, output: Path | None, form: str) -> None:
    made = write_fapiao_lines(find_workspace(Path.cwd()), statement, output)
    if form == "json":
        echo_json(made.as_json())
        return
    for draft in made.drafts:
        values = {name: getattr(draft, name) for name in ("serial", "net", "tax", "total")}
        click.echo(COMES_TO.say(session.lang, {**values, "lines": len(draft.lines)}))
    for file in made.files:
        click.echo(f"  {near(file)}")
