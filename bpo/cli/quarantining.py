"""``bpo quarantine``: rows that could not be used are listed, mended and released, or dismissed for a reason."""

import re
import sys
from pathlib import Path

import click

from bpo.cli.facts import FILE, reports_text
from bpo.cli.options import format_option
from bpo.cli.outputs import QuarantineOutput, QuarantineRowsOutput, ReleaseOutput
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, option, verb, verbs
from bpo.core.errors import fail
from bpo.core.words import Words, show
from bpo.desk.keys import key_to_ingest
from bpo.desk.workspace import find_workspace
from bpo.facts.lake.batches import BATCH_LETTERS
from bpo.facts.lake.lake import Lake, reading_lake
from bpo.facts.quarantine import dismiss, release, rows_of, to_mend, waiting
from bpo.facts.sources.load import load_source
from bpo.report.screen import Column, table

BATCH = Words("quarantine-batch", en="batch", zh="批次")
SOURCE = Words("quarantine-source", en="source", zh="数据源")
RULES = Words("quarantine-rules", en="rules broken", zh="违反的规则")
ROWS = Words("quarantine-rows", en="rows", zh="行数")
LINE = Words("quarantine-line", en="line", zh="行号")
REASON = Words("quarantine-reason", en="reason", zh="原因")
RAW = Words("quarantine-raw", en="as read", zh="原文")
NOTHING = Words("quarantine-nothing", en="No row waits in the quarantine.", zh="隔离区没有待处理的记录。")
MORE = Words(
    "quarantine-more",
    en="… and {count} more; --limit shows more of them",
    zh="……另有 {count} 行；可用 --limit 显示更多",
)
WRITTEN = Words(
    "quarantine-written",
    en="{rows} rows to mend in {path}; leave its last column as it is, and then: bpo quarantine release",
    zh="{rows} 行待改正的记录已写入 {path}；请勿改动最后一列，改正后执行 bpo quarantine release",
)
DISMISSED = Words("quarantine-dismissed", en="{rows} rows dismissed", zh="已标为无需处理：{rows} 行")
RELEASED = Words(
    "quarantine-released",
    en="{released} rows of {file} no longer wait; {still} still do",
    zh="{file} 有 {released} 行已处理；{still} 行仍待处理",
)
REASON_EMPTY = Words(
    "quarantine-reason-empty",
    en="say why with --reason: it is kept with the rows",
    zh="请用 --reason 说明原因：将随记录保存",
)
NOT_LINES = Words(
    "quarantine-lines-not-understood",
    en="'{given}' is no line or range of lines; write such as --lines 3 --lines 7-9",
    zh="'{given}' 不是行号或行号范围；请写例如 --lines 3 --lines 7-9",
)
LINES_MAX = 1_000_000


@verbs(
    en="Rows that could not be used: list them, mend and release them, or dismiss them.",
    zh="隔离区：列出无法使用的行，改正后放行，或标为无需处理。",
)
def quarantine() -> None:
    """Its verbs stand below."""


file_argument = argument(
    "file", en="The name of the file, or the beginning of its batch.", zh="文件名，或批次编号的开头。"
)
rule_option = option("--rule", en="Only rows that broke this rule.", zh="仅列出违反该规则的行。")
lines_option = option(
    "--lines", multiple=True, en="Only these lines: 3, or 7-9; may be repeated.", zh="仅限这些行：3 或 7-9；可重复。"
)
source_option = option(
    "--source",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    en="The source file that says how to read it.",
    zh="说明如何读取的数据源定义文件。",
)
EXISTING = click.Path(path_type=Path, dir_okay=False, exists=True)


def _lake() -> Lake:
    return Lake(find_workspace(Path.cwd()).lake)


@verb(en="What waits, by file and rule.", zh="按文件和规则列出待处理的行。", name="list")
@format_option
@click.pass_obj
def list_waiting(session: Session, form: str) -> None:
    lake, lang = _lake(), session.lang
    with reading_lake(lake.place):
        found = waiting(lake)
    if form == "json":
        echo_json(QuarantineOutput.of({"waiting": found}, lang))
        return
    columns: list[Column] = [(FILE, "fold"), (BATCH, "left"), (SOURCE, "left"), (RULES, "fold"), (ROWS, "right")]
    rows = [
        [one.file, one.batch[:BATCH_LETTERS], one.source, ", ".join(one.rules), show(one.rows, lang)] for one in found
    ]
    click.echo(table(columns, rows, lang) if rows else NOTHING.say(lang))


