"""Every contact of an account in a month, and which clauses of its contracts count it; of those that none counts, why.

An account's contacts are read once, however many contracts and clauses there are. A clause counts a contact if one of its needs keeps
it, by the conditions by which metering counts. Of a contact that no clause counts the nearest one is told: the clause that it misses by
the fewest conditions, of several the first in written order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import reduce

import polars as pl

from bpo.contracts.model import Contract
from bpo.core.errors import BpoError
from bpo.core.expr import Expr
from bpo.core.figure_names import FigureName
from bpo.core.measures import Need, Quantity
from bpo.core.periods import Period
from bpo.core.tables import INTERACTIONS
from bpo.core.zones import midnight
from bpo.facts.lake.seen import Facts
from bpo.facts.types import QUARANTINE_SCHEMA
from bpo.metering import quantity_of
from bpo.metering.count import count_parts
from bpo.metering.findings import FactsWithQuarantine
from bpo.metering.following import flag_of, with_flag
from bpo.metering.needs import DAY, columns_of, compiled, in_window, keep, lapsed, local_day
from bpo.metering.rows import Rows

COUNTED, CLAUSES, KIND, CONTRACT, CLAUSE, CONDITION = "billed", "clauses", "reason", "contract", "clause", "condition"
SHOWN = ("interaction_id", "started_at", "direction", "channel", "queue", "agent", "outcome")
PLACE = ("account", "source", "file", "line")
COLUMNS = (*PLACE, *SHOWN, COUNTED, CLAUSES, KIND, CONTRACT, CLAUSE, CONDITION)
"""What a file of contacts has."""
BY = ("queue", "outcome", "channel")
_MISSED, _NEED = "·missed", "·need"
FOLLOWED, LAPSED, OUTSIDE, LIMITED = "·followed", "·lapsed", "·outside", "·first"
"""What a need may ask besides conditions: see the words of the report."""


@dataclass(frozen=True)
class Watched:
    """A contract of the account, as it is in force: the ``period`` in which the month's contacts are billed."""

    contract: Contract
    period: Period

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


@dataclass(frozen=True)
class Group:
    """Contacts that no clause counts, for one reason."""

    kind: str
    contract: str
    clause: str
    need: str
    conditions: tuple[str, ...]
    contacts: int


@dataclass(frozen=True)
class Contacts:
    """The contacts of an account in a month, each with how many clauses count it, and why none does."""

    account: str
    frame: pl.DataFrame

    def total(self) -> int:
        return self.frame.height

    def times(self) -> dict[int, int]:
        """How many contacts are counted by so many clauses."""
        return dict(self.frame.group_by(COUNTED).len().sort(COUNTED).iter_rows())

    def several(self) -> list[tuple[str, int]]:
        """The clauses that count the same contacts, with how many these are."""
        found = self.frame.filter(pl.col(COUNTED) > 1).group_by(CLAUSES).len()
        return list(found.sort("len", CLAUSES, descending=[True, False]).iter_rows())

    def groups(self) -> list[Group]:
        """The contacts that none counts, by the reason."""
        keys = [KIND, CONTRACT, CLAUSE, _NEED, CONDITION]
        never = self.frame.filter(pl.col(COUNTED) == 0).group_by(keys).len()
        rows = never.sort("len", *keys, descending=[True, *(False for _ in keys)], nulls_last=True).iter_rows()
        return [
            Group(kind, c or "", cl or "", n or "", tuple((why or "").split("\n")) if why else (), many)
            for kind, c, cl, n, why, many in rows
        ]

    def most(self, most: int) -> list[tuple[str | None, str | None, str | None, int]]:
        """Queue, outcome and channel of the contacts that none counts, those with most of them first."""
        never = self.frame.filter(pl.col(COUNTED) == 0).group_by(BY).len()
        return list(
            never.sort("len", *BY, descending=[True, False, False, False], nulls_last=True).head(most).iter_rows()
        )

    def rows(self) -> pl.DataFrame:
        """Every contact, for a file."""
        why = pl.col(CONDITION).str.replace_all("\n", "; ", literal=True)
        return self.frame.with_columns(why).select(COLUMNS)


@dataclass(frozen=True)
class SetAside:
    """Contacts in quarantine, without their text."""

    frame: pl.DataFrame

    def total(self) -> int:
        return self.frame.height

    def by_rule(self) -> list[tuple[str | None, str, int]]:
        """How many each account has, by the rules that they broke."""
        counted = self.frame.group_by("account", "rules").len()
        return list(counted.sort("account", "rules", nulls_last=True).iter_rows())


def accounts_in(lake: Facts, month: Period, zone: str) -> list[str]:
    """The accounts that have contacts in the month."""
    inside = in_window(INTERACTIONS, INTERACTIONS.time, month, zone)
    found = lake.scan(INTERACTIONS).filter(inside).select(pl.col("account").unique()).collect(engine="streaming")
    return sorted(found["account"])


