"""Rows and contracts written out in a test, and what is counted over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from textwrap import dedent
from typing import Any
from zoneinfo import ZoneInfo

from bpo.contracts.load import read_contract
from bpo.contracts.model import Contract
from bpo.core.documents import parse_document
from bpo.core.measures import Measures
from bpo.metering import measure
from bpo.metering.memory import MemoryLake

ACCOUNT = "desk"
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def lake_of(rows: Rows) -> MemoryLake:
    """The rows of the tests' account, unless a row says otherwise."""
    values = [value for listed in rows.values() for row in listed for value in row.values()]
    assert not any(isinstance(value, float) for value in values), "facts hold no floats"
    return MemoryLake(ACCOUNT, rows)


def local(text: str, zone: str = "Asia/Shanghai") -> datetime:
    """A moment by the wall clock of a zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def call(number: int, at: str = "2026-02-10T12:00", zone: str = "Asia/Shanghai", **columns: Any) -> dict[str, Any]:
    """A handled inbound call."""
    row = {"interaction_id": str(number), "started_at": local(at, zone), "direction": "inbound", "outcome": "handled"}
    return {**row, **columns}


def calls(times: int, **columns: Any) -> list[dict[str, Any]]:
    return [call(n, **columns) for n in range(times)]


def money(text: str) -> Decimal:
    return Decimal(text)


HEADER = """\
contract: desk
title: Desk
currency: CNY
effective: {effective}
supplier: {{name: Supplier}}
client: {{name: Client}}
billing: {{timezone: {zone}, cycle: {cycle}, calendar: {calendar}}}
"""


def contract(
    body: str,
    effective: str = "{from: 2026-01-01}",
    zone: str = "Asia/Shanghai",
    cycle: str = "monthly",
    calendar: str = "~",
) -> Contract:
    header = HEADER.format(effective=effective, zone=zone, cycle=cycle, calendar=calendar)
    return read_contract(parse_document(header + dedent(body), "desk.yaml")).contract


def measured(rows: Rows, body: str, period: str = "2026-02", given: Measures | None = None, **header: str) -> Measures:
    """What is counted for a contract with these clauses."""
    one = contract(body, **header)
    return measure(lake_of(rows), one, one.cycle.period(period), given)


def counted(rows: Rows, quantity: str, period: str = "2026-02", **header: str) -> Any:
    """The total of one quantity, written as in a contract: ``{count: interactions}``."""
    body = f"""
    quantities:
      it: {quantity}
    terms:
      - {{id: fee, model: fixed, amount: 1}}
    """
    return measured(rows, body, period, **header).quantities["it"].total
