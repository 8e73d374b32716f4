"""Contingency (风险代理): a share of what was recovered, by the balance or the age of each case, with a least fee a case."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from bpo.contracts.blocks.bands import SIGNS, Band, checked_bands, pick
from bpo.contracts.blocks.prices import Price, PriceRow, PriceShare, Quoted, Rows
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, Step
from bpo.contracts.terms.term import Term
from bpo.core.errors import fail
from bpo.core.expr import both
from bpo.core.filters import read_filter, read_quantity
from bpo.core.measures import Need
from bpo.core.quantity import filter_at
from bpo.core.sums import exact_sum
from bpo.core.tables import EVENTS
from bpo.core.words import Condition, Pct, Text, Words, show

NOT_PLACED = Words(
    "contingency-case-unknown",
    en="'{clause}' needs the case and its {by} of every recovery; {recovered} were recovered on case '{case}' with the {by} '{given}'",
    zh="条款 '{clause}' 需要每笔回款的案件及其{by}；案件 '{case}' 回款 {recovered}，其{by}为 '{given}'",
)
RECOVERED = Words(
    "contingency-recovered",
    en="Recovered on {cases} cases with {by} {band}, at {percent}",
    zh="{by}{band} 的 {cases} 件案件回款，按 {percent}",
)
RAISED = Words(
    "contingency-floor", en="{cases} of these cases raised to {floor} each", zh="其中 {cases} 件补足至每件 {floor}"
)
NONE = Words("contingency-nothing", en="Nothing was recovered", zh="本期无回款")
MEASURED_BY = {"balance": Text(zh="余额", en="a balance"), "age": Text(zh="账龄（天）", en="an age in days")}
COLUMNS = {"balance": "balance", "age": "age_days"}
REST = Text(zh="其余", en="of all others")


OF_RECOVERED = Words("offer-of-recovered", en="Of what is recovered, {by} {band}", zh="按回款金额，{by} {band}")
OF_RECOVERED_AT_LEAST = Words(
    "offer-of-recovered-at-least", en="At least, for each case, {by} {band}", zh="每件最低，{by} {band}"
)
BY = {"balance": Text(zh="欠款余额", en="balance"), "age": Text(zh="账龄（天）", en="age in days")}
BAND = Words("offer-bound", en="{sign} {limit}", zh="{sign} {limit}")
ALL_OTHERS = Text(zh="其余", en="all others")


class FeeBand(Band):
    """``percent`` of what was recovered on a case; at least ``floor`` for a case on which anything was recovered."""

    percent: PriceShare
    floor: Price = Fraction(0)


class Contingency(Term):
    """``Σ over cases of max(floor, percent × recovered)``, both of the band in which the case's balance or age lies."""

    kind_name: ClassVar[Text] = Text(zh="风险代理", en="Contingency fee")

    model: Literal["contingency"]
    by: Literal["balance", "age"] = "balance"
    bands: Annotated[list[FeeBand], Field(min_length=1), AfterValidator(checked_bands)]
    where_: str | None = Field(None, alias="where")

    def counts_whole_month(self) -> str:
        return "floor" if any(band.floor for band in self.bands) else super().counts_whole_month()

    def needs(self) -> list[Need]:
        where = both(read_filter("kind = 'recovery'", EVENTS), filter_at(self.where_, EVENTS))
        by = ("case_id", COLUMNS[self.by])
        return [Need(self.id, "events", "sum", of=read_quantity("amount", EVENTS), where=where, by=by, unit="money")]

    def price_rows(self, contract: Quoted) -> Rows:
        for band in self.bands:
            values = {"by": BY[self.by], "band": _in_list(band)}
            yield PriceRow(OF_RECOVERED, values, percent=band.percent)
            if band.floor:
                yield PriceRow(OF_RECOVERED_AT_LEAST, values, "case", band.floor)

    def own_conditions(self) -> list[Condition]:
        return []

    def charge(self, month: Month) -> Charge:
        cases: dict[int, list[Fraction]] = {}
        for value, recovered in self._cases(month):
            band = pick(self.bands, value)
            cases.setdefault(self.bands.index(band), []).append(recovered)
        steps = [step for i in sorted(cases) for step in self._band(self.bands[i], cases[i])]
        return self.line(month, steps or [self.step(NONE)])

    def _cases(self, month: Month) -> Iterator[tuple[Fraction, Fraction]]:
        """The balance or age of each case with what was recovered on it."""
        parts = month.parts(self.id, f"case_id|{COLUMNS[self.by]}", self)
        for key, recovered in parts.items():
            case, _, given = key.rpartition("|")
            try:
                value = Fraction(given)
            except ValueError:
                value = None
            if not case or value is None:
                said = {"clause": self.id, "by": MEASURED_BY[self.by], "recovered": recovered}
                raise fail(NOT_PLACED, self.where, **said, case=case, given=given)
            if recovered:
                yield value, recovered

    def _band(self, band: FeeBand, recovered: list[Fraction]) -> Iterator[Step]:
        whole = exact_sum(recovered)
        by, percent = MEASURED_BY[self.by], Pct(band.percent)
        values = {"cases": len(recovered), "by": by, "band": _bound(band), "percent": percent}
        yield self.step(RECOVERED, values, whole * band.percent, whole, "money", band.percent)
        lacking = [lack for one in recovered if one > 0 and (lack := band.floor - one * band.percent) > 0]
        if lacking:
            raised: Mapping[str, Fraction | int] = {"cases": len(lacking), "floor": band.floor}
            yield self.step(RAISED, raised, exact_sum(lacking))


def _in_list(band: Band) -> Text:
    """What a band holds, in a price list: ``≥ 85%``."""
    bound = band.bound()
    if bound is None:
        return ALL_OTHERS
    limit = bound[1]
    values = {"sign": SIGNS[bound[0]], "limit": Pct(limit) if abs(limit) <= 1 and limit.denominator > 1 else limit}
    return Text(zh=BAND.say("zh", values), en=BAND.say("en", values))


def _bound(band: Band) -> Text:
    bound = band.bound()
    if bound is None:
        return REST
    said = f"{SIGNS[bound[0]]} {show(bound[1], 'en')}"
    return Text(zh=f" {said}", en=said)
