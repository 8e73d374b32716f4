"""A contract in another currency than CNY that leaves the time zone to its default, which is China's."""

from __future__ import annotations

from collections.abc import Iterator

from bpo.advice.check.asked import Advice, Asked
from bpo.contracts.header.accepts import Check
from bpo.core.words import Words

NAME = Check.TIMEZONE
DEFAULT = Words(
    "check-timezone",
    en="a contract in {currency} without 'billing: timezone': its days would begin at midnight in {timezone}",
    zh="合同币种为 {currency}，但未写 billing: timezone：将按 {timezone} 的零点划分日期",
)


def timezone(asked: Asked) -> Iterator[Advice]:
    contract = asked.contract
    written = "billing" in contract.model_fields_set and "timezone" in contract.billing.model_fields_set
    if contract.currency != "CNY" and not written:
        values = {"currency": contract.currency, "timezone": contract.billing.timezone}
        yield asked.advice(NAME, DEFAULT, ("currency",), **values)
