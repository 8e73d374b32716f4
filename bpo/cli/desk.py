"""Verbs that set a desk up: init, sample, demo."""

import sys
from pathlib import Path

import click

from bpo.cli.speech import Session, argument, verb
from bpo.core.words import Words

MADE = Words("init-made", en="workspace made in {folder}", zh="工作区已建立：{folder}")
NEXT = Words(
    "init-next",
    en="next: cd {folder} && bpo check contracts/*.yaml",
    zh="下一步：cd {folder} && bpo check contracts/*.yaml",
)


@verb(
    en="Make a workspace: bpo.yaml, the example contracts and sources, an empty lake. Nothing is overwritten.",
    zh="建立工作区：bpo.yaml、示例合同与数据源、空的事实库。不会覆盖已有文件。",
)
@argument(
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    en="The folder; made if it is not there.",
    zh="文件夹；不存在则新建。",
)
@click.pass_obj
def init(session: Session, folder: Path) -> None:
    from bpo.desk.keys import make_key
    from bpo.desk.workspace import make_workspace

    make_key(make_workspace(folder).root)
    click.echo(MADE.say(session.lang, {"folder": str(folder)}))
    click.echo(NEXT.say(session.lang, {"folder": str(folder)}))


@verb(
    en="Write two seeded months of raw exports for three invented clients, dirt included.",
    zh="生成三个虚构客户两个月的原始导出文件（含脏数据）。",
)
@argument(
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("sample"),
    required=False,
    en="Where to write.",
    zh="写入的文件夹。",
)
@click.pass_obj
def sample(session: Session, folder: Path) -> None:
    from bpo.sample import write_sample

    for file in write_sample(folder):
        click.echo(f"{file.path}  ({file.source})")


@verb(
    en="In a new workspace: write the sample, ingest it, bill the sample month of every example contract, and say where the PDFs are.",
    zh="在新工作区中生成样例、导入、为每份示例合同出账，并给出 PDF 位置。",
)
@argument(
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("bpo-demo"),
    required=False,
    en="The folder of the demo's workspace.",
    zh="演示工作区文件夹。",
)
@click.pass_obj
def demo(session: Session, folder: Path) -> None:
    from bpo.desk.demo import run_demo

    sys.exit(run_demo(folder, session.lang, click.echo))
