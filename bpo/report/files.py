"""Files that are there whole or not at all."""

import hashlib
import os
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from bpo.core.errors import fail
from bpo.report import headings as h

T = TypeVar("T")
DRAFT = f".bpo-{hashlib.sha256(socket.gethostname().encode()).hexdigest()[:8]}-"
"""How what is being written here begins: a folder may be shared by machines, whose processes have numbers of their own."""


@contextmanager
def placing(files: Mapping[Path, bytes]) -> Iterator[list[Path]]:
    """Files written beside their places; moved there when the block ends well, gone if it fails.

    What must not be without its files is done inside the block: by then they are on the disk.

    Raises:
        BpoError: if a folder cannot be written; no file of this call is left behind.
    """
    drafts = {target: _draft(target) for target in files}
    try:
        for folder in dict.fromkeys(target.parent for target in drafts):
            with _refusals(folder):
                folder.mkdir(parents=True, exist_ok=True)
                _take_away_left_by_killed(folder)
        for target, draft in drafts.items():
            with _refusals(target):
                draft.write_bytes(files[target])
        yield list(files)
        for target, draft in drafts.items():
            with _refusals(target):
                draft.replace(target)
    finally:
        for draft in drafts.values():
            with suppress(OSError):  # its folder was never there, which has been said by now
                draft.unlink(missing_ok=True)


def in_place(target: Path, write: Callable[[Path], T]) -> T:
    """What ``write`` returns, after it has made a file beside its place, which is then moved there."""
    draft = _draft(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    _take_away_left_by_killed(target.parent)
    try:
        done = write(draft)
        draft.replace(target)
    finally:
        with suppress(OSError):  # it was never begun
            draft.unlink(missing_ok=True)
    return done


def _draft(target: Path) -> Path:
    """Beside a file's place, with its ending: what writes it may look at that. It is named after this machine and process."""
    return target.with_name(f"{DRAFT}{os.getpid()}.{target.name}")


def write_all(files: Mapping[Path, bytes]) -> list[Path]:
    """Write every file beside its place first, then move them all there.

    Raises:
        BpoError: if a folder cannot be written; no file of this call is left behind.
    """
    with placing(files) as placed:
        return placed


def _take_away_left_by_killed(folder: Path) -> None:
    """What processes of this machine that are no longer there had begun to write in a folder."""
    for left in folder.glob(f"{DRAFT}*"):
        process = left.name.removeprefix(DRAFT).partition(".")[0]
        if process.isdecimal() and int(process) != os.getpid() and not _is_there(int(process)):
            with suppress(OSError):  # another one took it away
                left.unlink()


def _is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # it is somebody else's
        return True
    return True


@contextmanager
def _refusals(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise fail(h.NOT_WRITTEN, reason=f"{error.strerror}: {place}") from None
