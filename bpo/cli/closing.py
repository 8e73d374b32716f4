"""``bpo period``: until when a month takes facts."""

from datetime import UTC, datetime
from pathlib import Path

import click

from bpo.cli.living import as_option
from bpo.cli.month_outputs import PeriodOutput
from bpo.cli.options import format_option
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, option, verb
from bpo.core.words import Words
from bpo.desk.closing import State, close, reopen, states
from bpo.desk.workspace import workspace_of

CLOSED = Words(
    "period-closed",
    en="{contract} {period}: closed on {when} (UTC) by {who}; what comes after is late",
    zh="{contract} {period}：{who} 于 {when}（UTC）关账；此后到达的数据为迟到数据",
)
OPENED = Words(
    "period-opened",
    en="{contract} {period}: opened again on {when} (UTC) by {who}: {reason}",
    zh="{contract} {period}：{who} 于 {when}（UTC）重新开账：{reason}",
)
OPEN = Words("period-open", en="{contract} {period}: open", zh="{contract} {period}：未关账")


@verb(
    en="Close a month: its bills count the facts as they are now, and what comes after is late. Or open it again, with a reason.",
    zh="关账：该账期按此刻的数据出账，此后到达的为迟到数据。或说明原因后重新开账。",
    name="period",
)
@argument("action", type=click.Choice(["close", "open", "show"]), en="What is done.", zh="操作：关账、开账或查看。")
@argument("period", en="The billing period by its name, such as 2026-02.", zh="账期名称，例如 2026-02。")
@argument(
    "contracts",
    nargs=-1,
    type=click.Path(path_type=Path, dir_okay=False),
    en="Contract files; all of the workspace, if none is named.",
    zh="合同文件；不写则为工作区的全部合同。",
)
@option("--reason", default="", en="Why; needed to open a month again.", zh="原因；重新开账时必填。")
@as_option
@format_option
@click.pass_obj
def period(
    session: Session, action: str, period: str, contracts: tuple[Path, ...], reason: str, name: str | None, form: str
) -> None:
    workspace, now = workspace_of(contracts, Path.cwd()), datetime.now(UTC)
    if action == "show":
        found = states(workspace, contracts, period)
    else:
        found = (close if action == "close" else reopen)(workspace, contracts, period, reason.strip(), now, name)
    if form == "json":
        echo_json([PeriodOutput.of(one, session.lang) for one in found])
        return
    for state in found:
        click.echo(_said(state).say(session.lang, _values(state)))


def _said(state: State) -> Words:
    return OPEN if state.last is None else CLOSED if state.closed else OPENED


def _values(state: State) -> dict[str, str]:
    last = state.last
    named = {"contract": state.contract, "period": state.period}
    if last is None:
        return named
    return {**named, "when": f"{last.created_at:%Y-%m-%d %H:%M}", "who": last.who, "reason": last.reason}
