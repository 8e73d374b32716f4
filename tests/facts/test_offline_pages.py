"""What a quality report shows is read without a network: no page loads anything, and lists are in the page itself."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bpo.facts.ingest import ingest
from bpo.facts.lake.lake import Lake
from bpo.facts.offline_pages import NOTHING_IS_LOADED, make_offline, offline
from bpo.facts.quality import write_quality_report
from tests.facts.made import GOOD, HEADER, source

LOADS = {"src", "srcset", "data", "poster", "background", "action", "formaction"}


class Loaded(HTMLParser):
    """What a browser would fetch for a page, and the scripts that it would run."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)
        self.found += re.findall(r"url\([^)]*\)|@import[^;]*", page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [f"{tag} {name}={value}" for name, value in attrs if name in LOADS or name.startswith("on")]
        self.found += [f"{tag} {dict(attrs)}"] if tag in ("link", "script", "iframe", "base", "img") else []


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    file = folder / "calls <b>.csv"
    file.write_text(HEADER + GOOD + "2,2026-01-05 10:00:00,X,20\n")
    write_quality_report([ingest(file, source(), Lake(folder / "lake"))], folder / "docs")
    return folder / "docs"


def test_no_page_loads_anything(pages: Path) -> None:
    found = sorted(pages.rglob("*.html"))
    assert len(found) == 3, "the list, the suite, the file"
    for page in found:
        text = page.read_text(encoding="utf-8")
        assert Loaded(text).found == []
        assert f'content="{NOTHING_IS_LOADED}"' in text, "and the browser is told not to"


def test_the_parser_of_this_test_sees_what_is_loaded() -> None:
    page = '<link href="//a/b.css"><script src="https://a/b.js"></script><p style="background: url(http://a)" onclick="f()">'
    assert len(Loaded(page).found) == 5


def test_lists_lead_to_the_pages(pages: Path) -> None:
    index = (pages / "index.html").read_text(encoding="utf-8")
    links = set(re.findall(r'<td><a href="([^"]+\.html)">', index))
    assert len(links) == 2
    assert all((pages / link.replace("%20", " ").replace("%3C", "<").replace("%3E", ">")).is_file() for link in links)


def test_a_page_is_rewritten_once(pages: Path) -> None:
    before = {page: page.stat().st_mtime_ns for page in pages.rglob("*.html")}
    make_offline(pages)
    assert before == {page: page.stat().st_mtime_ns for page in pages.rglob("*.html")}


def test_what_is_said_stays() -> None:
    text = offline("<html><head><title>t</title></head><body><script>x</script><p>3 of 40</p></body></html>")
    assert "<p>3 of 40</p>" in text and "<title>t</title>" in text and "x</script>" not in text
