"""``bpo diff`` and ``bpo schema`` as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.desk import Desk
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
