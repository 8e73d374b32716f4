"""What every adjustment has: the months at the beginning of a contract in which it has no consequence yet; and what it is asked."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal, Self

from bpo.contracts.adjustments.effects import Teller, said
from bpo.contracts.adjustments.limits import Cap, Floor
from bpo.contracts.adjustments.span import Held, LinesSoFar, Own
from bpo.contracts.clause import Clause, Loc
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge
from bpo.core.fields import WholeNumber
from bpo.core.periods import Period
from bpo.core.words import Text, Words

IN_GRACE = Words(
    "adjustment-grace",
    en="Without consequence in the first {months} months; this is month {number}",
    zh="合同前 {months} 个月不产生影响；本期为第 {number} 个月",
)
AT_MOST = Words("regime-cap", en="at most {size}", zh="最多 {size}")
CARRIED = Words(
    "regime-cap-carried",
    en="at most {size}; what exceeds it goes on to the next month",
    zh="最多 {size}，超出部分转入下月",
)
GRACE = Words("regime-grace", en="from month {month} on", zh="自第 {month} 个月起")


@dataclass(frozen=True, slots=True)
class CapOn:
    """A cap with its place in the clause that sets it, and the lines that it holds down."""

    at: Loc
    cap: Cap
    lines: Sequence[str]


class Adjustment(Clause):
    """A consequence. ``grace_months``: none in so many billing periods from the contract's first (宽限期)."""

    chosen_by: ClassVar[str] = "kind"
    pages: ClassVar[str] = "docs/adjustments"
    sign: ClassVar[int] = -1
    """1 if it adds to the statement, -1 if it takes from it: the side on which its cap and its floor hold."""
    never_turns: ClassVar[bool] = False
    """Whether lines below zero count as nothing, so that a percentage of them never changes its sign."""
    counts_events: ClassVar[bool] = False
    """Whether the quantities that it names are events, which need not be stated."""
    is_limit: ClassVar[bool] = False
    """Whether it only holds lines up or down."""
    is_coefficient: ClassVar[bool] = False
    is_sum: ClassVar[bool] = False
    """Whether it adds or takes a sum, which the trade does after coefficients."""
    only_if_terminated: ClassVar[bool] = False
    """Whether it is anything only in a contract that one side has terminated."""

    grace_months: WholeNumber = 0

    def charge(self, month: Month) -> Charge:
        if month.number > self.grace_months:
            return self.apply(month)
        values = {"months": self.grace_months, "number": month.number}
        return self.line(month, [self.step(IN_GRACE, values)])

    def applies_in_parts(self) -> bool:
        """Whether it can be applied to some days of a month by themselves: it is in proportion to what they come to."""
        return False

    @abstractmethod
    def apply(self, month: Month) -> Charge:
        """The consequence once the grace is over; see :meth:`Clause.charge`."""

    # -- how it reads -----------------------------------------------------------------------------------------------

    @abstractmethod
    def own_effects(self, tell: Teller) -> Iterator[Text]:
        """What follows for the price, in short sentences, apart from its caps and its grace; details stay with the contract."""

    def effects(self, tell: Teller) -> Iterator[Text]:
        """All that a KPI regime says of it."""
        yield from self.own_effects(tell)
        for one in self.caps():
            yield said(CARRIED if one.cap.carries else AT_MOST, size=tell.size(one.cap))
        if self.grace_months:
            yield said(GRACE, month=self.grace_months + 1)

    # -- its limits -------------------------------------------------------------------------------------------------

    @property
    def own_cap(self) -> Cap | None:
        """The most that it comes to."""
        return None

    @property
    def own_floor(self) -> Floor | None:
        """The least that it comes to where it comes to anything."""
        return None

    def caps(self) -> list[CapOn]:
        """Every cap that it sets: its own, or one over other lines."""
        return [CapOn(("cap",), self.own_cap, [self.id])] if self.own_cap is not None else []

    def gives_back(self) -> Sequence[str]:
        """The lines of whose credits it may give a part back."""
        return ()

    def returns(self) -> Sequence[str]:
        """The lines whose credits it may return in a later month."""
        return ()

    def uncapped(self) -> Self:
        """It without its own cap."""
        return self

    def unlimited(self) -> Self:
        """It without cap, floor and grace, at once and for all sites or teams together: what holds for one holds for each."""
        return self.uncapped().altered(grace_months=0, for_each=None)

    def without_stairs(self, least: Fraction) -> Self:
        """It without a rounding that makes stairs of a straight line, each lower than this share of its lines."""
        return self

    # -- how far it can go ------------------------------------------------------------------------------------------

    def own_span(self, days: Period, in_parts: bool) -> Own | None:
        """What it can come to without cap and floor, where it says so itself; None: it is tried out over its KPIs and events.

        Args:
            days: of the month on which the contract holds.
            in_parts: whether it is computed part by part.
        """
        return None

    def held(self, lines: LinesSoFar, in_parts: bool) -> Held | None:
        """For a clause that holds other lines up or down: what that comes to by their spans; None for all others."""
        return None

    @property
    def grows_with(self) -> Literal["event", "point"] | None:
        """What it grows with, without an end but its cap."""
        return None

    @property
    def judges_each(self) -> bool:
        """Whether it judges the days or other intervals of a month one by one, of which each moves only its own part."""
        return False

    @property
    def is_of_performance(self) -> bool:
        """Whether KPIs, events or people who are absent move it: what a quote at the agreed KPIs leaves out."""
        kinds = ("kpi", "quantity") if self.counts_events else ("kpi",)
        return any(one.kind in kinds for one in self.references())

    @property
    def moves(self) -> bool:
        """Whether KPIs, events, people who are absent or earlier months move it."""
        return self.looks_back() or self.is_of_performance

    @property
    def may_be_nothing(self) -> bool:
        """Whether it may come to nothing whatever the month is like: in its grace, or for what other months lack."""
        return self.grace_months > 0

    @property
    def turns_charge_backs(self) -> bool:
        """Whether it takes a share of what is charged back that may differ from the share that was paid."""
        return False

    @property
    def moves_nothing(self) -> bool:
        """Whether it comes to 0 whatever the KPIs and events are."""
        return False

    @property
    def is_by_month(self) -> bool:
        """Whether a month's KPIs and events alone say what it comes to, without a least."""
        return False

    @property
    def months_together(self) -> int:
        """How many months are paid together, each within its own cap."""
        return 1

    def at_factor(self, factor: Fraction) -> Self:
        """A coefficient at this factor, whatever its KPIs are."""
        raise AssertionError(f"{self.id} is no coefficient")
