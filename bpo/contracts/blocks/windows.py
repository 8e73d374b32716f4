"""Windows of months: a quarter, a year, the contract's term; months that are capped or settled together.

Quarters and years are counted from the contract's first month; those of the calendar are as its billing cycle has them.
"""

from typing import Literal

from bpo.contracts.clause import Clause
from bpo.contracts.month import Month
from bpo.core.cycle import Cycle
from bpo.core.periods import Period
from bpo.core.words import Text

Longer = Literal["quarter", "calendar_quarter", "contract_year", "calendar_year", "contract"]
Window = Literal["month", Longer]
"""The months that are settled together; ``contract`` is its whole term."""
Within = Literal[Window, "rolling_12_months"]
SAID: dict[Window, Text] = {
    "quarter": Text(zh="每季度（自合同首期起算）", en="in each quarter of the contract"),
    "calendar_quarter": Text(zh="每自然季度", en="in each calendar quarter"),
    "contract_year": Text(zh="每合同年", en="in each contract year"),
    "calendar_year": Text(zh="每自然年", en="in each calendar year"),
    "contract": Text(zh="整个合同期", en="over the contract's term"),
}
IN: dict[Window, Text] = {**SAID, "month": Text(zh="每月", en="in each month")}
OF_CALENDAR = frozenset({"calendar_quarter", "calendar_year"})


def months_in(cycle: Cycle, within: Within) -> int | None:
    """How many billing periods a window has; None for the contract's term, which says so itself."""
    year, quarter = cycle.a_year, cycle.a_quarter
    return {"month": 1, "quarter": quarter, "calendar_quarter": quarter, "contract": None}.get(within, year)


def months_before(month: Month, within: Within) -> int:
    """How many months of the contract before this one belong to the same window."""
    before, whole = month.number - 1, months_in(month.cycle, within)
    if whole is None:
        return before
    if within == "rolling_12_months":
        return min(whole - 1, before)
    return min(before, month.cycle.place_in(whole, month.period.name)) if within in OF_CALENDAR else before % whole


def window(month: Month, within: Within, clause: Clause) -> list[Month]:
    """The months of the window so far, oldest first; this one is the last.

    Raises:
        BpoError: with all of them that were not billed here.
    """
    return [*month.back_to(months_before(month, within), clause), month]


def ends(month: Month, within: Window) -> bool:
    """Whether the window ends with this month, or the contract does."""
    whole = months_in(month.cycle, within)
    if month.is_last or whole is None:
        return month.is_last
    place = month.cycle.place_in(whole, month.period.name) if within in OF_CALENDAR else (month.number - 1) % whole
    return place == whole - 1


def whole_of(month: Month, within: Window) -> list[Period]:
    """All billing periods of the window that the month lies in, also those in which the contract does not hold."""
    cycle, whole = month.cycle, months_in(month.cycle, within)
    assert whole is not None, "the contract's term has the months that it has"
    place = cycle.place_in(whole, month.period.name) if within in OF_CALENDAR else (month.number - 1) % whole
    return [cycle.period(cycle.after(month.period.name, n - place)) for n in range(whole)]
