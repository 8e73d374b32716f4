"""What holds for every test: how laws are tried, that every altered part is read again, and the terminal.

Laws: ``HYPOTHESIS_PROFILE=quick`` on few examples, ``ci`` (if nothing is said) on the usual, ``nightly`` on many.
``mutants`` is ``quick`` without the search for the smallest example: that a test fails is all that is asked there.

No profile has a deadline: the machines are shared, and how long one example takes says nothing about the code. Only ``nightly`` looks for
new examples. The others draw the same each time, so that a red run is the doing of the change and red for everybody.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import Phase, settings

from bpo.core.fields import FileModel
from tests.laws import USUAL

settings.register_profile("quick", max_examples=USUAL // 10, deadline=None, derandomize=True)
settings.register_profile("ci", max_examples=USUAL, deadline=None, derandomize=True)
settings.register_profile("nightly", max_examples=USUAL * 10, deadline=None, print_blob=True)
settings.register_profile(
    "mutants",
    max_examples=USUAL // 10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

os.environ["BPO_KEY"] = "the key of every test, which is nobody's"
"""Sources with customers can be read anywhere; a test of keys takes it away."""

os.environ["BPO_CLOCK_IS_RIGHT"] = "yes"
"""Tests tell things at moments of their own, in any order; the test of the rule takes it away."""

FileModel.checks_altered = True
"""Whatever the product makes of a contract, a cost file or a scenario could have been written so."""


@pytest.fixture(autouse=True)
def english_wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests, at a terminal of any width and language: tables fold where the terminal is narrow."""
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "110")
