"""``bpo test``: run scenario folders; a failing one shows expected and actual side by side, with the steps of the amount."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import click

from bpo.cli.screen import STEP_COLUMNS, step_row
from bpo.cli.speech import Session, argument, verb
from bpo.core.errors import BpoError
from bpo.core.words import Lang, Words
from bpo.desk.scenarios import Outcome, failing_lines, find_scenarios, run_scenario
from bpo.report.screen import table
from bpo.report.speech import Speech

PASSED = Words("test-passed", en="ok    {name}", zh="通过  {name}")
FAILED = Words("test-failed", en="WRONG {name}", zh="不符  {name}")
COUNT = Words("test-count", en="{passed} passed, {failed} failed", zh="通过 {passed} 个，不符 {failed} 个")
WHAT = Words("test-what", en="what", zh="项目")
EXPECTED = Words("test-expected", en="expected", zh="预期")
ACTUAL = Words("test-actual", en="actual", zh="实际")
STEPS = Words("test-steps", en="how {line} came about:", zh="{line} 的计算步骤：")
COLUMNS: Sequence[tuple[Words, Literal["left", "right"]]] = [(WHAT, "left"), (EXPECTED, "right"), (ACTUAL, "right")]


@verb(
    Words(
        "verb-test-help",
        en="Run scenario folders: contract.yaml, measures.yaml or facts.yaml, and what must come of them in expect.yaml.",
        zh="运行场景文件夹：contract.yaml、measures.yaml 或 facts.yaml，以及 expect.yaml 中的预期结果。",
    ),
    name="test",
)
@argument(
    "folders",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help=Words("argument-scenarios", en="Folders; those below them are run too.", zh="文件夹，包含其下级。"),
)
@click.pass_obj
def test_scenarios(session: Session, folders: tuple[Path, ...]) -> None:
    passed = failed = 0
    for folder in (scenario for given in folders for scenario in find_scenarios(given)):
        try:
            outcomes = list(run_scenario(folder))
        except BpoError as error:
            failed += 1
            click.echo(FAILED.say(session.lang, {"name": str(folder)}))
            click.echo("\n\n".join(problem.say(session.lang) for problem in error.problems) + "\n", err=True)
            continue
        for outcome in outcomes:
            passed, failed = passed + outcome.passed, failed + (not outcome.passed)
            name = str(folder) if outcome.name == folder.name else f"{folder}: {outcome.name}"
            click.echo((PASSED if outcome.passed else FAILED).say(session.lang, {"name": name}))
            if not outcome.passed:
                click.echo(_report(outcome, session.lang))
    click.echo(COUNT.say(session.lang, {"passed": passed, "failed": failed}))
    sys.exit(1 if failed else 0)


def _report(outcome: Outcome, lang: Lang) -> str:
    """The differences, the steps of the lines that differ, and the problems of a month that was refused."""
    rows = [[d.what, d.expected, d.actual] for d in outcome.differences]
    parts = [table(COLUMNS, rows, lang)]
    wrong = set(failing_lines(outcome))
    if outcome.statement is not None:
        speech = Speech(lang, outcome.statement.currency)
        for charge in outcome.statement.charges:
            if charge.clause in wrong:
                steps = table(STEP_COLUMNS, [step_row(step, speech, lang) for step in charge.steps], lang)
                parts.append(STEPS.say(lang, {"line": charge.clause}) + "\n" + steps)
    parts += [problem.say(lang) for problem in outcome.problems]
    return "\n".join("\n".join("      " + line for line in part.splitlines()) for part in parts) + "\n"
