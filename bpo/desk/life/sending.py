"""Sending issued statements, each once: what is about to leave is told in the journal before, and after.

What is told as sending and nothing else may have arrived. A file in the outbox is looked at then, and the run goes on. A mail server
cannot be asked: such a message is sent again only when somebody says so, under the same Message-ID, by which its receiver sees a double.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bpo.core.errors import BpoError, Problem, fail, refused
from bpo.core.words import Words
from bpo.desk.life.acting import answer_by
from bpo.desk.life.letters import Wish, day_of, letter_of, plain
from bpo.desk.months import contract_then
from bpo.desk.workspace import Workspace
from bpo.ledger import By, Ledger, StoredStatement, open_ledger
from bpo.life.events import Sending, Sent, Unsent
from bpo.life.folding import after
from bpo.life.life import Life
from bpo.mail.letter import Letter, written
from bpo.mail.server import PAGE, Refused, Unanswered, connected, hand_over, offer
from bpo.pricing.in_force import in_force

FATE_UNKNOWN = Words(
    "mail-fate-unknown",
    en="'{id}': whether the message {message} of {at} reached {to} is not known: {server} was handed it, and no answer is in the journal. "
    "Mail servers cannot be asked; ask the client, or look where your sent mail is kept. If it did, write: bpo sent {id}; if not, or "
    "if a second one does no harm: bpo send {id} --again, which sends it under the same Message-ID",
    zh="'{id}'：{at} 的邮件 {message} 是否送达 {to} 尚不明确：已交给 {server}，但日志中没有其答复。邮件服务器无法查询，请向客户或发件箱核实。"
    "已送达请执行 bpo sent {id}；未送达或重复无妨请执行 bpo send {id} --again，将以同一 Message-ID 重新发送",
)
UNDER_WAY = Words(
    "mail-under-way",
    en="'{id}' is being sent by another process; nothing was sent by this one",
    zh="'{id}' 正由另一进程发送；本次未发送",
)
NOT_TAKEN = Words(
    "mail-not-taken",
    en="'{id}' was not sent: {server} refused the message ({answer}). Send it again when that is mended",
    zh="'{id}' 未发送：{server} 拒收该邮件（{answer}）。解决后请重新发送",
)


@dataclass(frozen=True, slots=True)
class Mailed:
    """What came of one statement; ``before`` if it was sent already, so that nothing was done now."""

    statement: str
    life: Life | None = None
    to: tuple[str, ...] = ()
    message: str = ""
    file: Path | None = None
    before: bool = False
    problems: tuple[Problem, ...] = ()


def to_send(workspace: Workspace, period: str) -> tuple[str, ...]:
    """The statements of a period that are issued, and those that were sent; in the order of their ids."""
    with open_ledger(workspace.database) as ledger:
        of_period = {row.id for row in ledger.list(period=period)}
        lives = ledger.lives()
    return tuple(sorted(name for name in of_period if name in lives and lives[name].state in ("issued", "sent")))


def send_all(workspace: Workspace, statements: Sequence[str], wish: Wish, doer: By) -> Iterator[Mailed]:
    """Send every statement that was not sent yet: by the mail server of bpo.yaml, or into the outbox. What one refuses stops no other."""
    with open_ledger(workspace.database) as ledger:
        for statement in dict.fromkeys(statements):
            try:
                yield _send(workspace, ledger, ledger.stored(statement), wish, doer)
            except BpoError as error:
                yield Mailed(statement, problems=error.problems)
            except OSError as error:
                yield Mailed(statement, problems=(refused(error),))


def _send(workspace: Workspace, ledger: Ledger, stored: StoredStatement, wish: Wish, doer: By) -> Mailed:
    life, server = ledger.life(stored.id), workspace.settings.mail.server
    if life.sent_on is not None and life.mail is None and not wish.again:
        return Mailed(stored.id, life, before=True)
    if life.mail is not None and not wish.again and (life.mail.server or server):
        raise _fate_unknown(life)
    after(
        life, stored.id, Sending("", doer.at, (), server, ""), doer.who
    )  # a draft is refused before anything is drawn
    at = life.mail.at if life.mail is not None else doer.at
    after(life, stored.id, Sent(day_of(at)), doer.who)  # nor may what leaves turn out to be dated later
    contract = in_force(contract_then(ledger, stored).contract, stored.statement.period)
    letter = letter_of(workspace, ledger, stored, contract, life, wish, at)
    if server:
        return _by_server(workspace, ledger, stored, life, letter, doer)
    return _into_outbox(workspace, ledger, stored, life, letter, doer)


def _into_outbox(
    workspace: Workspace, ledger: Ledger, stored: StoredStatement, life: Life, letter: Letter, doer: By
) -> Mailed:
    """A file that is there whole or not at all; what a run left undone is written with the same bytes."""
    from bpo.report.files import write_all

    content = written(letter)
    if life.mail is None or life.mail.sha256 != _hash(content):
        _tell(ledger, life, letter, "", content, doer)
    path = workspace.outbox / f"{plain(life.number)}-{life.mails + 1}.eml"
    write_all({path: content})
    return _sent(ledger, stored, letter, doer, path)


def _by_server(
    workspace: Workspace, ledger: Ledger, stored: StoredStatement, life: Life, letter: Letter, doer: By
) -> Mailed:
    """All that can be refused is asked before the message is told as sending, so that little time is left in which its fate is open."""
    settings, content = workspace.settings.mail, written(letter)
    with connected(settings, workspace.root, os.environ) as server:
        offer(server, settings, letter.sender.addr_spec, letter.recipients)
        _tell(ledger, life, letter, settings.server, content, doer)
        try:
            hand_over(server, content)
        except Refused as error:
            ledger.append(stored.id, Unsent(letter.message_id, str(error)), doer)
            raise fail(NOT_TAKEN, id=stored.id, server=settings.server, answer=str(error), page=PAGE) from None
        except Unanswered:
            raise _fate_unknown(ledger.life(stored.id)) from None
        return _sent(ledger, stored, letter, doer, None)


def _tell(ledger: Ledger, life: Life, letter: Letter, server: str, content: bytes, doer: By) -> None:
    """Tell that it is about to leave, if nobody else has told anything since the life was read."""
    event = Sending(letter.message_id, letter.at, letter.recipients, server, _hash(content))
    with ledger.book(doer) as book:
        now = book.life(life.statement)
        if (now.mail, now.mails, now.sent_on) != (life.mail, life.mails, life.sent_on):
            raise fail(UNDER_WAY, id=life.statement)
        book.append(life.statement, event)


def _sent(ledger: Ledger, stored: StoredStatement, letter: Letter, doer: By, path: Path | None) -> Mailed:
    on = day_of(letter.at)
    event = Sent(on, letter.recipients, answer_by(ledger, stored, on), letter.message_id)
    with ledger.book(doer) as book:
        now = book.life(stored.id)
        if path is not None and now.mail is None:  # another process wrote the same file, and told so
            return Mailed(stored.id, now, before=True)
        life = book.append(stored.id, event)
    return Mailed(stored.id, life, letter.recipients, letter.message_id, path)


def _fate_unknown(life: Life) -> BpoError:
    mail = life.mail
    assert mail is not None
    at = mail.at.isoformat(timespec="seconds")
    return fail(
        FATE_UNKNOWN,
        id=life.statement,
        message=mail.message,
        at=at,
        to=list(mail.to),
        server=mail.server or "outbox",
        page=PAGE,
    )


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
