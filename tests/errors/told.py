"""What a user is told about an invalid contract. Run as a script after messages were changed, then read the difference:

``.venv/bin/python -m tests.errors.told`` writes every ``<name>.expected`` anew.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from bpo.contracts.load import load_contract
from bpo.core.errors import BpoError
from bpo.core.words import LANGS

HERE = Path(__file__).parent
CASES = sorted(HERE.glob("*.yaml"))
BETWEEN = "\n----\n"
"""Stands between the English message and the Chinese one."""


def told(case: Path) -> str:
    """Every message about a contract, in both languages; empty if it is valid after all."""
    with contextlib.chdir(case.parent):
        try:
            load_contract(case.name)
        except BpoError as error:
            said = ["\n".join(problem.say(lang) for problem in error.problems) for lang in LANGS]
            return BETWEEN.join(said) + "\n"
    return ""


if __name__ == "__main__":
    for path in CASES:
        path.with_suffix(".expected").write_text(told(path), encoding="utf-8")
