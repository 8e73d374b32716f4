"""The demo: the sample's months through every example contract, and the example bid, in a workspace of their own."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from bpo.bid import BASE, draw_bid, files_of, offer_of, report_inputs
from bpo.bid.break_even import Found, break_even_files, draw_break_even
from bpo.bid.front import stem_of
from bpo.contracts.statement import Statement
from bpo.core.errors import BpoError
from bpo.core.words import Lang, Words
from bpo.desk.billing import Billed, bill_all
from bpo.desk.keys import key_to_ingest
from bpo.desk.run import load
from bpo.desk.workspace import FILE, Workspace, find_workspace, make_workspace, near
from bpo.economics.margin.breakeven import break_even
from bpo.economics.margin.targets import cost_targets
from bpo.economics.margin.vary import sweep, varied
from bpo.economics.scenario.case import case_of_bid
from bpo.economics.scenario.projection import project
from bpo.economics.scenario.scenario import read_bid
from bpo.facts.ingest import IngestReport, ingest
from bpo.facts.lake.lake import Lake
from bpo.facts.sources.load import load_source
from bpo.report.files import write_all
from bpo.report.speech import Speech
from bpo.sample import write_sample

SAMPLE_MONTHS = ("2026-01", "2026-02")
DONE = "ingested.txt"

INGESTED = Words(
    "demo-ingested",
    en="{name}: {read} rows read, {entered} entered, {quarantined} quarantined, {known} already known",
    zh="{name}：读取 {read} 行，导入 {entered}，隔离 {quarantined}，已有 {known}",
)
THERE_ALREADY = Words("demo-there-already", en="the sample is in the lake already", zh="样例数据已在事实库中")
BILLED = Words("demo-billed", en="{id} {total} {currency}  {pdf}", zh="{id} {total} {currency}  {pdf}")
WHERE = Words(
    "demo-where",
    en="The PDFs are in {folder}; beside each stand one for the reviewer (-review.pdf) and the workbook (.xlsx).",
    zh="PDF 位于 {folder}；同名的 -review.pdf 供复核，.xlsx 为工作簿。",
)
QUOTED = Words(
    "demo-quoted",
    en="The example bid's quote is {quote}; its calculation sheet stands beside it, as PDF and workbook.",
    zh="示例投标的报价单：{quote}；旁边的 -calculation 为测算表（PDF 与工作簿）。",
)
BROKEN_EVEN = Words(
    "demo-break-even",
    en="Where it breaks even, and what its costs may come to: {report}, and the workbook beside it.",
    zh="盈亏平衡报告（含成本临界点）：{report}，同名 .xlsx 为工作簿。",
)
DECIDED = Words(
    "demo-board",
    en="What a board decides on, with its risk: {report}; the risk report stands beside it.",
    zh="投标决策页：{report}；旁边的 -risk 为风险测算。",
)
TRY = Words(
    "demo-try",
    en="Try next: cd {folder} && bpo explain contracts/city-hotline.yaml --line coefficient",
    zh="接着试试：cd {folder} && bpo explain contracts/city-hotline.yaml --line coefficient",
)
ID_WIDTH = 30
DRAWS = 1000
"""Of the demo: few, so that it does not keep anyone waiting."""


def run_demo(folder: Path, lang: Lang, say: Callable[[str], None]) -> int:
    """Make the workspace if it is not there, ingest the sample, bill every example contract. Returns the exit code.

    A second time only what has changed is drawn again.
    """
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
    say("")
    failed = False
    for billed in bill_examples(workspace):
        for problem in billed.problems:
            failed = True
            say(problem.say(lang) + "\n")
        if billed.priced is not None and billed.recorded is not None:
            say(_line(billed, billed.priced.statement, billed.recorded.statement_id, workspace, lang))
    for scenario in map(near, sorted((workspace.root / "bids").glob("*/scenario.yaml"))):
        try:
            say("\n" + QUOTED.say(lang, {"quote": str(near(quote_example(scenario, workspace)))}))
            say(BROKEN_EVEN.say(lang, {"report": str(near(report_example(scenario, workspace)))}))
            if (page := board_example(scenario, workspace)) is not None:
                say(DECIDED.say(lang, {"report": str(near(page))}))
        except BpoError as error:
            failed = True
            for problem in error.problems:
                say(problem.say(lang) + "\n")
    say("\n" + WHERE.say(lang, {"folder": str(near(workspace.statements))}))
    say(TRY.say(lang, {"folder": str(folder)}))
    return 1 if failed else 0


def _line(billed: Billed, statement: Statement, name: str, workspace: Workspace, lang: Lang) -> str:
    amount = f"{Speech(lang, statement.currency).money(statement.total):>13}"
    pdf = str(billed.files[0].relative_to(workspace.statements))
    return BILLED.say(lang, {"id": f"{name:{ID_WIDTH}}", "total": amount, "currency": statement.currency, "pdf": pdf})


def _ingest_sample(workspace: Workspace) -> Iterator[IngestReport]:
    exports = workspace.root / "exports"
    lake, key = Lake(workspace.lake), key_to_ingest(workspace)
    for file in write_sample(exports):
        source = load_source(workspace.root / workspace.settings.sources / f"{file.source}.yaml")
        yield ingest(file.path, source, lake, key=key)
    (exports / DONE).write_text("The files of this folder are in the lake.\n", encoding="utf-8")


def bill_examples(workspace: Workspace) -> Iterator[Billed]:
    """Every contract of the workspace: by its measures file where it has one, else the sample's months from the lake."""
    for path in map(near, sorted(workspace.contracts.glob("*.yaml"))):
        agreed = near(workspace.root / "measures" / path.name)
        months = [(None, agreed)] if agreed.is_file() else [(month, None) for month in SAMPLE_MONTHS]
        try:
            load(path)
            for month, given in months:
                yield from bill_all(workspace, [path], month, given=given, now=datetime.now(UTC), keep_drawn=True)
        except BpoError as error:  # mistakes in a contract or its measures file stop no other
            yield Billed(path, problems=error.problems)


