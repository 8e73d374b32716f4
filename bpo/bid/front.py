"""What every document of a bid has on its first page: names, number, date, language, supplier."""

from collections.abc import Sequence

from bpo.bid import headings as b
from bpo.bid.headings import BASE
from bpo.contracts.model import Contract
from bpo.core.words import Words
from bpo.economics.scenario.offer import Offer
from bpo.economics.scenario.scenario import Scenario
from bpo.invoice.face import party_of
from bpo.invoice.headings import HEADINGS
from bpo.report.model import BOOK, SCREEN, Cell, Column, Label, Masthead
from bpo.report.speech import Speech, clause_number

CLAUSE = Column("clause", HEADINGS["clause"], width=10, media=SCREEN | BOOK)
"""The clause of a line, which paper has beside its label."""


def of_clause(label: Label, source: str) -> dict[str, Cell]:
    """The cells of a line that a clause makes."""
    clause = clause_number(source)
    return {"line": Cell(label, mark=clause), "clause": Cell(clause)}


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
