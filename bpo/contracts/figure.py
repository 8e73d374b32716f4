"""An agreed figure in a clause: the month's, or the clause that lacks it."""

from fractions import Fraction

from bpo.contracts.clause import Loc, Reference
from bpo.contracts.month import Month
from bpo.core.errors import Where, fail
from bpo.core.figure import Figure
from bpo.core.words import Words

NO_FIGURE = Words(
    "figure-month-missing",
    en="'{clause}' has no figure for {period}; write it beside those of the other months",
    zh="条款 '{clause}' 没有 {period} 的数值；请在其他月份旁补上",
)


def in_month(figure: Figure, month: Month, clause: str, where: Where | None) -> Fraction:
    """The month's figure.

    Raises:
        BpoError: if it was not written or given; missing is never zero.
    """
    if figure.named is not None:
        return month.quantity(figure.named, clause, where).total
    found = figure.of_month(month.effective, month.measures.quantities)
    if found is None:
        raise fail(NO_FIGURE, where, clause=clause, period=month.period.name)
    return found


def named_in(figure: Figure, at: Loc) -> list[Reference]:
    """The quantity that it names, if it does."""
    return [Reference("quantity", figure.named, at)] if figure.named is not None else []
