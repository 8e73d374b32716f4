"""``bpo ingest``: exports into the lake, many at once, each by the source that is named or found."""

import sys
from pathlib import Path

import click

from bpo.cli.facts import reports_text
from bpo.cli.options import format_option
from bpo.cli.outputs import IngestOutput
from bpo.cli.progress import files_done
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, option, verb
from bpo.core.errors import Problem, Where, fail
from bpo.core.words import Lang, Words
from bpo.desk.exports import delivered_in, files_of
from bpo.desk.finding import Catalogue, catalogue
from bpo.desk.inbox import look, remember
from bpo.desk.ingesting import Choose, Outcome, ingest_all, ingest_what_is_new
from bpo.desk.keys import key_to_ingest
from bpo.desk.late import billed_already
from bpo.desk.workspace import Workspace, find_workspace, near
from bpo.facts.ingest import IngestReport
from bpo.facts.lake.lake import Lake
from bpo.facts.quality import write_quality_report
from bpo.facts.sources.database_format import Database
from bpo.facts.sources.load import load_source
from bpo.facts.sources.source import Source

NONE_USABLE = Words(
    "ingest-none-usable",
    en="not one of the {rows} rows of {file} can be used: is it the right source file? The first reasons stand above",
    zh="{file} 的 {rows} 行均无法使用：请确认数据源文件是否正确；前几行的原因见上",
)
ALL_SKIPPED = Words(
    "ingest-all-skipped",
    en="every one of the {rows} rows of {file} is left out on purpose, most of them here: is it the right condition, and the right file?",
    zh="{file} 的 {rows} 行全部按规定跳过，其中此处跳过最多：请确认条件和文件是否正确",
)
DOCS = Words("ingest-docs", en="data docs: {path}", zh="数据质量报告：{path}")
TAKEN_IN = Words(
    "ingest-taken-in",
    en="{count} in {folder} were taken in before, and nothing of them or their sources has changed",
    zh="{folder} 中有 {count} 个文件此前已导入，文件与数据源均未变化",
)
NO_INBOX = Words(
    "ingest-nothing-named",
    en="no file is named and there is no inbox: name files, or put them into {folder}",
    zh="未指定文件，也没有待导入目录：请指定文件，或将文件放入 {folder}",
)
NO_FILES_OF_A_DATABASE = Words(
    "ingest-database-files",
    en="this source reads a database; leave the files out: bpo ingest --source FILE",
    zh="该数据源读取数据库；请不要写文件：bpo ingest --source 文件",
)
NOTHING_NEW = Words("ingest-nothing-new", en="nothing new in {folder}", zh="{folder} 中没有新文件")


BILLED_ALREADY = Words(
    "ingest-billed-already",
    en="of months that are billed already: {statements}; bpo late says what would change",
    zh="涉及已出账的账期：{statements}；bpo late 列出差异",
)


@verb(
    en="Read exports into the lake: files, folders, patterns, gz and zip, - for the standard input; without any, what is new in the inbox. "
    "Unusable rows go to quarantine and stop nothing.",
    zh="导入文件：文件、文件夹、通配符、gz 与 zip，- 为标准输入；均不写则导入待导入目录中的新文件。无法使用的行进入隔离区，不影响其他行。",
    name="ingest",
)
@argument("files", nargs=-1, en="Exports, one or many.", zh="一个或多个导出文件。")
@option(
    "--source",
    type=click.Path(path_type=Path, dir_okay=False),
    en="The source file that says how to read them; without it, the one whose name pattern or header fits.",
    zh="说明如何读取的数据源定义文件；不写则按文件名或表头查找。",
)
@option(
    "--quality-report",
    "with_docs",
    is_flag=True,
    en="Also let Great Expectations judge the counts of every rule and write its Data Docs, for a browser.",
    zh="另由 Great Expectations 评判各规则的违反行数，并生成可用浏览器查看的 Data Docs。",
)
@option(
    "--accept",
    default="",
    metavar="REASON",
    en="Let files in that a check of the source stops, and say why; kept with the version.",
    zh="准许导入被数据源检查拦下的文件，并说明原因；随版本保存。",
)
@format_option
@click.pass_obj
def ingest_files(
    session: Session, files: tuple[str, ...], source: Path | None, with_docs: bool, accept: str, form: str
) -> None:
    workspace, lang = find_workspace(Path.cwd()), session.lang
    before = Lake(workspace.lake).versions()
    named = load_source(source) if source is not None else None
    if named is not None and isinstance(named.format, Database):
        if files:
            raise fail(NO_FILES_OF_A_DATABASE, named.place("format"))
        outcomes = [ingest_what_is_new(named, workspace.lake, lambda: key_to_ingest(workspace), accept.strip())]
        failed = False
    else:
        outcomes, failed = _files(workspace, files, named, accept.strip(), lang)
    for outcome in outcomes:
        for problem in outcome.problems:
            click.echo(problem.say(lang) + "\n", err=True)
    read = [(one.report, one.source) for one in outcomes if one.report is not None and one.source is not None]
    _show([report for report, _ in read], [how.timezone for _, how in read], workspace, with_docs, form, lang)
    for warning in (one for report, _ in read for one in report.warnings):
        click.echo(warning.say(lang) + "\n", err=True)
    entered = [(one.table, one.first, one.last) for one, _ in read if one.version != before.get(one.table)]
    spans = [(name, first, last) for name, first, last in entered if first is not None and last is not None]
    if statements := billed_already(workspace, before, spans):
        click.echo(BILLED_ALREADY.say(lang, {"statements": statements}), err=True)
    useless = [(one, how) for one, how in read if one.rows_read and not one.usable and not _of_few(one, how)]
    for report, how in useless:
        click.echo(_nothing_of(report, how).say(lang), err=True)
    sys.exit(1 if failed or useless or any(one.problems for one in outcomes) else 0)


