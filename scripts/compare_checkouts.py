"""Compares what two checkouts of bpo say of every example: the safety net under a change that must change nothing.

    scripts/compare_checkouts.py --record FOLDER CHECKOUT             what CHECKOUT says, kept in FOLDER
    scripts/compare_checkouts.py --against FOLDER CHECKOUT            CHECKOUT compared with what was kept
    scripts/compare_checkouts.py OLD NEW [--keep FOLDER]              two checkouts, each with its own .venv

Run it by the Python of a checkout that is set up (`.venv/bin/python scripts/compare_checkouts.py …`). In each checkout it makes a
workspace, ingests the sample, bills every example contract, and asks every verb: JSON and, in both languages, what the terminal shows,
for the contracts with given figures, the months from the lake, the scenario folders and mistakes of the tests, and the bids
(`said_by_checkout.py`). Of each PDF it keeps the text page by page, of each workbook every cell's formula, value and number format. It
compares all of it and shows the first lines of each difference. The version of the engine, moments of recording and paths are levelled
before. `--only PATTERN` compares only artefacts whose names match (`bids/*`, `*.pdf.txt`), and asks only what is needed for them;
`--jobs` is how many processes run at once.

In the JSON of bids a fraction (or a longer decimal) on the old side and its decimal to at most twelve places on the new one are the same;
statements must agree in every byte. Differences that are meant stand in `scripts/expected_differences.txt`, one a line:
a pattern of artefacts, then the reason. They are reported apart.

Exit code: 0 if nothing differs but what is meant, 1 if something does, 2 if a checkout could not be asked.
"""

from __future__ import annotations

import argparse
import difflib
import fnmatch
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from fractions import Fraction
from itertools import zip_longest
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parent
GIVEN = ("check/", "price", "explain/", "exposure/", "curve/", "test/", "mistakes/", "help/", "schema/")
FACTS = ("sample/", "ingest/", "measure/", "bill/", "explain/", "check-facts/", "show/", "documents/")
GROUPS = {
    "bid-hotline-en": ("bids/hotline/",),
    "facts": FACTS,
    "given-en": GIVEN,
    "given-zh": GIVEN,
    "bid-hotline-zh": ("bids/hotline/",),
    "bid-manila-seats-en": ("bids/manila-seats/",),
    "bid-manila-seats-zh": ("bids/manila-seats/",),
    "bid-letters-en": ("bids/letters/",),
    "bid-letters-zh": ("bids/letters/",),
}
"""What is asked in a process of its own, the slowest first, and how the names of its artefacts begin."""
INPUTS = {"scenarios": "tests/scenarios", "errors": "tests/errors", "bids": "tests/economics/bids"}
SHORTENED = ("breakeven", "compare", "quote", "solve", "staffing")
"""The verbs of a bid whose JSON may say decimals for fractions; a statement or measures file that a bid leads to may not."""
PLACES = Fraction(1, 10**12)
SHOWN_LINES = 14
NUMBER = re.compile(r'^(?P<before>.*")(?P<value>-?\d+(\.\d+)?(/\d+)?)(?P<after>".*)$')


# ---- asking one checkout


def record(checkout: Path, folder: Path, inputs: Path, only: str, jobs: int) -> None:
    """Write everything that a checkout says into ``folder``/artefacts, and the inputs it was asked with beside it."""
    began = time.monotonic()
    artefacts = folder / "artefacts"
    shutil.rmtree(artefacts, ignore_errors=True)
    artefacts.mkdir(parents=True)
    if inputs != folder / "inputs":
        shutil.rmtree(folder / "inputs", ignore_errors=True)
        shutil.copytree(inputs, folder / "inputs")
    with tempfile.TemporaryDirectory(prefix="bpo-compare-") as scratch, ThreadPoolExecutor(jobs) as pool:
        first = Path(scratch, "workspace")
        _run(
            checkout,
            [checkout / ".venv/bin/python", "-c", "from bpo.cli import main; main()", "init", first],
            Path(scratch),
        )
        groups = [group for group, begins in GROUPS.items() if any(_may_match(only, name) for name in begins)]
        list(pool.map(lambda group: _ask(checkout, group, first, folder, only), groups))
    about = {"checkout": _commit(checkout), "only": only, "seconds": round(time.monotonic() - began)}
    (folder / "about.json").write_text(json.dumps(about, indent=2) + "\n")
    count = sum(path.is_file() for path in artefacts.rglob("*"))
    _say(f"{checkout}: {count} artefacts in {about['seconds']} s")


def _fixed(only: str) -> str:
    """The part of a pattern before its first wildcard."""
    return re.split(r"[*?\[]", only)[0]


