"""The command line: quick to start, in the user's language, and no traceback for anyone."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner

import bpo.cli
from bpo.cli.lazy import CATALOGUES, Verb
from bpo.cli.speech import Session, Spoken, argument, lang_and_arguments, lang_of_environment, option, verb
from bpo.core.errors import BpoError, Problem
from bpo.core.words import Words

HEAVY = ["alembic", "babel", "deltalake", "great_expectations", "jinja2", "numpy", "pandas", "polars", "pydantic"]
HEAVY += ["rich", "scipy", "sqlalchemy", "sqlglot", "weasyprint", "xlsxwriter", "yaml"]
LINE = {"en": "A trial.", "zh": "试用。"}


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(bpo.cli.bpo, arguments, prog_name="bpo")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def trial(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A module that is not there until the verb ``trial`` is asked for; tests put the verb into it."""
    module = ModuleType("verbs_on_trial")
    monkeypatch.setitem(sys.modules, "verbs_on_trial", module)
    monkeypatch.setitem(bpo.cli.VERBS, "trial", Verb("verbs_on_trial:trial", **LINE))
    return module


def fails_with(trial: ModuleType, error: BaseException) -> None:
    @verb(**LINE)
    def trial_verb() -> None:
        raise error

    vars(trial)["trial"] = trial_verb


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from bpo.cli import bpo; bpo.main(['--help'], 'bpo', standalone_mode=False); print(*sys.modules)"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    loaded = printed.splitlines()[-1].split()
    assert "click" in loaded
    assert [name for name in HEAVY if name in loaded] == []


@pytest.mark.parametrize("module", ["bpo.cli.billing", "bpo.cli.explaining", "bpo.cli.restating", "bpo.cli.closing"])
def test_verbs_of_figures_that_are_given_load_no_dataframes(module: str) -> None:
    """A bill of agreed figures, an explanation and what is stored count no rows."""
    code = f"import sys, {module}; print(*sys.modules)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert {"polars", "deltalake", "great_expectations", "weasyprint", "xlsxwriter"} & {*printed.split()} == set()


@pytest.mark.parametrize("name", bpo.cli.VERBS)
def test_every_verb_in_the_table_is_there(name: str) -> None:
    command = bpo.cli.bpo.get_command(click.Context(bpo.cli.bpo), name)
    assert isinstance(command, Spoken)
    assert command.name == name


@pytest.mark.parametrize("name", bpo.cli.VERBS)
@pytest.mark.parametrize(("lang", "usage"), [("en", "Usage:"), ("zh", "用法:")])
def test_help_is_in_the_language_asked_for(name: str, lang: str, usage: str) -> None:
    verb_ = bpo.cli.VERBS[name]
    code, listed, _ = run("--lang", lang, "--help")
    assert code == 0
    assert verb_.say("zh" if lang == "zh" else "en") in listed
    code, shown, _ = run(name, "--help", "--lang", lang)
    assert code == 0
    assert shown.startswith(usage)
    assert ("显示本帮助后退出" in shown) == (lang == "zh")


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh"}, "zh"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LC_MESSAGES": "zh_TW.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LC_ALL": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "zh"),
    ],
)
def test_the_locale_decides_the_language(environment: dict[str, str], lang: str) -> None:
    assert lang_of_environment(environment) == lang


@pytest.mark.parametrize(
    ("arguments", "lang", "ordered"),
    [
        ([], "en", []),
        (["check", "a.yaml", "--lang", "zh"], "zh", ["--lang", "zh", "check", "a.yaml"]),
        (["check", "--lang=zh", "a.yaml"], "zh", ["--lang=zh", "check", "a.yaml"]),
        (["--lang", "zh", "check", "--lang", "en"], "en", ["--lang", "zh", "--lang", "en", "check"]),
        (["check", "--lang"], "en", ["--lang", "check"]),
        (["check", "--lang", "fr"], "en", ["--lang", "fr", "check"]),
        (["check", "--", "--lang", "zh"], "en", ["check", "--", "--lang", "zh"]),
        (["check", "--lang", "--", "zh"], "en", ["--lang", "check", "--", "zh"]),
    ],
)
def test_lang_may_stand_anywhere(arguments: list[str], lang: str, ordered: list[str]) -> None:
    assert lang_and_arguments(arguments) == (lang, ordered)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["doctorr"], "No such command 'doctorr'. Did you mean 'doctor'?"),
        (["doctorr", "--lang", "zh"], "错误：没有命令 'doctorr'。 是否想写 'doctor'？"),
        (["doctor", "--formt", "json"], "Error: No such option '--formt'. Did you mean '--format'?"),
        (["doctor", "--formt", "json", "--lang", "zh"], "错误：没有选项 '--formt'。 是否想写 '--format'？"),
        (["doctor", "all", "--lang", "zh"], "错误：多余的参数（all）"),
        (["doctor", "--format", "xml", "--lang", "zh"], "'xml' 不在可选值 'table', 'json' 之中。"),
        (["doctor", "--format", "--lang=zh"], "错误：选项 '--format' 需要一个值。"),
        (["--lang", "fr"], "'fr' is not one of 'en', 'zh'."),
    ],
)
def test_a_wrongly_written_command_is_explained(arguments: list[str], said: str) -> None:
    code, stdout, stderr = run(*arguments)
    assert (code, stdout) == (2, "")
    assert said in stderr


