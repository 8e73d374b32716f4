"""Records of XML: what a source file says of them."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from bpo.core.fields import Mistake, YesNo
from bpo.core.words import Words
from bpo.facts.sources.source_fields import Encoding, SourcePart

NOT_A_PATH = Words(
    "xml-path",
    en="'{given}' is no path in a record; write the names of elements from the record down, such as variables/uuid, and @name for an "
    "attribute at the end",
    zh="'{given}' 不是记录内的路径；请从记录起逐级写元素名，例如 variables/uuid；末级属性写 @名称",
)
NOT_A_NAME = Words("xml-record-name", en="'{given}' is no name of an element", zh="'{given}' 不是元素名称")
_NAME = r"[\w.:-]+"


def _path(given: Any) -> str:
    if not isinstance(given, str) or not re.fullmatch(rf"(?:{_NAME}(?:/{_NAME})*(?:/@{_NAME})?|@{_NAME})", given):
        raise Mistake(NOT_A_PATH, given=str(given))
    return given


def _name(given: Any) -> str:
    if not isinstance(given, str) or not re.fullmatch(_NAME, given):
        raise Mistake(NOT_A_NAME, given=str(given))
    return given


class Xml(SourcePart):
    """A file of one or many records of XML. Each column is found by its path in the record; an element that is not there is empty.

    ``url_encoded``: values are written as in a URL, ``%2B49…``.
    """

    kind: Literal["xml"]
    record: Annotated[str, BeforeValidator(_name)]
    """The name of the element that is a record."""
    columns: dict[str, Annotated[str, BeforeValidator(_path)]] = Field(min_length=1)
    url_encoded: YesNo = False
    encoding: Encoding = "utf-8-sig"
