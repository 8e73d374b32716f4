"""``bpo source guess``: a source file is drafted from an export. Only the beginning of the file is read."""

import re
import shlex
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from bpo.core.documents import parse_document
from bpo.core.errors import BpoError, Where, fail
from bpo.core.tables import ColumnType, Table
from bpo.core.words import Lang, Words
from bpo.facts.guessing.columns import Seen, columns_of
from bpo.facts.guessing.draft import Draft, comment, draft_text, format_text, totals_in
from bpo.facts.guessing.entries import entries_of
from bpo.facts.guessing.formats import format_of
from bpo.facts.guessing.head import ROWS_READ, Head, read_head
from bpo.facts.guessing.matching import match
from bpo.facts.guessing.ready import LOGS, Ready, ready_made, that_read
from bpo.facts.guessing.trial import Trial, knows_its_moments, rows_of, try_out
from bpo.facts.guessing.words import (
    ALSO_READY,
    CLOCK_TOLD,
    DRAFT_OF,
    FROM_READY,
    NO_CLOCK,
    READ_IT,
    THEN,
    TO_DO,
    TRIED,
    WHICH_CLOCK,
    WHOSE,
)
from bpo.facts.reading.batch import RAW
from bpo.facts.reading.packed import Delivered, delivered, told_as
from bpo.facts.sources.load import read_source
from bpo.facts.sources.source import Source
from bpo.facts.sources.source_fields import FILL_IN

NO_SUCH_LOG = Words(
    "guess-no-such-log",
    en="this looks like a log of the kind '{kind}', and cannot be read as one; docs/telephone-systems.md says how they are written",
    zh="该文件看似 '{kind}' 日志，但无法按此读取；其写法见 docs/telephone-systems.md",
)
NAME_LETTERS_MAX = 60
_MONTH = re.compile(r"[-_. ]*(?:19|20)\d{2}(?:[-_.]?\d{2}){0,2}$")


@dataclass(frozen=True)
class Known:
    """What the user says besides the content: for the command at its end, where the draft will lie, and the file as it was given."""

    account: str = FILL_IN
    timezone: str = FILL_IN
    output: str = ""
    given: str = ""


@dataclass(frozen=True)
class Guess:
    """``ready`` is the name of the ready-made source that it was drafted from; ``open_ends`` are to be filled in."""

    text: str
    source: Source
    ready: str | None
    open_ends: tuple[str, ...]
    trial: Trial | None


def guess(path: Path, lang: Lang, known: Known, sources: Sequence[tuple[Path, Source]] | None = None) -> Guess:
    """Draft a source file.

    Args:
        path: The export; of a packed file, the first that is in it is looked at.
        lang: The language of the comments.
        known: What the file cannot tell.
        sources: Ready-made sources that may read the file; without it, those that come with bpo.

    Raises:
        BpoError: if the file is missing, empty, or nothing that a source file can read.
    """
    first = delivered(path)[0] if path.is_file() else Delivered(path, "plain", 0)
    with first.opened() as unpacked, tempfile.TemporaryDirectory(prefix="bpo-guess-") as folder:
        try:
            return _guess(
                unpacked,
                Path(folder),
                lang,
                replace(known, given=str(path)),
                ready_made() if sources is None else sources,
            )
        except BpoError as error:
            raise told_as(error, unpacked, first.shown) from None


def _guess(path: Path, folder: Path, lang: Lang, known: Known, sources: Sequence[tuple[Path, Source]]) -> Guess:
    head = read_head(path, folder)
    ready = that_read(head, sources)
    if head.kind in LOGS and not ready:
        raise fail(NO_SUCH_LOG, Where(str(path)), kind=head.kind)
    return _from_ready(head, ready, lang, known) if ready else _from_columns(head, lang, known)


def _from_ready(head: Head, ready: list[Ready], lang: Lang, known: Known) -> Guess:
    """The text of the ready-made source, but for its account and its time zone, which are those of another."""
    best = ready[0]
    text = best.path.read_text(encoding="utf-8")
    told = known.timezone == FILL_IN and knows_its_moments(head.part, best.source)
    zone = best.source.timezone if told and best.source.timezone == "UTC" else "UTC" if told else known.timezone
    clock = CLOCK_TOLD if told else WHICH_CLOCK
    for name, value, words in (("account", known.account, WHOSE), ("timezone", zone, clock)):
        note = f"    # {words.say(lang)}" if value == FILL_IN or words is CLOCK_TOLD else ""
        text = re.sub(rf"^{name}:.*$", lambda _, line=f"{name}: {value}{note}": line, text, count=1, flags=re.MULTILINE)  # type: ignore[misc]
    values = {"name": f"{best.name}.yaml", "rows": best.trial.rows, "usable": best.trial.usable}
    top = comment(FROM_READY.say(lang, values))
    if len(ready) > 1:
        top += comment(ALSO_READY.say(lang, {"names": ", ".join(one.name for one in ready[1:])}))
    open_ends = tuple(name for name, value in (("account", known.account), ("timezone", zone)) if value == FILL_IN)
    text = "\n".join([*top, "#", text.rstrip("\n"), "", *_end(best.trial, open_ends, lang, known)]) + "\n"
    return Guess(text, read_source(parse_document(text, known.output or "draft")), best.name, open_ends, best.trial)