def _may_match(only: str, begins: str) -> bool:
    """Whether an artefact whose name begins so may match the pattern."""
    return begins.startswith(_fixed(only)) or _fixed(only).startswith(begins)


def _ask(checkout: Path, group: str, first: Path, folder: Path, only: str) -> None:
    workspace, said = first.with_name(group) / "desk", first.with_name(group) / "said"
    shutil.copytree(first, workspace)
    shutil.copytree(folder / "inputs", workspace / "inputs")
    (workspace / "out").mkdir()
    said.mkdir()
    driver = [SCRIPTS / "said_by_checkout.py", group, said, checkout, _fixed(only)]
    _run(checkout, [checkout / ".venv/bin/python", *driver], workspace)
    paths = {str(workspace): "WORKSPACE", str(checkout): "CHECKOUT"}
    for path in sorted(path for path in said.rglob("*") if path.is_file()):
        name = path.relative_to(said).as_posix()
        _keep(folder / "artefacts" / name, levelled(name, path.read_bytes().decode("utf-8"), paths))
    begins = {"facts": "documents/", "given-en": "curve/", "given-zh": "curve/"}.get(group, GROUPS[group][0])
    documents = sorted(path for top in ("statements", "out") for path in (workspace / top).rglob("*") if path.is_file())
    with ProcessPoolExecutor(1) as reader:  # of its own, so that two groups are read at once
        for path, text in zip(documents, reader.map(text_of, documents), strict=True):
            name = begins + path.relative_to(workspace).as_posix()
            _keep(folder / "artefacts" / f"{name}.txt", levelled(name, text, paths))


