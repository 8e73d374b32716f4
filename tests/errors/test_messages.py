"""Every ``<name>.yaml`` here is a contract with a mistake; ``<name>.expected`` is what the user is told, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpo.contracts.load import load_contract
from bpo.errors import BpoError
from bpo.words import LANGS

HERE = Path(__file__).parent
CASES = sorted(HERE.glob("*.yaml"))
BETWEEN = "\n----\n"
"""Stands between the English message and the Chinese one."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_the_user_is_told(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    with pytest.raises(BpoError) as error:
        load_contract(case.name)
    said = [("\n".join(problem.say(lang) for problem in error.value.problems)) for lang in LANGS]
    assert BETWEEN.join(said) + "\n" == case.with_suffix(".expected").read_text(encoding="utf-8")


def test_every_expectation_has_its_contract() -> None:
    assert {path.stem for path in HERE.glob("*.expected")} == {path.stem for path in CASES}
