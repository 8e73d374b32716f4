"""The shape of the JSON of ``bpo review``."""

from typing import Annotated

from pydantic import AliasPath, Field

from bpo.cli.outputs import IfAny, Told
from bpo.core.output import Number, Output, Said


class LineMovedOutput(Output):
    """A line in both months, null where it is not there; ``parts`` by cause add up to ``difference``."""

    clause: str
    label: Said
    before: Number | None
    now: Number | None
    difference: Number
    parts: dict[str, Number]


class MovedOutput(Output):
    """What is to be paid against the month before."""

    before: Number
    now: Number
    difference: Number
    parts: dict[str, Number]
    lines: list[LineMovedOutput]


class ReviewedOutput(Output):
    """A contract's month. ``statement`` is null where none is recorded, ``payable`` where none can be priced; ``moved`` where
    there is no month before in the same currency."""

    contract: str
    period: str
    statement: Annotated[str | None, IfAny] = Field(None, validation_alias="id")
    state: str
    currency: str | None = Field(None, validation_alias=AliasPath("statement", "currency"))
    payable: Number | None = Field(None, validation_alias=AliasPath("statement", "payable"))
    parked: bool
    share: Number | None
    looks: list[Said]
    problems: list[Told]
    moved: MovedOutput | None
