"""Seats (座席/人员数量模式): contracted, rostered or active seats × price per seat and period, prorated by days."""

from dataclasses import replace
from fractions import Fraction
from typing import Any, ClassVar, Literal

from pydantic import Field

from bpo.contracts.blocks.prices import Quoted, Rows
from bpo.contracts.blocks.rates import RatesField
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge
from bpo.contracts.terms.priced import Priced
from bpo.core.expr import Expr, both
from bpo.core.fields import Amount, Mistake, WholeNumber
from bpo.core.filters import read_filter
from bpo.core.measures import Need
from bpo.core.proration import SAID, Prorated, heads_by_days
from bpo.core.quantity import filter_at
from bpo.core.sums import exact_sum
from bpo.core.tables import INTERACTIONS, ROSTER, TIMESHEETS, Table
from bpo.core.words import Condition, Text, Words

ONE_PRICE = Words(
    "seats-one-price",
    en="write exactly one of 'rate', 'rates' and 'tiers'",
    zh="'rate'、'rates' 与 'tiers' 须且只能写一个",
)
RATES_OF_THE_ROSTER = Words(
    "seats-rates-of-the-roster",
    en="'rates' are by a column of the roster: they go with 'seats: rostered', prorated by days",
    zh="rates 按花名册的列区分：仅与按天折算的 seats: rostered 同用",
)
CONTRACTED_NUMBER = Words(
    "seats-contracted-number",
    en="'contracted' (the number of seats) goes with 'seats: contracted', and only with it",
    zh="seats: contracted 必须且只能与 contracted（席位数）同时填写",
)
MINIMUM_FOR_ACTIVE = Words(
    "seats-active-only", en="'{given}' goes with 'seats: active' only", zh="'{given}' 只能与 seats: active 同时使用"
)
CONTRACTED = Words("seats-contracted", en="Contracted seats", zh="合同席位")
PART = Words("seats-part", en="Contracted seats, for {part}", zh="合同席位，按 {part}计")
ROSTERED = Words("seats-rostered-by", en="Seats on the roster, {how}", zh="在册席位，{how}")
ACTIVE_BY_DAYS = Words(
    "seats-active-by-days",
    en="active seats are prorated by their active days ('days') or not ('no')",
    zh="活跃席位按活跃天数折算（days）或不折算（no）",
)
ACTIVE = Words("seats-active", en="Seats active in the period", zh="当期活跃席位")
SHARE_OF_SEATS = Words(
    "seats-share-of-the-month",
    en="These days' {seats} of the month's {all} seat-months",
    zh="本段 {seats} 席·月，全月共 {all} 席·月",
)
ACTIVE_DAYS = Words("seats-active-days", en="Seats, prorated by their active days", zh="席位，按活跃天数折算")


IN_LIST = Words("offer-contracted", en="{seats} seats contracted", zh="约定 {seats} 席")


VOLUMES = Text(zh="按量累计的 workload、hours", en="what adds up over months: workload, hours")


