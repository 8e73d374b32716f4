"""``bpo solve``: which prices reach a margin or a markup, one cost as several quotes, the highest discount, and the draft at new prices."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from bpo.bid.accepting import write_draft
from bpo.bid.discount import HighestDiscount, highest_discount
from bpo.bid.solved import Answer, Asked, solved_report
from bpo.cli.bids import bid_of, changes_of, variant_option
from bpo.cli.options import AsWritten, format_option
from bpo.cli.screen import echo_json
from bpo.cli.solved_json import answer_json
from bpo.cli.speech import Session, argument, option, verb
from bpo.core.errors import BpoError, fail
from bpo.core.fields import read_share
from bpo.core.words import Words
from bpo.desk.workspace import near
from bpo.economics.margin.solve import Goal, under
from bpo.economics.margin.written_prices import Needed, needed_prices
from bpo.economics.scenario.case import Case, case_of_bid
from bpo.economics.scenario.quoted import quoted_per
from bpo.economics.scenario.scenario import Bid
from bpo.report.screen import report_text

ONE_GOAL = Words(
    "solve-one-goal",
    en="write either --margin (of the price) or --markup (of the cost)",
    zh="--margin（毛利率，占价格）与 --markup（加成率，占成本）须且只能写一个",
)
NEEDS_TO = Words(
    "solve-discounted-needs-to", en="write --discounted with --to FILE", zh="--discounted 须与 --to FILE 同用"
)
NO_CEILINGS = Words(
    "solve-no-ceilings",
    en="the scenario has no tender to take a discount off; write 'tender:' under 'quote:'",
    zh="方案中没有招标限价，无从下浮；请在 quote: 下写 tender:",
)
NO_DISCOUNT = Words(
    "solve-no-discount",
    en="no discount on the tender's ceilings reaches the goal; nothing was written",
    zh="最高限价的任何下浮率都达不到目标；未写入任何内容",
)
WRITTEN = Words(
    "solve-written",
    en="the draft with these prices is {path}; name it under 'contract:' of the scenario to go on with it",
    zh="按上述单价的合同草案：{path}；将方案中的 contract: 改为该文件即可继续",
)


def _share(given: Any) -> Fraction:
    """A share that may be below zero: ``18%``, ``-5%``, ``0.18``; a bare 18 is refused."""
    text = str(given).strip()
    return -read_share(text[1:]) if text[:1] in "-−" else read_share(text)


SHARE = AsWritten("share", _share)


@verb(
    en="Show which prices reach a margin (a share of the price) or a markup (a share of the cost): all together, and each term "
    "alone; the cost quoted in each unit; and, for a tender, the highest discount on its ceilings.",
    zh="求出达到目标毛利率（占价格）或加成率（占成本）的单价：全部条款同比例，或单独某一条款；并给出同一成本按各计价单位的报价，"
    "投标时给出最高限价的最大下浮率。",
    name="solve",
)
@argument("scenario", type=click.Path(path_type=Path, dir_okay=False), en="The scenario file.", zh="方案文件。")
@option("--margin", type=SHARE, metavar="18%", en="The margin, of the price.", zh="目标毛利率（占价格）。")
@option("--markup", type=SHARE, metavar="20%", en="Or the markup, of the cost.", zh="或目标加成率（占成本）。")
@option(
    "--term",
    "terms",
    multiple=True,
    metavar="ID",
    en="Only the prices of this term; repeated: of these together.",
    zh="只动该条款的单价；可重复，表示这些条款同比例。",
)
@variant_option
@option(
    "--to",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    en="Write the draft contract with the needed prices to this new file.",
    zh="将合同草案按所需单价写入该新文件。",
)
@option(
    "--discounted",
    is_flag=True,
    en="With --to: at the tender's ceilings less the highest discount instead.",
    zh="与 --to 同用：改按最高限价与最大下浮率写入。",
)
@format_option
@click.pass_obj
def solve(
    session: Session, scenario: Path, margin: Fraction | None, markup: Fraction | None, terms: tuple[str, ...],
    variant: str, target: Path | None, discounted: bool, form: str,
) -> None:  # fmt: skip
    if (margin is None) == (markup is None):
        raise click.UsageError(ONE_GOAL.say(session.lang))
    if discounted and target is None:
        raise click.UsageError(NEEDS_TO.say(session.lang))
    goal = Goal(margin) if margin is not None else Goal(markup or Fraction(0), "markup")
    bid = bid_of(scenario)
    case = under(case_of_bid(bid), changes_of(bid.scenario, variant))
    answers = _answers(bid, case, goal, terms)
    highest = _highest(bid, case, goal, answers)
    path = None if target is None else _write(bid, answers[0], highest, discounted, target)
    asked = Asked(bid, case, goal, variant)
    if form == "json":
        echo_json(answer_json(asked, answers, quoted_per(case, goal), highest, path, session.lang))
        return
    click.echo(report_text(solved_report(asked, answers, quoted_per(case, goal), highest), session.lang))
    if path is not None:
        click.echo("\n" + WRITTEN.say(session.lang, {"path": path}))


def _answers(bid: Bid, case: Case, goal: Goal, terms: Sequence[str]) -> list[Answer]:
    """The named terms together; or all together, then each alone. A term that cannot reach the goal does not stop the others."""
    if terms:
        return [Answer(tuple(terms), needed_prices(case, bid.loaded.document, goal, terms))]
    alone = case.contract.term_ids()
    found = []
    for ids in [(), *((id,) for id in alone if len(alone) > 1)]:
        try:
            found.append(Answer(ids, needed_prices(case, bid.loaded.document, goal, ids)))
        except BpoError as error:
            found.append(Answer(ids, None, error.problems))
    return found


def _highest(bid: Bid, case: Case, goal: Goal, answers: Sequence[Answer]) -> HighestDiscount | None:
    """The highest discount of the tender form, where there is one; a ceiling of the whole term alone is held against all prices."""
    tender = bid.scenario.quote.tender if bid.scenario.quote is not None else None
    if tender is None:
        return None
    needed: Needed | None = None
    if not tender.ceilings:
        try:
            needed = next((one.needed for one in answers if not one.terms), None) or needed_prices(
                case, bid.loaded.document, goal
            )
        except BpoError:
            needed = None
    return highest_discount(case, bid.loaded.document, goal, tender, needed)


def _write(bid: Bid, answer: Answer, highest: HighestDiscount | None, discounted: bool, target: Path) -> str:
    if discounted and highest is None:
        raise fail(NO_CEILINGS, bid.scenario.where)
    if discounted and highest is not None:
        if highest.at is None:
            raise fail(NO_DISCOUNT, bid.scenario.where)
        return str(near(write_draft(bid.loaded.document, highest.at.prices, target)))
    if answer.needed is None:
        raise BpoError(answer.problems)
    return str(near(write_draft(bid.loaded.document, answer.needed.changes(), target)))
