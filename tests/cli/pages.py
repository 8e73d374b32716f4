"""The pages of the verbs as they are held to the product: from an empty folder, what a page says is done in its order.

A ``console`` block has commands, each after ``$ ``, and what they print; ``console fails`` marks a block whose last command ends with
exit code 1. A ``sh`` block has commands whose output is left out: what is to be done first. A ``yaml`` block whose first line is
``# name.yaml`` is a file that is written into the folder, and so is what stands below ``# name.csv`` in a ``csv`` block. ``…`` in the
output stands for anything: dates.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

import bpo.cli

PAGES = Path(__file__).resolve().parents[2] / "docs"
BLOCK = re.compile(
    r"^```console(?P<fails> fails)?\n(?P<console>.*?)^```$|^```sh\n(?P<sh>.*?)^```$"
    r"|^```yaml\n(?P<file># (?P<name>\S+\.yaml)\n.*?)^```$"
    r"|^```csv\n# (?P<table>\S+\.csv)\n(?P<rows>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
FENCE = re.compile(r"^```(?P<kind>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Command:
    """A command as it stands on a page, and what stands under it."""

    line: str
    output: str
    fails: bool = False
    shown: bool = True


@dataclass(frozen=True)
class File:
    """A file that a page shows under its name."""

    name: str
    text: str


def steps(page: str) -> Iterator[Command | File]:
    """What a page says to do, in its order."""
    for block in BLOCK.finditer(page):
        if block["name"]:
            yield File(block["name"], block["file"])
        elif block["table"]:
            yield File(block["table"], block["rows"])
        elif block["sh"]:
            yield from (Command(line, "", shown=False) for line in block["sh"].splitlines() if line.strip())
        else:
            parts = re.split(r"^\$ ", block["console"], flags=re.MULTILINE)[1:]
            for number, part in enumerate(parts, start=1):
                line, _, output = part.partition("\n")
                yield Command(line, output, fails=bool(block["fails"]) and number == len(parts))


def files(page: str) -> dict[str, str]:
    """The files that a page shows, by their names."""
    return {step.name: step.text for step in steps(page) if isinstance(step, File)}


def not_run(page: str) -> list[str]:
    """Commands that stand on a page where nobody runs them: after a prompt, or with their output, in another kind of block."""
    others = [block["text"] for block in FENCE.finditer(page) if not block["kind"].startswith(("console", "sh"))]
    prompted = [line for text in others for line in re.findall(r"^\$ .*$", text, re.MULTILINE)]
    named = [block["text"] for block in FENCE.finditer(page) if block["kind"] == "text"]
    return [*prompted, *(line for text in named for line in re.findall(r"^bpo [a-z].*$", text, re.MULTILINE))]


def printed(line: str) -> tuple[int, str]:
    """The exit code and all that a command prints, in the current folder."""
    words = shlex.split(line, comments=True)
    if words[0] == "cd":
        os.chdir(words[1])
        return 0, ""
    if words[0] != "bpo":
        done = subprocess.run(line, shell=True, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr
    into = None
    if ">" in words:
        words, (into,) = words[: words.index(">")], words[words.index(">") + 1 :]
    arguments = [
        found for word in words[1:] for found in (sorted(map(str, Path().glob(word))) if "*" in word else [word])
    ]
    result = CliRunner().invoke(bpo.cli.bpo, arguments, prog_name="bpo")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    if into is not None:
        Path(into).write_text(result.stdout, "utf-8")
        return result.exit_code, result.stderr
    return result.exit_code, result.output.rstrip("\n") + "\n"


def alike(written: str, output: str) -> bool:
    """Whether the output is what is written, in which … stands for anything."""
    pattern = ".*?".join(re.escape(part) for part in written.rstrip("\n").split("…"))
    return re.fullmatch(pattern, output.rstrip("\n"), re.DOTALL) is not None
