"""Who may do what: roles and limits by amount, as bpo.yaml writes them, and the four-eyes principle."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from bpo.core.fields import Amount, FileModel, Mistake
from bpo.core.money import minor_unit_places
from bpo.core.words import Words

Role = Literal["prepare", "review", "approve", "issue", "client", "account"]
"""``prepare`` bills; ``review`` and ``approve`` follow; ``issue`` numbers, sends, voids and corrects; ``client`` records what the
client says; ``account`` invoices and payments."""

BAD_CURRENCY = Words(
    "limit-currency",
    en="'{given}' is not a currency code of ISO 4217; write limits such as {{CNY: 500000}}",
    zh="'{given}' 不是 ISO 4217 货币代码；限额请写如 {{CNY: 500000}}",
)


def _limit_currency(given: Any) -> str:
    try:
        minor_unit_places(str(given))
    except (KeyError, ValueError):
        raise Mistake(BAD_CURRENCY, given=str(given)) from None
    return str(given)


class Person(FileModel):
    """What one person may do. With ``limit``, approvals up to so much, and in these currencies only."""

    roles: list[Role]
    limit: dict[Annotated[str, BeforeValidator(_limit_currency)], Amount] = {}


@dataclass(frozen=True, slots=True)
class House:
    """The rules of the desk: without people, everybody may do everything; four eyes unless it says otherwise."""

    people: Mapping[str, Person] = field(default_factory=dict)
    four_eyes: bool = True

    def limit(self, who: str, currency: str) -> Fraction | None:
        """How much somebody approves; None without limit, 0 in a currency that their limits do not name."""
        limits = self.people[who].limit if who in self.people else {}
        return limits.get(currency, Fraction(0)) if limits else None
