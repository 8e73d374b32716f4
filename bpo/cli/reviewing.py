"""``bpo review``: the drafts of a month, sorted by what deserves a look."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from bpo.cli.bids import folder_option, tell_files
from bpo.cli.options import format_option, period_option
from bpo.cli.review_outputs import ReviewedOutput
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, option, verb
from bpo.core.vocabulary import LINE, PAYABLE
from bpo.core.words import Lang, Text, Words
from bpo.desk.review_report import REVIEW, review_report
from bpo.desk.review_words import (
    BEFORE,
    CAUSE,
    DIFFERENCE,
    SHARE,
    STATE,
    STATEMENT,
    SUMMARY,
    WHY,
    counts_of,
    signed,
    state_of,
    why_said,
)
from bpo.desk.reviewing import Reviewed, review
from bpo.desk.workspace import find_workspace
from bpo.pricing.moved import CAUSES, Moved
from bpo.report.draw import papers
from bpo.report.files import write_all
from bpo.report.screen import Column, table
from bpo.report.shown import rounded
from bpo.report.speech import Speech

NONE_DUE = Words("review-none", en="no contract has anything to bill in this period", zh="该账期没有需要出账的合同")
LOOK = Words("review-look", en="{id}: {look}", zh="{id}：{look}")
WHOLE = Text(zh="应付合计", en="payable")


@verb(
    en="The drafts of a month, what deserves a look first: what moved against the month before and why, findings in the data, "
    "contracts that cannot be billed, limits nearly used up, contracts that end. Nothing is recorded.",
    zh="列出当月草稿，需要关注者在前：与上期相比的变动及原因、数据检查结果、无法出账的合同、即将用尽的限额、即将到期的合同。不登记任何内容。",
    name="review",
)
@period_option
@option("--lines", "with_lines", is_flag=True, en="Also why each line moved.", zh="同时列出各行的变动原因。")
@folder_option
@format_option
@click.pass_obj
def review_drafts(session: Session, period: str | None, with_lines: bool, folder: Path | None, form: str) -> None:
    workspace, lang = find_workspace(Path.cwd()), session.lang
    found = review(workspace, period)
    files: list[Path] = []
    if folder is not None and found:
        made = review_report(found, date.today(), lang)
        files = write_all(papers(made, folder / made.masthead.number, REVIEW, workspace.templates))
    if form == "json":
        echo_json([ReviewedOutput.of(one, lang) for one in found])
    elif not found:
        click.echo(NONE_DUE.say(lang))
    else:
        _say(found, lang, with_lines=with_lines)
    tell_files(session, files, aside=form == "json")


def _say(found: Sequence[Reviewed], lang: Lang, *, with_lines: bool) -> None:
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
    click.echo(("\n" if looks else "") + SUMMARY.say(lang, counts_of(found)))


def _list(found: Sequence[Reviewed], lang: Lang) -> str:
    right: list[Column] = [(one, "right") for one in (PAYABLE, BEFORE, DIFFERENCE)]
    columns: list[Column] = [(STATEMENT, "left"), (STATE, "left"), *right, (SHARE, "right"), (WHY, "fold")]
    return table(columns, [_row(one, lang) for one in found], lang)


def _row(one: Reviewed, lang: Lang) -> list[str]:
    cells = [one.name, state_of(one).say(lang)]
    if one.statement is None:
        return [*cells, "", "", "", "", ""]
    speech = Speech(lang, one.statement.currency)
    cells.append(f"{speech.money(one.statement.payable)} {one.statement.currency}")
    if one.moved is None:
        return [*cells, "", "", "", ""]
    share = "" if one.share is None else f"{rounded(one.share * 100, 1, padded=True)}%"
    difference = signed(speech, one.moved.difference)
    return [*cells, speech.money(one.moved.before), difference, share, why_said(one.moved, speech, lang)]


def _lines(one: Reviewed, found: Moved, lang: Lang) -> str:
    assert one.statement is not None
    speech = Speech(lang, one.statement.currency)
    used = [cause for cause in CAUSES if any(cause in line.parts for line in found.lines)]
    causes: list[Column] = [(CAUSE[cause], "right") for cause in used]
    columns: list[Column] = [(LINE, "left"), (BEFORE, "right"), (PAYABLE, "right"), (DIFFERENCE, "right"), *causes]
    rows = []
    for line in found.lines:
        parts = [signed(speech, line.parts[cause]) if cause in line.parts else "" for cause in used]
        amounts = ["" if amount is None else speech.money(amount) for amount in (line.before, line.now)]
        rows.append([line.clause, *amounts, signed(speech, line.difference), *parts])
    whole = [signed(speech, found.parts[cause]) if cause in found.parts else "" for cause in used]
    total = [
        WHOLE.say(lang),
        speech.money(found.before),
        speech.money(found.now),
        signed(speech, found.difference),
        *whole,
    ]
    return f"{one.name}\n\n" + table(columns, rows, lang, [total])
