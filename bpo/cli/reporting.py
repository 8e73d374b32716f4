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
    "time, given up. kpis: the contract's KPIs, day by day.",
    zh="生成当月明细数据的报表。agents：处理量，通话、保持与话后处理时长，质检得分。queues：进线、接听、及时与放弃。kpis：合同指标及每日值。",
)
@argument("kind", type=click.Choice(list(REPORTS)), en="Which report.", zh="报表种类。")
@contract_argument
@period_option
@option(
    "--by",
    metavar="NAME",
    en="What to keep apart: agent, team, queue or day; of queues: queue, day or half_hour; of kpis: month or day.",
    zh="按什么分组：agents 为 agent、team、queue、day；queues 为 queue、day、half_hour；kpis 为 month、day。",
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
