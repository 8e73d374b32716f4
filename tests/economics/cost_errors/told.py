"""What a user is told about a cost file with a mistake, read and computed for a month. Run as a script after messages were
changed, then read the difference: ``.venv/bin/python -m tests.economics.cost_errors.told`` writes every ``<name>.expected`` anew.
"""

from __future__ import annotations

import contextlib
from fractions import Fraction
from pathlib import Path

from bpo.core.cycles import Months
from bpo.core.errors import BpoError
from bpo.core.words import LANGS
from bpo.economics.costs.costs import month_costs, read_costs
from tests.errors.told import BETWEEN

HERE = Path(__file__).parent
CASES = sorted(HERE.glob("*.yaml"))
DRIVERS = {name: Fraction(10) for name in ("calls.handled", "heads", "seats", "paid_hours", "contacts", "revenue")}


def told(case: Path) -> str:
    """Every message about the file, in both languages; empty if nothing is wrong after all."""
    with contextlib.chdir(case.parent):
        try:
            month_costs(read_costs(case.name), DRIVERS, 1, Months().period("2027-01"))
        except BpoError as error:
            said = ["\n".join(problem.say(lang) for problem in error.problems) for lang in LANGS]
            return BETWEEN.join(said) + "\n"
    return ""


if __name__ == "__main__":
    for path in CASES:
        path.with_suffix(".expected").write_text(told(path), encoding="utf-8")
