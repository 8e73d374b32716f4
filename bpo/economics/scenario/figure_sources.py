"""Where a figure that the contract bills comes from in a bid, and what each month of an amended contract has of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, model_validator

from bpo.contracts.model import Contract
from bpo.core.errors import Problem, Where, choices
from bpo.core.fields import BY_MONTH_SCHEMA, FileModel, Mistake, Number, OrWritten, Share, normal, read_number, told_at
from bpo.core.figure_names import FigureName, part_name
from bpo.core.measures import KpiResult, Measures, Quantity
from bpo.core.money import to_places
from bpo.core.periods import Period
from bpo.core.units import WHOLE
from bpo.core.words import Pct, Text, Words, exact_text
from bpo.economics.costs.cost_item import MonthName
from bpo.economics.costs.driver_names import RATES
from bpo.kpi.base import Kpi
from bpo.pricing.in_force import in_force

ONE_SOURCE = Words(
    "figure-one-source",
    en="write one of: 'of' (a driver, such as calls.handled), 'value' and 'months' (a number for each)",
    zh="of（驱动量，如 calls.handled）、value、months（逐月数值）须且只能写一个",
)
PARTS_OF_ALL = Words("figure-parts-of-all", en="the parts make {sum}, not 100%", zh="各部分合计 {sum}，不是 100%")
UNKNOWN_DRIVER = Words("driver-unknown", en="this scenario has no driver '{given}'", zh="本方案没有驱动量 '{given}'")
NO_MONTH = Words(
    "figure-without-month",
    en="'{name}' has no figure for {period}; add it here",
    zh="'{name}' 没有 {period} 的数值；请在此补充",
)
LAG_IN_MONTHS = Words(
    "figure-lag",
    en="'{given}' is no number of months; write the months after which it comes, from 1, with their shares: {{1: 60%, 2: 40%}}",
    zh="'{given}' 不是月数；请写滞后的月数（从 1 起）及其占比：{{1: 60%, 2: 40%}}",
)
NO_VALUES = Text(zh="不含 values 的数量", en="a figure without 'values'")
NO_LAG = Text(zh="不含 after_months 的数量", en="a figure without 'after_months'")
_DRIVER = r"[^\W\d][\w-]*(\.[^\W\d][\w-]*)?"


class FigureOf(FileModel):
    """``calls.handled``, ``12``, ``96%``, ``{of: calls.handled, times: 0.02%}``, ``{2027-01: 1, …}``; ``parts`` are shares of it.

    With ``values`` it is a number of records, and ``values`` says what each brings, by their share: ``{1.1: 60%, 2.4: 40%}`` for a
    line whose records are rounded one by one. ``after_months`` says how long after its driver it comes, ``{1: 60%, 2: 40%}`` for
    charge-backs: its parts are then the months that it comes from.
    """

    of: str | None = None
    times: Number = Fraction(1)
    value: Number | None = None
    months: dict[MonthName, Number] | None = None
    parts: dict[str, Share] | None = None
    values: dict[str, Share] | None = None
    after_months: dict[str, Share] | None = None

    @model_validator(mode="after")
    def _checked(self) -> Self:
        if sum(one is not None for one in (self.of, self.value, self.months)) != 1:
            raise Mistake(ONE_SOURCE)
        if self.of is None:
            self.only_with("of", "times", "after_months")
        if self.parts is not None and (whole := sum(self.parts.values(), Fraction(0))) != 1:
            raise Mistake(PARTS_OF_ALL, ("parts",), sum=Pct(whole))
        if self.values is not None:
            self._check_values(self.values)
        if self.after_months is not None:
            self._check_lags(self.after_months)
        return self

    def _check_lags(self, lags: Mapping[str, Fraction]) -> None:
        self.only_with(NO_LAG, "parts", "values")
        for months in lags:
            if not re.fullmatch(r"[1-9]\d?", months):
                raise Mistake(LAG_IN_MONTHS, ("after_months", months), given=months)
        if (whole := sum(lags.values(), Fraction(0))) != 1:
            raise Mistake(PARTS_OF_ALL, ("after_months",), sum=Pct(whole))

    def _check_values(self, values: Mapping[str, Fraction]) -> None:
        self.only_with(NO_VALUES, "parts")
        for key in values:
            with told_at("values", key):
                read_number(key)
        if (whole := sum(values.values(), Fraction(0))) != 1:
            raise Mistake(PARTS_OF_ALL, ("values",), sum=Pct(whole))

    def in_month(
        self, name: str, period: str, drivers: Mapping[str, Fraction], where: Where | None
    ) -> Fraction | Problem | None:
        """The figure of a month; what is wrong with it, at its place in the scenario; or None for a rate of no contacts."""
        if self.value is not None:
            return self.value
        if self.months is not None:
            missing = Problem(NO_MONTH, where, {"name": name, "period": period})
            return self.months.get(period, missing)
        if str(self.of) in drivers:
            return drivers[str(self.of)] * self.times
        if self.rate_of is not None and drivers.get(f"{self.rate_of}.offered" if self.rate_of else "contacts") == 0:
            return None
        return Problem(UNKNOWN_DRIVER, where, choices(str(self.of), drivers))

    def of_earlier(self, earlier: Sequence[tuple[str, Mapping[str, Fraction]]], unit: str) -> Quantity:
        """What comes in a month of the drivers of those before it: ``Σ driver(month − n) × times × share(n)``, each month a part.

        Nothing comes of months that the scenario does not cover.

        Args:
            earlier: the months before by name with their drivers, in order.
            unit: of the figure; of whole things each part is the nearest whole number.
        """
        parts = {}
        for lag, share in sorted((self.after_months or {}).items(), key=lambda one: -int(one[0])):
            if int(lag) <= len(earlier):
                month, drivers = earlier[-int(lag)]
                amount = drivers.get(str(self.of), Fraction(0)) * self.times * share
                parts[month] = to_places(amount, 0) if unit in WHOLE else amount
        return Quantity(sum(parts.values(), Fraction(0)), unit, parts)

    @property
    def rate_of(self) -> str | None:
        """The stream of whose contacts it is a rate, such as the service level, ``""`` for all; None for what can be counted."""
        stream, _, what = str(self.of).rpartition(".")
        return stream if what in RATES else None

    def quantity(self, total: Fraction, unit: str) -> Quantity:
        """The figure as a quantity; of whole things the nearest whole number, and parts that make it up."""
        if self.values is not None:
            shares = {exact_text(read_number(key)): share for key, share in self.values.items()}
            records = whole_parts(to_places(total, 0), shares)
            return Quantity(sum((Fraction(key) * n for key, n in records.items()), Fraction(0)), unit, records)
        if unit not in WHOLE:
            return Quantity(total, unit, {key: total * share for key, share in (self.parts or {}).items()})
        whole = to_places(total, 0)
        return Quantity(whole, unit, whole_parts(whole, self.parts or {}))


def whole_parts(total: Fraction, shares: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Largest remainder: whole parts that make the total, none off its share by one."""
    exact = {key: total * share for key, share in shares.items()}
    parts = {key: Fraction(int(part)) for key, part in exact.items()}
    left = int(total - sum(parts.values(), Fraction(0))) if shares else 0
    for key in sorted(exact, key=lambda key: parts[key] - exact[key])[:left]:
        parts[key] += 1
    return parts


