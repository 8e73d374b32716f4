"""The contract language as a JSON Schema, so that editors complete and check contracts while they are written.

A schema knows shapes, not sense: that bands are in order, names exist and percents are meant is told by ``bpo check``.
"""

from __future__ import annotations

from typing import Any

from bpo.contracts.model import Contract

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def contract_schema() -> dict[str, Any]:
    """The schema of a contract file, with the descriptions of its clauses."""
    return {"$schema": DIALECT, **Contract.model_json_schema(by_alias=True)}
