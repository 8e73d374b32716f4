"""The JSON Schema that editors use: every valid contract passes it, as text and with typed numbers; wrong shapes do not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bpo.contracts.schema import contract_schema
from bpo.documents import read_document

ROOT = Path(__file__).resolve().parents[2]
VALID = sorted([*ROOT.glob("contracts/examples/*.yaml"), *ROOT.glob("tests/scenarios/*/contract.yaml")])
SCHEMA = contract_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


QUOTED = {"contract", "title", "reference", "clause", "account", "po", "phone", "tax_no", "cost_centre", "label"}
"""Fields of text, in which numbers are written in quotes."""


def typed(value: Any) -> Any:
    """The file as an editor's YAML reader sees it: plain numbers are numbers."""
    if isinstance(value, dict):
        return {name: item if name in QUOTED else typed(item) for name, item in value.items()}
    if isinstance(value, list):
        return [typed(item) for item in value]
    if isinstance(value, str) and re.fullmatch(r"\d+", value):
        return int(value)
    return float(value) if isinstance(value, str) and re.fullmatch(r"\d+\.\d+", value) else value


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", VALID, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_valid_contract_passes(path: Path) -> None:
    plain = read_document(path).plain()
    assert [error.message for error in VALIDATOR.iter_errors(plain)] == []
    assert [error.message for error in VALIDATOR.iter_errors(typed(plain))] == []


ACME = ROOT / "contracts" / "examples" / "acme.yaml"


@pytest.mark.parametrize(
    "change",
    [
        {"curency": "EUR"},
        {"terms": []},
        {"terms": [{"id": "a", "model": "seat", "rate": 1}]},
        {"terms": [{"id": "a", "model": "fixed", "amount": "much"}]},
        {"terms": [{"id": "a", "model": "fixed", "amount": 1, "rate": 2}]},
        {"kpis": [{"id": "sl", "kpi": "service_level", "threshold_seconds": 20, "abandons": "negativ"}]},
        {"effective": {"to": "2026-12-31"}},
        {"title": {"fr": "Contrat"}},
    ],
    ids=lambda change: str(change)[:50],
)
def test_wrong_shapes_fail(change: dict[str, Any]) -> None:
    assert list(VALIDATOR.iter_errors({**read_document(ACME).plain(), **change}))


def test_clauses_and_fields_are_described() -> None:
    kinds = [name for name in SCHEMA["$defs"] if name in ("Workload", "Seats", "Multiplier", "Penalty", "ServiceLevel")]
    assert len(kinds) == 5
    assert all(SCHEMA["$defs"][name]["description"] for name in kinds)