def contacts_of(lake: Facts, account: str, month: Period, watched: Sequence[Watched], zone: str) -> Contacts:
    """Read an account's contacts of a month and hold them against every clause.

    Args:
        watched: the account's contracts; none if it has no contract.
        zone: by whose clock the month begins and ends. Each contract puts contacts on days by its own.
    """
    needs = [need for one in watched for _, need in one.needs()]
    columns = {name for need in needs for name in columns_of(need)} | {*SHOWN, *INTERACTIONS.key}
    mine = lake.scan(INTERACTIONS).filter(pl.col("account") == account)
    inside = in_window(INTERACTIONS, INTERACTIONS.time, month, zone)
    frame = mine.filter(inside).select(*sorted(columns), *PLACE, "batch").collect(engine="streaming")
    frame = frame.sort(INTERACTIONS.time, *INTERACTIONS.key)
    if not watched:
        return Contacts(account, _without(frame, "no_contract"))
    start, after = midnight(month.start, zone), midnight(month.end + timedelta(days=1), zone)
    counted: list[tuple[str, pl.Series]] = []
    nearest: list[pl.DataFrame] = []
    for one in watched:
        rows = _rows(frame, mine, one, (start, after))
        by_clause: dict[str, pl.Series] = {}
        for term, need in one.needs():
            kept = _kept(rows, need)
            by_clause[term] = by_clause[term] | kept if term in by_clause else kept
            nearest.append(_missed(rows, one, term, need))
        counted += [(f"{one.contract.contract}/{term}", kept) for term, kept in by_clause.items()]
    if not counted:
        return Contacts(account, _without(frame, "not_counted", watched))
    return Contacts(account, _told(frame, counted, nearest))


def _rows(frame: pl.DataFrame, mine: pl.LazyFrame, one: Watched, span: tuple) -> Rows:  # type: ignore[type-arg]
    """The contacts as a contract reads them: on days by its clock, with what follows them."""
    contract = one.contract
    day = local_day(INTERACTIONS, INTERACTIONS.time, contract.billing.timezone).alias(DAY)
    rows = frame.with_columns(day)
    follows = {flag_of(need.followed): need.followed for _, need in one.needs() if need.followed is not None}
    for follow in follows.values():
        rows = with_flag(rows, mine, INTERACTIONS, follow, span[0], span[1], contract.billing)
    return Rows(rows, one.window or one.period, contract)


def _kept(rows: Rows, need: Need) -> pl.Series:
    """Which of the contacts a need counts."""
    if need.first is None:
        return rows.frame.select((keep(need, rows.contract, rows.window) & _held(rows)).alias("k"))["k"]
    indexed = replace(rows, frame=rows.frame.with_row_index("·at"))
    taken = indexed.kept(need)["·at"]
    return indexed.frame.select((pl.col("·at").is_in(taken.implode()) & _held(rows)).alias("k"))["k"]


def _held(rows: Rows) -> pl.Expr:
    """Whether the contract holds on the day of the contact."""
    start, end = rows.contract.effective.start, rows.contract.effective.end
    held = pl.col(DAY) >= start
    return (held if end is None else held & (pl.col(DAY) <= end)).fill_null(False)


def _conjuncts(expr: Expr | None) -> tuple[Expr, ...]:
    return () if expr is None else expr.args if expr.op == "and" else (expr,)


def _missed(rows: Rows, one: Watched, term: str, need: Need) -> pl.DataFrame:
    """By how many conditions each contact misses a need, and by which."""
    contract = rows.contract
    asked = [(part.sql(), compiled(part, contract).fill_null(False)) for part in _conjuncts(need.where)]
    asked.append((OUTSIDE, _held(rows)))
    if need.followed is not None:
        asked.append((FOLLOWED, pl.col(flag_of(need.followed)) == need.followed.happened))
    if need.lapses_after is not None:
        asked.append((LAPSED, ~lapsed(need, contract, rows.window)))
    missed = [(pl.lit(name), ~holds) for name, holds in asked]
    limited = pl.lit(LIMITED) if need.first is not None else pl.lit(None, pl.String)
    why = pl.concat_str([pl.when(fails).then(name) for name, fails in missed], separator="\n", ignore_nulls=True)
    return rows.frame.select(
        reduce(pl.Expr.__add__, [fails.cast(pl.Int32) for _, fails in missed]).alias(_MISSED),
        pl.when(why == "").then(limited).otherwise(why).alias(CONDITION),
        pl.lit(contract.contract).alias(CONTRACT),
        pl.lit(term).alias(CLAUSE),
        pl.lit(need.id).alias(_NEED),
    )


