"""What is put before a client and a board: the quote, the calculation sheet and its workbook, the break-even report.

Importing this package is cheap; templates, fonts and the workbook's writer are loaded when a document is made.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from bpo.bid.headings import BASE as BASE
from bpo.bid.tender import PRICES_ARE_WRONG, offer_problems
from bpo.core.errors import BpoError, Problem, fail
from bpo.core.words import Words
from bpo.economics.scenario.case import Case
from bpo.economics.scenario.offer import Offer
from bpo.economics.scenario.projection import Projection
from bpo.economics.scenario.scenario import Bid
from bpo.report.model import Report

NO_QUOTE = Words(
    "quote-not-there",
    en="the scenario does not say what is quoted; write 'quote:' with number, date and valid_days",
    zh="方案未写明报价信息；请写 quote: 及 number、date、valid_days",
)


def offer_of(bid: Bid) -> Offer:
    """The scenario's section ``quote``.

    Raises:
        BpoError: if it is not there.
    """
    if bid.scenario.quote is None:
        raise fail(NO_QUOTE, bid.scenario.where)
    return bid.scenario.quote


def files_of(offer: Offer, variant: str, folder: Path) -> tuple[Path, Path, Path]:
    """``<number>.pdf`` for the client; ``…-calculation.pdf`` and ``….xlsx``; the name of a variant after the number."""
    stem = offer.number if variant == BASE else f"{offer.number}-{variant}"
    return folder / f"{stem}.pdf", folder / f"{stem}-calculation.pdf", folder / f"{stem}-calculation.xlsx"


def draw_bid(
    projection: Projection, variant: str, folder: Path, templates: Path | None = None, calculation: Report | None = None
) -> Mapping[Path, bytes]:
    """The content of each of :func:`files_of`; nothing is written. The same bid gives the same bytes.

    A variant whose prices the tender does not allow has only the internal ones.

    Args:
        projection: of the bid, as changed by the variant.
        variant: its name.
        folder: where the files are to go.
        templates: a workspace's own templates, each in place of the shipped one of its name.
        calculation: the calculation sheet, if it was made already.

    Raises:
        BpoError: if the scenario has no quote, its tender form and the contract differ, or a template is wrong.
    """
    from bpo.bid.quote import quote_report
    from bpo.report.draw import papers, report_pdf

    offer, statements = checked_offer(projection, variant), [month.statement for month in projection.months]
    client, internal, _ = files_of(offer, variant, folder)
    drawn: dict[Path, bytes] = {}
    if not wrong_prices(projection):
        drawn[client] = report_pdf(quote_report(offer, projection.contract, statements), "quote.html.j2", templates)
    report = calculation or calculated(projection, variant)
    return drawn | dict(papers(report, internal.with_suffix(""), "calculation.html.j2", templates))


def calculated(projection: Projection, variant: str) -> Report:
    """The calculation sheet of a projection, as changed by the variant.

    Raises:
        BpoError: as :func:`checked_offer` does.
    """
    from bpo.bid.calculation import calculation_report
    from bpo.bid.unit_prices import unit_prices

    offer = checked_offer(projection, variant)
    return calculation_report(projection, offer, variant, unit_prices(projection, offer, variant))


def expected_measures(projection: Projection, folder: Path) -> Mapping[Path, bytes]:
    """What each month is expected to bring as ``<month>.json``, a measures file; priced in order, each with those before it as its
    history, they come to the amounts of the quote."""
    return {
        folder / f"{month.period.name}.json": json.dumps(
            month.statement.measures.as_json(), ensure_ascii=False, indent=2
        ).encode()
        for month in projection.months
    }


def offer_of_case(case: Case) -> Offer | None:
    """The quote of a bid that has one; a month as stated has none."""
    return case.bid.scenario.quote if case.bid is not None else None


def number_of_case(case: Case) -> str:
    """The quote's number, or the contract's id where nothing is quoted."""
    offer = offer_of_case(case)
    return offer.number if offer is not None else case.contract.contract


def report_inputs(case: Case, first: str = "volume") -> list[str]:
    """The inputs that the break-even report varies: the first is drawn; the occupancy limit too, where a stream has one."""
    limited = case.bid is not None and any(stream.occupancy_at_most for stream in case.bid.scenario.streams)
    return list(dict.fromkeys([first, "occupancy"] if limited else [first]))


def wrong_prices(projection: Projection) -> list[Problem]:
    """Where the prices are not those of the tender form, or come to more than its ceiling."""
    return [one for one in offer_problems(offer_of(projection.bid), projection) if one.is_a(*PRICES_ARE_WRONG)]


def checked_offer(projection: Projection, variant: str = BASE) -> Offer:
    """The offer, if the contract says what it says. A variant asks what would be: its prices may be :func:`wrong_prices`.

    Raises:
        BpoError: with every price of the tender form that the contract has not, and every term that it does not know.
    """
    offer = offer_of(projection.bid)
    problems = list(offer_problems(offer, projection))
    if variant != BASE:
        problems = [one for one in problems if not one.is_a(*PRICES_ARE_WRONG)]
    if problems:
        raise BpoError(problems)
    return offer
