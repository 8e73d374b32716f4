"""``bpo backtest``: drafts of a contract priced on months that have happened."""

import sys
from pathlib import Path

import click

from bpo.cli.bids import WRITTEN, folder_option
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, option, verb
from bpo.desk.backtest import backtest, backtest_report
from bpo.desk.workspace import near, workspace_of
from bpo.report.as_json import report_json
from bpo.report.draw import papers, report_html
from bpo.report.files import write_all
from bpo.report.screen import report_text

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
@option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "html"]),
    default="table",
    en="A table to read, JSON for machines, or a page for a browser.",
    zh="供阅读的表格、供程序使用的 JSON，或供浏览器查看的网页。",
)
@click.pass_obj
def backtest_drafts(
    session: Session, drafts: tuple[Path, ...], periods: str, against: Path | None, measures: Path | None,
    folder: Path | None, form: str,
) -> None:  # fmt: skip
    workspace = workspace_of(drafts, Path.cwd())
    found = backtest(workspace, drafts, periods, against=against, measures=measures)
    for problem in found.problems:
        click.echo(problem.say(session.lang) + "\n", err=True)
    made = backtest_report(found)
    drawn = {} if folder is None else papers(made, folder / made.masthead.number, templates=workspace.templates)
    files = write_all(drawn)
    if form == "json":
        echo_json(report_json(made))
    else:
        page = form == "html"
        click.echo(report_html(made, templates=workspace.templates) if page else report_text(made, session.lang))
    for file in files:
        click.echo(WRITTEN.say(session.lang, {"path": str(near(file))}), err=form != "table")
    unpriced = any(month.statement is None for draft in found.drafts for month in draft.months)
    sys.exit(1 if found.problems or unpriced else 0)
