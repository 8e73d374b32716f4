"""Every sentence of the product: its code is its own, and both languages have the same places."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from bpo.core.words import Words

ONE_SIDED = {"page-after"}
"""Pieces that one language does not need: 第 1 页 has a word after the number, Page 1 has none."""
MADE_WITH_THEIR_MODULE = {"bpo/report/headings.py", "bpo/core/words.py"}
"""Headings are written as pairs, and made with the module that holds them; a stored sentence is read back."""
ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "scripts" / "errors_page.py"


def errors_page() -> ModuleType:
    spec = importlib.util.spec_from_file_location("errors_page", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sentences(value: Any) -> Iterator[Words]:
    """The sentences that a module holds, also those in its tables."""
    if isinstance(value, Words):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from sentences(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from sentences(item)


def every_sentence() -> list[Words]:
    return [
        words for module in errors_page().modules() for value in vars(module).values() for words in sentences(value)
    ]


def test_a_code_belongs_to_one_sentence() -> None:
    by_code: dict[str, set[Words]] = {}
    for words in every_sentence():
        by_code.setdefault(words.code, set()).add(words)
    assert len(by_code) > 100
    assert {code: found for code, found in by_code.items() if len(found) > 1} == {}


def test_no_sentence_is_made_at_run_time() -> None:
    """A sentence whose code is no plain text is made of others, and no test here sees it: a sentence may stand inside another."""
    made = {
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sorted((ROOT / "bpo").rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Words"
        if not all(isinstance(part, ast.Constant) for part in (*call.args[:1], *(word.value for word in call.keywords)))
    }
    assert {place.partition(":")[0] for place in made} == MADE_WITH_THEIR_MODULE, sorted(made)


def test_both_languages_have_the_same_places_and_none_is_empty() -> None:
    for words in every_sentence():
        english, chinese = words.places()
        assert english == chinese, words.code
        assert words.code and ((words.en.strip() and words.zh.strip()) or words.code in ONE_SIDED), words


def test_a_sentence_can_be_said() -> None:
    """Braces that are no places are doubled, or saying the sentence would fail in front of the user."""
    for words in every_sentence():
        values = dict.fromkeys(words.places()[0], 1)
        assert words.say("en", values) is not None and words.say("zh", values) is not None


def test_the_page_of_errors_is_that_of_the_code() -> None:
    script = errors_page()
    written = script.PAGE.read_text(encoding="utf-8")
    assert written == script.page(), "run: .venv/bin/python scripts/errors_page.py"
