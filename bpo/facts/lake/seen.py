"""A lake as it is read: its tables, at some of their versions, and the values that an account ever had in a column."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from bpo.core.tables import Table
from bpo.facts.lake.lake import Lake
from bpo.facts.types import schema_of


class Facts(Protocol):
    """What is asked of a lake."""

    def scan(self, table: Table, version: int | None = None) -> pl.LazyFrame: ...
    def versions(self) -> dict[str, int]: ...


@dataclass(frozen=True, slots=True)
class Pinned:
    """A lake as it was at some versions of its tables."""

    lake: Facts
    at: Mapping[str, int]

    def scan(self, table: Table, version: int | None = None) -> pl.LazyFrame:
        return self.lake.scan(table, self.at.get(table.name) if version is None else version)

    def versions(self) -> dict[str, int]:
        return dict(self.at)


@dataclass(frozen=True, slots=True)
class AsOf:
    """A lake as it was when a month was closed: a table that had no facts then has none."""

    lake: Lake
    at: Mapping[str, int]

    def scan(self, table: Table, version: int | None = None) -> pl.LazyFrame:
        if version is None and table.name not in self.at:
            return pl.LazyFrame(schema=schema_of(table))
        return self.lake.scan(table, self.at.get(table.name) if version is None else version)

    def versions(self) -> dict[str, int]:
        return dict(self.at)

    def quarantine(self) -> pl.LazyFrame:
        return self.lake.quarantine()


@dataclass(frozen=True, slots=True)
class Without:
    """A lake without some rows of one of its tables, which have one column as their key."""

    lake: Facts
    table: str
    keys: Collection[str]

    def scan(self, table: Table, version: int | None = None) -> pl.LazyFrame:
        rows = self.lake.scan(table, version)
        if table.name != self.table:
            return rows
        return rows.filter(~pl.col(table.key[0]).is_in(list(self.keys)))

    def versions(self) -> dict[str, int]:
        return self.lake.versions()


class SeenInLake:
    """The values of an account in a lake; a column is read when it is first asked for."""

    def __init__(self, lake: Facts, account: str) -> None:
        self.lake, self.account = lake, account
        self._values: dict[tuple[str, str], frozenset[str]] = {}

    def accounts(self, table: Table) -> frozenset[str]:
        """The accounts that have rows in a table."""
        return frozenset(
            self.lake.scan(table).select(pl.col("account").unique()).collect(engine="streaming")["account"]
        )

    def values(self, table: Table, column: str) -> frozenset[str]:
        """Every value that the account has in a column, as text; none if it is always empty."""
        if (table.name, column) not in self._values:
            mine = self.lake.scan(table).filter(pl.col("account") == self.account)
            found = mine.select(pl.col(column).drop_nulls().unique().cast(pl.String)).collect(engine="streaming")
            self._values[table.name, column] = frozenset(found[column])
        return self._values[table.name, column]

    def column_of(self, table: Table, column: str, keys: Collection[str]) -> dict[str, str]:
        """The value of a column for each of these rows that the account has, whenever they were; a table of one key."""
        mine = self.lake.scan(table).filter(
            (pl.col("account") == self.account) & pl.col(table.key[0]).is_in(list(keys))
        )
        found = mine.select(table.key[0], pl.col(column).cast(pl.String)).collect(engine="streaming")
        return dict(found.iter_rows())
