"""Verbs about facts: ingest, measure."""

import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path

import click

from bpo.cli.options import contract_argument, format_option, measures_option, period_option
from bpo.cli.outputs import IngestOutput
from bpo.cli.screen import echo_json, measures_text
from bpo.cli.speech import Session, argument, option, verb
from bpo.core.errors import BpoError, Problem, fail
from bpo.core.words import Lang, Words, show
from bpo.core.zones import zone
from bpo.desk.late import billed_already
from bpo.desk.run import load, measured, period_named, read_sound
from bpo.desk.workspace import find_workspace, near, workspace_of
from bpo.facts.ingest import IngestReport, ingest
from bpo.facts.lake.lake import Lake
from bpo.facts.quality import write_quality_report
from bpo.facts.reading.logs import with_neighbours
from bpo.facts.sources.database_format import Database
from bpo.facts.sources.load import load_source
from bpo.facts.sources.source import Source
from bpo.report.screen import Column, table
from bpo.report.speech import Speech

FILE = Words("ingest-file", en="file", zh="文件")
TABLE = Words("ingest-table", en="table", zh="数据表")
READ = Words("ingest-read", en="read", zh="读取")
ENTERED = Words("ingest-entered", en="entered", zh="导入")
QUARANTINED = Words("ingest-quarantined", en="quarantined", zh="隔离")
KNOWN = Words("ingest-known", en="known", zh="已有")
SKIPPED = Words("ingest-skipped", en="skipped", zh="跳过")
FURTHER = {
    "merged": Words("ingest-merged", en="merged", zh="合并"),
    "newer": Words("ingest-newer", en="newer", zh="更新"),
    "older": Words("ingest-older", en="older", zh="较旧"),
    "replaced": Words("ingest-replaced", en="replaced", zh="替换"),
}
"""Rows that are one with another, where the source says so; a column is shown if a file has any."""
FIRST = Words("ingest-first", en="from", zh="起")
LAST = Words("ingest-last", en="to", zh="止")
BAD_ROW = Words("ingest-bad-row", en="{file}:{line}: {reason}", zh="{file}:{line}：{reason}")
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
MORE_BAD = Words(
    "ingest-more-bad",
    en="… and {count} more unusable rows; they are in the quarantine with file, line and reason",
    zh="……另有 {count} 行无法使用；均已连同文件、行号和原因存入隔离区",
)
DOCS = Words("ingest-docs", en="data docs: {path}", zh="数据质量报告：{path}")
FINDING = Words("measure-finding", en="note: {finding}", zh="提示：{finding}")
NO_FILES_OF_A_DATABASE = Words(
    "ingest-database-files",
    en="this source reads a database; leave the files out: bpo ingest --source FILE",
    zh="该数据源读取数据库；请不要写文件：bpo ingest --source 文件",
)
FILES_MISSING = Words(
    "ingest-files-missing",
    en="this source reads files; name one or more: bpo ingest EXPORT --source FILE",
    zh="该数据源读取文件；请写一个或多个：bpo ingest 导出文件 --source 文件",
)
BILLED_ALREADY = Words(
    "ingest-billed-already",
    en="of months that are billed already: {statements}; bpo late says what would change",
    zh="涉及已出账的账期：{statements}；bpo late 列出差异",
)
BAD_ROWS_ON_SCREEN = 10


@verb(
    en="Read exports into the lake through a source file. Unusable rows go to quarantine and stop nothing.",
    zh="按数据源定义导入文件。无法使用的行进入隔离区，不影响其他行。",
    name="ingest",
)
@argument(
    "files",
    nargs=-1,
    type=click.Path(path_type=Path, dir_okay=False),
    en="Exports, one or many; none where the source is a database.",
    zh="一个或多个导出文件；数据源为数据库时不写。",
)
@option(
    "--source",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    en="The source file that says how to read them.",
    zh="说明如何读取的数据源定义文件。",
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
    session: Session, files: tuple[Path, ...], source: Path, with_docs: bool, accept: str, form: str
) -> None:
    workspace = find_workspace(Path.cwd())
    how, lake = load_source(source), Lake(workspace.lake)
    before = lake.versions()
    reports: list[IngestReport] = []
    problems: list[Problem] = []
    if isinstance(how.format, Database) == bool(files):
        raise fail(FILES_MISSING if not files else NO_FILES_OF_A_DATABASE, how.place("format"))
    for enter in _readings(files, how, lake, accept.strip()):
        try:
            reports.append(enter())
        except BpoError as error:
            problems += error.problems
    for problem in problems:
        click.echo(problem.say(session.lang) + "\n", err=True)
    docs = write_quality_report(reports, workspace.data_docs) if with_docs and reports else None
    if form == "json":
        echo_json([IngestOutput.of(report, session.lang) for report in reports])
    elif reports:
        click.echo(reports_text(reports, how.timezone, session.lang))
        if docs is not None:
            click.echo(DOCS.say(session.lang, {"path": str(near(docs))}))
    entered = [(one.table, one.first, one.last) for one in reports if one.version != before.get(one.table)]
    spans = [(name, first, last) for name, first, last in entered if first is not None and last is not None]
    if statements := billed_already(workspace, before, spans):
        click.echo(BILLED_ALREADY.say(session.lang, {"statements": statements}), err=True)
    for warning in (one for report in reports for one in report.warnings):
        click.echo(warning.say(session.lang) + "\n", err=True)
    useless = [report for report in reports if report.rows_read and not report.usable]
    if not files and reports and reports[0].version is not None:
        useless = []  # what is new since the last time may be a single row
    for report in useless:
        click.echo(_nothing_of(report, how).say(session.lang), err=True)
    sys.exit(1 if problems or useless else 0)


