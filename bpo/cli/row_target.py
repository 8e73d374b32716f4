"""``--to``: the file that rows are written to, refused before anything is counted."""

from pathlib import Path

import click

from bpo.cli.speech import option
from bpo.core.errors import fail
from bpo.core.words import Words

OTHER_ENDING = Words(
    "rows-other-ending",
    en="'{given}' does not say how the rows are to be written; end it with .parquet, .csv or .xlsx",
    zh="'{given}' 未指明文件格式；文件名请以 .parquet、.csv 或 .xlsx 结尾",
)
WRITERS = (".parquet", ".csv", ".xlsx")


def _known(context: click.Context, parameter: click.Parameter, target: Path | None) -> Path | None:
    if target is not None and target.suffix not in WRITERS:
        raise fail(OTHER_ENDING, given=target.name)
    return target


to_option = option(
    "--to",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_known,
    en="Write all of the rows to this file: .parquet, .csv or .xlsx.",
    zh="将全部明细写入该文件：.parquet、.csv 或 .xlsx。",
)
