"""``bpo ledger``: the journal of who did what, and whether anything was touched."""

import json
import sys
from pathlib import Path

import click

from bpo.cli.living_outputs import EntryOutput, LedgerCheckOutput
from bpo.cli.options import format_option
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, verb, verbs
from bpo.core.words import Text, Words
from bpo.desk.workspace import find_workspace
from bpo.ledger import open_ledger
from bpo.life.events import EVENT_OF
from bpo.report.screen import Column, table

NUMBER = Words("journal-number", en="row", zh="行")
WHEN = Words("journal-when", en="when (UTC)", zh="时间（UTC）")
WHO = Words("journal-who", en="who", zh="操作人")
WHAT = Words("journal-what", en="what", zh="事项")
SUBJECT = Words("journal-subject", en="of", zh="对象")
REASON = Words("journal-reason", en="reason", zh="原因")
EMPTY = Words("journal-empty", en="The journal tells nothing of it.", zh="日志中没有记载。")
WHOLE = Words(
    "ledger-whole",
    en="whole: {entries} rows of the journal, {statements} statements of which {priced} were priced again, {documents} numbers; "
    "the last hash is {last}",
    zh="完好：日志 {entries} 行，结算单 {statements} 份（其中重新计价 {priced} 份），编号 {documents} 个；最后的散列值为 {last}",
)
ELSEWHERE = Words(
    "ledger-elsewhere",
    en="not priced again, as earlier months were billed elsewhere: {ids}",
    zh="因以往账期在别处出账，未重新计价：{ids}",
)


@verbs(en="The ledger: its journal, and whether it is whole.", zh="台账：日志与完整性核验。")
def ledger() -> None:
    pass


@verb(
    en="Who did what, when and why: all of it, or what is told of one statement or document.",
    zh="何人、何时、因何做了什么：全部，或某份结算单、单据的记载。",
)
@argument("statement", required=False, en="The id of a statement.", zh="结算单编号。")
@format_option
@click.pass_obj
def journal(session: Session, statement: str | None, form: str) -> None:
    with open_ledger(find_workspace(Path.cwd()).database) as opened:
        entries = opened.entries(statement)
    if form == "json":
        plain = [{**_fields(entry), "event": json.loads(entry.event)} for entry in entries]
        echo_json([EntryOutput.model_validate(one) for one in plain])
        return
    if not entries:
        click.echo(EMPTY.say(session.lang))
        return
    columns: list[Column] = [
        (NUMBER, "right"), (WHEN, "left"), (WHO, "left"), (WHAT, "left"), (SUBJECT, "left"), (REASON, "fold"),
    ]  # fmt: skip
    cells = [
        [
            str(one.number),
            f"{one.at:%Y-%m-%d %H:%M}",
            one.who,
            _name(one.verb).say(session.lang),
            one.subject,
            one.reason,
        ]
        for one in entries
    ]
    click.echo(table(columns, cells, session.lang))


@verb(
    en="Hold the whole ledger against its journal, compute the chain of hashes and every statement's price again, and say what was "
    "touched.",
    zh="将整个台账与日志核对，重算散列链与每份结算单的金额，指出被改动之处。",
)
@format_option
@click.pass_obj
def verify(session: Session, form: str) -> None:
    from bpo.desk.life.verifying import verify_ledger

    found = verify_ledger(find_workspace(Path.cwd()))
    checked, lang = found.checked, session.lang
    counts = {
        "entries": checked.entries, "statements": checked.statements, "documents": checked.documents, "priced": found.priced,
        "last": checked.last,
    }  # fmt: skip
    if form == "json":
        echo_json(LedgerCheckOutput(**counts, findings=[one.say(lang) for one in found.findings]))
    else:
        for problem in found.findings:
            click.echo(problem.say(lang), err=True)
        if found.elsewhere:
            click.echo(ELSEWHERE.say(lang, {"ids": list(found.elsewhere)}))
        if not found.findings:
            click.echo(WHOLE.say(lang, counts))
    if found.findings:
        sys.exit(1)


def _name(verb: str) -> Text:
    return EVENT_OF[verb].name if verb in EVENT_OF else Text.of(verb)


def _fields(entry: object) -> dict[str, object]:
    return {name: getattr(entry, name) for name in EntryOutput.model_fields if name != "event"}


for _command in (journal, verify):
    ledger.add_command(_command)
