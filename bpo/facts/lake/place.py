"""Where a lake is: a folder of this machine, or a prefix of an object store.

A place knows where a table lies and keeps what is not a table: who works on the lake now, what an ingest that was killed left, and notes.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from bpo.core.errors import Where, fail
from bpo.core.words import Words
from bpo.facts.lake.folder import Folder
from bpo.facts.lake.staging import Stored

NO_LIBRARY = Words(
    "lake-no-library",
    en="a lake in an object store needs the library obstore; install it with: pip install 'bpo[s3]'",
    zh="对象存储中的事实库需要 obstore 库；请安装：pip install 'bpo[s3]'",
)


class Place(Protocol):
    """What a lake asks of where it is. Names are relative to it, with slashes."""

    def at(self, name: str) -> str:
        """The address of a table, as Delta takes it."""

    def make(self) -> None:
        """Raises: BpoError: if nothing can be kept here."""

    def locked(self) -> AbstractContextManager[None]:
        """Wait until nobody else works on the lake."""

    def require_mine(self) -> None:
        """Look, before a commit, whether the lake is still locked for this one.

        Raises:
            BpoError: if it was locked here and another works on it now.
        """

    def staging(self) -> AbstractContextManager[Path]:
        """A folder of this machine for files on their way into the lake, gone at the end of the block."""

    def announce(self, staging: Path, names: Sequence[str]) -> None:
        """Say, before the first is moved, which names files get here."""

    def left_behind(self) -> Iterator[Sequence[str]]:
        """The names that each killed ingest had announced; forgotten when they were looked at."""

    def take(self, file: Path, name: str) -> Stored:
        """Move a file of a staging folder here."""

    def names(self, under: str) -> list[str]:
        """What is kept under a name, without the name."""

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""

    def text(self, name: str) -> str | None: ...
    def write_text(self, name: str, text: str) -> None: ...

    def note(self, name: str, text: str) -> None:
        """Add lines to notes that go on for ever."""

    def notes(self, name: str) -> str:
        """All lines, the oldest first."""


def place_of(address: str | Path | Place) -> Place:
    """The place that a path or URL names; S3's settings and credentials are taken from the environment, as every tool of S3 takes them.

    Raises:
        BpoError: if the store of a URL cannot be reached, or its library is not installed.
    """
    if isinstance(address, str) and "://" in address:
        try:
            from bpo.facts.lake.bucket import Bucket  # the store's library is loaded where a lake is in one
        except ModuleNotFoundError as error:
            raise fail(NO_LIBRARY, Where(address)) from error
        return Bucket(address)
    return Folder(Path(address)) if isinstance(address, str | Path) else address
