"""Events ``callcenter::info`` of FreeSWITCH's ``mod_callcenter``, as its documentation names their headers.

A file has a JSON object on each line, or blocks of ``name: value`` with an empty line after each, as the event socket sends them:
there values may be written as in a URL. Events of agents and of other modules are no rows.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from bpo.facts.reading.events import MICROSECONDS, Event, Fault
from bpo.facts.reading.odd_lines import BAD_BYTE
from bpo.facts.reading.queue_log import NO_EVENT
from bpo.facts.reading.whole_contacts import Part
from bpo.facts.sources.event_formats import CallCenter

Headers = Mapping[str, Any]
LATEST = 10**17
"""In microseconds since 1970, some thousand years from now: what is more is no time."""

STEPS: Mapping[str, tuple[Any, str]] = {
    "member-queue-start": ("enter", "CC-Member-Joined-Time"),
    "member-queue-resume": ("enter", "CC-Member-Joined-Time"),
    "bridge-agent-start": ("connect", "CC-Agent-Answered-Time"),
    "bridge-agent-fail": ("ring", "CC-Agent-Aborted-Time"),
    "member-queue-end": ("end", "CC-Member-Leaving-Time"),
}
"""What an action means, and the header with its time, which is also that of the event itself."""
CANCELLED = {"TIMEOUT": "timed_out", "NO_AGENT_TIMEOUT": "queue_empty", "EXIT_WITH_KEY": "key_pressed"}
"""Why a caller left the queue without an agent; any other reason is that they hung up."""


def parts(path: Path, kind: CallCenter) -> Iterator[Part]:
    """A file as one part: each event is an object of its own, so nothing is won by columns."""
    found = _events(path, kind)
    start: list[Event | Fault] = []
    first = None
    for one in found:
        start.append(one)
        if isinstance(one, Event):
            first = one.at
            break
    yield Part(None, chain(start, found), first)


def _events(path: Path, kind: CallCenter) -> Iterator[Event | Fault]:
    with path.open(encoding=kind.encoding, errors="bpo-bad-byte", newline="\n") as file:
        numbered = ((line, text.rstrip("\r\n")) for line, text in enumerate(file, start=1))
        for line, raw, headers in _told(numbered):
            if headers is None or BAD_BYTE in raw:
                rule = "row.encoding" if BAD_BYTE in raw else NO_EVENT
                yield Fault(line, rule, "", raw.replace(BAD_BYTE, "\ufffd"))
            elif (event := _event(line, raw, headers)) is not None:
                yield event


def _told(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str, Headers | None]]:
    """Each event with its first line; None for what is none."""
    block: list[str] = []
    first = 0
    for line, text in lines:
        if text.lstrip().startswith("{"):
            yield line, text, _of_json(text)
        elif text.strip():
            first = first if block else line
            block.append(text)
        elif block:
            yield first, "\n".join(block), _of_block(block)
            block = []
    if block:
        yield first, "\n".join(block), _of_block(block)


def _of_json(text: str) -> Headers | None:
    try:
        found = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _of_block(block: list[str]) -> Headers | None:
    pairs = [line.split(":", 1) for line in block]
    if any(len(pair) != 2 for pair in pairs):
        return None
    return {name.strip(): unquote(value.strip()) for name, value in pairs}


def _event(line: int, raw: str, headers: Headers) -> Event | Fault | None:
    action = headers.get("CC-Action")
    if not isinstance(action, str) or action not in STEPS:
        return None
    step, time = STEPS[action]
    call, queue, at = headers.get("CC-Member-UUID"), headers.get("CC-Queue"), _moment(headers, time)
    if not isinstance(call, str) or not isinstance(queue, str) or not call or not queue or at is None:
        return Fault(line, NO_EVENT, "", raw)
    told: dict[str, Any] = {name: str(headers[header]) for name, header in _COLUMNS.items() if headers.get(header)}
    told |= {"visit": call, "entered": _seconds(headers, "CC-Member-Joined-Time")}
    if step == "end":
        told["ending"] = _ending(headers)
    return Event(line, raw, action, step, call, queue, at, told)


_COLUMNS = {"call_id": "CC-Member-Session-UUID", "agent": "CC-Agent", "caller": "CC-Member-CID-Number"}


def _moment(headers: Headers, name: str) -> int | None:
    """Headers of the module are in seconds, the event's own in microseconds."""
    at = _seconds(headers, name)
    return _seconds(headers, "Event-Date-Timestamp", 1) if at is None else at


def _seconds(headers: Headers, name: str, factor: int = MICROSECONDS) -> int | None:
    text = str(headers.get(name, "")).strip()
    return int(text) * factor if text.isdecimal() and 0 < int(text) * factor < LATEST else None


def _ending(headers: Headers) -> str:
    if str(headers.get("CC-Cause", "")).lower() != "cancel":
        return "completed"
    return CANCELLED.get(str(headers.get("CC-Cancel-Reason", "")).upper(), "abandoned")
