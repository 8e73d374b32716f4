"""What every document of a bid has on its first page: names, number, date, language, supplier."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bpo.bid import headings as b
from bpo.bid.headings import BASE
from bpo.contracts.model import Contract
from bpo.core.money import round_to
from bpo.core.words import Text, Words
from bpo.economics.scenario.offer import Offer
from bpo.economics.scenario.scenario import Scenario
from bpo.invoice.face import party_of
from bpo.report.model import Label, Masthead
from bpo.report.page import Pair, party_box
from bpo.report.page_words import page_words
from bpo.report.speech import NOTHING, Said, Speech


def speech_of(scenario: Scenario, contract: Contract) -> Speech:
    """The language of the quote, else of the contract."""
    offer = scenario.quote
    return Speech(offer.language if offer and offer.language else contract.language, contract.currency)


def number_of(scenario: Scenario) -> str:
    """The quote's number, or the scenario's id where nothing is quoted yet."""
    return scenario.quote.number if scenario.quote else scenario.scenario


def stem_of(scenario: Scenario, variant: str) -> str:
    """How the files of a bid begin: its number, then the variant."""
    return number_of(scenario) if variant == BASE else f"{number_of(scenario)}-{variant}"


def masthead(
    scenario: Scenario, contract: Contract, document: Words, number_name: Words, meta: Sequence[tuple[Label, Label]], internal: bool = True
) -> Masthead:  # fmt: skip
    """The first page's head of a document of a scenario."""
    rows: list[tuple[Label, Label]] = [(b.INTERNAL["scenario"], scenario.label or scenario.scenario), *meta]
    return head_of(contract, scenario.quote, document, number_of(scenario), number_name, rows, internal)


def head_of(
    contract: Contract, offer: Offer | None, document: Words, number: str, number_name: Words, meta: Sequence[tuple[Label, Label]],
    internal: bool = True,
) -> Masthead:  # fmt: skip
    """The first page's head of any document of a bid; of the day of the quote, else of the contract's first."""
    return Masthead(
        document=document,
        title=contract.title,
        contract=contract.contract,
        number=number,
        number_name=number_name,
        day=offer.date if offer else contract.effective.start,
        supplier=party_of(contract.supplier),
        meta=tuple(meta),
        internal=b.INTERNAL["internal_only"] if internal else "",
    )


def front(
    scenario: Scenario, contract: Contract, document: Words, headings: Mapping[str, Words], meta: Sequence[tuple[Words, Said]]
) -> dict[str, Any]:  # fmt: skip
    """The fields that the sheets of a bid's documents share, by their names; ``templates/bid.html.j2`` prints them."""
    speech, offer = speech_of(scenario, contract), scenario.quote
    rows = [Pair(speech.words(headings["scenario"]), speech.text(scenario.label or Text.of(scenario.scenario)))]
    return {
        "lang": "en" if speech.language == "en" else "zh-CN",
        "bilingual": speech.language == "both",
        "h": {name: speech.words(words) for name, words in headings.items()},
        "document": speech.words(document),
        "title": speech.text(contract.title),
        "contract": contract.contract,
        "number": number_of(scenario),
        "date": (offer.date if offer else contract.effective.start).isoformat(),
        "pages": page_words(speech),
        "meta": (*rows, *(Pair(speech.words(words), value) for words, value in meta)),
        "supplier": party_box(party_of(contract.supplier), speech),
    }


def fixed(figure: Fraction | None, places: int = 0) -> str:
    """A figure as its column shows it, always to so many places: every figure of a forecast is rounded.

    >>> fixed(Fraction(9402), 1), fixed(Fraction(2, 3), 2), fixed(None)
    ('9,402.0', '0.67', '–')
    """
    if figure is None:
        return NOTHING
    return f"{Decimal(int(round_to(figure, Fraction(1, 10**places)) * 10**places)).scaleb(-places):,}"


def share(figure: Fraction | None) -> str:
    """A ratio as a percentage of one decimal."""
    return NOTHING if figure is None else fixed(figure * 100, 1) + "%"