def _figure(given: Any) -> Any:
    if isinstance(given, FigureOf):
        return given
    if isinstance(given, Mapping):
        return {"months": given} if given and all(re.match(r"\d{4}", str(key)) for key in given) else given
    if isinstance(given, str) and re.fullmatch(_DRIVER, normal(given)):
        return {"of": normal(given)}
    return {"value": given}


FigureField = Annotated[
    FigureOf, BeforeValidator(_figure), OrWritten({"type": ["string", "number"]}), OrWritten(BY_MONTH_SCHEMA)
]


UNBILLED = ""
"""The days on which no wording of the clause holds."""


def versions_of(contract: Contract) -> list[Contract]:
    """The contract as signed and as amended; itself if it never was."""
    return [version.contract for version in contract.versions] or [contract]


def kpis_of_versions(contract: Contract) -> dict[str, Kpi]:
    """The KPIs of all versions by their ids."""
    return {kpi.id: kpi for one in versions_of(contract) for kpi in one.kpis}


def as_amended(contract: Contract, period: Period, measures: Measures) -> Measures:
    """A month's figures as what holds in it reads them; those of a contract that was never amended as they are.

    What only another version reads is left out. A quantity whose clause changes inside the month is shared out to the days of
    each wording by their number, 10/31 and 21/31 of it, whole things in whole numbers of the same sum; a KPI that is judged in
    parts has its value in each. A figure that is given for the days of one wording (``inbound@2027-02-11``) stands in place of that.
    """
    if not contract.versions:
        return measures
    now = in_force(contract, period)
    return replace(measures, quantities=_quantities(now, period, measures), kpis=_kpis(now, measures))


