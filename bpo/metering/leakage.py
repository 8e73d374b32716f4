"""Every contact of an account in a month, and which clauses of its contracts count it; of those that none counts, why.

An account's contacts are read once, however many contracts and clauses there are. A clause counts a contact if one of its needs keeps
it, by the conditions by which metering counts. Of a contact that no clause counts the nearest one is told: the clause that it misses by
the fewest conditions, of several the first in written order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from bpo.core.errors import BpoError
from bpo.core.measures import Need, Quantity
from bpo.core.periods import Period
from bpo.core.tables import INTERACTIONS
from bpo.facts.lake.seen import Facts
from bpo.facts.types import QUARANTINE_SCHEMA
from bpo.metering import quantity_of
from bpo.metering.count import count_parts
from bpo.metering.findings import FactsWithQuarantine
from bpo.metering.needs import DAY, columns_of, in_window, local_day
from bpo.metering.rows import Rows
from bpo.metering.watched import OUTSIDE, Watched, missed, reasons

COUNTED, CLAUSES, KIND, CONTRACT, CLAUSE, CONDITION = "billed", "clauses", "reason", "contract", "clause", "condition"
SHOWN = ("interaction_id", "started_at", "direction", "channel", "queue", "agent", "outcome")
PLACE = ("account", "source", "file", "line")
COLUMNS = (*PLACE, *SHOWN, COUNTED, CLAUSES, KIND, CONTRACT, CLAUSE, CONDITION)
"""What a file of contacts has."""
BY = ("queue", "outcome", "channel")
_NEED, _AT = "·need", "·at"


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
    held = _Held()
    for one in watched:
        held.add(one, one.rows(frame, lake, month, zone))
    if not held.against:
        return Contacts(account, _without(frame, "not_counted", watched))
    return Contacts(account, held.told(frame))


@dataclass(frozen=True)
class _Against:
    """A need that contacts were held against."""

    watched: Watched
    rows: Rows
    term: str
    need: Need


class _Held:
    """Contacts while they are held against one need after another: of each only how far the nearest is, and which."""

    def __init__(self) -> None:
        self.against: list[_Against] = []
        self.counted: list[tuple[str, pl.Series]] = []
        self._far: pl.Series | None = None
        self._nearest: pl.Series | None = None

    def add(self, one: Watched, rows: Rows) -> None:
        by_clause: dict[str, pl.Series] = {}
        for term, need in one.needs():
            kept = one.kept(rows, need)
            by_clause[term] = by_clause[term] | kept if term in by_clause else kept
            self._nearer(rows.frame.select(missed(one.asked(rows, need)).alias("far"))["far"])
            self.against.append(_Against(one, rows, term, need))
        self.counted += [(f"{one.contract.contract}/{term}", kept) for term, kept in by_clause.items()]

    def _nearer(self, far: pl.Series) -> None:
        """Of several that are as far the first stays."""
        this = pl.repeat(len(self.against), far.len(), dtype=pl.Int32, eager=True)
        if self._far is None or self._nearest is None:
            self._far, self._nearest = far, this
            return
        closer = far < self._far
        self._far, self._nearest = far.zip_with(closer, self._far), this.zip_with(closer, self._nearest)

    def told(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The contacts with the clauses that count each, or the nearest one and what keeps them from it."""
        names = [kept.alias(f"·c{n}") for n, (_, kept) in enumerate(self.counted)]
        said = [pl.when(pl.col(f"·c{n}")).then(pl.lit(name)) for n, (name, _) in enumerate(self.counted)]
        times = pl.sum_horizontal(one.name for one in names).cast(pl.Int64).alias(COUNTED)
        clauses = pl.concat_str(said, separator=" + ", ignore_nulls=True).alias(CLAUSES)
        found = frame.hstack(pl.DataFrame(names).select(times, clauses)).with_row_index(_AT)
        why = self._why(found[COUNTED] == 0)
        joined = found.join(why, on=_AT, how="left", maintain_order="left").drop(_AT)
        kind = pl.when(pl.col(CONDITION) == OUTSIDE).then(pl.lit("outside_term")).otherwise(pl.lit("condition"))
        return joined.with_columns(pl.when(pl.col(COUNTED) == 0).then(kind).alias(KIND))

    def _why(self, never: pl.Series) -> pl.DataFrame:
        """Of the contacts that none counts the nearest clause, and what they miss."""
        assert self._nearest is not None, "they were held against a need"
        found = []
        for n, one in enumerate(self.against):
            here = one.rows.frame.with_row_index(_AT).filter(never & (self._nearest == n))
            found.append(
                here.select(
                    _AT,
                    reasons(one.watched.asked(one.rows, one.need), one.need).alias(CONDITION),
                    pl.lit(one.watched.contract.contract).alias(CONTRACT),
                    pl.lit(one.term).alias(CLAUSE),
                    pl.lit(one.need.id).alias(_NEED),
                )
            )
        return pl.concat(found)


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
