"""The charts of a report as geometry, which the templates' macros ``chart`` and ``tornado`` draw as SVG."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from rich.cells import cell_len, set_cell_size

from bpo.core.words import show_number
from bpo.report.model import PAPER, Bars, Curve, Label, Tornado, Waterfall
from bpo.report.scale import BOTTOM, HEIGHT, TOP, Scale, px
from bpo.report.shown import label_said, number_text
from bpo.report.speech import Said, Speech

LARGE, SMALL = 720, 352
"""Widths of a chart that has the page's width, and of one that has half of it, in the same scale."""
LEFT, LEFT_OF_MONEY, RIGHT = 56, 72, 8
LABEL_WIDTH, LETTER_WIDTH = 44, 6
"""What ``2027-01`` takes below the axis, and a letter of a name; a Chinese one takes two."""


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
class Plot:
    """A chart in a frame of ``width`` × ``height``; ``points`` are runs without a gap, as SVG writes them, and
    ``edges`` those of a band around them.

    ``left``, ``right``, ``top`` and ``bottom`` bound the plot; ``days`` are the marks below it; ``target`` is the height of the
    line across, or nothing.
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
    edges: tuple[str, ...] = ()


Spot = tuple[Fraction, Fraction]
"""A point in the frame."""


def plot(
    scale: Scale, marks: Sequence[tuple[Fraction, str]], runs: Sequence[Sequence[Spot]] = (), dots: Sequence[Spot] = (),
    bars: Sequence[Bar] = (), level: Fraction | None = None, unit: str = "", left: int = LEFT, width: int = LARGE,
) -> Plot:  # fmt: skip
    """Any chart with a value axis on its left: its frame, its grid, and what stands in it."""
    return Plot(
        str(width), str(HEIGHT), str(left), str(width - RIGHT), str(TOP), str(HEIGHT - BOTTOM), tuple(bars),
        _written(runs),
        tuple((px(x), px(y)) for x, y in dots),
        tuple(Tick(px(scale.y(mark)), show_number(mark) + unit) for mark in scale.marks),
        tuple(Tick(px(x), text) for x, text in marks), "" if level is None else px(scale.y(level)),
    )  # fmt: skip


def bars_plot(data: Bars, width: int = LARGE) -> Plot:
    """A bar from zero and a point of the line for each name; a line through shares is read against 100% or nothing."""
    size = 100 if data.unit == "%" else 1
    bars, line = ([None if one is None else one * size for one in values] for values in (data.bars, data.line))
    level = None if data.level is None else data.level * size
    ends = [[None if one is None else one[n] * size for one in data.band] for n in (0, 1)]
    values = [one for one in (*bars, *line, *ends[0], *ends[1], level) if one is not None]
    if bars:
        values.append(Fraction(0))
    elif size == 100 and max(values) <= 100:
        values.append(Fraction(100) if min(values) >= 50 else Fraction(0))
    whole = bool(bars) and not line and all(one.denominator == 1 for one in values)
    scale = Scale.over(values, Fraction(1) if whole else Fraction(0))
    slot = Fraction(width - LEFT - RIGHT, len(data.names))
    middle = [LEFT + slot * i + slot / 2 for i in range(len(data.names))]
    every = _every(data.names, slot)
    runs = _runs(middle, line, scale)
    named = [(x, _cut(name, slot * every)) for x, name in zip(middle, data.names, strict=True)]
    marks = named[::every]
    columns = [_bar(x, slot, scale, value) for x, value in zip(middle, bars, strict=False) if value is not None]
    dots = [spot for run in runs for spot in run]
    band = [run for end in ends for run in _runs(middle, end, scale)]
    drawn = plot(scale, marks, runs, dots, columns, level, data.unit, width=width)
    return replace(drawn, edges=_written(band))


def _written(runs: Sequence[Sequence[Spot]]) -> tuple[str, ...]:
    """Runs of more than one point, as SVG writes them."""
    return tuple(" ".join(f"{px(x)},{px(y)}" for x, y in run) for run in runs if len(run) > 1)


def _runs(middle: Sequence[Fraction], values: Sequence[Fraction | None], scale: Scale) -> list[list[Spot]]:
    """The points of a line, in runs without a gap."""
    runs: list[list[Spot]] = [[]]
    for x, value in zip(middle, values, strict=False):
        if value is not None:
            runs[-1].append((x, scale.y(value)))
        elif runs[-1]:
            runs.append([])
    return runs


def _bar(x: Fraction, slot: Fraction, scale: Scale, value: Fraction) -> Bar:
    top, bottom = sorted((scale.y(value), scale.y(Fraction(0))))
    return Bar(px(x - slot * Fraction(32, 100)), px(top), px(slot * Fraction(64, 100)), px(bottom - top))


def _every(names: Sequence[str], slot: Fraction) -> int:
    """Of how many names one has room below the axis."""
    if max(map(len, names)) > 2:
        return math.ceil(LABEL_WIDTH / slot)
    return 1 if slot >= 36 else 2 if slot >= 18 else 3


def _cut(name: str, room: Fraction) -> str:
    """As much of a name as there is room for, and never less than a month's."""
    letters = max(len("2027-01"), int(room / LETTER_WIDTH))
    return name if cell_len(name) <= letters else set_cell_size(name, letters - 1).rstrip() + "…"


