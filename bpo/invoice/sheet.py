"""The document as the templates see it: strings and tuples of strings, nothing to calculate and nothing to call."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bpo.invoice import headings as h
from bpo.invoice.annex import Annex, annex_of
from bpo.invoice.bill import Bill
from bpo.invoice.by_entity import Entities, entities_of
from bpo.invoice.face import Face, face_of
from bpo.invoice.review import Review, review_of
from bpo.report.page_words import PageWords, page_words
from bpo.report.speech import Said, Speech


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a template prints; ``docs/templates.md`` describes it.

    ``contract`` is its id, which names files and is no client's business; ``reference`` the number of the signed paper.
    ``h`` holds the headings by name, ``notes`` the sentences that stand where a part is empty. ``review`` is None in the
    client's document: what is for the reviewer is not there to be printed. ``entities`` is None for a client that is one.
    """

    lang: str
    bilingual: bool
    h: Mapping[str, Said]
    notes: Mapping[str, Said]
    document: Said
    title: Said
    contract: str
    reference: str
    period: str
    statement_id: str
    revision: str
    drawn_on: str
    pages: tuple[PageWords, ...]
    face: Face
    entities: Entities | None
    annex: Annex
    review: Review | None
    issued: bool = False
    """Whether ``statement_id`` is the number that it was issued with."""
    closer: bool = False
    """Whether the face is set closer, so that it fits on one page."""


NOTES = {
    "no_kpis": h.NO_KPIS,
    "no_needs": h.NO_NEEDS,
    "no_previous": h.NO_PREVIOUS,
    "no_findings": h.NO_FINDINGS,
    "no_series": h.NO_SERIES,
    "not_measured": h.NOT_MEASURED,
    "see_annex": h.SEE_ANNEX,
}


def speech_of(bill: Bill) -> Speech:
    """The language and currency that the contract names."""
    return Speech(bill.header.language, bill.statement.currency)


def sheet_of(bill: Bill, *, internal: bool = False) -> Sheet:
    """The client's document in the contract's language; the ``internal`` one says exactly what was rounded, and has the reviewer's
    part."""
    speech, statement = speech_of(bill), bill.statement
    speech = replace(speech, exact=internal or "ratios" in bill.header.billing.shows)
    return Sheet(
        lang="en" if speech.language == "en" else "zh-CN",
        bilingual=speech.language == "both",
        h={name: speech.words(words) for name, words in h.HEADINGS.items()},
        issued=bool(bill.number),
        notes={name: speech.words(words) for name, words in NOTES.items()},
        document=speech.text(statement.document),
        title=speech.text(statement.title),
        contract=statement.contract,
        reference=bill.header.reference,
        period=statement.period.name,
        statement_id=bill.shown,
        revision=str(bill.revision) if bill.revision > 1 else "",
        drawn_on=bill.drawn_on.isoformat(),
        pages=page_words(speech),
        face=face_of(bill, speech),
        entities=entities_of(bill, speech),
        annex=annex_of(bill, speech),
        review=review_of(bill, speech) if internal else None,
    )
