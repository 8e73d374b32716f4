"""Seats (座席/人员数量模式): contracted, rostered or active seats × price per seat and period, prorated by calendar days."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from bpo.contracts.clause import Clause
from bpo.contracts.month import Month
from bpo.contracts.quantity import filter_at
from bpo.contracts.statement import Charge, Step
from bpo.fields import Amount, Mistake, WholeNumber
from bpo.filters import Expr
from bpo.measures import Need
from bpo.tables import INTERACTIONS, ROSTER, TIMESHEETS
from bpo.words import Text, Words

CONTRACTED_NUMBER = Words(
    "seats-contracted-number",
    en="'contracted' (the number of seats) goes with 'seats: contracted', and only with it",
    zh="seats: contracted 必须且只能与 contracted（席位数）同时填写",
)
MINIMUM_FOR_ACTIVE = Words(
    "seats-active-only", en="'{given}' goes with 'seats: active' only", zh="'{given}' 只能与 seats: active 同时使用"
)
CONTRACTED = Words("seats-contracted", en="Contracted seats", zh="合同席位")
PRORATED = Words(
    "seats-prorated",
    en="Contracted seats, for {days} of {days_in_period} days",
    zh="合同席位，按 {days_in_period} 天中的 {days} 天计",
)
ROSTERED = Words("seats-rostered", en="Seats on the roster, prorated by days", zh="在册席位，按天折算")
ACTIVE = Words("seats-active", en="Seats active in the period", zh="当期活跃席位")
ACTIVE_DAYS = Words("seats-active-days", en="Seats, prorated by their active days", zh="席位，按活跃天数折算")


class Seats(Clause):
    """``seats × rate``. ``seats`` says which are billed:

    - ``contracted``: the number in ``contracted``, for the days on which the contract holds;
    - ``rostered``: agents on the roster, each for its days (joiners and leavers in part);
    - ``active``: agents with at least ``minimum_contacts`` contacts, or with any timesheet row where that is not given;
      whole, or with ``prorated: days`` each for its active days.
    """

    page: ClassVar[str] = "docs/terms/seats.md"
    kind_name: ClassVar[Text] = Text(zh="座席", en="Seats")

    model: Literal["seats"]
    seats: Literal["contracted", "rostered", "active"]
    rate: Amount
    contracted: Amount | None = None
    minimum_contacts: WholeNumber | None = None
    prorated: Literal["days", "no"] | None = None
    where_: str | None = Field(None, alias="where")

    @model_validator(mode="after")
    def _checked(self) -> Self:
        if (self.seats == "contracted") != (self.contracted is not None):
            raise Mistake(CONTRACTED_NUMBER, ("contracted",))
        if self.minimum_contacts is not None and self.seats != "active":
            raise Mistake(MINIMUM_FOR_ACTIVE, ("minimum_contacts",), given="minimum_contacts")
        if self.seats == "contracted":
            self.only_with("seats: rostered, seats: active", "where_")
        self.needs()
        return self

    @property
    def by_days(self) -> bool:
        """Part months count in part, unless the contract says otherwise; an active seat counts whole unless it does."""
        return self.prorated == "days" or (self.prorated is None and self.seats != "active")

    def needs(self) -> list[Need]:
        if self.seats == "contracted":
            return []
        if self.seats == "rostered":
            where = filter_at(self.where_, ROSTER)
            if self.by_days:
                return [Need(self.id, "roster", "head_days", where=where, unit="seat_month", per_day=True)]
            return [Need(self.id, "roster", "distinct", of=_AGENT, where=where, unit="seat_month")]
        facts = TIMESHEETS if self.minimum_contacts is None else INTERACTIONS
        where, least = filter_at(self.where_, facts), max(1, self.minimum_contacts or 1)
        if self.by_days:
            return [
                Need(
                    self.id,
                    facts.name,
                    "distinct_days",
                    of=_AGENT,
                    where=where,
                    at_least=least,
                    unit="seat_month",
                    per_day=True,
                )
            ]
        return [Need(self.id, facts.name, "distinct", of=_AGENT, where=where, at_least=least, unit="seat_month")]

    def charge(self, month: Month) -> Charge:
        if self.contracted is not None:
            share = month.day_share if self.by_days else 1
            seats = self.contracted * share
            values = {"days": month.effective.days, "days_in_period": month.period.days}
            words = CONTRACTED if share == 1 else PRORATED
            return self.line(
                month,
                [
                    Step(
                        words,
                        {} if share == 1 else values,
                        seats * self.rate,
                        seats,
                        "seat_month",
                        self.rate,
                        self.clause,
                    )
                ],
            )
        seats = month.quantity(self.id, self.id, self.where).total
        words = ROSTERED if self.seats == "rostered" else ACTIVE_DAYS if self.by_days else ACTIVE
        return self.line(month, [Step(words, {}, seats * self.rate, seats, "seat_month", self.rate, self.clause)])


_AGENT = Expr("column", "text", value="agent")
