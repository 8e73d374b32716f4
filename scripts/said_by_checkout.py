"""Asks the verbs of one checkout for all they say; ``compare_checkouts.py`` runs it in that checkout's own Python.

    python said_by_checkout.py GROUP OUT CHECKOUT BEGINNING    (in a workspace, with the examples of the tests in inputs/)

Only verbs and files are used, never a module of bpo but ``bpo.cli:main``, so that rooms may move. Many verbs run in one process,
as the start of one costs more than most answers. What a verb says is written to ``OUT/NAME``: the JSON alone, byte for byte, as
``NAME.json``, with exit code and standard error as ``NAME.json.said``; of tables all of it together, as ``NAME.LANG.txt``.
Documents are written below the current folder, where the caller finds them.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable, Iterable
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any

import yaml

INPUTS = Path("inputs")
SLOW = ("carrier-10086", "hotline-12345", "hotline")
"""Contracts and a bid whose check, exposure, comparison and break-even take long: their tables are asked for in Chinese alone."""
SAMPLE_MONTHS = ("2026-01", "2026-02")
VERBS = "init check ingest measure bill price curve staffing quote solve breakeven compare explain show test diff schema sample demo docs doctor"


class Asked:
    """The verbs of this checkout in one language, and the folder in which their answers are kept."""

    def __init__(self, out: Path, main: Callable[[], None], lang: str, begin: str = "") -> None:
        self.out, self.main, self.lang, self.begin = out, main, lang, begin

    def table(self, name: str, *command: str) -> str:
        """What a verb says to a person; returns its standard output."""
        if not self._wanted(name):
            return ""
        code, out, err = self._run(*command, "--lang", self.lang)
        self._keep(f"{name}.{self.lang}.txt", f"{out}\n--- stderr, exit {code} ---\n{err}")
        return out

    def json(self, name: str, *command: str) -> Any:
        """What it says to a machine; returns it read, None where it is no JSON."""
        if not self._wanted(name) and not name.startswith("price"):  # its ids are what is explained
            return None
        code, out, err = self._run(*command, "--format", "json", "--lang", self.lang)
        self._keep(f"{name}.json", out)
        self._keep(f"{name}.json.said", f"exit {code}\n{err}")
        with suppress(ValueError):
            return json.loads(out)

    def _wanted(self, name: str) -> bool:
        return name.startswith(self.begin) or self.begin.startswith(name)

    def _keep(self, name: str, text: str) -> None:
        path = self.out / name
        if path.exists():
            raise AssertionError(f"{name} was asked for twice")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")

    def _run(self, *command: str) -> tuple[int, str, str]:
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="", write_through=True) for _ in range(2))
        sys.argv = ["bpo", *command]
        code: object = 0
        with redirect_stdout(out), redirect_stderr(err):
            try:
                self.main()
            except SystemExit as left:
                code = left.code or 0
        texts = [stream.buffer.getvalue().decode("utf-8") for stream in (out, err)]  # type: ignore[attr-defined]
        return int(str(code)), texts[0], texts[1]


def ask_given(asked: Asked) -> None:
    """Contracts with given figures, of the examples and of the scenario folders; help, schemas, mistakes."""
    first = asked.lang == "en"
    for contract in sorted(Path("contracts").glob("*.yaml")):
        name = contract.stem
        months = [
            path
            for path in [Path("measures", contract.name), *sorted(Path("measures", name).glob("*.yaml"))]
            if path.is_file()
        ]
        if not (first and name in SLOW):
            asked.table(f"check/{name}", "check", str(contract))
        if first:
            asked.json(f"check/{name}", "check", str(contract))
        for number, month in enumerate(months):
            _one_month(asked, f"{name}-{number}", contract, month, months[:number], explained=True)
    _curves_and_exposure(asked)
    for folder in sorted(path.parent for path in (INPUTS / "scenarios").glob("*/contract.yaml")):
        asked.table(f"test/{folder.name}", "test", str(folder))
        if first and (folder / "measures.yaml").is_file():
            history = sorted((folder / "history").glob("*.yaml"))
            _one_month(asked, f"scenario-{folder.name}", folder / "contract.yaml", folder / "measures.yaml", history)
    for wrong in sorted((INPUTS / "errors").glob("*.yaml")):
        asked.table(f"mistakes/{wrong.stem}", "check", str(wrong))
    for verb in VERBS.split():
        asked.table(f"help/{verb}", verb, "--help")
    for what in ("contract", "scenario", "costs"):
        asked.table(f"schema/{what}", "schema", what)


def _one_month(
    asked: Asked, name: str, contract: Path, month: Path, history: Iterable[Path], explained: bool = False
) -> None:
    command = [
        str(contract),
        "--measures",
        str(month),
        *(word for path in history for word in ("--history", str(path))),
    ]
    asked.table(f"price/{name}", "price", *command)
    if not explained:
        asked.json(f"price/{name}", "price", *command)
        return
    # a second language needs the ids too; its JSON is kept apart, as the labels in it are those of the contract
    statement = asked.json(f"price/{name}" if asked.lang == "en" else f"price-{asked.lang}/{name}", "price", *command)
    for line in _lines(statement):
        asked.table(f"explain/{name}/{line}", "explain", *command, "--line", line)


def _lines(statement: Any) -> list[str]:
    if not isinstance(statement, dict):
        return []
    return list(dict.fromkeys([charge["clause"] for charge in statement["charges"]] + list(statement["kpis"])))


def _curves_and_exposure(asked: Asked) -> None:
    first = asked.lang == "en"
    for month in sorted(Path("measures").glob("*.yaml")):
        given, contract = yaml.safe_load(month.read_text(encoding="utf-8")), str(Path("contracts", month.name))
        exposure = ["check", contract, "--exposure", "--measures", str(month)]
        if not (first and month.stem in SLOW):
            asked.table(f"exposure/{month.stem}", *exposure)
        if first:
            asked.json(f"exposure/{month.stem}", *exposure)
        varied = [(name, "70%", "100%") for name in list(given.get("kpis") or {})[:2]]
        for name, figure in list((given.get("quantities") or {}).items())[:2]:
            with suppress(ValueError):
                number = float(str(figure).replace(",", ""))
                varied.append((name, f"{number * 0.5:.0f}", f"{number * 1.5:.0f}"))
        for name, least, most in varied:
            moved = ["curve", contract, "--vary", name, "--from", least, "--to", most, "--measures", str(month)]
            asked.table(
                f"curve/{month.stem}-{name}",
                *moved,
                "--steps",
                "4",
                "--svg",
                f"out/{month.stem}-{name}-{asked.lang}.svg",
            )
            if first:
                asked.json(f"curve/{month.stem}-{name}", *moved)


def ask_facts(asked: Asked) -> None:
    """The sample's months from the lake, and every contract billed, with its documents."""
    for number, said in enumerate(asked.table("sample/sample", "sample", "exports").splitlines()):
        if "(" in said:
            path, source = said.replace(")", "").split("  (")
            asked.table(f"ingest/{number:02}", "ingest", path, "--source", f"sources/{source}.yaml")
    from_lake = [path for path in sorted(Path("contracts").glob("*.yaml")) if not Path("measures", path.name).is_file()]
    for contract in from_lake:
        for month in SAMPLE_MONTHS:
            name = f"{contract.stem}-{month}"
            asked.table(f"measure/{name}", "measure", str(contract), "--period", month)
            asked.json(f"measure/{name}", "measure", str(contract), "--period", month)
            statement = asked.json(f"bill/{name}", "bill", str(contract), "--period", month)
            for lang in ("en", "zh"):
                spoken = Asked(asked.out, asked.main, lang)
                for line in _lines(statement):
                    spoken.table(f"explain/{name}/{line}", "explain", str(contract), "--period", month, "--line", line)
        asked.table(f"check-facts/{contract.stem}", "check", str(contract), "--facts")
    for contract in sorted(set(Path("contracts").glob("*.yaml")) - set(from_lake)):
        months = [Path("measures", contract.name), *sorted(Path("measures", contract.stem).glob("*.yaml"))]
        for number, month in enumerate(months):
            asked.json(f"bill/{contract.stem}-{number}", "bill", str(contract), "--measures", str(month))
    asked.table("bill/all", "bill", *map(str, from_lake), "--period", SAMPLE_MONTHS[1])
    zh = Asked(asked.out, asked.main, "zh")
    zh.table("bill/one", "bill", "contracts/acme.yaml", "--measures", "measures/acme.yaml")
    zh.table("measure/one", "measure", str(from_lake[0]), "--period", SAMPLE_MONTHS[0])
    stored = asked.json("show/list", "show")
    for spoken in (asked, zh):
        spoken.table("show/list", "show")
        for statement in stored or ():
            spoken.table(f"show/{statement['id']}", "show", statement["id"])
    for statement in stored or ():
        asked.json(f"show/{statement['id']}", "show", statement["id"])


