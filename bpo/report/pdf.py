"""PDFs from a sheet: sandboxed templates make HTML, WeasyPrint lays it out, and nothing is fetched from anywhere.

The same sheet gives the same bytes: the identifier is a hash of the page's HTML and the dates are the statement's own.
"""

import atexit
import gc
import hashlib
import html as html_escapes
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Any

from bpo.core.errors import BpoError, Problem, fail, in_a_line
from bpo.report import headings as h
from bpo.report.fonts import font_face_css, missing_characters
from bpo.report.pdf_a import VARIANT, Embedded
from bpo.report.templating import Fetcher, Printed, page_html, template_folders
from bpo.report.typesetter import weasyprint

CLOCK = "SOURCE_DATE_EPOCH"


def document_pdf(sheet: Printed, template: str, templates: Path | None = None) -> bytes:
    """Any document: what a sheet holds, as a template prints it.

    Raises:
        BpoError: for a character that no font has, or a template that is wrong or wants what it may not have.
    """
    return laid_out(sheet, template, templates).written()


@dataclass(frozen=True)
class LaidOut:
    """A document laid out by WeasyPrint; ``page`` is its HTML. An attachment is fetched when it is written."""

    page: str
    document: Any
    fetcher: Fetcher

    def pages_before(self, mark: str, without: int = 1) -> int:
        """How many pages stand before an element with this id; ``without`` where a template of a workspace does not have it."""
        after = [n for n, one in enumerate(self.document.pages) if mark in one.anchors]
        return after[0] if after else without

    def written(self, embedded: Embedded | None = None) -> bytes:
        """The PDF's bytes; with a file inside as PDF/A-3."""
        content, more = self.page.encode(), {}
        if embedded is not None:
            content += embedded.content
            self.document.metadata.attachments = [embedded.attachment()]
            more = {"pdf_variant": VARIANT, "finisher": embedded.finisher()}
        with _undisturbed(self.fetcher), warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", ResourceWarning
            )  # WeasyPrint leaves it to Python to close its colour profile
            written = self.document.write_pdf(pdf_identifier=hashlib.sha256(content).digest()[:16], **more)
        assert isinstance(written, bytes)
        return written


def laid_out(sheet: Printed, template: str, templates: Path | None = None) -> LaidOut:
    """The document before it is written, for those who look at its pages first.

    Raises:
        BpoError: as :func:`document_pdf`.
    """
    folders = template_folders(templates)
    page = page_html(sheet, template, folders)
    _check_glyphs(page)
    fetcher = Fetcher(folders)
    fonts, style = _fonts()
    with _undisturbed(fetcher):
        html = weasyprint().HTML(string=page, base_url=folders[0].as_uri() + "/", url_fetcher=fetcher)
        # Without its hints a list that starts at 5 would be numbered from 1, and what a table says of its own columns be lost.
        document = html.render(font_config=fonts, stylesheets=[style], presentational_hints=True)
    return LaidOut(page, document, fetcher)


def _check_glyphs(page: str) -> None:
    """Every character of the page must be in a font.

    Raises:
        BpoError: one problem a character, with the words around its first place.
    """
    text = html_escapes.unescape(re.sub(r"<[^>]*>", "\n", page))
    problems = []
    for letter in sorted(missing_characters([text])):
        at = text.index(letter)
        line = text[text.rfind("\n", 0, at) + 1 :].split("\n", 1)[0]
        shown = letter if letter.isprintable() else "�"
        values = {"letter": shown, "code": f"U+{ord(letter):04X}", "excerpt": line.strip()[:60]}
        problems.append(Problem(h.MISSING_GLYPHS, None, values))
    if problems:
        raise BpoError(problems)


@lru_cache(maxsize=1)
def _fonts() -> tuple[Any, Any]:
    """The fonts, loaded once a process: 8 MB that every document shares."""
    css = weasyprint().CSS
    from weasyprint.text.fonts import FontConfiguration

    config = FontConfiguration()
    # Its destructor removes a temporary folder, which it can no longer do once the interpreter takes modules apart.
    atexit.register(_fonts.cache_clear)
    return config, css(string=font_face_css(), font_config=config)


def make_ready() -> None:
    """Load what every document needs, before the first is asked for."""
    _fonts()
    missing_characters([""])


_ONE_AT_A_TIME = Lock()
COLLECTED_EVERY = 8
"""So many layouts and writings pass before what they left in circles is collected: four documents."""
_passed = count(1)


@contextmanager
def _undisturbed(fetcher: Fetcher) -> Iterator[None]:
    """Layout for one thread at a time, without the collector, the clock, and addresses outside the folder.

    It makes many objects that live to its end; the collector would only walk them again and again. Nor does it walk them as young
    ones when it goes on: they are put among the old, which are collected after some documents. And fontTools stamps the
    time of day into a subset font, unless ``SOURCE_DATE_EPOCH`` gives the time: the same bill would have other bytes.

    Raises:
        BpoError: for every address that the fetcher refused, or if the library fails.
    """
    from weasyprint.urls import FatalURLFetchingError

    with _ONE_AT_A_TIME:
        was_on, clock = gc.isenabled(), os.environ.get(CLOCK)
        gc.disable()
        os.environ[CLOCK] = "0"
        try:
            with suppress(FatalURLFetchingError):
                yield
        except (BpoError, OSError):
            raise
        except Exception as error:  # of a library that was given a page it cannot draw: this document's fault alone
            raise fail(h.NOT_DRAWN, reason=in_a_line(f"{type(error).__name__}: {error}")) from error
        finally:
            if clock is None:
                del os.environ[CLOCK]
            else:
                os.environ[CLOCK] = clock
            if was_on:
                gc.freeze()
                gc.unfreeze()  # among the old
                gc.enable()
                if next(_passed) % COLLECTED_EVERY == 0:
                    gc.collect()
    if fetcher.refused:
        raise BpoError(Problem(h.TEMPLATE_FETCH, None, {"url": url[:120]}) for url in dict.fromkeys(fetcher.refused))
