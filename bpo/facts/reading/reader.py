"""The process that reads binary files for another one; see :mod:`bpo.facts.reading.apart`."""

import os
import pickle
import resource
import sys
from pathlib import Path
from typing import Any

import polars as pl

from bpo.core.errors import BpoError
from bpo.facts.reading.workbook import read_book
from bpo.facts.types import column_type

MEMORY_LEAST = 4 * 2**30
PART_OF_MEMORY = 0.75


def _limit_memory() -> None:
    """To a part of what the machine has, counted as addresses, of which the readers ask for more than they use."""
    has = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    most = max(MEMORY_LEAST, int(has * PART_OF_MEMORY))
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def read_parquet(path: Path) -> None:
    """Read every column that a mapping can use."""
    schema = pl.read_parquet_schema(path)
    names = [name for name, dtype in schema.items() if column_type(dtype) is not None]
    for _ in pl.scan_parquet(path).select(names).collect_batches(maintain_order=True):  # each goes again
        pass


def answer(folder: Path) -> None:
    """Do the job that is asked for in a folder, and put there what came of it."""
    job, path, given = pickle.loads((folder / "asked").read_bytes())  # by the process that started this one
    said: tuple[str, Any]
    try:
        if job == "workbook":
            said = ("value", read_book(path, given))
        else:
            read_parquet(path)
            said = ("value", None)
    except BpoError as error:
        said = ("problems", error.problems)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of a library is no Exception, and whatever it is, it is the file's
        said = ("refused", (str(error) or type(error).__name__).splitlines()[0][:200])
    (folder / "answered").write_bytes(pickle.dumps(said))


def main() -> None:
    _limit_memory()
    for line in sys.stdin:
        answer(Path(line.rstrip("\n")))
        sys.stdout.write("done\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
