"""Mistakes of a bid as its verbs meet them: every message stands at its line, says what to change, and does so in both languages."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from bpo.bid import checked_offer
from bpo.cli.bids import bid_of
from bpo.economics.projection import project
from bpo.errors import BpoError

BIDS = Path(__file__).parent / "bids"
Change = tuple[str, str, str]
"""A file, a text in it, and what stands there instead."""
QUOTE = "quote: {number: L-1, date: 2026-11-16, %s}\nvariants:"
TOLD: dict[str, tuple[list[Change], list[tuple[str, str]]]] = {
    "a day for a month": (
        [("letters.yaml", "streams:", "months: {from: 2027-01-01, to: 2027-13}\nstreams:")],
        [
            ("letters.yaml:4: '2027-01-01' is not a month; write 2026-01", "'2027-01-01' 不是月份；请写 2026-01"),
            ("letters.yaml:4: '2027-13' is not a month; write 2026-01", "'2027-13' 不是月份；请写 2026-01"),
        ],
    ),
    "a day for a KPI's month": (
        [("letters.yaml", "{qa: 96%}", "{qa: {2027-01: 96%, 2027-02-01: 95%}}")],
        [("letters.yaml:9: '2027-02-01' is not a month; write 2026-01", "'2027-02-01' 不是月份；请写 2026-01")],
    ),
    "a quote valid for months": (
        [("letters.yaml", "variants:", QUOTE % "valid_days: 3 months")],
        [
            (
                "letters.yaml:10: '3 months' is not a number of days; write '90 days', or a day with 'valid_until'",
                "'3 months' 不是天数；请写 90 天，或用 valid_until 写明截止日",
            )
        ],
    ),
}


def written(folder: Path, changes: Sequence[Change]) -> Path:
    """The bid of the letters with these changes."""
    for file in BIDS.glob("letters*.yaml"):
        shutil.copy(file, folder)
    for name, old, new in changes:
        text = (folder / name).read_text("utf-8")
        assert old in text, old
        (folder / name).write_text(text.replace(old, new, 1), "utf-8")
    return folder / "letters.yaml"


def compute(path: Path) -> None:
    """Everything that the verbs do with a bid: read, computed as planned and in each variant, the offer checked."""
    bid = bid_of(path)
    plan = project(bid)
    for changes in bid.scenario.variants.values():
        project(bid, changes)
    if bid.scenario.quote is not None:
        checked_offer(plan)


@pytest.mark.parametrize("case", TOLD)
def test_a_mistake_is_told_where_it_stands(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changes, expected = TOLD[case]
    path = written(tmp_path, changes)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BpoError) as error:
        compute(Path(path.name))
    said = [[one.say(lang).split("\n")[0] for one in error.value.problems] for lang in ("en", "zh")]
    assert said[0] == [english for english, _ in expected]
    assert [one.split(": ", 1)[1] for one in said[1]] == [chinese for _, chinese in expected]
