"""What became of the mutants of the last `make mutants`, module by module, and those that no test killed.

    scripts/mutants.py    (reads mutants/, which mutmut writes)

A mutant is one small change of the code, such as `<` made `<=`. Killed is what a test fails on, or what mypy refuses: `make test` runs
both. docs/dev/mutation.md says which of the rest change nothing that anybody could see, and why.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

ROOM = Path("mutants")
KILLED, BY_TYPES, LIVES = (1, 3), 37, 0
"""Exit codes of pytest (a test failed; it could not go on), what mutmut writes for mypy, and that every test passed."""


def results(meta: Path) -> dict[str, int | None]:
    """Each mutant of a file with its exit code; None where it was not tried."""
    found: dict[str, int | None] = json.loads(meta.read_text("utf-8"))["exit_code_by_key"]
    return found


def kind_of(code: int | None) -> str:
    if code is None:
        return "not tried"
    if code in KILLED:
        return "killed"
    return {BY_TYPES: "by types", LIVES: "lives", 33: "no test"}.get(code, "stopped")


KINDS = ("killed", "by types", "stopped", "lives", "no test", "not tried")


def main() -> None:
    left: list[str] = []
    whole: Counter[str] = Counter()
    lines = [f"{'module':36}{'mutants':>9}" + "".join(f"{kind:>11}" for kind in KINDS)]
    for meta in sorted(ROOM.rglob("*.py.meta")):
        found = results(meta)
        if not found:
            continue
        count = Counter(kind_of(code) for code in found.values())
        whole += count
        left += [f"{kind_of(code)}: {name}" for name, code in found.items() if kind_of(code) not in KINDS[:2]]
        module = str(meta.relative_to(ROOM)).removesuffix(".meta")
        lines.append(f"{module:36}{len(found):9}" + "".join(f"{count[kind]:11}" for kind in KINDS))
    lines.append(f"{'all':36}{whole.total():9}" + "".join(f"{whole[kind]:11}" for kind in KINDS))
    sys.stdout.write("\n".join([*lines, *left]) + "\n")


if __name__ == "__main__":
    main()
