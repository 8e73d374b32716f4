"""A user's mistake: where it is, what it is, and how to mend it. Many are reported at once."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bpo.core.also_called import meant_by
from bpo.core.words import Lang, Words


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file: path, line and column from 1, the line's text and how many characters are meant."""

    path: str
    line: int = 0
    column: int = 0
    text: str = ""
    width: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


_PASSWORDS = (
    re.compile(r"(://[^\s/:@]*:)((?!\$\{)[^\s/]+)(?=@)"),
    re.compile(r"([?&]\w*(?:password|passwd|pwd|secret|token)=)((?!\$\{)[^\s&\"']+)", re.IGNORECASE),
)
"""In a URL; one that is written in a file is not shown on a screen besides. ``${NAME}`` stands for one, and is none."""
KNOWN = Words("known", en="Known: {known}.", zh="可用：{known}。")
NEAREST = Words("nearest", en="Did you mean '{nearest}'?", zh="是否想写 '{nearest}'？")
PAGE = Words("page", en="See {page}", zh="参见 {page}")


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake. ``values`` fill the words; ``known``, ``nearest`` and ``page`` among them add a line of help."""

    words: Words
    where: Where | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.words.code

    def is_a(self, *kinds: Words) -> bool:
        """Whether it is one of these mistakes, by their codes."""
        return self.code in {words.code for words in kinds}

    def say(self, lang: Lang) -> str:
        """The message as a user sees it: ``file:line: what``, the line with a caret, how to mend it."""
        lines = [self.words.say(lang, {name: _short(value) for name, value in self.values.items()})]
        if self.where is not None:
            lines[0] = f"{self.where}: {lines[0]}"
            if self.where.text:
                lines += _excerpt(self.where)
        helps = [words.say(lang, self.values) for words in (KNOWN, NEAREST, PAGE) if self.values.get(words.code)]
        if helps:
            lines.append("   " + " ".join(helps))
        return "\n".join(lines)


REFUSED = Words(
    "system-refused",
    en="this cannot be read or written: {reason}. Check that it is what it should be, and that you may",
    zh="无法读取或写入：{reason}。请确认该路径正确，且您有相应权限",
)


def refused(error: OSError) -> Problem:
    """A file or folder that the operating system refuses: no mistake in a file, yet the user's to mend."""
    named = str(error.filename) if error.filename is not None else ""
    return Problem(REFUSED, Where(named) if named else None, {"reason": error.strerror or str(error)})


REASON_LENGTH_MAX = 200


def in_a_line(said: str) -> str:
    """What a library says of its trouble, on one line, and no longer than is read.

    >>> in_a_line("no such\\n  file"), len(in_a_line("x" * 500))
    ('no such file', 201)
    """
    text = " ".join(said.split())
    return text if len(text) <= REASON_LENGTH_MAX else text[:REASON_LENGTH_MAX] + "…"


class BpoError(Exception):
    """Carries every problem found; the command line prints them, one bad client never stops the others."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        assert self.problems, "an error without a problem says nothing"
        super().__init__("\n".join(problem.say("en") for problem in self.problems))

    def __reduce__(self) -> "tuple[type[BpoError], tuple[tuple[Problem, ...]]]":
        """From one process to another: by its problems, not by their text."""
        return type(self), (self.problems,)


def fail(words: Words, where: Where | None = None, **values: Any) -> BpoError:
    """The error for a single problem, to be raised."""
    return BpoError([Problem(words, where, values)])


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """As they stand in the files; those without a place come last."""

    def place(problem: Problem) -> tuple[bool, str, int, int]:
        where = problem.where
        return (where is None, where.path, where.line, where.column) if where else (True, "", 0, 0)

    return sorted(problems, key=place)


def choices(given: str, known: Iterable[str]) -> dict[str, Any]:
    """The values for a problem about a name that is not known: all known ones, and the one that is meant, or spelled nearest."""
    listed = sorted(set(known))
    meant = meant_by(given, listed)
    near = [meant] if meant else difflib.get_close_matches(given, listed, n=1, cutoff=0.65)
    return {"given": given, "known": listed, **({"nearest": near[0]} if near else {})}


def _short(value: Any) -> Any:
    """A file may hold a name of a million letters; a message shows the beginning."""
    return value[:200] + "…" if isinstance(value, str) and len(value) > 200 else value


def _excerpt(where: Where) -> list[str]:
    number = f"{where.line:5d} | "
    whole = where.text
    for password in _PASSWORDS:
        whole = password.sub(lambda found: found[1] + "*" * len(found[2]), whole)
    text = whole if len(whole) <= 160 else whole[:157] + "…"
    before = "".join(" " * _columns(letter) for letter in text[: where.column - 1])
    marked = sum(_columns(letter) for letter in text[where.column - 1 : where.column - 1 + where.width])
    return [number + text, " " * (len(number) - 2) + "| " + before + "^" * max(1, marked)]


def _columns(letter: str) -> int:
    """How many terminal columns a letter takes: Chinese ones take two, so the caret stands under the right one."""
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
