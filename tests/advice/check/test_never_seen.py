"""Conditions and rates held against facts: what no row ever had is told, with the values that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bpo.advice.check import advice
from bpo.core.documents import parse_document
from bpo.core.errors import Problem
from bpo.facts.lake.seen import SeenInLake
from bpo.metering.memory import read_facts
from tests.advice.making import loaded

PAGE = Path(__file__).resolve().parents[3] / "docs" / "checks" / "never-seen.md"
FACTS = """
interactions:
  - {interaction_id: 1, started_at: 2026-01-05 09:00:00, direction: inbound, outcome: handled, queue: cards, channel: voice, talk_seconds: 60}
  - {interaction_id: 2, started_at: 2026-02-05 09:00:00, direction: inbound, outcome: handled, queue: loans, channel: chat, talk_seconds: 90}
events:
  - {event_id: 1, occurred_at: 2026-01-05 09:00:00, kind: Complaint, upheld: yes}
"""


def told(body: str, facts: str = FACTS, account: str = "test") -> list[Problem]:
    lake = read_facts(parse_document(facts, "facts.yaml"), account, "Asia/Shanghai")
    return advice(loaded(body), seen=SeenInLake(lake, "test"))


def said(body: str, facts: str = FACTS) -> list[str]:
    return [problem.words.say("en", problem.values).partition("account 'test', ")[2] for problem in told(body, facts)]


def term(quantity: str, price: str = "rate: 4") -> str:
    return f"terms:\n  - {{id: it, model: workload, quantity: {quantity}, {price}}}\n"


def test_the_page_shows_what_is_told_and_how_to_mend_it() -> None:
    facts, unwise, line, mended = re.findall(r"^```\w*\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    (problem,) = told(unwise, facts)
    assert problem.words.say("en", problem.values) == line.strip()
    assert told(mended, facts) == []


def where(condition: str) -> str:
    return term(f'{{count: interactions, where: "{condition}"}}')


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (where("queue = 'cards' AND channel <> 'chat'"), []),
        (where("queue = 'crads'"), ["queue of interactions is never 'crads'"]),
        (where("queue <> 'lones'"), ["queue of interactions is never 'lones'"]),
        (where("queue IN ('cards', 'loans', 'cash')"), ["queue of interactions is never 'cash'"]),
        (where("queue LIKE 'car%'"), []),
        (where("queue LIKE 'crad%'"), ["no queue of interactions is like 'crad%'"]),
        (where("lower(queue) = 'crads'"), []),  # no value of the column itself
        (where("site = 'North' AND site <> 'South'"), ["site of interactions is always empty"]),  # not its values too
        (where("site IS NULL"), []),
        (where("hour(answered_at) < 9"), ["answered_at of interactions is always empty"]),
        (term("{sum: interactions, of: talk_seconds + hold_seconds}"), []),  # holding may rightly be empty
        (term("{sum: interactions, of: hold_seconds}"), ["hold_seconds of interactions is always empty"]),
        (term("{distinct: interactions, of: agent}"), ["agent of interactions is always empty"]),
        (term("{count: interactions}", "rates: {by: channel, voice: 1, chat: 2}"), []),
        (term("{count: interactions}", "rates: {by: channel, voise: 1, otherwise: 2}"), ["channel of interactions is never 'voise'"]),
        (
            term("{count: interactions}", "rates: {by: [channel, queue], voice: {crads: 1, otherwise: 3}, otherwise: 2}"),
            ["queue of interactions is never 'crads'"],
        ),
        (
            term("{count: interactions}", "rate: 1, multipliers: [{when: \"queue = 'night'\", times: 2, label: Night}]"),
            ["queue of interactions is never 'night'"],
        ),
        (term("{count: interactions}", "rate: 1, for_each: team"), ["team of interactions is always empty"]),
        (term("{count: interactions}", "rate: 1, for_each: queue"), []),
    ],
)  # fmt: skip
def test_what_is_asked_for_and_never_there(body: str, lines: list[str]) -> None:
    assert said(body) == lines


def test_a_near_value_is_offered_and_the_caret_stands_under_the_value() -> None:
    (problem,) = told(where("channel = 'voice' AND queue = 'crads'"))
    assert problem.values["nearest"] == "cards" and problem.values["known"] == ["cards", "loans"]
    assert problem.where is not None
    assert problem.where.text[problem.where.column - 1 :][: problem.where.width] == "'crads'"


def test_the_rate_that_no_row_takes_is_pointed_at() -> None:
    (problem,) = told(term("{count: interactions}", "rates: {by: channel, voise: 1, otherwise: 2}"))
    assert problem.where is not None and problem.values["nearest"] == "voice"
    assert problem.where.text[problem.where.column - 1 :][: problem.where.width] == "voise"


KPI = "terms:\n  - {id: fee, model: fixed, amount: 1}\nadjustments:\n  - {id: p, kind: penalty, kpi: it, amount: 1}\nkpis:\n  - "


def test_conditions_of_a_kpi_are_looked_at_too() -> None:
    kpi = "{id: it, kpi: average_handle_time, target: 300, where: \"queue = 'crads'\"}"
    assert said(KPI + kpi) == ["queue of interactions is never 'crads'"]


def test_what_a_kpi_looks_for_itself_is_told_where_a_like_value_is_there() -> None:
    kpi = "{id: it, kpi: complaint_rate, target: 1}"
    (problem,) = told(KPI + kpi)
    assert (problem.values["given"], problem.values["nearest"]) == ("complaint", "Complaint")
    assert said(KPI + kpi, FACTS.replace("Complaint", "praise")) == []


def test_a_table_without_rows_of_the_account_is_told_with_the_account_that_has_them() -> None:
    (problem,) = told(where("queue = 'cards'"), account="tests")
    assert problem.words.say("en", problem.values) == "the lake has no interactions of account 'test', needed by 'it'"
    assert problem.values["nearest"] == "tests"
    accepted = "accepts: [{check: never-seen, on: interactions, reason: they begin in May}]\n"
    assert [one.code for one in told(where("queue = 'cards'"), "interactions: []\n")] == ["check-never-seen-table"]
    assert told(where("queue = 'cards'") + accepted, "interactions: []\n") == []


ACCEPTS = "accepts: [{check: never-seen, on: it, reason: the queue opens in May}]\n"


def test_what_is_still_to_come_is_accepted_also_where_no_facts_are_asked() -> None:
    assert told(where("queue = 'crads'") + ACCEPTS) == []
    assert advice(loaded(where("queue = 'crads'") + ACCEPTS)) == []
    assert [one.code for one in told(where("queue = 'cards'") + ACCEPTS)] == ["acceptance-idle"]


def test_every_wording_of_an_amended_contract_is_looked_at() -> None:
    amended = (
        where("queue = 'cards'")
        + "amendments:\n  - from: 2026-05-01\n    "
        + where("queue = 'crads'").replace("\n  ", "\n      ")
    )
    assert said(amended) == ["queue of interactions is never 'crads'"]
