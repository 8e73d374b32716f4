"""``bpo quote``: the quote, the calculation sheet and the workbook of a bid; and the contract, once the quote is accepted."""

from pathlib import Path
from typing import Any

import click

from bpo.bid import BASE, calculated, checked_offer, draw_bid, expected_measures, files_of, wrong_prices
from bpo.bid.accepting import accept
from bpo.bid.result import Result, result_of
from bpo.cli.bid_outputs import QuoteOutput
from bpo.cli.bids import bid_of, changes_of, variant_option
from bpo.cli.options import format_option
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, option, verb
from bpo.core.words import Lang, Words
from bpo.desk.workspace import near, workspace_around
from bpo.economics.scenario.projection import project
from bpo.report.files import write_all
from bpo.report.screen import report_text

FOR_CLIENT = Words("quote-written-client", en="for the client: {path}", zh="提供给客户：{path}")
NOT_FOR_CLIENT = Words("quote-not-for-client", en="no quote for the client: {why}", zh="不出具报价单：{why}")
MEASURES = Words(
    "quote-written-measures",
    en="what {count} months are expected to bring, as 'bpo price --measures' takes it: {folder}",
    zh="{count} 个月的预计数据，可供 bpo price --measures 使用：{folder}",
)
FOR_US = Words("quote-written-internal", en="internal: {path}", zh="内部：{path}")
ACCEPTED = Words(
    "quote-accepted", en="the contract is {path}, as it was quoted", zh="合同文件：{path}，内容与报价时一致"
)
USAGE = Words(
    "quote-usage",
    en="write 'bpo quote SCENARIO' or 'bpo quote accept SCENARIO --to FILE'",
    zh="请写 bpo quote SCENARIO 或 bpo quote accept SCENARIO --to FILE",
)
NOT_WITH_ACCEPT = Words(
    "quote-accept-alone",
    en="an accepted quote is the scenario as it was quoted: leave out {given}",
    zh="被接受的报价即方案原样报出的内容：请去掉 {given}",
)
ACCEPT = "accept"


@verb(
    en="Write a bid's quote (for the client), calculation sheet and workbook (internal), and show price, cost and margin. "
    "'quote accept' makes the contract file of an accepted quote.",
    zh="生成报价单（给客户）、测算表与工作簿（内部），并显示价格、成本与毛利。quote accept 在报价被接受后生成合同文件。",
    name="quote",
)
@argument(
    "words",
    nargs=-1,
    required=True,
    metavar="[accept] SCENARIO",
    en="The scenario file; after 'accept' that of an accepted quote.",
    zh="方案文件；写在 accept 之后表示报价已被接受。",
)
@variant_option
@option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    en="Where to write; otherwise 'quotes' in the workspace or here.",
    zh="写入的文件夹；默认为工作区或当前目录下的 quotes。",
)
@option(
    "--to", "target", type=click.Path(path_type=Path, dir_okay=False),
    en="With 'accept': the contract file to make.", zh="与 accept 同用：要生成的合同文件。",
)  # fmt: skip
@option(
    "--measures-to", "measures", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
    en="Write each month's expected figures here, for 'bpo price --measures'.", zh="将各月预计数据写入此文件夹，供 bpo price --measures 复算。",
)  # fmt: skip
@format_option
@click.pass_obj
def quote(
    session: Session, words: tuple[str, ...], variant: str, folder: Path | None, target: Path | None,
    measures: Path | None, form: str,
) -> None:  # fmt: skip
    accepting = len(words) == 2 and words[0] == ACCEPT
    if (not accepting and len(words) != 1) or accepting != (target is not None):
        raise click.UsageError(USAGE.say(session.lang))
    scenario = Path(words[-1])
    if target is not None:
        others = {
            "--variant": variant != BASE,
            "--folder": folder,
            "--measures-to": measures,
            "--format": form != "table",
        }
        if given := [name for name, written in others.items() if written]:
            raise click.UsageError(NOT_WITH_ACCEPT.say(session.lang, {"given": given}))
        checked_offer(project(bid_of(scenario)))  # what could not be quoted was not accepted
        click.echo(ACCEPTED.say(session.lang, {"path": str(near(accept(scenario, target)))}))
        return
    _draw(session.lang, scenario, variant, folder, measures, form)


def _draw(lang: Lang, scenario: Path, variant: str, folder: Path | None, measures_to: Path | None, form: str) -> None:
    bid = bid_of(scenario)
    projection = project(bid, changes_of(bid.scenario, variant))
    offer, wrong = checked_offer(projection, variant), wrong_prices(projection)
    result = result_of(projection, offer)
    workspace = workspace_around(scenario.parent)
    folder = folder or (workspace.root if workspace else Path()) / "quotes"
    calculation = calculated(projection, variant)
    drawn = draw_bid(projection, variant, folder, workspace.templates if workspace else None, calculation)
    expected = expected_measures(projection, measures_to) if measures_to is not None else {}
    files = write_all({**drawn, **expected})[: len(drawn)]
    if form == "json":
        printed = {
            "number": offer.number,
            "variant": variant,
            **_figures(result),
            "above_ceiling": result.over,
            "not_for_client": [(one.words, one.values) for one in wrong],
            "files": [str(near(file)) for file in files],
            "measures": [str(near(file)) for file in expected],
        }
        echo_json(QuoteOutput.of(printed, lang))
        return
    click.echo(report_text(calculation, lang) + "\n")
    client, *_ = files_of(offer, variant, folder)
    for one in wrong:
        click.echo(NOT_FOR_CLIENT.say(lang, {"why": one.words.say(lang, one.values)}))
    for file in files:
        click.echo((FOR_CLIENT if file == client else FOR_US).say(lang, {"path": str(near(file))}))
    if measures_to is not None:
        click.echo(MEASURES.say(lang, {"count": len(expected), "folder": str(near(measures_to))}))


def _figures(result: Result) -> dict[str, Any]:
    names = ("price", "offered", "revenue", "cost", "margin", "margin_rate", "markup_rate", "floor")
    approval = result.approval
    return {name: getattr(result, name) for name in names} | {"approved_by": approval and approval.approved_by}
