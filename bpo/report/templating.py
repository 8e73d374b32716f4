"""Templates that a workspace may bring: sandboxed, escaped, and shut into their folder."""

import mimetypes
import traceback
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from bpo.core import shipped
from bpo.core.errors import BpoError, Where, fail
from bpo.report import headings as h
from bpo.report.speech import Said


class Printed(Protocol):
    """What a template prints: plain values, with the headings by name."""

    @property
    def h(self) -> Mapping[str, Said]: ...


class Moved(Exception):
    """A template asks for what a document no longer has by that name; ``now`` stands in its place."""

    def __init__(self, name: str, now: str) -> None:
        super().__init__(name, now)
        self.name, self.now = name, now


def template_folders(own: Path | None) -> tuple[Path, ...]:
    """Where templates are looked for: a workspace's own folder first, then the shipped one."""
    folders = [own] if own is not None and own.is_dir() else []
    return tuple(folder.resolve() for folder in (*folders, shipped.templates_folder()))


def page_html(sheet: Printed, template: str, folders: Sequence[Path]) -> str:
    """The document as HTML.

    Raises:
        BpoError: for a template that cannot be read, names what is not there, or reaches for what it may not have.
    """
    try:
        return str(_environment(tuple(folders)).get_template(template).render(sheet=sheet, h=sheet.h))
    except Exception as error:  # whatever a user's template runs into is the user's mistake, said with its line
        raise _broken(error, template, folders) from error


def plain_text(values: Mapping[str, object], template: str, folders: Sequence[Path]) -> str:
    """A template of plain text, filled; ``values`` are its names.

    Raises:
        BpoError: as :func:`page_html`.
    """
    try:
        return str(_environment(tuple(folders), escaping=False).get_template(template).render(values))
    except Exception as error:  # as above
        raise _broken(error, template, folders) from error


@lru_cache(maxsize=8)
def _environment(folders: tuple[Path, ...], *, escaping: bool = True) -> Any:
    """One environment for all documents: they share compiled templates, which are read again if their files change."""
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([str(folder) for folder in folders]),
        autoescape=escaping,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.clear()
    return environment


def _broken(error: Exception, template: str, folders: Sequence[Path]) -> BpoError:
    """The problem with the line of the template, from the error itself or from where it was raised."""
    path, line = str(getattr(error, "filename", "") or ""), int(getattr(error, "lineno", 0) or 0)
    if not path:
        for frame in traceback.extract_tb(error.__traceback__):
            if any(Path(frame.filename).is_relative_to(folder) for folder in folders):
                path, line = frame.filename, frame.lineno or 0
    where = Where(path or template, line)
    if isinstance(error, Moved):
        return fail(h.NAME_MOVED, where, given=f"sheet.{error.name}", now=error.now, page="docs/templates.md")
    reason = f"{type(error).__name__}: {error}"[:200]
    return fail(h.BAD_TEMPLATE, where, reason=reason)


class Fetcher:
    """Gives WeasyPrint the files of the template folders and nothing else: no other file, no data, no network.

    A file of the shipped folder is found under the workspace's folder too, if that has none of its name. ``refused`` keeps
    what was asked for in vain: within an SVG drawing WeasyPrint goes on without it.
    """

    _fail_on_errors = True

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folders)
        self.refused: list[str] = []

    def __call__(self, url: str) -> Any:
        from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

        file = self._allowed(url)
        if file is None:
            self.refused.append(url)
            raise FatalURLFetchingError(url)
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": kind})

    def _allowed(self, url: str) -> Path | None:
        parts = urlsplit(url)
        if parts.scheme != "file" or parts.netloc:
            return None
        asked = Path(unquote(parts.path))
        for folder in self.folders:
            if asked.is_relative_to(folder):
                for place in self.folders:
                    found = (place / asked.relative_to(folder)).resolve()
                    if found.is_file() and found.is_relative_to(place):
                        return found
        return None
