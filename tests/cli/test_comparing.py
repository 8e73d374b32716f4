"""``bpo diff`` and ``bpo schema`` as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from tests.cli.desk import Desk, new_desk
from tests.cli.pages import PAGES


def desk(tmp_path: Path) -> Desk:
    assert Desk(tmp_path).run("init", "desk").code == 0
    made = Desk(tmp_path / "desk")
    acme = (made.root / "contracts" / "acme.yaml").read_text("utf-8")
    assert acme.count("rate: 3.20") == acme.count("amount: 100") == 1
    draft = acme.replace("rate: 3.20", "rate: 3.50").replace("amount: 100", "amount: 150")
    (made.root / "acme-draft.yaml").write_text(draft, "utf-8")
    return made


def test_a_draft_is_held_against_the_contract_as_its_page_shows(tmp_path: Path) -> None:
    found = desk(tmp_path).run("diff", "contracts/acme.yaml", "acme-draft.yaml", "--measures", "measures/acme.yaml")
    assert found.code == 0
    assert found.out.strip() in (PAGES / "cli" / "diff.md").read_text("utf-8")


def test_for_machines_amounts_are_text(tmp_path: Path) -> None:
    line = ["diff", "contracts/acme.yaml", "acme-draft.yaml", "--measures", "measures/acme.yaml", "--format", "json"]
    found = json.loads(desk(tmp_path).run(*line).out)
    assert [change["field"] for change in found["changes"]] == ["tiers", "amount"]
    # 5,000 × 3.50 + 1,240 × 2.80 = 20,972; × −5% = −1,048.60; 2 × 150 = 300; with 19% tax 23,351.845
    assert found["lines"] == [
        {"line": "calls", "before": "19472.00", "after": "20972.00"},
        {"line": "coefficient", "before": "-973.60", "after": "-1048.60"},
        {"line": "complaints", "before": "-200.00", "after": "-300.00"},
        {"line": "payable", "before": "21775.10", "after": "23351.85"},
    ]


def test_a_mistake_in_either_is_told(tmp_path: Path) -> None:
    made = desk(tmp_path)
    (made.root / "broken.yaml").write_text("contract: a\n", "utf-8")
    found = made.run("diff", "contracts/acme.yaml", "broken.yaml")
    assert found.code == 1
    assert "broken.yaml:1" in found.err


def test_the_schema_is_printed_or_written(tmp_path: Path) -> None:
    made = desk(tmp_path)
    printed = json.loads(made.run("schema").out)
    assert made.run("schema", "--output", "contract.schema.json").code == 0
    assert json.loads((made.root / "contract.schema.json").read_text("utf-8")) == printed
    assert printed["required"] == ["contract", "title", "currency", "effective", "supplier", "client", "terms"]


def billed(tmp_path: Path) -> Desk:
    """Figures of January and February as they are counted on the small desk, February in two revisions: above 50 calls at 3, then at 2."""
    made = new_desk(tmp_path / "small")
    for month in ("2026-01", "2026-02"):
        assert made.run("ingest", f"exports/{month}.csv", "--source", "sources/desk-calls.yaml").code == 0
        assert made.run("bill", "contracts/desk.yaml", "--period", month).code == 0
    made.change("contracts/desk.yaml", "{rate: 3}", "{rate: 2}")
    assert made.run("bill", "contracts/desk.yaml", "--period", "2026-02").code == 0
    return made


def test_two_revisions_of_a_statement_are_compared(tmp_path: Path, plain_files: None) -> None:
    """10 calls at 2 in place of 3: 220.00, less 11.00; taxed 12.54, 221.54 in all. The contracts differ, and no figure does."""
    found = billed(tmp_path).json("diff", "desk-2026-02-r1", "desk-2026-02-r2")
    assert [(one["name"], one["field"]) for one in found["changes"]] == [("calls", "tiers")]
    assert [(one["line"], one["before"], one["after"]) for one in found["lines"]] == [
        ("calls", "230.00", "220.00"), ("coefficient", "-11.50", "-11.00"),
        ("net", "218.50", "209.00"), ("tax", "13.11", "12.54"), ("total", "231.61", "221.54"), ("payable", "231.61", "221.54"),
    ]  # fmt: skip
    assert "quantities" not in found and "kpis" not in found


def test_two_months_are_compared_with_quantities_and_kpis(tmp_path: Path, plain_files: None) -> None:
    """30 of 45 in January, 45 of 70 in February: 66.7% and 64.3%."""
    desk = billed(tmp_path)
    found = desk.json("diff", "desk-2026-01-r1", "desk-2026-02-r1")
    assert found["changes"] == []
    assert (found["lines"][0]["quantity_before"], found["lines"][0]["quantity_after"]) == ("40", "60")
    calls = next(one for one in found["quantities"] if one["quantity"] == "calls")
    assert (calls["before"], calls["after"]) == ("40", "60")
    (kpi,) = found["kpis"]
    assert (kpi["kpi"], kpi["before"], kpi["after"], kpi["met_after"]) == ("sl20", "2/3", "9/14", False)
    said = desk.run("diff", "desk-2026-01-r1", "desk-2026-02-r1").out
    assert "desk-2026-01-r1 and desk-2026-02-r1 (CNY)" in said and "66.67%" in said and "64.29%" in said
    assert (
        "desk-2026-01-r1 与 desk-2026-02-r1"
        in desk.run("diff", "desk-2026-01-r1", "desk-2026-02-r1", "--lang", "zh").out
    )
    schema = json.loads(desk.run("schema", "diff").out)
    jsonschema.Draft202012Validator(schema).validate(found)


def test_a_statement_that_is_not_stored_is_told(tmp_path: Path, plain_files: None) -> None:
    said = billed(tmp_path).run("diff", "desk-2026-02-r1", "desk-2026-02-r9")
    assert said.code == 1 and "no statement 'desk-2026-02-r9' is stored" in said.err
