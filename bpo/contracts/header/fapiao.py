"""China's tax invoices (发票): under which classification codes the lines of a contract are invoiced.

Source: 商品和服务税收分类与编码 (the tax administration's classification of goods and services), 19 digits; and the fields of the
fully digital invoice (数电票).
"""

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from bpo.core.fields import FileModel, Mistake
from bpo.core.words import Words

BAD_CODE = Words(
    "fapiao-code",
    en="'{given}' is not a tax classification code: it has 19 digits, and is written in quotes",
    zh="'{given}' 不是税收分类编码：应为 19 位数字，并加引号",
)


def _code(given: Any) -> str:
    if not isinstance(given, str) or not re.fullmatch(r"\d{19}", given.strip()):
        raise Mistake(BAD_CODE, given=given)
    return given.strip()


ClassificationCode = Annotated[str, BeforeValidator(_code)]


class FapiaoItem(FileModel):
    """How a line is invoiced: its classification ``code``, the name of the ``item`` (default: the line's label), its ``model``
    (规格型号), and the tax ``policy`` that it enjoys (优惠政策类型)."""

    code: ClassificationCode
    item: str = ""
    model: str = ""
    policy: str = ""


class Fapiao(FapiaoItem):
    """How the contract is invoiced in China; ``lines`` are those with a code of their own, by the ids of their clauses.

    ``type``: ``special`` (增值税专用发票), by which the client deducts the tax, or ``ordinary`` (普通发票).
    """

    type: Literal["special", "ordinary"] = "special"
    lines: dict[str, FapiaoItem] = {}

    def of(self, clause: str) -> FapiaoItem:
        """How a line is invoiced."""
        return self.lines.get(clause, self)
