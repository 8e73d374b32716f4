"""The words around page numbers, in each language of a document."""

from dataclasses import dataclass

from bpo.report import headings as h
from bpo.report.speech import Speech


@dataclass(frozen=True, slots=True)
class PageWords:
    """What stands before, between and after the page number and the number of pages."""

    before: str
    between: str
    after: str


def page_words(speech: Speech) -> tuple[PageWords, ...]:
    """The words around page numbers, in each language of the document."""
    around = (h.PAGE_BEFORE, h.PAGE_BETWEEN, h.PAGE_AFTER)
    return tuple(PageWords(*(words.say(lang) for words in around)) for lang in speech.langs)
