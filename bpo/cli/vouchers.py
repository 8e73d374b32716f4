"""``bpo vouchers``: what the accounts are told of a month, in the form of an accounting system."""

import sys
from pathlib import Path

import click

from bpo.cli.bids import WRITTEN
from bpo.cli.speech import Session, option, verb
from bpo.core.words import Words
from bpo.desk.vouchers import SYSTEMS, Vouchers, month_vouchers
from bpo.desk.workspace import find_workspace, near
from bpo.report.files import write_all

COUNTED = Words("vouchers-counted", en="{count} vouchers of {period}", zh="{period}：凭证 {count} 张")


@verb(
    en="Write the double entry of a month: statements and notes that were issued, money, accruals with their reversals; for beancount, "
    "hledger, or as CSV.",
    zh="将一个月的业务写成记账凭证：出具的结算单与更正单据、收款、暂估及冲回；供 beancount、hledger 使用，或导出 CSV。",
    name="vouchers",
)
@option("--period", required=True, en="The calendar month, such as 2026-03.", zh="自然月，例如 2026-03。")
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
    found = month_vouchers(find_workspace(Path.cwd()), period, system, session.lang)
    for parked in found.parked:
        for problem in parked.problems:
            click.echo(problem.say(session.lang) + "\n", err=True)
    if output is None:
        click.echo(found.text, nl=False)
    else:
        _write(session, found, system, period, output)
    sys.exit(1 if found.parked else 0)


def _write(session: Session, found: Vouchers, system: str, period: str, output: Path) -> None:
    mark = "" if system in ("beancount", "hledger") else "\ufeff"  # without it a spreadsheet takes Chinese for Latin
    write_all({output: (mark + found.text).encode()})
    click.echo(COUNTED.say(session.lang, {"count": found.count, "period": period}))
    click.echo(WRITTEN.say(session.lang, {"path": str(near(output))}))
