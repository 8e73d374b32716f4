"""What a lake can refuse: files of it that are missing, damaged or not to be read, as a problem that says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
from deltalake.exceptions import DeltaError

from bpo.core.errors import Where, fail
from bpo.core.words import Words

DAMAGED = Words(
    "lake-damaged",
    en="the lake cannot be read: a file of it is missing, damaged or not yours to read ({reason}). Restore the folder from a "
    "backup, or remove it and ingest its exports again",
    zh="无法读取事实库：其中有文件缺失、损坏或无读取权限（{reason}）。请从备份恢复该文件夹，或将其删除后重新导入",
)
REASON_LENGTH_MAX = 200


@contextmanager
def reading_lake(folder: Path) -> Iterator[None]:
    """What is read in the block is the lake's; its damage is told as a problem.

    Raises:
        BpoError: if a file of the lake is missing, damaged or refused.
    """
    try:
        yield
    except (DeltaError, pl.exceptions.ComputeError, OSError) as error:
        reason = " ".join(str(error).split())
        if len(reason) > REASON_LENGTH_MAX:
            reason = reason[:REASON_LENGTH_MAX] + "…"
        raise fail(DAMAGED, Where(str(folder)), reason=reason) from error
