"""What a pack says of itself: the statement, what it was made from, and every member with its hash."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from pydantic import BaseModel, ValidationError

from bpo.core.codec import STORED, why_not_read
from bpo.core.figure_names import is_part_of
from bpo.core.measures import Measures
from bpo.kpi.base import Kpi

MANIFEST, SEAL, CONTRACT, STATEMENT, MEASURES = (
    "manifest.json", "SEAL", "contract.yaml", "statement.json", "measures.json"
)  # fmt: skip
README, WORKBOOK = "README.md", "rows.xlsx"


class SourceIn(BaseModel):
    """A file that was ingested, with its hash, and how many of its rows are in the pack."""

    model_config = STORED

    table: str
    source: str
    file: str
    sha256: str
    rows: int


class CountIn(BaseModel):
    """A need: its table and, of that, the rows that it counted."""

    model_config = STORED

    table: str
    rows: int


class TableIn(BaseModel):
    """A table in the pack, of which version of the lake's; ``left_out`` rows are in no workbook, since a sheet holds no more."""

    model_config = STORED

    version: int
    rows: int
    columns: list[str]
    left_out: int = 0


class MemberIn(BaseModel):
    model_config = STORED

    bytes: int
    sha256: str


class Manifest(BaseModel):
    """``persons`` says whether people are numbered or stand as they are in the lake."""

    model_config = STORED

    format: int
    statement: str
    contract: str
    contract_path: str
    contract_sha256: str
    period: str
    revision: int
    billed_at: str
    engine: str
    account: str
    persons: str
    history: list[str]
    tables: dict[str, TableIn]
    counted: dict[str, CountIn]
    sources: list[SourceIn]
    members: dict[str, MemberIn]

    def written(self) -> bytes:
        return (self.model_dump_json(indent=1) + "\n").encode()


FORMAT = 1


class NewerFormat(Exception):
    """A manifest that says more than is understood here."""


class _Format(BaseModel):
    """The one field that every format of a manifest has."""

    format: int


def read_manifest(text: bytes) -> Manifest:
    """Raises ValueError for what is no manifest, NewerFormat for that of a later one."""
    try:
        if _Format.model_validate_json(text).format > FORMAT:
            raise NewerFormat
        return Manifest.model_validate_json(text)
    except ValidationError as error:
        raise ValueError(why_not_read(error)) from error


def seal_of(manifest: bytes) -> str:
    """The one number that stands for the whole pack."""
    return hashlib.sha256(manifest).hexdigest()


def rows_of_table(table: str) -> str:
    return f"rows/{table}.parquet"


def history_of(period: str) -> str:
    return f"history/{period}.json"


def counted_names(measures: Measures) -> set[str]:
    """The figures that were counted over rows, by the names of their needs."""
    return {name for name, one in measures.evidence.items() if one.version is not None}


def counted_kpis(measures: Measures, kpis: Sequence[Kpi]) -> set[str]:
    """The KPIs, and those of their parts, whose sums were all counted over rows."""
    counted = counted_names(measures)
    whole = [kpi.id for kpi in kpis if kpi.counted() and all(need.id in counted for need in kpi.counted())]
    return {name for name in measures.kpis if any(name == one or is_part_of(name, one) for one in whole)}


def given_of(measures: Measures, kpis: Sequence[Kpi]) -> Measures:
    """What was given of a month's figures, and so not counted over rows."""
    counted, of_rows = counted_names(measures), counted_kpis(measures, kpis)
    return replace(
        measures,
        quantities={name: one for name, one in measures.quantities.items() if name not in counted},
        kpis={name: one for name, one in measures.kpis.items() if name not in of_rows},
        evidence={name: one for name, one in measures.evidence.items() if name not in counted},
        series={},
    )