def _quantities(now: Contract, period: Period, measures: Measures) -> dict[str, Quantity]:
    effective = now.effective_part(period) or period
    days = {one.key: Fraction(one.days.days, effective.days) for wordings in now.by_days.values() for one in wordings}
    parts, sums, read = now.figures_by_days(), now.sums_of_days(), now.figure_names()
    found, of_days = dict[str, Quantity](), dict[str, Quantity]()
    for name, quantity in measures.quantities.items():
        own, site = _own_and_site(name)
        if day := day_of(name):  # in another month nothing reads it
            of_days |= {name: quantity} if part_name(own, day) in parts.get(own, ()) else {}
            continue
        if own in parts:
            keys = [FigureName.of(part).part for part in parts[own]]
            for key, share in _shared(quantity, {key: days[key] for key in keys}).items():
                part = part_name(own, key)
                found[part_name(part, site) if site else part] = share
        if own in read and own not in sums:
            found[name] = quantity
    return found | of_days


def day_of(name: str) -> str:
    """The day from which a wording holds, of a figure that is given for its days; empty of any other."""
    first = FigureName.of(name).parts[:1]
    return first[0] if first and re.fullmatch(r"\d{4}-\d\d-\d\d", first[0]) else ""


def names_of_days(contract: Contract) -> set[str]:
    """The figures, and KPIs, of the days of each wording, in every month in which one changes."""
    found: set[str] = set()
    for version in contract.versions:
        now = in_force(contract, contract.cycle.containing(version.start))
        found |= {name for names in now.figures_by_days().values() for name in names}
        found |= {kpi.id for kpi in now.kpis if kpi.judged_on is not None}
    return found


def _own_and_site(name: str) -> tuple[str, str]:
    figure = FigureName.of(name)
    return figure.whole, figure.part


def _shared(quantity: Quantity, shares: Mapping[str, Fraction]) -> dict[str, Quantity]:
    """A quantity, and each of the parts that a clause reads, by the days of each wording; what no wording bills is left out."""
    whole = quantity.unit in WHOLE

    def split(total: Fraction) -> Mapping[str, Fraction]:
        if not whole:
            return {key: total * share for key, share in shares.items()}
        found = whole_parts(total, {**shares, UNBILLED: 1 - sum(shares.values(), Fraction(0))})
        return {key: found[key] for key in shares}

    if not quantity.parts:
        return {key: replace(quantity, total=total) for key, total in split(quantity.total).items()}
    parts = {part: split(total) for part, total in quantity.parts.items()}
    own = {key: {part: by_key[key] for part, by_key in parts.items()} for key in shares}
    return {key: replace(quantity, total=sum(of.values(), Fraction(0)), parts=of) for key, of in own.items()}


def _kpis(now: Contract, measures: Measures) -> dict[str, KpiResult]:
    found, of_days = dict[str, KpiResult](), dict[str, KpiResult]()
    ids = {kpi.id for kpi in now.kpis}
    for name, result in measures.kpis.items():
        own, site = _own_and_site(name)
        if day := day_of(name):
            of_days |= {name: result} if part_name(own, day) in ids else {}
            continue
        for kpi in now.kpis:
            if FigureName.of(kpi.id).whole == own:
                part = part_name(kpi.id, site) if site else kpi.id
                found[part] = replace(result, kpi=part)
    return found | of_days
