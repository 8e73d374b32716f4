"""The numbers that clients see: a series for each supplier, kind of document and year, and how bpo.yaml writes a number."""

import string
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator

from bpo.core.fields import FileModel, Mistake
from bpo.core.words import Sentence, Words

STATEMENT = "statement"
"""The kind of document that a billed month is; others are added by who issues them."""
CREDIT_NOTE = "credit_note"
DEBIT_NOTE = "debit_note"
INTEREST_NOTE = "interest_note"
CODES = {STATEMENT: "S", CREDIT_NOTE: "CN", DEBIT_NOTE: "DN", INTEREST_NOTE: "INT", "invoice": "INV"}

BAD_FORMAT = Words(
    "number-format",
    en="'{given}' is not a format of numbers ({reason}); write such as {{kind}}-{{year}}-{{n:04}}",
    zh="'{given}' 不是编号格式（{reason}）；请写如 {{kind}}-{{year}}-{{n:04}}",
)
NO_N = Words("number-format-n", en="it has no {{n}}, which counts", zh="缺少计数的 {{n}}")
NO_YEAR = Words(
    "number-format-year", en="it has no {{year}}, and each year counts from 1", zh="缺少 {{year}}，而编号每年从 1 起"
)
UNKNOWN_PLACE = Words("number-format-place", en="it does not say what {place} is", zh="{place} 含义不明")
PLACES = {"supplier": "x", "kind": "x", "year": 2026, "n": 1}


def _format(given: Any) -> str:
    text = str(given)
    try:
        named = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        for place in named - PLACES.keys():
            raise Mistake(BAD_FORMAT, given=text, reason=Sentence(UNKNOWN_PLACE, {"place": "{" + place + "}"}))
        text.format(**PLACES)
    except Mistake:
        raise
    except (ValueError, KeyError, IndexError) as error:
        raise Mistake(BAD_FORMAT, given=text, reason=str(error)) from None
    for place, words in (("n", NO_N), ("year", NO_YEAR)):
        if place not in named:
            raise Mistake(BAD_FORMAT, given=text, reason=Sentence(words))
    return text


@dataclass(frozen=True, slots=True)
class Series:
    """Where numbers count: ``supplier`` by its tax number or name, a kind of document, the year of its date."""

    supplier: str
    kind: str
    year: int


class Numbers(FileModel):
    """How numbers are written. ``kinds`` and ``suppliers`` give the letters for ``{kind}`` and ``{supplier}``."""

    format: Annotated[str, BeforeValidator(_format)] = "{kind}-{year}-{n:04}"
    kinds: dict[str, str] = {}
    suppliers: dict[str, str] = {}

    @property
    def tells_suppliers_apart(self) -> bool:
        """Whether the format itself names the supplier."""
        return "supplier" in {name for _, name, _, _ in string.Formatter().parse(self.format)}

    def number(self, series: Series, position: int, rank: int = 0) -> str:
        """The number at a position of a series.

        A format that does not name the supplier has a letter behind the kind for every supplier but the first that issued something;
        ``rank`` is the supplier's place among them, from 0.

        >>> own = Series("91310000", "statement", 2026)
        >>> Numbers().number(own, 7), Numbers().number(own, 7, rank=1)
        ('S-2026-0007', 'SB-2026-0007')
        """
        kind = self.kinds.get(series.kind, CODES.get(series.kind, series.kind))
        if rank and not self.tells_suppliers_apart:
            kind += string.ascii_uppercase[rank] if rank < len(string.ascii_uppercase) else f"{rank + 1}-"
        supplier = self.suppliers.get(series.supplier, series.supplier)
        return self.format.format(kind=kind, supplier=supplier, year=series.year, n=position)
