"""Kills the closing of a month at random points and runs it again: does the ledger then equal that of a month nobody disturbed?

A run bills, approves, issues and sends a month of so many contracts, in a process of its own, which is killed by SIGKILL after a random part
of the time that an undisturbed one takes; then it is run again, and perhaps killed again, until one comes to its end. Then a new desk is made, until
the kills are used up. By turns a desk sends into its outbox and to a mail server, which runs in this process: a message whose fate is not known is looked
for there, as a person would look, and then noted as sent or sent again. Compared are states, amounts, numbers, what the journal tells, the mails
with their attachments, and every file under its final name; the ledger is verified. Documents are one line each, since what is killed is not
their drawing; ``--drawn`` draws them. ``--kills 200 --contracts 50 --database sqlite``, or ``postgresql`` for a server that is started for it.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import bpo.desk.billing  # noqa: E402  # found by the line above when this is run as a file
import bpo.desk.life.issuing  # noqa: E402
import bpo.report.files  # noqa: E402
import bpo.report.templating  # noqa: E402  # loaded by the verbs when they need them, here before a run begins
from bpo.desk.life.acting import act, by, sent_by_hand  # noqa: E402
from bpo.desk.life.letters import Wish  # noqa: E402
from bpo.desk.life.sending import FATE_UNKNOWN, send_all  # noqa: E402
from bpo.desk.workspace import Workspace, find_workspace  # noqa: E402
from bpo.invoice import Bill, files_of  # noqa: E402
from bpo.ledger import open_ledger  # noqa: E402
from bpo.life.events import Approved  # noqa: E402

PERIOD, ISSUED_ON = "2026-01", date(2026, 2, 2)
CONTRACT = """\
contract: c{number:03}
title: Client {number}
document: Statement
language: en
currency: CNY
effective: {{from: 2026-01-01}}
supplier: {{name: Little Voices Ltd}}
client: {{name: "Client {number}", email: ap@client{number}.example}}
prices: {{tax: excluded}}
terms:
  - {{id: stand-by, model: fixed, label: Stand-by, amount: {amount}}}
