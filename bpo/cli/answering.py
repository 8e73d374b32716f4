"""What the client answers: ``bpo confirm``, ``bpo dispute``, ``bpo settle``."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import click

from bpo.cli.living import (
    as_option,
    day_of,
    day_option,
    meant,
    reason_option,
    say_done,
    statement_argument,
    whole_period,
)
from bpo.cli.options import NUMBER, format_option
from bpo.cli.speech import Session, argument, option, verb
from bpo.core.errors import choices, fail
from bpo.core.fields import Mistake, read_number
from bpo.core.words import Words
from bpo.desk.life.acting import act, by, deem, in_units
from bpo.desk.life.claims import Records, claimed, conceded_for, named_records, read_records
from bpo.desk.workspace import Workspace, find_workspace
from bpo.ledger import open_ledger
from bpo.life.event import Event
from bpo.life.events import Confirmed, Disputed, Settled
from bpo.life.faults import LINE_UNKNOWN
from bpo.life.life import Life
from bpo.life.states import WAY_OF

NOTHING_DEEMED = Words(
    "life-nothing-deemed", en="No statement is deemed confirmed today.", zh="今天没有视为确认的结算单。"
)
WHICH = Words(
    "confirm-which",
    en="name statements, or write --period for all of a billing period, or --deemed for all whose days have passed",
    zh="请写结算单编号，或用 --period 处理该账期的全部结算单，或用 --deemed 处理所有逾期未回复的结算单",
)
LINES_OF_ONE = Words(
    "confirm-lines-of-one",
    en="--line is about one statement; confirm the others by themselves",
    zh="--line 只能用于一份结算单；其余请分别确认",
)
NOT_BOTH = Words(
    "confirm-deemed-alone",
    en="--deemed is for all whose days have passed; it goes with --period, --on, --as and --reason alone",
    zh="--deemed 用于所有逾期未回复的结算单；只能与 --period、--on、--as、--reason 同用",
)
WHAT = Words(
    "dispute-what",
    en="write --line for amounts of lines, or --records FILE (or --record ID) for records, which are valued by pricing the month without them",
    zh="请写 --line（对行提出争议），或 --records 文件（或 --record 编号）：按不含这些记录重新计价的差额计",
)
HOW_MUCH = Words(
    "settle-how-much",
    en="write either --conceded AMOUNT or --accepted FILE, the records of the dispute that are accepted",
    zh="请写 --conceded 金额，或 --accepted 文件（争议中予以认可的记录），二者取一",
)
COME_TO = Words(
    "dispute-records-come-to",
    en="{count} records of {table} come to {amount} {currency}: {lines}",
    zh="{count} 条 {table} 记录计 {amount} {currency}：{lines}",
)
COME_TO_CONCEDED = Words(
    "settle-records-come-to",
    en="{count} of {all} records are accepted: {amount} {currency}",
    zh="{all} 条记录中认可 {count} 条：{amount} {currency}",
)


@verb(
    en="The client confirms a statement: all of it, or some lines; of each what is not disputed. With --deemed, confirm every "
    "statement whose days to object have passed (billing: accepted_after).",
    zh="客户确认结算单：全部或部分行；有争议的部分除外。--deemed 将异议期已过（billing: accepted_after）的结算单均视为确认。",
)
@argument("statements", nargs=-1, en="The ids of statements.", zh="结算单编号。")
@option(
    "--line",
    "lines",
    multiple=True,
    en="A line of one statement that is confirmed; all, if none is named.",
    zh="所确认的行（仅限一份结算单）；不写则为全部。",
)
@whole_period
@option("--deemed", is_flag=True, en="All statements whose days have passed.", zh="所有逾期未回复的结算单。")
@option("--by", "person", default="", en="Who confirmed at the client's.", zh="客户方确认人。")
@day_option("--on", en="The day; today unless said.", zh="日期；默认为今天。")
@as_option
@reason_option
@format_option
@click.pass_obj
def confirm(
    session: Session, statements: tuple[str, ...], lines: tuple[str, ...], period: str | None, deemed: bool, person: str,
    on: datetime | None, name: str | None, reason: str, form: str,
) -> None:  # fmt: skip
    if deemed and (statements or lines or person):
        raise click.UsageError(NOT_BOTH.say(session.lang))
    if lines and len(statements) != 1:
        raise click.UsageError(LINES_OF_ONE.say(session.lang))
    if not deemed and bool(statements) == (period is not None):
        raise click.UsageError(WHICH.say(session.lang))
    workspace, day = find_workspace(Path.cwd()), day_of(on)
    doer = by(workspace, name, reason, datetime.now(UTC))
    if not deemed:
        event = Confirmed(day, lines, person)
        chosen = meant(session, workspace, statements, period, WAY_OF[event.verb].after)
        say_done(act(workspace, chosen, lambda _: event, doer), session.lang, form)
        return
    done = list(deem(workspace, day, doer, period))
    if not done and form != "json":
        click.echo(NOTHING_DEEMED.say(session.lang))
    say_done(done, session.lang, form)


@verb(
    en="The client does not accept something: of each line all of it, or an amount with tax; or records, of which the month is priced "
    "again without them. What is not disputed can be confirmed, invoiced and paid meanwhile.",
    zh="客户提出争议：各行的全部或部分金额（含税），或若干记录（按不含这些记录重新计价的差额计）。其余部分可照常确认、开票与付款。",
)
@statement_argument
@option(
    "--line",
    "lines",
    multiple=True,
    metavar="LINE[=AMOUNT]",
    en="A line, or so much of it.",
    zh="有争议的行，或其中的金额。",
)
@option(
    "--records", "file", type=click.Path(path_type=Path), metavar="FILE",
    en="A file of the records that are meant, with a column such as interaction_id.", zh="所涉记录的文件，含 interaction_id 等编号列。",
)  # fmt: skip
@option("--record", "records", multiple=True, en="A record that is meant, by its id.", zh="所涉记录的编号。")
@option("--theirs", default="", en="What the client says instead.", zh="客户的主张。")
@option(
    "--name", "dispute", default="", en="What the dispute is called; else d1, d2, …", zh="争议名称；默认为 d1、d2……"
)
@day_option("--on", en="The day; today unless said.", zh="日期；默认为今天。")
@as_option
@reason_option
@format_option
@click.pass_obj
def dispute(
    session: Session, statement: str, lines: tuple[str, ...], file: Path | None, records: tuple[str, ...], theirs: str, dispute: str,
    on: datetime | None, name: str | None, reason: str, form: str,
) -> None:  # fmt: skip
    if not (lines or file or records) or (file is not None and (lines or records)):
        raise click.UsageError(WHAT.say(session.lang))
    workspace, claim, valued = find_workspace(Path.cwd()), None, dict[str, Decimal]()
    doer = by(workspace, name, reason, datetime.now(UTC))
    if not lines:
        claim, valued = _claim(workspace, statement, file, records, session, form)

    def event(life: Life) -> Event:
        called = dispute or f"d{len(life.disputes) + 1}"
        if claim is not None:
            return Disputed(called, day_of(on), valued, claim.ids, theirs, claim.table)
        amounts = dict(_disputed(life, given) for given in lines)
        return Disputed(called, day_of(on), amounts, records, theirs)

    say_done(act(workspace, [statement], event, doer), session.lang, form)


def _claim(
    workspace: Workspace, statement: str, file: Path | None, names: tuple[str, ...], session: Session, form: str
) -> tuple[Records, dict[str, Decimal]]:
    """The records that are meant, and what they come to of each line."""
    with open_ledger(workspace.database) as ledger:
        life = ledger.life(ledger.stored(statement).id)
        claim = read_records(file) if file is not None else named_records(workspace, ledger, life, names)
        lines = claimed(workspace, ledger, life, claim)
    if form != "json":
        shown = ", ".join(f"{line} {amount}" for line, amount in lines.items())
        values = {
            "count": len(claim.ids),
            "table": claim.table,
            "amount": sum(lines.values()),
            "currency": life.currency,
        }
        click.echo(COME_TO.say(session.lang, {**values, "lines": shown}))
    return claim, lines


@verb(
    en="The parties agree on a dispute: what is conceded is owed no more, the rest stands.",
    zh="双方就争议达成一致：让步的部分不再应付，其余照付。",
)
@statement_argument
@argument("dispute", en="The dispute by its name.", zh="争议名称。")
@option(
    "--conceded",
    type=NUMBER,
    en="How much is given up, with tax; 0 if nothing is.",
    zh="让步金额（含税）；不让步写 0。",
)
@option(
    "--accepted", type=click.Path(path_type=Path), metavar="FILE",
    en="In place of an amount: a file of the records of the dispute that are accepted.", zh="代替金额：予以认可的争议记录文件。",
)  # fmt: skip
@day_option("--on", en="The day; today unless said.", zh="日期；默认为今天。")
@as_option
@reason_option
@format_option
@click.pass_obj
def settle(
    session: Session, statement: str, dispute: str, conceded: Fraction | None, accepted: Path | None, on: datetime | None,
    name: str | None, reason: str, form: str,
) -> None:  # fmt: skip
    if (conceded is None) == (accepted is None):
        raise click.UsageError(HOW_MUCH.say(session.lang))
    workspace, day = find_workspace(Path.cwd()), day_of(on)
    doer = by(workspace, name, reason, datetime.now(UTC))
    if accepted is not None:
        amount, records = _accepted(workspace, statement, dispute, accepted, session, form)

    def event(life: Life) -> Event:
        if conceded is None:
            return Settled(dispute, day, amount, records.ids)
        return Settled(dispute, day, in_units(life.currency, conceded))

    say_done(act(workspace, [statement], event, doer), session.lang, form)


def _accepted(
    workspace: Workspace, statement: str, dispute: str, file: Path, session: Session, form: str
) -> tuple[Decimal, Records]:
    """What the records that are accepted come to, and which they are."""
    with open_ledger(workspace.database) as ledger:
        life, records = ledger.life(ledger.stored(statement).id), read_records(file)
        amount = conceded_for(workspace, ledger, life, dispute, records)
    found = life.dispute(dispute)
    if form != "json" and found is not None:
        values = {"count": len(records.ids), "all": len(found.records), "amount": amount, "currency": life.currency}
        click.echo(COME_TO_CONCEDED.say(session.lang, values))
    return amount, records


def _disputed(life: Life, given: str) -> tuple[str, Decimal]:
    """``inbound``: what of the line is not in dispute yet; ``inbound=120.50``: so much of it."""
    line, _, amount = given.partition("=")
    if line not in life.amounts:
        raise fail(LINE_UNKNOWN, id=life.statement, **choices(line, life.amounts))
    if not amount:
        return line, life.undisputed(line)
    try:
        return line, in_units(life.currency, read_number(amount))
    except Mistake as mistake:
        raise fail(mistake.words, **mistake.values) from None