def quote_example(scenario: Path, workspace: Workspace) -> Path:
    """The client's PDF of a bid; its documents are drawn if a file of the bid is newer than they are.

    Raises:
        BpoError: with every mistake in the files of the bid.
    """
    bid = read_bid(scenario)
    files = files_of(offer_of(bid), BASE, workspace.root / "quotes")
    if not _drawn(files, scenario):
        write_all(draw_bid(project(bid), BASE, workspace.root / "quotes", workspace.templates))
    return files[0]


def report_example(scenario: Path, workspace: Workspace) -> Path:
    """The PDF of a bid's break-even report; drawn, with its workbook, if a file of the bid is newer.

    Raises:
        BpoError: with every mistake in the files of the bid.
    """
    case = case_of_bid(read_bid(scenario))
    files = break_even_files(case, workspace.root / "quotes")
    if not _drawn(files, scenario):
        swept = [sweep(case, varied(case, name)) for name in report_inputs(case)]
        found = Found(case, break_even(case), cost_targets(case), swept)
        write_all(draw_break_even(found, workspace.root / "quotes", workspace.templates))
    return files[0]


def board_example(scenario: Path, workspace: Workspace) -> Path | None:
    """The PDF of the board's page, drawn with the risk report and both workbooks if a file of the bid is newer; None where nothing is uncertain.

    Raises:
        BpoError: with every mistake in the files of the bid.
    """
    bid, folder = read_bid(scenario), workspace.root / "quotes"
    if not bid.scenario.uncertain:
        return None
    from bpo.bid.board import board_of, draw_board  # numpy, only where something is uncertain
    from bpo.bid.risk import Risked, draw_risk
    from bpo.economics.risk.figures import risk_figures
    from bpo.economics.risk.run import risk

    stem = stem_of(bid.scenario, BASE)
    files = [folder / f"{stem}-{name}{end}" for name in ("board", "risk") for end in (".pdf", ".xlsx")]
    if not _drawn(files, scenario):
        results = risk(bid, DRAWS, 1)
        risked = Risked(results, risk_figures(results), BASE)
        page = draw_board(board_of(risked, offer_of(bid), {}), folder, workspace.templates)
        write_all({**page, **draw_risk(risked, folder, workspace.templates)})
    return files[0]


def _drawn(files: Iterable[Path], scenario: Path) -> bool:
    """Whether all are there and no file of the bid is newer."""
    changed = max(file.stat().st_mtime for file in scenario.parent.glob("*.yaml"))
    return all(file.exists() and file.stat().st_mtime >= changed for file in files)