def _run(checkout: Path, command: list[object], cwd: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "PYTHON"))}
    environment |= {"PYTHONPATH": str(checkout), "LANG": "C.UTF-8", "COLUMNS": "160", "TZ": "UTC"}
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=environment, capture_output=True, text=True)
    if done.returncode:
        _say(f"{checkout}: {' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
        raise SystemExit(2)


def _keep(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


def _commit(checkout: Path) -> str:
    git = ["git", "-C", str(checkout), "describe", "--always", "--dirty", "--abbrev=12"]
    return subprocess.run(git, capture_output=True, text=True).stdout.strip()


# ---- what is compared


def levelled(name: str, text: str, paths: dict[str, str]) -> str:
    """Without what may differ between two runs: the engine's version, moments of recording, absolute paths."""
    for path, word in paths.items():
        text = text.replace(path, word)
    text = re.sub(r'("engine": )"[^"]*"', r'\1"ENGINE"', text)
    text = re.sub(r"\bbpo \d+\.\d+\.\d+\S*", "bpo ENGINE", text)
    if name.startswith("show/list"):
        text = re.sub(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d[0-9:.+]*", "MOMENT", text)
    return text


def text_of(path: Path) -> str:
    """A PDF page by page, a workbook cell by cell, anything else as it stands."""
    if path.suffix == ".pdf":
        return "".join(f"--- page {number} ---\n{page}\n" for number, page in enumerate(_pages(path), start=1))
    if path.suffix == ".xlsx":
        return "".join(f"{line}\n" for line in _cells(path))
    return path.read_bytes().decode("utf-8", errors="backslashreplace")


def _pages(path: Path) -> Iterator[str]:
    from pypdf import PdfReader

    for page in PdfReader(path).pages:
        yield page.extract_text()


def _cells(path: Path) -> Iterator[str]:
    from openpyxl import load_workbook

    written, shown = load_workbook(path), load_workbook(path, data_only=True)
    for sheet in written.worksheets:
        yield f"--- sheet {sheet.title} ({sheet.sheet_state}) ---"
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    value = shown[sheet.title][cell.coordinate].value
                    computed = f" -> {value!r}" if cell.data_type == "f" else ""
                    yield f"{cell.coordinate}: {cell.value!r}{computed} [{cell.number_format}]"
    for name, defined in written.defined_names.items():
        yield f"name {name}: {defined.attr_text}"


def same(name: str, old: str, new: str) -> bool:
    """Whether two artefacts agree; in the JSON of bids a fraction agrees with its decimal to twelve places."""
    if old == new:
        return True
    if not (name.startswith("bids/") and name.endswith(".json") and name.split("/")[-1].startswith(SHORTENED)):
        return False
    return all(_same_line(*lines) for lines in zip_longest(old.splitlines(), new.splitlines(), fillvalue=""))


def _same_line(old: str, new: str) -> bool:
    if old == new:
        return True
    before, after = NUMBER.match(old), NUMBER.match(new)
    if not before or not after or (before["before"], before["after"]) != (after["before"], after["after"]):
        return False
    shortened = "/" in before["value"] or _places(before["value"]) > 12
    if not shortened or "/" in after["value"] or _places(after["value"]) > 12:
        return False
    return abs(Fraction(before["value"]) - Fraction(after["value"])) <= PLACES / 2


def _places(decimal: str) -> int:
    return len(decimal.partition(".")[2])


# ---- comparing


def compare(old: Path, new: Path, only: str, expected: dict[str, str]) -> int:
    """Print what differs between two recorded folders. Returns how many artefacts do that are not meant to."""
    olds, news = _names(old, only), _names(new, only)
    counts = {"same": 0, "same to twelve places": 0, "meant": 0, "differs": 0, "only old": 0, "only new": 0}
    found: dict[str, list[str]] = {}
    for name in sorted(olds | news):
        before, after = (_read(folder, name) if name in names else None for folder, names in ((old, olds), (new, news)))
        verdict = _verdict(name, before, after)
        reason = next((why for pattern, why in expected.items() if fnmatch.fnmatch(name, pattern)), None)
        if verdict.startswith("same") or reason is None:
            counts[verdict] += 1
        else:
            counts["meant"] += 1
            found.setdefault(f"meant: {reason}", []).append(f"  {name} ({verdict})")
            continue
        if not verdict.startswith("same"):
            found.setdefault(f"{verdict}: {name}", []).extend(_difference(before or "", after or ""))
    for title, lines in found.items():
        _say(f"{title}\n" + "\n".join(lines))
    _say("\n" + ", ".join(f"{word} {count}" for word, count in counts.items()))
    return counts["differs"] + counts["only old"] + counts["only new"]


def _names(folder: Path, only: str) -> set[str]:
    top = folder / "artefacts"
    names = (path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_file())
    return {name for name in names if fnmatch.fnmatch(name, only)}


def _read(folder: Path, name: str) -> str:
    return (folder / "artefacts" / name).read_bytes().decode("utf-8")


def _verdict(name: str, old: str | None, new: str | None) -> str:
    if old is None or new is None:
        return "only new" if old is None else "only old"
    if old == new:
        return "same"
    return "same to twelve places" if same(name, old, new) else "differs"


def _difference(old: str, new: str) -> Iterable[str]:
    if sorted(old.split()) == sorted(new.split()):
        yield "  (the same words in another order or layout)"
    lines = list(difflib.unified_diff(old.splitlines(), new.splitlines(), "old", "new", lineterm="", n=1))[2:]
    yield from (f"  {line[:200]}" for line in lines[:SHOWN_LINES])
    if len(lines) > SHOWN_LINES:
        yield f"  … {len(lines) - SHOWN_LINES} more lines"


def expected_differences(file: Path) -> dict[str, str]:
    """Pattern of artefacts and reason, one a line; empty lines and those that begin with # say nothing."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    pairs = [line.split(maxsplit=1) for line in lines if line.strip() and not line.startswith("#")]
    without = [pair[0] for pair in pairs if len(pair) == 1]
    if without:
        raise SystemExit(f"{file}: no reason is given for {', '.join(without)}")
    return dict(pairs)


def gathered_inputs(checkout: Path, folder: Path) -> Path:
    """The examples of a checkout's tests, which both sides are asked with, below one folder."""
    for name, place in INPUTS.items():
        if (checkout / place).is_dir():
            shutil.copytree(checkout / place, folder / name, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return folder


def main() -> int:
    """Parse, ask, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkouts", nargs="+", type=Path, metavar="CHECKOUT")
    parser.add_argument("--record", type=Path, metavar="FOLDER")
    parser.add_argument("--against", type=Path, metavar="FOLDER")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep what was said, in FOLDER/old and FOLDER/new")
    parser.add_argument("--only", default="*", metavar="PATTERN")
    parser.add_argument("--expected", type=Path, default=SCRIPTS / "expected_differences.txt", metavar="FILE")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    checkouts = [path.resolve() for path in given.checkouts]
    if len(checkouts) != (1 if given.record or given.against else 2):
        parser.error("two checkouts, or one with --record or --against")
    with tempfile.TemporaryDirectory(prefix="bpo-compare-") as scratch:
        kept = given.keep or Path(scratch)
        if given.against:
            old = given.against.resolve()
        else:
            old = (given.record or kept / "old").resolve()
            record(checkouts[0], old, gathered_inputs(checkouts[0], Path(scratch, "inputs")), given.only, given.jobs)
        if given.record:
            return 0
        new = (kept / "new").resolve()
        record(checkouts[-1], new, old / "inputs", given.only, given.jobs)
        return 1 if compare(old, new, given.only, expected_differences(given.expected)) else 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
