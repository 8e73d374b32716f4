"""Items, lines and clients that the tests of this folder are about."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from bpo.core.words import Text
from bpo.receivables.items import BankLine, Debtor, OpenItem
from bpo.receivables.matching import bare

BANK = Debtor("bank", Text.of("某银行（上海）有限公司"), frozenset({bare("某银行(上海)有限公司")}), frozenset({"0123"}))
SHOP = Debtor("shop", Text.of("Shop Ltd"), frozenset({bare("Shop Ltd")}))


def item(
    number: str,
    amount: str,
    debtor: str = "bank",
    due: str | None = "2026-03-31",
    currency: str = "CNY",
    also: tuple[str, ...] = (),
) -> OpenItem:
    """An item of which all is open, issued thirty days before it is due."""
    day = date.fromisoformat(due) if due else None
    issued = (day or date(2026, 3, 31)) - timedelta(days=30)
    return OpenItem(number, f"s-{number}", debtor, currency, issued, day, Decimal(amount), Decimal(amount), also)


def line(
    amount: str,
    text: str = "",
    payer: str = "某银行（上海）有限公司",
    currency: str = "CNY",
    id: str = "L1",
    day: str = "2026-03-31",
) -> BankLine:
    return BankLine(id, "ours", date.fromisoformat(day), currency, Decimal(amount), payer, "", text)
