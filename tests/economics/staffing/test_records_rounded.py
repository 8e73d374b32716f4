"""A bid on a line that rounds every record: the scenario says how many there are and what they bring."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from bpo.core.errors import BpoError
from bpo.economics.scenario.projection import project
from bpo.economics.scenario.scenario import read_bid
from tests.economics.scenario.test_bid_checks import Change, written

TERM = "quantity: {count: cases}, tiers: [{up_to: 1200, rate: 30}, {rate: 20}]"
EACH = (
    "quantity: {sum: interactions, of: talk_seconds, increments: 30/6, unit: minute}, rate: 0.05, round_each: half_up"
)
CONTRACT: Change = ("letters-contract.yaml", TERM, EACH)


def figure(text: str) -> Change:
    return ("letters.yaml", "letters: letters.handled", f"letters: {text}")


def test_every_record_is_rounded_at_its_own_value(tmp_path: Path) -> None:
    """1,200 calls: 240 of 0.5 minutes at 0.025, 0.03 each, are 7.20; 960 of 1.1 at 0.055, 0.06 each, 57.60. 1,176 minutes."""
    values = figure("{of: letters.handled, values: {0.5: 20%, '1.1': 80%}}")
    month = project(read_bid(written(tmp_path, [CONTRACT, values]))).months[0]
    assert month.statement.measures.quantities["letters"].total == Fraction(1176)
    assert next(line.exact for line in month.statement.charges if line.clause == "letters") == Fraction("64.8")


WRONG = [
    ("{of: letters.handled, values: {0.5: 20%, 1.1: 70%}}", "letters.yaml:8: the parts make 90%, not 100%", "各部分合计 90%"),
    ("{of: letters.handled, values: {half: 100%}}", "letters.yaml:8: 'half' is not a number", "'half' 不是数字"),
    ("{of: letters.handled, parts: {a: 100%}, values: {1: 100%}}", "'parts' has no effect here: it goes with a figure without", "不含 values 的数量"),
    ("letters.handled", "letters.yaml:8: 'letters' rounds every record of 'letters': write how many there are", "对 'letters' 逐条舍入"),
]  # fmt: skip


@pytest.mark.parametrize(("written_as", "english", "chinese"), WRONG)
def test_what_cannot_be_rounded_is_told(tmp_path: Path, written_as: str, english: str, chinese: str) -> None:
    with pytest.raises(BpoError) as refused:
        project(read_bid(written(tmp_path, [CONTRACT, figure(written_as)])))
    assert english in refused.value.problems[0].say("en") and chinese in refused.value.problems[0].say("zh")
