"""The pages hold together: links lead somewhere, and every verb that a page shows is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bpo.cli

ROOT = Path(__file__).parents[1]
PAGES = [*sorted(ROOT.glob("*.md")), ROOT / "findings" / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"(?<!`)\[[^\]\n]+\]\(([^)\s#]+)(?:#[^)]*)?\)")
PATH = re.compile(r"`(?:\.venv/bin/\w+ )?((?:[\w.-]+/)+[\w.-]+\.(?:py|md|css|j2|yaml))[`\s]|`(\w+\.(?:css|html\.j2))`")
TO_BE_MADE = re.compile(r"\b(NAME|CODE|VERB|abandoned|allowance|distance|hold_rate)\b")
"""Files that a page says how to make."""
VERB = re.compile(r"^(?:\$ )?(?:cd \S+ && )?bpo ([a-z][a-z-]*)", re.MULTILINE)


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_to_files(page: Path) -> None:
    targets = [target for target in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize(
    "page", ["docs/architecture.md", "docs/making-reports.md", "docs/templates.md", "CONTRIBUTING.md"]
)
def test_files_that_a_page_names_are_there(page: str) -> None:
    """By their paths from the top, or from the package; templates by their names alone."""
    named = {
        path or f"templates/{template}" for path, template in PATH.findall((ROOT / page).read_text(encoding="utf-8"))
    }
    gone = [
        one
        for one in named
        if not TO_BE_MADE.search(one) and not any((top / one).exists() for top in (ROOT, ROOT / "bpo"))
    ]
    assert named and gone == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_verbs_on_pages_exist(page: Path) -> None:
    blocks = re.findall(r"^```\w*\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    shown = {verb for block in blocks for verb in VERB.findall(block)}
    assert shown <= set(bpo.cli.VERBS)


def test_every_verb_has_its_page_and_its_line_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for verb in bpo.cli.VERBS:
        assert (ROOT / "docs" / "cli" / f"{verb}.md").is_file(), verb
        assert f"(docs/cli/{verb}.md)" in readme, verb


def test_every_decision_has_its_number_its_date_and_its_line_in_the_list() -> None:
    files = sorted(path for path in (ROOT / "docs" / "decisions").glob("*.md") if path.name != "README.md")
    texts = [path.read_text(encoding="utf-8") for path in files]
    heads = [re.match(r"# (\d+)\. (.+)\n\n\d{4}-\d{2}-\d{2}\b.*: .+\n", text) for text in texts]
    assert [file.name for file, head in zip(files, heads, strict=True) if head is None] == []
    titles = [(int(head[1]), head[2], file.name) for file, head in zip(files, heads, strict=True) if head]
    assert [number for number, _, _ in titles] == list(range(1, len(files) + 1))
    listed = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    assert sorted(
        re.findall(r"^- \[(\d+)\. (.+)\]\((\S+)\)$", listed, re.MULTILINE), key=lambda found: int(found[0])
    ) == [(str(number), title, name) for number, title, name in titles]
    assert [name for number, _, name in titles if not name.startswith(f"{number:04}-")] == []


def test_a_first_quote_is_written_as_its_verbs_are() -> None:
    """Each command of the README's chapter is understood with its options, as its verb's own help has them."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    chapter = readme.partition("## A first quote")[2].partition("\n## ")[0]
    lines = re.findall(r"^bpo (\S+) (.*?)(?:\s+#.*)?$", chapter, re.MULTILINE)
    assert {verb for verb, _ in lines} == {"check", "staffing", "quote", "solve", "breakeven", "compare"}
    for verb, rest in lines:
        command = bpo.cli.bpo.get_command(bpo.cli.bpo.make_context("bpo", [verb]), verb)
        assert command is not None
        command.make_context(verb, rest.split(), resilient_parsing=False)
