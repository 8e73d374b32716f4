"""The inbox: what lies there and was not taken in yet. A file is known by its content and the sources that read it, so that one whose
source was mended since is read again, and a renamed one is not.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bpo.core.digests import sha256_of
from bpo.desk.exports import inside
from bpo.desk.finding import Catalogue
from bpo.desk.ingesting import Outcome
from bpo.desk.workspace import Workspace
from bpo.facts.lake.place import place_of

JOURNAL = "taken-in.jsonl"
"""Lies in the lake, for it says what is there: a line for each file, with its hash and those of its sources."""


@dataclass(frozen=True)
class Inbox:
    """``new`` are to be read, ``known`` are in the lake as they are."""

    new: Sequence[Path]
    known: Sequence[Path]


def look(workspace: Workspace, sources: Catalogue) -> Inbox:
    """What is in the inbox; each file is read once, for its hash."""
    now = {source.source: source.sha256 for _, source in sources.sources}
    taken = {sha: used for sha, used in _taken(workspace) if all(now.get(name) == of for name, of in used.items())}
    files = inside(workspace.inbox) if workspace.inbox.is_dir() else []
    is_known = {file: sha256_of(file) in taken for file in files}
    return Inbox([file for file in files if not is_known[file]], [file for file in files if is_known[file]])


def remember(workspace: Workspace, outcomes: Iterable[Outcome]) -> None:
    """Write down every file that was read without a problem, all its members too."""
    by_file: dict[Path, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.file is not None:
            by_file.setdefault(outcome.file.path, []).append(outcome)
    lines = []
    for path, mine in by_file.items():
        used = {one.source.source: one.source.sha256 for one in mine if one.source is not None}
        if not any(one.problems for one in mine) and path.is_file():
            lines.append(json.dumps({"sha256": sha256_of(path), "sources": used}, sort_keys=True) + "\n")
    if lines:
        place_of(workspace.lake).note(JOURNAL, "".join(lines))


def _taken(workspace: Workspace) -> list[tuple[str, Mapping[str, str]]]:
    """A line that is no whole one was being written when the machine stopped: its file is read again."""
    found: list[tuple[str, Mapping[str, str]]] = []
    for line in place_of(workspace.lake).notes(JOURNAL).splitlines():
        try:
            entry = json.loads(line)
            found.append((str(entry["sha256"]), dict(entry["sources"])))
        except (ValueError, KeyError, TypeError):
            continue
    return found
