"""What the verbs of bids share: options, the workspace's templates, and how a bid is read."""

from collections.abc import Sequence
from pathlib import Path

import click

from bpo.bid import BASE
from bpo.cli.speech import Session, option
from bpo.core.words import Words
from bpo.desk.bids import NO_VARIANT, bid_of, changes_of, counted_volumes
from bpo.desk.workspace import near, workspace_around

__all__ = ["NO_VARIANT", "bid_of", "changes_of", "counted_volumes"]

WRITTEN = Words("bid-written", en="written: {path}", zh="已写入：{path}")
variant_option = option(
    "--variant",
    default=BASE,
    metavar="NAME",
    en="A variant of the scenario, such as low.",
    zh="方案中的情景，例如 low。",
)
folder_option = option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    en="Write PDF and workbook into this folder.",
    zh="将 PDF 与工作簿写入此文件夹。",
)


def templates_near(scenario: Path) -> Path | None:
    """The templates of the workspace that a scenario lies in."""
    workspace = workspace_around(scenario.parent)
    return workspace.templates if workspace else None


def tell_files(session: Session, files: Sequence[Path], *, apart: bool = True, aside: bool = False) -> None:
    """Says which files were written: ``apart`` from what stands above, or ``aside`` of what is printed."""
    for file in files:
        gap = "\n" if apart and file == files[0] else ""
        click.echo(gap + WRITTEN.say(session.lang, {"path": str(near(file))}), err=aside)
