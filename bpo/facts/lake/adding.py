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

from bpo.facts.lake.staging import MOVING, left_behind


def add_files(at: Path, files: Sequence[Path], schema: Mapping[str, pl.DataType], metadata: Mapping[str, str]) -> None:
    """Move files of a staging folder, which have these columns, into a table, and commit them."""
    properties = CommitProperties(custom_metadata=dict(metadata))
    fields = Schema.from_arrow(pl.Schema(schema))
    at.mkdir(parents=True, exist_ok=True)
    if DeltaTable.is_deltatable(str(at)) and _lacks(at, schema):
        # A table grows by the columns that are younger than it only where Delta itself writes the rows.
        rows: Any = pl.scan_parquet(list(files)).collect_batches(maintain_order=True)
        write_deltalake(at, rows, mode="append", schema_mode="merge", commit_properties=properties)
        return
    names = [f"{uuid4().hex}.parquet" for _ in files]
    (files[0].parent / MOVING).write_text("\n".join(str(Path(at.name) / name) for name in names))
    actions = [_moved(file, at / name) for file, name in zip(files, names, strict=True)]
    if DeltaTable.is_deltatable(str(at)):
        DeltaTable(at).create_write_transaction([*actions], "append", fields, commit_properties=properties)
    else:
        create_table_with_add_actions(str(at), fields, actions, mode="append", commit_properties=properties)


def remove_left_behind(lake: Path) -> None:
    """Remove what killed ingests left of their files, in their staging folders and in tables. Nobody else may commit meanwhile."""
    for folder in left_behind(lake):
        moving = folder / MOVING
        for name in moving.read_text().split() if moving.is_file() else ():
            file = lake / name
            if file.is_file() and not _is_committed(file):
                file.unlink()


def _is_committed(file: Path) -> bool:
    table = str(file.parent)
    return DeltaTable.is_deltatable(table) and file.name in {
        uri.rsplit("/", 1)[-1] for uri in DeltaTable(table).file_uris()
    }


def _lacks(at: Path, schema: Mapping[str, pl.DataType]) -> bool:
    return bool(schema.keys() - {field.name for field in DeltaTable(at).schema().fields})


def _moved(file: Path, target: Path) -> AddAction:
    rows = pl.scan_parquet(file).select(pl.len()).collect().item()
    found = file.stat()
    file.rename(target)
    stats = json.dumps({"numRecords": rows})
    return AddAction(target.name, found.st_size, {}, int(found.st_mtime * 1000), True, stats)
