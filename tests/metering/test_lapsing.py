"""What is too old to be billed is told to whoever reviews the month: how many rows, and from when."""

from __future__ import annotations

from pathlib import Path

from bpo.contracts.load import load_contract
from bpo.core.documents import read_document
from bpo.metering import measure
from bpo.metering.findings import findings
from bpo.metering.memory import read_facts
from tests.metering.test_excused import WithoutQuarantine

FOLDER = Path(__file__).parents[1] / "scenarios" / "late_charges_lapse"


def test_the_reviewer_is_told_how_many_rows_lapsed_and_from_when() -> None:
    contract = load_contract(FOLDER / "contract.yaml")
    facts = read_facts(read_document(FOLDER / "facts.yaml"), contract.contract, "Asia/Shanghai")
    lake = WithoutQuarantine(facts.account, facts.rows)
    found = findings(lake, contract, contract.cycle.period("2026-07"))
    told = [problem for problem in found if problem.code == "finding-lapsed"]
    assert [(problem.values["need"], problem.values["rows"]) for problem in told] == [
        ("accepted", 2),
        ("written_out", 1),
    ]
    assert all(problem.where is not None for problem in told)
    assert told[0].words.say("en", told[0].values) == (
        "'accepted' leaves out 2 rows of leads, of 2025-12-01 to 2026-01-31: more than 180 days before 2026-07-31, they have lapsed"
    )
    measures = measure(lake, contract, contract.cycle.period("2026-07"))
    assert measures.evidence["accepted"].rows == 2


def test_nothing_lapses_unless_the_contract_says_so(tmp_path: Path) -> None:
    text = (FOLDER / "contract.yaml").read_text(encoding="utf-8").replace("billing: {lapses_after: 180 days}\n", "")
    (tmp_path / "contract.yaml").write_text(text, encoding="utf-8")
    contract = load_contract(tmp_path / "contract.yaml")
    lake = read_facts(read_document(FOLDER / "facts.yaml"), contract.contract, "Asia/Shanghai")
    assert measure(lake, contract, contract.cycle.period("2026-07")).quantities["accepted"].total == 4
