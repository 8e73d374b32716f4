"""A forecast as lines of a scenario: a stream's volumes and its pattern, and the measured error."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from bpo.core.words import exact_text
from bpo.economics.forecast.forecast import Forecast
from bpo.economics.staffing.week import WEEKDAYS

WHOLE = 10_000
"""Shares are written in hundredths of a percent."""
LEAST_FACTOR, MOST_FACTOR = Fraction(1, 10), Fraction(10)
"""Of the plan; other factors are refused as inputs."""


def fragment(name: str, found: Forecast, half_hours: Mapping[str, Fraction]) -> str:
    """YAML to be put into a scenario: a stream of this name with its volumes and, where it is known, its pattern.

    Args:
        name: of the stream.
        found: the forecast.
        half_hours: what came in each half hour of the day.
    """
    return "".join(f"{line}\n" for line in _lines(name, found, half_hours))


def _lines(name: str, found: Forecast, half_hours: Mapping[str, Fraction]) -> Iterator[str]:
    history = found.history
    yield f"# forecast from the facts of {history.first} to {history.last}: {found.method.name.en}"
    yield "streams:"
    yield f"  - id: {name}"
    yield "    volume:"
    for one in found.expected:
        yield f"      {one.period.name}: {round(one.total)}"
    if sum(half_hours.values()):
        yield "    pattern:"
        days = _in_all([Fraction(one) for one in found.week])
        yield f"      days: {{{_pairs(dict(zip(WEEKDAYS, days, strict=True)))}}}"
        quoted = (f'"{start}"' for start in half_hours)
        shares = dict(zip(quoted, _in_all(list(half_hours.values())), strict=True))
        yield f"      half_hours: {{{_pairs(shares)}}}"
    if found.spread is not None:
        yield "uncertain: # as wrong as such forecasts were"
        cut = "".join(f", {key}: {factor}" for key, factor in _cut(found.spread).items())
        yield f"  {name}.volume: {{normal: {{mean: 100%, sd: {_percent(found.spread)}}}{cut}}}"


def uncertain_factor(spread: Fraction) -> dict[str, Any]:
    """The distribution of a volume that is forecast, as a scenario would write it under ``uncertain``."""
    return {"normal": {"mean": "100%", "sd": _percent(spread)}, **_cut(spread)}


def _cut(spread: Fraction) -> dict[str, str]:
    """A normal distribution goes on for five standard deviations; factors that cannot be an input are cut off."""
    least = {"least": _percent(LEAST_FACTOR)} if 1 - 5 * spread < LEAST_FACTOR else {}
    return least | ({"most": _percent(MOST_FACTOR)} if 1 + 5 * spread > MOST_FACTOR else {})


def _pairs(shares: Mapping[str, int]) -> str:
    return ", ".join(f"{key}: {_percent(Fraction(share, WHOLE))}" for key, share in shares.items() if share)


def _in_all(values: Sequence[Fraction]) -> list[int]:
    """Shares in hundredths of a percent that make 100% exactly: the largest remainders are rounded up."""
    every = sum(values)
    exact = [value * WHOLE / every for value in values]
    found = [int(one) for one in exact]
    order = sorted(range(len(exact)), key=lambda n: (found[n] - exact[n], n))
    for n in order[: WHOLE - sum(found)]:
        found[n] += 1
    return found


def _percent(share: Fraction) -> str:
    return exact_text(share * 100) + "%"
