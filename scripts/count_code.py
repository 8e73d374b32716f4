"""Counts the lines of code by room: no blank lines, no comments, no docstrings.

    scripts/count_code.py [FOLDER]...    (`bpo` if none is named)

Docstrings are those of modules, classes and functions; the texts that say below a field or a constant what it is are counted, and how
many lines they are is told apart, as is how often `fmt: skip` is written.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from dataclasses import dataclass
from pathlib import Path

BLANK = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}


DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass
class Count:
    """What one room comes to."""

    files: int = 0
    code: int = 0
    texts: int = 0
    skips: int = 0

    def add(self, source: str) -> None:
        """Add one file: the lines on which a token of code stands."""
        tokens = tokenize.generate_tokens(io.StringIO(source).readline)
        code = {line for token in tokens if token.type not in BLANK for line in range(token.start[0], token.end[0] + 1)}
        nodes = list(ast.walk(ast.parse(source)))
        docstrings = {
            id(node.body[0]) for node in nodes if isinstance(node, DOCUMENTED) and ast.get_docstring(node) is not None
        }
        for node in nodes:
            if (
                isinstance(node, ast.Expr)
                and isinstance(node.value, ast.Constant)
                and isinstance(node.value.value, str)
            ):
                if id(node) in docstrings:
                    code -= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
                else:
                    self.texts += (node.end_lineno or node.lineno) - node.lineno + 1
        self.files += 1
        self.code += len(code)
        self.skips += source.count("# fmt: skip")


def count(folder: Path) -> dict[str, Count]:
    """Each room: a folder, or "." for the files beside them; "all" is their sum."""
    rooms: dict[str, Count] = {}
    for path in sorted(folder.rglob("*.py")):
        inner = path.relative_to(folder).parts
        for room in (inner[0] if len(inner) > 1 else ".", "all"):
            rooms.setdefault(room, Count()).add(path.read_text(encoding="utf-8"))
    return rooms


def main() -> None:
    """Print a table for each folder."""
    for folder in map(Path, sys.argv[1:] or ["bpo"]):
        sys.stdout.write(f"{folder!s:20}    code  of it texts below fields  fmt: skip  files\n")
        for room, found in sorted(count(folder).items(), key=lambda pair: pair[1].code):
            sys.stdout.write(f"  {room:18}{found.code:8,}{found.texts:29,}{found.skips:11}{found.files:7}\n")


if __name__ == "__main__":
    main()
