"""``bpo backtest``: drafts of a contract priced on months that have happened."""

import sys
from pathlib import Path

import click

from bpo.cli.bids import folder_option
from bpo.cli.options import page_format_option
from bpo.cli.papers import show_report
from bpo.cli.speech import Session, argument, option, verb
from bpo.desk.backtest import backtest, backtest_report
from bpo.desk.workspace import workspace_of

A_FILE = click.Path(path_type=Path, dir_okay=False)


@verb(
    en="Price draft contracts on months that have happened: what each would have billed, beside the contract in force. Nothing is recorded.",
    zh="用已发生的账期回测合同草案：各草案本应结算的金额，并与现行合同比较。不登记任何内容。",
    name="backtest",
)
@argument("drafts", nargs=-1, required=True, type=A_FILE, en="Draft contracts, one or many.", zh="一份或多份合同草案。")
@option(
    "--periods",
    required=True,
    metavar="FIRST..LAST",
    en="The billing periods, such as 2026-01..2026-12, or one.",
    zh="账期范围，例如 2026-01..2026-12，或单个账期。",
)
@option(
    "--against",
    type=A_FILE,
    metavar="CONTRACT",
    en="The contract in force; otherwise the one that the account has in the workspace.",
    zh="现行合同；不写则取工作区中该账户的合同。",
)
@option(
    "--measures",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="FOLDER",
    en="A folder of measures files, one a period; what they hold is not counted.",
    zh="数据文件的文件夹，每个账期一个文件；其中已有的不再统计。",
)
@folder_option
@page_format_option
@click.pass_obj
def backtest_drafts(
    session: Session, drafts: tuple[Path, ...], periods: str, against: Path | None, measures: Path | None,
    folder: Path | None, form: str,
) -> None:  # fmt: skip
    workspace = workspace_of(drafts, Path.cwd())
    found = backtest(workspace, drafts, periods, against=against, measures=measures)
    for problem in found.problems:
        click.echo(problem.say(session.lang) + "\n", err=True)
    show_report(session, backtest_report(found), form, folder, workspace.templates)
    unpriced = any(month.statement is None for draft in found.drafts for month in draft.months)
    sys.exit(1 if found.problems or unpriced else 0)
