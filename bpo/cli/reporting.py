"""``bpo report``: a report on what happened in a month, in every medium."""

from pathlib import Path

import click

from bpo.cli.bids import WRITTEN, folder_option
from bpo.cli.options import contract_argument, period_option
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, option, verb
from bpo.desk.reports import REPORTS, month_report
from bpo.desk.run import load, period_named
from bpo.desk.workspace import near, workspace_of
from bpo.report.as_json import report_json
from bpo.report.draw import papers, report_html
from bpo.report.files import write_all
from bpo.report.screen import report_text


@verb(
    en="Report on a month's facts. agents: contacts handled, talk, hold and wrap-up time, QA score.",
    zh="生成当月明细数据的报表。agents：处理量，通话、保持与话后处理时长，质检得分。",
)
@argument("kind", type=click.Choice(list(REPORTS)), en="Which report.", zh="报表种类。")
@contract_argument
@period_option
@option(
    "--by",
    metavar="NAME",
    en="What to keep apart: agent, team, queue or day.",
    zh="按什么分组：agent、team、queue、day。",
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
def report(
    session: Session, kind: str, contract: Path, period: str | None, by: str | None, folder: Path | None, form: str
) -> None:
    workspace, loaded = workspace_of([contract], Path.cwd()), load(contract)
    month = loaded.contract.cycle.period(period_named(period, None))
    made = month_report(workspace, loaded, month, kind, by)
    drawn = {} if folder is None else papers(made, folder / made.masthead.number, templates=workspace.templates)
    files = write_all(drawn)
    if form == "json":
        echo_json(report_json(made))
    else:
        click.echo(
            report_text(made, session.lang) if form == "table" else report_html(made, templates=workspace.templates)
        )
    for file in files:
        click.echo(WRITTEN.say(session.lang, {"path": str(near(file))}), err=form != "table")
