"""A lake in a folder of this machine."""

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from bpo.core.errors import Where, fail
from bpo.core.words import Words
from bpo.facts.lake.staging import MOVING, Stored, left_behind, staging

PERCENT_IN_PATH = Words(
    "lake-percent-in-path",
    en="a folder on this path has a % with two digits in its name, such as %20, which tables cannot be kept under; rename it",
    zh="该路径中有文件夹名含 % 加两位字符（如 %20），无法在其下存放数据表；请改名",
)


class Folder:
    """See :class:`~bpo.facts.lake.place.Place`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __str__(self) -> str:
        return str(self.path)

    def at(self, name: str) -> str:
        return str(self.path / name)

    def make(self) -> None:
        """Make the folder.

        Raises:
            BpoError: in a folder whose name Delta would take for a quoted one, and look for another.
        """
        if unquote(str(self.path.resolve())) != str(self.path.resolve()):
            raise fail(PERCENT_IN_PATH, Where(str(self.path)))
        self.path.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """The lock goes when the process does, even if it is killed."""
        with (self.path / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def require_mine(self) -> None:
        """A lock that the process holds is nobody else's."""

    @contextmanager
    def staging(self) -> Iterator[Path]:
        with staging(self.path) as folder:
            yield folder

    def announce(self, staging: Path, names: Sequence[str]) -> None:
        (staging / MOVING).write_text("\n".join(names))

    def left_behind(self) -> Iterator[Sequence[str]]:
        for folder in left_behind(self.path):
            moving = folder / MOVING
            yield moving.read_text().split() if moving.is_file() else ()

    def take(self, file: Path, name: str) -> Stored:
        found = file.stat()
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        file.rename(target)
        return Stored(found.st_size, int(found.st_mtime * 1000))

    def names(self, under: str) -> list[str]:
        return sorted(file.name for file in (self.path / under).glob("*") if file.is_file())

    def remove(self, name: str) -> None:
        (self.path / name).unlink(missing_ok=True)

    def text(self, name: str) -> str | None:
        file = self.path / name
        return file.read_text(encoding="utf-8") if file.is_file() else None

    def write_text(self, name: str, text: str) -> None:
        (self.path / name).write_text(text, encoding="utf-8")

    def note(self, name: str, text: str) -> None:
        with (self.path / name).open("a", encoding="utf-8") as file:
            file.write(text)

    def notes(self, name: str) -> str:
        return self.text(name) or ""
