"""The pages of the verbs as they are held to the product: every ``console`` block is run, its output is what stands there.

A block's commands start with ``$ ``; ``console fails`` marks a block whose last command ends with exit code 1. A command in
an HTML comment, ``<!-- first: bpo … -->``, is run before and not shown. ``…`` in the output stands for anything: dates.
A ``yaml`` block whose first line is ``# name.yaml`` is a file that is there when the commands run.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

import bpo.cli

PAGES = Path(__file__).resolve().parents[2] / "docs"
BLOCK = re.compile(r"^```console( fails)?\n(.*?)^```$|^<!-- first: (.*?) -->$", re.MULTILINE | re.DOTALL)

FILE = re.compile(r"^```yaml\n(# (\S+\.yaml)\n.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Command:
    """A command as it stands on a page, and what stands under it."""

    line: str
    output: str
    fails: bool = False
    shown: bool = True


def commands(page: str) -> Iterator[Command]:
    for block in BLOCK.finditer(page):
        if block[3]:
            yield Command(block[3], "", shown=False)
            continue
        parts = re.split(r"^\$ ", block[2], flags=re.MULTILINE)[1:]
        for number, part in enumerate(parts, start=1):
            line, _, output = part.partition("\n")
            yield Command(line, output, fails=bool(block[1]) and number == len(parts))


def files(page: str) -> dict[str, str]:
    """The files that a page shows, by their names."""
    return {block[2]: block[1] for block in FILE.finditer(page)}


def printed(line: str) -> tuple[int, str]:
    """The exit code and all that a command prints, in the current folder."""
    words = shlex.split(line, comments=True)
    assert words[0] == "bpo", f"a page runs bpo alone: {line}"
    arguments = [
        found for word in words[1:] for found in (sorted(map(str, Path().glob(word))) if "*" in word else [word])
    ]
    result = CliRunner().invoke(bpo.cli.bpo, arguments, prog_name="bpo")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output.rstrip("\n") + "\n"


def alike(written: str, output: str) -> bool:
    """Whether the output is what is written, in which … stands for anything."""
    pattern = ".*?".join(re.escape(part) for part in written.rstrip("\n").split("…"))
    return re.fullmatch(pattern, output.rstrip("\n"), re.DOTALL) is not None