def curve_plot(data: Curve, speech: Speech, width: int = LARGE) -> Plot:
    """A curve, broken where it jumps."""
    places = [place for place, _ in data.points]
    level = [] if data.level is None else [data.level]
    scale = Scale.over([*level, *(value for _, value in data.points)])
    first, span = places[0], places[-1] - places[0]

    def at(place: Fraction, value: Fraction) -> Spot:
        return LEFT_OF_MONEY + (place - first) / span * (width - LEFT_OF_MONEY - RIGHT), scale.y(value)

    runs: list[list[Spot]] = [[]]
    for number, point in enumerate(data.points):
        runs[-1].append(at(*point))
        if number in data.breaks:
            runs.append([])
    marks = [
        (at(place, Fraction(0))[0], number_text(place, data.places, speech, PAPER))
        for place in Scale.over([places[0], places[-1]]).marks
        if first <= place <= first + span
    ]
    return plot(scale, marks, runs, [at(*dot) for dot in data.dots], level=data.level, left=LEFT_OF_MONEY, width=width)


LABELS, ROW, HEAD, FOOT, THICK, MARGIN = 190, 22, 8, 20, 12, 24
CLOSE = 13, 8
"""Height of a row and thickness of its bar where a chart shares a page with much else."""
PAGE_WIDTH = 174
"""Millimetres between the margins of a page."""
BARS_MAX = 16
"""As many as fit half a page; the table below has them all."""


@dataclass(frozen=True, slots=True)
class TornadoBar:
    """``low_x``, ``low_width`` is the part of the figure at the low value, the others that at the high one; each from the plan's line."""

    label: Said
    text_y: str
    y: str
    low_x: str
    low_width: str
    high_x: str
    high_width: str


@dataclass(frozen=True, slots=True)
class TornadoPlot:
    """``tall`` is the height on paper where the chart has a page's width."""

    tall: str
    width: str
    height: str
    left: str
    bar_height: str
    bottom: str
    plan: str
    bars: tuple[TornadoBar, ...]
    grid: tuple[Tick, ...]


def tornado_plot(data: Tornado, speech: Speech) -> TornadoPlot:
    """The widest bars, as many as there is room for, each from the plan to its ends."""
    shown = data.bars[:BARS_MAX]
    return _across(data.plan, [(label, data.plan, low, high) for label, low, high in shown], speech, (ROW, THICK))


def waterfall_plot(data: Waterfall, speech: Speech) -> TornadoPlot:
    """A row for each step: light from where it begins to where it ends, a sum that is reached dark from zero."""
    rows: list[tuple[Label, Fraction, Fraction, Fraction]] = []
    place = zero = Fraction(0)
    for label, amount, whole in data.steps:
        before, place = (zero, amount) if whole else (place, place + amount)
        rows.append((label, before, before if whole else place, place if whole else before))
    return _across(zero, rows, speech, CLOSE)


def _across(
    line: Fraction,
    rows: Sequence[tuple[Label, Fraction, Fraction, Fraction]],
    speech: Speech,
    high_and_thick: tuple[int, int],
) -> TornadoPlot:
    """A row each: a light bar from a place to the second, a dark one to the third; a line across all of them."""
    scale = Scale.over([line, *(place for _, *places in rows for place in places)])

    def x(value: Fraction) -> Fraction:
        return LABELS + scale.share(value) * (LARGE - LABELS - RIGHT - MARGIN)

    drawn, (high_row, thick) = [], high_and_thick
    for row, (label, start, *ends) in enumerate(rows):
        top, of = HEAD + high_row * row, x(start)
        low, high = ((px(min(of, x(end))), px(abs(x(end) - of))) for end in ends)
        text_y, y = px(Fraction(top + high_row // 2 + 4)), px(Fraction(top + (high_row - thick) // 2))
        drawn.append(TornadoBar(label_said(label, speech), text_y, y, *low, *high))
    bottom = HEAD + high_row * len(rows)
    tall = px(Fraction((bottom + FOOT) * PAGE_WIDTH, LARGE)) + "mm"
    return TornadoPlot(
        tall, str(LARGE), str(bottom + FOOT), str(LABELS), str(thick), str(bottom), px(x(line)), tuple(drawn),
        tuple(Tick(px(x(mark)), f"{int(mark):,}") for mark in scale.marks),
    )  # fmt: skip
