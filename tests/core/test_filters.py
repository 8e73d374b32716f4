"""Conditions: what is understood, what is refused, and where the mistake stands."""

from __future__ import annotations

import pytest

from bpo.core.expr import both
from bpo.core.fields import Mistake
from bpo.core.filters import read_filter, read_quantity
from bpo.core.tables import INTERACTIONS, TIMESHEETS


@pytest.mark.parametrize(
    ("text", "sql"),
    [
        ("queue = 'cards' AND wait_seconds <= 20", "queue = 'cards' AND wait_seconds <= 20"),
        ("20 >= wait_seconds", "wait_seconds <= 20"),
        ("wait_seconds between 5 and 20", "wait_seconds >= 5 AND wait_seconds <= 20"),
        ("(queue = 'a' OR queue = 'b') AND resolved", "(queue = 'a' OR queue = 'b') AND resolved"),
        ("queue = 'a' OR queue = 'b' AND resolved", "queue = 'a' OR queue = 'b' AND resolved"),
        ("NOT resolved", "NOT (resolved)"),
        ("agent IS NOT NULL", "NOT (agent IS NULL)"),
        ("queue NOT IN ('a', 'b')", "NOT (queue IN ('a', 'b'))"),
        ("queue NOT LIKE 'vip%'", "NOT (queue LIKE 'vip%')"),
        ("queue = 'it''s'", "queue = 'it''s'"),
        ("队列 = 1", None),
    ],
)
def test_conditions(text: str, sql: str | None) -> None:
    if sql is None:
        with pytest.raises(Mistake):
            read_filter(text, INTERACTIONS)
    else:
        assert read_filter(text, INTERACTIONS).sql() == sql


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("queu = 'a'", "column-unknown"),
        ("outcome = 'handeld'", "column-value-unknown"),
        ("outcome IN ('handled', 'droped')", "column-value-unknown"),
        ("wait_seconds = 'x'", "sql-types-differ"),
        ("wait_seconds", "sql-wrong-type"),
        ("agent AND resolved", "sql-wrong-type"),
        ("wait_seconds / 2 = 1", "sql-not-allowed"),
        ("wait_seconds % 2 = 1", "sql-not-allowed"),
        ("agent ILIKE 'a'", "sql-not-allowed"),
        ("agent SIMILAR TO 'a'", "sql-not-allowed"),
        ("interactions.agent = 'a'", "sql-not-allowed"),
        ("count(*) > 1", "sql-not-allowed"),
        ("sum(wait_seconds) > 1", "sql-not-allowed"),
        ("row_number() OVER () = 1", "sql-not-allowed"),
        ("EXISTS (SELECT 1)", "sql-not-allowed"),
        ("agent IN (SELECT agent FROM roster)", "sql-not-allowed"),
        ("read_csv('/etc/passwd') = 1", "sql-not-allowed"),
        ("getenv('HOME') = 'x'", "sql-not-allowed"),
        ("cast(agent AS DATE) = agent", "sql-not-allowed"),
        ("queue = 'a' AND", "sql-not-understood"),
        ("queue = 'a", "sql-not-understood"),
        ("", "sql-not-understood"),
        ("resolved; DROP TABLE x", "sql-not-allowed"),
        ("(" * 50 + "resolved" + ")" * 50, "sql-too-long"),
        ("NOT " * 50 + "resolved", "sql-too-long"),
        (" OR ".join(["resolved"] * 2000), "sql-too-long"),
        (" OR ".join(["resolved"] * 400), "sql-too-long"),
    ],
)
def test_what_is_refused(text: str, code: str) -> None:
    with pytest.raises(Mistake) as error:
        read_filter(text, INTERACTIONS)
    assert error.value.words.code == code


@pytest.mark.parametrize("text", ["hours + hours", "hours - 1", "hours"])
def test_quantities(text: str) -> None:
    assert read_quantity(text, TIMESHEETS).type == "decimal"


@pytest.mark.parametrize("text", ["hours * 2", "agent", "hours > 1", "hours * hours"])
def test_what_cannot_be_added_up(text: str) -> None:
    with pytest.raises(Mistake):
        read_quantity(text, TIMESHEETS)


def test_the_mistake_is_placed_in_the_text() -> None:
    with pytest.raises(Mistake) as error:
        read_filter("resolved AND queu = 'a'", INTERACTIONS)
    assert (error.value.offset, error.value.width) == (13, 4)


def test_both_conditions_hold() -> None:
    one, other = read_filter("resolved", INTERACTIONS), read_filter("transferred OR resolved", INTERACTIONS)
    together = both(one, None, other)
    assert together is not None
    assert together.sql() == "resolved AND (transferred OR resolved)"
    assert both(None, None) is None
    assert both(one, None) == one
