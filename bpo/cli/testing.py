"""``bpo test``: run scenario folders; a failing one shows expected and actual side by side, with the steps of the amount."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import click

from bpo.cli.speech import Session, argument, option, verb
from bpo.core.errors import BpoError
from bpo.core.words import Lang, Words
from bpo.desk.worked_examples import Outcome, failing_lines, find_worked_examples, run_worked_example, write_expected
from bpo.invoice.tables import steps_of
from bpo.report.screen import table, table_text
from bpo.report.speech import Speech

PASSED = Words("test-passed", en="ok    {name}", zh="通过  {name}")
FAILED = Words("test-failed", en="WRONG {name}", zh="不符  {name}")
COUNT = Words("test-count", en="{passed} passed, {failed} failed", zh="通过 {passed} 个，不符 {failed} 个")
WHAT = Words("test-what", en="what", zh="项目")
EXPECTED = Words("test-expected", en="expected", zh="预期")
ACTUAL = Words("test-actual", en="actual", zh="实际")
WRITTEN = Words(
    "test-written",
    en="{path} has the engine's own figures: work them out by hand and correct what is wrong; until then they test nothing",
    zh="{path} 写入的是程序自己的计算结果：请手工核算并改正；核对之前不起检验作用",
)
USAGE = Words(
    "test-usage",
    en="write 'bpo test FOLDER...' or 'bpo test init FOLDER... [--force]'",
    zh="请写 bpo test FOLDER... 或 bpo test init FOLDER... [--force]",
)
INIT = "init"
STEPS = Words("test-steps", en="how {line} came about:", zh="{line} 的计算步骤：")
COLUMNS: Sequence[tuple[Words, Literal["left", "right"]]] = [(WHAT, "left"), (EXPECTED, "right"), (ACTUAL, "right")]


def _given(context: click.Context, parameter: click.Parameter, words: tuple[str, ...]) -> tuple[bool, list[Path]]:
    """Whether expect.yaml is to be written, and the folders."""
    init = words[0] == INIT and len(words) > 1
    folder = click.Path(path_type=Path, file_okay=False, exists=True)
    return init, [folder.convert(word, parameter, context) for word in words[init:]]


@verb(
    en="Run scenario folders: contract.yaml, measures.yaml or facts.yaml, and what must come of them in expect.yaml. "
    "'test init' writes an expect.yaml with today's figures, to be corrected by hand.",
    zh="运行场景文件夹：contract.yaml、measures.yaml 或 facts.yaml，以及 expect.yaml 中的预期结果。test init 按当前计算结果生成 expect.yaml，供手工核对改正。",
    name="test",
)
@argument(
    "given",
    nargs=-1,
    required=True,
    metavar="[init] FOLDERS...",
    callback=_given,
    en="Folders; those below them are run too.",
    zh="文件夹，包含其下级。",
)
@option("--force", is_flag=True, en="With 'init': replace an expect.yaml.", zh="与 init 同用：覆盖已有的 expect.yaml。")
@click.pass_obj
def test_scenarios(session: Session, given: tuple[bool, list[Path]], force: bool) -> None:
    init, folders = given
    if force and not init:
        raise click.UsageError(USAGE.say(session.lang))
    if init:
        for folder in folders:
            click.echo(WRITTEN.say(session.lang, {"path": str(write_expected(folder, force=force))}))
        return
    passed = failed = 0
    for folder in (scenario for top in folders for scenario in find_worked_examples(top)):
        try:
            outcomes = list(run_worked_example(folder))
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
                steps = table_text(steps_of([(0, charge)], speech), speech, lang)
                parts.append(STEPS.say(lang, {"line": charge.clause}) + "\n" + steps)
    parts += [problem.say(lang) for problem in outcome.problems]
    return "\n".join("\n".join("      " + line for line in part.splitlines()) for part in parts) + "\n"
