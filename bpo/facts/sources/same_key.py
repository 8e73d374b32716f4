"""What several rows under one key are, as a source file says it: legs of one contact, or copies of which the newest, or the one that was
delivered last, counts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from bpo.core.fields import Mistake, YesNo
from bpo.core.tables import Column
from bpo.core.words import Words
from bpo.facts.sources.source_fields import MomentFormat, SourcePart

LEGS, NEWEST, REPLACE = "legs", "newest", "replace"
WITHDRAWN = "withdrawn_when"
Take = Literal["first", "last", "sum", "most", "least", "any", "all", "served"]

LEGS_OR_NEWEST = Words(
    "same-key-one-way",
    en="write exactly one of: legs (rows of one key are legs of one contact), newest with the column that says which copy is newer, "
    "such as same_key: {{newest: updated}}, or replace (what is delivered later counts)",
    zh="请写且只写一个：legs（同一键的各行是同一联络的各段）、newest 加上表明哪份更新的列，例如 same_key: {{newest: updated}}，"
    "或 replace（以后交付的为准）",
)
LEGS_NOT_WITHDRAWN = Words(
    "same-key-legs-withdrawn",
    en="'withdrawn_when' says which copy takes its record back; legs are no copies",
    zh="withdrawn_when 说明哪一份表示记录作废；legs 不是多份",
)

TAKES: Mapping[str, tuple[Take, ...]] = {
    "text": ("first", "last", "served"),
    "whole": ("sum", "first", "last", "most", "least"),
    "decimal": ("sum", "first", "last", "most", "least"),
    "yes_no": ("any", "all", "first", "last"),
    "instant": ("first", "last"),
    "day": ("first", "last"),
}
"""What may be taken of the legs, by the type of a column; of the first is what is taken unless :data:`OF_COLUMN` says otherwise."""
OF_COLUMN: Mapping[str, Take] = {
    "ended_at": "last",
    "outcome": "served",
    "agent": "served",
    "site": "served",
    "team": "served",
    "disposition": "last",
    "wait_seconds": "served",
}
"""A contact ends with its last leg; it was handled if any leg was, by whoever handled it first, and waited until then."""


def takes(column: Column) -> tuple[Take, ...]:
    """What a source may take of a column, first what is taken if it says nothing."""
    usual = OF_COLUMN.get(column.name)
    others = TAKES[column.type]
    return others if usual is None else (usual, *(take for take in others if take != usual))


class Newest(SourcePart):
    """The expression over the export that says how new a copy is; text is read as a moment."""

    source: str = Field(alias="from")
    format: MomentFormat | None = None


def _newest(given: Any) -> Any:
    return {"from": given} if isinstance(given, str) else given


class SameKey(SourcePart):
    """``legs``: rows of one key are one contact, of which ``{COLUMN: TAKE}`` is taken; ``newest``: copies of one row, of which the
    newest counts; ``replace``: copies of which the one that was delivered last counts. A copy for which ``withdrawn_when`` holds takes its
    record back."""

    legs: dict[str, Take] | None = None
    newest: Annotated[Newest, BeforeValidator(_newest, json_schema_input_type=str | Newest)] | None = None
    replace: YesNo = False
    withdrawn_when: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> SameKey:
        if sum((self.legs is not None, self.newest is not None, self.replace)) != 1:
            raise Mistake(LEGS_OR_NEWEST)
        if self.legs is not None and self.withdrawn_when is not None:
            raise Mistake(LEGS_NOT_WITHDRAWN, (WITHDRAWN,))
        return self

    def kept(self) -> str:
        """As the lake keeps it with each row; that copies are meant is the later text, and prevails where both were said."""
        if self.replace:
            return REPLACE
        return NEWEST if self.legs is None else f"{LEGS} {json.dumps(self.legs, sort_keys=True)}"


def taken_of(kept: str) -> dict[str, Take] | None:
    """What is taken of legs otherwise than usual, from what the lake keeps; None of copies."""
    found: dict[str, Take] | None = None if kept in (NEWEST, REPLACE) else json.loads(kept.removeprefix(LEGS))
    return found


def _same_key(given: Any) -> Any:
    """``same_key: legs`` is short for ``same_key: {legs: {}}``, and ``same_key: replace`` for ``same_key: {replace: yes}``."""
    if isinstance(given, str):
        return {LEGS: {}} if given == LEGS else {REPLACE: "yes"} if given == REPLACE else {}
    return given


SameKeyField = Annotated[SameKey, BeforeValidator(_same_key, json_schema_input_type=Literal["legs"] | SameKey)]
