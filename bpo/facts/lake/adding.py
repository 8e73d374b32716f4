"""Parquet files that are written already become part of a Delta table, all in one commit.

They are moved into the table's folder first. Of an ingest that is killed before the commit they stay there, and no version names them;
its staging folder tells which they are.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import polars as pl
from deltalake import CommitProperties, DeltaTable, Schema, write_deltalake
from deltalake.transaction import AddAction, create_table_with_add_actions

from bpo.facts.lake.place import Place


def add_files(
    place: Place, table: str, files: Sequence[Path], schema: Mapping[str, pl.DataType], metadata: Mapping[str, str]
) -> None:
    """Move files of a staging folder, which have these columns, into a table, and commit them."""
    at = place.at(table)
    properties = CommitProperties(custom_metadata=dict(metadata))
    fields = Schema.from_arrow(pl.Schema(schema))
    there = DeltaTable.is_deltatable(at)
    place.require_mine()
    if there and _lacks(at, schema):
        # A table grows by the columns that are younger than it only where Delta itself writes the rows.
        rows: Any = pl.scan_parquet(list(files)).collect_batches(maintain_order=True)
        write_deltalake(at, rows, mode="append", schema_mode="merge", commit_properties=properties)
        return
    names = [f"{table}/{uuid4().hex}.parquet" for _ in files]
    place.announce(files[0].parent, names)
    actions = [_taken(place, file, name) for file, name in zip(files, names, strict=True)]
    place.require_mine()  # they may have taken long
    if there:
        DeltaTable(at).create_write_transaction([*actions], "append", fields, commit_properties=properties)
    else:
        create_table_with_add_actions(at, fields, actions, mode="append", commit_properties=properties)


def remove_left_behind(place: Place) -> None:
    """Remove what killed ingests left of their files in tables. Nobody else may commit meanwhile."""
    for names in place.left_behind():
        for name in names:
            if not _is_committed(place, name):
                place.remove(name)


def _is_committed(place: Place, name: str) -> bool:
    table, file = name.split("/")
    at = place.at(table)
    return DeltaTable.is_deltatable(at) and file in {uri.rsplit("/", 1)[-1] for uri in DeltaTable(at).file_uris()}


def _lacks(at: str, schema: Mapping[str, pl.DataType]) -> bool:
    return bool(schema.keys() - {field.name for field in DeltaTable(at).schema().fields})


def _taken(place: Place, file: Path, name: str) -> AddAction:
    stats = json.dumps({"numRecords": pl.scan_parquet(file).select(pl.len()).collect().item()})
    stored = place.take(file, name)
    return AddAction(name.rsplit("/", 1)[-1], stored.size_bytes, {}, stored.at_ms, True, stats)