def test_the_language_asked_for_does_not_stick() -> None:
    assert "用法" in run("--help", "--lang", "zh")[1]
    assert "用法" not in run("--help")[1]


CHINESE = Path(CATALOGUES) / "zh" / "LC_MESSAGES" / "messages.po"


def translated(messages: Catalog) -> dict[Any, Any]:
    """What stands for each sentence, or for a pair of one and of many."""
    return {
        one if isinstance(one, str) else tuple(one): said if isinstance(said, str) else tuple(said)
        for one, said in ((message.id, message.string) for message in messages)
        if one
    }


def test_the_catalogue_is_compiled_as_it_is_written() -> None:
    with CHINESE.open("rb") as written, CHINESE.with_suffix(".mo").open("rb") as compiled:
        assert translated(read_po(written, locale="zh")) == translated(read_mo(compiled))


def test_chinese_sentences_are_those_that_click_says() -> None:
    said = {
        node.value
        for file in Path(click.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    with CHINESE.open("rb") as written:
        asked = translated(read_po(written, locale="zh"))
    sentences = [one for key in asked for one in ((key,) if isinstance(key, str) else key)]
    assert sentences and [sentence for sentence in sentences if sentence not in said] == []


def test_a_verb_has_its_session_options_and_arguments(trial: ModuleType) -> None:
    @verb(**LINE)
    @argument("contract", en="The contract.", zh="合同文件。")
    @option("--times", type=int, required=True, en="How often.", zh="几次。")
    @click.pass_obj
    def trial_verb(session: Session, contract: str, times: int) -> None:
        click.echo(f"{session.lang} {contract} {times}")

    vars(trial)["trial"] = trial_verb
    assert run("trial", "a.yaml", "--times", "2", "--lang", "zh") == (0, "zh a.yaml 2\n", "")
    assert "How often.  [required]" in run("trial", "--help")[1]
    assert "The contract." in run("trial", "--help")[1]
    shown = run("trial", "--help", "--lang", "zh")[1]
    assert "几次。  [必填]" in shown
    assert "合同文件。" in shown
    assert "错误：缺少参数 'CONTRACT'" in run("trial", "--times", "2", "--lang", "zh")[2]


def test_every_problem_is_printed_and_the_exit_code_is_1(trial: ModuleType) -> None:
    seat = Words("trial-seat", en="unknown pricing model '{given}'", zh="未知的计价模型 '{given}'")
    fails_with(trial, BpoError([Problem(seat, None, {"given": "seat"}), Problem(seat, None, {"given": "hour"})]))
    english = "unknown pricing model 'seat'\n\nunknown pricing model 'hour'\n"
    assert run("trial") == (1, "", english)
    assert run("trial", "--lang", "zh") == (1, "", "未知的计价模型 'seat'\n\n未知的计价模型 'hour'\n")


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), click.Abort()])
def test_an_interrupted_verb_exits_with_130_and_no_words(trial: ModuleType, stop: BaseException) -> None:
    fails_with(trial, stop)
    assert run("trial") == (130, "", "\n")


@pytest.mark.parametrize(
    ("arguments", "said"), [(["trial"], "fault of bpo itself"), (["trial", "--lang", "zh"], "bpo 自身的错误")]
)
def test_a_fault_of_bpo_is_owned_and_written_down(
    trial: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    arguments: list[str],
    said: str,
) -> None:
    monkeypatch.setattr(sys, "argv", ["bpo", *arguments])
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    fails_with(trial, ZeroDivisionError("eleven calls, no agents"))
    with pytest.raises(SystemExit) as stopped:
        bpo.cli.main()
    assert stopped.value.code == 70
    stderr = capsys.readouterr().err
    [written] = tmp_path.iterdir()
    assert said in stderr
    assert str(written) in stderr
    assert "Traceback" not in stderr
    assert "ZeroDivisionError: eleven calls, no agents" in written.read_text("utf-8")


def test_a_reader_that_goes_away_is_no_error() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", "import bpo.cli; bpo.cli.main()", "--help"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    with process.stderr:
        assert process.stderr.read() == b""
    process.wait()


def test_doctor_speaks_json() -> None:
    code, stdout, _ = run("doctor", "--format", "json")
    report = json.loads(stdout)
    assert report["ok"] == (code == 0) == all(finding["ok"] for finding in report["findings"])
    assert {"python", "package:polars", "library:pango", "font"} <= {finding["name"] for finding in report["findings"]}
