"""The page of templates says all that the templates of a bid get."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from bpo.bid.headings import INTERNAL, OFFER
from bpo.bid.plan_headings import COMPARED, PLAN
from bpo.core.shipped import templates_folder
from bpo.invoice.headings import HEADINGS
from bpo.report.charts import TornadoPlot
from bpo.report.fonts import missing_characters
from bpo.report.page import Page, PageCell, PageChart, PageColumn, PageNote, PageRow, PageSection, PageTable

PAGE = (Path(__file__).resolve().parents[2] / "docs/templates.md").read_text("utf-8")


def test_every_heading_is_on_the_page_and_has_its_own_name() -> None:
    for name, words in {**OFFER, **INTERNAL, **PLAN, **COMPARED}.items():
        assert f"| `{name}` | {words.zh} | {words.en} |" in PAGE
    assert (
        set(OFFER).isdisjoint(INTERNAL)
        and set(PLAN).isdisjoint({**OFFER, **INTERNAL, **COMPARED})
        and set(COMPARED).isdisjoint({**OFFER, **INTERNAL})
        and set(HEADINGS).isdisjoint({**OFFER, **INTERNAL, **PLAN, **COMPARED})
    )
    assert (
        missing_characters(
            text for words in {**OFFER, **INTERNAL, **PLAN, **COMPARED}.values() for text in (words.zh, words.en)
        )
        == set()
    )


PIECES = [Page, PageSection, PageTable, PageColumn, PageRow, PageCell, PageNote, PageChart, TornadoPlot]


@pytest.mark.parametrize("sheet", PIECES)
def test_every_field_of_a_sheet_is_on_the_page(sheet: type) -> None:
    assert [field.name for field in fields(sheet) if f"`{field.name}`" not in PAGE] == []


def test_the_quotes_templates_name_no_heading_of_internal_documents() -> None:
    folder = templates_folder()
    for name in ("quote.html.j2", "bid.html.j2"):
        named = re.findall(r"\bh\.(\w+)", (folder / name).read_text("utf-8"))
        assert set(named) <= {*HEADINGS, *OFFER}, name
