"""The pricing model, the adjustment and the KPI that docs/architecture.md adds, and the report that docs/making-reports.md adds: as the pages
say, in a copy of the code.

The copy is asked in a process of its own (:mod:`tests.worked_examples`), because a union is made when it is imported.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from tests.cli.desk import new_desk

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
TERM, ADJUSTMENT, KPI = (
    dedent(code) for code in re.findall(r"^ *```python\n(.*?)^ *```", PAGE, re.MULTILINE | re.DOTALL)
)
REPORT_PAGE = (ROOT / "docs" / "making-reports.md").read_text(encoding="utf-8")
*_, REPORT, REPORT_LINE = re.findall(r"^```python\n(.*?)^```", REPORT_PAGE, re.MULTILINE | re.DOTALL)
BY_RATE = (
    TERM.replace("each_above", "rate")
    .replace("allowance", "allowance_at_a_rate")
    .replace("class Allowance", "class AllowanceAtARate")
)
UNIONS = (
    ("contracts/terms", "AnyTerm = Annotated[\n    Baseline", "allowance", "Allowance", TERM),
    ("contracts/terms", "AnyTerm = Annotated[\n    Allowance", "allowance_at_a_rate", "AllowanceAtARate", BY_RATE),
    ("contracts/adjustments", "AnyAdjustment = Annotated[\n    Advance", "distance", "Distance", ADJUSTMENT),
    ("kpi", "AnyKpi = Annotated[\n    ServiceLevel", "hold_rate", "HoldRate", KPI),
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code with the page's three files and their union lines; the term a second time with its price in a field called ``rate``."""
    root = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "bpo", root / "bpo", ignore=shutil.ignore_patterns("__pycache__"))
    for folder, first, module, name, code in UNIONS:
        (root / "bpo" / folder / f"{module}.py").write_text(code, encoding="utf-8")
        union = root / "bpo" / folder / "__init__.py"
        text = union.read_text(encoding="utf-8")
        assert first in text
        head, _, member = first.rpartition("\n    ")
        line = f"from bpo.{folder.replace('/', '.')}.{module} import {name}\n"
        union.write_text(text.replace(first, f"{line}{head}\n    {name}\n    | {member}"), encoding="utf-8")
    return root


def run(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(root), str(ROOT)])
    return subprocess.run(
        [sys.executable, *command], cwd=root, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True
    )


def test_the_clauses_of_the_page_answer_whatever_is_asked(copy: Path) -> None:
    done = run(copy, "-m", "tests.worked_examples")
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["Allowance", "AllowanceAtARate"]


@pytest.mark.parametrize(
    ("code", "answer"),
    [(TERM, "price_rows"), (TERM, "own_conditions"), (TERM, "charge"), (ADJUSTMENT, "own_effects"), (ADJUSTMENT, "apply"), (KPI, "formula")],
)  # fmt: skip
def test_a_class_that_leaves_an_answer_out_cannot_be_defined(code: str, answer: str) -> None:
    without = code.replace(f"def {answer}(", f"def another_{answer}(")
    assert without != code
    with pytest.raises(TypeError, match=f"does not answer: {answer}$"):
        exec(compile(without, "architecture.md", "exec", dont_inherit=True), {"__name__": __name__})


def test_the_report_of_the_page_has_its_verb_and_every_medium(copy: Path, tmp_path: Path) -> None:
    """January's 45 calls: the 5 that nobody answered are those of the days 13 to 17, on each of which another was answered."""
    reports = copy / "bpo/desk/reports"
    shutil.copytree(ROOT / "templates", copy / "templates")
    (reports / "abandoned.py").write_text(REPORT, encoding="utf-8")
    text = (reports / "__init__.py").read_text("utf-8")
    with_it = text.replace("import agents, ", "import abandoned, agents, ").replace("]] = {", f"]] = {{\n{REPORT_LINE}")
    assert len(with_it) == len(text) + len("abandoned, ") + len(f"\n{REPORT_LINE}")
    (reports / "__init__.py").write_text(with_it, encoding="utf-8")
    desk = new_desk(tmp_path / "desk")
    assert desk.run("ingest", "exports/2026-01.csv", "--source", "sources/desk-calls.yaml").code == 0
    verb = ["-c", "from bpo.cli import main; main()", "report", "abandoned", str(desk.root / "contracts/desk.yaml")]
    verb += ["--period", "2026-01"]
    done = run(copy, *verb, "--folder", str(tmp_path / "out"), "--format", "json")
    assert done.returncode == 0, done.stderr
    (table,) = json.loads(done.stdout)["tables"]
    *days, total = (tuple(row["cells"].values()) for row in table["rows"])
    assert [day for day, *_, share in days if share == "0.5"] == [f"2026-01-{day}" for day in range(13, 18)]
    assert [day for day in days if day[0] == "2026-01-01"] == [("2026-01-01", "2", "0", "0")]
    assert total[1:3] == ("45", "5")
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        "desk-2026-01-abandoned.pdf",
        "desk-2026-01-abandoned.xlsx",
    ]
    said = run(copy, *verb, "--by", "agent").stderr
    assert "Known: day, queue" in said
