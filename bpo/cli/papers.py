"""A report of the workspace as a verb prints it, with its papers in a folder."""

from collections.abc import Mapping
from pathlib import Path

import click

from bpo.cli.bids import tell_files
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session
from bpo.report.as_json import report_json
from bpo.report.draw import TEMPLATE, papers, report_html
from bpo.report.files import write_all
from bpo.report.model import Report
from bpo.report.screen import report_text


def show_report(
    session: Session,
    report: Report,
    form: str,
    folder: Path | None,
    templates: Path | None,
    more: Mapping[Path, bytes] | None = None,
    apart: bool = False,
    template: str = TEMPLATE,
) -> None:
    """Prints a report as a table, JSON or a page; writes its papers, if a folder is named, and ``more`` files; says which, ``apart`` from
    the table.

    Raises:
        BpoError: for a template that is wrong, or a file that cannot be written.
    """
    drawn = {} if folder is None else dict(papers(report, folder / report.masthead.number, template, templates))
    files = write_all({**drawn, **(more or {})})
    if form == "json":
        echo_json(report_json(report))
    else:
        click.echo(report_html(report, template, templates) if form == "html" else report_text(report, session.lang))
    tell_files(session, files, apart=apart and form == "table", aside=form != "table")
