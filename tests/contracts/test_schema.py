"""The JSON Schema that editors use: every valid contract passes it, as text and with typed numbers; wrong shapes do not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bpo.contracts.language import schema_of
from bpo.contracts.model import Contract
from bpo.core.documents import read_document
from bpo.core.measures_file import MeasuresIn
from bpo.economics.costs.cost_file import Costs
from bpo.economics.scenario.scenario import Scenario
from bpo.facts.sources.source import Source

ROOT = Path(__file__).resolve().parents[2]
VALID = sorted([*ROOT.glob("contracts/examples/*.yaml"), *ROOT.glob("tests/scenarios/*/contract.yaml")])
SCHEMA = schema_of(Contract)
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


BIDS = sorted([*ROOT.glob("contracts/examples/bids/*/*.yaml"), *ROOT.glob("tests/economics/bids/*.yaml")])
BID_FILES = {
    "scenario": jsonschema.Draft202012Validator(schema_of(Scenario)),
    "costs": jsonschema.Draft202012Validator(schema_of(Costs)),
}


def of_bid(path: Path) -> tuple[str, dict[str, Any]] | None:
    plain = read_document(path).plain()
    return next(((kind, plain) for kind in BID_FILES if kind in plain), None)


@pytest.mark.parametrize(
    "path", [one for one in BIDS if of_bid(one)], ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_every_file_of_a_bid_passes(path: Path) -> None:
    found = of_bid(path)
    assert found is not None
    assert [error.message for error in BID_FILES[found[0]].iter_errors(found[1])] == []
    assert [error.message for error in BID_FILES[found[0]].iter_errors(typed(found[1]))] == []


STREAM = {"id": "a", "volume": 1, "workload": {}}
RIGHT = [
    {"streams": [{**STREAM, "handle_seconds": {"2027-01": 300, "2027-02": "270"}}]},
    {"people": {"hours_a_month": 1, "shrinkage": {"2027-01": "30%"}, "attrition_a_month": {"2027-01": "6%"}}},
    {
        "people": {
            "hours_a_month": 1,
            "shrinkage": {"leave": {"2027-01": "10%"}, "breaks": "14%"},
            "attrition_a_month": "3%",
        }
    },
]


@pytest.mark.parametrize("change", RIGHT, ids=lambda one: str(one)[:60])
def test_figures_by_month_pass(change: dict[str, Any]) -> None:
    plain = read_document(HOTLINE / "scenario.yaml").plain()
    assert not list(BID_FILES["scenario"].iter_errors({**plain, **change}))
    Scenario.model_validate({**plain, **change})


HOTLINE = ROOT / "contracts" / "examples" / "bids" / "hotline"
WRONG = [
    ("scenario", {"stream": []}),
    ("scenario", {"streams": [{"id": "a", "volume": 1, "handle_seconds": 2, "pattern": {"days": {}}}]}),
    ("scenario", {"streams": [{"id": "a", "volume": {"2027-13": 1}, "handle_seconds": 2, "workload": {}}]}),
    ("scenario", {"streams": [{"id": "a", "volume": "many", "handle_seconds": 2, "workload": {}}]}),
    ("scenario", {"streams": [{**STREAM, "handle_seconds": {"2027-13": 300}}]}),
    ("scenario", {"people": {"hours_a_month": 1, "shrinkage": {"leave": {"all": "10%"}}}}),
    ("scenario", {"people": {"hours_a_month": 1, "attrition_a_month": {}}}),
    ("scenario", {"measures": {"quantities": {"a": {"from": "calls.handled"}}}}),
    ("scenario", {"quote": {"number": "Q1"}}),
    ("costs", {"items": []}),
    ("costs", {"items": [{"id": "a", "cost": 1}]}),
    ("costs", {"items": [{"id": "a", "percent": "5%", "of": 5}]}),
    ("costs", {"levies": {"city": [{"pension": "16%"}]}}),
    ("costs", {"levies": {"city": [{"from": "2026-07-01", "pension": {"part": "16%"}}]}}),
]


@pytest.mark.parametrize(("kind", "change"), WRONG, ids=lambda one: str(one)[:60])
def test_wrong_shapes_of_a_bid_fail(kind: str, change: dict[str, Any]) -> None:
    plain = read_document(HOTLINE / f"{kind}.yaml").plain()
    assert list(BID_FILES[kind].iter_errors({**plain, **change}))


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


FIGURES = sorted([*ROOT.glob("contracts/examples/measures/**/*.yaml"), *ROOT.glob("tests/scenarios/*/measures.yaml")])
OF_FIGURES = jsonschema.Draft202012Validator(schema_of(MeasuresIn))


def test_the_schema_of_measures_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema_of(MeasuresIn))
    assert len(FIGURES) > 30


@pytest.mark.parametrize("path", FIGURES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_valid_measures_file_passes(path: Path) -> None:
    plain = read_document(path).plain()
    assert [error.message for error in OF_FIGURES.iter_errors(plain)] == []
    assert [error.message for error in OF_FIGURES.iter_errors(typed(plain))] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"quantities": {"calls": {"sum": "1"}}},
        {"quantities": {"calls": {"total": "1", "parts": [{"name": "a", "value": "1"}]}}},
        {"kpis": {"sl20": [1]}},
        {"evidence": {"calls": {"table": "interactions"}}},
        {"disputed": {"calls": {"amount": "1"}}},
        {"quantity": {}},
    ],
)
def test_wrong_shapes_of_measures_are_seen(wrong: dict[str, Any]) -> None:
    assert list(OF_FIGURES.iter_errors({"period": "2026-01"} | wrong))


SOURCES = sorted(ROOT.glob("contracts/examples/sources/*.yaml"))
OF_SOURCES = jsonschema.Draft202012Validator(schema_of(Source))
NOT_A_SOURCE = [
    {"tabel": "sales"},
    {"table": "calls"},
    {"map": {"sale_id": 1}},
    {"map": {"sale_id": {"frm": "id"}}},
    {"map": {"customer": {"from": "a", "personal": "hide"}}},
    {"files": {}},
    {"same_key": "leg"},
    {"skip": [{"wen": "a"}]},
]
RIGHT_SOURCE = {
    "source": "a",
    "table": "sales",
    "account": "b",
    "timezone": "UTC",
    "format": {"kind": "parquet"},
    "files": "a*.csv",
    "same_key": "legs",
    "skip": ["a = 'b'"],
    "map": {"sale_id": "id", "sold_at": {"from": "at"}},
}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_source_passes(path: Path) -> None:
    jsonschema.Draft202012Validator.check_schema(OF_SOURCES.schema)
    assert [error.message for error in OF_SOURCES.iter_errors(read_document(path).plain())] == []


@pytest.mark.parametrize("change", [{}, *NOT_A_SOURCE], ids=str)
def test_what_no_source_says_fails(change: dict[str, Any]) -> None:
    assert OF_SOURCES.is_valid({**RIGHT_SOURCE, **change}) == (not change)
