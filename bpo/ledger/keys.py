"""Hashes of what a statement was made from, and the names of statements."""

import hashlib
import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from bpo.core.codec import codec_of
from bpo.core.measures import Measures

_WHY_NOT = {"why_not": True}
_OF_FIGURES: Any = {"evidence": True, "clock": True, "series": True, "kpis": {"__all__": _WHY_NOT}}
NOT_PRICED: Any = {
    **_OF_FIGURES,
    "late": {"__all__": {"__all__": {"result": _WHY_NOT}}},
    "restated": {"__all__": {"measures": _OF_FIGURES}},
}
"""What of the measures changes no price: how they were counted and by which clock, charts, and in which words a KPI has no value."""


def sha256(text: str) -> str:
    """Of the UTF-8 bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def run_key(
    contract_sha256: str, measures: Measures, history: Sequence[str], engine: str, dated: date | None = None
) -> str:
    """A hash over all that a price depends on, and nothing else: the same key is the same bill.

    In it: the contract's text, the period's quantities and KPIs with the counts of both parties, the ids of the earlier
    statements (a corrected earlier month has a new id, so it reaches the months built on it), the version of the engine, and the day
    that was chosen for the paper (``dated``), where it is another than follows from the period.

    Not in it: ``evidence`` and the versions of the lake's tables, because ingesting March moves the tables that February
    was counted from, and would put a new revision of every earlier month on somebody's desk; ``series``, because charts
    charge nothing; and the order in which parts were counted. Nor what is empty: measures may learn to hold more, and a month
    that has none of it keeps its key.
    """
    inputs = {
        "contract": contract_sha256,
        "measures": priced_figures(measures),
        "history": list(history),
        "engine": engine,
        **({"dated": dated.isoformat()} if dated is not None else {}),
    }
    return sha256(json.dumps(inputs, sort_keys=True, ensure_ascii=True, separators=(",", ":")))


def priced_figures(measures: Measures) -> Any:
    """What of the measures a price depends on, as plain values."""
    return _without_empty(codec_of(Measures).dump_python(measures, mode="json", exclude=NOT_PRICED, warnings="error"))


def _without_empty(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {name: _without_empty(part) for name, part in value.items() if part not in (None, "", False, {}, [])}


def statement_id(contract: str, period_name: str, revision: int) -> str:
    """``anonymous-bank-1999-02-r1``.

    Two statements never share one: no name of a period is the end of another's that follows a hyphen.
    """
    assert _PERIOD.fullmatch(f"-{period_name}") and revision > 0, f"not a period's revision: {period_name} r{revision}"
    return f"{contract}-{period_name}-r{revision}"


_PERIOD = re.compile(r"-(\d{4}(?:-(?:\d\d(?:-\d\d)?|Q[1-4]|H[12]|P\d\d))?)$", re.ASCII)
"""The names that billing cycles give their periods (``bpo/core/cycles.py``), at the end of an id less its revision."""


def contract_of(statement: str) -> str:
    """The contract that an id's form points at; meaningless for text that is no id."""
    return _PERIOD.sub("", statement.rpartition("-r")[0])


def period_of(statement: str) -> str:
    """The name of the period in an id; one that was billed elsewhere has no id, and is named by itself.

    >>> period_of("anonymous-bank-1999-02-r1"), period_of("1999-02"), period_of("bank-2025-2026-r2")
    ('1999-02', '1999-02', '2026')
    """
    found = _PERIOD.search(statement.rpartition("-r")[0])
    return found[1] if found is not None else statement
