"""Columns of exports that are called by a word of SQL: the message says which word, and how its name is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpo.core.fields import Mistake
from bpo.core.sql import NOT_SQL, UNKNOWN_COLUMN, WORD_OF_SQL, read_expression
from bpo.facts.sources.load import AnyText
from tests.facts.made import CALLS, divide, source

COLUMNS = (
    "from",
    "to",
    "when",
    "end",
    "order",
    "case",
    "desc",
    "group",
    "select",
    "table",
    "user",
    "left",
    "in",
    "and",
    "null",
    "by",
)


@pytest.mark.parametrize(
    ("text", "word", "offset"),
    [
        ("when || id", "when", 0),
        ("case || id", "case", 0),
        ("from IS NULL", "from", 0),
        ("set = 'x'", "set", 0),
        ("coalesce(all, id)", "all", 9),
        ("any IS NULL", "any", 0),
        ("lower(from)", "from", 6),
        ("from = 'x'", "from", 0),
        ("status = 'a' AND from = 'b'", "from", 17),
        ("x IN (from, to)", "from", 6),
    ],
)
def test_a_word_of_sql_in_the_place_of_a_name(text: str, word: str, offset: int) -> None:
    with pytest.raises(Mistake) as error:
        read_expression(text, AnyText())
    assert (error.value.words, error.value.offset, error.value.values["given"]) == (WORD_OF_SQL, offset, word)


@pytest.mark.parametrize(
    "name", [name for name in COLUMNS if name != "null"] + ["Order", " end ", "current_date", "时"]
)
def test_a_name_alone_is_the_column(name: str) -> None:
    """Whoever writes ``ended_at: end`` means the column; only where an expression is more than a name must it stand in quotes."""
    expr = read_expression(name, AnyText())
    assert (expr.op, expr.type, expr.value) == ("column", "text", name.strip())


@pytest.mark.parametrize(
    "name", ["Call", "show", "comment", "load", "copy", "update", "delete", "use", "begin", "cache", "export"]
)
def test_a_column_called_by_a_command_may_begin_a_condition(name: str) -> None:
    expr = read_expression(f"{name} LIKE 'Mean%' OR {name} IS NULL", AnyText())
    assert expr.columns() == {name}


def test_the_place_of_an_unknown_column_after_a_command() -> None:
    with pytest.raises(Mistake) as error:
        read_expression("Call = 'x' OR other = 'y'", {"Call": "text"})
    assert (error.value.words, error.value.offset) == (UNKNOWN_COLUMN, 14)


@pytest.mark.parametrize(
    "text", ["SELECT 1", "drop table x", "delete from x", "insert into x", "set a = 1", "call x()"]
)
def test_a_statement_is_refused(text: str) -> None:
    with pytest.raises(Mistake):
        read_expression(text, AnyText())


@pytest.mark.parametrize(("text", "op"), [("NULL", "literal"), ("true", "literal"), ("null", "literal")])
def test_a_constant_alone_is_no_column(text: str, op: str) -> None:
    assert read_expression(text, AnyText()).op == op


@pytest.mark.parametrize(
    "text", ["wait <", "status AND", "CASE WHEN a = 'x' THEN 1 ELSE 2", "a = 'from' AND", "a ~~ ~~ 'x'"]
)
def test_what_is_wrong_otherwise_is_told_otherwise(text: str) -> None:
    with pytest.raises(Mistake) as error:
        read_expression(text, AnyText())
    assert error.value.words is NOT_SQL
    said = [error.value.words.say(lang, error.value.values) for lang in ("en", "zh")]
    assert not any("Token" in one or "class" in one for one in said)


@pytest.mark.parametrize("name", COLUMNS)
def test_any_name_may_be_quoted(name: str) -> None:
    expr = read_expression(f'"{name}"', AnyText())
    assert (expr.op, expr.value) == ("column", name)


@pytest.mark.parametrize("names", [("'\"from\"'", "'\"when\"'"), ("from", "when")])
def test_an_export_with_such_columns_is_read(tmp_path: Path, names: tuple[str, str]) -> None:
    given = source(CALLS.replace("outcome:", "skill: {}\n  agent: {}\n  outcome:".format(*names)))
    usable, bad, _ = divide(tmp_path, "id,began,result,wait,from,when\n1,2026-01-05 09:00:00,A,7,+100,x\n", given)
    assert usable.select("skill", "agent").rows() == [("+100", "x")] and bad.height == 0
