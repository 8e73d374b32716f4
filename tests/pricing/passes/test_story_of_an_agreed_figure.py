"""How a figure was agreed on is kept, and stands beside it: by whom, when, why the counts differ, and what shows it."""

from __future__ import annotations

from datetime import date

import pytest

from bpo.contracts.statement_json import statement_json
from bpo.core.errors import BpoError
from bpo.core.measures_file import parse_measures
from bpo.ledger.document import read, written
from bpo.pricing.price import price
from tests.contracts.making import contract

CONTRACT = """
terms:
  - {id: calls, model: workload, quantity: {given: calls}, rate: 2}
"""
STORY = "who: both managers, when: 2026-02-04, why: 40 test calls, attachment: minutes-2026-02.pdf"
FIGURES = "period: 2026-01\nquantities:\n  calls: {ours: 1040, theirs: 1000, agreed: 1000, %s}\n"


def test_the_story_stands_beside_the_figure_in_both_languages() -> None:
    """1,000 are agreed: 2,000.00. The counts lie 40 apart, 4% of the agreed one."""
    statement = price(contract(CONTRACT), parse_measures(FIGURES % STORY))
    assert str(statement.net) == "2000.00"
    words, values = statement.both_counts()["calls"]
    assert words.say("en", values).endswith("is billed (both managers, 2026-02-04: 40 test calls; minutes-2026-02.pdf)")
    assert words.say("zh", values).endswith("据此计费（both managers，2026-02-04：40 test calls；minutes-2026-02.pdf）")


def test_it_is_stored_and_written_again_as_it_was_read() -> None:
    statement = price(contract(CONTRACT), parse_measures(FIGURES % STORY))
    assert read(written(statement)) == statement
    both = statement.measures.sides["calls"]
    assert (both.who, both.when, both.attachment) == ("both managers", date(2026, 2, 4), "minutes-2026-02.pdf")
    told = statement.measures.as_json()["quantities"]["calls"]
    assert {name: told[name] for name in ("who", "when", "why", "attachment")} == {
        "who": "both managers", "when": "2026-02-04", "why": "40 test calls", "attachment": "minutes-2026-02.pdf",
    }  # fmt: skip
    (printed,) = statement_json(statement, "en")["both_counts"]
    assert (printed["when"], printed["attachment"]) == ("2026-02-04", "minutes-2026-02.pdf")


def test_each_part_of_it_may_be_left_out() -> None:
    for story, told in (
        ("when: 2026-02-04", " (2026-02-04)"),
        ("attachment: a mail", " (a mail)"),
        ("why: test calls", " (test calls)"),
    ):
        words, values = price(contract(CONTRACT), parse_measures(FIGURES % story)).both_counts()["calls"]
        assert words.say("en", values).endswith(f"is billed{told}")


def test_a_story_without_the_clients_figure_is_refused() -> None:
    with pytest.raises(BpoError) as refused:
        parse_measures("period: 2026-01\nquantities:\n  calls: {total: 1040, when: 2026-02-04}\n")
    assert "theirs" in refused.value.problems[0].say("en")
