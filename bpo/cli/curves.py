"""``bpo curve``: what is paid as a KPI or a quantity moves, for a negotiation to look at."""

from bisect import bisect_right
from fractions import Fraction
from pathlib import Path

import click

from bpo.advice.curve import Point, curve
from bpo.cli.options import NUMBER, contract_argument, format_option, period_option
from bpo.cli.outputs import CurveOutput
from bpo.cli.screen import BLOCKS, echo_json
from bpo.cli.speech import Session, option, verb
from bpo.contracts.model import Contract
from bpo.core.measures import Measures
from bpo.core.words import Lang, Text, Words
from bpo.desk.run import load, read_sound
from bpo.pricing.in_force import in_force
from bpo.report.curves import curve_svg
from bpo.report.screen import Column, table
from bpo.report.speech import Speech

TITLE = Words(
    "curve-title",
    en="{title}: what is paid as {name} moves ({currency})",
    zh="{title}：应付金额随 {name} 变化（{currency}）",
)
ALL = Words("curve-all", en="all lines", zh="合计")
CHANGE = Words("curve-change", en="change", zh="变动")
WRITTEN = Words("curve-written", en="drawn in {path}", zh="已绘制：{path}")
SPARKS = 60


@verb(
    en="Show what is paid as a KPI or a quantity moves: a table, and an SVG file; jumps with both their sides.",
    zh="显示应付金额随某指标或数量的变化：表格与 SVG 图；跳变处列出两侧。",
    name="curve",
)
@contract_argument
@option("--vary", required=True, metavar="NAME", en="A KPI or a quantity, by its id.", zh="指标或数量的编号。")
@option("--from", "first", required=True, type=NUMBER, en="Where it begins: 70%.", zh="起点，例如 70%。")
@option("--to", "last", required=True, type=NUMBER, en="Where it ends: 95%.", zh="终点，例如 95%。")
@option(
    "--measures",
    type=click.Path(path_type=Path, dir_okay=False),
    en="All other figures (YAML or JSON; - reads the standard input).",
    zh="其余数据（YAML 或 JSON；- 表示标准输入）。",
)
@period_option
@option(
    "--steps", type=click.IntRange(1, 1000), default=10,
    en="Equal steps, besides the knots (10).", zh="等分步数，另加各拐点（10）。",
)  # fmt: skip
@option(
    "--svg", "drawing", type=click.Path(path_type=Path, dir_okay=False),
    en="Draw it in this file.", zh="将曲线绘制到此文件。",
)  # fmt: skip
@format_option
@click.pass_obj
def show_curve(
    session: Session, contract: Path, vary: str, first: Fraction, last: Fraction, measures: Path | None,
    period: str | None, steps: int, drawing: Path | None, form: str,
) -> None:  # fmt: skip
    loaded = load(contract).contract
    month = period or loaded.cycle.containing(loaded.effective.start).name
    given = read_sound(measures, period).measures if measures else Measures(month)
    loaded = in_force(loaded, loaded.cycle.period(given.period))
    points = curve(loaded, given, vary, first, last, steps)
    unit = next((kpi.measured_in() for kpi in loaded.kpis if kpi.id == vary), "")
    names = {"title": loaded.title, "name": vary, "currency": loaded.currency}
    if drawing is not None:
        jumps = [point.jumps for point in points]
        places = [(point.value, Fraction(point.total)) for point in points]
        svg = curve_svg(places, jumps, TITLE.say(session.lang, names), "%" if unit == "ratio" else "")
        drawing.write_text(svg, encoding="utf-8")
    if form == "json":
        echo_json(CurveOutput.of({"contract": loaded.contract, "vary": vary, "points": points}, session.lang))
        return
    click.echo(TITLE.say(session.lang, names) + "\n\n" + _sparks(points) + "\n")
    click.echo(_table(loaded, points, vary, unit, session.lang))
    if drawing is not None:
        click.echo("\n" + WRITTEN.say(session.lang, {"path": str(drawing)}))


def _table(contract: Contract, points: list[Point], vary: str, unit: str, lang: Lang) -> str:
    """A row a place: the lines that move, all of them together, and the change from the place before."""
    speech = Speech(lang, contract.currency)
    moving = [name for name in points[0].lines if len({point.lines.get(name) for point in points}) > 1]
    named = [Text.of(name) for name in (vary, *moving)]
    columns: list[Column] = [*((name, "right") for name in named), (ALL, "right"), (CHANGE, "right")]
    rows = []
    for i, point in enumerate(points):
        change = speech.money(point.total - points[i - 1].total) if i and point.total != points[i - 1].total else ""
        amounts = [speech.money(point.lines[name]) for name in moving]
        rows.append([speech.measured(point.value, unit), *amounts, speech.money(point.total), change])
    return table(columns, rows, lang)


def _sparks(points: list[Point]) -> str:
    """The curve as a line of blocks, low to high."""
    values = [point.value for point in points]
    totals = [Fraction(point.total) for point in points]
    low, high = min(totals), max(totals)
    drawn = []
    for n in range(SPARKS):
        place = values[0] + (values[-1] - values[0]) * n / (SPARKS - 1)
        i = max(0, min(bisect_right(values, place) - 1, len(points) - 2))
        share = (place - values[i]) / (values[i + 1] - values[i])
        total = totals[i] + (totals[i + 1] - totals[i]) * share
        drawn.append(BLOCKS[int((total - low) / (high - low) * (len(BLOCKS) - 1)) if high > low else 0])
    return "".join(drawn)
