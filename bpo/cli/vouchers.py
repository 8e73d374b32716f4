"""``bpo vouchers``: what the accounts are told of a month, in the form of an accounting system."""

from pathlib import Path

import click

from bpo.cli.bids import WRITTEN
from bpo.cli.speech import Session, option, verb
from bpo.core.words import Words
from bpo.desk.vouchers import SYSTEMS, month_vouchers
from bpo.desk.workspace import find_workspace, near
from bpo.report.files import write_all

COUNTED = Words("vouchers-counted", en="{count} vouchers of {period}", zh="{period}：凭证 {count} 张")


@verb(
    en="Write the double entry of a month's statements: accruals with their reversals, invoices; for beancount, hledger, or as CSV.",
    zh="将当期结算单写成记账凭证：暂估及冲回、开票收入；供 beancount、hledger 使用，或导出 CSV。",
    name="vouchers",
)
@option("--period", required=True, en="The month, such as 2026-03.", zh="账期，例如 2026-03。")
@option("--to", "system", type=click.Choice(SYSTEMS), required=True, en="The accounting system.", zh="财务系统。")
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    en="The file; otherwise they are printed.",
    zh="写入的文件；不写则直接输出。",
)
@click.pass_obj
def vouchers(session: Session, period: str, system: str, output: Path | None) -> None:
    text, count = month_vouchers(find_workspace(Path.cwd()), period, system, session.lang)
    if output is None:
        click.echo(text, nl=False)
        return
    mark = "" if system in ("beancount", "hledger") else "\ufeff"  # without it a spreadsheet takes Chinese for Latin
    write_all({output: (mark + text).encode()})
    click.echo(COUNTED.say(session.lang, {"count": count, "period": period}))
    click.echo(WRITTEN.say(session.lang, {"path": str(near(output))}))
