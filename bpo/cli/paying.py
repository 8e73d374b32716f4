"""``bpo pay``: enter a bank's file, or use, take back, withhold and write off by hand."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import click

from bpo.cli.living import as_option, reason_option
from bpo.cli.options import DAY, NUMBER, format_option
from bpo.cli.paying_outputs import AsideOutput, PaidLineOutput, PaidUseOutput, PayOutput
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, option, verb
from bpo.core.errors import fail
from bpo.core.words import Lang, Text, Words
from bpo.desk.life.acting import by
from bpo.desk.receivables.books import Books
from bpo.desk.receivables.by_hand import Used, certificate, take_back, use_line, write_off
from bpo.desk.receivables.paying import Entered, again, enter, on_account
from bpo.desk.workspace import find_workspace
from bpo.receivables.items import BankLine, OnAccount
from bpo.receivables.matching import Match

ROWS = Words(
    "pay-rows",
    en="{rows} rows read: {new} entered, {known} known, {aside} set aside",
    zh="读取 {rows} 行：新登记 {new}，已登记 {known}，搁置 {aside}",
)
CHECKED = Words("pay-checked", en="only looked at: nothing was entered", zh="仅查看，未登记")
KINDS = {
    "matched": Text(zh="已核销", en="matched"),
    "part": Text(zh="部分付款", en="part"),
    "over": Text(zh="多付", en="over"),
    "ambiguous": Text(zh="有歧义", en="ambiguous"),
    "unknown": Text(zh="未识别", en="unknown"),
}
LINE = Words(
    "pay-line",
    en="{id}  {day}  {amount} {currency}  {payer}: {kind}; {why}",
    zh="{id}  {day}  {amount} {currency}  {payer}：{kind}；{why}",
)
USE = Words("pay-use", en="    {number}: {amount}", zh="    {number}：{amount}")
LEFT = Words("pay-left", en="    on account: {amount}", zh="    挂账：{amount}")
CHARGES = Words("pay-charges", en="    charges of banks on the way: {amount}", zh="    途中银行手续费：{amount}")
ASIDE = Words("pay-aside", en="{path}:{row}: {why}", zh="{path}:{row}：{why}")
USED = Words(
    "pay-used",
    en="{number}: {amount} {currency}; {open} are open",
    zh="{number}：{amount} {currency}；尚余 {open} 未付",
)
NONE_KEPT = Words("pay-none-kept", en="nothing is on account", zh="没有待核销款")
WHAT_TO_DO = Words(
    "pay-what",
    en="write either a bank's FILE; or --again; or --to with one of --line, --certificate and --write-off; or nothing, to see what is "
    "on account",
    zh="请写银行流水文件；或 --again；或 --to 加 --line、--certificate、--write-off 之一；或什么都不写，查看待核销款",
)


@verb(
    en="Enter a bank's file (CSV, workbook, camt.053) and use its lines for statements; or use one line by hand; or list what is on "
    "account.",
    zh="登记银行流水（CSV、工作簿、camt.053）并核销结算单；或手工核销一笔；或列出待核销款。",
    name="pay",
)
@argument(
    "file", required=False, type=click.Path(path_type=Path, dir_okay=False), en="The bank's file.", zh="银行流水文件。"
)
@option(
    "--bank", "mapping", type=click.Path(path_type=Path, dir_okay=False), en="What maps its columns.", zh="列对照文件。"
)
@option("--check", is_flag=True, en="Look only: nothing is entered.", zh="仅查看，不登记。")
@option("--again", "anew", is_flag=True, en="Look once more at what is on account.", zh="重新核对待核销款。")
@option("--line", metavar="ID", en="A bank line that is on account.", zh="待核销的银行流水。")
@option("--certificate", "withheld", metavar="NUMBER", en="A certificate of tax withheld.", zh="代扣税凭证号。")
@option(
    "--write-off",
    "off",
    is_flag=True,
    en="Write off what is left, within bpo.yaml's limit.",
    zh="核销尾差，限于 bpo.yaml 的上限。",
)
@option("--to", metavar="STATEMENT", en="The statement, by number or id.", zh="结算单编号或标识。")
@option("--amount", type=NUMBER, en="How much; unless said, as much as can be.", zh="金额；不写则尽可能多。")
@option("--on", type=DAY, en="The day; today unless said.", zh="日期，默认当天。")
@option("--take-back", "back", is_flag=True, en="Take back what --line was used for.", zh="撤销 --line 的核销。")
@as_option
@reason_option
@format_option
@click.pass_obj
def pay(
    session: Session,
    file: Path | None,
    mapping: Path | None,
    check: bool,
    anew: bool,
    line: str | None,
    withheld: str | None,
    off: bool,
    to: str | None,
    amount: Fraction | None,
    on: date | None,
    back: bool,
    name: str | None,
    reason: str,
    form: str,
) -> None:
    workspace, now = find_workspace(file.parent if file else Path.cwd()), datetime.now(UTC)
    doer = by(workspace, name, reason, now)
    ways = [one for one in (line, withheld, off) if one]
    if len(ways) + bool(file) + anew > 1 or bool(ways) != bool(to) or (back and not line):
        raise fail(WHAT_TO_DO)
    if file is not None:
        _show_entered(session, enter(workspace, file, mapping, doer, check=check), form)
    elif anew:
        _show_again(session, again(workspace, doer, check=check), check, form)
    elif to is None:
        _show_kept(session, *on_account(workspace), form)
    else:
        day = on or date.today()
        if line is not None:
            used = take_back(workspace, line, to, doer) if back else use_line(workspace, line, to, amount, doer)
        elif withheld is not None:
            used = certificate(workspace, withheld, to, amount, day, doer)
        else:
            used = write_off(workspace, to, amount, day, doer)
        _show_used(session, used, form)


def _show_entered(session: Session, found: Entered, form: str) -> None:
    if form == "json":
        echo_json(
            PayOutput(
                checked=found.checked,
                rows=found.file.rows,
                lines=[_line_output(one, session.lang) for one in found.matches],
                known=[one.id for one in found.known],
                aside=[AsideOutput(row=one.row, why=one.why.say(session.lang)) for one in found.aside],
            )
        )
        return
    for one in found.matches:
        for text in _line_text(one, session.lang):
            click.echo(text)
    for aside in found.aside:
        values = {"path": found.file.path, "row": f"{aside.row}", "why": aside.why}
        click.echo(ASIDE.say(session.lang, values))
    counts = {"new": len(found.matches), "known": len(found.known), "aside": len(found.aside)}
    click.echo(ROWS.say(session.lang, {"rows": found.file.rows, **counts}))
    if found.checked:
        click.echo(CHECKED.say(session.lang))


def _show_again(session: Session, found: Sequence[Match], check: bool, form: str) -> None:
    if form == "json":
        lines = [_line_output(one, session.lang) for one in found]
        echo_json(PayOutput(checked=check, rows=len(lines), lines=lines))
        return
    for one in found:
        for text in _line_text(one, session.lang):
            click.echo(text)
    if not found:
        click.echo(NONE_KEPT.say(session.lang))
    elif check:
        click.echo(CHECKED.say(session.lang))


def _line_text(one: Match, lang: Lang) -> Iterator[str]:
    line = one.line
    told = {
        "id": line.id,
        "day": line.day,
        "amount": line.amount,
        "currency": line.currency,
        "payer": line.payer or "–",
    }
    yield LINE.say(lang, {**told, "kind": KINDS[one.kind], "why": one.why})
    for use in one.uses:
        yield USE.say(lang, {"number": use.number, "amount": use.amount})
    if one.on_account:
        yield LEFT.say(lang, {"amount": one.on_account})
    if line.charges:
        yield CHARGES.say(lang, {"amount": line.charges})


def _line_output(one: Match, lang: Lang) -> PaidLineOutput:
    uses = [PaidUseOutput.of(use, lang) for use in one.uses]
    return _output_of(one.line, one.kind, one.why.say(lang), one.debtor, one.on_account, uses)


def _output_of(
    line: BankLine, kind: str, why: str, client: str | None, kept: Decimal, uses: list[PaidUseOutput]
) -> PaidLineOutput:
    told = {name: getattr(line, name) for name in ("id", "currency", "amount", "charges", "payer", "text")}
    more = {"kind": kind, "why": why, "client": client, "uses": uses, "on_account": kept}
    return PaidLineOutput.model_validate({**told, **more, "day": line.day.isoformat()})


def _show_kept(session: Session, books: Books, kept: Sequence[OnAccount], form: str) -> None:
    if form == "json":
        found = books.found
        lines = [
            _output_of(one.line, found[one.line.id].found, one.why.say(session.lang), one.debtor, one.amount, [])
            for one in kept
        ]
        echo_json(PayOutput(rows=len(lines), lines=lines))
        return
    if not kept:
        click.echo(NONE_KEPT.say(session.lang))
    for one in kept:
        line = one.line
        told = {
            "id": line.id,
            "day": line.day,
            "amount": line.amount,
            "currency": line.currency,
            "payer": line.payer or "–",
        }
        click.echo(LINE.say(session.lang, {**told, "kind": KINDS[books.found[line.id].found], "why": one.why}))
        click.echo(LEFT.say(session.lang, {"amount": one.amount}))


def _show_used(session: Session, used: Used, form: str) -> None:
    if form == "json":
        told = {"used": PaidUseOutput.of(used, session.lang), "open": used.open}
        echo_json(PayOutput.model_validate(told))
        return
    values = {"number": used.number, "amount": used.amount, "currency": used.currency, "open": used.open}
    click.echo(USED.say(session.lang, values))
