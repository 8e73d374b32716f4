"""Folders inside a lake in which ingests put their files together, and what is left of those that were killed.

A folder is its owner's while the owner lives: a lock on a file beside it goes with the process. What a dead one left is removed by the
next that works on the lake.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

STAGING = ".staging"
MOVING = "moving"
"""A file in the folder: the names that its files get in a table, one a line, written before the first of them is moved there."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that came from such a folder into its place: its size, and when it came there, in milliseconds since 1970."""

    size_bytes: int
    at_ms: int


@contextmanager
def staging(lake: Path) -> Iterator[Path]:
    """An empty folder of one's own, removed at the end of the block."""
    (lake / STAGING).mkdir(parents=True, exist_ok=True)
    folder = lake / STAGING / uuid4().hex
    with _locked(_lock_of(folder)):
        folder.mkdir()
        try:
            yield folder
        finally:
            _remove(folder)


def left_behind(lake: Path) -> Iterator[Path]:
    """The folders whose owners are dead, each removed after it was looked at."""
    for lock in (lake / STAGING).glob("*.lock"):
        folder = lock.with_suffix("")
        try:
            file = lock.open("r+")
        except FileNotFoundError:  # its owner has ended in the meantime
            continue
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
            yield folder
            _remove(folder)


def _lock_of(folder: Path) -> Path:
    return folder.with_name(folder.name + ".lock")


@contextmanager
def _locked(lock: Path) -> Iterator[None]:
    """Hold a lock file. One that somebody took for a dead owner's, before it was locked, is made again."""
    while True:
        with lock.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if lock.exists() and os.path.samestat(os.fstat(file.fileno()), lock.stat()):
                yield
                return


def _remove(folder: Path) -> None:
    """The lock goes last: while it is there, somebody will come for the rest."""
    shutil.rmtree(folder, ignore_errors=True)
    _lock_of(folder).unlink(missing_ok=True)
