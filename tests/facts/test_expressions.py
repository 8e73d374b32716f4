"""What each operator means, row by row, written by hand: nulls, letters that are not ASCII, decimals, clocks."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from decimal import Decimal as D

import polars as pl
import pytest

from bpo.core.fields import Mistake
from bpo.core.sql import read_expression
from bpo.core.tables import ColumnType
from bpo.facts.expressions import compile_expression
from bpo.facts.types import DTYPES, decimal_of, whole_of, yes_no_of

COLUMNS: dict[str, ColumnType] = {
    "t": "text", "u": "text", "w": "whole", "d": "decimal", "y": "yes_no", "at": "instant", "day": "day",
}  # fmt: skip
ROWS = {
    "t": ["cards", "Cards 100%", None, "", "卡片业务", "a.c", "x\ny"],
    "u": ["cards", "a", "b", None, "业", ".", "\n"],
    "w": [1, 20, None, 21, -3, 0, 5],
    "d": [D("0.1"), D("20"), None, D("1.5"), D("-1.5"), D("2.5"), D("99999999999999.9999")],
    "y": [True, False, None, True, False, None, True],
    "at": [
        datetime(2026, 1, 31, 15, 59, 59, tzinfo=UTC),
        datetime(2026, 1, 31, 16, 0, 0, tzinfo=UTC),
        None,
        datetime(2026, 2, 1, 1, 30, tzinfo=UTC),
        datetime(2026, 2, 1, 23, 0, tzinfo=UTC),
        datetime(2026, 1, 1, 0, 0, tzinfo=UTC),
        datetime(2025, 12, 31, 16, 0, tzinfo=UTC),
    ],
    "day": [
        date(2026, 2, 1),
        date(2026, 2, 2),
        None,
        date(2026, 2, 7),
        date(2026, 2, 8),
        date(2024, 2, 29),
        date(2026, 1, 1),
    ],
}
T, F, N = True, False, None
FRAME = pl.DataFrame(ROWS, schema={name: DTYPES[kind] for name, kind in COLUMNS.items()})

MEANINGS = [
    ("t = 'cards'", [T, F, N, F, F, F, F]),
    ("t <> 'cards'", [F, T, N, T, T, T, T]),
    ("'cards' = t", [T, F, N, F, F, F, F]),
    ("t = u", [T, F, N, N, F, F, F]),
    ("w <= 20", [T, T, N, F, T, T, T]),
    ("20 >= w", [T, T, N, F, T, T, T]),
    ("w BETWEEN 1 AND 20", [T, T, N, F, F, F, T]),
    ("w NOT BETWEEN 1 AND 20", [F, F, N, T, T, T, F]),
    ("w = -3", [F, F, N, F, T, F, F]),
    ("w > 20.5", [F, F, N, T, F, F, F]),
    # Decimals are exact: as floats 0.1 + 0.2 is not 0.3, and 99999999999999.9999 is 100000000000000.
    ("d = 0.1", [T, F, N, F, F, F, F]),
    ("d + 0.2 = 0.3", [T, F, N, F, F, F, F]),
    ("d < 100000000000000", [T, T, N, T, T, T, T]),
    ("d = 99999999999999.9999", [F, F, N, F, F, F, T]),
    ("d > w", [F, F, N, F, T, T, T]),
    ("d IN (20, 1.5)", [F, T, N, T, F, F, F]),
    ("w IN (20, 0.5)", [F, T, N, F, F, F, F]),
    ("d > -1.5", [T, T, N, T, F, T, T]),
    # Three-valued logic.
    ("y", [T, F, N, T, F, N, T]),
    ("NOT y", [F, T, N, F, T, N, F]),
    ("y AND w > 0", [T, F, N, T, F, F, T]),
    ("y OR w > 0", [T, T, N, T, F, N, T]),
    ("y = true", [T, F, N, T, F, N, T]),
    ("y IS NULL", [F, F, T, F, F, T, F]),
    ("NOT (t IS NULL) AND u IS NOT NULL", [T, T, F, F, T, T, T]),
    ("t IN ('cards', 'a.c')", [T, F, N, F, F, T, F]),
    ("t NOT IN ('cards', 'a.c')", [F, T, N, T, T, F, T]),
    ("'a' IN (t, u)", [F, T, N, N, F, F, F]),
    ("w IN (1, 21)", [T, F, N, T, F, F, F]),
    # LIKE: the whole text, any letters but % and _ stand for themselves.
    ("t LIKE 'card%'", [T, F, N, F, F, F, F]),
    ("t LIKE 'ards'", [F, F, N, F, F, F, F]),
    ("t LIKE '%100%'", [F, T, N, F, F, F, F]),
    ("t LIKE 'a.c'", [F, F, N, F, F, T, F]),
    ("t LIKE 'a_c'", [F, F, N, F, F, T, F]),
    ("t LIKE '____'", [F, F, N, F, T, F, F]),
    ("t LIKE 'x%y'", [F, F, N, F, F, F, T]),
    ("t LIKE ''", [F, F, N, T, F, F, F]),
    ("t NOT LIKE 'c%'", [F, T, N, T, T, T, T]),
    ("t LIKE '%' || u || '%'", [T, T, N, N, T, T, T]),
    # Text.
    ("t || '-' || u", ["cards-cards", "Cards 100%-a", N, N, "卡片业务-业", "a.c-.", "x\ny-\n"]),
    ("upper(t)", ["CARDS", "CARDS 100%", N, "", "卡片业务", "A.C", "X\nY"]),
    ("lower(t)", ["cards", "cards 100%", N, "", "卡片业务", "a.c", "x\ny"]),
    ("trim('  ' || t || ' ')", ["cards", "Cards 100%", N, "", "卡片业务", "a.c", "x\ny"]),
    ("length(t)", [5, 10, N, 0, 4, 3, 3]),
    ("left(t, 2)", ["ca", "Ca", N, "", "卡片", "a.", "x\n"]),
    ("right(t, 2)", ["ds", "0%", N, "", "业务", ".c", "\ny"]),
    ("substr(t, 2, 2)", ["ar", "ar", N, "", "片业", ".c", "\ny"]),
    ("substr(t, 3)", ["rds", "rds 100%", N, "", "业务", "c", "y"]),
    ("substr(t, 0, 2)", ["c", "C", N, "", "卡", "a", "x"]),
    ("substr(t, -2, 1)", ["d", "0", N, "", "业", ".", "\n"]),
    ("replace(t, 'c', 'KK')", ["KKards", "Cards 100%", N, "", "卡片业务", "a.KK", "x\ny"]),
    ("replace(t, u, '')", ["", "Crds 100%", N, N, "卡片务", "ac", "xy"]),
    ("replace(t, '', '-')", ["cards", "Cards 100%", N, "", "卡片业务", "a.c", "x\ny"]),
    ("split_part(t, '.', 1)", ["cards", "Cards 100%", N, "", "卡片业务", "a", "x\ny"]),
    ("split_part(t, '.', 2)", ["", "", N, "", "", "c", ""]),
    ("split_part(t, '.', -1)", ["cards", "Cards 100%", N, "", "卡片业务", "c", "x\ny"]),
    # Choices.
    ("coalesce(u, t, '?')", ["cards", "a", "b", "", "业", ".", "\n"]),
    ("coalesce(w, 0)", [1, 20, 0, 21, -3, 0, 5]),
    ("nullif(w, 0)", [1, 20, N, 21, -3, N, 5]),
    ("nullif(t, u)", [N, "Cards 100%", N, "", "卡片业务", "a.c", "x\ny"]),
    ("nullif('a', u)", ["a", N, "a", "a", "a", "a", "a"]),
    ("CASE WHEN w > 10 THEN 'long' WHEN y THEN 'yes' ELSE 'other' END",
     ["yes", "long", "other", "long", "other", "other", "yes"]),
    ("CASE WHEN y THEN w END", [1, N, N, 21, N, N, 5]),
    # Sums, and casts: what is no number is null.
    ("w + 1 - 2", [0, 19, N, 20, -4, -1, 4]),
    ("w * w", [1, 400, N, 441, 9, 0, 25]),
    ("cast(d AS INT)", [0, 20, N, 2, -2, 3, 100000000000000]),
    ("cast(t AS INT)", [N, N, N, N, N, N, N]),
    ("cast(cast(w AS TEXT) AS INT)", [1, 20, N, 21, -3, 0, 5]),
    ("cast('7.0' AS INT) + w", [8, 27, N, 28, 4, 7, 12]),
    ("cast(' 1.25 ' AS DECIMAL(18, 4)) = 1.25 AND y", [T, F, N, T, F, N, T]),
    # The clock on the wall in Shanghai, UTC+8.
    ("at >= '2026-02-01'", [F, T, N, T, T, F, F]),
    ("at < '2026-02-01 00:00:01'", [T, T, N, F, F, T, T]),
    ("at = '2026-01-31T16:00:00+00:00'", [F, T, N, F, F, F, F]),
    ("hour(at)", [23, 0, N, 9, 7, 8, 0]),
    ("minute(at)", [59, 0, N, 30, 0, 0, 0]),
    ("weekday(at)", [6, 7, N, 7, 1, 4, 4]),
    ("day_of_month(at)", [31, 1, N, 1, 2, 1, 1]),
    ("day = '2026-02-01'", [T, F, N, F, F, F, F]),
    ("weekday(day)", [7, 1, N, 6, 7, 4, 4]),
    ("day_of_month(day)", [1, 2, N, 7, 8, 29, 1]),
    # Midnights by the local clock: `at` is 31 Jan 23:59, 1 Feb 0:00, unknown, 1 Feb, 2 Feb, 1 Jan, 1 Jan in Shanghai.
    ("days_between(at, day)", [1, 1, N, 6, 6, -672, 0]),
    ("days_between(day, at)", [-1, -1, N, -6, -6, 672, 0]),
    ("days_between(at, at)", [0, 0, N, 0, 0, 0, 0]),
    ("cast(at AS TEXT)", ["2026-01-31 23:59:59", "2026-02-01 00:00:00", N, "2026-02-01 09:30:00",
                          "2026-02-02 07:00:00", "2026-01-01 08:00:00", "2026-01-01 00:00:00"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MEANINGS, ids=[text for text, _ in MEANINGS])
def test_meaning(text: str, expected: list[object]) -> None:
    expr = read_expression(text, COLUMNS)
    found = FRAME.select(found=compile_expression(expr, "Asia/Shanghai"))["found"]
    assert found.to_list() == expected
    assert found.dtype == DTYPES[expr.type]


def test_a_filter_keeps_only_what_is_true() -> None:
    expr = read_expression("NOT (w > 10)", COLUMNS)
    assert FRAME.filter(compile_expression(expr, "UTC"))["w"].to_list() == [1, -3, 0, 5]


def test_hundreds_of_alternatives_stay_shallow() -> None:
    text = " OR ".join(f"w={n}" for n in range(100, 280)) + " OR w = 20"
    expr = read_expression(text, COLUMNS)
    assert FRAME.filter(compile_expression(expr, "UTC"))["w"].to_list() == [20]


def test_summer_time_changes_the_hour() -> None:
    frame = pl.DataFrame({"at": [datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 30, 12, tzinfo=UTC)]})
    found = frame.select(h=compile_expression(read_expression("hour(at)", COLUMNS), "Europe/Berlin"))
    assert found["h"].to_list() == [13, 14]


LIKE_SQLITE = [
    text for text, _ in MEANINGS
    if not any(word in text for word in ("left(", "right(", "split_part", "hour", "minute", "weekday", "day", "at ", "d ", "''", "0, 2", "cast"))
]  # fmt: skip


@pytest.mark.parametrize("text", LIKE_SQLITE)
def test_sqlite_agrees(text: str) -> None:
    rows = FRAME.select("t", "u", "w", "y").rows()
    with sqlite3.connect(":memory:") as db:
        db.execute("PRAGMA case_sensitive_like = ON")
        db.execute("CREATE TABLE f (t TEXT, u TEXT, w INTEGER, y BOOLEAN)")
        db.executemany("INSERT INTO f VALUES (?, ?, ?, ?)", rows)
        theirs = [row[0] for row in db.execute(f"SELECT {text} FROM f ORDER BY rowid")]
    db.close()
    ours = FRAME.select(found=compile_expression(read_expression(text, COLUMNS), "UTC"))["found"].to_list()
    assert [int(value) if isinstance(value, bool) else value for value in ours] == theirs


TEXTS = ["12", " -12 ", "+5", "12.0", "12.50", "1.23456", "1.50000", ".5", "1e3", "abc", "", None, "１２", "1,000",
         "100000000000000000", "9999999999999999999"]  # fmt: skip


def test_text_as_numbers() -> None:
    found = pl.DataFrame({"t": TEXTS}).select(w=whole_of(pl.col("t")), d=decimal_of(pl.col("t")))
    assert found["w"].to_list() == [12, -12, 5, 12, N, N, N, N, N, N, N, N, N, N, 100000000000000000, N]
    assert found["d"].to_list() == [D(12), D(-12), D(5), D(12), D("12.5"), N, D("1.5"), D("0.5"), *[N] * 8]


def test_text_as_yes_or_no() -> None:
    found = pl.DataFrame({"t": ["Yes", "0", "是", "否", "TRUE", "maybe", "", None]}).select(y=yes_no_of(pl.col("t")))
    assert found["y"].to_list() == [T, F, T, F, T, N, N, N]


@pytest.mark.parametrize("text", ["w BETWEEN SYMMETRIC 2 AND 1", "trim(LEADING FROM t) = 'a'", "t LIKE 'a' ESCAPE '!'"])
def test_a_word_that_would_turn_the_meaning_round_is_refused(text: str) -> None:
    with pytest.raises(Mistake):
        read_expression(text, COLUMNS)


def test_null_in_a_list_is_refused_with_the_reason() -> None:
    with pytest.raises(Mistake):
        read_expression("w IN (1, NULL)", COLUMNS)
