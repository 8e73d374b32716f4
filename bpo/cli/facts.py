"""What an ingest says on the terminal, and the verb that counts facts."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from bpo.cli.options import contract_argument, format_option, measures_option, period_option
from bpo.cli.screen import echo_json, measures_text
from bpo.cli.speech import Session, verb
from bpo.core.words import Lang, Words, show
from bpo.core.zones import zone
from bpo.desk.months import closing_in
from bpo.desk.run import load, measured, period_named, read_sound
from bpo.desk.workspace import workspace_of
from bpo.facts.ingest import IngestReport
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
TOTAL = Words("ingest-total", en="total", zh="合计")
FIRST = Words("ingest-first", en="from", zh="起")
LAST = Words("ingest-last", en="to", zh="止")
BAD_ROW = Words("ingest-bad-row", en="{file}:{line}: {reason}", zh="{file}:{line}：{reason}")
MORE_BAD = Words(
    "ingest-more-bad",
    en="… and {count} more unusable rows; they are in the quarantine with file, line and reason",
    zh="……另有 {count} 行无法使用；均已连同文件、行号和原因存入隔离区",
)
FINDING = Words("measure-finding", en="note: {finding}", zh="提示：{finding}")
BAD_ROWS_ON_SCREEN = 10


def reports_text(reports: Sequence[IngestReport], timezones: Sequence[str], lang: Lang) -> str:
    """What became of every row of every file and of all, then the first rows that could not be used."""
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
    counted = ["rows_read", "entered", *further, "quarantined", "known", *(["skipped"] if skipping else [])]
    rows = [
        [
            _named(r.file),
            r.table,
            *(show(getattr(r, name), lang) for name in counted),
            _day(r.first, timezone),
            _day(r.last, timezone),
        ]
        for r, timezone in zip(reports, timezones, strict=True)
    ]
    sums = (show(sum(getattr(r, name) for r in reports), lang) for name in counted)
    totals = [[TOTAL.say(lang), "", *sums, "", ""]] if len(reports) > 1 else []
    lines = [table(columns, rows, lang, totals)]
    for report in reports:
        lines += [note.say(lang) for note in report.notes]
        shown = report.bad_rows[:BAD_ROWS_ON_SCREEN]
        lines += [BAD_ROW.say(lang, {"file": row.file, "line": str(row.line), "reason": row.reason}) for row in shown]
        if report.quarantined > len(shown):
            lines.append(MORE_BAD.say(lang, {"count": report.quarantined - len(shown)}))
    return "\n".join(lines)


def _named(file: str) -> str:
    """A file by its name; a member of a zip file with the name of that."""
    archive = file.find(".zip/")
    return Path(file).name if archive < 0 else Path(file[:archive]).name + file[archive:]


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
    at = closing_in(workspace, loaded.contract.contract, month.name)
    found = measured(workspace, loaded.contract, month, given, at)
    if form == "json":
        echo_json(found.measures.as_json())
    else:
        speech = Speech(session.lang, loaded.contract.currency)
        click.echo(measures_text(found.measures, loaded.contract.labels(), speech, session.lang))
        for finding in found.findings:
            click.echo(
                FINDING.say(session.lang, {"finding": finding.words.say(session.lang, finding.values)}), err=True
            )
