"""Daily figures as charts: geometry computed here, drawn as SVG by the template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bpo.core.words import show_number

LARGE, SMALL, HEIGHT = 720, 352, 170
"""Widths of a chart that has the page's width, and of one that has half of it, in the same scale."""
LEFT, RIGHT, TOP, BOTTOM = 56, 8, 10, 24
STEPS_MAX = 5


@dataclass(frozen=True, slots=True)
class Bar:
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where it is, and its text."""

    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart in a frame of ``width`` × ``height``; ``points`` are runs of days without a gap, as SVG writes them.

    ``left``, ``right``, ``top`` and ``bottom`` bound the plot; ``target`` is the height of the target line, or nothing.
    """

    width: str
    height: str
    left: str
    right: str
    top: str
    bottom: str
    bars: tuple[Bar, ...]
    points: tuple[str, ...]
    dots: tuple[tuple[str, str], ...]
    grid: tuple[Tick, ...]
    days: tuple[Tick, ...]
    target: str


def bar_chart(days: Sequence[date], values: Mapping[date, Fraction], width: int = LARGE) -> Chart:
    """Volumes: a bar a day, from zero; a day without a figure stays empty."""
    whole = all(value.denominator == 1 for value in values.values())
    scale = Scale.over([Fraction(0), *values.values()], Fraction(1) if whole else Fraction(0))
    slot = Fraction(width - LEFT - RIGHT, len(days))
    zero = scale.y(Fraction(0))
    bars = []
    for i, day in enumerate(days):
        if day in values:
            top, bottom = sorted((scale.y(values[day]), zero))
            x = LEFT + slot * i + slot * Fraction(18, 100)
            bars.append(Bar(px(x), px(top), px(slot * Fraction(64, 100)), px(bottom - top)))
    return _chart(days, scale, width, "", bars=tuple(bars))


def line_chart(
    days: Sequence[date], values: Mapping[date, Fraction], unit: str, target: Fraction | None, width: int = LARGE
) -> Chart:
    """A KPI: a line through the days that have a figure, and its target."""
    size = 100 if unit == "ratio" else 1
    shown = {day: value * size for day, value in values.items()}
    bounds = [*shown.values(), *([target * size] if target is not None else [])]
    if unit == "ratio" and max(bounds) <= 100:
        # High ratios are read against 100%, low ones against nothing.
        bounds.append(Fraction(100) if min(bounds) >= 50 else Fraction(0))
    scale = Scale.over(bounds)
    slot = Fraction(width - LEFT - RIGHT, len(days))
    runs: list[list[tuple[str, str]]] = [[]]
    for i, day in enumerate(days):
        if day in shown:
            runs[-1].append((px(LEFT + slot * i + slot / 2), px(scale.y(shown[day]))))
        elif runs[-1]:
            runs.append([])
    return _chart(
        days,
        scale,
        width,
        "%" if unit == "ratio" else "",
        points=tuple(" ".join(f"{x},{y}" for x, y in run) for run in runs if len(run) > 1),
        dots=tuple(dot for run in runs for dot in run),
        target=px(scale.y(target * size)) if target is not None else "",
    )


def _chart(
    days: Sequence[date],
    scale: Scale,
    width: int,
    unit: str,
    bars: tuple[Bar, ...] = (),
    points: tuple[str, ...] = (),
    dots: tuple[tuple[str, str], ...] = (),
    target: str = "",
) -> Chart:
    slot = Fraction(width - LEFT - RIGHT, len(days))
    every = 1 if slot >= 36 else 2 if slot >= 18 else 3
    ticks = tuple(Tick(px(LEFT + slot * i + slot / 2), str(day.day)) for i, day in enumerate(days) if i % every == 0)
    return Chart(
        str(width), str(HEIGHT), str(LEFT), str(width - RIGHT), str(TOP), str(HEIGHT - BOTTOM),
        bars, points, dots, scale.grid(unit), ticks, target,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scale:
    """A value axis between two round numbers, in steps of 1, 2 or 5 times a power of ten."""

    low: Fraction
    step: Fraction
    count: int

    @classmethod
    def over(cls, values: Sequence[Fraction], least_step: Fraction = Fraction(0)) -> Scale:
        """The scale that holds all values, in about five steps of at least ``least_step``."""
        low, high = min(values), max(values)
        if low == high:
            low, high = min(low, Fraction(0)), max(high, low + 1)
        step = max(_round_step((high - low) / STEPS_MAX), least_step)
        first = low // step * step
        if first == low > 0:
            first -= step  # what lies on the axis cannot be seen
        return cls(first, step, int(-((first - high) // step)))

    def y(self, value: Fraction) -> Fraction:
        """How far down from the top of the chart the value lies."""
        inner = HEIGHT - TOP - BOTTOM
        return HEIGHT - BOTTOM - (value - self.low) / (self.step * self.count) * inner

    def grid(self, unit: str) -> tuple[Tick, ...]:
        """A line with its number for each step."""
        marks = [self.low + self.step * i for i in range(self.count + 1)]
        return tuple(Tick(px(self.y(mark)), show_number(mark) + unit) for mark in marks)


def _round_step(least: Fraction) -> Fraction:
    """The smallest of 1, 2, 5 × 10ⁿ that is not below ``least``."""
    power = Fraction(1)
    while power * 10 <= least:
        power *= 10
    while power > least:
        power /= 10
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least)


def px(value: Fraction) -> str:
    """A length for SVG, to a hundredth."""
    return show_number(Fraction(round(value * 100), 100), 2).replace(",", "")
