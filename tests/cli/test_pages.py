"""Every command on the pages of the verbs prints what stands there, and every verb and exit code has its page."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path

import pytest

import bpo.cli
from tests.cli.desk import Desk, copy_of
from tests.cli.pages import PAGES, alike, commands, files, printed

FILES = [*sorted((PAGES / "cli").glob("*.md")), PAGES / "workspace.md"]


@pytest.fixture(scope="session")
def shown_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A new workspace with the sample's exports, of which none is ingested yet."""
    folder = tmp_path_factory.mktemp("pages")
    assert Desk(folder).run("init", "my-desk").code == 0
    desk = Desk(folder / "my-desk")
    assert desk.run("sample", "exports").code == 0
    return desk


@pytest.mark.parametrize("page", FILES, ids=lambda page: page.stem)
def test_a_page_shows_what_is_printed(
    shown_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: Path
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    desk = copy_of(shown_desk, tmp_path / "my-desk")
    text = page.read_text("utf-8")
    for name, shown in files(text).items():
        (desk.root / name).write_text(shown, "utf-8")
    with chdir(desk.root):
        for command in commands(text):
            code, output = printed(command.line)
            assert code == (1 if command.fails else 0), output
            assert not command.shown or alike(command.output, output), f"$ {command.line}\n{output}"


@pytest.mark.parametrize("name", bpo.cli.VERBS)
def test_every_verb_has_its_page(name: str) -> None:
    text = (PAGES / "cli" / f"{name}.md").read_text("utf-8")
    assert text.partition("\n")[0].replace("`", "") == f"# bpo {name}"
    command = bpo.cli.bpo.get_command(bpo.cli.bpo.make_context("bpo", [name]), name)
    assert command is not None
    options = [opt for parameter in command.params for opt in parameter.opts if opt.startswith("--")]
    assert [opt for opt in options if f"`{opt}" not in text and f" {opt}" not in text] == []
    assert "exit" in text.lower()
