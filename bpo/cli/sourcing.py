"""``bpo source``: what is done with source files; a draft of one is guessed from an export."""

from pathlib import Path

import click

from bpo.cli.speech import Session, argument, option, verb, verbs
from bpo.core.errors import Where, fail
from bpo.core.words import Words
from bpo.facts.guessing.guess import Known, guess
from bpo.facts.guessing.words import TO_DO
from bpo.facts.sources.source_fields import FILL_IN

EXISTS = Words(
    "guess-output-exists",
    en="there is such a file already, and it stays as it is; name another one, or write --force",
    zh="该文件已存在，未作改动；请另取文件名，或加 --force 覆盖",
)
WRITTEN = Words("guess-written", en="{output}: a source of '{table}'", zh="{output}：数据表 '{table}' 的数据源")
FROM_READY = Words(
    "guess-written-ready",
    en="{output}: a source of '{table}', the ready-made {ready}, which reads this file as it is",
    zh="{output}：数据表 '{table}' 的数据源，即现成的 {ready}，可直接读取该文件",
)


@verbs(en="Source files: draft one from an export.", zh="数据源文件：根据导出文件起草。")
def source() -> None:
    """Its verbs stand below."""


@verb(
    en="Draft a source file from an export, with comments where it is unsure.",
    zh="根据导出文件起草数据源文件，不确定之处加注释。",
    name="guess",
)
@argument("file", type=click.Path(path_type=Path, dir_okay=False), en="The export.", zh="导出文件。")
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    en="Where to write it; otherwise it is printed.",
    zh="写入的文件；不写则显示在屏幕上。",
)
@option("--account", default=FILL_IN, metavar="NAME", en="Whose facts these are.", zh="数据所属账户。")
@option(
    "--timezone",
    default=FILL_IN,
    metavar="ZONE",
    en="The clock of the file: Asia/Shanghai.",
    zh="文件的时区，如 Asia/Shanghai。",
)
@option("--force", is_flag=True, en="Write over a file that is there.", zh="覆盖已有文件。")
@click.pass_obj
def guess_source(session: Session, file: Path, output: Path | None, account: str, timezone: str, force: bool) -> None:
    if output is not None and output.exists() and not force:
        raise fail(EXISTS, Where(str(output)))
    made = guess(file, session.lang, Known(account, timezone, str(output) if output is not None else ""))
    if output is None:
        click.echo(made.text, nl=False)
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(made.text, encoding="utf-8")
    words = WRITTEN if made.ready is None else FROM_READY
    click.echo(
        words.say(session.lang, {"output": str(output), "table": made.source.table_name, "ready": made.ready or ""})
    )
    if made.open_ends:
        click.echo(TO_DO.say(session.lang, {"names": ", ".join(made.open_ends)}))


source.add_command(guess_source)
