"""A folder is a month: ``contract.yaml``, ``measures.yaml`` or ``facts.yaml``, and what must come of it in ``expected.yaml``."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bpo.contracts.load import load_contract
from bpo.contracts.model import Contract
from bpo.contracts.price import price
from bpo.documents import read_document
from bpo.errors import BpoError
from bpo.measures import Measures
from bpo.measures_file import read_measures
from bpo.metering import measure
from bpo.tables import table
from tests.metering.lake import ACCOUNT, MemoryLake, local

FOLDERS = sorted(path.parent for path in Path(__file__).parent.glob("*/contract.yaml"))


def value(text: str, kind: str, zone: str) -> Any:
    """A fact as it is written in ``facts.yaml``, in the type of its column."""
    if kind == "instant":
        return local(text, zone)
    if kind == "day":
        return date.fromisoformat(text)
    return {"whole": int, "decimal": Decimal, "text": str, "yes_no": lambda word: word == "yes"}[kind](text)


def measured(folder: Path, contract: Contract) -> Measures:
    """The month's figures: as given, or counted over the facts."""
    if (folder / "measures.yaml").exists():
        return read_measures(folder / "measures.yaml")
    plain = read_document(folder / "facts.yaml").plain()
    period = contract.cycle.period(plain.pop("period"))
    rows = {}
    for name, listed in plain.items():
        facts = table(name)
        assert facts is not None
        types = {column.name: column.type for column in facts.columns}
        rows[name] = [
            {key: value(text, types[key], contract.billing.timezone) for key, text in row.items()} for row in listed
        ]
    return measure(MemoryLake(rows), contract.model_copy(update={"account": ACCOUNT}), period)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_month(folder: Path) -> None:
    expected = read_document(folder / "expected.yaml").plain()
    contract = load_contract(folder / "contract.yaml")
    if "problems" in expected:
        with pytest.raises(BpoError) as error:
            price(contract, measured(folder, contract))
        assert [problem.code for problem in error.value.problems] == expected["problems"]
        return
    statement = price(contract, measured(folder, contract))
    assert {charge.clause: str(charge.amount) for charge in statement.charges} == expected["lines"]
    assert {name: str(getattr(statement, name)) for name in ("net", "tax", "total")} == {
        name: expected[name] for name in ("net", "tax", "total")
    }
    assert {name: verdict.met for name, verdict in statement.verdicts.items()} == {
        name: met == "yes" for name, met in expected["met"].items()
    }


def test_there_are_scenarios() -> None:
    assert len(FOLDERS) >= 5
