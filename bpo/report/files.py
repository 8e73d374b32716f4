"""Files that are there whole or not at all."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from bpo.core.errors import fail
from bpo.report import headings as h

T = TypeVar("T")


@contextmanager
def placing(files: Mapping[Path, bytes]) -> Iterator[list[Path]]:
    """Files written beside their places; moved there when the block ends well, gone if it fails.

    What must not be without its files is done inside the block: by then they are on the disk.

    Raises:
        BpoError: if a folder cannot be written; no file of this call is left behind.
    """
    drafts = {target: _draft(target) for target in files}
    try:
        with _refusals():
            for target, draft in drafts.items():
                target.parent.mkdir(parents=True, exist_ok=True)
                _take_away_left_by_killed(target)
                draft.write_bytes(files[target])
        yield list(files)
        with _refusals():
            for target, draft in drafts.items():
                draft.replace(target)
    finally:
        for draft in drafts.values():
            with suppress(OSError):  # its folder was never there, which has been said by now
                draft.unlink(missing_ok=True)


def in_place(target: Path, write: Callable[[Path], T]) -> T:
    """What ``write`` returns, after it has made a file beside its place, which is then moved there."""
    draft = _draft(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        done = write(draft)
        draft.replace(target)
    finally:
        with suppress(OSError):  # it was never begun
            draft.unlink(missing_ok=True)
    return done


def _draft(target: Path) -> Path:
    """Beside a file's place, with its ending: what writes it may look at that."""
    return target.with_name(f".{os.getpid()}.{target.name}")


def write_all(files: Mapping[Path, bytes]) -> list[Path]:
    """Write every file beside its place first, then move them all there.

    Raises:
        BpoError: if a folder cannot be written; no file of this call is left behind.
    """
    with placing(files) as placed:
        return placed


def _take_away_left_by_killed(target: Path) -> None:
    """What a process that is no longer there had written beside a file's place."""
    ending = f".{target.name}"
    for left in [one for one in target.parent.iterdir() if one.name.startswith(".") and one.name.endswith(ending)]:
        process = left.name.removesuffix(ending)[1:]
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
def _refusals() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise fail(h.NOT_WRITTEN, reason=f"{error.strerror}: {error.filename}") from None
