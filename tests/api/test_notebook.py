"""A statement shows its face in a notebook: a piece of HTML that stands alone."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

import bpo
from bpo.api.results import Statement
from bpo.core.measures_file import parse_measures
from bpo.core.words import Text
from tests.invoice.test_entities import CONTRACT
from tests.invoice.test_entities import FIGURES as FIGURES_OF_THE_GROUP

EXAMPLES = Path(__file__).resolve().parents[2] / "contracts" / "examples"
FIGURES = {"minutes": 1200}  # 1,200 × 0.85 = 1,020.00


class Read(HTMLParser):
    """The text of a piece of HTML without its style; every tag must be closed in its order."""

    void = frozenset({"col"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.tags: set[str] = set()
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not {name for name, _ in attrs} & {"src", "href", "onclick"}
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.texts += data.split()

    def has(self, *wanted: str) -> bool:
        return all(" ".join(one.split()) in " ".join(self.texts) for one in wanted)


@pytest.fixture(scope="module")
def statement() -> Statement:
    return bpo.price(bpo.load(EXAMPLES / "tiny-workload.yaml"), FIGURES)


def test_the_face_has_parties_lines_and_totals(statement: Statement) -> None:
    assert statement.header is not None
    page = Read(statement._repr_html_())
    assert page.has("1,200", "0.85", "1,020.00", statement.contract, statement.period.name)
    assert page.has(str(statement.header.supplier.name.en), str(statement.header.client.name.en))


def test_it_stands_alone_and_touches_nothing_else_on_the_page(statement: Statement) -> None:
    page = statement._repr_html_()
    assert not Read(page).tags & {"link", "script", "img", "html", "body", "iframe"}
    assert "url(" not in page and "@import" not in page and "http" not in page
    style = page[page.index("<style>") + 7 : page.index("</style>")]
    selectors = [one.strip() for rule in re.findall(r"([^{}]+)\{", style) for one in rule.split(",")]
    assert selectors and all(one.startswith(".bpo-statement") for one in selectors)


def test_names_are_text_whatever_they_contain(statement: Statement) -> None:
    name = Text.of("<script>alert(1)</script> {{ h }} & Co")
    (line,) = statement.charges
    page = replace(statement, title=name, charges=(replace(line, label=name),))._repr_html_()
    assert "<script" not in page and page.count("&lt;script&gt;alert(1)&lt;/script&gt; {{ h }} &amp; Co") == 2
    assert Read(page).has("<script>alert(1)</script> {{ h }} & Co")


def test_without_a_header_there_are_no_parties(statement: Statement) -> None:
    assert statement.header is not None
    page = Read(replace(statement, header=None)._repr_html_())
    assert page.has("1,200", "0.85", "1,020.00") and not page.has("Supplier")
    assert not page.has(statement.header.supplier.name.en)


def test_tiers_kpis_and_both_languages_are_shown() -> None:
    contract = bpo.load(EXAMPLES / "hotline-12345.yaml")
    statement = bpo.price(contract, bpo.read_measures(EXAMPLES / "measures" / "hotline-12345.yaml"))
    page = Read(statement._repr_html_())
    assert page.has(f"{statement.total:,.2f}", *(f"{charge.amount:,.2f}" for charge in statement.charges))
    assert statement.verdicts and all(page.has(verdict.label.zh) for verdict in statement.verdicts.values())


def test_deductions_stand_between_the_total_and_what_is_payable() -> None:
    """The total is 1,470.00 after a coefficient of -100.00, a leak of 100.00 is deducted: 1,370.00 (tests/invoice/test_entities.py)."""
    statement = bpo.price(bpo.load(CONTRACT), parse_measures(FIGURES_OF_THE_GROUP))
    text = " ".join(Read(statement._repr_html_()).texts)
    assert text.index("1,470.00") < text.rindex("-100.00") < text.index("1,370.00")
