"""Files of the lake as people name them: by the file's name, or by the beginning of its batch."""

import polars as pl

from bpo.core.errors import choices, fail
from bpo.core.words import Words

BATCH_LETTERS = 12
BATCH_LETTERS_MIN = 4


def batch_named(files: pl.DataFrame, given: str, unknown: Words, several: Words) -> str:
    """The batch that is meant.

    Args:
        files: Those to choose among: file, batch.
        given: The name of a file, or the beginning of its batch.
        unknown: What is said if there is no such file.
        several: What is said if the name stands for several.

    Raises:
        BpoError: if no file is meant, or several are.
    """
    begins = pl.col("batch").str.starts_with(given) if len(given) >= BATCH_LETTERS_MIN else pl.lit(False)
    meant = files.filter((pl.col("file") == given) | begins).unique().sort("file", "batch")
    hashes = meant["batch"].unique().to_list()
    if not hashes:
        raise fail(unknown, **choices(given, files["file"].unique().to_list()))
    if len(hashes) > 1:
        named = sorted(f"{file} {batch[:BATCH_LETTERS]}" for file, batch in meant.iter_rows())
        raise fail(several, given=given, batches=named)
    return str(hashes[0])
