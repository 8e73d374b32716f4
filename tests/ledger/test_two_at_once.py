"""Two that bill at once neither corrupt nor double: one stores, the other finds it stored."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bpo.core.errors import BpoError
from bpo.ledger import Ledger, open_ledger
from tests.ledger.made import bank, record

BILLING = """
import sys
from bpo.ledger import open_ledger
from tests.ledger.made import bank, record
sys.stdin.readline()
with open_ledger(sys.argv[1]) as ledger:
    for month in range(1, 7):
        stored = record(ledger, bank(f"1999-{month:02d}"))
        print(stored.statement_id, stored.new)
    own = record(ledger, bank("1999-12", calls=int(sys.argv[2])))
    print(own.statement_id, own.new)
"""


def test_two_processes_that_meet_a_new_file_and_bill_the_same(path: Path) -> None:
    """Both are started and wait; then both make the tables, bill the same six months, and one month differently."""
    root = Path(__file__).resolve().parents[2]
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", BILLING, str(path), calls],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=root,
        )
        for calls in ("1", "2")
    ]  # fmt: skip
    for run in runs:
        assert run.stdin is not None
        run.stdin.write("go\n")
        run.stdin.flush()
    said = []
    for run in runs:
        out, err = run.communicate(timeout=60)
        assert run.returncode == 0, err
        said += out.split("\n")[:-1]
    same = [f"bank-1999-{month:02d}-r1" for month in range(1, 7)]
    assert sorted(said) == sorted(
        [f"{one} {new}" for one in same for new in (True, False)] + ["bank-1999-12-r1 True", "bank-1999-12-r2 True"]
    )
    with open_ledger(path) as ledger:
        assert [row.id for row in ledger.list()] == [*same, "bank-1999-12-r1", "bank-1999-12-r2"]
        assert all(ledger.statement(row.id).contract == "bank" for row in ledger.list())


def test_eight_threads_of_one_ledger(ledger: Ledger) -> None:
    """Each bills what all bill, and a figure of its own: one first revision, and eight more with no number twice."""
    with ThreadPoolExecutor(8) as pool:
        alike = list(pool.map(lambda _: record(ledger, bank("1999-01")), range(8)))
        different = list(pool.map(lambda calls: record(ledger, bank("1999-02", calls=calls)), range(1, 9)))
    assert sorted(one.new for one in alike) == [False] * 7 + [True]
    assert {one.statement_id for one in alike} == {"bank-1999-01-r1"}
    assert sorted(one.revision for one in different) == list(range(1, 9))


class Refusing:
    """A database that refuses the first ``times`` transactions as another writer's insert would make it."""

    def __init__(self, ledger: Ledger, times: int) -> None:
        self.database, self.left = ledger._database, times
        self.url = self.database.url

    @contextmanager
    def session(self, *, write: bool) -> Iterator[Session]:
        with self.database.session(write=write) as session:
            yield session
            if self.left:
                self.left -= 1
                raise IntegrityError("INSERT INTO statements", {}, Exception("UNIQUE constraint failed"))


def test_a_number_given_out_by_another_writer_is_asked_for_again(ledger: Ledger) -> None:
    refusing: Any = Refusing(ledger, times=3)
    assert record(Ledger(refusing), bank()).statement_id == "bank-1999-02-r1"
    assert len(ledger.list()) == 1


def test_a_writer_that_never_gets_a_number_gives_up(ledger: Ledger) -> None:
    refusing: Any = Refusing(ledger, times=99)
    with pytest.raises(BpoError) as raised:
        record(Ledger(refusing), bank())
    assert raised.value.problems[0].code == "ledger-conflict"
    assert ledger.list() == []
