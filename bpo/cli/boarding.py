"""``bpo board``: one page on which a board decides about a bid: price, risk, what must be true, who must approve."""

from pathlib import Path
from typing import Any

import click

from bpo.bid import BASE, offer_of
from bpo.bid.board import Board, board_of, board_report, draw_board, said
from bpo.bid.board_tables import offered_total
from bpo.bid.risk import Risked
from bpo.cli.bids import bid_of, changes_of, folder_option, tell_files, templates_near, variant_option
from bpo.cli.options import format_option
from bpo.cli.risk_outputs import BoardOutput
from bpo.cli.risking import drawing_options
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, verb
from bpo.desk.workspace import near
from bpo.economics.risk.figures import risk_figures
from bpo.economics.risk.run import risk
from bpo.report.files import write_all
from bpo.report.screen import report_text
from bpo.report.speech import Speech


@verb(
    en="One page for the board: whether to bid, the price corridor, the margin and its risk, what must be true, and who must approve by the "
    "chance of missing the margin floor.",
    zh="投标决策页：投标建议、价格区间、毛利及其风险、成立条件，以及按低于毛利率底线的概率须由谁审批。",
    name="board",
)
@argument("scenario", type=click.Path(path_type=Path, dir_okay=False), en="The scenario file.", zh="方案文件。")
@drawing_options
@variant_option
@folder_option
@format_option
@click.pass_obj
def board(
    session: Session,
    scenario: Path,
    draws: int,
    seed: int,
    jobs: int | None,
    variant: str,
    folder: Path | None,
    form: str,
) -> None:
    bid = bid_of(scenario)
    offer, changes = offer_of(bid), changes_of(bid.scenario, variant)
    results = risk(bid, draws, seed, jobs, changes)
    found = board_of(Risked(results, risk_figures(results), variant or BASE), offer, changes, jobs)
    files: list[Path] = []
    if folder is not None:
        files = write_all(draw_board(found, folder, templates_near(scenario)))
    if form == "json":
        echo_json(BoardOutput.of(printed(found, bid.scenario.scenario, variant, files), session.lang))
        return
    click.echo(report_text(board_report(found), session.lang))
    tell_files(session, files)


def printed(found: Board, scenario: str, variant: str, files: list[Path]) -> dict[str, Any]:
    """The page's figures as JSON has them."""
    figures, plan = found.risked.figures, found.risked.results.plan
    speech = Speech(plan.contract.language, plan.contract.currency)
    judged = [
        {
            "below": one.floor.below,
            "approved_by": one.floor.approved_by,
            "planned_below": one.planned_below,
            "chance": one.chance,
            "chance_at_most": one.floor.chance_at_most,
            "needed": one.needed,
        }
        for one in found.judged
    ]
    corridor = [
        {
            "floor": one.wanted.floor,
            "chance": one.wanted.chance,
            "factor": one.factor,
            "straight": one.straight,
            "total_with_tax": None if one.plan is None else offered_total(one.plan),
        }
        for one in found.corridor
    ]
    must = [
        {
            "input": one.weight.name,
            "share_of_variance": one.weight.share,
            "drawn_from": one.low,
            "drawn_to": one.high,
            "least": one.least,
            "most": one.most,
            "chance_outside": one.chance,
        }
        for one in found.must
    ]
    return {
        "scenario": scenario,
        "currency": plan.contract.currency,
        "variant": variant,
        "draws": figures.draws,
        "seed": figures.seed,
        "recommendation": list(said(found, speech)),
        "offered": found.result.offered,
        "revenue": found.result.revenue,
        "cost": found.result.cost,
        "margin": found.result.margin,
        "margin_rate": found.result.margin_rate,
        "margin_percentiles": figures.spreads[0].percentiles,
        "chance_of_loss": found.loss,
        "approvals": judged,
        "corridor": corridor,
        "goal": found.goal,
        "must_be_true": must,
        "files": [str(near(file)) for file in files],
    }
