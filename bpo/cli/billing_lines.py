"""What is told of each contract while it is billed."""

from collections.abc import Iterable

import click

from bpo.core.words import Lang, Words
from bpo.desk.billing import Billed
from bpo.desk.outdated import Outdated
from bpo.desk.workspace import near
from bpo.report.speech import Speech

NEW_DRAFT = Words("bill-new-draft", en="draft", zh="草稿")
NO_CHANGE = Words("bill-no-change", en="nothing has changed", zh="没有变化")
NOT_BILLED = Words("bill-not-billed", en="not billed, see above", zh="未出账，见上")
FINDING = Words("bill-finding", en="note: {finding}", zh="提示：{finding}")
FINDING_OF = Words("bill-finding-of", en="note on {id}: {finding}", zh="提示（{id}）：{finding}")
NOT_DUE = Words("bill-not-due", en="nothing to bill: {why}", zh="无需出账：{why}")
AGREED = Words("bill-agreed-figures", en="what {file} holds was not counted", zh="{file} 中的数据未另行统计")
ID_WIDTH = 40


def say_problems(billed: Billed, lang: Lang) -> None:
    for problem in billed.problems:
        click.echo(problem.say(lang) + "\n", err=True)


def say_outdated(found: Iterable[Outdated], lang: Lang) -> None:
    for one in found:
        click.echo(FINDING.say(lang, {"finding": one.sentence.say(lang)}), err=True)


def say_line(billed: Billed, lang: Lang, form: str) -> None:
    """One of several contracts, told as soon as it is done."""
    if billed.priced is None or billed.recorded is None:
        why = NOT_BILLED.say(lang) if billed.not_due is None else NOT_DUE.say(lang, {"why": billed.not_due.say(lang)})
        click.echo(f"{near(billed.path)!s:{ID_WIDTH}} {why}", err=form == "json")
        return
    statement, name = billed.priced.statement, billed.recorded.statement_id
    amount = f"{Speech(lang, statement.currency).money(statement.total):>16} {statement.currency}"
    state = (NEW_DRAFT if billed.recorded.new else NO_CHANGE).say(lang)
    click.echo(f"{name:{ID_WIDTH}} {amount}  {state}", err=form == "json")
    for finding in billed.priced.measured.findings:
        said = finding.words.say(lang, finding.values)
        click.echo(FINDING_OF.say(lang, {"id": name, "finding": said}), err=True)
    if billed.agreed:
        click.echo(FINDING_OF.say(lang, {"id": name, "finding": agreed_note(billed, lang)}), err=True)
    say_outdated(billed.outdated, lang)


def agreed_note(billed: Billed, lang: Lang) -> str:
    """From which file of the workspace the figures are."""
    return AGREED.say(lang, {"file": billed.agreed})