@verb(
    en="The rows of a file that wait: line, reason, text as read.",
    zh="列出某文件待处理的行：行号、原因、原文。",
    name="show",
)
@file_argument
@rule_option
@lines_option
@option("--limit", type=click.IntRange(min=1), default=20, en="How many rows at most.", zh="最多显示的行数。")
@format_option
@click.pass_obj
def show_waiting(session: Session, file: str, rule: str | None, lines: tuple[str, ...], limit: int, form: str) -> None:
    lake, lang = _lake(), session.lang
    with reading_lake(lake.place):
        rows = rows_of(lake, file, rule, _lines(lines))
    shown = rows.head(limit).to_dicts()
    if form == "json":
        echo_json(QuarantineRowsOutput.of({"rows": [{**row, "rules": row["rules"].split(",")} for row in shown]}, lang))
        return
    columns: list[Column] = [(LINE, "right"), (REASON, "fold"), (RAW, "fold")]
    click.echo(table(columns, [[show(row["line"], lang), row[f"reason_{lang}"], row["raw"]] for row in shown], lang))
    if rows.height > limit:
        click.echo(MORE.say(lang, {"count": rows.height - limit}))


@verb(
    en="Write the rows of a file that wait into a file of the same kind, to be mended.",
    zh="将某文件待处理的行导出为同类文件，供改正。",
)
@argument("file", type=EXISTING, en="The file that was ingested.", zh="当时导入的文件。")
@source_option
@option(
    "-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), en="Where to.", zh="写入的文件。"
)
@click.pass_obj
def mend(session: Session, file: Path, source: Path, output: Path) -> None:
    how, lake = load_source(source), _lake()
    with reading_lake(lake.place):
        text, many = to_mend(lake, file, how)
    output.write_text(text, encoding=how.format.encoding if how.format.kind == "delimited" else "utf-8", newline="")
    click.echo(WRITTEN.say(session.lang, {"rows": many, "path": str(output)}))


@verb(
    en="Ingest mended rows; what enters no longer waits in the quarantine.",
    zh="导入改正后的行；成功导入的不再待处理。",
    name="release",
)
@argument("file", type=EXISTING, en="The file with the mended rows.", zh="含改正后各行的文件。")
@option("--of", "old", required=True, type=EXISTING, en="The file that they are from.", zh="这些行所属的原文件。")
@source_option
@format_option
@click.pass_obj
def release_rows(session: Session, file: Path, old: Path, source: Path, form: str) -> None:
    how, lake, lang = load_source(source), _lake(), session.lang
    with reading_lake(lake.place):
        done = release(lake, file, old, how, key_to_ingest(find_workspace(Path.cwd())) if how.hidden else None)
    if form == "json":
        echo_json(ReleaseOutput.of(done, lang))
    else:
        click.echo(reports_text([done.report], [how.timezone], lang))
        values = {"released": len(done.released), "still": len(done.still), "file": old.name}
        click.echo(RELEASED.say(lang, values))
    sys.exit(1 if done.still else 0)


@verb(en="Say of rows that they need no mending, and why.", zh="将行标为无需处理，并说明原因。", name="dismiss")
@file_argument
@option("--reason", required=True, en="Why; kept with the rows.", zh="原因；随记录保存。")
@rule_option
@lines_option
@click.pass_obj
def dismiss_rows(session: Session, file: str, reason: str, rule: str | None, lines: tuple[str, ...]) -> None:
    if not reason.strip():
        raise fail(REASON_EMPTY)
    lake = _lake()
    with reading_lake(lake.place):
        many = dismiss(lake, rows_of(lake, file, rule, _lines(lines)), reason.strip())
    click.echo(DISMISSED.say(session.lang, {"rows": many}))


for command in (list_waiting, show_waiting, mend, release_rows, dismiss_rows):
    quarantine.add_command(command)


def _lines(given: tuple[str, ...]) -> set[int] | None:
    """Lines as people write them: ``3``, ``7-9``."""
    found: set[int] = set()
    for one in given:
        match = re.fullmatch(r"(\d{1,9})(?:-(\d{1,9}))?", one.strip())
        if match is None:
            raise fail(NOT_LINES, given=one)
        found |= set(range(int(match[1]), min(int(match[2] or match[1]), int(match[1]) + LINES_MAX) + 1))
    return found or None
