"""A contract that goes on after the last of its purchase orders has expired."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bpo.advice.check.asked import Advice, Asked
from bpo.contracts.header.accepts import Check
from bpo.core.words import Words

NAME = Check.EXPIRY
EXPIRES = Words(
    "check-expiry",
    en="purchase order {number} expires on {day}, but the contract goes on to {end}: later months cannot be billed",
    zh="采购订单 {number} 于 {day} 到期，而合同持续至 {end}：其后各月将无法出账",
)


def expiry(asked: Asked) -> Iterator[Advice]:
    contract = asked.contract
    ends = contract.effective.end or date.max
    for entity in dict.fromkeys(order.entity for order in contract.purchase_orders):
        own = [(order.end or date.max, i) for i, order in enumerate(contract.purchase_orders) if order.entity == entity]
        last, i = max(own)
        if last < ends:
            number = contract.purchase_orders[i].number
            values = {"number": number, "day": last, "end": contract.effective.end or "…"}
            yield asked.advice(NAME, EXPIRES, ("purchase_orders", i), number, **values)
