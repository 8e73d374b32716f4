"""A problem as a user sees it: file and line, the line with a caret, known choices, the nearest spelling."""

from __future__ import annotations

from bpo.core.errors import BpoError, Problem, Where, choices, fail
from bpo.core.words import Words

SEAT = Words("x", en="unknown model '{given}'", zh="未知的计价方式 '{given}'")


def test_a_problem_in_both_languages() -> None:
    where = Where("acme.yaml", 12, 12, "  - model: seat", 4)
    problem = Problem(SEAT, where, {**choices("seat", ["seats", "hours"]), "page": "docs/terms/seats.md"})
    assert problem.say("en") == (
        "acme.yaml:12: unknown model 'seat'\n"
        "   12 |   - model: seat\n"
        "      |            ^^^^\n"
        "   Known: hours, seats. Did you mean 'seats'? See docs/terms/seats.md"
    )
    assert problem.say("zh") == (
        "acme.yaml:12: 未知的计价方式 'seat'\n"
        "   12 |   - model: seat\n"
        "      |            ^^^^\n"
        "   可用：hours、seats。 是否想写 'seats'？ 参见 docs/terms/seats.md"
    )


def test_the_caret_stands_under_the_word_also_after_chinese() -> None:
    said = Problem(SEAT, Where("a.yaml", 1, 8, "标题: ab cd", 2), {"given": "cd"}).say("en")
    assert said.splitlines()[1:] == ["    1 | 标题: ab cd", "      |          ^^"]


def test_a_long_line_and_a_long_name_are_cut() -> None:
    said = Problem(SEAT, Where("a.yaml", 1, 1, "x" * 5000, 5000), {"given": "y" * 5000}).say("en")
    assert all(len(line) < 260 for line in said.splitlines())


def test_a_file_without_a_line() -> None:
    assert Problem(SEAT, Where("a.yaml"), {"given": "b"}).say("en") == "a.yaml: unknown model 'b'"
    assert Problem(SEAT, None, {"given": "b"}).say("en") == "unknown model 'b'"


def test_nothing_near_is_no_suggestion() -> None:
    assert "nearest" not in choices("xyz", ["seats", "hours"])


def test_an_error_carries_every_problem() -> None:
    error = BpoError([*fail(SEAT, given="a").problems, *fail(SEAT, given="b").problems])
    assert str(error) == "unknown model 'a'\nunknown model 'b'"
