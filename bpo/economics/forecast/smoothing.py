"""Exponential smoothing by the library ``statsmodels``, which takes a second or more to load and is loaded when it is first asked for.

Source: Hyndman, Koehler, Ord, Snyder, Forecasting with Exponential Smoothing (2008): the models are theirs, by their names.
"""

import math
import warnings
from collections.abc import Sequence
from typing import Any, Literal

Trend = Literal["none", "damped"]
FIT_ITS_START = 5
"""From so many seasons on the states at the beginning are fitted too; of fewer values there are too many of them."""
SHORTEST_SEASON = 4


def level(values: Sequence[float]) -> float:
    """Where a series stands, without trend and season: the last level of ETS(A,N,N).

    Args:
        values: at least four.
    """
    return float(_fitted(values, error="add").forecast(1)[0]) if len(set(values)) > 1 else values[-1]


def least_values(season: int) -> int:
    """From so many values on a season can be told: two of it, and ten values whose level is known (moving means lose half a season at either end)."""
    return max(2 * season, 10 + 2 * (season // 2))


def trend_of(values: Sequence[float], season: int) -> Trend:
    """Whether a damped trend is worth its parameters, by the corrected information criterion (AICc)."""
    criteria: dict[Trend, float] = {one: float(_seasonal(values, season, one).aicc) for one in ("none", "damped")}
    return min(criteria, key=lambda one: criteria[one] if math.isfinite(criteria[one]) else math.inf)


def seasonal(values: Sequence[float], season: int, trend: Trend, ahead: int) -> list[float]:
    """The next values of a series with a season: ETS(M,N,M) or ETS(M,Ad,M), additive where the series is not above zero throughout.

    Args:
        values: as many as :func:`least_values` says.
        season: how many values make one.
        trend: whether there is a damped one.
        ahead: how many values to forecast.
    """
    assert len(values) >= least_values(season), "a season is not known from less than two of it"
    return [float(one) for one in _seasonal(values, season, trend).forecast(ahead)]


def _seasonal(values: Sequence[float], season: int, trend: Trend) -> Any:
    kind = "mul" if min(values) > 0 else "add"
    start = "estimated" if len(values) >= FIT_ITS_START * season else "heuristic"
    damped = trend == "damped"
    return _fitted(
        values, error=kind, trend="add" if damped else None, damped_trend=damped, seasonal=kind, seasonal_periods=season,
        initialization_method=start,
    )  # fmt: skip


def _fitted(values: Sequence[float], **form: Any) -> Any:
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # that the search ended early is no news: what it is worth, the test on held-out periods says
        return ETSModel([float(one) for one in values], **form).fit(disp=False)
