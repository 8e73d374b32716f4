"""``bpo doctor``: is everything here that bpo needs, and how is it mended?"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from bpo.cli.speech import Session, option, verb
from bpo.core.words import Lang, Words
from bpo.desk.doctor import Finding, check_all

MEND = Words("doctor-to-mend", en="to mend: {how}", zh="修复方法：{how}")
ALL_WELL = Words("doctor-all-well", en="Everything is here.", zh="一切齐备。")
SOME_MISSING = Words("doctor-some-missing", en="{count} to mend.", zh="有 {count} 项需要修复。")


@verb(
    en="Check Python, packages, system libraries, fonts and folders, and say how to mend what is missing. "
    "Exits with 1 if something is.",
    zh="检查 Python、软件包、系统库、字体和文件夹，并说明如何修复。有缺失时退出码为 1。",
)
@option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    en="A table to read, or JSON for machines.",
    zh="供阅读的表格，或供程序使用的 JSON。",
)
@click.pass_obj
def doctor(session: Session, form: str) -> None:
    findings = check_all(Path.cwd())
    click.echo(as_json(findings, session.lang) if form == "json" else as_table(findings, session.lang))
    sys.exit(0 if all(finding.ok for finding in findings) else 1)


def as_json(findings: Sequence[Finding], lang: Lang) -> str:
    rows = [
        {
            "name": finding.name,
            "ok": finding.ok,
            "found": finding.found.say(lang),
            "mend": finding.mend.say(lang) if finding.mend else None,
        }
        for finding in findings
    ]
    return json.dumps({"ok": all(finding.ok for finding in findings), "findings": rows}, ensure_ascii=False, indent=2)


def as_table(findings: Sequence[Finding], lang: Lang) -> str:
    width = max(len(finding.name) for finding in findings)
    lines = []
    for finding in findings:
        mark = "ok" if finding.ok else "!!"
        lines.append(f"{mark}  {finding.name:<{width}}  {finding.found.say(lang)}")
        if finding.mend:
            lines.append(" " * (width + 6) + MEND.say(lang, {"how": finding.mend.say(lang)}))
    missing = sum(not finding.ok for finding in findings)
    return "\n".join([*lines, "", SOME_MISSING.say(lang, {"count": missing}) if missing else ALL_WELL.say(lang)])
