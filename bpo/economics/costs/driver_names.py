"""What costs go with, as people call it."""

from __future__ import annotations

from collections.abc import Mapping

from bpo.core.words import Text

NAMES: Mapping[str, Text] = {
    "month": Text(zh="月", en="month"),
    "contacts": Text(zh="受理量", en="contacts"),
    "minutes": Text(zh="处理分钟", en="minutes"),
    "positions": Text(zh="岗位数", en="positions"),
    "seats": Text(zh="席位", en="seats"),
    "heads": Text(zh="人数", en="heads"),
    "productive_hours": Text(zh="有效工时", en="productive hours"),
    "paid_hours": Text(zh="计薪工时", en="paid hours"),
    "hires": Text(zh="入职人数", en="hires"),
    "leavers": Text(zh="离职人数", en="leavers"),
    "released": Text(zh="释放人数", en="released"),
    "offered": Text(zh="呼入量", en="offered"),
    "handled": Text(zh="受理量", en="handled"),
    "abandoned": Text(zh="放弃量", en="abandoned"),
    "handle_minutes": Text(zh="处理分钟", en="handle minutes"),
    "term": Text(zh="合同期", en="term"),
    "cost": Text(zh="当月成本", en="cost of the month"),
    "unrecovered": Text(zh="未摊销额", en="not yet spread"),
    "revenue": Text(zh="不含税收入", en="revenue without tax"),
    "vat": Text(zh="销项税", en="output VAT"),
    "profit": Text(zh="利润总额", en="profit before income tax"),
    "vat_payable": Text(zh="应交增值税", en="VAT payable"),
}

RATES = ("service_level", "asa_seconds", "abandonment_rate", "occupancy")
"""Drivers of a stream that waits in a queue which are rates: they can be a KPI, and no quantity. A month without contacts has none."""


def driver_name(name: str, otherwise: Text | None = None) -> Text:
    """A driver's name; of one stream's driver with the stream before it.

    >>> driver_name("heads").say("en"), driver_name("calls.handled").say("zh")
    ('heads', 'calls 受理量')
    """
    stream, _, what = name.rpartition(".")
    found = NAMES.get(what)
    if found is None:
        return otherwise or Text.of(name)
    return Text(zh=f"{stream} {found.zh}", en=f"{stream} {found.en}") if stream else found
