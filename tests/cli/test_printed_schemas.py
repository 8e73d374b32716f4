"""What verbs print as JSON is of the shape that ``bpo schema`` says, for every example; the schemas are schemas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bpo.cli.schemas import OF_BIDS, PRINTED
from tests.cli.desk import Desk

EXAMPLES = Path(__file__).resolve().parents[2] / "contracts" / "examples"
BIDS = EXAMPLES / "bids"
MANILA, HOTLINE = BIDS / "manila-seats" / "scenario.yaml", BIDS / "hotline" / "scenario.yaml"
LETTERS = Path(__file__).resolve().parents[1] / "economics" / "bids" / "letters.yaml"
OF_MANILA: dict[str, list[str]] = {
    "quote": [str(MANILA), "--measures-to", "months"],
    "solve": [str(MANILA), "--margin", "20%"],
    "breakeven": [str(MANILA.with_name("draft.yaml")), "--scenario", str(MANILA), "--folder", "papers"],
    "compare": [str(MANILA), "--tornado", "--limits"],
    "board": [str(BIDS.parent.parent.parent / "tests" / "economics" / "risk" / "board.yaml"), "--draws", "100"],
    "risk": [str(BIDS.parent.parent.parent / "tests" / "economics" / "risk" / "letters.yaml"), "--draws", "100"],
    "staffing": [str(MANILA)],
}


def figures(contract: Path) -> Path | None:
    """An example's agreed figures: one file, or the first of a folder of months."""
    folder = EXAMPLES / "measures"
    found = [folder / contract.name, *sorted((folder / contract.stem).glob("*.yaml"))]
    return next((file for file in found if file.exists()), None)


PRICED = [(contract, file) for contract in sorted(EXAMPLES.glob("*.yaml")) if (file := figures(contract))]
"""The examples whose figures are agreed."""


def wrong_with(desk: Desk, kind: str, printed: Any) -> list[str]:
    """What the schema says against it; also of fields that the schema does not know, for programs rely on its list."""
    schema = json.loads(desk.run("schema", kind).out)
    closed = closed_up(schema)
    return [error.message for error in jsonschema.Draft202012Validator(closed).iter_errors(printed)]


