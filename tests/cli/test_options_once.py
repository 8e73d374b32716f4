"""An option that takes one value is refused if it is written twice: of two, one would be left out without a word."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from bpo.cli import bpo as command


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (["compare", "letters.yaml", "--without", "a", "--without", "b"], "--without"),
        (["bill", "one.yaml", "--period", "2026-01", "--period=2026-02"], "--period"),
    ],
)
def test_an_option_of_one_value_is_written_once(arguments: list[str], option: str) -> None:
    for lang, said in (("en", f"'{option}' is written more than once"), ("zh", f"'{option}' 写了不止一次")):
        done = CliRunner().invoke(command, ["--lang", lang, *arguments])
        assert done.exit_code == 2 and said in done.output


def test_an_option_of_several_values_may_be_repeated() -> None:
    done = CliRunner().invoke(
        command,
        ["--lang", "en", "compare", "nowhere.yaml", "--variant", "a", "--variant", "b", "--tornado", "--tornado"],
    )
    assert "more than once" not in done.output
