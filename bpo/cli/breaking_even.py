"""``bpo breakeven``: where the margin of a contract or a bid turns."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import click

from bpo.bid import BASE, report_inputs
from bpo.bid.break_even import Found, break_even_report, draw_break_even
from bpo.cli.bids import bid_of, changes_of, folder_option, tell_files, templates_near, variant_option
from bpo.cli.margins import break_even_json
from bpo.cli.options import NUMBER, contract_argument, format_option
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, option, verb
from bpo.core.words import Words
from bpo.desk.run import load, read_sound
from bpo.desk.workspace import near
from bpo.economics.costs.costs import read_costs
from bpo.economics.margin.breakeven import break_even
from bpo.economics.margin.goals import goals
from bpo.economics.margin.seats_needed import seats_needed
from bpo.economics.margin.sensitivity import within
from bpo.economics.margin.targets import cost_targets
from bpo.economics.margin.vary import sweep, varied
from bpo.economics.scenario.case import Case, case_of_bid, case_of_month
from bpo.pricing.in_force import in_force
from bpo.report.files import write_all
from bpo.report.screen import report_text

NEEDS_COSTS = Words(
    "breakeven-needs-costs",
    en="write --costs FILE, or --scenario FILE, which names its own",
    zh="请写 --costs FILE，或写 --scenario FILE（其中已指明成本文件）",
)
NEEDS_MEASURES = Words(
    "breakeven-needs-measures",
    en="write --measures FILE with the month's figures, or --scenario FILE",
    zh="请用 --measures FILE 给出当月数据，或写 --scenario FILE",
)
ONE_OF_TWO = Words(
    "breakeven-scenario-or-measures",
    en="write --scenario FILE for a bid, or --measures FILE for one month, not both",
    zh="整个投标请写 --scenario FILE，单月请写 --measures FILE，二者只能选一",
)
NO_SCENARIO = Words(
    "breakeven-variant-of-nothing",
    en="'--variant' is one of a scenario: write --scenario FILE",
    zh="--variant 是方案中的情景：请写 --scenario FILE",
)
A_FILE = click.Path(path_type=Path, dir_okay=False)


@verb(
    en="Show where a contract breaks even as an input moves, how far price and coefficients may fall, and what costs may come to.",
    zh="显示某输入项变化时合同的盈亏平衡点、单价与系数的临界值，以及成本临界点。",
    name="breakeven",
)
@contract_argument
@option("--costs", type=A_FILE, en="The cost file.", zh="成本文件。")
@option(
    "--scenario",
    type=A_FILE,
    en="The bid over its term; without it one month.",
    zh="整个合同期的测算方案；缺省为一个月。",
)
@option("--measures", type=A_FILE, en="The month's figures, without a scenario.", zh="无方案时的当月数据。")
@option("--vary", default="volume", metavar="NAME", en="An input (volume).", zh="变化的输入项，默认 volume。")
@option("--from", "first", type=NUMBER, en="Where it begins: 50%.", zh="起点，例如 50%。")
@option("--to", "last", type=NUMBER, en="Where it ends: 150%.", zh="终点，例如 150%。")
@variant_option
@folder_option
@format_option
@click.pass_obj
def breakeven(
    session: Session, contract: Path, costs: Path | None, scenario: Path | None, measures: Path | None, vary: str,
    first: Fraction | None, last: Fraction | None, variant: str, folder: Path | None, form: str,
) -> None:  # fmt: skip
    if scenario is None and (costs is None or measures is None):
        raise click.UsageError((NEEDS_COSTS if costs is None else NEEDS_MEASURES).say(session.lang))
    if scenario is not None and measures is not None:
        raise click.UsageError(ONE_OF_TWO.say(session.lang))
    if scenario is None and variant != BASE:
        raise click.UsageError(NO_SCENARIO.say(session.lang))
    case = _case(contract, costs, scenario, measures)
    if case.bid is not None:
        case = within(case, changes_of(case.bid.scenario, variant))
    swept = sweep(case, varied(case, vary, first, last))
    curves = [swept, *(sweep(case, varied(case, name)) for name in report_inputs(case, vary)[1:] if folder is not None)]
    targets = cost_targets(case)
    found = Found(case, break_even(case), targets, curves, variant, seats_needed(case), goals(case, targets))
    files: list[Path] = []
    if folder is not None:
        files = write_all(draw_break_even(found, folder, templates_near(scenario or contract)))
    if form == "json":
        echo_json(break_even_json(found, swept, [str(near(file)) for file in files], session.lang))
        return
    click.echo(report_text(break_even_report(found), session.lang))
    tell_files(session, files)


def _case(contract: Path, costs: Path | None, scenario: Path | None, measures: Path | None) -> Case:
    loaded = load(contract)
    if scenario is not None:
        bid = replace(bid_of(scenario), loaded=loaded)
        return case_of_bid(bid if costs is None else replace(bid, costs=read_costs(costs)))
    assert costs is not None and measures is not None
    given = read_sound(measures).measures
    one = in_force(loaded.contract, loaded.contract.cycle.period(given.period))
    return case_of_month(one, read_costs(costs), given)
