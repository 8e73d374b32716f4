"""A person leaves the lake and the counts stay: every value that stood for them becomes a token of nobody, one for one.

Rows stay, and so do the numbers of distinct customers and of contacts that came again. What was in the clear can also be hashed
afterwards. Both make new versions; older ones hold what they held until their files are erased.
"""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import polars as pl
from deltalake import DeltaTable

from bpo.core.tables import TABLES, Table
from bpo.facts.lake.lake import QUARANTINE, SETTLED, Lake
from bpo.facts.lake.secrecy import claim
from bpo.facts.personal import (
    CUSTOMER,
    DIGEST_BYTES,
    Key,
    is_hash,
    is_kind,
    masked,
    new_token,
    normal,
    without,
    without_numbers,
)

OF_CUSTOMERS = tuple(table for table in TABLES if table.column(CUSTOMER) is not None)
TEXTS = ("raw", "reason_en", "reason_zh")


@dataclass(frozen=True)
class Changed:
    """The rows of a table that were rewritten, and the version that has them so; older ones hold what they held."""

    table: str
    rows: int
    version: int | None


@dataclass(frozen=True)
class Forgotten:
    """``changed``: where the person was. ``quarantined``: unusable rows whose texts named them.

    ``masked``: rows that keep only the last characters of a number, which may be theirs. ``elsewhere``: how many rows of other
    columns have the number in them, by table and column.
    """

    changed: tuple[Changed, ...]
    quarantined: int
    masked: int
    elsewhere: Mapping[str, int]

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.changed)


def forget(lake: Lake, customer: str, key: Key | None) -> Forgotten:
    """Replace a customer in every table, and in the texts of the quarantine.

    Args:
        customer: Their number in any way of writing it, or their hash.
        key: Of the workspace; without it only values in the clear are found.
    """
    with lake.locked():
        names = {table.name: _values(lake, table, customer, key) for table in _there(lake)}
        tokens = {value: _token(value) for value in sorted({one for found in names.values() for one in found})}
        changed = [_forget(lake, table, names[table.name], tokens) for table in _there(lake) if names[table.name]]
        said = [] if is_hash(customer) else [customer, normal(customer), *tokens]
        return Forgotten(
            tuple(changed),
            _rewrite_quarantine(lake, lambda text: without(text, said), said),
            0 if is_hash(customer) else sum(_masked(lake, table, customer) for table in _there(lake)),
            {} if is_hash(customer) else _elsewhere(lake, {customer, normal(customer)}),
        )


def rehash(lake: Lake, key: Key, accounts: Collection[str] = ()) -> tuple[Changed, ...]:
    """Hash customers that are in the clear, a file at a time, so that it may stop and go on; and what looks like a number in the quarantine.

    Args:
        accounts: Only theirs; of all, if none is named.

    Raises:
        BpoError: if others in the lake were hashed with another key.
    """
    with lake.locked():
        claim(lake, key, None)
        changed = [_rehash(lake, table, key, accounts) for table in _there(lake)]
        if any(one.rows for one in changed):
            _rewrite_quarantine(lake, without_numbers)
        return tuple(one for one in changed if one.rows)


def erase_history(lake: Lake) -> dict[str, int]:
    """Delete the files of all versions but the newest, and the log of those versions. Returns the versions that are left, by table.

    A log names the least and greatest value of each column, so it goes with the files.
    """
    with lake.locked():
        names = [*(table.name for table in TABLES if lake.version(table) is not None), QUARANTINE, SETTLED]
        left = {}
        for name in names:
            at = lake.place.at(name)
            if not DeltaTable.is_deltatable(at):
                continue
            table = DeltaTable(at)
            lake.place.require_mine()
            table.vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=False)
            table.update_incremental()
            table.create_checkpoint()
            left[name] = table.version()
            for log in lake.place.names(f"{name}/_delta_log"):
                version = log.split(".")[0]
                if version.isdigit() and int(version) < left[name]:
                    lake.place.remove(f"{name}/_delta_log/{log}")
        return left


def _there(lake: Lake) -> list[Table]:
    return [table for table in OF_CUSTOMERS if lake.version(table) is not None]


def _values(lake: Lake, table: Table, customer: str, key: Key | None) -> list[str]:
    """Every value in a table that stands for a customer: the hash of the number, or the number, in whatever way it is written."""
    hashed = key.hashed(pl.Series([customer]))[0] if key is not None else customer
    meant = normal(customer)
    column = pl.col(CUSTOMER)
    distinct = lake.delivered(table).select(column).filter(is_kind(column, "clear") | (column == hashed)).unique()
    found = distinct.collect(engine="streaming")[CUSTOMER]
    return sorted(value for value in found if value in (hashed, customer) or normal(value) == meant)


