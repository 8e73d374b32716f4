"""Every ``<name>.yaml`` here is a contract with a mistake; ``<name>.expected`` is what the user is told, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.errors.told import BETWEEN, CASES, HERE, told
from tests.test_contract_pages import examples


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_the_user_is_told(case: Path) -> None:
    expected = case.with_suffix(".expected").read_text(encoding="utf-8")
    assert BETWEEN in expected
    assert told(case) == expected


def test_every_expectation_has_its_contract() -> None:
    assert {path.stem for path in HERE.glob("*.expected")} == {path.stem for path in CASES}


def test_contracts_with_mistakes_outnumber_those_without() -> None:
    root = HERE.parents[1]
    valid = [*root.glob("contracts/examples/*.yaml"), *root.glob("tests/scenarios/*/contract.yaml"), *examples()]
    assert len(CASES) >= len(valid)
