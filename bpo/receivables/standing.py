"""In which stage what is open of a statement stands on a day, and from which day its age counts."""

from dataclasses import dataclass
from datetime import date

from bpo.contracts.header.due import Due
from bpo.core.calendars import Calendar
from bpo.core.errors import BpoError
from bpo.receivables.ageing import Stage


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a statement's life that are known: those that are not yet are None."""

    period_end: date
    issued: date | None = None
    sent: date | None = None
    confirmed: date | None = None
    invoiced: date | None = None
    paid: date | None = None
    """The first day on which something was paid: who pays does not contest."""

    def until(self, on: date) -> "Days":
        """Those that are not after a day: the statement as it stood then."""
        later = [
            None if day is None or day > on else day
            for day in (self.issued, self.sent, self.confirmed, self.invoiced, self.paid)
        ]
        return Days(self.period_end, *later)


def due_day(rule: Due | None, days: Days, calendar: Calendar | None) -> date | None:
    """When payment is due: by the contract's rule from the day that it names; None without a rule, or before that day is known.

    Working days of a year whose holidays are not announced yet are not known either.
    """
    if rule is None or days.sent is None:
        return None
    event = {
        "statement": days.issued,
        "period_end": days.period_end,
        "confirmation": days.confirmed,
        "tax_invoice": days.invoiced,
    }[rule.after]
    try:
        return None if event is None else rule.on(event, calendar)
    except BpoError:
        return None


def stage_of(days: Days, due: date | None, needs_invoice: bool) -> tuple[Stage, date | None]:
    """The stage, and the day from which its age counts."""
    if days.sent is None:
        return "unbilled", days.period_end
    if days.paid is not None or days.invoiced is not None:
        return "unpaid", due
    if days.confirmed is None:
        return "unconfirmed", days.sent
    return ("uninvoiced", days.confirmed) if needs_invoice else ("unpaid", due)
