"""``bpo risk``: a bid under its uncertain inputs: how it may turn out, with what chance, and on what that hangs."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from bpo.bid import BASE
from bpo.bid.risk import Risked, draw_risk, risk_report
from bpo.cli.bids import bid_of, changes_of, folder_option, tell_files, templates_near, variant_option
from bpo.cli.options import format_option
from bpo.cli.risk_outputs import RiskOutput
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, option, verb
from bpo.core.errors import fail
from bpo.desk.workspace import near
from bpo.economics.risk.cash import cash_spreads
from bpo.economics.risk.figures import risk_figures
from bpo.economics.risk.indices import indices
from bpo.economics.risk.mixture import OTHER_CURRENCY, mixture, of_results, weighed, weights_of
from bpo.economics.risk.run import risk as risk_of
from bpo.economics.scenario.scenario import Bid
from bpo.report.files import write_all
from bpo.report.screen import report_text


def drawing_options(verb: Callable[..., Any]) -> Callable[..., Any]:
    """How many draws, of which seed, in how many processes."""
    options = (
        option("--draws", type=int, default=10_000, en="How many draws (10000).", zh="抽样次数，默认 10000。"),
        option(
            "--seed",
            type=int,
            default=1,
            en="The same seed gives the same draws (1).",
            zh="相同种子得到相同抽样，默认 1。",
        ),
        option(
            "--jobs",
            type=click.IntRange(min=1),
            en="Processes; otherwise one a processor.",
            zh="进程数，默认等于处理器数。",
        ),
    )
    for one in reversed(options):
        verb = one(verb)
    return verb


@verb(
    en="Draw the uncertain inputs of a scenario thousands of times, price each draw, and show margin, chances of a loss and of each "
    "consequence, and what they hang on.",
    zh="对方案的不确定输入项抽样数千次并逐次计价，显示毛利分布、亏损与各项后果的概率及其来源。",
    name="risk",
)
@argument("scenario", type=click.Path(path_type=Path, dir_okay=False), en="The scenario file.", zh="方案文件。")
@drawing_options
@option(
    "--sobol",
    type=int,
    metavar="N",
    en="Sobol' indices too, of samples of N draws (a power of two, such as 512).",
    zh="另计算 Sobol' 指数，每样本 N 次（2 的幂，例如 512）。",
)
@option(
    "--weight",
    "weights",
    multiple=True,
    metavar="NAME=SHARE",
    en="Scenarios by weight: base=60%, a variant low=25%, or a scenario file; repeated.",
    zh="各情景权重：base=60%、情景 low=25% 或方案文件，可重复。",
)
@variant_option
@folder_option
@format_option
@click.pass_obj
def risk(
    session: Session, scenario: Path, draws: int, seed: int, jobs: int | None, sobol: int | None,
    weights: tuple[str, ...], variant: str, folder: Path | None, form: str,
) -> None:  # fmt: skip
    shares, bid = weights_of(weights), bid_of(scenario)
    others = [_other(bid, name) for name in shares]
    changes = changes_of(bid.scenario, variant)
    found = indices(bid, sobol, seed, jobs, changes) if sobol is not None else None
    results = risk_of(bid, draws, seed, jobs, changes)
    parts = [
        of_results(name, share, results)
        if own is bid and changed == changes
        else weighed(name, share, own, draws, seed, jobs, changed)
        for (name, share), (own, changed) in zip(shares.items(), others, strict=True)
    ]
    floors = [one.below for one in bid.scenario.quote.margin_floor] if bid.scenario.quote is not None else []
    risked = Risked(results, risk_figures(results), variant or BASE, found, mixture(parts, floors) if parts else None)
    files: list[Path] = []
    if folder is not None:
        files = write_all(draw_risk(risked, folder, templates_near(scenario)))
    if form == "json":
        printed = {
            "scenario": bid.scenario.scenario, "currency": bid.contract.currency, "variant": variant,
            **{name: getattr(risked.figures, name) for name in type(risked.figures).__dataclass_fields__},
            "sobol": found, "weighed": risked.weighed, "cash": cash_spreads(results), "files": [str(near(file)) for file in files],
        }  # fmt: skip
        echo_json(RiskOutput.of(printed, session.lang))
        return
    click.echo(report_text(risk_report(risked), session.lang))
    tell_files(session, files)


def _other(bid: Bid, name: str) -> tuple[Bid, Mapping[str, Fraction]]:
    """A scenario that is weighed, with its changes: the base, a variant, or another file."""
    if name == BASE or name in bid.scenario.variants or not name.endswith((".yaml", ".yml")):
        return bid, changes_of(bid.scenario, name)
    other = bid_of(Path(name))
    first, second = bid.contract.currency, other.contract.currency
    if first != second:
        raise fail(OTHER_CURRENCY, given=name, first_name=bid.scenario.scenario, first=first, second=second)
    return other, {}
