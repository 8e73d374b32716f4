"""The format of JSON in a source file: where the records are, and the columns that are found in them by path."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from bpo.core.fields import A_TEXT, WRONG_SHAPE, Mistake
from bpo.facts.sources.json_paths import path_getter
from bpo.facts.sources.source_fields import Encoding, SourcePart


def _path(given: Any) -> str:
    if not isinstance(given, str):
        raise Mistake(WRONG_SHAPE, expected=A_TEXT)
    path_getter(given)
    return given


class Json(SourcePart):
    """JSON: an array of records, records one after another (such as one a line), or objects that hold an array of them.

    ``rows``: the names that lead to that array, joined by points; an object without it is a record itself. ``columns``: names for
    what is found in a record by a path; besides, every key of a record is a column.
    """

    kind: Literal["json"]
    rows: str | None = None
    columns: dict[str, Annotated[str, BeforeValidator(_path)]] = {}
    encoding: Encoding | None = None
    """Without it, UTF-8, UTF-16 or UTF-32, as the file itself shows."""
