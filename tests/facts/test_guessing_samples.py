"""Every sample is drafted: with the ready-made sources its draft reads what they read, without them it reads the rows or says what to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bpo.core.errors import BpoError
from bpo.facts.guessing.guess import Guess, Known, guess
from bpo.facts.guessing.ready import ready_made
from bpo.facts.ingest import IngestReport, ingest
from bpo.facts.lake.lake import Lake
from bpo.facts.sources.load import load_source
from bpo.facts.sources.source import Source
from bpo.sample import write_sample
from tests.real_data import real_data

HERE = Path(__file__).resolve().parent
MADE = sorted([*(HERE / "exports").iterdir(), *(HERE / "samples").glob("*.json")])
REAL = {
    ("anonymous-bank", "january.txt"): "anonymous-bank",
    ("asterisk", "queue_log"): "asterisk-queue-log",
    ("asterisk", "Master.csv"): "asterisk-cdr",
    ("asterisk", "good.csv"): "asterisk-cdr-csv",
    ("freeswitch", "Master.csv"): "freeswitch-cdr",
    ("genesys", "conversation1.json"): "genesys-cloud",
    ("genesys", "conversation2.json"): "genesys-cloud",
    ("restaurant-bookings", "calls.csv"): "restaurant-bookings",
}
TOLD = Known("acme", "Asia/Shanghai")
LOGS = ("asterisk-queue-log", "asterisk-queue-log-table", "freeswitch-callcenter")
Ready = Sequence[tuple[Path, Source]] | None


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The files of ``bpo sample`` of one month, and the rosters."""
    folder = tmp_path_factory.mktemp("sample")
    return sorted(file.path for file in write_sample(folder) if "2026-02" not in file.path.name)


def drafted(path: Path, folder: Path, known: Known, ready: Ready = None) -> tuple[Guess, Source]:
    """The draft, and the source file that it is once it is written down."""
    made = guess(path, "en", known, ready)
    written = folder / f"{path.name}.yaml"
    written.write_text(made.text, encoding="utf-8")
    return made, load_source(written)


def enter(path: Path, source: Source, folder: Path) -> IngestReport:
    return ingest(path, source, Lake(folder / "lakes" / path.name))


def source_named(name: str) -> Source:
    return next(source for path, source in ready_made() if path.stem == name)


def counts(report: IngestReport) -> tuple[int, ...]:
    return report.rows_read, report.usable, report.quarantined, report.skipped


def as_the_ready_made(path: Path, name: str, folder: Path) -> None:
    made, source = drafted(path, folder, TOLD)
    assert made.ready == name
    assert (made.open_ends, source.account) == ((), "acme")
    its = source_named(name).model_copy(update={"timezone": source.timezone})
    assert counts(enter(path, source, folder)) == counts(ingest(path, its, Lake(folder / "its" / path.name)))


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.name)
def test_the_export_of_a_system_is_known_by_its_structure(path: Path, tmp_path: Path) -> None:
    name = {"genesys-conversations.json": "genesys-cloud"}.get(path.name, path.stem)
    as_the_ready_made(path, name, tmp_path)


@pytest.mark.parametrize(("parts", "name"), list(REAL.items()), ids=["/".join(parts) for parts in REAL])
def test_real_exports_are_known_as_well(parts: tuple[str, ...], name: str, tmp_path: Path) -> None:
    as_the_ready_made(real_data(*parts), name, tmp_path)


def test_the_files_of_the_sample_are_known(invented: list[Path], tmp_path: Path) -> None:
    assert len(invented) == 14
    for path in invented:
        folder = tmp_path / path.parent.name
        folder.mkdir(exist_ok=True)
        as_the_ready_made(path, f"{path.parent.name}-{path.stem.removesuffix('-2026-01')}", folder)


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.name)
def test_what_is_not_told_is_asked(path: Path, tmp_path: Path) -> None:
    """The account always; the clock where the times of the file do not tell it."""
    made, source = drafted(path, tmp_path, Known())
    with pytest.raises(BpoError) as refused:
        enter(path, source, tmp_path)
    asked = [problem.code.removeprefix("fill-in-") for problem in refused.value.problems]
    assert asked == list(made.open_ends)
    epochs = {
        "asterisk-queue-log",
        "vicidial-log",
        "vicidial-closer-log",
        "freeswitch-callcenter",
        "freeswitch-xml-cdr",
    }
    offsets = {"amazon-connect", "genesys-conversations", "twilio-calls", "twilio-taskrouter"}
    assert asked == (["account"] if path.stem in epochs | offsets else ["account", "timezone"])


# Drafted from headings and values alone, these need no edit.
UNEDITED = {
    "city-hotline/calls-2026-01.csv",
    "city-hotline/cases-2026-01.txt",
    "city-hotline/evaluations-2026-01.xlsx",
    "city-hotline/events-2026-01.csv",
    "city-hotline/surveys-2026-01.csv",
    "insurer-telesales/evaluations-2026-01.tsv",
    "insurer-telesales/roster.tsv",
    "insurer-telesales/sales-2026-01.tsv",
    "insurer-telesales/timesheets-2026-01.tsv",
    "tech-support/roster.csv",
    "tech-support/surveys-2026-01.csv",
    "tech-support/timesheets-2026-01.csv",
}


def test_without_ready_made_sources_a_draft_reads_the_rows_or_says_what_to_fill_in(
    invented: list[Path], tmp_path: Path
) -> None:
    unedited = set()
    for path in [*invented, *(one for one in MADE if one.stem not in LOGS)]:
        folder = tmp_path / path.parent.name
        folder.mkdir(exist_ok=True)
        made, source = drafted(path, folder, TOLD, ())
        if made.open_ends:
            assert f"# to fill in: {', '.join(made.open_ends)}" in made.text
            with pytest.raises(BpoError):
                enter(path, source, folder)
            continue
        report = enter(path, source, folder)
        if report.usable >= 0.99 * (report.rows_read - report.skipped):
            unedited.add(f"{path.parent.name}/{path.name}")
        else:
            assert "rows with a code that is not listed are set aside" in made.text, path.name
    assert unedited == UNEDITED
