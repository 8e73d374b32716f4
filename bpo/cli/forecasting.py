"""``bpo forecast``: what the facts let expect of the periods to come, and how wrong such forecasts were."""

from datetime import date, datetime
from pathlib import Path

import click

from bpo.bid.forecast_report import forecast_report
from bpo.cli.bids import folder_option
from bpo.cli.options import contract_argument, page_format_option
from bpo.cli.papers import show_report
from bpo.cli.speech import Session, option, verb
from bpo.desk.forecasting import forecast_of
from bpo.desk.run import load
from bpo.desk.workspace import workspace_of
from bpo.economics.forecast.fragment import fragment

DAY = click.DateTime(["%Y-%m-%d"])


@verb(
    en="Forecast contacts, or a quantity of the contract, by billing period from the facts: the method that was least wrong in the past, with "
    "its measured error.",
    zh="按历史数据预测各账期的联络量或合同统计量：采用以往误差最小的方法，并给出实测误差。",
    name="forecast",
)
@contract_argument
@option(
    "--periods",
    required=True,
    metavar="FIRST..LAST",
    en="The billing periods: 2027-01..2027-06.",
    zh="要预测的账期，例如 2027-01..2027-06。",
)
@option(
    "--quantity", default="offered", metavar="NAME",
    en="offered (unless said), handled, or what the contract counts, by its id.", zh="offered（缺省）、handled，或合同统计量的编号。",
)  # fmt: skip
@option(
    "--where",
    metavar="CONDITION",
    en="Only these contacts of offered or handled: \"queue = 'cards'\".",
    zh="仅统计符合条件的 offered 或 handled，例如 \"queue = 'cards'\"。",
)
@option("--from", "first", type=DAY, metavar="DAY", en="The first day of the facts to use.", zh="所用历史数据的首日。")
@option("--until", "last", type=DAY, metavar="DAY", en="The last day of the facts to use.", zh="所用历史数据的末日。")
@option(
    "--to", "scenario", type=click.Path(path_type=Path, dir_okay=False),
    en="Write the volumes as lines of a scenario into this file.", zh="将预测量写成测算方案片段，存入此文件。",
)  # fmt: skip
@option(
    "--stream",
    default="calls",
    metavar="NAME",
    en="The stream's id in that file (calls).",
    zh="该片段中业务流的编号（缺省 calls）。",
)
@folder_option
@page_format_option
@click.pass_obj
def show_forecast(
    session: Session, contract: Path, periods: str, quantity: str, where: str | None, first: datetime | None, last: datetime | None,
    scenario: Path | None, stream: str, folder: Path | None, form: str,
) -> None:  # fmt: skip
    workspace, loaded = workspace_of([contract], Path.cwd()), load(contract)
    found = forecast_of(workspace, loaded, quantity, periods, where, _day(first), _day(last))
    more = {} if scenario is None else {scenario: fragment(stream, found.forecast, found.half_hours).encode()}
    show_report(session, forecast_report(found, loaded.contract), form, folder, workspace.templates, more, apart=True)


def _day(given: datetime | None) -> date | None:
    return None if given is None else given.date()
