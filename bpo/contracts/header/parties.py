"""Who signed, whose count prevails, and when charges lapse: header parts of a contract."""

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema

from bpo.core.fields import FileModel, Label, Mistake, Share, normal
from bpo.core.words import Text, Words
from bpo.core.zones import country_codes

BAD_LAPSE = Words(
    "billing-lapse",
    en="'{given}' is not a time after which charges lapse; write '180 days'",
    zh="'{given}' 不是补计期限；请写 180 days 或 180 天",
)
BAD_COUNTRY = Words(
    "country-unknown",
    en="'{given}' is not a country code of ISO 3166, such as DE, FR, GB, CN",
    zh="'{given}' 不是 ISO 3166 国家代码，例如 DE、FR、GB、CN",
)
BAD_ADDRESS = Words(
    "electronic-address",
    en="'{given}' is not an electronic address; write its scheme before it, such as '9930:DE123456789', '0088:4012345000009' or "
    "'EM:invoices@client.example'",
    zh="'{given}' 不是电子地址；请在前面写明其编码体系，例如 9930:DE123456789、0088:4012345000009 或 EM:invoices@client.example",
)


def _country(given: Any) -> str:
    text = normal(str(given)).upper()
    if text not in country_codes():
        raise Mistake(BAD_COUNTRY, given=given)
    return text


def _electronic(given: Any) -> str:
    """A scheme of the list EAS, and the identifier in it."""
    text = normal(str(given))
    if not re.fullmatch(r"(?:\d{4}|A[NQSU]|EM):\S+", text):
        raise Mistake(BAD_ADDRESS, given=given)
    return text


Country = Annotated[str, BeforeValidator(_country)]
ElectronicAddress = Annotated[str, BeforeValidator(_electronic)]


class Bank(FileModel):
    """Where payment goes."""

    name: Label
    account: str
    holder: Label | None = None
    iban: str = ""
    swift: str = ""
    branch: Label | None = None


class Party(FileModel):
    """One side of the contract, as it stands on the invoice.

    ``address`` is the whole of it, or its street where ``postcode``, ``city`` and ``country`` (ISO 3166) are written apart, as
    e-invoices ask. ``endpoint`` is where e-invoices are received, with its scheme: ``9930:DE123456789``; ``registration`` the
    number in a register, with its scheme if it has one: ``0106:12345678``.
    """

    name: Label
    address: Label | None = None
    postcode: str = ""
    city: Label | None = None
    country: Country | None = None
    tax_no: str = ""
    registration: str = ""
    endpoint: ElectronicAddress | None = None
    contact: Label | None = None
    phone: str = ""
    email: str = ""
    bank: Bank | None = None
    po: str = ""
    cost_centre: str = ""

    @property
    def postal_address(self) -> Text | None:
        """The address on paper: the street, then what is written apart."""
        if self.city is None and not self.postcode:
            return self.address
        street, city = self.address or Text.of(""), self.city or Text.of("")
        country = self.country or ""

        def said(street: str, city: str) -> str:
            return ", ".join(part for part in (street, f"{self.postcode} {city}".strip(), country) if part)

        return Text(zh=said(street.zh, city.zh), en=said(street.en, city.en))

    @property
    def vat_number(self) -> str:
        """The tax number, if it is a VAT number with its country before it (Greece writes EL, Northern Ireland XI)."""
        number = re.sub(r"[\s.-]", "", self.tax_no).upper()
        prefixes = {self.country, {"GR": "EL", "GB": "XI"}.get(self.country or "")}
        return number if number[:2] in prefixes and len(number) > 2 else ""


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
