"""An entry of ``map`` as a draft writes it."""

from dataclasses import dataclass

from bpo.core.words import Sentence
from bpo.facts.sources.source_fields import FILL_IN


@dataclass(frozen=True)
class Entry:
    """``value`` is spelled as YAML, in lines of its own if it begins with a line end; ``notes`` are the comments before it."""

    column: str
    value: str
    notes: tuple[Sentence, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.value == FILL_IN
