"""The law of a backtest: on the example contracts and the sample's months, the contract in force yields its bills."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import chdir
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import bpo.desk.billing
from bpo.contracts.statement import Charge, Statement
from bpo.desk.backtest import backtest
from bpo.desk.billing import bill_all
from bpo.desk.run import read_measures_file
from bpo.desk.workspace import Workspace, find_workspace
from bpo.invoice import Bill, files_of
from tests.cli.desk import Desk

EXAMPLES = Path(__file__).resolve().parents[2] / "contracts/examples"
OF_FACTS = {
    "city-hotline": {"calls-2026-0{n}.csv": "calls", "evaluations-2026-0{n}.xlsx": "evaluations", "surveys-2026-0{n}.csv": "surveys", "events-2026-0{n}.csv": "events"},
    "tech-support": {"contacts-2026-0{n}.csv": "contacts", "surveys-2026-0{n}.csv": "surveys", "timesheets-2026-0{n}.csv": "timesheets", "roster.csv": "roster"},
}  # fmt: skip
"""The exports of the contracts whose months are counted, and their source files."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A new workspace with two months of two clients in its lake."""
    folder = tmp_path_factory.mktemp("law")
    assert Desk(folder).run("init", "my-desk").code == 0
    desk = Desk(folder / "my-desk")
    assert desk.run("sample", "exports").code == 0
    for client, exports in OF_FACTS.items():
        for name, source in exports.items():
            files = dict.fromkeys(f"exports/{client}/{name.format(n=n)}" for n in (1, 2))
            assert desk.run("ingest", *files, "--source", f"sources/{client}-{source}.yaml").code == 0
    return desk


@pytest.fixture
def workspace(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    def draw(bill: Bill, folder: Path, templates: Path | None = None) -> Mapping[Path, bytes]:
        return dict.fromkeys(files_of(bill, folder), b"")

    monkeypatch.setattr(bpo.desk.billing, "draw_bill", draw)
    with chdir(desk.root):
        yield find_workspace(Path())


def months_of(name: str) -> dict[str, Path | None]:
    """The months in which an example is billed, in order, with the figures of those that are not counted."""
    if name in OF_FACTS:
        return {"2026-01": None, "2026-02": None}
    files = [Path(f"measures/{name}.yaml"), *sorted(Path("measures", name).glob("*.yaml"))]
    return dict(sorted((read_measures_file(file).measures.period, file) for file in files))


def lines(statement: Statement) -> list[Charge]:
    """With all their steps; the draft lies in another file."""
    return [replace(charge, where="") for charge in (*statement.charges, *statement.deductions)]


NAMES = sorted(path.stem for path in EXAMPLES.glob("*.yaml") if (EXAMPLES / "measures" / path.name).is_file())


@pytest.mark.parametrize("name", [*OF_FACTS, *NAMES])
def test_the_contract_in_force_yields_its_bills(workspace: Workspace, name: str) -> None:
    contract, months = Path(f"contracts/{name}.yaml"), months_of(name)
    bills = {}
    for month, given in months.items():
        (billed,) = bill_all(workspace, [contract], month, given=given, now=datetime.now(UTC))
        assert billed.priced is not None, billed.problems
        bills[month] = billed.priced.statement
    draft = Path(f"drafts/{name}.yaml")
    draft.parent.mkdir(exist_ok=True)
    draft.write_text(contract.read_text("utf-8"), "utf-8")
    first, last = min(months), max(months)
    found = backtest(workspace, [draft], f"{first}..{last}")
    assert found.in_force is not None and found.problems == ()
    for tested in found.sides:
        assert [month.period.name for month in tested.months] == list(months)
        for month in tested.months:
            bill = bills[month.period.name]
            assert month.statement is not None, month.problems
            assert lines(month.statement) == lines(bill)
            assert (month.statement.total, month.statement.payable) == (bill.total, bill.payable)
            assert bool(month.billed) == (tested is found.in_force)
