"""A draft as text: YAML that can be read, with what is unsure in comments before or beside it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bpo.core.headings import headings
from bpo.core.tables import known_table
from bpo.core.words import Lang, Words
from bpo.facts.guessing.entry import Entry
from bpo.facts.guessing.formats import Format
from bpo.facts.guessing.spelled import flow, shown, yaml_of
from bpo.facts.guessing.words import NO_TABLE, NOT_MAPPED, OTHER_TABLE, REPEATED, TOTALS, WHICH_CLOCK, WHOSE
from bpo.facts.sources.source_fields import FILL_IN

WIDTH: Final = 116


@dataclass(frozen=True)
class Draft:
    """What a source file is to say. ``clock`` says why its time zone needs not be asked; ``totals`` begin rows that are no rows."""

    name: str
    table: str
    format: Format
    entries: tuple[Entry, ...]
    account: str = FILL_IN
    timezone: str = FILL_IN
    clock: Words | None = None
    known: bool = True
    """Whether any heading is known; ``others`` are tables that fit nearly as well."""
    others: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()

    @property
    def open_ends(self) -> tuple[str, ...]:
        """What is still to be filled in."""
        heads = [name for name in ("account", "timezone") if getattr(self, name) == FILL_IN]
        return (*heads, *(one.column for one in self.entries if one.is_open))

    def filled(self) -> "Draft | None":
        """The same with something in its open places, to be tried; None if a row cannot be without what is open."""
        table = known_table(self.table)
        entries = []
        for one in self.entries:
            known = [column.known for column in table.columns if column.name == one.column and column.known]
            if one.is_open and not known:
                return None
            entries.append(replace(one, value=yaml_of(f"'{known[0][0]}'")) if one.is_open else one)
        zone = "UTC" if self.timezone == FILL_IN else self.timezone
        account = "trial" if self.account == FILL_IN else self.account
        return replace(self, entries=tuple(entries), account=account, timezone=zone)


def draft_text(draft: Draft, lang: Lang) -> str:
    """The source file, without what stands above and below it."""
    return "\n".join(_lines(draft, lang)) + "\n"


def format_text(form: Format, lang: Lang | None = None) -> str:
    """The format alone; comments in a language, if one is given."""
    lines = ["format:"]
    for name, value in form.options:
        note = form.notes.get(name)
        if note is not None and lang is not None:
            lines += comment(note.say(lang), "  ")
        lines.append(f"  {name}: {value}" if not value.startswith("\n") else f"  {name}:{value}")
    return "\n".join(lines)


def comment(text: str, indent: str = "") -> list[str]:
    """A sentence as lines of comment."""
    lines, line = [], ""
    for word in re.findall(r"\S+\s*", shown_whole(text)):
        if line and len(line) + len(word.rstrip()) > WIDTH:
            lines.append(line.rstrip())
            line = ""
        line += word
    return [f"{indent}# {one}" for one in [*lines, line.rstrip()] if one]


def shown_whole(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


def totals_in(first_cells: Sequence[str]) -> tuple[str, ...]:
    """The words at the beginning of rows that hold totals, as they are written."""
    words = sorted(headings().totals, key=len, reverse=True)
    found = (_total(cell.strip(), words) for cell in first_cells)
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _total(cell: str, words: Sequence[str]) -> str | None:
    for word in words:
        end = cell[len(word) : len(word) + 1]
        if cell.lower().startswith(word) and not (word.isascii() and end.isalnum()):
            return cell[: len(word)]
    return None


def _lines(draft: Draft, lang: Lang) -> Iterator[str]:
    yield f"source: {draft.name}"
    yield f"table: {draft.table}"
    if not draft.known:
        yield from comment(NO_TABLE.say(lang))
    elif draft.others:
        yield from comment(OTHER_TABLE.say(lang, {"others": ", ".join(draft.others)}))
    yield _told(f"account: {draft.account}", WHOSE.say(lang) if draft.account == FILL_IN else "")
    why = draft.clock or (WHICH_CLOCK if draft.timezone == FILL_IN else None)
    yield _told(f"timezone: {draft.timezone}", why.say(lang) if why is not None else "")
    yield from ("", format_text(draft.format, lang), "")
    if draft.totals:
        yield from comment(TOTALS.say(lang))
        yield "skip:"
        yield from (f"  - {flow([('begins', yaml_of(one))])}" for one in draft.totals)
        yield ""
    yield "map:"
    for one in draft.entries:
        for note in one.notes:
            yield from comment(note.say(lang), "  ")
        yield f"  {one.column}:{one.value}" if one.value.startswith("\n") else f"  {one.column}: {one.value}"
    for words, names in ((NOT_MAPPED, draft.left), (REPEATED, draft.repeated)):
        if names:
            yield ""
            yield from comment(words.say(lang, {"names": ", ".join(map(shown, names))}))


def _told(line: str, note: str) -> str:
    return f"{line}    # {note}" if note else line
