"""The demo: the sample's months through every example contract, in a workspace of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from bpo.billing import Billed, bill_all
from bpo.facts.ingest import IngestReport, ingest
from bpo.facts.lake import Lake
from bpo.facts.source import load_source
from bpo.sample import write_sample
from bpo.words import Lang, Words
from bpo.workspace import FILE, Workspace, find_workspace, make_workspace

SAMPLE_MONTHS = ("2026-01", "2026-02")
DONE = "ingested.txt"

INGESTED = Words(
    "demo-ingested",
    en="{name}: {read} rows read, {entered} entered, {quarantined} quarantined, {known} already known",
    zh="{name}：读取 {read} 行，导入 {entered}，隔离 {quarantined}，已有 {known}",
)
THERE_ALREADY = Words("demo-there-already", en="the sample is in the lake already", zh="样例数据已在事实库中")
BILLED = Words("demo-billed", en="{id}  {total} {currency}", zh="{id}  {total} {currency}")
WHERE = Words("demo-where", en="The PDFs and workbooks are in {folder}:", zh="PDF 与工作簿位于 {folder}：")


def run_demo(folder: Path, lang: Lang, say: Callable[[str], None]) -> int:
    """Make the workspace if it is not there, ingest the sample, bill every example contract. Returns the exit code."""
    workspace = find_workspace(folder) if (folder / FILE).is_file() else make_workspace(folder)
    if (workspace.root / "exports" / DONE).exists():
        say(THERE_ALREADY.say(lang))
    else:
        for report in _ingest_sample(workspace):
            counts = {
                "read": report.rows_read,
                "entered": report.entered,
                "quarantined": report.quarantined,
                "known": report.known,
            }
            say(INGESTED.say(lang, {"name": Path(report.file).name, **counts}))
    failed = 0
    files: list[Path] = []
    for billed in bill_examples(workspace):
        for problem in billed.problems:
            failed += 1
            say(problem.say(lang))
        if billed.priced is not None:
            statement = billed.priced.statement
            say(
                BILLED.say(
                    lang, {"id": billed.statement_id, "total": f"{statement.total:,}", "currency": statement.currency}
                )
            )
            files += billed.files
    say("\n" + WHERE.say(lang, {"folder": str(workspace.statements)}))
    for file in files:
        say(f"  {file.relative_to(workspace.statements)}")
    return 1 if failed else 0


def _ingest_sample(workspace: Workspace) -> Iterator[IngestReport]:
    exports = workspace.root / "exports"
    lake = Lake(workspace.lake)
    for file in write_sample(exports):
        source = load_source(workspace.root / workspace.settings.sources / f"{file.source}.yaml")
        yield ingest(file.path, source, lake, workspace.data_docs)
    (exports / DONE).write_text("The files of this folder are in the lake.\n", encoding="utf-8")


def bill_examples(workspace: Workspace) -> Iterator[Billed]:
    """Every contract of the workspace: by its measures file where it has one, else the sample's months from the lake."""
    for path in sorted(workspace.contracts.glob("*.yaml")):
        given = workspace.root / "measures" / path.name
        if given.is_file():
            yield from bill_all(workspace, [path], None, given=given, now=datetime.now(UTC))
        else:
            for month in SAMPLE_MONTHS:
                yield from bill_all(workspace, [path], month, now=datetime.now(UTC))
