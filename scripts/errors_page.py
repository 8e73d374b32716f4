"""Writes docs/errors.md: every mistake that bpo tells a user about, with its sentence in both languages.

Run it after a message was added or changed: ``.venv/bin/python scripts/errors_page.py``. A test holds the page.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import bpo
from bpo.core.words import Words

PAGE = Path(__file__).resolve().parents[1] / "docs" / "errors.md"
TELLS = ("Problem", "fail", "Mistake", "Slip")
"""The first argument of these is the sentence of a mistake."""

TOP = """\
# Errors<!--zh--> 错误信息

A mistake in a file is told with its file and line, the line itself, and how to mend it; every mistake at once, in English or
Chinese (`--lang`, or the locale). In braces stand the values of the case. The code is stable: search by it.

<!--zh-->
错误信息给出文件和行号、原文以及修改方法，并一次列出全部错误；语言由 `--lang` 或系统区域决定。花括号内为具体取值；编号稳定，可据此检索。

```
contracts/acme.yaml:12: unknown pricing model 'seat'
   12 |   - model: seat
      |            ^^^^
   Known: consulting, fixed, hours, pass_through, seats, staff_lease, workload. Did you mean 'seats'? See docs/terms/seats.md
```

Written by `scripts/errors_page.py` from the code.
"""


def modules() -> Iterator[ModuleType]:
    """Every module of bpo; migrations run inside Alembic alone."""
    yield bpo
    for found in pkgutil.walk_packages(bpo.__path__, "bpo."):
        if not found.name.startswith("bpo.ledger.migrations"):
            yield importlib.import_module(found.name)


def told(module: ModuleType) -> list[Words]:
    """The sentences that a module tells as mistakes, in their order in the file."""
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    assigned: dict[str, list[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                for name in (one.id for one in ast.walk(target) if isinstance(one, ast.Name)):
                    assigned.setdefault(name, []).extend(_names(node.value))
    used: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TELLS and node.args:
            for name in _names(node.args[0]):
                used |= {name, *assigned.get(name, ())}
    return [value for name, value in vars(module).items() if name in used and isinstance(value, Words)]


def _names(node: ast.AST) -> list[str]:
    return [one.id for one in ast.walk(node) if isinstance(one, ast.Name)]


def page() -> str:
    """The page as it should be."""
    seen: set[str] = set()
    parts = [TOP]
    for module in modules():
        rows = [words for words in told(module) if words.code not in seen]
        seen |= {words.code for words in rows}
        if rows:
            parts.append(f"\n## `{module.__name__}`\n\n| code | English | <!--zh-->中文 |\n|---|---|---|\n")
            parts += [f"| `{words.code}` | {_cell(words.en)} | {_cell(words.zh)} |\n" for words in rows]
    return "".join(parts)


def _cell(sentence: str) -> str:
    return sentence.replace("{{", "{").replace("}}", "}").replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
