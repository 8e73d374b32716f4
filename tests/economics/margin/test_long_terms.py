"""Break-even over terms of any length: a tier for the whole volume worked by hand, and random bids held against a scan of every step."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction as F
from pathlib import Path

import pytest

from bpo.core.fields import FileModel
from bpo.economics.margin.vary import sweep, varied
from bpo.economics.scenario.case import Case, case_of_bid
from bpo.economics.scenario.scenario import read_bid
from tests.economics.margin.scanned_bids import scanned

TIER = Path(__file__).parents[1] / "bids" / "tier"
TERMS = (1, 14, 18, 60)


def tier(months: int, folder: Path) -> Case:
    """40,000 letters a month at 4.00, and all at 3.60 beyond 45,000; 60,000 a month and 2.30 a letter are spent."""
    for file in TIER.iterdir():
        text = file.read_text("utf-8")
        last = f"{2027 + (months - 1) // 12}-{(months - 1) % 12 + 1:02}"
        (folder / file.name).write_text(text.replace("to: 2029-12}", f"to: {last}}}"), encoding="utf-8")
    return case_of_bid(read_bid(folder / "scenario.yaml"))


@pytest.fixture(autouse=True)
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """As outside the tests: thousands of months are altered here in the same few ways."""
    monkeypatch.setattr(FileModel, "checks_altered", False)


@pytest.mark.parametrize("months", TERMS)
def test_a_tier_for_the_whole_volume_loses_behind_its_bound(months: int, tmp_path: Path) -> None:
    """60,000 / (4.00 − 2.30) = 35,294.1 of 40,000 is 88.2353%; 45,000 of it 112.5%; 60,000 / (3.60 − 2.30) = 46,153.8 is 115.3846%.

    At 45,000 it leaves 45,000 × 1.70 − 60,000 = 16,500 a month, at 45,001 it loses 60,000 − 45,001 × 1.30 = 1,498.70.
    """
    case = tier(months, tmp_path)
    curve = sweep(case, varied(case, "volume")).curve
    assert curve.complete
    first, jump, last = curve.turns
    assert (first.kind, first.rising, last.kind, last.rising) == ("crossing", True, "crossing", True)
    assert (first.place, last.place) == (F(60_000, 68_000), F(60_000, 52_000))
    assert (jump.kind, jump.place, jump.end) == ("jump", F(45_000, 40_000), F(45_001, 40_000))
    assert (jump.before, jump.after) == (16_500 * months, F("-1498.7") * months)


@pytest.mark.parametrize(
    ("name", "turn"), [("price", F("0.95")), ("cost.rent", F(68, 60)), ("cost.work", F("2.5") / F("2.3"))]
)
def test_what_is_straight_is_proven_over_five_years(name: str, turn: F, tmp_path: Path) -> None:
    """A month earns 160,000 and spends 60,000 + 92,000: prices may fall to 152/160, the rent rise to 68,000, a letter to 2.50."""
    case = tier(60, tmp_path)
    curve = sweep(case, varied(case, name)).curve
    assert curve.complete
    assert [(one.kind, one.place, one.exact) for one in curve.turns] == [("crossing", turn, True)]


def test_what_is_told_of_random_bids_is_what_a_scan_finds() -> None:
    """The scan itself holds every proven place; which bids are drawn hangs on what else was imported."""
    seen: Counter[str] = Counter()
    scanned(3, seen)
    assert seen["bids"] and seen["proven"], seen
