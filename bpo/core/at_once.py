"""What goes on at the same time: how many rows or agents at once, and the time in which an agent has any (同时在线、并发会话)."""

from typing import Literal

from bpo.core.tables import INTERACTIONS, TIMESHEETS, Table

Lasting = Literal["interactions", "timesheets"]
"""The tables whose rows begin and end at moments."""

BEGINS_AND_ENDS = {INTERACTIONS.name: ("answered_at", "ended_at"), TIMESHEETS.name: ("started_at", "ended_at")}
"""The moments between which a row goes on: a contact while an agent has it, an entry of the timesheets while it lasts."""


def moments(table: Table | str) -> tuple[str, str]:
    return BEGINS_AND_ENDS[table if isinstance(table, str) else table.name]
