"""The process that reads binary files for another one; see :mod:`bpo.facts.reading.apart`."""

import os
import pickle
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from bpo.core.errors import BpoError
from bpo.facts.reading.apart import ROWS, Job
from bpo.facts.reading.batch import LINE, NO_FAULTS, Batch
from bpo.facts.reading.export import typed_batches
from bpo.facts.reading.workbook import first_rows, read_book

MEMORY_LEAST = 4 * 2**30
PART_OF_MEMORY = 0.75


def _limit_memory() -> None:
    """To a part of what the machine has, counted as addresses, of which the readers ask for more than they use."""
    has = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    most = max(MEMORY_LEAST, int(has * PART_OF_MEMORY))
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


class Parquets:
    """Parquet files that are being read, by the keys that they were asked for with."""

    def __init__(self) -> None:
        self._open: dict[str, Iterator[Batch]] = {}

    def begin(self, path: Path, key: str, timezone: str, wanted: set[str]) -> None:
        numbered = pl.scan_parquet(path).with_row_index(LINE, offset=1).with_columns(pl.col(LINE).cast(pl.Int64))
        self._open[key] = typed_batches(numbered, timezone, wanted, NO_FAULTS)

    def next(self, key: str) -> Batch | None:
        """The next batch; None after the last."""
        batch = next(self._open[key], None)
        if batch is None:
            del self._open[key]
        return batch


def done(parquets: Parquets, job: Job, path: Path, given: Any) -> Any:
    """What :func:`bpo.facts.reading.apart.read_apart` returns."""
    if job == "workbook":
        return read_book(path, given)
    if job == "schema":
        return dict(pl.read_parquet_schema(path))
    if job == "head":
        return pl.scan_parquet(path).head(given).collect()
    if job == "sheets":
        return first_rows(path, given)
    if job == "rows":
        parquets.begin(path, *given)
    return parquets.next(given[0] if job == "rows" else given)


def answer(parquets: Parquets, folder: Path) -> None:
    """Do the job that is asked for in a folder, and put there what came of it."""
    said: tuple[str, Any]
    try:
        said = ("value", done(parquets, *pickle.loads((folder / "asked").read_bytes())))  # by who started this process
    except BpoError as error:
        said = ("problems", error.problems)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of a library is no Exception, and whatever it is, it is the file's
        said = ("refused", (str(error) or type(error).__name__).splitlines()[0][:200])
    if isinstance(said[1], Batch):
        said[1].rows.write_ipc(folder / ROWS)  # quicker to read for the other process than what is pickled
        said = ("batch", said[1].faults)
    (folder / "answered").write_bytes(pickle.dumps(said))


def main() -> None:
    _limit_memory()
    parquets = Parquets()
    for line in sys.stdin:
        answer(parquets, Path(line.rstrip("\n")))
        sys.stdout.write("done\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
