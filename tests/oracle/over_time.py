"""What hangs on days one by one, on the month before and on the contract's end, read off the pages of the contract language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from tests.oracle.numbers import days_of_month, number
from tests.oracle.terms import Month, Written

NOTHING = Fraction(0)


# -- days -----------------------------------------------------------------------------------------------------------------


def for_each_day(clause: Written, month: Month, sums: Sequence[str]) -> Fraction:
    """Each day that misses (that meets, of a bonus), but for the first so many: an amount, or a percent of the month's or the day's lines."""
    values = {day: number(value) for day, value in month.days_of[clause["kpi"]].items()}
    target, wanted = number(month.targets_of_days[clause["kpi"]]), clause["kind"] == "bonus"
    due = [day for day in sorted(values) if (values[day] >= target) is wanted][int(clause.get("allowed", 0)) :]
    each = number(clause["amount"]) if "amount" in clause else NOTHING
    if "percent" in clause:
        lines = max(NOTHING, sum((month.exact[name] for name in sums), NOTHING))
        each = number(clause["percent"]) * lines / (len(month.held) if clause.get("pro_rata") == "yes" else 1)
    return len(due) * each


# -- the month before -----------------------------------------------------------------------------------------------------


def carried_minimum(clause: Written, month: Month, before: Sequence[Month]) -> Fraction:
    """The month's own minimum first, then what was carried into it; what was left open goes on, but for the contract's last month."""
    least, carries = number(clause["amount"]), clause["carries"]
    shortfall, excess = number(carries.get("shortfall", 0)), number(carries.get("excess", 0))
    owed = credit = NOTHING
    for one in before:
        used = sum((one.shown[name] for name in clause["on"]), NOTHING)
        missing, above = max(NOTHING, least - used - credit), max(NOTHING, used - least - owed)
        owed, credit = min(missing, shortfall), min(above, excess)
    used = sum((month.exact[name] for name in clause["on"]), NOTHING)
    own = max(NOTHING, least - credit)
    missing, whole = max(NOTHING, own - used), max(NOTHING, own + owed - used)
    of_before = whole - missing
    goes_on = NOTHING if month.is_last else min(missing, shortfall)
    return missing - goes_on + (NOTHING if carries.get("not_made_up") == "lapses" else of_before)


# -- the end --------------------------------------------------------------------------------------------------------------


def termination_fee(clause: Written, month: Month) -> Fraction:
    """For each month that is left after the last day; a begun one by its days, or whole."""
    left = month.terminated
    if left is None or not month.is_last or left["by"] != clause.get("by", "client"):
        return NOTHING
    last, until = month.held[-1], date.fromisoformat(clause["minimum_term"])
    months, period = NOTHING, month.days
    while period[0] <= until:
        after = [day for day in period if last < day <= until]
        months += (1 if after else 0) if clause.get("begun_months") == "yes" else Fraction(len(after), len(period))
        period = following(period)
    return (1 if left["by"] == "client" else -1) * months * number(clause["amount"])


def following(period: Sequence[date]) -> list[date]:
    """The days of the next billing period."""
    first = period[-1] + timedelta(days=1)
    name = first if first.day == 1 else (first.replace(day=1) + timedelta(days=31))  # it ends in the month after
    return days_of_month(f"{name.year}-{name.month:02d}", first.day)
