"""Which files ``bpo ingest`` was asked to read: files, folders, patterns, packed files, the standard input; or what is in the inbox."""

import glob
from collections.abc import Iterable
from pathlib import Path

from bpo.core.documents import NOT_FOUND
from bpo.core.errors import BpoError, Problem, Where, refused
from bpo.core.words import Words
from bpo.facts.reading.packed import STDIN, Delivered, delivered, hidden

NO_MATCH = Words("exports-no-match", en="no file is called so", zh="没有符合该名称的文件")
EMPTY_FOLDER = Words("exports-empty-folder", en="there is no file in this folder", zh="该文件夹中没有文件")
STANDARD_INPUT = "-"


def files_of(given: Iterable[str]) -> tuple[list[Path], list[Problem]]:
    """The files that are meant, each once, those of a folder or a pattern by name; and what means none."""
    found: dict[Path, Path] = {}
    problems = []
    for one in given:
        files, problem = _files(one)
        problems += [problem] if problem is not None else []
        for file in files:
            found.setdefault(file if one == STANDARD_INPUT else file.resolve(), file)
    return list(found.values()), problems


def _files(given: str) -> tuple[list[Path], Problem | None]:
    path = Path(given)
    if given == STANDARD_INPUT or path.is_file():
        return [path], None
    if path.is_dir():
        files = inside(path)
        return files, None if files else Problem(EMPTY_FOLDER, Where(given))
    if glob.has_magic(given):
        named = glob.glob(given, recursive=True)  # noqa: PTH207  # Path.glob takes no pattern from the root
        files = sorted(path for path in map(Path, named) if path.is_file())
        return files, None if files else Problem(NO_MATCH, Where(given))
    return [], Problem(NOT_FOUND, Where(given))


def inside(folder: Path) -> list[Path]:
    """The files in a folder and in those below it; none that is hidden."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if not hidden(path.relative_to(folder).as_posix()))


def delivered_in(file: Path) -> tuple[list[Delivered], tuple[Problem, ...]]:
    """What a file holds, or why it cannot be read."""
    if str(file) == STANDARD_INPUT:
        return [STDIN], ()
    try:
        return delivered(file), ()
    except BpoError as error:
        return [], error.problems
    except OSError as error:
        return [], (refused(error),)
