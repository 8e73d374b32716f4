"""What a statement comes to in a second currency: its tax, its total and what is payable, at the month's rate."""

from dataclasses import dataclass
from typing import Any

from bpo.core.codec import ExactDecimal, ExactFraction
from bpo.core.words import Text, Words

SHOWN = Words(
    "second-currency",
    en="In {currency} at {rate} ({name}): tax {tax}, total {total}, payable {payable}",
    zh="折合 {currency}（汇率 {rate}，{name}）：税额 {tax}，价税合计 {total}，应付 {payable}",
)


@dataclass(frozen=True, slots=True)
class SecondCurrency:
    """``rate`` is what one unit of the currency is in the statement's; ``name`` is that of the rate, with what it rests on."""

    currency: str
    rate: ExactFraction
    name: Text
    tax: ExactDecimal
    total: ExactDecimal
    payable: ExactDecimal

    def said(self) -> tuple[Words, dict[str, Any]]:
        """The amounts as a sentence with its values."""
        amounts = {key: f"{getattr(self, key):,}" for key in ("tax", "total", "payable")}
        return SHOWN, {"currency": self.currency, "rate": self.rate, "name": self.name, **amounts}
