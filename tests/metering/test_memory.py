"""Facts written out by hand: each value in its type, and everything that is not understood told at its place."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.core.tables import table
from bpo.metering.memory import MemoryLake, read_facts

FACTS = """\
period: 2026-02
interactions:
  - {interaction_id: 007, started_at: 2026-02-01 09:30:00, wait_seconds: 12, talk_seconds: ~}
sales:
  - {sale_id: s, amount: "10.50"}
roster:
  - {agent: a, from_day: 2026-02-03}
evaluations: []
events:
"""


def read(text: str) -> MemoryLake:
    return read_facts(parse_document(text, "facts.yaml"), "desk", "Asia/Shanghai")


def test_values_have_the_types_of_the_lake() -> None:
    """09:30 in Shanghai is 01:30 by UTC."""
    lake = read(FACTS)
    assert (lake.account, list(lake.rows)) == ("desk", ["interactions", "sales", "roster", "evaluations", "events"])
    assert lake.rows["interactions"] == [
        {
            "interaction_id": "007",
            "started_at": datetime(2026, 2, 1, 1, 30, tzinfo=UTC),
            "wait_seconds": 12,
            "talk_seconds": None,
        }
    ]
    assert lake.rows["sales"] == [{"sale_id": "s", "amount": Decimal("10.50")}]
    assert lake.rows["roster"] == [{"agent": "a", "from_day": date(2026, 2, 3)}]
    assert (lake.rows["evaluations"], lake.rows["events"]) == ([], [])
    assert lake.versions() == dict.fromkeys(lake.rows, 0)


def test_a_row_is_of_the_account_unless_it_says_otherwise_and_what_it_lacks_is_empty() -> None:
    facts = table("sales")
    assert facts is not None
    rows = MemoryLake("desk", {"sales": [{"sale_id": "1"}, {"sale_id": "2", "account": "other"}]}).scan(facts).collect()
    assert rows.select("sale_id", "account", "amount").rows() == [("1", "desk", None), ("2", "other", None)]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("sales: []\ninteraction:\n  - {agent: a}\n", 2, "interactions"),
        ("sales:\n  - {sale_id: s, amout: 1}\n", 2, "amount"),
        ("sales:\n  - sale_id: s\n    amount: much\n", 3, "'much' is not a number"),
        ("interactions:\n  - {wait_seconds: 1.5}\n", 2, "'1.5' is not a whole number"),
        ("interactions:\n  - {started_at: noon}\n", 2, "'noon' is not a moment, such as 2026-02-01 09:30:00"),
        ("roster:\n  - {from_day: 2026-02-30}\n", 2, "'2026-02-30' is not a day, such as 2026-02-01"),
        ("events:\n  - {upheld: perhaps}\n", 2, "'perhaps' is not yes or no"),
    ],
)
def test_what_is_not_understood_is_told(text: str, line: int, said: str) -> None:
    with pytest.raises(BpoError) as error:
        read(text)
    (problem,) = error.value.problems
    assert str(problem.where) == f"facts.yaml:{line}"
    assert said in problem.say("en")


def test_everything_is_told_at_once() -> None:
    with pytest.raises(BpoError) as error:
        read("calls:\n  - {}\nsales:\n  - {nothing: 1, amount: x}\n  - {amount: y}\n")
    assert [str(problem.where) for problem in error.value.problems] == [f"facts.yaml:{n}" for n in (1, 4, 4, 5)]
