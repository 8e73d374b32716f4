"""Conditions in words, for a client: no SQL, no name of a column or a table."""

import pytest

from bpo.core.condition_said import condition_said
from bpo.core.condition_words import TABLES as NAMED
from bpo.core.condition_words import VALUES
from bpo.core.expr import FUNCTIONS
from bpo.core.filters import read_filter, read_quantity
from bpo.core.tables import INTERACTIONS, TABLES

SAID = [
    (
        "direction = 'inbound' AND outcome = 'handled' AND wait_seconds <= 20",
        "direction is inbound and outcome is handled and wait seconds at most 20",
        "方向为呼入，且结果为人工接听，且排队等待时长不超过 20",
    ),
    (
        "NOT resolved AND (queue IN ('cards', 'a') OR queue LIKE 'VIP%')",
        "resolved: no and (queue is one of “cards”, “a” or queue begins with “VIP”)",
        "是否一次解决：否，且（队列、技能组属于“cards”、“a”，或队列、技能组以“VIP”开头）",
    ),
    ("agent IS NOT NULL", "agent is given", "座席非空"),
    ("agent IS NULL", "agent is empty", "座席为空"),
    ("resolved = TRUE AND channel <> 'chat'", "resolved: yes and channel is not “chat”", "是否一次解决：是，且渠道不为“chat”"),
    ("outcome NOT IN ('void', 'ivr')", "outcome is none of void, ended in the IVR", "结果不属于无效记录、IVR 结束"),
    ("queue LIKE '%card%'", "queue contains “card”", "队列、技能组含“card”"),
    ("hour(started_at) >= 22", "the hour of started at at least 22", "开始时间的小时不低于 22"),
    ("started_at >= '2026-01-01'", "started at at least 2026-01-01", "开始时间不低于 2026-01-01"),
    ("NOT (talk_seconds < 5 AND resolved)", "not so that (talk seconds below 5 and resolved: yes)", "并非：（通话时长小于 5，且是否一次解决：是）"),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "en", "zh"), SAID)
def test_a_condition_in_both_languages(sql: str, en: str, zh: str) -> None:
    read = read_filter(sql, INTERACTIONS)
    assert (condition_said(read, INTERACTIONS, "en"), condition_said(read, INTERACTIONS, "zh")) == (en, zh)


def test_a_computed_value() -> None:
    read = read_quantity("CASE WHEN channel = 'chat' THEN 1 ELSE (talk_seconds + hold_seconds) * 2 END", INTERACTIONS)
    assert condition_said(read, INTERACTIONS, "en") == "1 if channel is “chat”, else (talk seconds + hold seconds) × 2"
    assert condition_said(read, INTERACTIONS, "zh") == "若渠道为“chat”则为 1，否则为（通话时长 + 保持时长） × 2"


ARGUMENTS = {"text": "queue", "whole": "3", "instant": "started_at", "instant|day": "started_at"}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_said(name: str) -> None:
    types, result = FUNCTIONS[name]
    called = f"{name}({', '.join(ARGUMENTS[one.rstrip('?')] for one in types)})"
    text = f"{called} = 'x'" if result == "text" else f"{called} = 3" if result == "whole" else called
    for lang in ("en", "zh"):
        said = condition_said(read_filter(text, INTERACTIONS), INTERACTIONS, lang)  # type: ignore[arg-type]
        assert said and "(" + "queue" not in said and "_" not in said


def test_every_table_and_every_known_value_has_a_name() -> None:
    assert set(NAMED) == {one.name for one in TABLES}
    assert set(VALUES) == {value for one in TABLES for column in one.columns for value in column.known}