class Seats(Priced):
    """``seats × rate``, ``rates`` by a column of the roster, or what ``tiers`` make of the seats. ``seats`` says which are billed:

    - ``contracted``: the number in ``contracted``, for the days on which the contract holds;
    - ``rostered``: agents on the roster, each for its days (joiners and leavers in part);
    - ``active``: agents with at least ``minimum_contacts`` contacts, or with hours other than leave where that
      is not given; whole, or with ``prorated: days`` each for its active days.
    """

    kind_name: ClassVar[Text] = Text(zh="座席", en="Seats")

    model: Literal["seats"]
    seats: Literal["contracted", "rostered", "active"]
    contracted: Amount | None = None
    minimum_contacts: WholeNumber | None = None
    prorated: Prorated | None = None
    where_: str | None = Field(None, alias="where")
    rates: RatesField | None = None

    def check_fields(self) -> None:
        super().check_fields()
        if sum(price is not None for price in (self.rate, self.rates, self.tiers)) != 1:
            raise Mistake(ONE_PRICE)
        if (self.seats == "contracted") != (self.contracted is not None):
            raise Mistake(CONTRACTED_NUMBER, ("contracted",))
        if self.minimum_contacts is not None and self.seats != "active":
            raise Mistake(MINIMUM_FOR_ACTIVE, ("minimum_contacts",), given="minimum_contacts")
        if self.seats == "active" and self.by not in ("days", "no"):
            raise Mistake(ACTIVE_BY_DAYS, ("prorated",))
        if self.seats == "contracted":
            self.only_with("seats: rostered, seats: active", "where_", "tier_by", "rollover", "round_volume")
        if self.tiers_within is not None:
            self.only_with(VOLUMES, "tiers_within")
        if self.rates is not None:
            if self.seats != "rostered" or self.by == "no":
                raise Mistake(RATES_OF_THE_ROSTER, ("rates",))
            self.only_with("rate, tiers", "package", "round_volume")
            self.rates.check(ROSTER)

    @property
    def by(self) -> Prorated:
        """Part months count by days, unless the contract says otherwise; an active seat counts whole unless it does."""
        return self.prorated or ("no" if self.seats == "active" else "days")

    def needs(self) -> list[Need]:
        if self.seats == "contracted":
            return []
        if self.seats == "rostered":
            where = filter_at(self.where_, ROSTER)
            if self.by != "no":
                by = self.rates.columns if self.rates is not None else ()
                return [heads_by_days(self.id, self.by, where, by, "seat_month")]
            return [Need(self.id, "roster", "distinct", of=_AGENT, where=where, unit="seat_month")]
        facts = TIMESHEETS if self.minimum_contacts is None else INTERACTIONS
        where, least = self._present(filter_at(self.where_, facts), facts), max(1, self.minimum_contacts or 1)
        need = Need(self.id, facts.name, "distinct", of=_AGENT, where=where, at_least=least, unit="seat_month")
        return [replace(need, stretch="day", per_day=True) if self.by == "days" else need]

    def _present(self, where: Expr | None, facts: Table) -> Expr | None:
        """Hours at something other than leave make an agent active; a ``where`` that names the activity says which do."""
        if facts is not TIMESHEETS:
            return where
        named = where is not None and "activity" in where.columns()
        return both(read_filter("hours > 0" if named else "activity <> 'leave' AND hours > 0", TIMESHEETS), where)

    @property
    def counts(self) -> bool:
        return self.seats != "contracted"

    def unit_in_list(self, contract: Quoted) -> str:
        return "seat_month"

    def rows_by_value(self, unit: str) -> Rows:
        return self.rates.price_rows(unit) if self.rates is not None else iter(())

    def own_conditions(self) -> list[Condition]:
        contracted = [(IN_LIST, {"seats": self.contracted})] if self.contracted is not None else []
        return [*contracted, *super().own_conditions()]

    def charge(self, month: Month) -> Charge:
        if self.rates is not None:
            parts = month.parts(self.id, ", ".join(self.rates.by), self)
            return self.line(month, list(self.rates.steps(parts, "seat_month", self)))
        words, values, seats = self._seats(month)
        if isinstance(self.rate, Fraction) and self.package is None and self.round_volume is None:
            flat = self.step(words, values, seats * self.rate, seats, "seat_month", self.rate)
            return self.line(month, [flat])
        # Tiers hold seats whole: half a month of 100 seats is half their price, not the price of 50 seats. So tiers do not go on
        # counting from one part of a month to the next: each part has all of them, for its share of the month's seats.
        whole = month.counted_in_all(self.id, seats) if self.contracted is None else self.contracted
        steps = [*self.price_steps(replace(month, part=None), whole, "seat_month", self.id)]
        if whole and whole != seats and self.contracted is None:
            amount = exact_sum(step.amount for step in steps)
            said = self.step(SHARE_OF_SEATS, {"seats": seats, "all": whole}, amount * (seats / whole - 1))
            return self.line(month, [self.step(words, values), *steps, said])
        if "part" in values:
            amount = exact_sum(step.amount for step in steps)
            return self.line(month, [*steps, self.step(words, values, amount * (month.share(self.by, self.where) - 1))])
        return self.line(month, [self.step(words, values), *steps])

    def _seats(self, month: Month) -> tuple[Words, dict[str, Any], Fraction]:
        """How many seats are billed, and how that is said."""
        if self.contracted is None:
            words = ROSTERED if self.seats == "rostered" else ACTIVE_DAYS if self.by == "days" else ACTIVE
            how = {"how": SAID[self.by]} if self.seats == "rostered" else {}
            return words, how, month.quantity(self.id, self).total
        share = month.share(self.by, self.where)
        if share == 1:
            return CONTRACTED, {}, self.contracted
        return PART, {"part": month.part_said(self.by, self.where)}, self.contracted * share


_AGENT = Expr("column", "text", value="agent")
