"""Exponential smoothing against published figures."""

from __future__ import annotations

import pytest

from bpo.economics.forecast import smoothing

# International airline passengers by month, 1949 to 1960, in thousands: Box and Jenkins, Time Series Analysis (1976), series G.
AIRLINE = [
    112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114, 140,
    145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166, 171, 180, 193, 181, 183, 218, 230, 242, 209, 191, 172, 194,
    196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201, 204, 188, 235, 227, 234, 264, 302, 293, 259, 229, 203, 229,
    242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278, 284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271, 306,
    315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336, 340, 318, 362, 348, 363, 435, 491, 505, 404, 359, 310, 337,
    360, 342, 406, 396, 420, 472, 548, 559, 463, 407, 362, 405, 417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432,
]  # fmt: skip
# Their forecast for 1961 by ETS(M,Ad,M), which `forecast(ets(AirPassengers), h = 12)` of the R package forecast chooses and prints
# (Hyndman and Khandakar, Automatic Time Series Forecasting, Journal of Statistical Software 27 (3), 2008).
PUBLISHED = [
    441.8018, 434.1186, 496.6300, 483.2375, 483.9914, 551.0244, 613.1797, 609.3648, 530.5408, 463.0332, 402.7478, 451.9694,
]  # fmt: skip


def test_a_season_with_a_damped_trend_is_what_was_published() -> None:
    """Two programs do not end their search at the very same parameters: each month is within 0.6% and all twelve within 0.3%."""
    trend = smoothing.trend_of(AIRLINE, 12)
    found = smoothing.seasonal(AIRLINE, 12, trend, 12)
    assert trend == "damped"
    assert found == pytest.approx(PUBLISHED, rel=0.006)
    assert sum(found) == pytest.approx(sum(PUBLISHED), rel=0.003)


def test_a_level_that_never_moved_is_itself() -> None:
    assert smoothing.level([7.0, 7.0, 7.0, 7.0]) == 7


def test_a_level_that_moved_for_good_is_followed() -> None:
    """Five weeks at 100, then five at 200: what came before is forgotten."""
    assert smoothing.level([100.0] * 5 + [200.0] * 5) == pytest.approx(200, rel=0.01)


def test_a_season_that_falls_to_nothing_is_added_not_multiplied() -> None:
    """Four years of 0, 10, 20, 10: the next is the same."""
    assert smoothing.seasonal([0.0, 10.0, 20.0, 10.0] * 4, 4, "none", 4) == pytest.approx([0, 10, 20, 10], abs=0.01)
