"""A contract held against its account's contacts: which of them each of its needs counts, and by what it misses the others."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import reduce

import polars as pl

from bpo.contracts.model import Contract
from bpo.core.expr import Expr
from bpo.core.figure_names import FigureName
from bpo.core.measures import Need
from bpo.core.periods import Period
from bpo.core.tables import INTERACTIONS
from bpo.core.zones import midnight
from bpo.facts.lake.seen import Facts
from bpo.metering.following import flag_of, with_flag
from bpo.metering.needs import DAY, besides, compiled, keep, local_day
from bpo.metering.rows import Rows

OUTSIDE, LATE, LIMITED = "·outside", "·late", "·first"
"""Not conditions: the contract does not hold on the day, the contact came after the closing, the need counts the first ones alone."""
MARK = "·"
"""Before the name of what a need asks besides its condition, so that it is told from a condition as it stands in the contract."""
IN_OTHER_WORDING = MARK + "other_days"
_THERE = "·there"


@dataclass(frozen=True)
class Watched:
    """A contract of the account, as it is in force: the ``period`` in which the month's contacts are billed.

    ``at`` are the versions of the lake's tables when the period was closed; None of one that is open.
    """

    contract: Contract
    period: Period
    at: Mapping[str, int] | None = None

    @property
    def window(self) -> Period | None:
        return self.contract.effective_part(self.period)

    def needs(self) -> list[tuple[str, Need]]:
        """What its terms count of contacts, by term, in written order."""
        names = {
            term.id: {term.id, *(r.name for r in term.references() if r.kind == "quantity")}
            for term in self.contract.terms
        }
        needs = [need for need in self.contract.quantity_needs() if need.table == INTERACTIONS.name]
        return [(term, need) for term, own in names.items() for need in needs if FigureName.of(need.id).id in own]

    def rows(self, frame: pl.DataFrame, lake: Facts, month: Period, zone: str) -> Rows:
        """The contacts as the contract reads them: on days by its clock, with what follows them, and whether they were there at
        the closing."""
        billing, mine = self.contract.billing, pl.col("account") == self.contract.account_of_facts
        start, after = midnight(month.start, zone), midnight(month.end + timedelta(days=1), zone)
        rows = frame.with_columns(local_day(INTERACTIONS, INTERACTIONS.time, billing.timezone).alias(DAY))
        contacts = lake.scan(INTERACTIONS).filter(mine)
        follows = {flag_of(need.followed): need.followed for _, need in self.needs() if need.followed is not None}
        for follow in follows.values():
            rows = with_flag(rows, contacts, INTERACTIONS, follow, start, after, billing)
        if self.at is not None:
            rows = _with_those_there(rows, lake, self.at.get(INTERACTIONS.name), mine)
        return Rows(rows, self.window or self.period, self.contract)

    def kept(self, rows: Rows, need: Need) -> pl.Series:
        """Which of the contacts a need counts."""
        held = reduce(pl.Expr.__and__, self._around().values())
        if need.first is None:
            return rows.frame.select((keep(need, rows.contract, rows.window) & held).alias("k"))["k"]
        indexed = replace(rows, frame=rows.frame.with_row_index("·at").filter(held))
        taken = indexed.kept(need)["·at"]
        return rows.frame.with_row_index("·at").select(pl.col("·at").is_in(taken.implode()).alias("k"))["k"]

    def asked(self, rows: Rows, need: Need) -> dict[str, pl.Expr]:
        """All that must hold for a need to count a contact, by the condition as it is written or by what it is otherwise."""
        conditions = {part.sql(): compiled(part, self.contract).fill_null(False) for part in _conjuncts(need.where)}
        beside = {MARK + name: holds for name, holds in besides(need, self.contract, rows.window).items()}
        return {**conditions, **self._around(), **beside}

    def _around(self) -> dict[str, pl.Expr]:
        """Whether the contract holds on the day of the contact, and the contact was there when its month was closed."""
        start, end = self.contract.effective.start, self.contract.effective.end
        held = pl.col(DAY) >= start
        found = {OUTSIDE: (held if end is None else held & (pl.col(DAY) <= end)).fill_null(False)}
        return found if self.at is None else {**found, LATE: pl.col(_THERE)}


def _conjuncts(expr: Expr | None) -> tuple[Expr, ...]:
    return () if expr is None else expr.args if expr.op == "and" else (expr,)


def _with_those_there(rows: pl.DataFrame, lake: Facts, version: int | None, mine: pl.Expr) -> pl.DataFrame:
    """The rows with whether a version of their table has them; without one there was none."""
    if version is None:
        return rows.with_columns(pl.lit(value=False).alias(_THERE))
    key = list(INTERACTIONS.key)
    then = lake.scan(INTERACTIONS, version).filter(mine).select(*key, pl.lit(value=True).alias(_THERE))
    joined = rows.join(then.collect(engine="streaming"), on=key, how="left", maintain_order="left")
    return joined.with_columns(pl.col(_THERE).fill_null(False))


def missed(asked: Mapping[str, pl.Expr]) -> pl.Expr:
    """How far a contact is from being counted: twice the conditions that it misses, and one if it lies on the days of another wording.

    So of two clauses that it misses by as many, the one in force on its day is nearer.
    """
    twice = reduce(pl.Expr.__add__, [(~holds).cast(pl.Int32) * 2 for holds in asked.values()])
    return twice + (~asked[IN_OTHER_WORDING]).cast(pl.Int32) if IN_OTHER_WORDING in asked else twice


def reasons(asked: Mapping[str, pl.Expr], need: Need) -> pl.Expr:
    """What a contact misses, a line each; of one that misses nothing, that the need counts the first ones alone."""
    limited = pl.lit(LIMITED) if need.first is not None else pl.lit(None, pl.String)
    told = [pl.when(~holds).then(pl.lit(name)) for name, holds in asked.items()]
    why = pl.concat_str(told, separator="\n", ignore_nulls=True)
    return pl.when(why == "").then(limited).otherwise(why)
