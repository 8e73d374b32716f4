"""A curve of what is paid as an SVG file of its own, in the manner of the charts of the annex."""

from collections.abc import Sequence
from fractions import Fraction
from html import escape
from itertools import pairwise

from bpo.core.words import show_number
from bpo.report.scale import Scale, px

WIDTH, HEIGHT = 720, 226
LEFT, RIGHT, HEADER = 84, 16, 28
LINE_COLOUR, GRID_COLOUR, TEXT_COLOUR = "#1f5362", "#d9dfe2", "#4a565c"


def curve_svg(points: Sequence[tuple[Fraction, Fraction]], jumps: Sequence[bool], title: str, sign: str = "") -> str:
    """The curve through the points; broken where it jumps, with a dot on either side.

    Args:
        points: place and amount, in order.
        jumps: for each point, whether the curve jumps between it and the next.
        title: written above.
        sign: put after the numbers of the axis of places; ``%`` multiplies them by 100.
    """
    size = 100 if sign == "%" else 1
    xs, ys = [x * size for x, _ in points], [y for _, y in points]
    scale = Scale.over(ys)
    span = xs[-1] - xs[0]

    def place(x: Fraction, y: Fraction) -> tuple[str, str]:
        return px(LEFT + (x - xs[0]) / span * (WIDTH - LEFT - RIGHT)), px(HEADER + scale.y(y))

    drawn = [place(x, y) for x, y in zip(xs, ys, strict=True)]
    parts = [f'<text x="{LEFT}" y="18" font-size="13">{escape(title)}</text>']
    for level in scale.marks:
        height = px(HEADER + scale.y(level))
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{height}" y2="{height}" stroke="{GRID_COLOUR}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{height}" dy="4" text-anchor="end">{show_number(level)}</text>')
    bottom = HEADER + scale.y(scale.low)
    for mark in _marks(xs):
        at = place(mark, scale.low)[0]
        parts.append(f'<text x="{at}" y="{px(bottom + 16)}" text-anchor="middle">{show_number(mark)}{sign}</text>')
    for run in _runs(drawn, jumps):
        listed = " ".join(f"{x},{y}" for x, y in run)
        parts.append(f'<polyline points="{listed}" fill="none" stroke="{LINE_COLOUR}" stroke-width="1.6"/>')
    for (before, after), jump in zip(pairwise(drawn), jumps, strict=False):
        if jump:
            parts += [f'<circle cx="{x}" cy="{y}" r="2.4" fill="{LINE_COLOUR}"/>' for x, y in (before, after)]
    body = "\n".join(parts)
    style = f'font-family="sans-serif" font-size="11" fill="{TEXT_COLOUR}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" {style}>\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>\n{body}\n</svg>\n'
    )


def _marks(xs: Sequence[Fraction]) -> list[Fraction]:
    return [mark for mark in Scale.over(xs).marks if xs[0] <= mark <= xs[-1]]


def _runs(drawn: Sequence[tuple[str, str]], jumps: Sequence[bool]) -> list[list[tuple[str, str]]]:
    """The points between jumps."""
    runs: list[list[tuple[str, str]]] = [[]]
    for point, jump in zip(drawn, jumps, strict=True):
        runs[-1].append(point)
        if jump:
            runs.append([])
    return [run for run in runs if run]
