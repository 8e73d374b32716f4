"""The ready-made sources that read an export as it is: by their columns, and by what becomes of its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from bpo.core.errors import BpoError
from bpo.core.shipped import examples_folder
from bpo.facts.gate.mapping import bind
from bpo.facts.guessing.head import Head
from bpo.facts.guessing.trial import Trial, try_out
from bpo.facts.reading.export import open_export
from bpo.facts.sources.load import load_source
from bpo.facts.sources.source import Source

FITTING_AT_LEAST: Final = 0.6
COLUMNS_AT_LEAST: Final = 3
LOGS: Final = ("queue_log", "mod_callcenter")


@dataclass(frozen=True)
class Ready:
    path: Path
    source: Source
    trial: Trial
    columns_read: int

    @property
    def name(self) -> str:
        return self.path.stem


@cache
def ready_made() -> tuple[tuple[Path, Source], ...]:
    """The sources that come with bpo."""
    return tuple((path, load_source(path)) for path in sorted((examples_folder() / "sources").glob("*.yaml")))


def that_read(head: Head, sources: Sequence[tuple[Path, Source]]) -> list[Ready]:
    """Those of the sources under which the export opens, has all columns, and most rows are usable; the best first."""
    found = []
    for path, source in sources:
        if source.format.kind != head.kind:
            continue
        read = _columns_read(head, source)
        trial = try_out(head.part, source) if read >= COLUMNS_AT_LEAST or (read and head.kind in LOGS) else None
        if trial is not None and (head.kind in LOGS or (trial.asked and trial.fitting >= FITTING_AT_LEAST)):
            found.append(Ready(path, source, trial, read))
    return sorted(found, key=lambda one: (one.trial.fitting, one.trial.share, one.columns_read), reverse=True)


def _columns_read(head: Head, source: Source) -> int:
    """How many of the export's columns it reads; 0 if it cannot read it."""
    try:
        return len(set(bind(source, open_export(head.part, source)).reads))
    except BpoError:
        return 0