def _readings(files: Sequence[Path], how: Source, lake: Lake, accepted: str) -> Iterator[Callable[[], IngestReport]]:
    """What is to be read: each of the files, or the database of the source."""
    for file, beside in with_neighbours(files, how):
        yield partial(ingest, file, how, lake, accepted, beside)
    if not files:
        from bpo.facts.ingest_database import ingest_database  # SQLAlchemy takes a while to load, which no file needs

        yield partial(ingest_database, how, lake, accepted)


def _nothing_of(report: IngestReport, how: Source) -> Problem:
    """Why not one row of a file is a fact."""
    if report.quarantined:
        return Problem(NONE_USABLE, None, {"rows": report.quarantined, "file": report.file})
    by = report.skipped_by
    place = max(by, key=lambda one: by[one]) if any(by.values()) else how.place("unpivot")
    return Problem(ALL_SKIPPED, place, {"rows": report.skipped, "file": report.file})


def reports_text(reports: list[IngestReport], timezone: str, lang: Lang) -> str:
    """What became of every row of every file, then the first rows that could not be used."""
    skipping = any(report.skipped for report in reports)
    left_out: list[Column] = [(SKIPPED, "right")] if skipping else []
    further = [name for name in FURTHER if any(getattr(report, name) for report in reports)]
    columns: list[Column] = [
        (FILE, "fold"),
        (TABLE, "left"),
        (READ, "right"),
        (ENTERED, "right"),
        *((FURTHER[name], "right") for name in further),
        (QUARANTINED, "right"),
        (KNOWN, "right"),
        *left_out,
        (FIRST, "left"),
        (LAST, "left"),
    ]
    rows = [
        [
            Path(r.file).name,
            r.table,
            *(show(getattr(r, name), lang) for name in ("rows_read", "entered", *further, "quarantined", "known")),
            *([show(r.skipped, lang)] if skipping else []),
            _day(r.first, timezone),
            _day(r.last, timezone),
        ]
        for r in reports
    ]
    lines = [table(columns, rows, lang)]
    for report in reports:
        shown = report.bad_rows[:BAD_ROWS_ON_SCREEN]
        lines += [BAD_ROW.say(lang, {"file": row.file, "line": str(row.line), "reason": row.reason}) for row in shown]
        if report.quarantined > len(shown):
            lines.append(MORE_BAD.say(lang, {"count": report.quarantined - len(shown)}))
    return "\n".join(lines)


def _day(moment: datetime | date | None, timezone: str) -> str:
    """The day of a row's time where the export was written."""
    return str(moment.astimezone(zone(timezone)).date() if isinstance(moment, datetime) else moment or "")


@verb(
    en="Count a contract's quantities and KPIs for a month, without pricing them.",
    zh="统计合同某账期的数量与指标，不计价。",
)
@contract_argument
@period_option
@measures_option
@format_option
@click.pass_obj
def measure(session: Session, contract: Path, period: str | None, measures: Path | None, form: str) -> None:
    workspace, loaded = workspace_of([contract], Path.cwd()), load(contract)
    given = read_sound(measures, period) if measures is not None else None
    month = loaded.contract.cycle.period(period_named(period, given))
    found = measured(workspace, loaded.contract, month, given)
    if form == "json":
        echo_json(found.measures.as_json())
    else:
        speech = Speech(session.lang, loaded.contract.currency)
        click.echo(measures_text(found.measures, loaded.contract.labels(), speech, session.lang))
        for finding in found.findings:
            click.echo(
                FINDING.say(session.lang, {"finding": finding.words.say(session.lang, finding.values)}), err=True
            )
