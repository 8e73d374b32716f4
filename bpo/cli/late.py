"""``bpo late``: which records came after a month was billed, from which files, and what it would come to with them."""

from pathlib import Path

import click

from bpo.cli.month_outputs import LateOutput
from bpo.cli.moved import moved_text, signed
from bpo.cli.options import format_option, period_option
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, verb
from bpo.core.words import Lang, Words, show
from bpo.desk.late import Late
from bpo.desk.late import late as found_late
from bpo.desk.run import load
from bpo.desk.workspace import workspace_of
from bpo.report.screen import Column, table
from bpo.report.speech import Speech

NOTHING = Words("late-nothing", en="no records came after these statements were counted", zh="结算单统计之后没有新数据")
STATEMENT = Words("late-statement", en="statement", zh="结算单")
FILE = Words("late-file", en="file", zh="文件")
CAME = Words("late-came", en="came", zh="新增")
GONE = Words("late-gone", en="left", zh="减少")
WHEN = Words("late-when", en="on (UTC)", zh="时间（UTC）")
TOTAL = Words(
    "late-total",
    en="{id}: {then} would now come to {now} ({difference}) {currency}",
    zh="{id}：原为 {then}，现应为 {now}（差额 {difference}）{currency}",
)
SAME = Words(
    "late-same", en="{id}: it would come to the same, {then} {currency}", zh="{id}：结果不变，仍为 {then} {currency}"
)
NOT_TOLD = Words(
    "late-not-told", en="{id}: what it would now come to cannot be told: {why}", zh="{id}：现应为多少无法计算：{why}"
)
RESTATED = Words(
    "late-restated",
    en="{id} was restated for {period}; what came since is told",
    zh="{id} 已于 {period} 重述；以下为其后的数据",
)


@verb(
    en="Which records came after a month was billed, from which files, and what the month would come to with them.",
    zh="列出出账之后到达的记录、所在文件，以及计入后该账期的金额差异。",
    name="late",
)
@argument(
    "contracts",
    nargs=-1,
    type=click.Path(path_type=Path, dir_okay=False),
    en="Only of these contracts.",
    zh="仅限这些合同。",
)
@period_option
@format_option
@click.pass_obj
def late(session: Session, contracts: tuple[Path, ...], period: str | None, form: str) -> None:
    workspace, lang = workspace_of(contracts, Path.cwd()), session.lang
    names = [load(path).contract.contract for path in contracts]
    found = found_late(workspace, names, period)
    if form == "json":
        echo_json([LateOutput.of(one, lang) for one in found])
        return
    if not found:
        click.echo(NOTHING.say(lang))
        return
    click.echo("\n\n".join(_text(one, lang) for one in found))


def _text(one: Late, lang: Lang) -> str:
    speech, currency = Speech(lang, one.statement.currency), one.statement.currency
    columns: list[Column] = [(FILE, "fold"), (CAME, "right"), (GONE, "right"), (WHEN, "left")]
    files = [[f.file, show(f.came, lang), show(f.gone, lang), f"{f.when:%Y-%m-%d %H:%M}"] for f in one.files]
    parts = [f"{one.id}", table(columns, files, lang)]
    if one.restated_in:
        parts.append(RESTATED.say(lang, {"id": one.id, "period": one.restated_in}))
    if one.now is None or one.difference is None:
        why = one.why[0].say(lang) if one.why else ""
        return "\n".join([*parts, NOT_TOLD.say(lang, {"id": one.id, "why": why})])
    money = {"id": one.id, "then": speech.money(one.total), "currency": currency}
    if not one.lines:
        return "\n".join([*parts, SAME.say(lang, money)])
    values = {**money, "now": speech.money(one.now.total), "difference": signed(one.difference, speech)}
    return "\n".join([*parts, moved_text(one.lines, speech, lang), TOTAL.say(lang, values)])
