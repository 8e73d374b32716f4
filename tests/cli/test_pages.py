"""From an empty folder, every command on a page prints what stands there; every verb and exit code has its page."""

from __future__ import annotations

import shutil
from contextlib import chdir
from pathlib import Path

import pytest

import bpo.cli
from tests.cli.pages import PAGES, File, alike, files, not_run, printed, steps

ALL = sorted(PAGES.rglob("*.md"))
ELSEWHERE = {"a-year"}
"""Run by a test of its own, on both databases."""
RUN = [page for page in ALL if page.stem not in ELSEWHERE and any(steps(page.read_text("utf-8")))]
BIDS = Path(__file__).resolve().parents[1] / "economics" / "bids"
SAMPLE = "bpo sample exports"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``bpo sample exports`` writes, which takes long and is always the same."""
    folder = tmp_path_factory.mktemp("pages")
    with chdir(folder):
        assert printed(SAMPLE)[0] == 0
    return folder / "exports"


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.stem)
def test_a_page_works_in_an_empty_folder(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: Path
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    with chdir(tmp_path):
        for step in steps(page.read_text("utf-8")):
            if isinstance(step, File):
                Path(step.name).write_text(step.text, "utf-8")
            elif step.line == SAMPLE and not step.shown:
                shutil.copytree(sample, "exports")
            else:
                code, output = printed(step.line)
                assert code == (1 if step.fails else 0), f"$ {step.line}\n{output}"
                assert not step.shown or alike(step.output, output), f"$ {step.line}\n{output}"


@pytest.mark.parametrize("page", ALL, ids=lambda page: str(page.relative_to(PAGES)))
def test_no_command_stands_where_it_is_not_run(page: Path) -> None:
    text = page.read_text("utf-8")
    assert not_run(text) == []
    assert "<!-- first:" not in text, "what is to be done first is said to the reader"


def test_files_of_pages_are_those_that_the_tests_work_by_hand() -> None:
    shown = [(name, text) for page in RUN for name, text in files(page.read_text("utf-8")).items()]
    known = [(name, text) for name, text in shown if (BIDS / name).exists()]
    assert {name for name, _ in known} == {file.name for file in BIDS.glob("*.yaml")}
    for name, text in known:
        assert text == f"# {name}\n" + (BIDS / name).read_text("utf-8"), name


def test_commands_that_nobody_would_run_are_found() -> None:
    assert not_run("```text\n$ bpo check a.yaml\n```\n") == ["$ bpo check a.yaml"]
    assert not_run("```text\nbpo check a.yaml\n\nwell\n```\n") == ["bpo check a.yaml"]
    assert not_run("```console\n$ bpo check a.yaml\n```\n```\nbpo check FILE\n```\n") == []


@pytest.mark.parametrize("name", bpo.cli.VERBS)
def test_every_verb_has_its_page(name: str) -> None:
    text = (PAGES / "cli" / f"{name}.md").read_text("utf-8")
    assert text.partition("\n")[0].replace("`", "") == f"# bpo {name}"
    command = bpo.cli.bpo.get_command(bpo.cli.bpo.make_context("bpo", [name]), name)
    assert command is not None
    options = [opt for parameter in command.params for opt in parameter.opts if opt.startswith("--")]
    assert [opt for opt in options if f"`{opt}" not in text and f" {opt}" not in text] == []
    assert "exit" in text.lower()
