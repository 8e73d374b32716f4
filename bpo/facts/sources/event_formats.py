"""Logs in which several lines are one contact: what a source file says of them, and the columns that such a contact has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from bpo.core.fields import YesNo
from bpo.core.tables import ColumnType
from bpo.facts.sources.source_fields import Encoding, Separator, SourcePart

Unended = Literal["reject", "keep"]


class QueueLog(SourcePart):
    """Asterisk's ``queue_log``: its file, or with ``header`` its table (``time,callid,queuename,agent,event,data1…``).

    ``unended``: a contact that began and does not end is set aside, or kept with ``ending`` ``waiting`` or ``talking``.
    """

    kind: Literal["queue_log"]
    header: YesNo = False
    separator: Separator | None = None
    """Without it a pipe, and a comma in a file with a header."""
    encoding: Encoding = "utf-8-sig"
    unended: Unended = "reject"


class CallCenter(SourcePart):
    """Events ``callcenter::info`` of FreeSWITCH's ``mod_callcenter``: a JSON object a line, or blocks of ``name: value``."""

    kind: Literal["mod_callcenter"]
    encoding: Encoding = "utf-8-sig"
    unended: Unended = "reject"


EventFormat = QueueLog | CallCenter

CONTACT: Final[Mapping[str, ColumnType]] = {
    "call_id": "text",
    "visit": "text",
    "queue": "text",
    "agent": "text",
    "caller": "text",
    "entered": "instant",
    "connected": "instant",
    "ended": "instant",
    "ending": "text",
    "wait_seconds": "whole",
    "talk_seconds": "whole",
    "ring_no_answers": "whole",
    "position": "whole",
    "transferred_to": "text",
    "key": "text",
}
"""What a contact of a log has. ``call_id`` is the same in every queue that a call visits, ``visit`` is not."""

ENDINGS: Final = (
    "completed_by_agent",
    "completed_by_caller",
    "completed",
    "transferred",
    "abandoned",
    "timed_out",
    "queue_empty",
    "key_pressed",
    "waiting",
    "talking",
)
"""How a contact ended; the last two are of those that did not end, if a source keeps them."""
