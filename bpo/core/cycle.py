"""A billing cycle yields periods, each with its first day, its last day and its name.

The periods of a cycle are numbered through, without a gap. A cycle says on which day the period of a number begins, which number holds
a day, and what a number is called; a period ends the day before the next one begins.
"""

from abc import ABC, abstractmethod
from datetime import date, timedelta
from functools import lru_cache

from bpo.core.errors import fail
from bpo.core.periods import Period
from bpo.core.words import Sentence, Text, Words

BAD_PERIOD = Words(
    "period-not-of-the-cycle", en="'{given}' is not a period; write {example}", zh="'{given}' 不是账期；请写{example}"
)


class Cycle(ABC):
    """A billing cycle. ``a_year`` and ``a_quarter`` are how many of its periods make one; None if none do."""

    @property
    @abstractmethod
    def a_year(self) -> int | None: ...

    @property
    def a_quarter(self) -> int | None:
        return None if self.a_year is None or self.a_year % 4 else self.a_year // 4

    @property
    @abstractmethod
    def length(self) -> str:
        """The unit that a period is: a month, a quarter, …; where it has no name, a period."""

    def unit(self, unit: str) -> str:
        """What a price for a month is counted in here, where a price is for a billing period: seat-quarters for seat-months.

        >>> from bpo.core.cycles import Months
        >>> Months(1, 3).unit("seat_month"), Months(22).unit("month"), Months(1, 3).unit("call")
        ('seat_quarter', 'month', 'call')
        """
        return unit.removesuffix("month") + self.length if unit.split("_")[-1] == "month" else unit

    @property
    @abstractmethod
    def example(self) -> Text | Sentence:
        """A name of a period, for a message."""

    @abstractmethod
    def numbered(self, name: str) -> int | None:
        """The number of the period of this name; None if it is no such name."""

    @abstractmethod
    def called(self, number: int) -> str: ...

    @abstractmethod
    def first_of(self, number: int) -> date: ...

    @abstractmethod
    def number_on(self, day: date) -> int: ...

    @lru_cache(maxsize=4096)  # noqa: B019 - a cycle is a few numbers, and there are few of them
    def _of(self, number: int) -> Period:
        try:
            last = self.first_of(number + 1) - timedelta(days=1)
        except (ValueError, OverflowError):  # a contract may end on the last day there is
            last = date.max
        return Period(self.first_of(number), last, self.called(number))

    def period(self, name: str) -> Period:
        """The period of this name.

        Raises:
            BpoError: if no period is called so.
        """
        return self._of(self._number(name))

    @lru_cache(maxsize=4096)  # noqa: B019 - as above
    def _number(self, name: str) -> int:
        number = self.numbered(name.strip())
        if number is None:
            raise fail(BAD_PERIOD, given=name, example=self.example)
        return number

    def containing(self, day: date) -> Period:
        """The period that holds a day."""
        return self._of(self.number_on(day))

    def before(self, period: Period) -> Period:
        """The period before this one."""
        return self.period(self.after(period.name, -1))

    def after(self, name: str, periods: int) -> str:
        """The name of the period so many after this one."""
        return self.called(self._number(name) + periods)

    def between(self, earlier: str, later: str) -> int:
        """How many periods it is from one to another, by their names."""
        return self._number(later) - self._number(earlier)

    def has(self, name: str) -> bool:
        """Whether a period is called so."""
        return self.numbered(name) is not None

    def place_in(self, periods: int, name: str) -> int:
        """Where a period stands among the so many that make a year, or a quarter of it; the first at 0."""
        return self._number(name) % periods
