"""``bpo leakage``: contacts that no clause bills, and those that several do."""

import sys
from pathlib import Path

import click

from bpo.cli.bids import WRITTEN, folder_option
from bpo.cli.options import page_format_option, period_option
from bpo.cli.papers import show_report
from bpo.cli.row_target import to_option
from bpo.cli.speech import Session, argument, verb
from bpo.core.errors import fail
from bpo.desk.leaking import leakage
from bpo.desk.reports.leakage import leakage_report
from bpo.desk.run import PERIOD_NEEDED
from bpo.desk.workspace import near, workspace_of


@verb(
    en="Hold a month's contacts against every contract: billed by one clause, by several, by none, and why.",
    zh="逐一核查当月联络：被一个条款计入、被多个条款计入，还是未计入，以及原因。",
    name="leakage",
)
@argument(
    "contracts",
    nargs=-1,
    type=click.Path(path_type=Path, dir_okay=False),
    en="Contracts; all of the workspace, if left out.",
    zh="合同文件；不写则为工作区全部合同。",
)
@period_option
@to_option
@folder_option
@page_format_option
@click.pass_obj
def leaking(
    session: Session,
    contracts: tuple[Path, ...],
    period: str | None,
    target: Path | None,
    folder: Path | None,
    form: str,
) -> None:
    if period is None:
        raise fail(PERIOD_NEEDED)
    workspace = workspace_of(contracts, Path.cwd())
    found = leakage(workspace, period, contracts)
    for problem in found.not_held:
        click.echo(problem.say(session.lang) + "\n", err=True)
    show_report(session, leakage_report(found, session.lang), form, folder, workspace.templates)
    if target is not None:
        found.write(target, session.lang)
        click.echo(WRITTEN.say(session.lang, {"path": str(near(target))}), err=form != "table")
    sys.exit(1 if found.not_held else 0)