def _of_few(report: IngestReport, how: Source) -> bool:
    """What is new of a database since the last time may be a single row, and unusable."""
    return isinstance(how.format, Database) and report.version is not None


def _files(
    workspace: Workspace, files: tuple[str, ...], named: Source | None, accepted: str, lang: Lang
) -> tuple[list[Outcome], bool]:
    """What became of the files that are named, or of what is new in the inbox; and whether something could not be read at all."""
    known = Catalogue(workspace.sources, ()) if named is not None and files else catalogue(workspace)
    paths, problems = files_of(files) if files else (_new(workspace, known, lang), [])
    held = [delivered_in(path) for path in paths]
    delivered = [one for inside, _ in held for one in inside]
    told = [*(known.problems if named is None else ()), *problems, *(problem for _, found in held for problem in found)]
    for problem in told:
        click.echo(problem.say(lang) + "\n", err=True)
    with files_done(delivered) as done:
        choose: Choose = known.source_for if named is None else lambda file, read: named
        outcomes = ingest_all(delivered, choose, workspace.lake, lambda: key_to_ingest(workspace), done, accepted)
    if not files:
        remember(workspace, outcomes)
    return outcomes, bool(told)


def _new(workspace: Workspace, sources: Catalogue, lang: Lang) -> list[Path]:
    """What is new in the inbox; what is known is told."""
    folder = str(near(workspace.inbox))
    if not workspace.inbox.is_dir():
        click.echo(Problem(NO_INBOX, Where(folder), {"folder": folder}).say(lang), err=True)
        sys.exit(1)
    found = look(workspace, sources)
    if found.known:
        click.echo(TAKEN_IN.say(lang, {"count": len(found.known), "folder": folder}), err=True)
    if not found.new:
        click.echo(NOTHING_NEW.say(lang, {"folder": folder}), err=True)
    return [near(path) for path in found.new]


def _show(
    reports: list[IngestReport], timezones: list[str], workspace: Workspace, with_docs: bool, form: str, lang: Lang
) -> None:
    docs = write_quality_report(reports, workspace.data_docs) if with_docs and reports else None
    if form == "json":
        echo_json([IngestOutput.of(report, lang) for report in reports])
    elif reports:
        click.echo(reports_text(reports, timezones, lang))
        if docs is not None:
            click.echo(DOCS.say(lang, {"path": str(near(docs))}))


def _nothing_of(report: IngestReport, how: Source) -> Problem:
    """Why not one row of a file is a fact."""
    if report.quarantined:
        return Problem(NONE_USABLE, None, {"rows": report.quarantined, "file": report.file})
    by = report.skipped_by
    place = (
        max(by, key=lambda one: by[one])
        if any(by.values())
        else how.place("unpivot_columns" if how.unpivot_columns else "unpivot")
    )
    return Problem(ALL_SKIPPED, place, {"rows": report.skipped, "file": report.file})
