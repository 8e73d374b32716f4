"""Who signed, whose count prevails, and when charges lapse: header parts of a contract."""

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema

from bpo.core.fields import FileModel, Label, Mistake, Share, normal
from bpo.core.words import Words

BAD_LAPSE = Words(
    "billing-lapse",
    en="'{given}' is not a time after which charges lapse; write '180 days'",
    zh="'{given}' 不是补计期限；请写 180 days 或 180 天",
)


class Bank(FileModel):
    """Where payment goes."""

    name: Label
    account: str
    holder: Label | None = None
    iban: str = ""
    swift: str = ""
    branch: Label | None = None


class Party(FileModel):
    """One side of the contract, as it stands on the invoice."""

    name: Label
    address: Label | None = None
    tax_no: str = ""
    contact: Label | None = None
    phone: str = ""
    email: str = ""
    bank: Bank | None = None
    po: str = ""
    cost_centre: str = ""


class CountPrevails(FileModel):
    """Whose count is billed where supplier and client counted apart: within the tolerance, or always if there is none."""

    prevails: Literal["client", "supplier"]
    within: Share | None = None
    clause: str = ""


def _days(given: Any) -> Any:
    """'180 days', '180 天'; or the number alone."""
    match = re.fullmatch(r"(\d{1,5})\s*(?:days?|天|日)?", normal(str(given)).lower())
    if not match or not int(match[1]):
        raise Mistake(BAD_LAPSE, given=given)
    return int(match[1])


DayCount = Annotated[int, BeforeValidator(_days), WithJsonSchema({"type": ["integer", "string"]})]
