"""``bpo review``: the drafts of a month, sorted by what deserves a look."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import click

from bpo.cli.options import format_option, period_option
from bpo.cli.review_outputs import ReviewedOutput
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, option, verb
from bpo.core.vocabulary import LINE, PAYABLE
from bpo.core.words import Lang, Text, Words
from bpo.desk.reviewing import Reviewed, review
from bpo.desk.workspace import find_workspace
from bpo.pricing.moved import CAUSES, Cause, Moved
from bpo.report.screen import Column, table
from bpo.report.shown import rounded
from bpo.report.speech import Speech

CAUSE: dict[Cause, Words] = {
    "rate": Words("moved-rate", en="rate", zh="单价与条款"),
    "volume": Words("moved-volume", en="volume", zh="数量"),
    "period": Words("moved-period", en="days", zh="天数与以往账期"),
    "kpi": Words("moved-kpi", en="KPI", zh="指标"),
    "correction": Words("moved-correction", en="correction", zh="更正与争议"),
    "new": Words("moved-new", en="new", zh="新增"),
    "ended": Words("moved-ended", en="ended", zh="取消"),
    "together": Words("moved-together", en="not told apart", zh="未能区分"),
}
STATEMENT = Words("review-statement", en="statement", zh="结算单")
STATE = Words("review-state", en="state", zh="状态")
BEFORE = Words("review-before", en="last month", zh="上期")
DIFFERENCE = Words("review-difference", en="change", zh="变动")
SHARE = Text.of("%")
WHY = Words("review-why", en="why", zh="原因")
NONE_DUE = Words("review-none", en="no contract has anything to bill in this period", zh="该账期没有需要出账的合同")
PARKED = Words("review-parked", en="parked", zh="搁置")
DRAFT = Words("review-draft", en="draft", zh="草稿")
NOT_YET = Words("review-not-yet", en="not billed", zh="未出账")
LOOK = Words("review-look", en="{id}: {look}", zh="{id}：{look}")
SUMMARY = Words(
    "review-summary",
    en="contracts: {all}; parked: {parked}; with something to look at: {looks}; without: {rest}",
    zh="共 {all} 份合同：搁置 {parked} 份，需要关注 {looks} 份，其余 {rest} 份无异常",
)
WHOLE = Text(zh="应付合计", en="payable")


@verb(
    en="The drafts of a month, what deserves a look first: what moved against the month before and why, findings in the data, "
    "contracts that cannot be billed, limits nearly used up, contracts that end. Nothing is recorded.",
    zh="列出当月草稿，需要关注者在前：与上期相比的变动及原因、数据检查结果、无法出账的合同、即将用尽的限额、即将到期的合同。不登记任何内容。",
    name="review",
)
@period_option
@option("--lines", "with_lines", is_flag=True, en="Also why each line moved.", zh="同时列出各行的变动原因。")
@format_option
@click.pass_obj
def review_drafts(session: Session, period: str | None, with_lines: bool, form: str) -> None:
    found, lang = review(find_workspace(Path.cwd()), period), session.lang
    if form == "json":
        echo_json([ReviewedOutput.of(one, lang) for one in found])
        return
    if not found:
        click.echo(NONE_DUE.say(lang))
        return
    for one in found:
        for problem in one.problems:
            click.echo(problem.say(lang) + "\n", err=True)
    click.echo(_list(found, lang))
    for one in found:
        if with_lines and one.moved is not None and one.moved.difference:
            click.echo("\n" + _lines(one, one.moved, lang))
    looks = [(one, look) for one in found for look in one.looks]
    click.echo("")
    for one, look in looks:
        click.echo(LOOK.say(lang, {"id": one.name, "look": look.say(lang)}))
    parked, looked = sum(one.parked for one in found), sum(bool(one.looks) and not one.parked for one in found)
    rest = len(found) - parked - looked
    values = {"all": len(found), "parked": parked, "looks": looked, "rest": rest}
    click.echo(("\n" if looks else "") + SUMMARY.say(lang, values))


def _list(found: Sequence[Reviewed], lang: Lang) -> str:
    right: list[Column] = [(one, "right") for one in (PAYABLE, BEFORE, DIFFERENCE)]
    columns: list[Column] = [(STATEMENT, "left"), (STATE, "left"), *right, (SHARE, "right"), (WHY, "fold")]
    return table(columns, [_row(one, lang) for one in found], lang)


def _row(one: Reviewed, lang: Lang) -> list[str]:
    state = PARKED if one.parked else NOT_YET if not one.id else DRAFT if one.state == "draft" else None
    cells = [one.name, state.say(lang) if state is not None else one.state]
    if one.statement is None:
        return [*cells, "", "", "", "", ""]
    speech = Speech(lang, one.statement.currency)
    cells.append(f"{speech.money(one.statement.payable)} {one.statement.currency}")
    if one.moved is None:
        return [*cells, "", "", "", ""]
    share = "" if one.share is None else f"{rounded(one.share * 100, 1, padded=True)}%"
    difference = _signed(speech, one.moved.difference)
    return [*cells, speech.money(one.moved.before), difference, share, _why(one.moved, speech, lang)]


def _why(found: Moved, speech: Speech, lang: Lang) -> str:
    """The causes, the largest first."""
    largest = sorted(found.parts.items(), key=lambda part: -abs(part[1]))
    return ", ".join(f"{CAUSE[cause].say(lang)} {_signed(speech, amount)}" for cause, amount in largest)


def _lines(one: Reviewed, found: Moved, lang: Lang) -> str:
    assert one.statement is not None
    speech = Speech(lang, one.statement.currency)
    used = [cause for cause in CAUSES if any(cause in line.parts for line in found.lines)]
    causes: list[Column] = [(CAUSE[cause], "right") for cause in used]
    columns: list[Column] = [(LINE, "left"), (BEFORE, "right"), (PAYABLE, "right"), (DIFFERENCE, "right"), *causes]
    rows = []
    for line in found.lines:
        parts = [_signed(speech, line.parts[cause]) if cause in line.parts else "" for cause in used]
        amounts = ["" if amount is None else speech.money(amount) for amount in (line.before, line.now)]
        rows.append([line.clause, *amounts, _signed(speech, line.difference), *parts])
    whole = [_signed(speech, found.parts[cause]) if cause in found.parts else "" for cause in used]
    total = [
        WHOLE.say(lang),
        speech.money(found.before),
        speech.money(found.now),
        _signed(speech, found.difference),
        *whole,
    ]
    return f"{one.name}\n\n" + table(columns, rows, lang, [total])


def _signed(speech: Speech, amount: Decimal) -> str:
    return f"{'+' if amount > 0 else ''}{speech.money(amount)}"
