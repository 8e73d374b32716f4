"""The documentation of facts says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bpo.core.errors import BpoError
from bpo.core.expr import OTHER_FUNCTIONS, WITHOUT_CALENDAR
from bpo.core.sql import read_expression
from bpo.facts.sources.database_format import Database
from bpo.facts.sources.event_formats import CONTACT, ENDINGS, CallCenter, QueueLog
from bpo.facts.sources.json_format import Json
from bpo.facts.sources.load import AnyText
from bpo.facts.sources.same_key import OF_COLUMN
from bpo.facts.sources.source import Delimited, Entry, Excel, Source
from bpo.facts.sources.xml_format import Xml
from tests.facts.made import CALLS, source
from tests.facts.table_pages import PAGES, pages

SOURCES = (Path(__file__).resolve().parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(pages()))
def test_a_page_of_a_table_is_what_the_table_is(name: str) -> None:
    assert (PAGES / name).read_text(encoding="utf-8") == pages()[name], "run: python -m tests.facts.table_pages"


def test_there_is_no_page_without_a_table() -> None:
    assert {path.name for path in PAGES.iterdir()} == set(pages())


def test_every_option_is_documented() -> None:
    for model in (Source, Delimited, Excel, Json, Database, Entry):
        for name, field in model.model_fields.items():
            assert f"`{field.alias or name}`" in SOURCES, field.alias or name
    for function in (*WITHOUT_CALENDAR, *OTHER_FUNCTIONS):
        assert f"`{function}`" in SOURCES, function


def test_the_page_of_telephone_systems_has_every_option_column_and_source() -> None:
    page = (PAGES.parent / "telephone-systems.md").read_text(encoding="utf-8")
    options = {name for model in (QueueLog, CallCenter, Xml) for name in model.model_fields} - {"kind"}
    for name in (*options, *CONTACT, *ENDINGS):
        assert f"`{name}" in page, name
    folder = PAGES.parents[1] / "contracts" / "examples" / "sources"
    systems = ("3cx", "asterisk", "freepbx", "freeswitch", "vicidial")
    assert [
        path.stem for path in folder.glob("*.yaml") if path.stem.startswith(systems) and f"`{path.stem}`" not in page
    ] == []


def test_the_example_of_the_page_is_right() -> None:
    example = re.findall(r"```yaml\n(.*?)```", SOURCES, re.DOTALL)[0]
    assert source(example).source == "acme-calls"
    with pytest.raises(BpoError):
        source(example.replace("mm:ss", "mm-ss"))


def test_the_formats_of_the_page_are_right() -> None:
    head, rest = CALLS.split("format:")
    for kind in ("json", "database"):
        (block,) = re.findall(rf"```text\n(format:\n  kind: {kind}\n.*?)```", SOURCES, re.DOTALL)
        form, _, mapped = block.partition("map:\n")
        made = source(
            head
            + form
            + "map:"
            + rest.split("map:")[1].replace("  interaction_id: id\n", "" if mapped else "  interaction_id: id\n")
            + mapped
        )
        assert made.format.kind == kind


def test_what_the_page_says_of_rows_that_are_one_is_right() -> None:
    (block,) = re.findall(r"```\n(same_key: .*?)```", SOURCES, re.DOTALL)
    columns = "  ended_at: finished\n  agent: agent\n  customer: caller\n"
    for line in block.splitlines():
        made = source(f"{CALLS}{columns}{line}\n")
        assert made.same_key is not None or made.one_if_alike, line
    for name, take in OF_COLUMN.items():
        assert f"`{name}`" in SOURCES, (name, take)


def test_expressions_of_the_page_are_right() -> None:
    for text in ("day || ' ' || answered", "coalesce(answered, '0:00')", "cast(duration AS INT) - cast(talk AS INT)"):
        assert f"`{text}`" in SOURCES
        read_expression(text, AnyText())
