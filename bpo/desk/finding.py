"""Which source reads a file, where none was named: by what its files are called, else by the header. Two that fit are never guessed between."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bpo.core.errors import BpoError, Problem, Where, fail
from bpo.core.words import Words
from bpo.desk.workspace import Workspace, near
from bpo.facts.gate.mapping import bind
from bpo.facts.reading.export import open_export
from bpo.facts.reading.packed import Delivered
from bpo.facts.sources.excel import Excel
from bpo.facts.sources.load import load_source
from bpo.facts.sources.source import Delimited, Parquet, Source

NONE_FITS = Words(
    "source-none-fits",
    en="no source in {folder} reads a file of this name or header; name one with --source, or write 'files' into the one that is meant",
    zh="{folder} 中没有数据源适用于该文件名或表头；请用 --source 指定，或在相应数据源中写 files",
)
SEVERAL_FIT = Words(
    "source-several-fit",
    en="{sources} all read such a file, by {by}; name one with --source, or tell them apart by 'files', such as files: {example}",
    zh="{sources} 都适用于该文件（依据{by}）；请用 --source 指定，或用 files 加以区分，例如 files: {example}",
)
BY_NAME = Words("source-by-name", en="name", zh="文件名")
BY_HEADER = Words("source-by-header", en="header", zh="表头")


@dataclass(frozen=True)
class Catalogue:
    """The sources of a workspace; ``problems`` are those of source files that cannot be read."""

    folder: Path
    sources: tuple[tuple[Path, Source], ...]
    problems: tuple[Problem, ...] = ()

    def source_for(self, file: Delivered, read: Path) -> Source:
        """The one source for a file.

        Args:
            file: The file as it was delivered.
            read: Where it can be read.

        Raises:
            BpoError: if none fits, or several do.
        """
        named = [(path, one) for path, one in self.sources if any(file.called.match(name) for name in one.files)]
        if len(named) == 1:
            return named[0][1]
        others = [(path, one) for path, one in self.sources if not one.files]
        fitting = [(path, one) for path, one in named or others if _fits(one, read, named=bool(named))]
        if len(fitting) == 1:
            return fitting[0][1]
        if fitting or named:
            raise self._several(fitting or named, file, BY_HEADER if fitting else BY_NAME)
        raise fail(NONE_FITS, Where(file.shown), folder=str(near(self.folder)))

    def _several(self, fitting: Sequence[tuple[Path, Source]], file: Delivered, by: Words) -> BpoError:
        named = [str(near(path)) for path, _ in fitting]
        return fail(SEVERAL_FIT, Where(file.shown), sources=named, by=by, example=file.called.name)


def _fits(source: Source, read: Path, named: bool) -> bool:
    """Whether the file is of the kind that the source says and has every column that it reads.

    A file whose source names the columns, and a log, have no header to tell them by; only their name can.
    """
    kind = source.format
    if not isinstance(kind, Delimited | Excel | Parquet) or (isinstance(kind, Delimited) and kind.columns):
        return named
    try:
        bind(source, open_export(read, source))
    except BpoError:
        return False
    return True


def catalogue(workspace: Workspace) -> Catalogue:
    """Every source file of the workspace; one with mistakes stops no other."""
    sources: list[tuple[Path, Source]] = []
    problems: list[Problem] = []
    for path in sorted(workspace.sources.glob("*.yaml")):
        try:
            sources.append((path, load_source(path)))
        except BpoError as error:
            problems += error.problems
    return Catalogue(workspace.sources, tuple(sources), tuple(problems))
