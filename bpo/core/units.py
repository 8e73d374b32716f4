"""What numbers are counted in, in both languages, and which units convert into which."""

from collections.abc import Mapping
from fractions import Fraction

from bpo.core.words import Lang, Text

UNITS: Mapping[str, Text] = {
    "contact": Text(zh="次", en="contacts"),
    "call": Text(zh="通", en="calls"),
    "sale": Text(zh="单", en="sales"),
    "lead": Text(zh="条线索", en="leads"),
    "case": Text(zh="件", en="cases"),
    "evaluation": Text(zh="次质检", en="evaluations"),
    "survey": Text(zh="份", en="surveys"),
    "event": Text(zh="起", en="events"),
    "interval": Text(zh="个时段", en="intervals"),
    "second": Text(zh="秒", en="seconds"),
    "minute": Text(zh="分钟", en="minutes"),
    "hour": Text(zh="小时", en="hours"),
    "day": Text(zh="天", en="days"),
    "week": Text(zh="周", en="weeks"),
    "person_day": Text(zh="人日", en="person-days"),
    "person_month": Text(zh="人月", en="person-months"),
    "person_quarter": Text(zh="人季度", en="person-quarters"),
    "person_half_year": Text(zh="人半年", en="person-half-years"),
    "person_year": Text(zh="人年", en="person-years"),
    "person_period": Text(zh="人期", en="person-periods"),
    "seat_day": Text(zh="席·日", en="seat-days"),
    "seat_month": Text(zh="席·月", en="seat-months"),
    "seat_quarter": Text(zh="席·季度", en="seat-quarters"),
    "seat_half_year": Text(zh="席·半年", en="seat-half-years"),
    "seat_year": Text(zh="席·年", en="seat-years"),
    "seat_period": Text(zh="席·期", en="seat-periods"),
    "month": Text(zh="个月", en="months"),
    "quarter": Text(zh="个季度", en="quarters"),
    "half_year": Text(zh="个半年", en="half-years"),
    "year": Text(zh="年", en="years"),
    "period": Text(zh="期", en="periods"),
    "agent": Text(zh="人", en="agents"),
    "package": Text(zh="包", en="packages"),
    "milestone": Text(zh="个里程碑", en="milestones"),
    "money": Text(zh="金额", en="amount"),
    "ratio": Text(zh="%", en="%"),
    "score": Text(zh="分", en="points"),
    "point": Text(zh="个点", en="points"),
    "step": Text(zh="档", en="steps"),
    "kpi": Text(zh="项指标", en="KPIs"),
    "per_10000": Text(zh="‱", en="per 10,000"),
    "per_agent_day": Text(zh="次/人日", en="per agent-day"),
    "per_agent_hour": Text(zh="次/人时", en="per agent-hour"),
}

MONEY_UNIT = "money"
"""What is an amount in the currency of the contract."""

WHOLE = frozenset(
    {"contact", "call", "sale", "lead", "case", "evaluation", "survey", "event", "interval", "package", "milestone"}
)
"""Units of things that there is no part of. Heads, hours, days and seats come in parts, and so may a unit of the contract's own."""

SECONDS_IN: Mapping[str, Fraction] = {"second": Fraction(1), "minute": Fraction(60), "hour": Fraction(3600)}
"""Seconds that one of the unit has; a sum of seconds may be billed in any of them."""


def unit_of(unit: str, quantity: Fraction | None = None) -> Text:
    """The unit as people write it beside a quantity: one month, two months. One that the contract invented is its own name.

    >>> unit_of("person_month", Fraction(1)).en, unit_of("month", Fraction(1, 2)).en, unit_of("cash desk", Fraction(1)).en
    ('person-month', 'months', 'cash desk')
    """
    name = UNITS.get(unit, Text.of(unit))
    is_one = unit in UNITS and quantity is not None and abs(quantity) == 1
    return Text(zh=name.zh, en=name.en.removesuffix("s")) if is_one else name


def unit_name(unit: str, lang: Lang) -> str:
    """The unit as people write it; one that the contract invented is its own name."""
    return UNITS[unit].say(lang) if unit in UNITS else unit