def _from_columns(head: Head, lang: Lang, known: Known) -> Guess:
    form = format_of(head)
    rows, types, repeated = rows_of(head.part, format_text(form), ROWS_READ)
    raw = [str(text).lstrip("\"'") for text in rows[RAW].to_list()]
    totals = totals_in(raw)
    if totals:
        rows = rows.filter(pl.Series([not text.startswith(totals) for text in raw]))
    columns = columns_of(rows, types)
    matched = match(columns, (head.path.stem, form.sheet))
    entries = tuple(entries_of(matched, (head.path.stem, form.sheet)))
    mapped = {one.seen.name for one in matched.by_column.values()} | ({matched.date.name} if matched.date else set())
    draft = Draft(
        name=_name_of(head.path),
        table=matched.table.name,
        format=form,
        entries=entries,
        account=known.account,
        timezone=known.timezone,
        others=tuple(table.name for table in matched.others),
        known=bool(matched.by_column),
        totals=totals,
        left=tuple(name for name in types if name not in mapped),
        repeated=tuple(sorted(repeated)),
    )
    if known.timezone == FILL_IN:
        clock = _clock(matched.table, [(name, one.seen) for name, one in matched.by_column.items()], types)
        draft = replace(draft, timezone="UTC", clock=clock) if clock is not None else draft
    trial = _tried(head, draft, lang)
    values = {"file": head.path.name, "rows": rows.height}
    top = [*comment(DRAFT_OF.say(lang, values)), *comment(READ_IT.say(lang))]
    end = _end(trial, draft.open_ends, lang, known)
    text = "\n".join([*top, "", draft_text(draft, lang), *end]) + "\n"
    source = read_source(parse_document(text, known.output or "draft"))
    return Guess(text, source, None, draft.open_ends, trial)


def _tried(head: Head, draft: Draft, lang: Lang) -> Trial | None:
    filled = draft.filled()
    if filled is None:
        return None
    return try_out(head.part, read_source(parse_document(draft_text(filled, lang), "draft")))


def _clock(table: Table, found: Sequence[tuple[str, Seen]], types: dict[str, ColumnType]) -> Words | None:
    """Why the time zone needs not be asked: every moment tells its own, or there are none."""
    instants = [seen for name, seen in found if (column := table.column(name)) is not None and column.type == "instant"]
    moments = [seen for seen in instants if seen.values and types[seen.name] == "text"]
    time = table.column(table.time)
    if not instants:
        return NO_CLOCK if time is not None and time.type == "day" else None
    told = [
        seen
        for seen in moments
        if (seen.dates is not None and seen.dates.has_zone) or (seen.dates is None and seen.epoch)
    ]
    return CLOCK_TOLD if moments and len(told) == len(moments) == len(instants) else None


def _end(trial: Trial | None, open_ends: Sequence[str], lang: Lang, known: Known) -> list[str]:
    """What was tried, what is to be filled in, and the command to run."""
    lines: list[str] = []
    if trial is not None:
        lines += comment(TRIED.say(lang, {"rows": trial.rows, "usable": trial.usable}))
        lines += [line for reason in trial.reasons for line in comment(reason.say(lang), "")]
    if open_ends:
        lines += comment(TO_DO.say(lang, {"names": ", ".join(open_ends)}))
    command = f"bpo ingest {shlex.quote(known.given)} --source {shlex.quote(known.output or 'SOURCE.yaml')}"
    return [*lines, f"# {THEN.say(lang, {'command': ' '.join(command.split())})}"]


def _name_of(path: Path) -> str:
    """The name of a file as that of a source, without the month that it is of."""
    stem = _MONTH.sub("", path.stem) or path.stem
    name = re.sub(r"[^\w-]+", "-", stem).strip("-_")[:NAME_LETTERS_MAX]
    return name or "export"
