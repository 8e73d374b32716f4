"""A database as the format of a source file: where it is, what is asked, and the column that says what is new."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ValidationInfo

from bpo.core.fields import A_TEXT, WRONG_SHAPE, Mistake
from bpo.core.queries import check_query
from bpo.core.words import Words
from bpo.facts.sources.source_fields import SourcePart

NOT_A_URL = Words(
    "database-url",
    en="this is no URL of a database; write one such as postgresql+psycopg://reader:${{PBX_PASSWORD}}@host:5432/pbx, or sqlite:///calls.db",
    zh="不是数据库 URL；请写例如 postgresql+psycopg://reader:${{PBX_PASSWORD}}@host:5432/pbx 或 sqlite:///calls.db",
)
PASSWORD_WRITTEN = Words(
    "database-password-written",
    en="a password does not stand in a file; write the name of a variable of the environment in its place, such as ${{PBX_PASSWORD}}",
    zh="密码不得写在文件中；请写环境变量名，例如 ${{PBX_PASSWORD}}",
)
VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_URL = re.compile(r"([a-z][a-z0-9_]*)(?:\+[a-z0-9_]+)?://(?:[^/?]*?:(?P<password>[^/]*)@)?", re.IGNORECASE)
_SECRET = re.compile(r"[?&](?:\w*(?:password|passwd|pwd|secret|token))=([^&]*)", re.IGNORECASE)


def _url(given: Any) -> str:
    if not isinstance(given, str):
        raise Mistake(WRONG_SHAPE, expected=A_TEXT)
    found = _URL.match(given)
    if found is None:
        raise Mistake(NOT_A_URL)
    secrets = [found["password"] or "", *_SECRET.findall(given)]
    if any(secret and not VARIABLE.fullmatch(secret) for secret in secrets):
        raise Mistake(PASSWORD_WRITTEN)
    return given


def _query(given: Any, info: ValidationInfo) -> str:
    """In the SQL of the database that the URL names."""
    if not isinstance(given, str):
        raise Mistake(WRONG_SHAPE, expected=A_TEXT)
    found = _URL.match(info.data.get("url", ""))
    check_query(given, found[1].lower() if found else "")
    return given


class Database(SourcePart):
    """``url``: as SQLAlchemy writes it, ``${NAME}`` stands for a variable of the environment. ``query``: a single SELECT.

    ``watermark``: a column of the query that only grows, such as an id or when a row was changed; only rows from its last value on are
    read again.
    """

    kind: Literal["database"]
    url: Annotated[str, BeforeValidator(_url)]
    query: Annotated[str, BeforeValidator(_query)]
    watermark: str | None = None