def _token(value: str) -> str:
    """A value of nobody that is kept as the other was: where customers are in the clear, one that says what it is."""
    return new_token() if is_hash(value) else f"forgotten-{secrets.token_hex(DIGEST_BYTES)}"


def _forget(lake: Lake, table: Table, values: Sequence[str], tokens: Mapping[str, str]) -> Changed:
    theirs = pl.col(CUSTOMER).is_in(list(values))
    batches = lake.delivered(table).filter(theirs).select(pl.col("batch").unique()).collect()["batch"].to_list()
    rows = lake.delivered(table).filter(pl.col("batch").is_in(batches)).collect(engine="streaming")
    many = int(rows.select(theirs.sum()).item())
    made = rows.with_columns(pl.col(CUSTOMER).replace(dict(tokens)))
    lake.rewrite(table.name, batches, made, {"bpo.forgotten": "1", "bpo.rows": str(many)})
    return Changed(table.name, many, lake.version(table))


def _rehash(lake: Lake, table: Table, key: Key, accounts: Collection[str]) -> Changed:
    clear = is_kind(pl.col(CUSTOMER), "clear")
    mine = clear & pl.col("account").is_in(list(accounts)) if accounts else clear
    batches = lake.delivered(table).filter(mine).select(pl.col("batch").unique().sort()).collect()["batch"].to_list()
    many = 0
    for batch in batches:
        rows = lake.delivered(table).filter(pl.col("batch") == batch).collect(engine="streaming")
        to_hash = rows.select(mine.fill_null(False)).to_series()
        hashed = key.hashed(rows[CUSTOMER].set(~to_hash, None))
        made = rows.with_columns(pl.when(to_hash).then(hashed).otherwise(pl.col(CUSTOMER)).alias(CUSTOMER))
        lake.rewrite(table.name, [batch], made, {"bpo.rehashed": batch})
        many += int(to_hash.sum())
    return Changed(table.name, many, lake.version(table))


def _rewrite_quarantine(lake: Lake, unsaid: Callable[[str], str], holding: Sequence[str] = ()) -> int:
    """Texts of unusable rows without what is personal, also of those that are settled. Returns how many rows changed."""
    settled = _rewrite_texts(lake, SETTLED, lake.settled(), ("raw", "reason"), unsaid, holding)
    unusable = _rewrite_texts(lake, QUARANTINE, lake.unusable(), TEXTS, unsaid, holding)
    return max(settled, unusable)  # what is settled stands in both


def _rewrite_texts(
    lake: Lake,
    name: str,
    every: pl.LazyFrame,
    texts: Sequence[str],
    unsaid: Callable[[str], str],
    holding: Sequence[str],
) -> int:
    held = pl.any_horizontal(pl.col(one).str.contains_any(list(holding)) for one in texts) if holding else pl.lit(True)
    batches = every.filter(held).select(pl.col("batch").unique()).collect()["batch"].to_list()
    rows = every.filter(pl.col("batch").is_in(batches)).collect()
    made = rows.with_columns(
        pl.Series(one, [None if text is None else unsaid(text) for text in rows[one]], pl.String) for one in texts
    )
    many = sum(before != after for before, after in zip(rows.rows(), made.rows(), strict=True))
    if many:
        lake.rewrite(name, batches, made, {"bpo.forgotten": "1", "bpo.rows": str(many)})
    return many


def _masked(lake: Lake, table: Table, customer: str) -> int:
    """Rows that keep the last characters of a number like this one."""
    like = pl.select(masked(pl.lit(customer.strip()))).item()
    return int(lake.delivered(table).filter(pl.col(CUSTOMER) == like).select(pl.len()).collect().item())


def _elsewhere(lake: Lake, texts: Collection[str]) -> dict[str, int]:
    """Rows of other columns that have the number in them, such as an id that was made of it."""
    found: dict[str, int] = {}
    for table in TABLES:
        if lake.version(table) is None:
            continue
        names = [column.name for column in table.columns if column.type == "text" and column.name != CUSTOMER]
        holding = (pl.col(name).str.contains_any(sorted(texts)).sum().alias(name) for name in names)
        counts = lake.delivered(table).select(holding).collect(engine="streaming").row(0, named=True)
        found |= {f"{table.name}.{name}": int(many) for name, many in counts.items() if many}
    return found
