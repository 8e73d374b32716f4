"""What a clause is given to charge a month: the period, the measures, the verdicts, and the lines before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from bpo.contracts.header.termination import Terminated
from bpo.contracts.part import PartOfMonth, line_of_part, measures_of_part, of_part
from bpo.contracts.statement import Charge, KpiVerdict, Statement, Step
from bpo.contracts.taken_over import COMPLETE, Missing, missing_of
from bpo.core.calendars import Calendar
from bpo.core.cycle import Cycle
from bpo.core.cycles import MONTHLY
from bpo.core.errors import BpoError, Problem, Where, fail
from bpo.core.figure_names import FigureName, part_name
from bpo.core.measures import Measures, Quantity
from bpo.core.money import Money
from bpo.core.periods import Period
from bpo.core.proration import Prorated, part_said, share
from bpo.core.sums import ONE, ZERO, exact_sum
from bpo.core.words import Text, Words

QUANTITY_MISSING = Words(
    "quantity-missing",
    en="'{clause}' needs the quantity '{given}' of {period}, which was neither counted nor given; write it under quantities in the "
    "measures file (--measures)",
    zh="条款 '{clause}' 需要 {period} 的数量 '{given}'，但既未统计也未提供；请写入数据文件的 quantities（--measures）",
)
PARTS_MISSING = Words(
    "quantity-parts-missing",
    en="'{clause}' needs the quantity '{given}' split by {by}, but only its total was given",
    zh="条款 '{clause}' 需要按 {by} 拆分的数量 '{given}'，但只提供了合计",
)
HISTORY_MISSING = Words(
    "history-missing",
    en="'{clause}' reads the month {missing}, which was not billed here; bill it first, or give its measures file (--history)",
    zh="条款 '{clause}' 需要 {missing} 的账单，但该月未在此出账；请先出账，或提供该月数据文件（--history）",
)


OTHER_CURRENCY = Words(
    "history-other-currency",
    en="{month} was billed in {given}, and the contract is in {currency} now: amounts of two currencies are never added up; "
    "write the agreement in {currency} as a contract of its own",
    zh="{month} 以 {given} 结算，而合同现为 {currency}：不同币种的金额不能相加；请将 {currency} 的约定另立合同",
)


def same_currency(statement: Statement, currency: str) -> None:
    """Raises BpoError where the amounts of an earlier month are in another currency."""
    if statement.currency != currency:
        raise fail(OTHER_CURRENCY, month=statement.period.name, given=statement.currency, currency=currency)


def only_lacks_months(problems: Sequence[Problem]) -> bool:
    """Whether nothing else is wrong than that earlier months are missing."""
    return all(problem.words is HISTORY_MISSING for problem in problems)


class Asking(Protocol):
    """Who asks a month, so that what is missing is said of it: a clause, a KPI, a limit."""

    @property
    def id(self) -> str: ...

    @property
    def where(self) -> Where | None: ...


@dataclass(frozen=True)
class Month:
    """One billing period of one contract, while it is priced.

    ``effective`` is the part of ``period`` on which the contract holds; ``number`` counts the contract's periods from 1;
    ``charges`` are the lines so far, in written order; ``history`` the statements of earlier months, oldest first.
    """

    period: Period
    effective: Period
    money: Money
    tax_code: str
    measures: Measures
    verdicts: Mapping[str, KpiVerdict]
    charges: tuple[Charge, ...] = ()
    history: tuple[Statement, ...] = ()
    number: int = 1
    cycle: Cycle = MONTHLY
    contract_days: tuple[date, date | None] = (date.min, None)
    """The contract's first and last day; it may have no last one."""
    terminated: Terminated | None = None
    """Who ended the contract on its last day, before its time."""
    calendar: Calendar | None = None
    """Which days are worked; a clause that asks has one, for a contract without is refused when it is read."""
    labels: Mapping[str, Text] = field(default_factory=dict)
    """What quantities, lines and KPIs are called."""
    missing: Missing = COMPLETE
    """What of it cannot be told, because it was billed elsewhere and months before it are missing."""
    billed: Statement | None = None
    """The statement, of an earlier month."""
    elsewhere: bool = False
    """Whether it was billed elsewhere, so that months before it may be missing."""

    def working_days(self, where: Where | None) -> int:
        """How many days of the period are worked, of those on which the contract holds.

        Raises:
            BpoError: if the calendar does not know them.
        """
        assert self.calendar is not None, "a contract that asks for a calendar has one"
        return self.calendar.working_days(self.effective, where)

    so_far: Fraction = ONE
    """How much of the days on which the contract holds in the period is past: all of it, unless a period in course is looked at."""

    part: PartOfMonth | None = None
    """Which part of the month this is, if it is seen part by part."""

    def label_of(self, name: str) -> Text:
        """What a quantity is called; one without a label by its name."""
        return self.labels.get(name, Text.of(name))

    def seen_as(self, part: PartOfMonth) -> Month:
        """The month as one of its parts has it: a site, a team, the days under one version of the contract."""
        return replace(
            self, part=part, measures=measures_of_part(self.measures, part), verdicts=of_part(self.verdicts, part.key),
            charges=tuple(line_of_part(line, part.key, self.money) for line in self.charges),
            missing=replace(self.missing, kpis=of_part(self.missing.kpis, part.key)),
        )  # fmt: skip

    def with_line(self, charge: Charge) -> Month:
        """The month with one more line, all else as it is: a copy for each line costs what the line does, where every field is given anew."""
        return self._copied(charges=(*self.charges, charge))

    def with_verdicts(self, verdicts: Mapping[str, KpiVerdict]) -> Month:
        return self._copied(verdicts=verdicts)

    def _copied(self, **values: object) -> Month:
        copied = object.__new__(Month)
        copied.__dict__.update(self.__dict__, **values)
        return copied

    @property
    def is_last(self) -> bool:
        """Whether the contract ends in this period."""
        end = self.contract_days[1]
        return end is not None and end <= self.period.end

    def back(self, ago: int, asking: Asking) -> Month | None:
        """An earlier month as it was billed, for a clause that applies its rule to it anew; see :meth:`earlier`."""
        statement = self.earlier(ago, asking)
        if statement is None:
            return None
        effective = statement.period.within(*self.contract_days)
        assert effective is not None, "a month that was billed lies in the contract"
        month = replace(
            self, period=statement.period, effective=effective, so_far=ONE, measures=statement.measures,
            verdicts=statement.verdicts, charges=(*statement.charges, *statement.deductions), number=self.number - ago,
            missing=missing_of(statement), billed=statement,
        )  # fmt: skip
        if self.part is None or self.part.by_days:
            return month
        figures = [*statement.measures.quantities, *statement.measures.kpis]
        if not any(FigureName.of(name).part == self.part.key for name in figures):
            return None  # a site that was not there yet has no earlier month, as a contract has none before its first
        return month.seen_as(self.part)

    def back_to(self, ago: int, asking: Asking) -> list[Month]:
        """The months before this one from the one ``ago`` months before it on, oldest first; see :meth:`back`.

        Raises:
            BpoError: with all of them that are missing.
        """
        found, problems = list[Month](), list[Problem]()
        for n in range(ago, 0, -1):
            try:
                one = self.back(n, asking)
            except BpoError as error:
                problems += error.problems
            else:
                found += [one] if one is not None else []
        if problems:
            raise BpoError(problems)
        return found

    def earlier(self, ago: int, asking: Asking) -> Statement | None:
        """The statement of the month ``ago`` months before this one; None before the contract's first month.

        Raises:
            BpoError: if the contract held in that month but there is no statement of it: missing is never zero.
        """
        assert ago >= 1, "a month before this one"
        if ago >= self.number:
            return None
        name = self.cycle.after(self.period.name, -ago)
        found = next((statement for statement in self.history if statement.period.name == name), None)
        if found is None:
            raise fail(HISTORY_MISSING, asking.where, clause=asking.id, missing=name)
        return found

    def share(self, how: Prorated, where: Where | None) -> Fraction:
        """The share of the period on which the contract holds: 1 in a full month, or if nothing is prorated.

        What is not prorated is shared out to the parts of a month by their days, so that they make one whole; of a period in course
        it is earned by days.
        """
        if how == "no":
            return self.share_of_days * self.so_far
        return share(self.effective, self.period, how, self.calendar, where)

    def part_said(self, how: Prorated, where: Where | None) -> Text:
        """The same in words: 10 of 31 days."""
        return part_said(self.effective, self.period, "days" if how == "no" else how, self.calendar, where)

    def quantity(self, name: str, asking: Asking) -> Quantity:
        """A counted or given quantity.

        Raises:
            BpoError: if there is none; missing is never zero.
        """
        found = self.measures.quantities.get(name)
        if found is None:
            given = name if self.part is None else part_name(name, self.part.key)
            raise fail(QUANTITY_MISSING, asking.where, clause=asking.id, given=given, period=self.period.name)
        return found

    def parts(self, name: str, by: str, asking: Asking) -> Mapping[str, Fraction]:
        """The parts of a quantity; that they make up its total was checked with the measures.

        Raises:
            BpoError: if only the total is known.
        """
        quantity = self.quantity(name, asking)
        if not quantity.parts and quantity.total:
            raise fail(PARTS_MISSING, asking.where, clause=asking.id, given=name, by=by)
        return quantity.parts

    @property
    def goes_on(self) -> bool:
        """Whether this is a later part of a month, in which tiers go on from where the earlier parts left them."""
        return self.part is not None and self.part.later

    @property
    def share_of_days(self) -> Fraction:
        """The part's share of the days on which the contract holds in the month; 1 if this is all of them."""
        return self.part.share if self.part is not None and self.part.share is not None else ONE

    @property
    def days_shared(self) -> tuple[int, int] | None:
        """The days of a part by days, and those of the month on which the contract holds."""
        if self.part is None or self.part.share is None:
            return None
        return self.effective.days, int(self.effective.days / self.part.share)

    @property
    def tiers_of_month(self) -> bool:
        """Whether tiers price the whole month, for the part's share of the days."""
        return self.part is not None and self.part.tiers_of_month

    def counted_before(self, name: str) -> Fraction:
        """What a quantity came to in the earlier parts of the month, if this is a part that goes on counting."""
        return self.part.before.get(name, ZERO) if self.part is not None else ZERO

    def counted_in_all(self, name: str, here: Fraction) -> Fraction:
        """What a quantity came to in all of the month; ``here`` is what it came to in this part."""
        return self.part.whole.get(name, here) if self.part is not None else here

    def verdict(self, name: str) -> KpiVerdict | None:
        """How a KPI was judged; None if it is not there.

        Raises:
            BpoError: if that hangs on a month that is missing.
        """
        if name in self.missing.kpis:
            raise BpoError(self.missing.kpis[name])
        return self.verdicts.get(name)

    def lines(self, ids: Iterable[str]) -> list[Charge]:
        """The lines of these clauses that there are.

        Raises:
            BpoError: if one of them hangs on a month that is missing, or was billed in another currency.
        """
        wanted = set(ids)
        if self.billed is not None:
            same_currency(self.billed, self.money.currency)
        if lacking := [one for name in self.missing.lines if name in wanted for one in self.missing.lines[name]]:
            raise BpoError(lacking)
        return [charge for charge in self.charges if charge.clause in wanted]

    def has_line(self, clause: str) -> bool:
        """Whether a clause was there in it, also where its line hangs on a month that is missing."""
        return clause in self.missing.lines or any(charge.clause == clause for charge in self.charges)

    def rated_steps(self, clause: str) -> list[Step]:
        """The steps of a clause that have a rate, also where the rest of its line hangs on a month that is missing."""
        steps = self.missing.rates.get(clause) or [step for line in self.lines([clause]) for step in line.steps]
        return [step for step in steps if step.rate is not None]

    def exact_of(self, ids: Iterable[str]) -> Fraction:
        """What the lines amount to before rounding."""
        return exact_sum(charge.exact for charge in self.lines(ids))

    def shown_of(self, ids: Iterable[str]) -> Decimal:
        """What the lines show, rounded."""
        return sum((charge.amount for charge in self.lines(ids)), self.money.zero)
