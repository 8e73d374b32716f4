"""Opens a log of events: which file goes before which, and its contacts in batches."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bpo.core.errors import BpoError, Where, fail
from bpo.core.words import Words
from bpo.facts.reading import callcenter, delimited, queue_log
from bpo.facts.reading.batch import Batch
from bpo.facts.reading.contacts import ALONE, Neighbours, Reader, contact_rows, in_order
from bpo.facts.sources.event_formats import CallCenter, EventFormat, QueueLog
from bpo.facts.sources.source import Source

NO_QUEUE_LOG = Words(
    "queue-log-columns",
    en="the header is not that of a queue log: it lacks {given}. The table has time, callid, queuename, agent, event and data1 to data5; "
    "the file of Asterisk has no header (header: no)",
    zh="表头不是队列日志的表头：缺少 {given}。数据表应有 time、callid、queuename、agent、event 和 data1 至 data5；Asterisk 的日志文件没有表头（header: no）",
)


def open_log(path: Path, kind: EventFormat) -> str | None:
    """How many fields a line has, at least and at most; None where a line is not cut into fields.

    Raises:
        BpoError: if its header is another one.
    """
    if not isinstance(kind, QueueLog):
        return None
    text = queue_log.text_of(kind)
    names = delimited.names(path, text)
    if lacking := queue_log.missing([name.removesuffix("?") for name in names]):
        raise fail(NO_QUEUE_LOG, Where(str(path), 1), given=", ".join(lacking))
    optional = sum(name.endswith("?") for name in text.columns)
    return f"{len(names) - optional}–{len(names)}" if optional else str(len(names))


def contact_batches(path: Path, source: Source, wanted: set[str], near: Neighbours) -> Iterator[Batch]:
    """The contacts of a file of a log, and the lines that cannot be one."""
    kind = source.format
    assert isinstance(kind, EventFormat), kind
    return contact_rows(path, _reader(source), near, kind.unended == "keep", wanted)


def with_neighbours(files: Sequence[Path], source: Source) -> list[tuple[Path, Neighbours]]:
    """Files in the order in which they are to be read, each with those of the same log before and after it.

    What is no such log stands last, by itself: whoever ingests it is told so.
    """
    kind = source.format
    of_log = [file for file in files if isinstance(kind, EventFormat) and _opens(file, kind)]
    others = [(file, ALONE) for file in files if file not in of_log]
    return [*in_order(of_log, _reader(source)), *others] if of_log else others


def _opens(path: Path, kind: EventFormat) -> bool:
    try:
        open_log(path, kind)
    except (OSError, BpoError):
        return False
    return path.is_file()


def _reader(source: Source) -> Reader:
    kind = source.format
    if isinstance(kind, QueueLog):
        log = kind
        return lambda path, fold: queue_log.parts(path, log, source.timezone, fold)
    assert isinstance(kind, CallCenter), kind
    centre = kind
    return lambda path, fold: callcenter.parts(path, centre)
