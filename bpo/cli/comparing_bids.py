"""``bpo compare``: scenarios and variants side by side, what the result depends on most, and what a clause is worth."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import click

from bpo.bid.comparison import Compared, comparison, draw_comparison
from bpo.cli.bid_outputs import CompareOutput
from bpo.cli.bids import NO_VARIANT, bid_of, folder_option, tell_files, templates_near
from bpo.cli.options import format_option
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, option, verb
from bpo.core.errors import choices, fail
from bpo.core.words import Lang, Text, Words
from bpo.desk.workspace import near
from bpo.economics.margin.grid import axes_of, grid
from bpo.economics.margin.sensitivity import clause_worth, side, tornado, within
from bpo.economics.scenario.case import Case, case_of_bid
from bpo.economics.scenario.scenario import Bid
from bpo.report.files import write_all
from bpo.report.screen import report_text

NOT_ALIKE = Words(
    "compare-currencies",
    en="scenarios in {first} and {second} cannot stand side by side: their amounts are in different currencies",
    zh="{first} 与 {second} 计价的方案不能并列：币种不同",
)
BASE = Text(zh="基准", en="base")
A_FILE = click.Path(path_type=Path, dir_okay=False)


@verb(
    en="Show scenarios, or the variants of one, side by side; with --tornado what the result depends on.",
    zh="并列显示多个方案，或一个方案的各情景；--tornado 显示结果对各输入项的敏感性。",
    name="compare",
)
@argument(
    "scenarios", nargs=-1, required=True, type=A_FILE, en="Scenario files, one or several.", zh="一个或多个方案文件。"
)
@option(
    "--variant",
    "variants",
    multiple=True,
    metavar="NAME",
    en="Only these variants beside the base; may be repeated.",
    zh="只与基准比较这些情景，可重复。",
)
@option(
    "--tornado",
    "bars",
    is_flag=True,
    en="Each input of the first a tenth down and up.",
    zh="第一个方案的各输入项上下变动一成。",
)
@option("--without", metavar="CLAUSE", en="What a clause of the first is worth.", zh="第一个方案中某条款的价值。")
@option(
    "--limits",
    is_flag=True,
    en="How far prices and coefficients may fall; always with --folder.",
    zh="单价与系数可下降的幅度；有 --folder 时总会列出。",
)
@option(
    "--grid",
    "axes",
    multiple=True,
    metavar="NAME=VALUES",
    en="The first's margin over two inputs, written twice: price=90%..110%.",
    zh="第一个方案在两项输入上的毛利网格，写两次：price=90%..110%。",
)
@folder_option
@format_option
@click.pass_obj
def compare(
    session: Session, scenarios: tuple[Path, ...], variants: tuple[str, ...], bars: bool, without: str | None,
    limits: bool, axes: tuple[str, ...], folder: Path | None, form: str,
) -> None:  # fmt: skip
    pair = axes_of(axes)
    bids = [bid_of(path) for path in scenarios]
    cases = _cases(bids, variants, session.lang)
    case = cases[0].case
    worth = clause_worth(case, without) if without is not None else None  # first: a name that is none is told at once
    found = grid(case, *pair) if pair is not None else None
    limited = limits or folder is not None
    sides = [side(one.case, one.name, limited, one.changes) for one in cases]
    compared = Compared(case, sides, tornado(case) if bars else [], worth, found)
    files: list[Path] = []
    if folder is not None:
        files = write_all(draw_comparison(compared, folder, templates_near(scenarios[0])))
    if form == "json":
        printed = {
            "sides": sides,
            "tornado": compared.bars,
            "clause": worth,
            "grid": found,
            "files": [str(near(file)) for file in files],
        }
        echo_json(CompareOutput.of(printed, session.lang))
        return
    click.echo(report_text(comparison(compared), session.lang))
    tell_files(session, files)


class _Column(NamedTuple):
    name: str
    case: Case
    changes: Mapping[str, Fraction]


def _cases(bids: list[Bid], variants: tuple[str, ...], lang: Lang) -> list[_Column]:
    """A column for the base of each scenario, and for its variants: those asked for, or all of a scenario that stands alone."""
    for bid in bids[1:]:
        if bid.contract.currency != bids[0].contract.currency:
            raise fail(NOT_ALIKE, None, first=bids[0].contract.currency, second=bid.contract.currency)
    cases = []
    for bid in bids:
        case, known = case_of_bid(bid), bid.scenario.variants
        for name in variants:
            if name not in known:
                raise fail(NO_VARIANT, bid.scenario.where, **choices(name, known))
        base = bid.scenario.scenario if len(bids) > 1 else BASE.say(lang)
        cases.append(_Column(base, case, {}))
        for name in variants or (known if len(bids) == 1 else ()):
            changes, called = bid.variant(name), name if len(bids) == 1 else f"{base} {name}"
            cases.append(_Column(called, within(case, changes), changes))
    return cases
