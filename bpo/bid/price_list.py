"""What a price of the price list is of: a call, 1,000 calls, a month."""

from collections.abc import Mapping
from fractions import Fraction

from bpo.contracts.blocks.prices import PriceRow
from bpo.core.units import UNITS
from bpo.core.words import Text, Words

WHOLE_SUM = Text(zh="项", en="sum")
PER_UNITS = Words("offer-per-units", en="{per} {unit}", zh="{per} {unit}")
ONE_UNIT: Mapping[str, Text] = {
    "contact": Text(zh="次", en="contact"),
    "call": Text(zh="通", en="call"),
    "sale": Text(zh="单", en="sale"),
    "lead": Text(zh="条线索", en="lead"),
    "case": Text(zh="件", en="case"),
    "evaluation": Text(zh="次质检", en="evaluation"),
    "survey": Text(zh="份", en="survey"),
    "event": Text(zh="起", en="event"),
    "second": Text(zh="秒", en="second"),
    "minute": Text(zh="分钟", en="minute"),
    "hour": Text(zh="小时", en="hour"),
    "day": Text(zh="天", en="day"),
    "person_day": Text(zh="人日", en="person-day"),
    "person_month": Text(zh="人月", en="person-month"),
    "seat_day": Text(zh="席·日", en="seat-day"),
    "seat_month": Text(zh="席·月", en="seat-month"),
    "month": Text(zh="月", en="month"),
    "agent": Text(zh="人", en="agent"),
    "package": Text(zh="包", en="package"),
    "milestone": Text(zh="个里程碑", en="milestone"),
}
"""Units of one, as they stand beside a price."""


def unit_name(row: PriceRow, per: Fraction) -> Text:
    """What the price is of, for so many units."""
    if not row.unit:
        return WHOLE_SUM if row.percent is None else Text.of("%")
    name = ONE_UNIT.get(row.unit) or UNITS.get(row.unit, Text.of(row.unit))
    if per == 1:
        return name
    several = UNITS.get(row.unit, Text.of(row.unit))
    values = {"per": per, "unit": several}
    return Text(zh=PER_UNITS.say("zh", values), en=PER_UNITS.say("en", values))
