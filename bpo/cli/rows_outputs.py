"""The shapes of the JSON of ``bpo rows``, ``evidence`` and ``verify``."""

from pydantic import Field

from bpo.core.output import Number, Output


class RowsOfNeedOutput(Output):
    """``counted`` is what the rows come to, before it is billed by the hundred or the minute."""

    id: str
    table: str
    counted: Number
    rows: int


class RowsOutput(Output):
    """``bpo rows``: by table, the first rows with what each adds to each need, by the need's id."""

    contract: str
    period: str
    billed: str | None
    needs: list[RowsOfNeedOutput]
    rows: dict[str, list[dict[str, str | int | bool | None]]]


class EvidenceOutput(Output):
    """``bpo evidence``; ``tables`` has how many rows of each are in the pack."""

    statement: str
    path: str
    seal: str
    tables: dict[str, int]


class VerifiedOutput(Output):
    """``bpo verify`` of a pack that holds."""

    statement: str = Field(validation_alias="statement_id")
    total: str
    currency: str
    seal: str
    engine: str
    members: int
    rows: int
    figures: int
