"""What an account's facts ever contained: the values of a column, over every month that was ingested."""

from __future__ import annotations

from typing import Protocol

import polars as pl

from bpo.core.tables import Table


class Tables(Protocol):
    """What is asked of a lake."""

    def scan(self, table: Table) -> pl.LazyFrame: ...


class SeenInLake:
    """The values of an account in a lake; a column is read when it is first asked for."""

    def __init__(self, lake: Tables, account: str) -> None:
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