def ask_bid(asked: Asked, scenario: Path, name: str) -> None:
    """One bid: its quote and all that is asked of it. The second language only repeats the tables."""
    bid = yaml.safe_load(scenario.read_text(encoding="utf-8"))
    contract, folder, first = scenario.parent / bid["contract"], f"out/{name}", asked.lang == "en"
    month = str(bid.get("months", {}).get("from", "2027-01"))

    def both(verb: str, what: str, *command: str, documents: bool = True) -> None:
        written = ("--folder", f"{folder}/{verb}") if documents and first else ()
        if first:
            asked.json(f"bids/{name}/{verb}{what}", verb, *command, *written)
        if not (first and name in SLOW and verb in ("compare", "breakeven")):
            asked.table(f"bids/{name}/{verb}{what}", verb, *command)

    both("quote", "", str(scenario))
    for variant in bid.get("variants") or {}:
        if first:
            asked.json(
                f"bids/{name}/quote-{variant}",
                "quote",
                str(scenario),
                "--variant",
                variant,
                "--folder",
                f"{folder}/quote",
            )
    both("staffing", "", str(scenario))
    both(
        "staffing",
        "-low",
        str(scenario),
        *(("--variant", "low") if "low" in (bid.get("variants") or {}) else ()),
        "--month",
        month,
    )
    both("solve", "", str(scenario), "--margin", "18%", documents=False)
    if first:
        asked.json(f"bids/{name}/solve-markup", "solve", str(scenario), "--markup", "20%")
        asked.table(f"bids/{name}/solve-to", "solve", str(scenario), "--margin", "18%", "--to", f"{folder}/at-18.yaml")
        asked.table(
            f"bids/{name}/measures",
            "quote",
            str(scenario),
            "--measures-to",
            f"{folder}/expected",
            "--folder",
            f"{folder}/again",
        )
        for expected in sorted(Path(folder, "expected").glob("*.json"))[:3]:
            asked.json(f"bids/{name}/price-{expected.stem}", "price", str(contract), "--measures", str(expected))
            shutil.copy(expected, asked.out / f"bids/{name}/expected-{expected.name}")
        asked.table(f"bids/{name}/accept", "quote", "accept", str(scenario), "--to", f"{folder}/accepted.yaml")
        asked.json(f"bids/{name}/diff", "diff", str(contract), f"{folder}/at-18.yaml")
    asked.table(f"bids/{name}/check", "check", str(scenario), str(scenario.parent / bid["costs"]))
    adjustments = yaml.safe_load(contract.read_text(encoding="utf-8")).get("adjustments") or ()
    without = ("--without", adjustments[-1]["id"]) if adjustments else ()
    both("compare", "", str(scenario), "--tornado", *without)
    both("breakeven", "", str(contract), "--scenario", str(scenario))
    if first and name != "hotline":
        asked.json(
            f"bids/{name}/breakeven-price", "breakeven", str(contract), "--scenario", str(scenario), "--vary", "price"
        )


def ask(group: str, out: Path, main: Callable[[], None], beginning: str) -> None:
    """All of one group: ``facts``, ``given-LANG``, ``bid-NAME-LANG``; of given figures only names that may begin so."""
    if group == "facts":
        return ask_facts(Asked(out, main, "en"))
    rest, _, lang = group.rpartition("-")
    if rest == "given":
        return ask_given(Asked(out, main, lang, beginning))
    name = rest.removeprefix("bid-")
    scenario = INPUTS / "bids" / "letters.yaml" if name == "letters" else Path("bids", name, "scenario.yaml")
    return ask_bid(Asked(out, main, lang), scenario, name)


if __name__ == "__main__":
    import bpo
    from bpo.cli import main as bpo_main

    asked_group, asked_out, checkout, beginning = [*sys.argv[1:], ""][:4]
    if not Path(bpo.__file__).resolve().is_relative_to(Path(checkout).resolve()):
        raise SystemExit(f"{bpo.__file__} is not of {checkout}")
    ask(asked_group, Path(asked_out), bpo_main, beginning)