"""
FATES_UNKNOWN = 3
"""The exit code of a run that ended and left messages whose fate is not known."""


def make_desk(folder: Path, contracts: int, database: str, mail: str) -> None:
    """A workspace in which the contract of number n bills 1,000 + n a month."""
    (folder / "contracts").mkdir(parents=True)
    for number in range(1, contracts + 1):
        text = CONTRACT.format(number=number, amount=1000 + number)
        (folder / "contracts" / f"c{number:03}.yaml").write_text(text, encoding="utf-8")
    (folder / "bpo.yaml").write_text(f"database: {database}\nmail: {{from: billing@voices.example{mail}}}\n", "utf-8")


def one_line(bill: Bill, folder: Path, templates: Path | None = None) -> Mapping[Path, bytes]:
    """Documents that take no time: a line that tells number and total."""
    pdf, review, book = files_of(bill, folder)
    files = (pdf, book) if bill.number else (pdf, review, book)
    return {file: f"{bill.statement_id} {bill.statement.total} {file.suffix}\n".encode() for file in files}


def draw_one_line() -> None:
    """In this process and those that it becomes."""
    bpo.desk.billing.draw_bill = one_line  # type: ignore[attr-defined,assignment]
    bpo.desk.life.issuing.draw_issued = one_line  # type: ignore[attr-defined,assignment]


def close_month(folder: Path, drawn: bool) -> int:
    """Bill, approve, issue and send all contracts of a desk; what was done already is not done again. Returns the exit code."""
    if not drawn:
        draw_one_line()
    workspace, now = find_workspace(folder), datetime.now(UTC)
    paths = sorted(workspace.contracts.glob("*.yaml"))
    wrong: list[Any] = []
    for billed in bpo.desk.billing.bill_all(workspace, paths, PERIOD, now=now, keep_drawn=True, jobs=2 if drawn else 1):
        wrong += billed.problems
    with open_ledger(workspace.database) as ledger:
        lives = ledger.lives()
    for one in act(
        workspace,
        [name for name in lives if lives[name].state == "draft"],
        lambda _: Approved(),
        by(workspace, "li", "", now),
    ):
        wrong += one.problems
    wang = by(workspace, "wang", "", now)
    for issued in bpo.desk.life.issuing.issue_all(workspace, sorted(lives), ISSUED_ON, wang):
        wrong += issued.problems
    problems = [problem for mailed in send_all(workspace, sorted(lives), Wish(), wang) for problem in mailed.problems]
    unknown = [problem for problem in problems if problem.is_a(FATE_UNKNOWN)]
    wrong += [problem for problem in problems if not problem.is_a(FATE_UNKNOWN)]
    for problem in wrong:
        sys.stderr.write(problem.say("en") + "\n")
    return 1 if wrong else FATES_UNKNOWN if unknown else 0


class Runs:
    """A process that has loaded the libraries, and makes of itself a process for each run."""

    def __init__(self, drawn: bool) -> None:
        command = [sys.executable, __file__, "--serve", *(["--drawn"] if drawn else [])]
        self._server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> Runs:
        return self

    def __exit__(self, *given: object) -> None:
        self._server.communicate()

    def start(self, folder: Path) -> int:
        """Begin a run; returns the number of its process."""
        assert self._server.stdin is not None
        self._server.stdin.write(f"{folder}\n")
        self._server.stdin.flush()
        return self._said()

    def ended(self) -> int:
        """The exit code of the run that was begun; below zero if it was killed."""
        return self._said()

    def _said(self) -> int:
        assert self._server.stdout is not None
        return int(self._server.stdout.readline())


def serve(drawn: bool) -> None:
    """Of every folder that is read, one run; its process number is written when it begins, its exit code when it has ended."""
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            code = 70
            try:
                code = close_month(Path(line.strip()), drawn)
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(code)
        _say(pid)
        _say(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def tell_fates(workspace: Workspace, taken: Sequence[bytes], drawn: bool) -> tuple[int, int]:
    """What a person does about messages whose fate is not known; returns how many the server had, and how many were sent again."""
    if not drawn:
        draw_one_line()
    there = {message_id(one) for one in taken}
    with open_ledger(workspace.database) as ledger:
        open_ones = {name: life.mail.message for name, life in ledger.lives().items() if life.mail is not None}
    wang = by(workspace, "wang", "", datetime.now(UTC))
    arrived = [name for name, message in open_ones.items() if message in there]
    lost = [name for name in open_ones if name not in arrived]
    assert not any(one.problems for one in sent_by_hand(workspace, arrived, date.today(), (), wang))
    assert not any(one.problems for one in send_all(workspace, lost, Wish(again=True), wang))
    return len(arrived), len(lost)


def message_id(content: bytes) -> str:
    return str(message_from_bytes(content, policy=default)["Message-ID"])


@dataclass(frozen=True)
class Content:
    """What two desks are compared by."""

    lives: Mapping[str, tuple[object, ...]]
    verbs: Mapping[str, Mapping[str, int]]
    files: Mapping[str, str]
    mails: Sequence[tuple[str, ...]]
    findings: Sequence[str] = ()


def content(workspace: Workspace, taken: Sequence[bytes]) -> Content:
    with open_ledger(workspace.database) as ledger:
        lives = {
            name: (life.state, life.number, life.payable, life.mail, life.issued_on)
            for name, life in ledger.lives().items()
        }
        verbs: dict[str, Counter[str]] = {}
        for entry in ledger.entries():
            if entry.verb != "sending":  # told once more by a run that goes on
                verbs.setdefault(entry.subject, Counter())[entry.verb] += 1
        findings = [problem.say("en") for problem in ledger.verify().findings]
    files = {
        str(file.relative_to(workspace.root)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in workspace.statements.rglob("*")
        if file.is_file() and not file.name.startswith(".")
    }
    in_outbox = [file.read_bytes() for file in sorted(workspace.outbox.glob("*.eml"))]
    return Content(lives, verbs, files, sorted(mail_of(one) for one in (*in_outbox, *taken)), findings)


def mail_of(one: bytes) -> tuple[str, ...]:
    """Its Message-ID, receiver, and attachments with their bytes."""
    message = message_from_bytes(one, policy=default)
    attached = [f"{part.get_filename()} {part.get_content()!r}" for part in message.iter_attachments()]
    return str(message["Message-ID"]), str(message["To"]), *attached


@dataclass
class Found:
    """What was killed, what became of it, and what was wrong afterwards."""

    killed: int = 0
    ended_before: int = 0
    desks: int = 0
    half_done: Counter[str] = field(default_factory=Counter)
    """Of every kill, the state of the statement that was furthest on."""
    arrived: int = 0
    sent_again: int = 0
    wrong: list[str] = field(default_factory=list)


def furthest(workspace: Workspace) -> str:
    """How far a killed run had come."""
    with open_ledger(workspace.database) as ledger:
        states = {life.state for life in ledger.lives().values()}
    return next((state for state in ("sent", "issued", "numbered", "approved", "draft") if state in states), "nothing")


@contextmanager
def databases(kind: str) -> Iterator[Any]:
    """A function that gives the database of a new desk, as bpo.yaml names it."""
    if kind == "sqlite":
        yield lambda number: "ledger.db"
        return
    from sqlalchemy import create_engine, make_url, text

    from tests.postgres import server

    with server() as url:
        engine = create_engine(url, isolation_level="AUTOCOMMIT")

        def new(number: int) -> str:
            with engine.connect() as connection:
                connection.execute(text(f"CREATE DATABASE desk{number}"))
            return make_url(url).set(database=f"desk{number}").render_as_string(hide_password=False)

        yield new
        engine.dispose()


@contextmanager
def post_for(folder: Path, by_server: bool) -> Iterator[tuple[str, list[bytes]]]:
    """The rest of a desk's mail settings, and what its server takes, if it has one."""
    from tests.mail_server import HOST, mail_server

    with mail_server(folder) if by_server else nullcontext() as post:
        yield (f", host: {HOST}, port: {post.port}, ca: ../ca.pem", post.taken) if post else ("", [])


