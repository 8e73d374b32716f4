"""So many real processes bill, approve, issue and send the contracts of one desk at once: is anything lost, doubled, half done or refused?

Every process does all contracts, in an order of its own, so that now several meet at one and now each has another. First all bill; when the last has ended,
all approve, issue and send. Then each statement, number, mail and file is counted, and the ledger is verified. Who comes second is told that a statement is
approved already, which is no fault; anything else that a process says is printed. ``--processes 8 --contracts 50 --database sqlite``, or
``postgresql`` for a server that is started for it; with ``--revisions`` each process bills with a day of its own, which makes revisions.
Documents are one line each; ``--drawn`` draws them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import bpo.desk.billing  # found by the line above when this is run as a file
import bpo.desk.life.issuing
import bpo.facts.lake.lake  # what the verbs load when they need it, here before the processes part
import bpo.metering
import bpo.report.templating
from bpo.core.errors import Problem
from bpo.desk.life.acting import act, by
from bpo.desk.life.letters import Wish
from bpo.desk.life.sending import send_all
from bpo.desk.workspace import Workspace, find_workspace
from bpo.ledger import open_ledger
from bpo.life.events import Approved
from scripts.kill_months import ISSUED_ON, PERIOD, content, databases, draw_one_line, make_desk

SECOND = ("life-not-now", "mail-under-way")
"""What is said to who comes second: the statement is approved by then, or another sends it just now."""
STATES = ["recorded", "approved", "numbered", "issued", "sending", "sent"]


@dataclass
class Found:
    """What was done, what the processes were told, and what was wrong afterwards."""

    statements: int = 0
    numbers: int = 0
    mails: int = 0
    told: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0


def try_at_once(
    folder: Path,
    processes: int,
    contracts: int,
    database: str,
    *,
    seed: int = 1,
    revisions: bool = False,
    drawn: bool = False,
) -> Found:
    """One desk: all processes bill, and then all approve, issue and send."""
    found, begin = Found(), perf_counter()
    make_desk(folder, contracts, database, "")
    workspace = find_workspace(folder)
    with open_ledger(workspace.database):
        pass
    if not drawn:
        draw_one_line()
    for step in (bill, pass_on):
        doing = [_told_by(step, workspace, random.Random(seed + n), revisions, n) for n in range(processes)]
        for said, code in at_once(doing, folder):
            found.told.update(one["code"] for one in said)
            found.wrong += [f"{step.__name__}: {one['text']}" for one in said if one["code"] not in SECOND]
            if code:
                found.wrong.append(f"{step.__name__}: a process ended with {code}")
        if step is bill:
            found.wrong += _without_papers(workspace)
    _count(workspace, contracts, processes if revisions else 1, found)
    found.seconds = perf_counter() - begin
    return found


def _told_by(
    step: Callable[..., Iterable[Problem]], workspace: Workspace, chance: random.Random, revisions: bool, n: int
) -> Callable[[], list[Problem]]:
    return lambda: list(step(workspace, chance, n if revisions else 0))


def at_once(doing: Sequence[Callable[[], list[Problem]]], folder: Path) -> list[tuple[list[dict[str, str]], int]]:
    """What each said in a process of its own, and its exit code; none begins before all are there."""
    waiting, go = os.pipe()
    runs = []
    for n, do in enumerate(doing):
        said = folder / f".said-{n}.json"
        pid = os.fork()
        if not pid:
            os.close(go)
            os.read(waiting, 1)  # returns when the last writer closes the pipe
            os._exit(_child(do, said))
        runs.append((pid, said))
    os.close(waiting)
    os.close(go)
    codes = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid, _ in runs]
    told = [json.loads(said.read_text("utf-8")) if said.exists() else [] for _, said in runs]
    for _, said in runs:
        said.unlink(missing_ok=True)
    return list(zip(told, codes, strict=True))


def _child(do: Callable[[], list[Problem]], said: Path) -> int:
    try:
        problems = [{"code": one.code, "text": one.say("en")} for one in do()]
        said.write_text(json.dumps(problems), "utf-8")
    except BaseException:
        traceback.print_exc()
        return 70
    return 0


def bill(workspace: Workspace, chance: random.Random, more: int) -> Iterable[Problem]:
    paths = sorted(workspace.contracts.glob("*.yaml"))
    chance.shuffle(paths)
    for billed in bpo.desk.billing.bill_all(
        workspace, paths, PERIOD, now=datetime.now(UTC), keep_drawn=True, dated=ISSUED_ON + timedelta(days=more)
    ):
        yield from billed.problems


def pass_on(workspace: Workspace, chance: random.Random, more: int) -> Iterable[Problem]:
    with open_ledger(workspace.database) as ledger:
        names = [name for name, life in ledger.lives().items() if life.state == "draft"]
    chance.shuffle(names)
    for name in names:  # a person's three commands
        for done in act(workspace, [name], lambda _: Approved(), by(workspace, "li", "", datetime.now(UTC))):
            yield from done.problems
        wang = by(workspace, "wang", "", datetime.now(UTC))
        for issued in bpo.desk.life.issuing.issue_all(workspace, [name], ISSUED_ON, wang):
            yield from issued.problems
        for mailed in send_all(workspace, [name], Wish(), wang):
            yield from mailed.problems


def _without_papers(workspace: Workspace) -> list[str]:
    """The last drafts of contracts whose documents are not there."""
    with open_ledger(workspace.database) as ledger:
        last = {row.contract: row.id for row in ledger.list()}
    folder = workspace.statements / PERIOD
    return [f"bill: {name} has no papers" for name in last.values() if not list(folder.glob(f"{name}*.pdf"))]


def _count(workspace: Workspace, contracts: int, processes: int, found: Found) -> None:
    """Everything once: statements with their revisions, what the journal tells of the last ones, numbers, mails and files."""
    after = content(workspace, [])
    found.wrong += after.findings
    with open_ledger(workspace.database) as ledger:
        revisions: dict[str, list[int]] = {}
        for row in ledger.list():
            revisions.setdefault(row.contract, []).append(row.revision)
        verbs = {name: Counter(one.verb for one in ledger.entries(name)) for name in ledger.ids()}
        issued = {one.number: one for one in ledger.documents()}
        states = Counter(life.state for life in ledger.lives().values())
    found.statements, found.numbers, found.mails = states["sent"], len(issued), len(after.mails)
    last = {f"{name}-{PERIOD}-r{len(of)}" for name, of in revisions.items()}
    for wrong, is_so in {
        "contracts are missing": len(revisions) != contracts,
        "revisions have a hole": any(sorted(of) != list(range(1, len(of) + 1)) for of in revisions.values()),
        "a process bills a month more than once": any(len(of) > processes for of in revisions.values()),
        f"states are {dict(states)}": states != Counter(sent=contracts, superseded=len(verbs) - contracts) + Counter(),
        "the last revisions were not each passed on once": any(verbs[name] != Counter(STATES) for name in last),
        "numbers have a hole": sorted(one.position for one in issued.values()) != list(range(1, contracts + 1)),
        "a mail is lost or doubled": len({one[0] for one in after.mails}) != len(after.mails) or len(after.mails) != contracts,
        "files left beside their places": [file for file in workspace.root.rglob(".*") if file.is_file()] != [],
        "a file is not as it was issued": any(
            hashlib.sha256((workspace.statements / PERIOD / name).read_bytes()).hexdigest() != digest
            for one in issued.values()
            for name, digest in one.files.items()
        ),
    }.items():  # fmt: skip
        if is_so:
            found.wrong.append(wrong)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--contracts", type=int, default=50)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--revisions", action="store_true")
    parser.add_argument("--drawn", action="store_true")
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder, databases(given.database) as new:
        found = try_at_once(
            Path(folder) / "desk", given.processes, given.contracts, new(1), seed=given.seed, revisions=given.revisions,
            drawn=given.drawn,
        )  # fmt: skip
    told = ", ".join(f"{code} {count}" for code, count in found.told.most_common()) or "nothing"
    lines = [
        f"{given.processes} processes, {given.contracts} contracts on {given.database}, {found.seconds:.0f} s: {found.statements} statements sent, "
        f"{found.numbers} numbers, {found.mails} mails",
        f"what they were told: {told}",
        f"{len(found.wrong)} faults",
        *found.wrong[:20],
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
