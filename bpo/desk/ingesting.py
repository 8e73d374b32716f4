"""Many files into the lake: each is one commit, in the order in which they were named; a bad one stops no other.

Small files are read and checked beside each other; the lake's lock, which each takes in its turn, keeps their order.
"""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from bpo.core.errors import BpoError, Problem, refused
from bpo.facts.ingest import IngestReport, ingest
from bpo.facts.lake.lake import Lake
from bpo.facts.personal import Key
from bpo.facts.reading.contacts import ALONE, Neighbours
from bpo.facts.reading.logs import with_neighbours
from bpo.facts.reading.packed import Delivered, told_as
from bpo.facts.sources.event_formats import EventFormat
from bpo.facts.sources.source import Source

SMALL_BYTES = 16 * 2**20
"""A file up to this size is read beside others: four of them fit into any memory."""
BESIDE_EACH_OTHER = min(4, os.cpu_count() or 1)

Choose = Callable[[Delivered, Path], Source]


@dataclass(frozen=True)
class Outcome:
    """What became of a file, or of a database: a report with its source, or problems."""

    file: Delivered | None
    report: IngestReport | None = None
    source: Source | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Placed:
    """A file, and those of the same log before and after it."""

    file: Delivered
    near: Neighbours = ALONE


class InTurn(Lake):
    """A lake that waits, before its lock, until another file is done."""

    def __init__(self, place: str | Path, after: threading.Event | None) -> None:
        super().__init__(place)
        self._after = after

    @contextmanager
    def locked(self) -> Iterator[None]:
        if self._after is not None:
            self._after.wait()
        with super().locked():
            yield


def ingest_all(
    files: Sequence[Delivered],
    choose: Choose,
    lake: str | Path,
    key: Callable[[], Key],
    done: Callable[[Delivered], None],
    accepted: str = "",
) -> list[Outcome]:
    """Read files into the lake.

    Args:
        files: In the order of their commits.
        choose: The source that reads a file.
        key: What hashes; asked for when a source needs it.
        done: Is told of every file as it is done.
        accepted: Why files may enter though a check of their source stops them.
    """
    outcomes: list[Outcome] = []
    choose = _once(choose)
    for (small, log), run in groupby(
        _as_logs(files, choose), key=lambda one: (_is_small(one.file), one.near is not ALONE)
    ):
        some = list(run)
        if small and not log and len(some) > 1 and BESIDE_EACH_OTHER > 1:
            outcomes += _beside_each_other(some, choose, lake, key, done, accepted)
        else:
            outcomes += [_one(one, choose, Lake(lake), key, done, accepted) for one in some]
    return outcomes


def ingest_what_is_new(source: Source, lake: str | Path, key: Callable[[], Key], accepted: str = "") -> Outcome:
    """Read what is new of the database of a source into the lake."""
    from bpo.facts.ingest_database import ingest_database  # SQLAlchemy takes a while to load, which no file needs

    try:
        hashes = "hash" in source.hidden.values()
        report = ingest_database(source, Lake(lake), accepted, key() if hashes else None)
    except BpoError as error:
        return Outcome(None, problems=error.problems)
    return Outcome(None, report, source)


def _once(choose: Choose) -> Choose:
    """The same, but a file is looked at once. What is wrong with one is found, and told, each time."""
    chosen: dict[Delivered, Source] = {}

    def source_of(file: Delivered, read: Path) -> Source:
        if file not in chosen:
            chosen[file] = choose(file, read)
        return chosen[file]

    return source_of


def _is_small(file: Delivered) -> bool:
    return file.size <= SMALL_BYTES and file.packing != "stdin"


def _as_logs(files: Sequence[Delivered], choose: Choose) -> list[Placed]:
    """Files with their neighbours: those of one log of events stand in the order of their times, in the places that they have."""
    of_source: dict[str, tuple[Source, list[Delivered]]] = {}
    for file in files:
        with suppress(BpoError, OSError):  # what is wrong with a file is told when it is read
            source = choose(file, file.path) if file.packing == "plain" else None
            if source is not None and isinstance(source.format, EventFormat):
                of_source.setdefault(source.source, (source, []))[1].append(file)
    placed = {file: Placed(file) for file in files}
    order = list(files)
    for source, mine in of_source.values():
        by_path = {file.path: file for file in mine}
        sorted_by_time = [(by_path[path], near) for path, near in with_neighbours(list(by_path), source)]
        for at, (file, near) in zip(
            [index for index, one in enumerate(files) if one in mine], sorted_by_time, strict=True
        ):
            order[at], placed[file] = file, Placed(file, near)
    return [placed[file] for file in order]


def _beside_each_other(
    files: Sequence[Placed],
    choose: Choose,
    lake: str | Path,
    key: Callable[[], Key],
    done: Callable[[Delivered], None],
    accepted: str = "",
) -> list[Outcome]:
    ended = [threading.Event() for _ in files]

    def run(index: int) -> Outcome:
        before = ended[index - 1] if index else None
        try:
            return _one(files[index], choose, InTurn(lake, before), key, done, accepted)
        finally:
            if before is not None:
                before.wait()
            ended[index].set()

    with ThreadPoolExecutor(BESIDE_EACH_OTHER) as pool:
        return list(pool.map(run, range(len(files))))


def _one(
    placed: Placed, choose: Choose, lake: Lake, key: Callable[[], Key], done: Callable[[Delivered], None], accepted: str
) -> Outcome:
    file = placed.file
    try:
        with file.opened() as read:
            try:
                source = choose(file, read)
                hashes = "hash" in source.hidden.values()
                report = ingest(read, source, lake, accepted, placed.near, key() if hashes else None, file.kept)
            except BpoError as error:
                raise told_as(error, read, file.shown) from error
    except BpoError as error:
        return Outcome(file, problems=error.problems)
    except OSError as error:
        return Outcome(file, problems=(refused(error),))
    finally:
        done(file)
    bad = tuple(replace(row, file=row.file.replace(str(read), file.shown)) for row in report.bad_rows)
    return Outcome(file, replace(report, file=file.shown, bad_rows=bad), source)
