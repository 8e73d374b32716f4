"""A workspace's own templates: they replace by name, and are shut in."""

import re
from pathlib import Path

import pytest

from bpo.bid.plan_headings import COMPARED_BOOK
from bpo.core import shipped
from bpo.core.errors import BpoError
from bpo.invoice import headings
from bpo.invoice.pdf import client_pdf
from bpo.invoice.sheet import sheet_of
from tests.invoice import bills
from tests.invoice.conftest import pages_of
from tests.invoice.test_media import three_entities

DOCS = Path(__file__).resolve().parents[2] / "docs" / "templates.md"


def _made(folder: Path, template: str = "", **files: str) -> bytes:
    folder.mkdir(exist_ok=True)
    if template:
        (folder / "client.html.j2").write_text(template, encoding="utf-8")
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return client_pdf(sheet_of(bills.credit(language="en")), folder)


def test_a_template_replaces_the_shipped_one_of_its_name(tmp_path: Path) -> None:
    (text,) = pages_of(_made(tmp_path, "<p>Pay {{ sheet.face.total.amount }} for {{ h.period }}</p>"))
    assert text == "PayCNY-12,500.50forPeriod"


def test_a_style_sheet_alone_can_be_replaced(tmp_path: Path) -> None:
    pages = pages_of(_made(tmp_path, statement__css="@page { size: A3 } .seals, .annex { display: none }"))
    assert len(pages) == 1 and "CNY-12,500.50" in pages[0] and "signature" not in pages[0]


def test_the_shipped_files_stand_in_for_what_the_folder_lacks(tmp_path: Path) -> None:
    own = '{% extends "reviewer.html.j2" %}'
    with pytest.raises(BpoError):
        # The client's sheet has no review: a template that asks for it fails rather than printing nothing.
        _made(
            tmp_path / "a",
            own.replace("reviewer", "client") + "{% block review %}{{ sheet.review.findings }}{% endblock %}",
        )
    page = '{% from "_macros.html.j2" import two %}<link rel=stylesheet href="statement.css"><p>{{ two(sheet.document) }}</p>'
    assert pages_of(_made(tmp_path / "b", page)) == ["Statement"]


@pytest.mark.parametrize(
    "template",
    [
        "{{ nothing }}",
        "{{ sheet.nothing }}",
        "{{ h.nothing }}",
        "{{ sheet.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ '{0.__class__}'.format(sheet) }}",
        "{{ sheet.face.__init__.__globals__ }}",
        "{{ h.clear() }}",
        "{{ range(10) }}",
        "{{ self.__init__ }}",
        "{% include '../../etc/passwd' %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% if %}",
        "{{ 1 / 0 }}",
    ],
)
def test_a_template_reaches_nothing_but_the_sheet(tmp_path: Path, template: str) -> None:
    with pytest.raises(BpoError) as error:
        _made(tmp_path, f"<p>ok</p>\n{template}")
    (problem,) = error.value.problems
    assert problem.code == "template-broken"
    assert problem.where is not None
    assert problem.where.path.endswith("client.html.j2") and problem.where.line == 2, str(problem.where)


@pytest.mark.parametrize(
    "page",
    [
        '<img src="file:///etc/passwd">',
        '<img src="http://127.0.0.1:9/logo.png">',
        '<img src="https://example.com/logo.png">',
        '<img src="../secret.png">',
        '<img src="data:image/png;base64,AAAA">',
        '<img src="not-there.png">',
        '<link rel=stylesheet href="http://127.0.0.1:9/a.css">',
        '<link rel=attachment href="file:///etc/passwd">',
        "<style>@import url(file:///etc/passwd);</style>",
        "<style>body { background: url(file:///etc/hostname) }</style>",
        '<img src="//host/share/logo.png">',
        '<svg width="9" height="9"><image href="file:///etc/passwd" width="9" height="9"/></svg>',
        '<object data="file:///etc/passwd">text</object>',
        '<embed src="file:///etc/passwd">',
        '<base href="file:///etc/"><img src="passwd">',
        "<style>@font-face { font-family: x; src: url(file:///etc/passwd) } body { font-family: x }</style>",
        '<p style="list-style: url(file:///etc/passwd); display: list-item">',
        "<style>p::before { content: url(http://127.0.0.1:9/) }</style>",
        '<img src="file://localhost/etc/passwd">',
        '<img src="%2e%2e/secret.png">',
    ],
)
def test_nothing_is_fetched_from_outside_the_folder(tmp_path: Path, page: str) -> None:
    (tmp_path / "secret.png").write_bytes(b"secret")
    with pytest.raises(BpoError) as error:
        _made(tmp_path / "templates", page + "<p>text</p>")
    assert {problem.code for problem in error.value.problems} == {"template-fetch"}


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.svg").write_text("<svg/>", encoding="utf-8")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "logo.svg").symlink_to(tmp_path / "secret.svg")
    with pytest.raises(BpoError):
        _made(folder, '<img src="logo.svg">')


def test_a_logo_of_the_folder_is_printed(tmp_path: Path) -> None:
    logo = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    assert _made(tmp_path, '<img src="logo.svg"><p>ok</p>', logo__svg=logo).startswith(b"%PDF")


def test_a_list_is_numbered_as_its_html_says(tmp_path: Path) -> None:
    page = '<ol start="5"><li>a</li><li value="9">b</li></ol><ol type="a"><li>c</li></ol>'
    (text,) = pages_of(_made(tmp_path, page))
    assert sorted(re.findall(r"\w\.", text)) == ["5.", "9.", "a."]


def _listed(part: str) -> dict[str, list[str]]:
    """What the page on templates lists of a part of the sheet: the fields of each of its rows."""
    table = DOCS.read_text("utf-8").split(f"| `sheet.{part}.` | is |")[1].split("\n\n")[0]
    rows = [line.split(" | ", 1) for line in table.splitlines() if line.startswith("| `")]
    return {name: re.findall(r"`(\w+)`", rest) for names, rest in rows for name in re.findall(r"`(\w+)`", names)[:1]}


@pytest.mark.parametrize("part", ["face.lines", "entities.each", "annex.lines", "annex.kpis", "annex.scorecards"])
def test_rows_have_every_field_that_the_page_on_templates_lists(part: str) -> None:
    room, rows = part.split(".")
    sheet = sheet_of(bills.hotline()) if room != "entities" else sheet_of(three_entities())
    (first, *_) = getattr(getattr(sheet, room), rows)
    nested = [one for name in ("bands", "steps", "rows", "lines") for one in getattr(first, name, ())[:1]]
    fields = [name for name in _listed(room)[rows] if name not in ("yes", "no", "meta")]
    assert len(fields) > 5
    assert [name for name in fields if not any(hasattr(one, name) for one in (first, *nested))] == []


def test_shipped_templates_name_headings_that_exist() -> None:
    for file in shipped.templates_folder().glob("*.j2"):
        for name in re.findall(r"\bh\.(\w+)", file.read_text(encoding="utf-8")):
            assert name in COMPARED_BOOK, f"{file.name}: h.{name}"


def test_the_page_on_templates_lists_every_heading() -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert [name for name in headings.HEADINGS if f"`{name}`" not in text] == []
