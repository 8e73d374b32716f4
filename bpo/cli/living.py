"""Verbs of a statement's life after it was billed: each tells one event of one or many statements."""

import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from bpo.cli.living_outputs import ActOutput, LifeOutput
from bpo.cli.options import format_option
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, option, verb
from bpo.core.errors import Problem
from bpo.core.words import Lang, Words
from bpo.desk.life.acting import Done, act, by, of_period
from bpo.desk.workspace import Workspace, find_workspace
from bpo.life.event import Event
from bpo.life.events import Approved, Returned, Reviewed, Voided
from bpo.life.life import Life
from bpo.life.states import NAMES, WAY_OF

NOW = Words("life-now", en="{id}: {state}", zh="{id}：{state}")
WITH_NUMBER = Words("life-now-numbered", en="{id}: {state}, number {number}", zh="{id}：{state}，编号 {number}")

WHICH = Words(
    "life-which",
    en="name statements, or write --period for all of a billing period that stand before this step",
    zh="请写结算单编号，或用 --period 处理该账期中待办此步的全部结算单",
)
NONE_THERE = Words(
    "life-none-of-period", en="No statement of {period} stands before this step.", zh="{period} 没有待办此步的结算单。"
)

statements_argument = argument(
    "statements", nargs=-1, required=True, en="Ids of statements, one or many.", zh="一个或多个结算单编号。"
)
some_statements = argument("statements", nargs=-1, en="Ids of statements, one or many.", zh="一个或多个结算单编号。")
whole_period = option(
    "--period",
    metavar="PERIOD",
    en="In place of ids: all of a billing period that stand before this step.",
    zh="代替编号：该账期中待办此步的全部结算单。",
)
statement_argument = argument("statement", en="The id of a statement.", zh="结算单编号。")
as_option = option("--as", "name", en="Who does it; else the system's user.", zh="操作人；默认为系统用户。")
reason_option = option("--reason", default="", en="Why; kept in the journal.", zh="原因；记入日志。")


def day_option(*names: str, en: str, zh: str) -> Callable[[Any], Any]:
    """An option that is a day, such as 2026-03-05; today if it is left out."""
    return option(*names, type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", en=en, zh=zh)


def day_of(given: datetime | None) -> date:
    """The day that was given, else today by the clock of this machine."""
    return given.date() if given is not None else datetime.now().astimezone().date()


def meant(
    session: Session, workspace: Workspace, statements: Sequence[str], period: str | None, before: Collection[str]
) -> Sequence[str]:
    """The statements that are named, else those of the period that stand in one of the states before a step."""
    if bool(statements) == (period is not None):
        raise click.UsageError(WHICH.say(session.lang))
    if period is None:
        return statements
    found = of_period(workspace, period, before)
    if not found:
        click.echo(NONE_THERE.say(session.lang, {"period": period}), err=True)
    return found


def say_done(done: Iterable[Done], lang: Lang, form: str) -> None:
    """Each statement as soon as it is done; ends with exit code 1 if one was refused."""
    printed, refused = [], False
    for one in done:
        refused |= bool(one.problems)
        printed.append(acted(one.statement, one.life, (), one.problems, lang))
        if form != "json":
            say_one(one.statement, one.life, one.problems, lang)
    if form == "json":
        echo_json(printed)
    if refused:
        sys.exit(1)


def acted(
    statement: str, life: Life | None, files: Iterable[Path], problems: Iterable[Problem], lang: Lang
) -> ActOutput:
    return ActOutput(
        statement=statement,
        life=None if life is None else LifeOutput.of(life, lang),
        files=[str(file) for file in files],
        problems=[problem.say(lang) for problem in problems],
    )


def say_one(statement: str, life: Life | None, problems: Iterable[Problem], lang: Lang) -> None:
    for problem in problems:
        click.echo(problem.say(lang), err=True)
    if life is not None:
        words = WITH_NUMBER if life.number else NOW
        click.echo(words.say(lang, {"id": statement, "state": NAMES[life.state], "number": life.number}))


def tell(
    session: Session,
    statements: Sequence[str],
    event: Event,
    name: str | None,
    reason: str,
    form: str,
    period: str | None = None,
) -> None:
    """The same event of every statement that is named, or of a period."""
    workspace = find_workspace(Path.cwd())
    doer = by(workspace, name, reason, datetime.now(UTC))
    chosen = meant(session, workspace, statements, period, WAY_OF[event.verb].after)
    say_done(act(workspace, chosen, lambda _: event, doer), session.lang, form)


@verb(
    en="Mark drafts as reviewed: quantities, KPIs and the reviewer's copy were looked at.",
    zh="标记草稿已复核：数量、指标与复核稿均已查看。",
)
@some_statements
@whole_period
@as_option
@reason_option
@format_option
@click.pass_obj
def reviewed(
    session: Session, statements: tuple[str, ...], period: str | None, name: str | None, reason: str, form: str
) -> None:
    tell(session, statements, Reviewed(), name, reason, form, period)


@verb(
    en="Approve drafts, reviewed or not. Who prepared a statement may not, and limits by amount hold (see bpo.yaml).",
    zh="审批草稿或已复核的结算单。编制人不得审批，金额受 bpo.yaml 中的限额约束。",
)
@some_statements
@whole_period
@as_option
@reason_option
@format_option
@click.pass_obj
def approve(
    session: Session, statements: tuple[str, ...], period: str | None, name: str | None, reason: str, form: str
) -> None:
    tell(session, statements, Approved(), name, reason, form, period)


@verb(
    en="Send reviewed or approved statements back to draft, with a reason.",
    zh="将已复核或已审批的结算单退回草稿，须写原因。",
    name="return",
)
@statements_argument
@as_option
@reason_option
@format_option
@click.pass_obj
def return_(session: Session, statements: tuple[str, ...], name: str | None, reason: str, form: str) -> None:
    tell(session, statements, Returned(), name, reason, form)


@verb(
    en="Void statements that were not sent, with a reason; a number that one had is used up.",
    zh="作废尚未发送的结算单，须写原因；已编号的，编号不再使用。",
)
@statements_argument
@as_option
@reason_option
@format_option
@click.pass_obj
def void(session: Session, statements: tuple[str, ...], name: str | None, reason: str, form: str) -> None:
    tell(session, statements, Voided(), name, reason, form)
