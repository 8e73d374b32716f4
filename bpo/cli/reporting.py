"""``bpo report``: a report on what happened in a month, in every medium."""

from pathlib import Path

import click

from bpo.cli.bids import folder_option
from bpo.cli.options import contract_argument, page_format_option, period_option
from bpo.cli.papers import show_report
from bpo.cli.speech import Session, argument, option, verb
from bpo.desk.reports import REPORTS, month_report
from bpo.desk.run import load, period_named
from bpo.desk.workspace import workspace_of


@verb(
    en="Report on a month's facts. agents: contacts handled, talk, hold and wrap-up time, QA score. queues: what came in, was answered, in "
    "time, given up. kpis: the contract's KPIs, day by day. sales: sold, cancelled, conversion. cases: closed in time, over their limit.",
    zh="生成当月明细数据的报表。agents：处理量，通话、保持与话后处理时长，质检得分。queues：进线、接听、及时与放弃。kpis：合同指标及每日值。sales：成交、取消与成功率。cases：按期办结与逾期。",
)
@argument("kind", type=click.Choice(list(REPORTS)), en="Which report.", zh="报表种类。")
@contract_argument
@period_option
@option(
    "--by",
    metavar="NAME",
    en="What to keep apart, such as agent, team, queue, day; a name that the report does not know is answered with those that it does.",
    zh="按什么分组，例如 agent、team、queue、day；写错时会列出该报表可用的名称。",
)
@folder_option
@page_format_option
@click.pass_obj
def report(
    session: Session, kind: str, contract: Path, period: str | None, by: str | None, folder: Path | None, form: str
) -> None:
    workspace, loaded = workspace_of([contract], Path.cwd()), load(contract)
    month = loaded.contract.cycle.period(period_named(period, None))
    made = month_report(workspace, loaded, month, kind, by)
    show_report(session, made, form, folder, workspace.templates)
