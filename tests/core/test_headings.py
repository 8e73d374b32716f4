"""What exports call their columns is told for columns and values that there are, and no name stands for two of one table."""

from __future__ import annotations

import pytest

from bpo.core.headings import headings, likeness, words_of
from bpo.core.tables import TABLES, Table


def test_every_table_has_words_for_its_files() -> None:
    assert set(headings().files) == {table.name for table in TABLES}
    assert set(headings().columns) == {"any", *(table.name for table in TABLES)}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_columns_are_those_of_the_table(table: Table) -> None:
    assert set(headings().columns[table.name]) <= set(table.names)


def test_columns_of_any_table_are_columns_of_some() -> None:
    assert set(headings().columns["any"]) <= {name for table in TABLES for name in table.names}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_has_a_name_in_both_languages(table: Table) -> None:
    for column in table.columns:
        names = headings().names(table, column.name)
        assert any(name.isascii() for name in names) and any(not name.isascii() for name in names), column.name


def test_the_values_are_those_of_the_column() -> None:
    for name, values in headings().values.items():
        known = {value for table in TABLES for column in table.columns if column.name == name for value in column.known}
        assert not known or set(values) == known, name
        words = [word for of_value in values.values() for word in of_value]
        assert len(words) == len(set(words)), name


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("callStartTime", ("call", "start", "time")),
        ("Wait Time (sec)", ("wait", "time")),
        ("wait_s", ("wait",)),
        ("等待秒数", ("等待",)),
        ("IVR时长（秒）", ("ivr", "时长")),
        ("通话时长(秒)", ("通话时长",)),
        ("秒", ("秒",)),
        ("***", ()),
    ],
)
def test_a_heading_is_its_words_without_signs_and_units(heading: str, words: tuple[str, ...]) -> None:
    assert words_of(heading) == words


@pytest.mark.parametrize(
    ("heading", "name", "least", "most"),
    [
        ("Call-ID", "call id", 1, 1),
        ("CALLID", "call id", 1, 1),
        ("agent of record", "agent", 0.3, 0.7),
        ("坐席工号（新）", "坐席工号", 0.5, 0.99),
        ("wait", "talk", 0, 0),
        ("reagent", "agent", 0, 0),
        ("", "agent", 0, 0),
    ],
)
def test_how_like_a_name_a_heading_is(heading: str, name: str, least: float, most: float) -> None:
    assert least <= likeness(heading, name) <= most