def try_kills(folder: Path, kills: int, contracts: int, kind: str, seed: int = 1, drawn: bool = False) -> Found:
    """Kill so many runs, each desk's until one of them ends."""
    chance, found = random.Random(seed), Found()
    with databases(kind) as database, Runs(drawn) as runs:
        expected, takes = {}, 0.0
        for by_server in (False, True):
            with post_for(folder, by_server) as (mail, taken):
                desk = folder / "undisturbed"
                make_desk(desk, contracts, database(int(by_server)), mail)
                runs.start(desk)
                begin = perf_counter()
                assert runs.ended() == 0
                takes = perf_counter() - begin  # of the second desk: what the first one loads, no other does
                expected[by_server] = content(find_workspace(desk), taken)
                shutil.rmtree(desk)
        assert {life[0] for life in expected[True].lives.values()} == {"sent"} and len(
            expected[True].mails
        ) == contracts
        while found.killed < kills:
            by_server = found.desks % 2 == 1
            with post_for(folder, by_server) as (mail, taken):
                desk = folder / "killed"
                make_desk(desk, contracts, database(2 + found.desks), mail)
                disturb(runs, desk, kills, takes, chance, found)
                workspace = find_workspace(desk)
                if by_server:
                    arrived, again = tell_fates(workspace, taken, drawn)
                    found.arrived, found.sent_again = found.arrived + arrived, found.sent_again + again
                compare(content(workspace, taken), expected[by_server], found)
                shutil.rmtree(desk)
            found.desks += 1
    return found


def disturb(runs: Runs, desk: Path, kills: int, takes: float, chance: random.Random, found: Found) -> None:
    """Kill runs of a desk until one ends, or the kills are used up; then the last one is left alone."""
    while found.killed < kills:
        run = runs.start(desk)
        sleep(chance.uniform(0, takes))
        with suppress(ProcessLookupError):
            os.kill(run, signal.SIGKILL)
        found.killed += 1
        if runs.ended() >= 0:
            found.ended_before += 1
            break
        found.half_done[furthest(find_workspace(desk))] += 1
    runs.start(desk)
    code = runs.ended()
    if code not in (0, FATES_UNKNOWN):
        found.wrong.append(f"desk {found.desks}: the last run ended with {code}")


def compare(after: Content, expected: Content, found: Found) -> None:
    found.wrong += [f"desk {found.desks}: {finding}" for finding in after.findings]
    for name in ("lives", "verbs", "files", "mails"):
        if getattr(after, name) != getattr(expected, name):
            found.wrong.append(f"desk {found.desks}: {name} are other ones")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--contracts", type=int, default=50)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--drawn", action="store_true")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(argv)
    if given.serve:
        serve(given.drawn)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        found = try_kills(Path(folder), given.kills, given.contracts, given.database, given.seed, given.drawn)
    reached = ", ".join(f"{state} {count}" for state, count in found.half_done.most_common())
    lines = [
        f"{found.killed} runs over {given.contracts} contracts on {given.database} were killed, {found.ended_before} of them had ended before; "
        f"{found.desks} desks",
        f"what the others had reached: {reached}",
        f"messages whose fate was not known: {found.arrived} had arrived, {found.sent_again} were sent again",
        f"{len(found.wrong)} differences from an undisturbed desk after the last run",
        *found.wrong,
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
