"""A file's language as a JSON Schema, so that editors complete and check it while it is written.

A schema knows shapes, not sense: that bands are in order, names exist and percents are meant is told by ``bpo check``.
"""

from typing import Any

from pydantic import TypeAdapter

from bpo.core.fields import Part

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(model: type[Part]) -> dict[str, Any]:
    """The schema of a contract, a scenario, a cost or measures file, with the descriptions of its parts."""
    return {"$schema": DIALECT, **model.model_json_schema(by_alias=True)}


def printed_schema(shape: Any) -> dict[str, Any]:
    """The schema of JSON as it is printed."""
    return {"$schema": DIALECT, **TypeAdapter(shape).json_schema(mode="serialization")}