def _told(
    frame: pl.DataFrame, counted: Sequence[tuple[str, pl.Series]], nearest: Sequence[pl.DataFrame]
) -> pl.DataFrame:
    """The contacts with the clauses that count each, or the nearest one and what keeps them from it."""
    names = [kept.alias(f"·c{n}") for n, (_, kept) in enumerate(counted)]
    flags = [pl.col(kept.name) for kept in names]
    told = pl.concat_str(
        [pl.when(flag).then(pl.lit(name)) for flag, (name, _) in zip(flags, counted, strict=True)],
        separator=" + ", ignore_nulls=True,
    )  # fmt: skip
    best = nearest[0]
    for other in nearest[1:]:
        closer = other[_MISSED] < best[_MISSED]
        best = best.select(
            pl.when(closer).then(other[name]).otherwise(pl.col(name)).alias(name) for name in best.columns
        )
    never = pl.col(COUNTED) == 0
    kind = pl.when(pl.col(CONDITION) == OUTSIDE).then(pl.lit("outside_term")).otherwise(pl.lit("condition"))
    found = frame.with_columns(names).with_columns(
        pl.sum_horizontal(flags).cast(pl.Int64).alias(COUNTED), told.alias(CLAUSES)
    )
    found = found.drop([one.name for one in names]).hstack(best.drop(_MISSED))
    why = [pl.when(never).then(pl.col(name)).alias(name) for name in (CONDITION, CONTRACT, CLAUSE, _NEED)]
    return found.with_columns(pl.when(never).then(kind).alias(KIND), *why)


def _without(frame: pl.DataFrame, kind: str, watched: Sequence[Watched] = ()) -> pl.DataFrame:
    """Contacts that no clause could count: their account has no contract, or none of its contracts counts contacts."""
    names = " + ".join(one.contract.contract for one in watched) or None
    nothing = [pl.lit(None, pl.String).alias(name) for name in (CLAUSE, _NEED, CONDITION)]
    told = [pl.lit(0, pl.Int64).alias(COUNTED), pl.lit("").alias(CLAUSES), pl.lit(kind).alias(KIND)]
    return frame.with_columns(*told, pl.lit(names, pl.String).alias(CONTRACT), *nothing)


def added_by(contacts: Contacts, group: Group, one: Watched) -> Quantity | None:
    """What the contacts of a group would add to the quantity of their nearest clause, were they counted; None if they lack a value."""
    need = next(need for _, need in one.needs() if need.id == group.need)
    why = "\n".join(group.conditions)
    same = (pl.col(KIND) == group.kind) & (pl.col(CONTRACT) == group.contract) & (pl.col(_NEED) == group.need)
    frame = contacts.frame.filter(pl.col(COUNTED) == 0, same, pl.col(CONDITION) == why)
    day = local_day(INTERACTIONS, INTERACTIONS.time, one.contract.billing.timezone).alias(DAY)
    asked = replace(
        need, where=None, followed=None, lapses_after=None, within=None, first=None, on_days=None, each=None
    )
    try:
        counted = count_parts(Rows(frame.with_columns(day), one.window or one.period, one.contract), [asked])
    except BpoError:
        return None
    return quantity_of(asked, counted[need.id], one.contract, one.period)


def set_aside(lake: FactsWithQuarantine, accounts: Mapping[str, Contacts]) -> SetAside:
    """The contacts in quarantine of the files that brought contacts of the month, or that brought none at all: file, line, rules, reason."""
    of_month = pl.concat(
        [one.frame.select("batch") for one in accounts.values()] or [pl.DataFrame(schema={"batch": pl.String()})]
    )
    wanted = lake.quarantine().filter(pl.col("table") == INTERACTIONS.name).collect()
    stored = lake.scan(INTERACTIONS).select(pl.col("batch").unique()).collect(engine="streaming")
    here = wanted.join(of_month.unique(), on="batch", how="semi")
    nowhere = wanted.join(stored, on="batch", how="anti")
    assert set(here.columns) == set(QUARANTINE_SCHEMA)
    return SetAside(
        pl.concat([here, nowhere]).sort("account", "file", "line", nulls_last=True).drop("raw", "batch", "table")
    )


def all_rows(contacts: Mapping[str, Contacts], quarantined: SetAside, reasons: str) -> Iterator[pl.DataFrame]:
    """Every contact of every account, and then those in quarantine, in the same columns; ``reasons`` names the language."""
    empty: pl.DataFrame | None = None
    for one in contacts.values():
        frame = one.rows()
        empty = frame.clear() if empty is None else empty
        yield frame
    if empty is not None and quarantined.frame.height:
        why = quarantined.frame.select(
            *PLACE,
            pl.lit(0, pl.Int64).alias(COUNTED),
            pl.lit("quarantine").alias(KIND),
            pl.col(f"reason_{reasons}").alias(CONDITION),
        )
        yield pl.concat([empty, why], how="diagonal_relaxed").select(empty.columns)
