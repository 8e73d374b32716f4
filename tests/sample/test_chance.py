"""Draws: spreads keep to their lines and their ends, closed hours stay closed, streams are apart."""

from __future__ import annotations

import pytest

from bpo.sample.chance import Chance, Spread, mix, time_of_day

ALMOST_ONE = 0.99999


@pytest.mark.parametrize(
    ("share", "value"),
    # From 10 to 20 over the first half, then from 20 to 100 over the second: at 3/4 it is 20 + 80/2.
    [(0.0, 10), (0.25, 15), (0.5, 20), (0.75, 60), (ALMOST_ONE, 99)],
)
def test_a_spread_follows_its_lines(share: float, value: int) -> None:
    assert Spread((0, 10), (0.5, 20), (1, 100)).at(share) == value


def test_hours_of_weight_zero_are_closed() -> None:
    # Open from 9 to 11 and, with twice the weight, from 13 to 14: half of the day's contacts come before the break.
    times = time_of_day((0,) * 9 + (1, 1, 0, 0, 2) + (0,) * 10)
    assert [times.at(share) for share in (0.0, 0.25, 0.5, 0.75, ALMOST_ONE)] == [
        9 * 3600,
        10 * 3600,
        11 * 3600,
        13 * 3600 + 1800,
        14 * 3600 - 1,
    ]


def test_each_stream_repeats_and_differs_from_the_others() -> None:
    def draws(*names: str) -> list[float]:
        chance = Chance(1, *names)
        return [chance.random() for _ in range(3)]

    assert draws("calls", "2026-01") == draws("calls", "2026-01") != draws("calls", "2026-02")


def test_a_mix_holds_its_choices_in_proportion() -> None:
    assert mix(("a", 2), ("b", 1)) == ("a", "a", "b")