def closed_up(schema: Any) -> Any:
    if isinstance(schema, list):
        return [closed_up(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: closed_up(part) for name, part in schema.items()}
    return closed | ({"additionalProperties": False} if isinstance(closed.get("properties"), dict) else {})


@pytest.mark.parametrize("kind", [*PRINTED, *OF_BIDS])
def test_a_schema_is_a_schema_and_says_what_every_field_is(desk: Desk, kind: str) -> None:
    schema = json.loads(desk.run("schema", kind).out)
    jsonschema.Draft202012Validator.check_schema(schema)
    for shape in [schema, *schema.get("$defs", {}).values()]:
        for field in shape.get("properties", {}).values():
            assert field.keys() & {"type", "$ref", "anyOf", "items"}, shape["title"]


def test_every_example_is_there() -> None:
    assert len(PRICED) > 20


@pytest.mark.parametrize(("contract", "measures"), PRICED, ids=lambda path: path.stem)
def test_a_statement(desk: Desk, contract: Path, measures: Path) -> None:
    printed = desk.json("price", str(contract), "--measures", str(measures))
    assert wrong_with(desk, "statement", printed) == []


def test_a_statement_of_another_shape_is_refused(desk: Desk) -> None:
    printed = desk.json("price", str(PRICED[0][0]), "--measures", str(PRICED[0][1]))
    assert wrong_with(desk, "statement", printed | {"total": 1.5}) == ["1.5 is not of type 'string'"]
    assert wrong_with(desk, "statement", {name: printed[name] for name in printed if name != "net"})
    assert wrong_with(desk, "statement", printed | {"gross": "1.00"})


def test_what_is_counted_can_be_given_again(desk: Desk) -> None:
    printed = desk.json("measure", "contracts/desk.yaml", "--period", "2026-02")
    assert wrong_with(desk, "measures", printed) == []


def test_the_list_of_statements(desk: Desk, plain_files: None) -> None:
    assert desk.run("bill", "contracts/desk.yaml", "--period", "2026-02").code == 0
    printed = desk.json("show")
    assert [row["id"] for row in printed] == ["desk-2026-02-r1"]
    assert wrong_with(desk, "statements", printed) == []


def test_a_check_with_its_exposure_and_with_mistakes(desk: Desk) -> None:
    printed = desk.json("check", str(EXAMPLES / "tiny-fixed.yaml"), "--exposure")
    assert printed["exposures"] and wrong_with(desk, "check", printed) == []
    desk.write("broken.yaml", "contract: broken\n")
    said = desk.run("check", "broken.yaml", "--format", "json")
    broken = json.loads(said.out)
    assert broken["problems"] and "exposures" not in broken and wrong_with(desk, "check", broken) == []


def test_a_curve(desk: Desk) -> None:
    desk.write("march.yaml", "period: 2026-03\nquantities: {calls: 100}\nkpis: {sl20: 90%, survey: 95%}\n")
    printed = desk.json(
        "curve", "contracts/desk.yaml", "--measures", "march.yaml", "--vary", "sl20", "--from", "70%", "--to", "90%"
    )
    assert len(printed["points"]) > 2 and wrong_with(desk, "curve", printed) == []


def test_an_explanation(desk: Desk) -> None:
    for line in ([], ["--line", "calls"], ["--line", "sl20"], ["--line", "total"]):
        printed = desk.json("explain", "contracts/desk.yaml", "--period", "2026-02", *line)
        assert printed["explained"] and wrong_with(desk, "explain", printed) == []


def test_a_curve_of_a_month(desk: Desk) -> None:
    """From February a call costs 5, so 10 and 20 of them 50 and 100; in the contract's first month 4 each, 40 and 80."""
    desk.change(
        "contracts/another.yaml",
        "{id: stand-by, model: fixed, label: Stand-by, amount: 1000}",
        "{id: calls, model: workload, quantity: {count: interactions}, rate: 4}\namendments:\n  - from: 2026-02-01\n    terms:\n"
        "      - {id: calls, model: workload, quantity: {count: interactions}, rate: 5}",
    )
    line = ("curve", "contracts/another.yaml", "--vary", "calls", "--from", "10", "--to", "20", "--steps", "1")
    for more, amounts in (((), ["40.00", "80.00"]), (("--period", "2026-02"), ["50.00", "100.00"])):
        assert [point["total"] for point in desk.json(*line, *more)["points"]] == amounts


def test_a_diff(desk: Desk) -> None:
    desk.write(
        "contracts/dearer.yaml", (desk.root / "contracts/desk.yaml").read_text("utf-8").replace("rate: 4}", "rate: 5}")
    )
    desk.write("march.yaml", "period: 2026-03\nquantities: {calls: 100}\nkpis: {sl20: 90%, survey: 95%}\n")
    printed = desk.json("diff", "contracts/desk.yaml", "contracts/dearer.yaml", "--measures", "march.yaml")
    assert printed["changes"] and printed["lines"] and wrong_with(desk, "diff", printed) == []


def test_an_ingest(desk: Desk) -> None:
    printed = desk.json("ingest", "exports/2026-01.csv", "--source", "sources/desk-calls.yaml")
    assert len(printed) == 1 and wrong_with(desk, "ingest", printed) == []


@pytest.mark.parametrize("kind", OF_BIDS)
def test_a_bid(desk: Desk, kind: str) -> None:
    assert wrong_with(desk, kind, desk.json(kind, *OF_MANILA[kind])) == []


def test_a_bid_without_what_is_only_there_when_asked_for(desk: Desk) -> None:
    printed = desk.json("compare", str(MANILA), "--without", "credits")
    assert "price" not in printed["sides"][0] and printed["clause"] and wrong_with(desk, "compare", printed) == []
    assert wrong_with(desk, "compare", printed | {"clause": {"clause": "credits", "with": "1"}})


def test_solved_prices_of_a_tender_and_terms_that_cannot_reach_the_goal(desk: Desk) -> None:
    printed = desk.json("solve", str(HOTLINE), "--margin", "20%")
    assert printed["tender"]["without_discount"] and wrong_with(desk, "solve", printed) == []
    printed = desk.json("solve", str(LETTERS), "--margin", "96%")
    assert any("problems" in answer for answer in printed["answers"]) and wrong_with(desk, "solve", printed) == []
